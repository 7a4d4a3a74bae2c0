package m365cc_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// TestLastActivityAgrees: for every user the last activity is the last of m365cc_app_activity, whatever can be read.
func TestLastActivityAgrees(t *testing.T) {
	for name, c := range map[string]struct {
		cloud     string
		behaviour func(*demo.Behaviour)
	}{
		"healthy": {}, "China": {cloud: "china"}, "concealed": {behaviour: conceal}, "no P1 or P2": {behaviour: func(b *demo.Behaviour) { b.NoPremium = true }},
	} {
		t.Run(name, func(t *testing.T) {
			server := startTenant(t, demo.Options{Cloud: c.cloud})
			server.Set(func(b *demo.Behaviour) {
				b.LogRequests = -1
				if c.behaviour != nil {
					c.behaviour(b)
				}
			})
			var users, uses collector
			if err := openEngine(t, server, nil).Query(t.Context(), "select id, last_used_application, last_activity_date from m365cc_user", &users); err != nil {
				t.Fatal(err)
			}
			// a connection of its own: what is refused is not kept, and Graph allows five requests for the log in ten seconds
			if err := openEngine(t, server, nil).Query(t.Context(), "select user_id, application, last_activity_date from m365cc_app_activity where last_activity_date is not null", &uses); err != nil {
				t.Fatal(err)
			}
			last := lastUses(uses.rows)
			for _, u := range users.rows {
				want := last[u["id"]]
				if u["last_activity_date"] != want["last_activity_date"] || u["last_used_application"] != want["application"] {
					t.Errorf("%s: %s on %s, want %s on %s", u["id"], u["last_used_application"], u["last_activity_date"], want["application"], want["last_activity_date"])
				}
			}
			if len(users.rows) != server.Tenant().Len() || len(last) < 20 {
				t.Errorf("%d users, %d of them active", len(users.rows), len(last))
			}
		})
	}
}

// lastUses are the last of rows of m365cc_app_activity by user, on a tie of days the dearest.
func lastUses(rows []row) map[string]row {
	slices.SortFunc(rows, func(a, b row) int {
		if order := strings.Compare(b["last_activity_date"], a["last_activity_date"]); order != 0 {
			return order
		}
		return slices.Index(licensing.Applications, a["application"]) - slices.Index(licensing.Applications, b["application"])
	})
	last := map[string]row{}
	for _, r := range rows {
		if last[r["user_id"]] == nil {
			last[r["user_id"]] = r
		}
	}
	delete(last, "") // who is in a report only
	return last
}

// TestJoinedSourcesAreKept: each source is fetched once for all statements of a connection.
func TestJoinedSourcesAreKept(t *testing.T) {
	server := startTenant(t, demo.Options{})
	db := openOn(t, connect(t, server, server.TenantID()))
	statement := "select " + strings.Join(theTab, ", ") + " from m365cc_user"
	want := allTabRequests(users("", "userPrincipalName,createdDateTime,id", "999"))
	for range 2 {
		var got collector
		if err := db.Query(t.Context(), statement, &got); err != nil || len(got.rows) != server.Tenant().Len() {
			t.Fatalf("%d rows, error %v", len(got.rows), err)
		}
	}
	want = append(want, want[0]) // the users
	made := requestsOf(server)
	slices.Sort(want)
	if slices.Sort(made); !slices.Equal(made, want) {
		t.Errorf("requests:\n%s\nwant:\n%s", strings.Join(made, "\n"), strings.Join(want, "\n"))
	}
	checkDownloads(t, server, 1)
}

// TestOneUserIsKept: what was asked about a user is kept, apart from what was asked about all.
func TestOneUserIsKept(t *testing.T) {
	server := startTenant(t, demo.Options{})
	db := openOn(t, connect(t, server, server.TenantID()))
	id := server.Tenant().UserID(0)
	one := get("/users/" + id + "?$select=id")
	for _, sql := range []string{
		"select is_mfa_registered n from m365cc_user where id = '" + id + "'",
		"select is_mfa_registered n from m365cc_user where id = '" + id + "'",
		"select count(is_mfa_registered) n from m365cc_user",
	} {
		if countOf(t, db, sql) == "" {
			t.Errorf("%s gives nothing", sql)
		}
	}
	want := []string{one, registrationOf(id), one, users("", "id", "999"), registrationRequest}
	got := requestsOf(server)
	slices.Sort(want)
	if slices.Sort(got); !slices.Equal(got, want) {
		t.Errorf("requests:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestJoinedColumnsAreRare keeps the sets of Steampipe: a column of another source is computed only where it is named.
func TestJoinedColumnsAreRare(t *testing.T) {
	table := tableOf("m365cc_user")
	for _, name := range theTab {
		i := table.Column(name)
		if i < 0 || i >= 63 {
			t.Errorf("%s is column %d; what costs a request belongs among the first 63", name, i)
		} else if table.Columns[i].Rare == "" && name != "missing_sources" {
			t.Errorf("%s is in no set, so that Steampipe computes it for every statement", name)
		}
	}
}
