package demo

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// loaded returns user i of a tenant for a look at its parts.
func loaded(tenant *Tenant, i int) *person {
	p := new(person)
	tenant.load(p, i)
	return p
}

// A person that is loaded again is as if it were new.
func TestLoadForgetsTheLast(t *testing.T) {
	tenant := testTenant(t, 400)
	var again person
	for i := range tenant.Len() {
		tenant.load(&again, i)
		fresh := loaded(tenant, i)
		if string(again.displayName(nil)) != string(fresh.displayName(nil)) || again.kind != fresh.kind || again.place != fresh.place {
			t.Fatalf("user %d is another one when loaded again", i)
		}
		gotGrants, gotLicences := again.licensing()
		grants, licences := fresh.licensing()
		if !slices.Equal(gotGrants, grants) || !slices.Equal(gotLicences, licences) {
			t.Fatalf("user %d has the licences of another", i)
		}
	}
}

func TestKindsOfAccounts(t *testing.T) {
	tenant := testTenant(t, 20_000)
	counts := map[kind]int{}
	for i := range tenant.Len() {
		counts[loaded(tenant, i).kind]++
	}
	for k, want := range map[kind]int{employee: 740, frontline: 100, guest: 90, shared: 30, room: 15, service: 25} {
		if got := counts[k] * 1000 / tenant.Len(); got < want*85/100 || got > want*115/100 {
			t.Errorf("kind %d: %d in a thousand, want about %d", k, got, want)
		}
	}
}

func TestTraitsAreAsFrequentAsTheySay(t *testing.T) {
	tenant := testTenant(t, 20_000)
	var counts [traitCount]int
	for i := len(cast); i < tenant.Len(); i++ {
		p := loaded(tenant, i)
		for trait := range traitCount {
			if p.has(trait) {
				counts[trait]++
			}
		}
	}
	for trait, want := range traitRates {
		if trait >= int(isFederated) { // the cast alone has it
			if counts[trait] != 0 || want != 0 {
				t.Errorf("trait %d: %d people have it", trait, counts[trait])
			}
			continue
		}
		if got := counts[trait] * 1000 / tenant.Len(); want == 0 || got < want*7/10-1 || got > want*13/10+2 {
			t.Errorf("trait %d: %d in a thousand, want %d", trait, got, want)
		}
	}
	if with() != 0 || with(isDisabled, isNew) != 1<<isDisabled|1<<isNew {
		t.Error("with")
	}
}

// The cast is what the rest of the package takes for granted.
func TestCastIsInOrder(t *testing.T) {
	tenant := testTenant(t, 0)
	if len(cast) > 30 {
		t.Errorf("the cast of %d would fill a small tenant", len(cast))
	}
	locals := map[string]bool{}
	for i := range cast {
		c := &cast[i]
		if c.display == "" && (c.given == "" || c.family == "") {
			t.Errorf("number %d has no name", i)
		}
		if locals[strings.ToLower(c.local)] {
			t.Errorf("%s is there twice", c.local)
		}
		locals[strings.ToLower(c.local)] = true
		if (c.kind == guest) != strings.Contains(c.local, "@") {
			t.Errorf("%s: guests have an address, others a name", c.local)
		}
		for _, g := range c.licences {
			if g.sku >= skuCount || int(g.disabled)>>len(tenant.catalogue[g.sku].optional) != 0 {
				t.Errorf("%s: grant %+v", c.local, g)
			}
		}
		if _, ordinary := tenant.roster.find(strings.ToLower(c.local)); ordinary && strings.Contains(c.local, ".") && !strings.EqualFold(c.local, "Conor.O'Brien") {
			t.Errorf("%s could be dealt to somebody else", c.local)
		}
	}
}

