package demo

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSignInRef(t *testing.T) {
	for _, r := range []struct {
		seconds int64
		who     int
		kind    signInKind
		nth     int
	}{{0, 0, interactiveUser, 0}, {logDays * day, maxUsers + len(principals), managedIdentity, nthSuccess}, {1, 2, servicePrincipal, 3}} {
		ref := newSignInRef(r.seconds, r.who, r.kind, r.nth)
		if ref.seconds() != r.seconds || ref.who() != r.who || ref.kind() != r.kind || ref.nth() != r.nth {
			t.Errorf("%+v became %d %d %d %d", r, ref.seconds(), ref.who(), ref.kind(), ref.nth())
		}
		if later := newSignInRef(r.seconds+1, r.who, r.kind, r.nth); later.low() != ref.low() || later <= ref {
			t.Errorf("%+v: a second later is another sign-in, or earlier", r)
		}
	}
}

// The place of a moment is where a search through the whole log finds it.
func TestPlaceOf(t *testing.T) {
	tenant := testTenant(t, 300)
	refs := tenant.signInLog()
	if !slices.IsSortedFunc(refs, tenant.compareSignIns) {
		t.Fatal("the log is not sorted")
	}
	for k := 0; k < len(refs); k += 37 {
		m := tenant.momentOf(refs[k])
		before := slices.IndexFunc(refs, func(r signInRef) bool { return tenant.momentOf(r).compare(m) >= 0 })
		upTo := before
		for upTo < len(refs) && tenant.momentOf(refs[upTo]).compare(m) == 0 {
			upTo++
		}
		if got := tenant.placeOf(m, false); got != before {
			t.Errorf("%d sign-ins before sign-in %d, want %d", got, k, before)
		}
		if got := tenant.placeOf(m, true); got != upTo {
			t.Errorf("%d sign-ins up to sign-in %d, want %d", got, k, upTo)
		}
		if place, ok := tenant.place(refs[k]); !ok || place != k {
			t.Errorf("sign-in %d is at %d", k, place)
		}
	}
	if n := tenant.placeOf(logTime{tenant.now + 1, 0}, false); n != len(refs) {
		t.Errorf("%d of %d sign-ins before now", n, len(refs))
	}
}

// A filter that leads straight to its rows looks at few others.
func TestFiltersAreNarrowed(t *testing.T) {
	tenant := testTenant(t, 3000)
	all := len(tenant.signInLog())
	for filter, most := range map[string]int{
		"createdDateTime ge 2026-11-24T00:00:00Z":                                             all / 15,
		"createdDateTime ge 2026-11-10T00:00:00Z and createdDateTime le 2026-11-11T00:00:00Z": all / 15,
		"createdDateTime eq 2026-11-10T00:00:00Z":                                             50,
		"createdDateTime le 2026-10-01T00:00:00Z":                                             0,
		"(appId eq 'a' or appId eq 'b') and (createdDateTime ge 2026-11-24T00:00:00Z)":        all / 15,
		"userId eq '" + tenant.UserID(7) + "'":                                                120,
		"userPrincipalName eq 'ADELEV@contoso.com' and status/errorCode eq 0":                 120,
		"userId eq 'x'": 0,
		// These say nothing about all rows.
		"createdDateTime ge 2026-11-24T00:00:00Z or appId eq 'a'": all,
		"startsWith(userPrincipalName,'adelev')":                  all,
	} {
		f, err := betaSignInSchema.filter(filter, false, &Behaviour{})
		if err != nil {
			t.Fatal(err)
		}
		q := &query[*signInRow]{filter: f}
		if err := tenant.planSignIns(&request{}, q); err != nil {
			t.Fatal(err)
		}
		n := q.size(all)
		if n > most || most == all && n < all {
			t.Errorf("%s: %d of %d rows are looked at, want %d at most", filter, n, all, most)
		}
	}
}

