package m365cc_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// openOn makes a database on a connection, which several may share.
func openOn(t *testing.T, connection *m365cc.Connection) *engine.DB {
	t.Helper()
	db, err := engine.Open(engine.Options{Connections: []engine.Named{{Name: "m365cc", Connection: connection}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// countOf runs a statement that gives one number.
func countOf(t *testing.T, db *engine.DB, sql string) string {
	t.Helper()
	var got collector
	if err := db.Query(t.Context(), sql, &got); err != nil {
		t.Errorf("%s: %v", sql, err)
		return ""
	}
	return got.rows[0]["n"]
}

// TestCounts: count(*) wants no column.
func TestCounts(t *testing.T) {
	server := startTenant(t, demo.Options{})
	db := openOn(t, connect(t, server, server.TenantID()))
	for _, c := range []struct {
		table, where string
		want         int
	}{
		{"m365cc_active_user", "", len(activeUserRows(ninety)(server.Tenant()))},
		{"m365cc_active_user", " where period = 'D7'", len(activeUserRows(period(7))(server.Tenant()))},
		{"m365cc_active_user", " where report_date = '" + daysAgo(3).Format(time.DateOnly) + "'", len(activeUserRows(onDay(daysAgo(3)))(server.Tenant()))},
		{"m365cc_email_activity", "", len(emailActivityRows(ninety)(server.Tenant()))},
		{"m365cc_app_activity", "", len(appActivityRows()(server.Tenant()))},
		{"m365cc_app_activity", " where application = 'Visio'", server.Tenant().Len()},
	} {
		if n := countOf(t, db, "select count(*) n from "+c.table+c.where); n != fmt.Sprint(c.want) || c.want == 0 {
			t.Errorf("%s%s: %s rows, want %d", c.table, c.where, n, c.want)
		}
	}
}

// TestReportsAreKept: a report is fetched once for all statements of a connection, each edition for itself.
func TestReportsAreKept(t *testing.T) {
	server := startTenant(t, demo.Options{})
	lines := fmt.Sprint(len(server.Tenant().ActiveUsers(ninety)))
	db := openOn(t, connect(t, server, server.TenantID()))
	for range 3 {
		if n := countOf(t, db, "select count(*) n from m365cc_active_user"); n != lines {
			t.Errorf("%s lines, want %s", n, lines)
		}
		countOf(t, db, "select count(*) n from m365cc_active_user where period = 'D7'")
		countOf(t, db, "select count(*) n from m365cc_app_activity where application = 'Yammer'")
	}
	want := []string{activeReport, reportOf(activeUserReport, "period='D7'")}
	want = append(want, slices.Repeat([]string{activityUsers}, 3)...)
	got := requestsOf(server)
	slices.Sort(got)
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("requests:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	checkDownloads(t, server, 1)
}

// TestReportsAreNotKept: with cache_ttl = 0 each statement fetches its own.
func TestReportsAreNotKept(t *testing.T) {
	server := startTenant(t, demo.Options{})
	settings := settingsOf(t, server)
	settings.CacheTTL = 0
	db := openOn(t, connectWith(t, server, settings))
	for range 3 {
		countOf(t, db, "select count(*) n from m365cc_email_activity")
	}
	if got := requestsOf(server); !slices.Equal(got, slices.Repeat([]string{mailReport}, 3)) {
		t.Errorf("requests:\n%s", strings.Join(got, "\n"))
	}
}

// TestReportPeriod: statements that name no period read the connection's.
func TestReportPeriod(t *testing.T) {
	server := startTenant(t, demo.Options{})
	settings := settingsOf(t, server)
	settings.ReportPeriod = "D30"
	db := openOn(t, connectWith(t, server, settings))
	for table, rows := range map[string]int{
		"m365cc_active_user":    len(activeUserRows(period(30))(server.Tenant())),
		"m365cc_email_activity": len(emailActivityRows(period(30))(server.Tenant())),
	} {
		if n := countOf(t, db, "select count(*) n from "+table+" where period = 'D30'"); n != fmt.Sprint(rows) {
			t.Errorf("%s: %s rows, want %d", table, n, rows)
		}
		if n := countOf(t, db, "select count(*) n from "+table); n != fmt.Sprint(rows) {
			t.Errorf("%s without a condition: %s rows, want %d", table, n, rows)
		}
	}
	countOf(t, db, "select count(*) n from m365cc_app_activity where application in ('Outlook', 'OneDrive')")
	want := []string{reportOf(emailReport, "period='D30'"), reportOf(activeUserReport, "period='D30'"), activityUsers}
	got := requestsOf(server)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("requests:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// atOnce are statements on the sources of the last use of applications.
var atOnce = []string{
	"select count(*) n from m365cc_app_activity",
	"select count(*) n from m365cc_app_activity where application = 'Outlook'",
	"select count(*) n from m365cc_app_activity where application in ('Yammer', 'Power BI')",
	"select count(*) n from m365cc_active_user",
	"select count(*) n from m365cc_email_activity",
}

// TestStatementsAtOnce: twenty statements at once on one connection fetch each report once, read the sign-ins to
// each application once, and stay within what Graph allows.
func TestStatementsAtOnce(t *testing.T) {
	server := startTenant(t, demo.Options{})
	tenant := server.Tenant()
	active, email := len(tenant.ActiveUsers(ninety)), len(tenant.EmailActivities(ninety))
	all := appActivityRows()(tenant)
	of := func(applications ...string) (n int) {
		for _, r := range all {
			if slices.Contains(applications, r["application"]) {
				n++
			}
		}
		return n
	}
	want := []int{len(all), of("Outlook"), of("Yammer", "Power BI"), active, email}
	connection := connect(t, server, server.TenantID())
	var statements sync.WaitGroup
	for range 4 {
		for i, sql := range atOnce {
			db := openOn(t, connection)
			statements.Go(func() {
				if n := countOf(t, db, sql); n != fmt.Sprint(want[i]) {
					t.Errorf("%s: %s, want %d", sql, n, want[i])
				}
			})
		}
	}
	statements.Wait()
	checkMadeOnce(t, server, append(allSignIns(daysAgo(30)), activityReport...))
}

// TestSteampipeStatementsAtOnce is the same in Steampipe, for rows of a user each, which its own cache cannot share.
func TestSteampipeStatementsAtOnce(t *testing.T) {
	t.Parallel()
	server := startTenant(t, demo.Options{})
	r := startPlugin(t, server)
	var statements sync.WaitGroup
	for i := range 20 {
		statements.Go(func() {
			id := server.Tenant().UserID(i)
			rows, err := r.execute("first", suiteCase{table: appActivity, columns: activityColumns, where: []condition{where("user_id", "=", id)}})
			if err != nil || len(rows) != 11 {
				t.Errorf("%d rows, error %v", len(rows), err)
			}
		})
	}
	statements.Wait()
	checkMadeOnce(t, server, append(allSignIns(daysAgo(30)), activityReport...))
}

// checkMadeOnce wants each of the requests once, none other of their kinds, and none refused.
func checkMadeOnce(t *testing.T, server *demo.Server, want []string) {
	t.Helper()
	made := slices.DeleteFunc(requestsOf(server), func(r string) bool { return strings.HasPrefix(r, "GET /v1.0/users") })
	slices.Sort(made)
	if slices.Sort(want); !slices.Equal(made, want) {
		t.Errorf("requests:\n%s\nwant:\n%s", strings.Join(made, "\n"), strings.Join(want, "\n"))
	}
	for _, r := range server.Requests() {
		if r.Status != http.StatusOK && r.Status != http.StatusFound {
			t.Errorf("%s %s: status %d", r.Method, r.Path, r.Status)
		}
	}
	checkDownloads(t, server, 1)
}

// TestAllTablesAtOnce: a dashboard over all tables is refused nothing, and two statements at a time get the same rows. The
// logs of sign-ins and audits are left out, whose budget would take half a minute, and m365cc_endpoint, which reads them; the price list is no matter of Graph's.
func TestAllTablesAtOnce(t *testing.T) {
	server := startTenant(t, demo.Options{})
	connection := connect(t, server, server.TenantID())
	var statements sync.WaitGroup
	read := 0
	for _, table := range m365cc.Tables() {
		if slices.Contains([]string{"m365cc_signin", "m365cc_directory_audit", "m365cc_endpoint", "m365cc_license_price"}, table.Name) {
			continue
		}
		read++
		counts := make(chan string, 2)
		for range cap(counts) {
			db := openOn(t, connection)
			statements.Go(func() { counts <- countOf(t, db, "select count(*) n from "+table.Name) })
		}
		statements.Go(func() {
			if a, b := <-counts, <-counts; a != b {
				t.Errorf("%s: %s rows, and %s", table.Name, a, b)
			}
		})
	}
	statements.Wait()
	for _, r := range server.Requests() {
		if r.Status == http.StatusTooManyRequests {
			t.Errorf("%s was refused", r.Path)
		}
	}
	if made := len(server.Requests()); read < 20 || made < read-1 || made > 2*read { // m365cc_license_family asks nothing
		t.Errorf("%d tables with %d requests", read, made)
	} else {
		t.Logf("%d tables with %d requests", read, made)
	}
}
