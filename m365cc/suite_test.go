package m365cc_test

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// The suite: every case is a query, and runs through both engines, the embedded SQLite and the built binary
// as Steampipe starts it. The rows are compared with the made-up tenant's own truth, the requests with a
// complete list.

// clock is the tenant's time: noon of today, since the plugin compares days with its own clock.
var clock = time.Now().UTC().Truncate(24 * time.Hour).Add(12 * time.Hour)

// suiteCase is a query with what must come of it.
type suiteCase struct {
	name    string
	table   string // "": m365cc_user
	columns []string
	where   []condition
	limit   int
	// order is desc or asc, by the moment of a log; "": any.
	order string
	// slices is set where a log is read in so many slices of time; requests then are one without times.
	slices, steampipeSlices int
	// behaviour changes the tenant; nil: it is a healthy one.
	behaviour func(*demo.Behaviour)
	// truth, unless nil, makes the rows that the table must have instead of those of a healthy tenant.
	truth func(*demo.Tenant) []row
	// requests are all that Graph must have been asked, in order. steampipe, unless nil, are those of
	// Steampipe where they differ.
	requests, steampipe []string
	// anyOrder is set where requests run side by side.
	anyOrder bool
	// probes is set where reports are asked for, and not fetched.
	probes bool
	// attempts is how often the file of a report is fetched; 0: once.
	attempts int
	// warnings are in the log, each once, in part; nil: no warnings.
	warnings []string
	// fails is a part of the error; "": none.
	fails string
	// null are columns that the tenant does not let the application see.
	null []string
	// prices is the content of the price list, "" being the tenant's own, and managed the licences that count.
	prices  string
	managed []string
	// sqliteOnly cases use what only SQLite has.
	sqliteOnly bool
	// atLeast is how many rows must come, so that no case passes by finding nothing; 0: one.
	atLeast int
	// nothing is set where no row must come.
	nothing bool
}

// condition is a column, an operator as SQL writes it, and values: strings, booleans, times, or none.
type condition struct {
	column, operator string
	values           []any
}

func where(column, operator string, values ...any) condition {
	return condition{column, operator, values}
}

// row is a row by column, in the form that both engines' values are brought to.
type row map[string]string

// runner runs cases through one engine.
type runner interface {
	// run returns the rows and the warnings of the log.
	run(t *testing.T, c suiteCase) (rows []row, warnings []string, err error)
	// isSteampipe says whether PostgreSQL's semantics hold.
	isSteampipe() bool
}

// startTenant serves a tenant for tests.
func startTenant(t testing.TB, o demo.Options) *demo.Server {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = clock
	}
	server, err := demo.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// runSuite runs the cases through an engine.
func runSuite(t *testing.T, server *demo.Server, r runner, cases []suiteCase) {
	seen := map[string]bool{}
	for _, c := range cases {
		c.table = cmp.Or(c.table, "m365cc_user")
		if seen[c.name] {
			t.Fatalf("two cases are named %q", c.name)
		}
		seen[c.name] = true
		if c.sqliteOnly && r.isSteampipe() {
			continue
		}
		t.Run(c.name, func(t *testing.T) { runCase(t, server, r, c) })
	}
}

func runCase(t *testing.T, server *demo.Server, r runner, c suiteCase) {
	server.Set(func(b *demo.Behaviour) {
		*b = demo.Behaviour{LogRequests: -1} // each case is a connection of its own, with a budget of its own
		if c.behaviour != nil {
			c.behaviour(b)
		}
	})
	server.Reset()
	got, warnings, err := r.run(t, c)
	checkError(t, c, err)
	if err == nil {
		checkRows(t, server.Tenant(), r, c, got)
	}
	want := c.requests
	if r.isSteampipe() && c.steampipe != nil {
		want = c.steampipe
	}
	made := requestsOf(server)
	if number := c.slicesOf(r); number > 0 {
		made = joinSlices(t, made, number)
	}
	if c.anyOrder {
		want = slices.Sorted(slices.Values(want))
		slices.Sort(made)
	}
	if !slices.Equal(made, want) {
		t.Errorf("requests:\n%s\nwant:\n%s", strings.Join(made, "\n"), strings.Join(want, "\n"))
	}
	if !c.probes {
		checkDownloads(t, server, max(c.attempts, 1))
	}
	checkWarnings(t, c.warnings, warnings)
}

func checkError(t *testing.T, c suiteCase, err error) {
	t.Helper()
	switch {
	case c.fails == "" && err != nil:
		t.Fatalf("error: %v", err)
	case c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)):
		t.Fatalf("error %v, want one with %q", err, c.fails)
	}
}

