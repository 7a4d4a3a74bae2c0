package m365cc_test

import (
	"cmp"
	"context"
	"crypto/x509"
	"slices"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// The matrix: every table, with all its columns, against every fault of the made-up tenant. A fault strikes the first
// attempt of each request, or every third request, or always, and then each thing that a table is read from by itself.

// faultQuery is a statement that faults strike.
type faultQuery struct {
	name    string // "": the table
	table   string
	columns []string // nil: all
	where   []condition
	// byDomain is set where the connection names its tenant by a domain, so that the id is asked for.
	byDomain bool
}

// faultQueries are all tables, and other ways to read some of them.
func faultQueries(tenant *demo.Tenant) []faultQuery {
	var all []faultQuery
	for _, t := range m365cc.Tables() {
		all = append(all, faultQuery{table: t.Name})
	}
	signIn := signInRows()(tenant)[3]["id"]
	all = append(all,
		faultQuery{name: "m365cc_user by id", table: "m365cc_user", where: []condition{where("id", "=", tenant.UserID(3))}},
		faultQuery{name: "m365cc_signin by id", table: "m365cc_signin", where: []condition{where("id", "=", signIn)}},
		faultQuery{name: "m365cc_app_activity of a user", table: "m365cc_app_activity", where: []condition{where("user_id", "=", tenant.UserID(3))}},
		faultQuery{name: "m365cc_license_family by domain", table: "m365cc_license_family", byDomain: true})
	mailbox := faultQuery{name: "m365cc_mailbox_usage as CSV", table: "m365cc_mailbox_usage"}
	mailbox.columns = slices.DeleteFunc(mailbox.all(), func(c string) bool { return c == "recipient_type" }) // it is only in the JSON
	for i := range all {
		all[i].name = cmp.Or(all[i].name, all[i].table)
		all[i].columns = all[i].all()
	}
	return append(all, mailbox)
}

// all are the columns of the table.
func (q faultQuery) all() (names []string) {
	tables := m365cc.Tables()
	for _, c := range tables[slices.IndexFunc(tables, func(t *m365cc.Table) bool { return t.Name == q.table })].Columns {
		names = append(names, c.Name)
	}
	return names
}

// asksAnew says whether the query is the one that shows what a fault does that always strikes at a place. Another way to
// read a table is that for what only it asks. The endpoints are probed all alike.
func (q faultQuery) asksAnew(path string) bool {
	switch {
	case q.table == endpointTable:
		return targetsAt(path, "") == demo.Tokens
	case q.where != nil:
		return targetsAt(path, "") == demo.Objects
	}
	return true
}

// sql is the statement.
func (q faultQuery) sql() string {
	return suiteCase{table: q.table, columns: q.columns, where: q.where}.sql()
}

// truth are the rows that it must give, with the columns that the suite knows.
func (q faultQuery) truth(tenant *demo.Tenant) (rows []row) {
	for _, r := range truthOf(tenant, q.table) {
		if (suiteCase{where: q.where}).holds(r, false) {
			rows = append(rows, r)
		}
	}
	return rows
}

// faultRun is a query with what a healthy tenant gives for it.
type faultRun struct {
	faultQuery
	rows   []string // all columns, sorted
	places faultPlaces
}

// faultWorker runs queries against a tenant of its own.
type faultWorker struct {
	server *demo.Server
	prices string
}

func startFaultWorker(t *testing.T) *faultWorker {
	server := startTenant(t, demo.Options{Users: faultUsers})
	return &faultWorker{server, priceFile(t, server, "")}
}

// otherQueries is how many of the queries are other ways to read a table.
const otherQueries = 5

// faultUsers are enough for several pages of everything.
const faultUsers = 40

// faultWait is the max_wait of the connections: some five attempts.
const faultWait = 5 * time.Second

// run runs a query on a connection of its own, which does not wait. The rows are those before an error too.
func (w *faultWorker) run(ctx context.Context, q faultQuery, faults ...demo.Fault) ([]row, error) {
	w.strike(faults...)
	db, err := w.open(q)
	if err != nil {
		return nil, err
	}
	defer db.close()
	var rows collector
	err = db.Query(ctx, q.sql(), &rows)
	return rows.rows, err
}

// strike gives the tenant other faults.
func (w *faultWorker) strike(faults ...demo.Fault) {
	w.server.Set(func(b *demo.Behaviour) {
		*b = demo.Behaviour{LogRequests: -1, ReportRequests: -1, ResourceUnits: -1, PageSize: faultPageSize, Faults: faults}
	})
	w.server.Reset()
}

// faultDB is a database with its connection.
type faultDB struct {
	*engine.DB
	connection *m365cc.Connection
}

func (db faultDB) close() {
	_ = db.Close()
	db.connection.Close()
}

func (w *faultWorker) open(q faultQuery) (faultDB, error) {
	settings := settingsFor(w.server)
	settings.LicensePriceFile, settings.MaxWait = w.prices, faultWait
	if q.byDomain {
		settings.Identity.TenantID = w.server.Tenant().Domain()
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(w.server.CertificatePEM())
	connection, err := m365cc.NewConnection(settings, m365cc.ConnectionOptions{RootCAs: roots, Pause: withoutWaiting})
	if err != nil {
		return faultDB{}, err
	}
	db, err := engine.Open(engine.Options{Connections: []engine.Named{{Name: "m365cc", Connection: connection}}})
	return faultDB{db, connection}, err
}

// withoutWaiting is a pause that takes no time.
func withoutWaiting(ctx context.Context, _ time.Duration) error { return context.Cause(ctx) }

// learn runs a query against the healthy tenant and compares it with the tenant's truth.
func (w *faultWorker) learn(t *testing.T, q faultQuery) faultRun {
	t.Helper()
	rows, err := w.run(t.Context(), q)
	if err != nil {
		t.Fatalf("%s: %v", q.name, err)
	}
	truth := q.truth(w.server.Tenant())
	if len(rows) == 0 || len(rows) != len(truth) {
		t.Fatalf("%s: %d rows, want %d, and not 0", q.name, len(rows), len(truth))
	}
	var known []string
	for _, column := range q.columns {
		if _, ok := truth[0][column]; ok {
			known = append(known, column)
		}
	}
	if have, want := rendered(known, rows), rendered(known, truth); !slices.Equal(have, want) {
		t.Fatalf("%s: %s", q.name, difference(have, want))
	}
	run := faultRun{q, rendered(q.columns, rows), w.places()}
	if q.table == endpointTable {
		run.places = run.places.asProbes()
	}
	return run
}

// rendered are rows as text, sorted.
func rendered(columns []string, rows []row) []string {
	var all []string
	for _, r := range rows {
		all = append(all, render(columns, r))
	}
	slices.Sort(all)
	return all
}

// settingsFor is settingsOf for other goroutines than the test's.
func settingsFor(server *demo.Server) m365cc.Settings {
	tenant, client, secret, tokenHost, graphHost := server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost()
	settings, err := m365cc.ConnectionConfig{TenantID: &tenant, ClientID: &client, ClientSecret: &secret, TokenHost: &tokenHost, GraphHost: &graphHost}.
		Resolve(func(string) string { return "" })
	if err != nil {
		panic(err) // no test can go on
	}
	return settings
}
