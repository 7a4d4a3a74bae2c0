package engine

import (
	"slices"
	"strings"
	"testing"
)

// activityStatements are statements on {u}, the users, and {x}, their use of applications, with the most requests
// that they may make for users and users by key.
var activityStatements = []struct {
	sql  string
	most int
}{
	{"select u.id, x.application, x.last_activity_date, x.source from {u} u left join {x} x on x.user_id = u.id", 2 + directLookups},
	{"select u.id, x.last_activity_date from {u} u left join {x} x on x.user_id = u.id and x.application = 'Power BI'", 2 + directLookups},
	{"select u.id, x.last_activity_date from {u} u join {x} x on x.user_id = u.id where u.department = 'Sales' and x.application in ('Outlook', 'Visio')", 2 + directLookups},
	{"select u.id, max(x.last_activity_date) from {u} u left join {x} x using (user_principal_name) group by 1", 2 + directLookups},
	{"select x.user_principal_name, x.application, u.id from {x} x left join {u} u on u.id = x.user_id where x.last_activity_date >= '2020-01-01'", 2 + directLookups},
	{"select user_principal_name, application from {x} where user_id is null", 1},
	{"select user_principal_name from {x} where application = 'Outlook' or last_activity_date is null", 1},
	{"select u.id from {u} u where not exists (select 1 from {x} x where x.user_id = u.id and x.last_activity_date is not null)", 2 + directLookups},
	{"select x.application, u.id from (select * from {u} where department = 'Sales') u right join {x} x on x.user_id = u.id", 2},
	{"select application, count(*), count(last_activity_date) from {x} group by 1 having count(*) > 10", 1},
}

// TestAppActivityJoins: the statements give what they give on plain tables, look few users up, and read each source
// at most once.
func TestAppActivityJoins(t *testing.T) {
	server := startToday(t, 250)
	copies := open(t, "", connect(t, server))
	asPlain(t, copies, "u", "m365cc_user", "select * from m365cc_user")
	asPlain(t, copies, "x", "m365cc_app_activity", "select * from m365cc_app_activity")
	for _, s := range activityStatements {
		t.Run(s.sql, func(t *testing.T) {
			want := ask(t, copies, strings.NewReplacer("{u}", "u", "{x}", "x").Replace(s.sql))
			db := open(t, "", connect(t, server)) // its connection has kept no source
			server.Reset()
			got := ask(t, db, strings.NewReplacer("{u}", "m365cc_user", "{x}", "m365cc_app_activity").Replace(s.sql))
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) || len(want) == 0 {
				t.Errorf("%d rows, want %d\n%.300q\n%.300q", len(got), len(want), got, want)
			}
			users, sources := 0, map[string]int{}
			for _, r := range server.Requests() {
				if strings.HasPrefix(r.Path, "/v1.0/users") {
					users++
				} else {
					sources[r.Path+"?"+r.RawQuery]++
				}
			}
			if users > s.most {
				t.Errorf("%d requests for users, want at most %d", users, s.most)
			}
			for source, n := range sources {
				if n != 1 {
					t.Errorf("%d requests of %s", n, source)
				}
			}
		})
	}
}

// TestAppActivityLookUp: a statement about one user asks for that user only, and for what it needs.
func TestAppActivityLookUp(t *testing.T) {
	server := startToday(t, 250)
	db := open(t, "", connect(t, server))
	id := server.Tenant().UserID(0)
	server.Reset()
	got := ask(t, db, "select u.display_name, x.application from m365cc_user u left join m365cc_app_activity x on x.user_id = u.id and x.application = 'Yammer' where u.id = '"+id+"'")
	if len(got) != 1 || got[0] != "Adele Vance|Yammer" {
		t.Errorf("rows %q", got)
	}
	var made []string
	for _, r := range server.Requests() {
		made = append(made, r.Path)
	}
	slices.Sort(made)
	want := []string{"/beta/reports/getOffice365ActiveUserDetail(period='D90')", "/v1.0/users/" + id, "/v1.0/users/" + id}
	if !slices.Equal(made, want) {
		t.Errorf("requests %q, want %q", made, want)
	}
}
