package m365cc_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// TestFaultSteampipe is a part of the matrix through the built binary. Its connections have a max_wait of 0, since waits
// there take their time, so that a fault which always strikes is an error unless it is harmless: none gets lost between
// the plugin and Steampipe, as the SDK loses some.
func TestFaultSteampipe(t *testing.T) {
	t.Parallel()
	w := startFaultWorker(t)
	steampipe := startPlugin(t, w.server)
	struck, failed := 0, 0
	for _, q := range faultQueries(w.server.Tenant()) {
		if !slices.Contains([]string{"m365cc_user", "m365cc_signin", "m365cc_mailbox_usage as CSV", "m365cc_app_activity"}, q.name) {
			continue
		}
		run := w.learn(t, q)
		for _, c := range cellsOf(run) {
			// several pages of a log take the ten seconds of its limit
			readsLog := slices.Contains(append(ofSeveralPages, "short-pages"), c.fault.Name) && c.table != "m365cc_app_activity"
			if c.struck && c.fault.Every == demo.Once && !readsLog {
				c.fault.Every = demo.Always
				struck++
				if w.checkSteampipe(t, steampipe, &c) != nil {
					failed++
				}
			}
		}
	}
	if t.Logf("%d cells were struck, %d ended with an error", struck, failed); failed == 0 {
		t.Error("nothing failed")
	}
}

// checkSteampipe runs a cell through the binary and returns the error of the query.
func (w *faultWorker) checkSteampipe(t *testing.T, r *steampipeRunner, c *faultCell) error {
	r.counter++
	name := fmt.Sprintf("fault%d", r.counter)
	r.add(t, name, configOf(w.server)+licenseConfig(w.prices, nil)+"max_wait = 0\n")
	if (c.table == "m365cc_user" || c.table == "m365cc_app_activity") && c.info.Strikes&demo.Pages != 0 {
		c.fault.Where = "users" // else it would be the logs, of which a connection asks for five pages in ten seconds
	}
	w.strike(c.fault)
	w.server.Set(func(b *demo.Behaviour) { b.PageSize = 0 })
	rows, err := r.execute(name, suiteCase{table: c.table, columns: c.columns})
	switch {
	case !w.isStruck(c.fault.Name):
		t.Errorf("%s: it struck nothing", c)
	case (err == nil) != (c.info.Outcome == demo.Harmless):
		t.Errorf("%s: %d rows, error %v", c, len(rows), err)
	case err == nil && !slices.Equal(rendered(c.columns, rows), c.rows):
		t.Errorf("%s: %d rows, want %d; %.600s", c, len(rows), len(c.rows), difference(rendered(c.columns, rows), c.rows))
	}
	return err
}