func TestNamesOfPeople(t *testing.T) {
	tenant := testTenant(t, 7000)
	for i := len(cast); i < tenant.Len(); i++ {
		p, u := loaded(tenant, i), tenant.User(i)
		switch {
		case p.kind > guest:
			if u.GivenName != "" || u.Surname != "" || !strings.Contains(u.UserPrincipalName, "-") {
				t.Fatalf("an account of nobody's is called %s %s, %s", u.GivenName, u.Surname, u.UserPrincipalName)
			}
			continue
		case !strings.Contains(u.DisplayName, u.GivenName) || !strings.Contains(u.DisplayName, u.Surname):
			t.Fatalf("%q is not %q %q", u.DisplayName, u.GivenName, u.Surname)
		}
		if familyFirst := strings.HasPrefix(u.DisplayName, u.Surname) && !strings.HasPrefix(u.DisplayName, u.GivenName); familyFirst && !p.culture.familyFirst {
			t.Fatalf("%q of %s begins with the family name", u.DisplayName, p.culture.language)
		}
		local, domain, _ := strings.Cut(u.UserPrincipalName, "@")
		if u.MailNickname != local {
			t.Fatalf("the nickname of %s is %s", u.UserPrincipalName, u.MailNickname)
		}
		if p.kind == guest {
			if domain != "contoso.onmicrosoft.com" || local != strings.Replace(u.Mail, "@", "_", 1)+"#EXT#" || !slices.Equal(u.OtherMails, []string{u.Mail}) {
				t.Fatalf("the guest %s has the address %s", u.UserPrincipalName, u.Mail)
			}
		}
	}
}

// Names come round again with a number once all pairs have been used.
func TestNamesComeRoundWithANumber(t *testing.T) {
	tenant := testTenant(t, 7000)
	total := len(tenant.roster.pairs)
	i := len(cast)
	for !loaded(tenant, i).worksHere() || !loaded(tenant, i+total).worksHere() {
		i++
	}
	first, second := tenant.User(i), tenant.User(i+total)
	a, _, _ := strings.Cut(first.UserPrincipalName, "@")
	b, _, _ := strings.Cut(second.UserPrincipalName, "@")
	if b != a+"2" || first.DisplayName != second.DisplayName {
		t.Errorf("%s (%s) and %s (%s)", a, first.DisplayName, b, second.DisplayName)
	}
}

func TestIdentities(t *testing.T) {
	tenant := testTenant(t, 2000)
	for i := range tenant.Len() {
		u := tenant.User(i)
		last := u.Identities[len(u.Identities)-1]
		if last != (Identity{"userPrincipalName", "contoso.onmicrosoft.com", u.UserPrincipalName}) {
			t.Fatalf("%s: %+v", u.UserPrincipalName, last)
		}
		if len(u.Identities) == 2 {
			if first := u.Identities[0]; first.SignInType != "federated" || first.Issuer == "" || first.IssuerAssignedID != "" && first.IssuerAssignedID != u.Mail {
				t.Fatalf("%s: %+v", u.UserPrincipalName, first)
			}
		}
	}
}

func TestWork(t *testing.T) {
	titles := map[string]string{}
	for _, d := range departments {
		for _, title := range d.titles {
			if other, twice := titles[title]; twice {
				t.Errorf("%s is a title in %s and in %s", title, other, d.name)
			}
			titles[title] = d.name
		}
	}
	if departments[salesDepartment].name != "Sales" {
		t.Error("salesDepartment")
	}
	tenant := testTenant(t, 3000)
	for i := len(cast); i < tenant.Len(); i++ {
		p, u := loaded(tenant, i), tenant.User(i)
		if p.kind == employee && u.JobTitle != "" && u.Department != "" && titles[u.JobTitle] != u.Department {
			t.Fatalf("%s is %s in %s", u.UserPrincipalName, u.JobTitle, u.Department)
		}
		if !p.worksHere() && (u.Department != "" || u.JobTitle != "" || u.EmployeeType != "" || !u.EmployeeHireDate.IsZero()) {
			t.Fatalf("%s works here", u.UserPrincipalName)
		}
		if u.City == "" && u.Country != "" && p.kind != guest {
			t.Fatalf("%s is in %s, nobody knows where", u.UserPrincipalName, u.Country)
		}
		for _, phone := range append([]string{u.MobilePhone, u.FaxNumber}, u.BusinessPhones...) {
			if phone != "" && (!strings.HasPrefix(phone, "+") || len(phone) < 12) {
				t.Fatalf("%s: phone %q", u.UserPrincipalName, phone)
			}
		}
		if (u.EmployeeOrgData == nil) != (u.EmployeeID == "") {
			t.Fatalf("%s: %q, %v", u.UserPrincipalName, u.EmployeeID, u.EmployeeOrgData)
		}
	}
}