// checkRows compares with the truth: the same rows, each as often.
func checkRows(t *testing.T, tenant *demo.Tenant, r runner, c suiteCase, got []row) {
	t.Helper()
	var want []string
	var held []row
	all := c.truth
	if all == nil {
		all = func(tenant *demo.Tenant) []row { return truthOf(tenant, c.table) }
	}
	for _, truth := range all(tenant) {
		for _, column := range c.null {
			truth[column] = ""
		}
		if c.holds(truth, r.isSteampipe()) {
			want, held = append(want, render(c.columns, truth)), append(held, truth)
		}
	}
	if c.nothing != (len(want) == 0) || len(want) < c.atLeast {
		t.Fatalf("the case is empty or too easy: the tenant has %d such rows", len(want))
	}
	if c.order != "" {
		checkOrder(t, c, got, held)
	}
	var have []string
	for _, g := range got {
		have = append(have, render(c.columns, g))
	}
	if c.limit > 0 {
		checkLimited(t, have, want, c.limit)
		return
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("%d rows, want %d\n%s", len(have), len(want), difference(have, want))
	}
}

// checkLimited wants as many rows as the limit allows, each of them one that is right, none twice.
func checkLimited(t *testing.T, have, want []string, limit int) {
	t.Helper()
	if len(have) != min(limit, len(want)) {
		t.Errorf("%d rows, want %d", len(have), min(limit, len(want)))
	}
	left := map[string]int{}
	for _, w := range want {
		left[w]++
	}
	for _, h := range have {
		if left[h]--; left[h] < 0 {
			t.Errorf("row is wrong or given too often: %s", h)
		}
	}
}

// difference shows the first rows that one side has and the other has not.
func difference(have, want []string) string {
	var b strings.Builder
	show := func(what string, rows, others []string) {
		shown := 0
		for _, r := range rows {
			if !slices.Contains(others, r) && shown < 3 {
				shown++
				fmt.Fprintf(&b, "%s: %s\n", what, r)
			}
		}
	}
	show("unwanted", have, want)
	show("missing", want, have)
	return b.String()
}

func render(columns []string, r row) string {
	var b strings.Builder
	for _, c := range columns {
		fmt.Fprintf(&b, "%s=%q ", c, r[c])
	}
	return b.String()
}

// requestsOf are the requests that Graph got, each as method, path, query in the order of its names, and
// [eventual] for the header ConsistencyLevel. Of a nextLink only the path is shown.
func requestsOf(server *demo.Server) []string {
	var all []string
	for _, r := range server.Requests() {
		text := r.Method + " " + r.Path
		if r.Query.Has("$skiptoken") {
			text += "?$skiptoken"
		} else if len(r.Query) > 0 {
			text += "?" + plainQuery(r.Query)
		}
		if r.Header.Get("ConsistencyLevel") != "" {
			text += " [" + r.Header.Get("ConsistencyLevel") + "]"
		}
		all = append(all, text)
	}
	return all
}

// checkDownloads wants the file of each report that Graph gave the address of, fetched so often and without a token.
func checkDownloads(t *testing.T, server *demo.Server, attempts int) {
	t.Helper()
	addresses := 0
	for _, r := range server.Requests() {
		if r.Status == http.StatusFound {
			addresses++
		}
	}
	files := server.Downloads()
	if len(files) != addresses*attempts || slices.ContainsFunc(files, func(r demo.Request) bool { return r.HasToken }) {
		t.Errorf("%d files of reports fetched, want %d, without a token", len(files), addresses*attempts)
	}
}

func plainQuery(q url.Values) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(q)) {
		parts = append(parts, name+"="+q.Get(name))
	}
	return strings.Join(parts, "&")
}

// checkWarnings wants each warning once and no other.
func checkWarnings(t *testing.T, want, got []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("warnings %q, want %d", got, len(want))
	}
	for _, w := range want {
		count := 0
		for _, g := range got {
			if strings.Contains(g, w) {
				count++
			}
		}
		if count != 1 {
			t.Errorf("%d warnings with %q, want 1: %q", count, w, got)
		}
	}
}

// configOf is the connection block's content for a tenant.
func configOf(server *demo.Server) string {
	return fmt.Sprintf("tenant_id = %q\nclient_id = %q\nclient_secret = %q\ntoken_host = %q\ngraph_host = %q\n",
		server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost())
}

// settingsOf are a tenant's settings.
func settingsOf(t testing.TB, server *demo.Server) m365cc.Settings {
	t.Helper()
	tenant, client, secret, tokenHost, graphHost := server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost()
	settings, err := m365cc.ConnectionConfig{TenantID: &tenant, ClientID: &client, ClientSecret: &secret, TokenHost: &tokenHost, GraphHost: &graphHost}.
		Resolve(func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

// certificateFile holds the certificates that a child process is to trust.
func certificateFile(t testing.TB, servers ...*demo.Server) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "tenant.pem")
	var all []byte
	for _, s := range servers {
		all = append(all, s.CertificatePEM()...)
	}
	if err := os.WriteFile(name, all, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
