package m365cc_test

import (
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// TestFaultMatrix strikes every table with every fault, and prints the size of that. A result is whole, or there is an
// error that says which request failed and why.
func TestFaultMatrix(t *testing.T) {
	workers := make([]*faultWorker, runtime.GOMAXPROCS(0)+1)
	for i := range workers {
		workers[i] = startFaultWorker(t)
	}
	var cells []faultCell
	queries := faultQueries(workers[0].server.Tenant())
	for _, q := range queries {
		cells = append(cells, cellsOf(workers[0].learn(t, q))...)
	}
	var sizes faultSizes
	var next atomic.Int64
	var group sync.WaitGroup
	for _, w := range workers {
		group.Go(func() {
			for i := next.Add(1); int(i) <= len(cells) && t.Context().Err() == nil; i = next.Add(1) {
				w.check(t, &cells[i-1], &sizes)
			}
		})
	}
	group.Wait()
	t.Logf("%d statements about %d tables, %d faults: %d cells, of which %s", len(queries), len(queries)-otherQueries, len(demo.Faults()), len(cells), &sizes)
}

// faultCell is a query and a fault that strikes it at times.
type faultCell struct {
	*faultRun
	info   demo.FaultInfo
	fault  demo.Fault
	struck bool // that is to be expected
}

func (c *faultCell) String() string {
	when := map[int]string{demo.Once: "once", demo.Always: "always", everyThird: "every third time"}[c.fault.Every]
	return fmt.Sprintf("%s, %s %s at %q", c.name, c.fault.Name, when, c.fault.Where)
}

const everyThird = 3

// cellsOf are the cells of a query: each fault once, every third time where there are so many requests, and always at
// each place that it strikes. A fault that can strike nothing has a cell that holds that.
func cellsOf(run faultRun) (cells []faultCell) {
	for _, info := range demo.Faults() {
		add := func(every int, where string, struck bool) {
			cells = append(cells, faultCell{&run, info, demo.Fault{Name: info.Name, Every: every, Where: where}, struck})
		}
		places, requests := run.places.struckBy(info)
		add(demo.Once, "", len(places) > 0)
		if requests >= everyThird && !slices.Contains(ofSeveralPages, info.Name) {
			add(everyThird, "", true)
		}
		if run.table == endpointTable && len(places) > 0 {
			add(demo.Always, "", true)
		}
		for _, place := range places {
			if run.asksAnew(place) {
				add(demo.Always, place, true)
			}
		}
	}
	return cells
}

// faultSizes count what came of the cells.
type faultSizes struct{ whole, failed, spared atomic.Int64 }

func (s *faultSizes) add(c *faultCell, err error) {
	switch {
	case !c.struck:
		s.spared.Add(1)
	case err == nil:
		s.whole.Add(1)
	default:
		s.failed.Add(1)
	}
}

func (s *faultSizes) String() string {
	return fmt.Sprintf("%d were struck, with %d whole results and %d errors, and %d had nothing to strike",
		s.whole.Load()+s.failed.Load(), s.whole.Load(), s.failed.Load(), s.spared.Load())
}

// check runs a cell.
func (w *faultWorker) check(t *testing.T, c *faultCell, sizes *faultSizes) {
	rows, err := w.run(t.Context(), c.faultQuery, c.fault)
	if struck := w.isStruck(c.fault.Name); struck != c.struck {
		t.Errorf("%s: struck is %v, want %v", c, struck, c.struck)
	}
	sizes.add(c, err)
	if c.table == endpointTable {
		w.checkProbes(t, c, rows, err)
		return
	}
	if mayBe := c.outcomes(); err != nil && !mayBe.failed || err == nil && !mayBe.whole {
		t.Errorf("%s: error %v", c, err)
	}
	if err != nil {
		if fault := w.uselessness(c, err); fault != "" {
			t.Errorf("%s: %s: %v", c, fault, err)
		}
	} else if have := rendered(c.columns, rows); !slices.Equal(have, c.rows) {
		t.Errorf("%s: %d rows, want %d; %.600s", c, len(have), len(c.rows), difference(have, c.rows))
	}
	if slices.ContainsFunc(w.server.Downloads(), func(r demo.Request) bool { return r.HasToken }) {
		t.Errorf("%s: the token went to another host", c)
	}
}

// outcomes are what a cell may come to.
func (c *faultCell) outcomes() (o struct{ whole, failed bool }) {
	switch {
	case !c.struck || c.info.Outcome == demo.Harmless, c.fault.Every == demo.Once && c.info.Outcome == demo.Curable:
		o.whole = true
	case c.isPassedOver():
		o.whole = true
	case c.fault.Every == everyThird && c.info.Outcome == demo.Curable, c.fault.Name == "redirect-loop" && c.fault.Every != demo.Always:
		o.whole, o.failed = true, true // as it comes; a file may lead to itself once
	default:
		o.failed = true
	}
	return o
}

// isPassedOver says whether nobody looks at what is wrong: of GET /organization only the first is read.
func (c *faultCell) isPassedOver() bool {
	return c.byDomain && strings.HasPrefix(c.fault.Name, "next-")
}

// internals are words of Go's own that say nothing to a user by themselves.
var internals = regexp.MustCompile(`^(unexpected )?EOF$|^invalid character|^jsontext:|^context |%!|<nil>|goroutine|0x[0-9a-f]{6}`)

// uselessness says what a user would miss in an error; "": nothing. It names a request that failed, or says that it is
// about signing in, and gives a reason, in one line and without a secret.
func (w *faultWorker) uselessness(c *faultCell, err error) string {
	text := err.Error()
	reason, signIn := strings.CutPrefix(text, "cannot sign in: ")
	if !signIn {
		request := ""
		for _, r := range w.server.Requests() {
			if rest, ok := strings.CutPrefix(text, r.Method+" "+r.Path); ok {
				request, reason = r.Path, strings.TrimLeft(rest, ":, ")
			}
		}
		if request == "" || !strings.Contains(request, c.fault.Where) {
			return "it does not name the request"
		}
	} else if c.info.Strikes&demo.Tokens == 0 {
		return "it is not about signing in"
	}
	switch {
	case len(strings.Fields(reason)) < 4 || internals.MatchString(reason):
		return "it gives no reason"
	case strings.ContainsAny(text, "\r\n\x00"):
		return "it is not one line"
	case strings.Contains(text, w.server.ClientSecret()), strings.Contains(text, "eyJ"), strings.Contains(text, "token="):
		return "it has a secret"
	}
	return ""
}

// checkProbes is check of m365cc_endpoint, whose rows say of each request what came of it. Only without a token there
// is an error. What a fault did to a request is never taken for a missing permission, licence or report.
func (w *faultWorker) checkProbes(t *testing.T, c *faultCell, rows []row, err error) {
	if c.info.Strikes == demo.Tokens || c.info.Strikes&demo.Tokens != 0 && c.fault.Every == demo.Always {
		if isCured := c.fault.Every == demo.Once; (err == nil) != isCured || err != nil && w.uselessness(c, err) != "" {
			t.Errorf("%s: error %v", c, err)
		}
		return
	}
	if err != nil || len(rows) != len(c.rows) {
		t.Errorf("%s: %d rows, want %d, error %v", c, len(rows), len(c.rows), err)
	}
	refused := map[string]bool{}
	for _, r := range w.server.Requests() {
		path, _, _ := strings.Cut(r.Path, "(")
		if r.Fault != "" && r.Status != 200 && r.Status != 302 && r.Status != 401 {
			refused[path] = true
		}
	}
	for _, r := range rows {
		path, _, _ := strings.Cut(r["path"], "?")
		isBad := r["status"] == "error" || r["status"] == "throttled"
		if !isBad && r["status"] != "ok" || isBad && r["message"] == "" || c.fault.Every == demo.Always && refused[path] && !isBad {
			t.Errorf("%s: %s is %s: %s", c, r["path"], r["status"], r["message"])
		}
	}
}