func TestDates(t *testing.T) {
	tenant := testTenant(t, 3000)
	var created, signedIn []time.Time
	for i := range tenant.Len() {
		u := tenant.User(i)
		if !u.CreatedDateTime.IsZero() {
			created = append(created, u.CreatedDateTime)
		} else if kept := time.Unix(datesKept, 0); !u.EmployeeHireDate.IsZero() && u.EmployeeHireDate.After(kept.AddDate(0, 1, 0)) {
			t.Errorf("%s was hired %v, and nobody knows when the account was made", u.UserPrincipalName, u.EmployeeHireDate)
		}
		if u.SignInActivity != nil {
			signedIn = append(signedIn, u.SignInActivity.LastSignInDateTime)
		}
		if s := u.SignInActivity; s != nil && !s.LastSuccessfulSignInDateTime.IsZero() && s.LastSuccessfulSignInDateTime.Before(time.Unix(successesKept, 0)) {
			t.Errorf("%s: a success of %v", u.UserPrincipalName, s.LastSuccessfulSignInDateTime)
		}
		if left := u.EmployeeLeaveDateTime; !left.IsZero() && (left.Before(testNow) == u.AccountEnabled) {
			t.Errorf("%s left %v and is enabled %v", u.UserPrincipalName, left, u.AccountEnabled)
		}
	}
	within := func(all []time.Time, days int) int {
		n := 0
		for _, at := range all {
			if testNow.Sub(at) <= time.Duration(days)*24*time.Hour {
				n++
			}
		}
		return n * 100 / len(all)
	}
	for _, test := range []struct {
		what     string
		got      int
		from, to int
	}{
		{"created within ten days", within(created, 10), 1, 8},
		{"created within five years", within(created, 1826), 45, 70},
		{"signed in within a week", within(signedIn, 7), 50, 75},
		{"signed in within thirty days", within(signedIn, 30), 68, 90},
		{"signed in within ninety days", within(signedIn, 90), 80, 97},
		{"signed in within four years", within(signedIn, 1600), 99, 100},
	} {
		if test.got < test.from || test.got > test.to {
			t.Errorf("%s: %d %%, want %d to %d", test.what, test.got, test.from, test.to)
		}
	}
}

