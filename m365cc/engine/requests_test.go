package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// asked are the requests for users that Graph got: $filter, $select and $top, or next for a further page.
func asked(server *demo.Server) []string {
	var all []string
	for _, r := range server.Requests() {
		switch {
		case r.Query.Has("$skiptoken"):
			all = append(all, "next")
		default:
			parts := []string{}
			for _, name := range []string{"$filter", "$select", "$top"} {
				if r.Query.Has(name) {
					parts = append(parts, name+"="+r.Query.Get(name))
				}
			}
			all = append(all, strings.TrimPrefix(r.Path, "/v1.0")+" "+strings.Join(parts, " "))
		}
	}
	return all
}

// TestRequests holds what a statement asks Graph for, beyond what the suite's simple conditions show.
func TestRequests(t *testing.T) {
	server := startTenant(t, 2500)
	db := open(t, "", connect(t, server))
	const everything = "/users $select=id $top=999"
	for _, c := range []struct {
		sql  string
		want []string
	}{
		{"select count(*) from m365cc_user", []string{everything, "next", "next"}},
		{"select count(*) from m365cc_user where account_enabled = 0", []string{"/users $filter=accountEnabled eq false $select=accountEnabled,id $top=999"}},
		{"select id from m365cc_user limit 5", []string{"/users $select=id $top=5"}},
		{"select id from m365cc_user limit 5 offset 3", []string{"/users $select=id $top=8"}},
		{"select id from m365cc_user limit 999", []string{everything}},
		{"select id from m365cc_user limit 1500", []string{everything, "next"}},
		{"select id from m365cc_user where department = 'Sales' limit 5", []string{"/users $filter=department eq 'Sales' $select=id,department $top=5"}},
		{"select id from m365cc_user where given_name = 'Adele' order by id limit 1", []string{"/users $select=id,givenName $top=999", "next", "next"}},
		{"select id from m365cc_user order by id limit 5", []string{everything, "next", "next"}},
		{"select exists (select 1 from m365cc_user where department = 'Sales')", []string{"/users $filter=department eq 'Sales' $select=department,id $top=1"}},
		{"select id from m365cc_user where department = 'Sales' collate nocase limit 5", []string{"/users $filter=department eq 'Sales' $select=id,department $top=5"}},
		{"select id from m365cc_user where department = 'Sales' collate rtrim", []string{"/users $select=id,department $top=999", "next", "next"}},
		{"select id from m365cc_user where id = null", nil},
		{"select id from m365cc_user where 1 = 0", nil},
		{"select 1", nil},
	} {
		t.Run(c.sql, func(t *testing.T) {
			server.Reset()
			ask(t, db, c.sql)
			if got := asked(server); !slices.Equal(got, c.want) {
				t.Errorf("%q\nwant %q", got, c.want)
			}
		})
	}
}

// TestLateColumns: SQLite tells the columns from the 64th on only together, and yet no property is asked for that
// the statement does not need.
func TestLateColumns(t *testing.T) {
	server := startTenant(t, 250)
	db := open(t, "", connect(t, server))
	for _, c := range []struct{ sql, want string }{
		{"select id, custom_security_attributes from m365cc_user limit 1", "/users $select=id,customSecurityAttributes $top=1"},
		{"select id, tenant_id from m365cc_user limit 1", "/users $select=id $top=1"},
		{"select identities, is_resource_account from m365cc_user limit 1", "/users $select=identities,isResourceAccount,id $top=1"},
		{"select count(*) from m365cc_user where identities is null", "/users $select=identities,id $top=999"},
	} {
		t.Run(c.sql, func(t *testing.T) {
			server.Reset()
			ask(t, db, c.sql)
			if got := asked(server); len(got) != 1 || got[0] != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestLongLists: a list of values goes to Graph in parts that it takes, and a very long one is no filter.
func TestLongLists(t *testing.T) {
	server := startTenant(t, 2500)
	db := open(t, "", connect(t, server))
	for _, c := range []struct{ values, requests int }{{1, 1}, {15, 1}, {16, 2}, {45, 3}, {300, 20}, {301, 3}, {2000, 3}} {
		t.Run(fmt.Sprint(c.values), func(t *testing.T) {
			names := make([]string, c.values)
			for i := range names {
				names[i] = "'" + strings.ReplaceAll(server.Tenant().UserPrincipalName(i), "'", "''") + "'"
			}
			server.Reset()
			got := ask(t, db, "select user_principal_name from m365cc_user where user_principal_name in ("+strings.Join(names, ", ")+")")
			slices.Sort(got)
			if unique := slices.Compact(slices.Clone(got)); len(got) != c.values || len(unique) != c.values {
				t.Errorf("%d rows, %d of them different, want %d", len(got), len(unique), c.values)
			}
			if made := requests(server); made != c.requests {
				t.Errorf("%d requests, want %d", made, c.requests)
			}
		})
	}
}

// TestLongListsRefused: a row that comes with every part of a list, since Graph refused the filter, is given once.
func TestLongListsRefused(t *testing.T) {
	server := startTenant(t, 300)
	server.Set(func(b *demo.Behaviour) { b.RefuseFilter = []string{"*"} })
	db := open(t, "", connect(t, server))
	got := ask(t, db, "select id, display_name from m365cc_user where display_name in (select distinct display_name from m365cc_user limit 40)")
	want := ask(t, db, "with n as (select distinct display_name from m365cc_user limit 40), u as materialized (select id, display_name from m365cc_user) select u.id, u.display_name from u join n using (display_name)")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) || len(got) < 40 {
		t.Errorf("%d rows, want %d", len(got), len(want))
	}
}
