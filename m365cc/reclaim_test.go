package m365cc_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

const reclaimPage = "../docs/reclaim.md"

// reclaimRows are the people and licences that each query of docs/reclaim.md has to find, as "name: licence", by its
// heading.
func reclaimRows(tenant *demo.Tenant) map[string][]string {
	r := newReclaim(tenant)
	rows := map[string][]string{}
	for i := range r.people {
		p := &r.people[i]
		if what := r.disagreement(p); what != "" {
			rows["Last sign-in and last activity disagree"] = append(rows["Last sign-in and last activity disagree"], p.UserPrincipalName+": "+what)
		}
		if d, ok := tenant.Registration(i); ok && d.IsAdmin && !d.IsMFARegistered {
			rows["Administrators without MFA"] = append(rows["Administrators without MFA"], p.UserPrincipalName+": ")
		}
		for _, l := range p.AssignedLicenses {
			for heading, isFound := range r.findings() {
				if isFound(p, l) {
					rows[heading] = append(rows[heading], p.UserPrincipalName+": "+licensing.ProductName(l.SKUID, r.skus[l.SKUID].SKUPartNumber))
				}
			}
		}
	}
	for _, list := range rows {
		slices.Sort(list)
	}
	return rows
}

const (
	unusedHeading    = "Unused for 90 days"
	unopenedHeading  = "Project, Visio and Power BI that nobody opens"
	containedHeading = "A licence that another one contains"
	blockedHeading   = "Licensed but blocked"
	neverHeading     = "Licensed but never signed in"
	lowerHeading     = "E5 for what E3 has"
	guestHeading     = "Guests with paid licences"
	savingHeading    = "What all of this would save in a year"
)

// findings are the queries about a person and a licence.
func (r *reclaim) findings() map[string]func(*reclaimed, demo.AssignedLicense) bool {
	return map[string]func(*reclaimed, demo.AssignedLicense) bool{
		blockedHeading: r.isBlocked, neverHeading: r.neverSignedIn, unusedHeading: r.isUnused, unopenedHeading: r.isUnopened,
		lowerHeading: r.isEnoughLower, guestHeading: r.isGuests,
		containedHeading: func(p *reclaimed, l demo.AssignedLicense) bool {
			_, found := r.container(p, l)
			return found
		},
	}
}

// TestReclaim asks the tenant of today, whose people are the same every day, and wants each finding by name.
func TestReclaim(t *testing.T) {
	server := startReclaimTenant(t, nil)
	queries, want, named := reclaimQueries(t), reclaimRows(server.Tenant()), namedFindings(t)
	if !slices.Equal(slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(named))) {
		t.Fatalf("findings of %q, names for %q", slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(named)))
	}
	for heading := range want {
		t.Run(heading, func(t *testing.T) {
			got := findingsOf(askReclaim(t, server, queries[heading].sqlite))
			if !slices.Equal(got, want[heading]) {
				t.Errorf("the query finds other rows than the tenant has:\n%s", difference(got, want[heading]))
			}
			if !slices.Equal(got, named[heading]) {
				t.Errorf("the query finds others than testdata names:\n%s", difference(got, named[heading]))
			}
		})
	}
}

// TestReclaimMorePeople: what is rare is there in another tenant, such as people who use Office and nothing else, and
// those who have SharePoint by a licence for Project.
func TestReclaimMorePeople(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 600, Seed: 156})
	server.Set(func(b *demo.Behaviour) { b.LogRequests, b.ReportRequests = -1, -1 })
	queries := reclaimQueries(t)
	for heading, want := range reclaimRows(server.Tenant()) {
		if got := findingsOf(askReclaim(t, server, queries[heading].sqlite)); !slices.Equal(got, want) {
			t.Errorf("%s: %d rows, want %d:\n%s", heading, len(got), len(want), difference(got, want))
		}
	}
}

// findingsOf are the rows as "name: licence", sorted.
func findingsOf(rows []row) []string {
	var found []string
	for _, r := range rows {
		found = append(found, r["user_principal_name"]+": "+r["license"]+r["finding"])
	}
	slices.Sort(found)
	return found
}

