package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// refusalCase is a tenant that refuses something, and a request that is answered all the same.
type refusalCase struct {
	behaviour func(*demo.Behaviour)
	filter    graph.Filter
	holds     func(user) bool // the filter; nil: always
	selected  []string        // beside the id
	missing   []string
	wider     bool     // the rows cannot be checked for what the filter was about
	first     []string // the requests of the first list
	again     []string // of each later one
	warning   string
	fault     string
}

func without(roles ...string) func(*demo.Behaviour) {
	return func(b *demo.Behaviour) {
		b.Roles = slices.DeleteFunc(demo.DefaultRoles(), func(role string) bool { return slices.Contains(roles, role) })
	}
}

func (c refusalCase) request() graph.Request {
	return graph.Request{Path: "/users", Select: append([]string{"id"}, c.selected...), Filter: c.filter,
		MaxTop: 999, TopWith: map[string]int{"signInActivity": 500},
		Optional: []graph.Optional{{Property: "signInActivity", Permission: "AuditLog.Read.All", License: "Microsoft Entra ID P1 or P2"}},
		Help:     graph.Help{Table: "m365cc_user", Permissions: []string{"User.Read.All", "Directory.Read.All"}}}
}

// ids are those of the rows for which the filter holds: SQL engines check it again.
func (c refusalCase) ids(rows []user) (ids []string) {
	for _, r := range rows {
		if c.holds == nil || c.holds(r) {
			ids = append(ids, r.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

func (c refusalCase) run(t *testing.T) {
	d := startTenant(t, nil, nil)
	want, _, err := d.users(t.Context(), c.request()) // before anything is refused
	if err != nil || len(want) == 0 || len(c.ids(want)) != len(want) {
		t.Fatalf("without refusals got %d rows, %d right: %v", len(want), len(c.ids(want)), err)
	}
	refusing := startTenant(t, c.behaviour, nil)
	for range 3 {
		rows, missing, err := refusing.users(t.Context(), c.request())
		if c.fault != "" {
			refusing.wantError(err, c.fault)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if got := c.ids(rows); c.missing == nil && !c.wider && !slices.Equal(got, c.ids(want)) || len(got) < len(want) && c.missing == nil {
			t.Errorf("got %d rows of which %d are right, want %d", len(rows), len(got), len(want))
		}
		if !slices.Equal(missing, c.missing) {
			t.Errorf("got the rows without %q, want it without %q", missing, c.missing)
		}
	}
	refusing.wantRequests(slices.Concat(c.first, c.again, c.again)...)
	if n := strings.Count(refusing.logged(), "[WARN]"); c.warning == "" && n != 0 || c.warning != "" && n != 1 || !strings.Contains(refusing.logged(), c.warning) {
		t.Errorf("got %d warnings, want one with %q:\n%s", n, c.warning, refusing.logged())
	}
}

func TestDemoRefusesFilters(t *testing.T) {
	sales := graph.Equal("department", graph.Text("Sales"))
	enabled := graph.Equal("accountEnabled", graph.Bool(true))
	both := graph.Equal("department", graph.Text("Sales"), graph.Text("Finance"))
	both2 := []string{"Sales", "Finance"}
	company := graph.NotNull("companyName")
	company.Advanced = true
	inSales := func(u user) bool { return u.Department == "Sales" }
	isEnabled := func(u user) bool { return u.AccountEnabled != nil && *u.AccountEnabled }
	const wide, wider = "$select=id,department&$top=999", "more rows than needed are read, since Graph refused a filter on "
	for name, test := range map[string]refusalCase{
		"by property": {behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"department"} },
			filter: graph.Filter{sales, enabled}, selected: []string{"department", "accountEnabled"},
			holds: func(u user) bool { return inSales(u) && isEnabled(u) },
			first: []string{"$filter=department eq 'Sales' and accountEnabled eq true&$select=id,department,accountEnabled&$top=999",
				"$filter=accountEnabled eq true&$select=id,department,accountEnabled&$top=999"},
			again: []string{"$filter=accountEnabled eq true&$select=id,department,accountEnabled&$top=999"}, warning: wider + "department eq"},
		"by operator": {behaviour: func(b *demo.Behaviour) { b.RefuseOperators = []string{"in"} },
			filter: graph.Filter{both}, holds: func(u user) bool { return slices.Contains(both2, u.Department) }, selected: []string{"department"},
			first: []string{"$filter=department in ('Sales', 'Finance')&" + wide, wide}, again: []string{wide}, warning: wider + "department in"},
		"everything": {behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"*"} },
			filter: graph.Filter{sales}, holds: inSales, selected: []string{"department"},
			first: []string{"$filter=department eq 'Sales'&" + wide, wide}, again: []string{wide}, warning: wider + "department eq"},
		"advanced queries": {behaviour: func(b *demo.Behaviour) { b.RefuseAdvanced = true },
			filter: graph.Filter{sales, company}, holds: func(u user) bool { return inSales(u) && u.CompanyName != "" }, selected: []string{"department", "companyName"},
			first: []string{"$count=true&$filter=department eq 'Sales' and companyName ne null&$select=id,department,companyName&$top=999 eventual",
				"$filter=department eq 'Sales'&$select=id,department,companyName&$top=999"},
			again: []string{"$filter=department eq 'Sales'&$select=id,department,companyName&$top=999"}, warning: wider + "companyName ne"},
	} {
		t.Run(name, test.run)
	}
}

func TestDemoRefusesPropertiesAndPageSizes(t *testing.T) {
	company := graph.NotNull("companyName")
	company.Advanced = true
	const all = "$select=id&$top=999"
	unknown := func(b *demo.Behaviour) { b.UnknownProperties = []string{"companyName"} }
	for name, test := range map[string]refusalCase{
		"unknown in $select": {behaviour: unknown, selected: []string{"companyName"}, missing: []string{"companyName"},
			first: []string{"$select=id,companyName&$top=999", all}, again: []string{all}, warning: "companyName is NULL, since this Graph does not know it"},
		"unknown in $filter": {behaviour: unknown, filter: graph.Filter{company}, wider: true,
			first: []string{"$count=true&$filter=companyName ne null&$select=id&$top=999 eventual", all}, again: []string{all}, warning: "companyName is NULL"},
		"a page size": {behaviour: func(b *demo.Behaviour) { b.MaxTop = 100 },
			first: []string{all, "$select=id&$top=100", "next", "next"}, again: []string{"$select=id&$top=100", "next", "next"}, warning: "pages are shorter"},
		"a page size with sign-ins": {behaviour: func(b *demo.Behaviour) { b.SignInActivityMaxTop = 120 }, selected: []string{"signInActivity"},
			first: []string{"$select=id,signInActivity&$top=500", "$select=id,signInActivity&$top=120", "next", "next"},
			again: []string{"$select=id,signInActivity&$top=120", "next", "next"}, warning: "pages are shorter"},
		"empty pages": {behaviour: func(b *demo.Behaviour) { b.PageSize, b.EmptyPages = 100, true },
			first: []string{all, "next", "next", "next", "next"}, again: []string{all, "next", "next", "next", "next"}},
	} {
		t.Run(name, test.run)
	}
}

func TestDemoRefusesSignInActivity(t *testing.T) {
	recent := graph.Filter{graph.AtLeast("signInActivity/lastSignInDateTime", "2026-11-01T00:00:00Z")}
	isRecent := func(u user) bool { return u.SignInActivity != nil && u.SignInActivity.Last >= "2026-11-01" }
	selected, missing := []string{"signInActivity"}, []string{"signInActivity"}
	const asked, filter, wide = "$select=id,signInActivity&$top=500", "$filter=signInActivity/lastSignInDateTime ge 2026-11-01T00:00:00Z&", "$select=id&$top=999"
	noPremium := func(b *demo.Behaviour) { b.NoPremium = true }
	for name, test := range map[string]refusalCase{
		"without P1 or P2": {behaviour: noPremium, selected: selected, missing: missing,
			first: []string{asked, wide}, again: []string{wide}, warning: "signInActivity is NULL, since the tenant has no Microsoft Entra ID P1 or P2"},
		"without P1 or P2, filtered": {behaviour: noPremium, selected: selected, missing: missing, filter: recent, holds: isRecent,
			first: []string{filter + asked, wide}, again: []string{wide}, warning: "signInActivity is NULL"},
		"without AuditLog.Read.All": {behaviour: without("AuditLog.Read.All"), selected: selected, missing: missing,
			first: []string{asked, wide}, again: []string{wide}, warning: "signInActivity is NULL, since the application lacks the permission AuditLog.Read.All"},
		"without both permissions": {behaviour: without("AuditLog.Read.All", "User.Read.All", "Directory.Read.All"), selected: selected,
			first: []string{asked, wide}, again: []string{asked, wide},
			fault: "403 Authorization_RequestDenied: Insufficient privileges to complete the operation.; m365cc_user needs the application permission User.Read.All or Directory.Read.All"},
	} {
		t.Run(name, test.run)
	}
}

// TestDemoGet holds that the demo tenant gives one user, by any name, and nothing for nobody.
func TestDemoGet(t *testing.T) {
	d := startTenant(t, nil, nil)
	r := graph.Request{Path: "/users/" + d.Tenant().UserID(3), Select: []string{"id"}}
	if u, _, err := graph.Get[user](t.Context(), d.Client, r); err != nil || u == nil || u.ID != d.Tenant().UserID(3) {
		t.Errorf("got %v, %v", u, err)
	}
	r.Path = "/users/00000000-0000-4000-8000-000000000000"
	if u, _, err := graph.Get[user](t.Context(), d.Client, r); err != nil || u != nil {
		t.Errorf("nobody is %v, %v", u, err)
	}
}
