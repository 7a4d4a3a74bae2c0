package m365cc

import (
	"fmt"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestNextSlice(t *testing.T) {
	for _, c := range []struct {
		length time.Duration
		rows   int
		want   time.Duration
	}{
		{firstSlice, 0, 2 * firstSlice},
		{firstSlice, 999, 2 * firstSlice},
		{firstSlice, 1000, firstSlice},
		{firstSlice, 10_000, firstSlice},
		{firstSlice, 10_001, firstSlice / 2},
		{shortestSlice, 1_000_000, shortestSlice},
	} {
		if got := signInLog.nextSlice(c.length, c.rows); got != c.want {
			t.Errorf("%v after %d rows: %v, want %v", c.length, c.rows, got, c.want)
		}
	}
}

func TestLogBounds(t *testing.T) {
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	oldest, before, after, future := now.Add(-signInReach), now.AddDate(0, 0, -10), now.AddDate(0, 0, -5), now.AddDate(0, 0, 5)
	at := func(operator Operator, moment time.Time) Condition {
		return single("created_date_time", operator, MomentValue(moment), false)
	}
	for name, test := range map[string]struct {
		conditions     []Condition
		oldest, newest time.Time
	}{
		"none":                 {nil, oldest, now},
		"another column":       {[]Condition{equal("app_id", "a")}, oldest, now},
		"from":                 {[]Condition{at(AtLeast, before)}, before, now},
		"from the later":       {[]Condition{at(AtLeast, after), at(AtLeast, before)}, after, now},
		"until":                {[]Condition{at(AtMost, after)}, oldest, after},
		"until the earlier":    {[]Condition{at(Below, before), at(AtMost, after)}, oldest, before},
		"between":              {[]Condition{at(AtLeast, before), at(Below, after)}, before, after},
		"before the retention": {[]Condition{at(AtLeast, now.AddDate(-1, 0, 0))}, oldest, now},
		"in the future":        {[]Condition{at(AtMost, future)}, oldest, now},
		"at a moment":          {[]Condition{at(Equal, before)}, now, now},
	} {
		got, until := signInLog.bounds(&request[signIn]{Query: &Query{Conditions: test.conditions}}, now)
		if !got.Equal(test.oldest) || !until.Equal(test.newest) {
			t.Errorf("%s: got %v to %v, want %v to %v", name, got, until, test.oldest, test.newest)
		}
	}
}

// slicedLog is a log that has sign-ins just at the bounds of what it is asked for, a quarter of a second before the
// later one, and a quarter after the earlier one.
type slicedLog struct {
	mu     sync.Mutex
	bounds [][2]string // of each request, since and until
	rows   map[string]int
}

var sliceBound = regexp.MustCompile(`createdDateTime (ge|le) (\S+)`)

func (l *slicedLog) answer(w http.ResponseWriter, r *http.Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var bounds [2]string
	var rows []string
	give := func(at time.Time) {
		text := at.Format("2006-01-02T15:04:05.0000000Z") // so that texts are in the order of time
		l.rows[text]++
		rows = append(rows, fmt.Sprintf(`{"id":%q,"createdDateTime":%[1]q}`, text))
	}
	for _, found := range sliceBound.FindAllStringSubmatch(r.URL.Query().Get("$filter"), -1) {
		at, err := time.Parse(time.RFC3339, found[2])
		if err != nil {
			refuse(w, http.StatusBadRequest, "BadRequest", err.Error())
			return
		}
		within := at.Add(250 * time.Millisecond)
		if found[1] == "le" {
			bounds[1], within = found[2], at.Add(-250*time.Millisecond)
		} else {
			bounds[0] = found[2]
		}
		give(at)
		give(within)
	}
	slices.SortFunc(rows, func(a, b string) int { return strings.Compare(b, a) })
	l.bounds = append(l.bounds, bounds)
	writeBody(w, `{"value":[`+strings.Join(rows, ",")+`]}`)
}

// TestSlices holds that slices meet, and that a sign-in at a bound, which Graph gives for both, is given once.
func TestSlices(t *testing.T) {
	now := time.Now().UTC().Truncate(time.Second)
	day := func(n int) time.Time { return now.AddDate(0, 0, -n) }
	from := func(at time.Time) Condition { return single("created_date_time", AtLeast, MomentValue(at), false) }
	until := func(at time.Time) Condition { return single("created_date_time", Below, MomentValue(at), false) }
	for name, test := range map[string]struct {
		conditions []Condition
		slices     int
		bounds     [2]string // of the whole
	}{
		"everything":       {nil, 4, [2]string{}}, // 3, 6 and 12 days, and the rest
		"ten days":         {[]Condition{from(day(10))}, 3, [2]string{day(10).Format(time.RFC3339)}},
		"one day":          {[]Condition{from(day(1))}, 1, [2]string{day(1).Format(time.RFC3339)}},
		"up to a week ago": {[]Condition{until(day(7))}, 4, [2]string{"", day(7).Format(time.RFC3339)}},
		"a week":           {[]Condition{until(day(7)), from(day(14))}, 2, [2]string{day(14).Format(time.RFC3339), day(7).Format(time.RFC3339)}},
		"one person":       {[]Condition{equal("user_id", "u")}, 1, [2]string{}},
		"long ago":         {[]Condition{until(day(60))}, 1, [2]string{"", day(60).Format(time.RFC3339)}},
	} {
		for _, newestFirst := range []bool{false, true} {
			t.Run(fmt.Sprint(name, newestFirst), func(t *testing.T) {
				log := &slicedLog{rows: map[string]int{}}
				q := &Query{Connection: startFakeGraph(t, log.answer).Connection(t), Conditions: test.conditions, NewestFirst: newestFirst}
				rows, err := askQuery(t.Context(), q, tableSignIn, "id", "created_date_time")
				if err != nil || len(rows) != len(log.rows) {
					t.Errorf("got %d rows of %d, %v", len(rows), len(log.rows), err)
				}
				for i := 1; i < len(rows) && newestFirst; i++ {
					if rows[i]["created_date_time"].Time().After(rows[i-1]["created_date_time"].Time()) {
						t.Errorf("%v comes after %v", rows[i]["id"], rows[i-1]["id"])
					}
				}
				checkSlices(t, log.bounds, test.slices, test.bounds)
			})
		}
	}
}

func checkSlices(t *testing.T, bounds [][2]string, number int, whole [2]string) {
	t.Helper()
	if len(bounds) != number || bounds[number-1][0] != whole[0] || bounds[0][1] != whole[1] {
		t.Fatalf("the slices are %q, want %d of %q", bounds, number, whole)
	}
	for i := 1; i < number; i++ {
		if bounds[i][1] != bounds[i-1][0] {
			t.Errorf("two slices do not meet: %q", bounds)
		}
	}
}

// TestSignInsByIDNewestFirst: sign-ins that are read one by one are put in order.
func TestSignInsByIDNewestFirst(t *testing.T) {
	const older, newer = "66ea54eb-6301-4ee5-be62-ff5a759b0100", "66ea54eb-6301-4ee5-be62-ff5a759b0101"
	f := startFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		at := "2026-11-20T12:00:00Z"
		if strings.HasSuffix(r.URL.Path, newer) {
			at = "2026-11-20T12:00:00.5Z"
		}
		writeBody(w, `{"id":"`+path.Base(r.URL.Path)+`","createdDateTime":"`+at+`"}`)
	})
	q := &Query{Connection: f.Connection(t), Conditions: []Condition{equal("id", older, newer)}, NewestFirst: true}
	rows, err := askQuery(t.Context(), q, tableSignIn, "created_date_time")
	if err != nil || len(rows) != 2 || !rows[0]["created_date_time"].Time().After(rows[1]["created_date_time"].Time()) {
		t.Errorf("got %v, %v", rows, err)
	}
}