// TestReclaimEveryDay: the same people are found whatever the day, the hour and the month.
func TestReclaimEveryDay(t *testing.T) {
	named := namedFindings(t)
	midnight := clock.Truncate(24 * time.Hour)
	for _, at := range []time.Time{midnight, midnight.Add(24*time.Hour - time.Second), clock.AddDate(0, 0, 1), clock.AddDate(0, 0, 2), clock.AddDate(0, 0, 3),
		clock.AddDate(0, 0, 5), clock.AddDate(0, 1, 6), clock.AddDate(0, 7, 0)} {
		tenant, err := demo.NewTenant(demo.Options{Now: at})
		if err != nil {
			t.Fatal(err)
		}
		for heading, want := range reclaimRows(tenant) {
			if !slices.Equal(want, named[heading]) {
				t.Errorf("%s at %v:\n%s", heading, at, difference(want, named[heading]))
			}
		}
	}
}

// namedFindings are the findings that testdata/reclaim.txt names: a line with the heading, then "  name: licence".
func namedFindings(t *testing.T) map[string][]string {
	t.Helper()
	file := filepath.Join("testdata", "reclaim.txt")
	named, heading := map[string][]string{}, ""
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		if name, isName := strings.CutPrefix(line, "  "); isName {
			named[heading] = append(named[heading], name)
		} else {
			heading = line
		}
	}
	for _, list := range named {
		slices.Sort(list)
	}
	return named
}

// startReclaimTenant serves a tenant whose limits do not make the tests wait.
func startReclaimTenant(t *testing.T, change func(*demo.Behaviour)) *demo.Server {
	t.Helper()
	server := startTenant(t, demo.Options{})
	server.Set(func(b *demo.Behaviour) {
		b.LogRequests, b.ReportRequests = -1, -1
		if change != nil {
			change(b)
		}
	})
	return server
}

func askReclaim(t *testing.T, server *demo.Server, sql string) []row {
	t.Helper()
	var got collector
	if err := openEngine(t, server, nil).Query(t.Context(), sql, &got); err != nil {
		t.Fatal(err)
	}
	return got.rows
}

// TestReclaimNearMisses: who must not be found although everything but one thing speaks for it, and who is marked.
func TestReclaimNearMisses(t *testing.T) {
	named := namedFindings(t)
	for _, c := range []struct{ heading, who, why string }{
		{blockedHeading, "EnricoC@contoso.com", "a blocked account that is new"},
		{blockedHeading, "info@contoso.com", "a shared mailbox"},
		{neverHeading, "Adams@contoso.com", "a room that is not blocked"},
		{neverHeading, "DiegoS@contoso.com", "a new account"},
		{neverHeading, "DebraB@contoso.com", "the reports know activity"},
		{unusedHeading, "sales@contoso.com", "a shared mailbox"},
		{unusedHeading, "DiegoS@contoso.com", "a new account"},
		{unusedHeading, "MeganB@contoso.com", "a blocked account"},
		{unusedHeading, "LidiaH@contoso.com: Microsoft Teams Exploratory", "a trial"},
		{unopenedHeading, "sales@contoso.com", "a shared mailbox"},
		{unopenedHeading, "NestorW@contoso.com", "Project and Visio are activated"},
		{containedHeading, "IsaacF@contoso.com: Power BI Pro", "Power BI is off in the E5"},
		{containedHeading, "AlexW@contoso.com", "the assignment of the E5 failed"},
		{containedHeading, "LeeG@contoso.com", "a trial, in error"},
		{lowerHeading, "DebraB@contoso.com", "has the E3 too"},
		{lowerHeading, "MeganB@contoso.com", "a blocked account"},
		{unusedHeading, "Adams@contoso.com", "a room"},
		{containedHeading, "AllanD@sso.contoso.com", "Sway is off in the E5"},
		{"Last sign-in and last activity disagree", "JoniS@contoso.com", "every sign-in fails"},
		{"Last sign-in and last activity disagree", "sales@contoso.com", "a shared mailbox that signs in"},
	} {
		for _, name := range named[c.heading] {
			if strings.HasPrefix(name, c.who) {
				t.Errorf("%s has %s: %s", c.heading, name, c.why)
			}
		}
	}
	server, queries := startReclaimTenant(t, nil), reclaimQueries(t)
	marks := map[string]string{}
	for _, r := range askReclaim(t, server, queries[unusedHeading].sqlite) {
		marks[r["user_principal_name"]] = r["is_mfa_registered"] + " " + r["is_federated"]
	}
	for who, want := range map[string]string{"AllanD@sso.contoso.com": "true true", "JoniS@contoso.com": "true false", "LynneR@contoso.com": "false false"} {
		if marks[who] != want {
			t.Errorf("%s is marked %q, want %q", who, marks[who], want)
		}
	}
}

