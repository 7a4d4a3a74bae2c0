package graph

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// wantNoOverrun fails when any stretch of the length has more units than are allowed.
func wantNoOverrun(t testing.TB, sent []taken, units int, length time.Duration) {
	t.Helper()
	slices.SortFunc(sent, func(a, b taken) int { return cmp.Compare(a.at.UnixNano(), b.at.UnixNano()) })
	for i, first := range sent {
		used := 0
		for _, next := range sent[i:] {
			if next.at.Sub(first.at) < length {
				used += next.cost
			}
		}
		if used > units {
			t.Fatalf("%d units within %s of %s, want %d at most", used, length, first.at, units)
		}
	}
}

// TestWindowNeverOverruns asks at made-up moments for made-up costs, and gives some back.
func TestWindowNeverOverruns(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, test := range []struct {
		units   int
		length  time.Duration
		most    int           // of one cost
		between time.Duration // at most, between two that ask
	}{
		{5, 10 * time.Second, 1, 0},
		{5, 10 * time.Second, 1, time.Second},
		{5, 10 * time.Second, 1, 5 * time.Second},
		{14, 10 * time.Minute, 1, 20 * time.Second},
		{100, 10 * time.Second, 3, 100 * time.Millisecond},
		{3, time.Second, 3, 300 * time.Millisecond},
		{1, time.Second, 1, 3 * time.Second},
	} {
		w := &slidingWindow{units: test.units, length: test.length}
		now := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
		var sent []taken
		last := now
		for range 500 {
			now = now.Add(time.Duration(random.Int64N(int64(test.between) + 1)))
			cost := 1 + random.IntN(test.most)
			at := w.reserve(now, cost)
			if at.Before(now) || at.Before(last) {
				t.Fatalf("asked at %s after one for %s, got %s", now, last, at)
			}
			if at.After(now) && random.IntN(4) == 0 {
				w.giveBack(at, cost)
				continue
			}
			last = at
			sent = append(sent, taken{at, cost})
		}
		wantNoOverrun(t, sent, test.units, test.length)
	}
}

// TestWindowWastesNothing holds that requests are sent as soon as the limit allows.
func TestWindowWastesNothing(t *testing.T) {
	start := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	w := &slidingWindow{units: 5, length: 10 * time.Second}
	for i := range 23 {
		if got, want := w.reserve(start, 1).Sub(start), time.Duration(i/5)*10*time.Second; got != want {
			t.Errorf("request %d is sent after %s, want %s", i, got, want)
		}
	}
	if got := w.reserve(start.Add(time.Hour), 5); got != start.Add(time.Hour) {
		t.Errorf("after an hour's rest a request waits until %s", got)
	}
}

func TestGiveBack(t *testing.T) {
	start := time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)
	later := start.Add(10 * time.Second)
	w := &slidingWindow{units: 5, length: 10 * time.Second}
	for _, step := range []struct {
		cost int
		want time.Time
	}{{5, start}, {2, later}, {3, later}} {
		if got := w.reserve(start, step.cost); got != step.want {
			t.Fatalf("%d units: got %s, want %s", step.cost, got, step.want)
		}
	}
	w.giveBack(later, 2) // of the two at that moment, this one
	for _, step := range []struct {
		cost int
		want time.Time
	}{{2, later}, {1, later.Add(10 * time.Second)}} {
		if got := w.reserve(start, step.cost); got != step.want {
			t.Errorf("%d units after giving back: got %s, want %s", step.cost, got, step.want)
		}
	}
	before := len(w.taken)
	w.giveBack(start.Add(time.Minute), 1)
	if len(w.taken) != before {
		t.Error("what was never booked is given back")
	}
}

func TestBudgetsHoldForAllTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudgets(sleep)
		start := time.Now()
		var mu sync.Mutex
		var sent []taken
		var waits int
		var group sync.WaitGroup
		for range 23 {
			group.Go(func() {
				err := b.take(t.Context(), Request{Path: "/auditLogs/signIns"}, func(reason string, wait time.Duration) {
					mu.Lock()
					defer mu.Unlock()
					waits++
					if reason != "the limit of audit and sign-in logs" || wait <= 0 {
						t.Errorf("waits %s for %q", wait, reason)
					}
				})
				mu.Lock()
				defer mu.Unlock()
				sent = append(sent, taken{time.Now(), 1})
				if err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		wantNoOverrun(t, sent, 5, 10*time.Second+slack)
		if took := time.Since(start); took != 4*(10*time.Second+slack) || waits != 18 {
			t.Errorf("took %s with %d waits", took, waits)
		}
		if err := b.take(t.Context(), Request{Path: "/users"}, nil); err != nil || time.Since(start) != 4*(10*time.Second+slack) {
			t.Errorf("another limit: %v after %s", err, time.Since(start))
		}
	})
}