// The clock moves everything that is dated with it, but for what depends on
// when Microsoft began to keep dates.
func TestDatesFollowTheClock(t *testing.T) {
	now := testTenant(t, 200)
	later, err := NewTenant(Options{Users: 200, Now: testNow.Add(48 * time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	for i := range now.Len() {
		a, b := now.User(i), later.User(i)
		if !a.CreatedDateTime.IsZero() && !b.CreatedDateTime.IsZero() && b.CreatedDateTime.Sub(a.CreatedDateTime) != 48*time.Hour {
			t.Errorf("%s: created %v, two days later %v", a.UserPrincipalName, a.CreatedDateTime, b.CreatedDateTime)
		}
		if a.SignInActivity != nil && b.SignInActivity.LastSignInDateTime.Sub(a.SignInActivity.LastSignInDateTime) != 48*time.Hour {
			t.Errorf("%s: signed in %v, two days later %v", a.UserPrincipalName, a.SignInActivity.LastSignInDateTime, b.SignInActivity.LastSignInDateTime)
		}
	}
}

func TestOnPremises(t *testing.T) {
	tenant := testTenant(t, 4000)
	seen := map[string]string{}
	for i := range tenant.Len() {
		u := tenant.User(i)
		if u.OnPremisesSyncEnabled == nil {
			if u.OnPremisesSamAccountName+u.OnPremisesDistinguishedName+u.OnPremisesUserPrincipalName+u.OnPremisesSecurityIdentifier != "" || !u.OnPremisesLastSyncDateTime.IsZero() {
				t.Fatalf("%s was never synced: %+v", u.UserPrincipalName, u)
			}
			continue
		}
		if !strings.HasPrefix(u.OnPremisesDistinguishedName, "CN=") || !strings.HasSuffix(u.OnPremisesDistinguishedName, ",DC=corp,DC=contoso,DC=com") {
			t.Fatalf("%s: %s", u.UserPrincipalName, u.OnPremisesDistinguishedName)
		}
		if !strings.HasSuffix(u.OnPremisesUserPrincipalName, "@corp.contoso.com") || u.OnPremisesDomainName != "corp.contoso.com" || len(u.OnPremisesImmutableID) != 24 {
			t.Fatalf("%s: %s, %s, %s", u.UserPrincipalName, u.OnPremisesUserPrincipalName, u.OnPremisesDomainName, u.OnPremisesImmutableID)
		}
		for _, unique := range []string{u.OnPremisesSamAccountName, u.OnPremisesImmutableID, u.OnPremisesSecurityIdentifier} {
			if other, twice := seen[unique]; twice {
				t.Fatalf("%s and %s are both %s", u.UserPrincipalName, other, unique)
			}
			seen[unique] = u.UserPrincipalName
		}
		recent := testNow.Sub(u.OnPremisesLastSyncDateTime) <= 2*time.Hour
		if *u.OnPremisesSyncEnabled != recent && testNow.Sub(u.CreatedDateTime) > 48*time.Hour {
			t.Fatalf("%s: synced %v at %v", u.UserPrincipalName, *u.OnPremisesSyncEnabled, u.OnPremisesLastSyncDateTime)
		}
	}
}

// The SID in the cloud is the object's id in another form.
func TestSecurityIdentifier(t *testing.T) {
	tenant := testTenant(t, 1)
	tenant.ids[guidUser] = guidSpace{}
	p := loaded(tenant, 0)
	hi, lo := tenant.ids[guidUser].at(0)
	want := "S-1-12-1-" + strings.Join([]string{
		number(hi >> 32), number(hi&0xffff<<16 | hi>>16&0xffff),
		number(reversed(lo >> 32)), number(reversed(lo & 0xffffffff)),
	}, "-")
	if got := string(p.securityIdentifier(nil)); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func number(n uint64) string { return string(appendInt(nil, int(n), 1)) }

// reversed is a number of 32 bits with its bytes in the other order.
func reversed(n uint64) uint64 {
	var r uint64
	for range 4 {
		r, n = r<<8|n&0xff, n>>8
	}
	return r
}

func TestPlansThatAreOff(t *testing.T) {
	a, b, c := &planFacts{name: "a"}, &planFacts{name: "b"}, &planFacts{name: "c"}
	s := &skuFacts{optional: []*planFacts{a, b, c}}
	for mask, want := range map[uint8][]*planFacts{0: {}, 1: {a}, 2: {b}, 3: {a, b}, 4: {c}, 5: {a, c}, 7: {a, b, c}} {
		if got := countOff(s, mask); got != len(want) {
			t.Errorf("mask %b: %d plans off", mask, got)
		}
		for n := range want {
			if got := planOff(s, mask, n); got != want[n] {
				t.Errorf("mask %b: plan %d is %v", mask, n, got)
			}
		}
		if planOff(s, mask, len(want)) != nil {
			t.Errorf("mask %b has more plans than it says", mask)
		}
	}
}

func TestSeats(t *testing.T) {
	for _, test := range []struct {
		bought   purchase
		all      []purchase
		consumed int
		want     int
	}{
		{purchase{}, []purchase{{}}, 0, 10},
		{purchase{}, []purchase{{}}, 100, 115},
		{purchase{}, []purchase{{}, {seats: 25}}, 100, 90},
		{purchase{}, []purchase{{}, {seats: 500}}, 100, 5},
		{purchase{seats: 25}, []purchase{{seats: 25}}, 100, 25},
		{purchase{seats: short}, []purchase{{seats: short}}, 100, 98},
		{purchase{seats: short}, []purchase{{seats: short}}, 1, 1},
	} {
		if got := seats(test.bought, test.all, test.consumed); got != test.want {
			t.Errorf("%+v for %d users: %d seats, want %d", test.bought, test.consumed, got, test.want)
		}
	}
}

func TestSuites(t *testing.T) {
	counts := map[int]int{}
	for n := range 1000 {
		counts[suiteOf(n)]++
	}
	if counts[skuE5] != 290 || counts[skuE3] != 310 || counts[skuExchange] != 20 || len(counts) != 7 {
		t.Errorf("suites %v", counts)
	}
}

func TestLocals(t *testing.T) {
	tenant := testTenant(t, 0)
	for i, want := range map[int]string{0: "AdeleV", 3: "Conor.O'Brien", 8: "pradeepg", 10: "info"} {
		if got := string(loaded(tenant, i).local(nil)); got != want {
			t.Errorf("user %d: %s, want %s", i, got, want)
		}
	}
	if p := loaded(tenant, 8); p.outsideDomain() != "fabrikam.com" || string(p.mail(nil)) != "pradeepg@fabrikam.com" {
		t.Errorf("%s of %s", p.mail(nil), p.outsideDomain())
	}
}
