package graph

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"
)

// limit is one of Graph's documented budgets for an application in a tenant.
type limit struct {
	name string
	// service is Graph's that has it, for Steampipe's limiters.
	service string
	// prefixes are the paths, after the version, that draw on it; the first limit that fits counts.
	prefixes []string
	// format, unless "", is the form of the requests that draw on it.
	format string
	// units are what the service gives in each window.
	units  int
	window time.Duration
	// cost is what a request takes.
	cost func(Request) int
	// part, unless nil, names what has a budget of its own.
	part func(Request) string
}

// limits are Graph's documented budgets, the most special first. The directory's is the one of the
// smallest tenants: nobody tells a client how large its tenant is, and it is no hindrance to larger ones
// (3,500 units in ten seconds are 3,500 pages of users).
//
// https://learn.microsoft.com/graph/throttling-limits
var limits = []limit{
	{"audit and sign-in logs", "auditLogs", []string{"/auditLogs/", "/reports/authenticationMethods/"}, "", 5, 10 * time.Second, one, nil},
	{"usage reports in JSON", "reports", []string{"/reports/", "/copilot/reports/"}, "application/json", 100, 10 * time.Minute, one, reportFunction},
	{"usage reports", "reports", []string{"/reports/", "/copilot/reports/"}, "", 14, 10 * time.Minute, one, reportFunction},
	{"directory", "directory", []string{"/"}, "", 3500, 10 * time.Second, directoryUnits, nil},
}

// Service is the service of Graph whose limits a request for the path, after the version, draws on: auditLogs, reports
// or directory.
func Service(path string) string {
	for _, l := range limits {
		if l.format == "" && l.covers(Request{Path: path}) {
			return l.service
		}
	}
	return ""
}

// slack keeps requests apart by a little more than a limit asks for, since some are longer on their way than others.
const slack = time.Second

// isReport says whether the request is for a usage report.
func (r Request) isReport() bool {
	return strings.HasPrefix(r.Path, "/reports/get") || strings.HasPrefix(r.Path, "/copilot/reports/get")
}

func one(Request) int { return 1 }

// reportFunction is the report without its parameters: each report has a budget.
func reportFunction(r Request) string {
	function, _, _ := strings.Cut(r.Path, "(")
	return function
}

// directoryUnits is the cost of a read in resource units: a base by kind of object, one less with
// $select, one less for a short page, and never less than one.
func directoryUnits(r Request) int {
	units := 1
	switch {
	case strings.HasPrefix(r.Path, "/subscribedSkus"):
		units = 3
	case strings.HasPrefix(r.Path, "/users"):
		units = 2
	}
	if len(r.Select) > 0 {
		units--
	}
	if r.Top > 0 && r.Top < 20 {
		units--
	}
	return max(units, 1)
}

// budgets hands out requests no faster than Graph's limits allow, for all queries of a connection together.
type budgets struct {
	mu      sync.Mutex
	windows map[string]*slidingWindow // by limit and part
	pause   func(context.Context, time.Duration) error
}

func newBudgets(pause func(context.Context, time.Duration) error) *budgets {
	return &budgets{windows: map[string]*slidingWindow{}, pause: pause}
}

// window is the one that a request draws on.
func (b *budgets) window(l limit, r Request) *slidingWindow {
	key := l.name
	if l.part != nil {
		key += " " + l.part(r)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	w, ok := b.windows[key]
	if !ok {
		w = &slidingWindow{units: l.units, length: l.window + slack}
		b.windows[key] = w
	}
	return w
}

// take waits until the request may be sent. waiting, unless nil, is told of each wait.
func (b *budgets) take(ctx context.Context, r Request, waiting func(reason string, wait time.Duration)) error {
	for _, l := range limits {
		if !l.covers(r) {
			continue
		}
		now := time.Now()
		cost, window := l.cost(r), b.window(l, r)
		at := window.reserve(now, cost)
		wait := at.Sub(now)
		if wait <= 0 {
			return nil
		}
		if r.patience > 0 && wait > r.patience {
			window.giveBack(at, cost)
			return &BusyError{l.name, wait}
		}
		if waiting != nil {
			waiting("the limit of "+l.name, wait)
		}
		if err := b.pause(ctx, wait); err != nil {
			window.giveBack(at, cost)
			return err
		}
		return nil
	}
	return nil
}

func (l limit) covers(r Request) bool {
	if l.format != "" && l.format != r.Format {
		return false
	}
	for _, p := range l.prefixes {
		if strings.HasPrefix(r.Path, p) {
			return true
		}
	}
	return false
}

// slidingWindow allows so many units in any stretch of its length. A token bucket of the same
// size would allow nearly twice as many in its first stretch.
type slidingWindow struct {
	mu     sync.Mutex
	units  int
	length time.Duration
	taken  []taken // in the order of time
}

type taken struct {
	at   time.Time
	cost int
}

// reserve returns the earliest moment at which the cost fits, and books it.
func (w *slidingWindow) reserve(now time.Time, cost int) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	first := 0
	for first < len(w.taken) && !w.taken[first].at.After(now.Add(-w.length)) {
		first++
	}
	w.taken = slices.Delete(w.taken, 0, first)
	used := 0
	for _, t := range w.taken {
		used += t.cost
	}
	at := now
	if n := len(w.taken); n > 0 && w.taken[n-1].at.After(at) {
		at = w.taken[n-1].at // first come, first served
	}
	for _, t := range w.taken {
		if used+cost <= w.units {
			break
		}
		used -= t.cost
		if free := t.at.Add(w.length); free.After(at) {
			at = free
		}
	}
	w.taken = append(w.taken, taken{at, cost})
	return at
}

// giveBack takes back the booking of a request that was not sent.
func (w *slidingWindow) giveBack(at time.Time, cost int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := slices.Index(w.taken, taken{at, cost}); i >= 0 {
		w.taken = slices.Delete(w.taken, i, i+1)
	}
}
