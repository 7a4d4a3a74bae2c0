package engine

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// startToday is startTenant with the clock of the plugin, for what depends on today.
func startToday(t *testing.T, users int) *demo.Server {
	t.Helper()
	server, err := demo.Start(demo.Options{Users: users, Now: time.Now().UTC().Truncate(24 * time.Hour).Add(12 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// asPlain keeps what a query gives as a plain table, of which SQLite gives its own answers, with the columns of the
// tenant's table.
func asPlain(t *testing.T, db *DB, name, table string, queries ...string) {
	t.Helper()
	i := slices.IndexFunc(m365cc.Tables(), func(d *m365cc.Table) bool { return d.Name == table })
	if err := db.conn.Exec(strings.Replace(declaration(m365cc.Tables()[i]), "TABLE x(", "TABLE "+name+"(", 1)); err != nil {
		t.Fatal(err)
	}
	for _, q := range queries {
		ask(t, db, "insert into "+name+" "+q)
	}
}

// reportsIn counts the requests for reports, by what they are for.
func reportsIn(made []demo.Request) map[string]int {
	counts := map[string]int{}
	for _, r := range made {
		if _, call, ok := strings.Cut(r.Path, "/reports/"); ok {
			counts[call]++
		}
	}
	return counts
}

// periodStatements are statements on {a}, the report of active users, and {u}, the users. The plain {a} has the rows
// of all four periods, so that each statement says for every row which periods it means.
var periodStatements = []struct {
	sql     string
	periods []string
}{
	{"select user_principal_name, period from {a} where period = 'D7' or period = 'D30'", []string{"D7", "D30"}},
	{"select user_principal_name, period from {a} where period in (select column1 from (values ('D7'), ('D180')))", []string{"D7", "D180"}},
	{"select a.user_principal_name, a.period from (values ('D7'), ('D30')) e join {a} a on a.period = e.column1", []string{"D7", "D30"}},
	{"select e.column1, a.user_principal_name from (values ('D7'), ('D90'), ('none')) e left join {a} a on a.period = case e.column1 when 'none' then 'D30' else e.column1 end", []string{"D7", "D30", "D90"}},
	{"select e.column1, (select count(*) from {a} a where a.period = e.column1) from (values ('D30'), ('D90')) e", []string{"D30", "D90"}},
	{"select a.user_principal_name from {a} a join {a} b on a.user_principal_name = b.user_principal_name where a.period = 'D7' and b.period = 'D180'", []string{"D7", "D180"}},
	{"select u.id, e.column1, a.teams_last_activity_date from (values ('D7'), ('D30')) e join {u} u left join {a} a on a.period = e.column1 and a.user_principal_name = u.user_principal_name", []string{"D7", "D30"}},
	{"select u.id, a.display_name from {u} u left join {a} a on a.period = 'D7' and lower(a.user_principal_name) = lower(u.user_principal_name)", []string{"D7"}},
	{"select user_principal_name from {a} where (period = 'D7' and is_deleted = 1) or (period = 'D7' and display_name = 'Adele Vance')", []string{"D7"}},
	{"select period, count(*) from {a} where period in ('D7', 'D30', 'D90', 'D180') group by 1", []string{"D7", "D30", "D90", "D180"}},
	{"select user_principal_name from {a} where period = 'D7' and (is_deleted = 1 or display_name = 'Adele Vance')", []string{"D7"}},
	{"select user_principal_name from {a} where (user_principal_name = 'AdeleV@contoso.com' or display_name = 'Nestor Wilke') and period = 'D30'", []string{"D30"}},
	{"select x.id, a.user_principal_name from (select * from {u} where department = 'Sales') x right join (select * from {a} where period = 'D7') a on a.user_principal_name = x.user_principal_name", []string{"D7"}},
	{"select a.user_principal_name from {a} a where a.period = 'D90' and exists (select 1 from {a} b where b.period = 'D30' and b.user_principal_name = a.user_principal_name)", []string{"D30", "D90"}},
}

// TestPeriods: rows that were read for one period answer no loop that has another, and each period is fetched once.
func TestPeriods(t *testing.T) {
	server := startToday(t, 60)
	connection := connect(t, server)
	copies := open(t, "", connection)
	var all []string
	for _, p := range []string{"D7", "D30", "D90", "D180"} {
		all = append(all, "select * from m365cc_active_user where period = '"+p+"'")
	}
	asPlain(t, copies, "a", "m365cc_active_user", all...)
	asPlain(t, copies, "u", "m365cc_user", "select * from m365cc_user")
	plain := strings.NewReplacer("{a}", "a", "{u}", "u")
	own := strings.NewReplacer("{a}", "m365cc_active_user", "{u}", "m365cc_user")
	for _, s := range periodStatements {
		t.Run(s.sql, func(t *testing.T) {
			want := ask(t, copies, plain.Replace(s.sql))
			db := open(t, "", connect(t, server)) // its connection has kept no report
			server.Reset()
			got := ask(t, db, own.Replace(s.sql))
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) || len(want) == 0 {
				t.Errorf("%d rows, want %d\n%.300q\n%.300q", len(got), len(want), got, want)
			}
			made := reportsIn(server.Requests())
			for _, p := range s.periods {
				if call := "getOffice365ActiveUserDetail(period='" + p + "')"; made[call] != 1 {
					t.Errorf("%d requests for %s, want 1", made[call], p)
				}
			}
			if len(made) != len(s.periods) {
				t.Errorf("requests %v, want one for each of %v", made, s.periods)
			}
		})
	}
}

// TestPeriodsOfNumberedRows: where SQLite tells rows apart by their number, they cannot be those of two periods. That
// is said, not answered with the rows of one.
func TestPeriodsOfNumberedRows(t *testing.T) {
	server := startToday(t, 60)
	for _, sql := range []string{
		"select a.user_principal_name from m365cc_active_user a where (a.period = 'D7' and a.is_deleted = 1) or (a.period = 'D30' and a.display_name = 'Adele Vance')",
		"select count(*) from m365cc_user u right join m365cc_active_user a on a.user_principal_name = u.user_principal_name and a.period = 'D7'",
		"select count(*) from (values ('D7'), ('D30')) e full join m365cc_active_user a on a.period = e.column1",
	} {
		t.Run(sql, func(t *testing.T) {
			err := open(t, "", connect(t, server)).Query(t.Context(), sql, &lines{})
			if err == nil || !strings.Contains(err.Error(), "m365cc_active_user: this kind of statement needs one value for each column that chooses what is read (period, report_date)") {
				t.Errorf("error %v", err)
			}
		})
	}
}
