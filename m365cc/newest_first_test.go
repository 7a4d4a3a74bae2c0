package m365cc

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
)

// note is a row of the tests: a moment, and where it is from.
type note struct{ at, from string }

func noteMoment(n *note) string { return n.at }

// notes are rows at seconds of one minute.
func notes(from string, seconds ...int) []note {
	var all []note
	for _, s := range seconds {
		all = append(all, note{fmt.Sprintf("2026-11-20T12:00:%02dZ", s), from})
	}
	return all
}

// pagesOf is a part that gives pages, and ends with an error or nil. given, unless nil, counts the pages that it was
// rid of.
func pagesOf(given *int, end error, pages ...[]note) part[note] {
	return func(_ context.Context, q *request[note]) error {
		for _, page := range pages {
			if err := q.give(page, nil); err != nil {
				return err
			}
			if given != nil {
				*given++
			}
		}
		return end
	}
}

// merged runs parts, newest first or not, and returns the rows in short.
func merged(ctx context.Context, newestFirst bool, emit func(rows int) error, parts ...part[note]) (string, error) {
	var got []string
	q := &request[note]{Query: &Query{NewestFirst: newestFirst}, table: &definition[note]{}}
	q.emit = func(b Batch) error {
		for _, n := range b.(*batch[note]).rows {
			got = append(got, strings.TrimSuffix(n.at[len("2026-11-20T12:00:"):], "Z")+n.from)
		}
		b.Release()
		if emit != nil {
			return emit(len(got))
		}
		return nil
	}
	err := inParts(ctx, q, noteMoment, parts...)
	return strings.Join(got, " "), err
}

// checkGoroutines wants the goroutines of a test to end with it.
func checkGoroutines(t *testing.T) {
	t.Helper()
	before := runtime.NumGoroutine()
	t.Cleanup(func() {
		deadline := time.Now().Add(5 * time.Second)
		for runtime.NumGoroutine() > before && time.Now().Before(deadline) {
			time.Sleep(time.Millisecond)
		}
		if left := runtime.NumGoroutine() - before; left > 0 {
			t.Errorf("%d goroutines are left", left)
		}
	})
}

func TestMergeNewest(t *testing.T) {
	for name, test := range map[string]struct {
		newestFirst bool
		parts       []part[note]
		want        string
	}{
		"no part": {true, nil, ""},
		"one":     {true, []part[note]{pagesOf(nil, nil, notes("a", 9, 8), notes("a", 8, 1))}, "09a 08a 08a 01a"},
		"several": {true, []part[note]{
			pagesOf(nil, nil, notes("a", 9, 4), notes("a", 3)), pagesOf(nil, nil), pagesOf(nil, nil, notes("b", 8, 5, 2), notes("b", 1)), pagesOf(nil, nil, notes("c", 7)),
		}, "09a 08b 07c 05b 04a 03a 02b 01b"},
		"the same moment": {true, []part[note]{pagesOf(nil, nil, notes("a", 5, 5)), pagesOf(nil, nil, notes("b", 5))}, "05a 05a 05b"},
		"in any order":    {false, []part[note]{pagesOf(nil, nil, notes("a", 1, 9)), pagesOf(nil, nil, notes("b", 8))}, "01a 09a 08b"},
	} {
		t.Run(name, func(t *testing.T) {
			checkGoroutines(t)
			if got, err := merged(t.Context(), test.newestFirst, nil, test.parts...); got != test.want || err != nil {
				t.Errorf("got %s, %v, want %s", got, err, test.want)
			}
		})
	}
}

// TestMergeOfManyRows gives every row once where batches of a merge end within pages.
func TestMergeOfManyRows(t *testing.T) {
	same := make([]int, 3*mergedRows)
	got, err := merged(t.Context(), true, nil, pagesOf(nil, nil, notes("a", same...)), pagesOf(nil, nil, notes("b", same[:10]...), notes("b", same...)))
	if err != nil || strings.Count(got, "a") != len(same) || strings.Count(got, "b") != 10+len(same) {
		t.Errorf("got %d and %d rows, %v", strings.Count(got, "a"), strings.Count(got, "b"), err)
	}
}

// TestMergeOfUnsortedParts: SQL engines rely on the order, so that another one is an error.
func TestMergeOfUnsortedParts(t *testing.T) {
	for name, pages := range map[string][][]note{
		"within a page":    {notes("a", 9, 3, 5)},
		"between pages":    {notes("a", 9, 3), notes("a", 5)},
		"without a moment": {{{"", "a"}}},
	} {
		t.Run(name, func(t *testing.T) {
			checkGoroutines(t)
			if got, err := merged(t.Context(), true, nil, pagesOf(nil, nil, notes("b", 8, 7)), pagesOf(nil, nil, pages...)); !errors.Is(err, errUnsorted) {
				t.Errorf("got %s, %v", got, err)
			}
		})
	}
}

// TestMergeWithErrors: the error of a part is the query's, whether it has given rows or not, and ends the others.
func TestMergeWithErrors(t *testing.T) {
	broken := errors.New("broken")
	for name, part := range map[string]part[note]{
		"at once": pagesOf(nil, broken), "after rows": pagesOf(nil, broken, notes("b", 8)),
	} {
		t.Run(name, func(t *testing.T) {
			checkGoroutines(t)
			pages := 0
			if got, err := merged(t.Context(), true, nil, pagesOf(&pages, nil, notes("a", 9), notes("a", 7), notes("a", 6)), part); !errors.Is(err, broken) {
				t.Errorf("got %s, %v", got, err)
			}
			if pages > 1 {
				t.Errorf("%d pages were used", pages)
			}
		})
	}
}

// TestMergeThatIsEnded: the engine has enough, or the statement is cancelled while a batch is in use.
func TestMergeThatIsEnded(t *testing.T) {
	enough := errors.New("enough")
	for name, end := range map[string]struct {
		want error
		emit func(cancel func()) error
	}{
		"enough":    {enough, func(func()) error { return enough }},
		"cancelled": {context.Canceled, func(cancel func()) error { cancel(); return nil }},
	} {
		t.Run(name, func(t *testing.T) {
			checkGoroutines(t)
			ctx, cancel := context.WithCancel(t.Context())
			emit := func(int) error { return end.emit(cancel) }
			given := [2]int{}
			got, err := merged(ctx, true, emit, pagesOf(&given[0], nil, notes("a", 9, 8), notes("a", 7)), pagesOf(&given[1], nil, notes("b", 6), notes("b", 5)))
			if !errors.Is(err, end.want) || !strings.HasPrefix(got, "09a 08a") || given[1] > 0 {
				t.Errorf("got %s, %v after %d pages", got, err, given)
			}
		})
	}
}

// TestMergeReadsNoPageInVain: a part goes on only when its rows are used up and more are needed.
func TestMergeReadsNoPageInVain(t *testing.T) {
	checkGoroutines(t)
	given := [2]int{}
	enough := errors.New("enough")
	_, err := merged(t.Context(), true, func(rows int) error {
		if rows < 3 {
			return nil
		}
		return enough
	}, pagesOf(&given[0], nil, notes("a", 9), notes("a", 8), notes("a", 7), notes("a", 6)), pagesOf(&given[1], nil, notes("b", 3), notes("b", 2)))
	if !errors.Is(err, enough) || given != [2]int{2, 0} {
		t.Errorf("got %v after %d pages", err, given)
	}
}