func TestBudgetOfACancelledRequestIsGivenBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudgets(sleep)
		r := Request{Path: "/auditLogs/signIns"}
		for range 5 {
			if err := b.take(t.Context(), r, nil); err != nil {
				t.Fatal(err)
			}
		}
		start := time.Now()
		gone := errors.New("gone")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Second, func() { cancel(gone) })
		for range 5 {
			if err := b.take(ctx, r, nil); !errors.Is(err, gone) || time.Since(start) != time.Second {
				t.Errorf("got %v after %s", err, time.Since(start))
			}
		}
		if err := b.take(t.Context(), r, nil); err != nil || time.Since(start) != 10*time.Second+slack {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
	})
}

// TestEachReportHasABudget holds that a report gets 14 requests in ten minutes, whatever its parameters, and that
// no report waits for another.
func TestEachReportHasABudget(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudgets(sleep)
		start := time.Now()
		take := func(path string, want time.Duration) {
			t.Helper()
			err := b.take(t.Context(), Request{Path: path}, func(reason string, _ time.Duration) {
				if reason != "the limit of usage reports" {
					t.Errorf("%s waits for %q", path, reason)
				}
			})
			if took := time.Since(start); err != nil || took != want {
				t.Errorf("%s: %v after %s, want %s", path, err, took, want)
			}
		}
		for i := range 14 {
			take([]string{"/reports/getA(period='D7')", "/reports/getA(period='D90')", "/reports/getA(date=2026-11-20)", "/reports/getA"}[i%4], 0)
		}
		for range 14 {
			take("/reports/getB(period='D7')", 0)
			take("/copilot/reports/getA(period='D7')", 0)
		}
		take("/reports/getC", 0)
		take("/users", 0)
		for range 14 {
			take("/reports/getA(period='D180')", 10*time.Minute+slack)
		}
		take("/reports/getB(period='D7')", 10*time.Minute+slack)
		take("/reports/getA", 20*time.Minute+2*slack)
	})
}

func TestLimitsOfPaths(t *testing.T) {
	for _, test := range []struct {
		request Request
		limit   string
		units   int
	}{
		{Request{Path: "/auditLogs/signIns"}, "audit and sign-in logs", 1},
		{Request{Path: "/auditLogs/directoryAudits", Top: 5, Select: []string{"id"}}, "audit and sign-in logs", 1},
		{Request{Path: "/reports/authenticationMethods/userRegistrationDetails"}, "audit and sign-in logs", 1},
		{Request{Path: "/reports/getMailboxUsageDetail(period='D7')"}, "usage reports", 1},
		{Request{Path: "/copilot/reports/x"}, "usage reports", 1},
		{Request{Path: "/reports/getMailboxUsageDetail(period='D7')", Format: "text/csv"}, "usage reports", 1},
		{Request{Path: "/reports/getMailboxUsageDetail(period='D7')", Format: "application/json"}, "usage reports in JSON", 1},
		{Request{Path: "/reports/authenticationMethods/userRegistrationDetails", Format: "application/json"}, "audit and sign-in logs", 1},
		{Request{Path: "/users"}, "directory", 2},
		{Request{Path: "/users", Select: []string{"id"}}, "directory", 1},
		{Request{Path: "/users", Top: 19}, "directory", 1},
		{Request{Path: "/users", Top: 20}, "directory", 2},
		{Request{Path: "/users", Select: []string{"id"}, Top: 5}, "directory", 1},
		{Request{Path: "/subscribedSkus"}, "directory", 3},
		{Request{Path: "/subscribedSkus", Select: []string{"id"}}, "directory", 2},
		{Request{Path: "/organization", Select: []string{"id"}}, "directory", 1},
	} {
		i := slices.IndexFunc(limits, func(l limit) bool { return l.covers(test.request) })
		if i < 0 || limits[i].name != test.limit || limits[i].cost(test.request) != test.units {
			t.Errorf("%+v draws on limit %d, want %s and %d units", test.request, i, test.limit, test.units)
		}
	}
}