func TestKindsOfAFilter(t *testing.T) {
	tenant := testTenant(t, 30)
	for filter, want := range map[string]string{
		"appId eq 'a'": "interactiveUser",
		"signInEventTypes/any(t: t eq 'nonInteractiveUser')":                                                     "nonInteractiveUser",
		"appId eq 'a' and signInEventTypes/any(t: t ne 'interactiveUser')":                                       "nonInteractiveUser servicePrincipal managedIdentity",
		"signInEventTypes/any(t: t ne 'interactiveUser') and signInEventTypes/any(t: t ne 'managedIdentity')":    "nonInteractiveUser servicePrincipal",
		"signInEventTypes/any(t: t eq 'servicePrincipal') or signInEventTypes/any(t: t eq 'managedIdentity')":    "servicePrincipal managedIdentity",
		"signInEventTypes/any(t: t eq 'nonInteractiveUser') or appId eq 'a'":                                     "interactiveUser nonInteractiveUser servicePrincipal managedIdentity",
		"signInEventTypes/any(t: t eq 'interactiveUser') and signInEventTypes/any(t: t eq 'nonInteractiveUser')": "",
		"signInEventTypes/any(t: t eq 'nobody')":                                                                 "",
	} {
		f, err := betaSignInSchema.filter(filter, false, &Behaviour{})
		if err != nil {
			t.Fatal(err)
		}
		q := &query[*signInRow]{filter: f}
		if err := tenant.planSignIns(&request{}, q); err != nil {
			t.Fatal(err)
		}
		var kinds []string
		for kind := range signInKinds {
			if !q.hides(&signInRow{t: tenant, ref: newSignInRef(0, 0, kind, 0)}) {
				kinds = append(kinds, signInKindNames[kind])
			}
		}
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("%s: %s, want %s", filter, got, want)
		}
	}
}

// Two seeds give two logs, and the same one the same.
func TestLogFollowsFromTheSeed(t *testing.T) {
	logOf := func(seed int64) (all []SignIn) {
		tenant, err := NewTenant(Options{Users: 40, Seed: seed, Now: testNow})
		if err != nil {
			t.Fatal(err)
		}
		for s := range tenant.SignIns() {
			all = append(all, s)
		}
		return all
	}
	first, again, other := logOf(1), logOf(1), logOf(2)
	if len(first) != len(again) || first[0].ID != again[0].ID || !first[len(first)-1].CreatedDateTime.Equal(again[len(again)-1].CreatedDateTime) {
		t.Error("the same seed gives another log")
	}
	if first[0].ID == other[0].ID {
		t.Error("another seed gives the same log")
	}
}

// The log is the same in all clouds but for the ids that differ there.
func TestLogInTheClouds(t *testing.T) {
	for _, cloud := range clouds {
		c := startLog(t, Options{Users: 800, Cloud: cloud.name})
		web, gov := 0, 0
		for s := range c.server.Tenant().SignIns() {
			web, gov = web+tally(s.AppID == appPowerBIWeb.id), gov+tally(s.AppID == appPowerBIGov.id)
		}
		isGov := cloud.region == "USGov"
		if (gov > 0) != isGov || (web > 0) == isGov {
			t.Errorf("%s: %d sign-ins to Power BI's client, %d to the government's", cloud.name, web, gov)
		}
		for _, path := range []string{"auditLogs/signIns?$top=1", registrations} {
			if a := c.ok(path); len(a.value()) == 0 {
				t.Errorf("%s: %s is empty", cloud.name, path)
			}
			c.ok(c.betaPath(path))
		}
	}
}

// What all pages have in common holds for the log too.
func TestPagesOfTheLog(t *testing.T) {
	c := startLog(t, Options{Users: 100})
	want := idsOf(c.server.Tenant(), func(s SignIn) bool { return s.IsInteractive && s.ErrorCode == 0 })
	c.server.Set(func(b *Behaviour) { b.PageSize, b.EmptyPages = 30, true })
	if got := c.signIns("status/errorCode eq 0"); !slices.Equal(got, want) {
		t.Errorf("%d sign-ins on short and empty pages, want %d", len(got), len(want))
	}
	next := c.ok("auditLogs/signIns?$top=20").next()
	if a := c.get(strings.Replace(next, "/v1.0/", "/beta/", 1)); a.status != 400 {
		t.Errorf("v1.0's link in beta: %d", a.status)
	}
	c.server.Set(func(b *Behaviour) { b.UnknownProperties = []string{"riskState"} })
	if a := c.get(c.betaPath("auditLogs/signIns?$filter=riskState eq 'none'")); a.status != 400 {
		t.Errorf("a property that the cloud does not know: %d", a.status)
	}
}