// TestReclaimSeats: a licence in several ways is one row, and a count of people is one of seats.
func TestReclaimSeats(t *testing.T) {
	server, queries := startReclaimTenant(t, nil), reclaimQueries(t)
	for heading := range reclaimRows(server.Tenant()) {
		all := findingsOf(askReclaim(t, server, queries[heading].sqlite))
		if len(slices.Compact(slices.Clone(all))) != len(all) {
			t.Errorf("%s has a row twice: %q", heading, all)
		}
	}
	twice := 0
	for i := range server.Tenant().Len() {
		u, ways := server.Tenant().User(i), map[string]int{}
		for _, s := range u.LicenseAssignmentStates {
			ways[s.SKUID]++
		}
		for id, n := range ways {
			name := u.UserPrincipalName + ": " + licensing.ProductName(id, "")
			if n > 1 && slices.Contains(namedFindings(t)[unusedHeading], name) {
				twice++
			}
		}
	}
	if twice == 0 {
		t.Error("nobody has an unused licence in two ways")
	}
}

// TestReclaimSaving adds up the findings, each licence of a person once.
func TestReclaimSaving(t *testing.T) {
	server, queries := startReclaimTenant(t, nil), reclaimQueries(t)
	tenant := server.Tenant()
	r, prices := newReclaim(tenant), map[string]demo.Price{}
	for _, p := range tenant.Prices() {
		if p.IsCurrent {
			id := p.SKUID
			if id == "" {
				id = skusByPart(tenant)[p.SKUPartNumber].SKUID
			}
			prices[id] = p
		}
	}
	var want []string
	cents, seats := map[string]int{}, map[string]int{}
	add := func(license, currency string, count, saved, available int) {
		text := ""
		if currency != "" {
			text = fmt.Sprintf("%d.%02d", saved/100, saved%100)
		}
		left := ""
		if license != "Total" {
			left = fmt.Sprint(available)
		}
		want = append(want, fmt.Sprint(license, " ", count, " ", left, " ", text, " ", currency))
	}
	for id, s := range r.skus {
		count := 0
		for i := range r.people {
			p := &r.people[i]
			if at := slices.IndexFunc(p.AssignedLicenses, func(l demo.AssignedLicense) bool { return l.SKUID == id }); at >= 0 && r.isSaved(p, p.AssignedLicenses[at]) {
				count++
			}
		}
		if count == 0 || s.CapabilityStatus == "Suspended" {
			continue
		}
		price := prices[id]
		saved := count * centsOf(t, price.YearlyCost)
		cents[price.Currency] += saved
		seats[price.Currency] += count
		add(licensing.ProductName(id, s.SKUPartNumber), price.Currency, count, saved, s.EnabledUnits-s.ConsumedUnits)
	}
	for currency, count := range seats {
		add("Total", currency, count, cents[currency], 0)
	}
	var got []string
	for _, line := range askReclaim(t, server, queries[savingHeading].sqlite) {
		saving := line["yearly_saving"]
		if saving != "" {
			n := centsOf(t, saving)
			saving = fmt.Sprintf("%d.%02d", n/100, n%100)
		}
		got = append(got, fmt.Sprint(line["license"], " ", line["seats"], " ", line["available_units"], " ", saving, " ", line["currency"]))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the savings differ:\n%s", difference(got, want))
	}
	if len(seats) != 3 {
		t.Errorf("currencies %v, want two and none", seats)
	}
}

// isSaved says whether a licence is in a finding that saves.
func (r *reclaim) isSaved(p *reclaimed, l demo.AssignedLicense) bool {
	all := r.findings()
	return slices.ContainsFunc([]string{blockedHeading, neverHeading, unusedHeading, unopenedHeading, containedHeading}, func(heading string) bool { return all[heading](p, l) })
}

// centsOf reads an amount of money; "" is none.
func centsOf(t *testing.T, amount string) int {
	t.Helper()
	if amount == "" {
		return 0
	}
	whole, part, _ := strings.Cut(amount, ".")
	var n int
	if _, err := fmt.Sscan(whole+(part + "00")[:2], &n); err != nil || len(part) > 2 {
		t.Fatalf("%q is no amount", amount)
	}
	return n
}
