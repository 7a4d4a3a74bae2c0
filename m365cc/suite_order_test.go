package m365cc_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// What the suite knows of statements that are ordered by moments, and of a log that is read in slices of time.

// momentColumn is the column by which a log is ordered.
func (c suiteCase) momentColumn() string {
	if c.table == directoryAudit {
		return "activity_date_time"
	}
	return "created_date_time"
}

// slicesOf is how many slices an engine reads the log in.
func (c suiteCase) slicesOf(r runner) int {
	if r.isSteampipe() && c.steampipeSlices > 0 {
		return c.steampipeSlices
	}
	return c.slices
}

// sortRows puts rows in a case's order, for cases that have one.
func (c suiteCase) sortRows(rows []row) {
	slices.SortStableFunc(rows, func(a, b row) int {
		switch c.order {
		case "desc":
			return momentOfRow(b).Compare(momentOfRow(a))
		case "asc":
			return momentOfRow(a).Compare(momentOfRow(b))
		}
		return 0
	})
}

// checkOrder wants the moments of the rows, which came in the order that is said, to be those of the truth in that order.
func checkOrder(t *testing.T, c suiteCase, got, truth []row) {
	t.Helper()
	want := slices.Clone(truth)
	c.sortRows(want)
	if c.limit > 0 {
		want = want[:min(c.limit, len(want))]
	}
	if have, wanted := momentsOf(got), momentsOf(want); !slices.EqualFunc(have, wanted, time.Time.Equal) {
		t.Errorf("the rows are of %v, want %v", have, wanted)
	}
}

func momentsOf(rows []row) []time.Time {
	var all []time.Time
	for _, r := range rows {
		all = append(all, momentOfRow(r))
	}
	return all
}

var (
	sliceBounds = regexp.MustCompile(`(?:created|activity)DateTime (ge|le) ([^ &]+)`)
	sliceClause = regexp.MustCompile(` and (?:created|activity)DateTime (?:ge|le) [^ &]+|(?:created|activity)DateTime (?:ge|le) [^ &]+(?: and )?`)
)

// joinSlices are the requests for the slices of a log as if they were one, without times. Each slice must end where the
// one before it, which is newer, begins; one without an end is the first.
func joinSlices(t *testing.T, made []string, number int) []string {
	t.Helper()
	var all []string
	begin, slice := "", 0
	for _, request := range made {
		if !strings.Contains(request, "$skiptoken") {
			slice++
			bounds := map[string]string{}
			for _, found := range sliceBounds.FindAllStringSubmatch(request, -1) {
				bounds[found[1]] = found[2]
			}
			if end, ends := bounds["le"]; slice > 1 && ends && end != begin {
				t.Errorf("a slice ends at %q, and the one before it begins at %q", end, begin)
			}
			begin = bounds["ge"]
		}
		all = append(all, strings.Replace(sliceClause.ReplaceAllString(request, ""), "$filter=&", "", 1))
	}
	if slice != number {
		t.Errorf("%d slices, want %d: %s", slice, number, fmt.Sprint(made))
	}
	return slices.Compact(all)
}