func TestTicks(t *testing.T) {
	seen := map[string]int{}
	for k := range uint64(4000) {
		ticks := ticksAt(12345, mix(k))
		if ticks < 0 || ticks >= ticksPerSecond {
			t.Fatalf("%d ticks", ticks)
		}
		seen["none"] += tally(ticks == 0)
		midnight := ticksAt(20*day, mix(k))
		if midnight != 0 && midnight != 1 {
			t.Fatalf("%d ticks at midnight", midnight)
		}
		seen["midnight"] += tally(midnight == 0)
	}
	for what, n := range seen {
		if n < 1500 || n > 2500 {
			t.Errorf("%d of 4000 without a fraction: %s", n, what)
		}
	}
	if got := string(appendTicks(nil, testNow.Unix(), 1)); got != `"2026-11-24T09:30:00.0000001Z"` {
		t.Error(got)
	}
	if got := string(appendTicks(nil, testNow.Unix(), 0)) + string(appendTicks(nil, 0, 5)); got != `"2026-11-24T09:30:00Z"null` {
		t.Error(got)
	}
}

// A sign-in comes from where its user works, but for few.
func TestWhereSignInsComeFrom(t *testing.T) {
	tenant := testTenant(t, 400)
	home, abroad, unknown := 0, 0, 0
	for i := range tenant.Len() {
		var p person
		tenant.load(&p, i)
		for _, s := range tenant.UserSignIns(i) {
			switch {
			case s.Location.City == "":
				unknown++
			case s.Location.CountryOrRegion == p.place.usage && s.Location.City == spots[p.place.city].city:
				home++
			default:
				abroad++
			}
			if (s.Location.City == "") != (s.Location.State == "") || (s.Location.City == "") != (s.Location.CountryOrRegion == "") {
				t.Fatalf("a place of %+v", s.Location)
			}
		}
	}
	if all := home + abroad + unknown; home < all*9/10 || abroad < all/100 || unknown < all/100 {
		t.Errorf("%d at home, %d abroad, %d from nowhere", home, abroad, unknown)
	}
	for _, culture := range cultures() {
		for _, place := range culture.places {
			if _, ok := spots[place.city]; !ok {
				t.Errorf("%s is on no map", place.city)
			}
		}
	}
}

// How a sign-in ended, and what policies and second factors have to do with it.
func TestOutcomesAreConsistent(t *testing.T) {
	tenant := testTenant(t, 1000)
	seen := map[string]int{}
	for s := range tenant.SignIns() {
		failed := s.ErrorCode != 0
		switch {
		case s.ErrorCode == blockedByPolicy && s.ConditionalAccessStatus != "failure",
			s.ConditionalAccessStatus == "success" && failed,
			s.ConditionalAccessStatus == "success" && s.AuthenticationRequirement != "multiFactorAuthentication",
			s.UserID == "" && s.AuthenticationRequirement != "singleFactorAuthentication",
			slices.Contains(legacyClients, s.ClientAppUsed) && s.AppID != appExchange.id,
			s.RiskLevel == "none" && len(s.RiskEventTypes) > 0,
			s.RiskLevel == "high" && len(s.RiskEventTypes) == 0,
			s.DeviceDetail.DeviceID == "" && s.DeviceDetail.IsManaged != nil,
			s.CreatedDateTime.After(testNow.Add(time.Second)):
			t.Fatalf("%+v", s)
		}
		seen["failed"] += tally(failed)
		seen["disabled"] += tally(s.ErrorCode == accountDisabled.code)
		seen["all"]++
		seen["managed, not compliant"] += tally(s.DeviceDetail.IsManaged != nil && !*s.DeviceDetail.IsCompliant)
	}
	if seen["failed"]*100 < seen["all"]*5 || seen["failed"]*100 > seen["all"]*35 {
		t.Errorf("%d of %d failed", seen["failed"], seen["all"])
	}
	if seen["managed, not compliant"] == 0 {
		t.Error("all managed devices are compliant")
	}
}
