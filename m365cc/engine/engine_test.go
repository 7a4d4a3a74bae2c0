package engine

import (
	"cmp"
	"context"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

var clock = time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)

// startTenant serves a made-up tenant.
func startTenant(t testing.TB, users int) *demo.Server {
	t.Helper()
	server, err := demo.Start(demo.Options{Users: users, Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// connect makes a connection to the tenant.
func connect(t testing.TB, server *demo.Server) *m365cc.Connection {
	t.Helper()
	tenant, client, secret, tokenHost, graphHost := server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost()
	settings, err := m365cc.ConnectionConfig{TenantID: &tenant, ClientID: &client, ClientSecret: &secret, TokenHost: &tokenHost, GraphHost: &graphHost}.
		Resolve(func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CertificatePEM())
	connection, err := m365cc.NewConnection(settings, m365cc.ConnectionOptions{RootCAs: roots})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(connection.Close)
	return connection
}

// open makes a database on the connections, named one, two and so on.
func open(t testing.TB, file string, connections ...*m365cc.Connection) *DB {
	t.Helper()
	names := []string{"one", "two", "three"}
	var named []Named
	for i, c := range connections {
		named = append(named, Named{names[i], c})
	}
	db, err := Open(Options{Connections: named, File: file})
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

// lines keeps rows as text.
type lines struct {
	columns []Column
	rows    []string
}

func (l *lines) Begin(columns []Column) error {
	l.columns = columns
	return nil
}

func (l *lines) Row(values []m365cc.Value) error {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = fmt.Sprint(v.Any())
	}
	l.rows = append(l.rows, strings.Join(parts, "|"))
	return nil
}

func (l *lines) End() error { return nil }

// ask runs a statement and returns its rows.
func ask(t testing.TB, db *DB, sql string) []string {
	t.Helper()
	var l lines
	if err := db.Query(t.Context(), sql, &l); err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return l.rows
}

// requests counts what Graph was asked, without the token.
func requests(server *demo.Server) int { return len(server.Requests()) }

// copyTables keeps the tables as plain ones, u and s, of which SQLite gives its own answers.
func copyTables(t *testing.T, db *DB) {
	t.Helper()
	for copied, name := range map[string]string{"u": "m365cc_user", "s": "m365cc_subscribed_sku"} {
		i := slices.IndexFunc(m365cc.Tables(), func(d *m365cc.Table) bool { return d.Name == name })
		declared := strings.Replace(declaration(m365cc.Tables()[i]), "TABLE x(", "TABLE "+copied+"(", 1)
		if err := db.conn.Exec(declared); err != nil {
			t.Fatal(err)
		}
		ask(t, db, fmt.Sprintf("insert into %s select * from %s", copied, name))
	}
}

// answers are statements on u and s, which must give the same on the tables of the tenant. With ordered, the
// order counts too.
var answers = []struct {
	sql     string
	ordered bool
	most    int // requests; 0: two lists and the look-ups of one join
}{
	{sql: "select display_name from {u} order by display_name limit 7", ordered: true},
	{sql: "select display_name from {u} order by display_name desc, id limit 7 offset 20", ordered: true},
	{sql: "select count(*) from {u}"},
	{sql: "select count(*), count(department), count(distinct department), min(created_date_time), max(created_date_time) from {u}"},
	{sql: "select department, count(*) from {u} group by department having count(*) > 3"},
	{sql: "select id from {u} where department = 'sales' collate nocase"},
	{sql: "select id from {u} where lower(department) = 'sales' limit 3 offset 2", ordered: true},
	{sql: "select id from {u} where department in ('Sales', 'sales', 'SALES', 'Retail') order by id", ordered: true},
	{sql: "select id from {u} where display_name in (select display_name from {u} where department = 'Sales')"},
	{sql: "select id from {u} where id not in (select id from {u} where account_enabled = 1)"},
	{sql: "select a.id, b.id from {u} a join {u} b on a.department = b.department and a.id < b.id where a.country = 'Germany'"},
	{sql: "select a.display_name, b.display_name from {u} a join {u} b on a.user_principal_name = b.user_principal_name collate nocase"},
	{sql: "select a.id, (select count(*) from {u} b where b.country = a.country) from {u} a where a.department = 'Sales'"},
	{sql: "select count(*) from {u} a, {s} b"},
	{sql: "select a.id from {u} a where exists (select 1 from {s} b where b.sku_part_number = 'SPE_E5' and a.assigned_sku_ids like '%' || b.sku_id || '%')"},
	{sql: "select u.id, s.display_name from {u} u, json_each(u.assigned_sku_ids) l join {s} s on s.sku_id = l.value"},
	{sql: "select s.sku_part_number, count(u.id) from {s} s left join {u} u on u.assigned_sku_ids like '%' || s.sku_id || '%' group by 1"},
	{sql: "with recursive n(i) as (select 1 union all select i + 1 from n where i < 5) select n.i, count(u.id) from n left join {u} u on length(u.given_name) = n.i group by 1"},
	{sql: "select display_name, row_number() over (partition by department order by created_date_time, id) from {u} where department is not null"},
	{sql: "select id from {u} where created_date_time > '2026-11-01'"},
	{sql: "select id from {u} where created_date_time > datetime('2026-11-20', '-30 days')"},
	{sql: "select id from {u} where created_date_time between '2024' and '2025-06'"},
	{sql: "select id from {u} where created_date_time = (select max(created_date_time) from {u})"},
	{sql: "select a.id from {u} a join {u} b on a.created_date_time = b.created_date_time"},
	{sql: "select id from {u} where last_successful_sign_in_date_time is null and account_enabled"},
	{sql: "select id from {u} where is_guest = 1 or department = 'Sales'"},
	{sql: "select id from {u} where account_enabled = 0 and is_guest != 1"},
	{sql: "select id from {u} where account_enabled is not true"},
	{sql: "select id from {u} where display_name glob 'A*' and mail like '%@contoso.com'"},
	{sql: "select id from {u} where display_name like 'a_e%' escape 'x'"},
	{sql: "select id from {u} where department = null"},
	{sql: "select id from {u} where department in ('Sales', null)"},
	{sql: "select id from {u} where department is 'Sales'"},
	{sql: "select id from {u} where employee_id = 100000"},
	{sql: "select distinct country from {u} where country > 'G'"},
	{sql: "select id, custom_security_attributes from {u} where employee_id is not null and on_premises_sync_enabled = 1"},
	{sql: "select a.id, b.password_policies from {u} a join {u} b using (id) where a.fax_number is null"},
	{sql: "select id from {u} where user_principal_name = 'AdeleV@contoso.com' or id = (select min(id) from {u})"},
	{sql: "select a.id, b.id from (select * from {u} where department = 'Sales') a right join {u} b on a.country = b.country and b.account_enabled = 1"},
	{sql: "select a.sku_id, b.id from {s} a full join {u} b on b.assigned_sku_ids like '%' || a.sku_id || '%'"},
	{sql: "select a.id, b.id from {u} a full join {u} b on a.id = b.id and a.department = 'Sales' where a.country is null or b.country = 'Germany'"},
	{sql: "select id from {u} where id = 'x' union all select id from {u} where department = 'Sales' union select id from {u} where is_guest = 1"},
	{sql: "select x.id from (select id, country from {u} where account_enabled = 1 limit 1000) x join {u} y on y.id = x.id where y.country = x.country"},
}

// TestSQLitesOwnAnswers runs each statement on the tenant's tables and on plain copies of them.
func TestSQLitesOwnAnswers(t *testing.T) {
	server := startTenant(t, 250)
	db := open(t, "", connect(t, server))
	copyTables(t, db)
	for _, a := range answers {
		t.Run(a.sql, func(t *testing.T) {
			want := ask(t, db, tablesIn(a.sql, "u", "s"))
			server.Reset()
			got := ask(t, db, tablesIn(a.sql, "m365cc_user", "m365cc_subscribed_sku"))
			if made := requests(server); made > cmp.Or(a.most, 2+directLookups) {
				t.Errorf("%d requests, want at most %d", made, cmp.Or(a.most, 2+directLookups))
			}
			if !a.ordered {
				slices.Sort(got)
				slices.Sort(want)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%d rows, want %d\n%.300q\n%.300q", len(got), len(want), got, want)
			}
		})
	}
}

func tablesIn(sql, users, skus string) string {
	return strings.NewReplacer("{u}", users, "{s}", skus).Replace(sql)
}

// TestJoinRequests counts the requests of a join of two long lists: the two lists and at most twenty more.
func TestJoinRequests(t *testing.T) {
	const users = 20_000
	const pages = users/999 + 1
	server := startTenant(t, users)
	for _, sql := range []string{
		"select count(*) from m365cc_user a join m365cc_user b on a.id = b.id",
		"select count(*) from m365cc_user a left join m365cc_user b on a.user_principal_name = b.user_principal_name",
		"select count(*) from m365cc_user a where a.id in (select id from m365cc_user)",
		"select count(*) from m365cc_user a where exists (select 1 from m365cc_user b where b.id = a.id)",
		"select count(*) from (select id from m365cc_user) a join m365cc_user b on b.id = a.id",
	} {
		t.Run(sql, func(t *testing.T) {
			db := open(t, "", connect(t, server))
			server.Reset()
			if got := ask(t, db, sql); got[0] != fmt.Sprint(users) {
				t.Errorf("%s rows, want %d", got[0], users)
			}
			if made := requests(server); made > 2*pages+20 {
				t.Errorf("%d requests, want at most the two lists of %d pages and twenty more", made, pages)
			}
		})
	}
}

// TestCancel wants a query to end soon after its context, also while it waits for Graph, and the database to
// be of use afterwards.
func TestCancel(t *testing.T) {
	server := startTenant(t, 5000)
	db := open(t, "", connect(t, server))
	server.Set(func(b *demo.Behaviour) { b.Latency = 30 * time.Second })
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	begun := time.Now()
	err := db.Query(ctx, "select count(*) from m365cc_user", &lines{})
	if err == nil || ctx.Err() == nil || time.Since(begun) > 20*time.Second {
		t.Fatalf("error %v after %s", err, time.Since(begun))
	}
	server.Set(func(b *demo.Behaviour) { b.Latency = 0 })
	if got := ask(t, db, "select count(*) from m365cc_user"); got[0] != "5000" {
		t.Errorf("afterwards: %s rows, want 5000", got[0])
	}
}
