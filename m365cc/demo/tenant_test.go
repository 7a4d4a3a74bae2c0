package demo

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestDefaultsOfOptions(t *testing.T) {
	tenant, err := NewTenant(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if tenant.Len() != 250 || tenant.Cloud() != "global" || tenant.Domain() != "contoso.com" {
		t.Errorf("%d users in %s of %s", tenant.Len(), tenant.Cloud(), tenant.Domain())
	}
	if age := time.Since(tenant.Now()); age < 0 || age > time.Minute || tenant.Now().Nanosecond() != 0 {
		t.Errorf("its clock shows %v", tenant.Now())
	}
	for _, bad := range []Options{{Users: -1}, {Users: maxUsers + 1}, {Cloud: "germany"}} {
		if _, err := NewTenant(bad); err == nil {
			t.Errorf("%+v makes a tenant", bad)
		}
	}
	if _, err := NewTenant(Options{Cloud: "mars"}); err == nil || !strings.Contains(err.Error(), `"mars"`) {
		t.Errorf("the error does not name the cloud: %v", err)
	}
}

// The same seed, size and clock give the same tenant; another seed or clock
// gives another one, and another size the same people.
func TestTenantFollowsFromItsOptions(t *testing.T) {
	dump := func(o Options) string {
		tenant, err := NewTenant(o)
		if err != nil {
			t.Fatal(err)
		}
		var users []User
		for i := range 200 {
			users = append(users, tenant.User(i))
		}
		text, err := json.Marshal([]any{tenant.ID(), users, tenant.SKUs(), tenant.Subscriptions()})
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	base := dump(Options{Users: 250, Seed: 1, Now: testNow})
	if dump(Options{Now: testNow}) != base {
		t.Error("the same options make another tenant")
	}
	if dump(Options{Now: testNow.In(time.FixedZone("", 3600))}) != base {
		t.Error("the zone of the clock changes the tenant")
	}
	if dump(Options{Seed: 2, Now: testNow}) == base || dump(Options{Now: testNow.Add(time.Hour)}) == base {
		t.Error("another seed or clock makes the same tenant")
	}
	small, big := testTenant(t, 200), testTenant(t, 5000)
	for i := range 200 {
		if !reflect.DeepEqual(small.User(i), big.User(i)) {
			t.Fatalf("user %d depends on the size", i)
		}
	}
}

func TestFind(t *testing.T) {
	tenant := testTenant(t, 20_000)
	names := map[string]int{}
	for i := range tenant.Len() {
		id, upn := tenant.UserID(i), tenant.UserPrincipalName(i)
		if other, twice := names[strings.ToLower(upn)]; twice {
			t.Fatalf("users %d and %d are both %s", i, other, upn)
		}
		names[strings.ToLower(upn)] = i
		for _, key := range []string{id, strings.ToUpper(id), upn, strings.ToUpper(upn), strings.ToLower(upn)} {
			if got, ok := tenant.Find(key); !ok || got != i {
				t.Fatalf("%q leads to %d, %v, not to %d", key, got, ok, i)
			}
		}
	}
	bigger := testTenant(t, 20_001)
	for _, key := range []string{
		"", "nobody", "nobody@contoso.com", "@contoso.com", "adelev", "adelev@fabrikam.com", "adelev@contoso.com ",
		bigger.UserID(20_000), bigger.UserPrincipalName(20_000), "00000000-0000-4000-8000-000000000000",
		"backup-0@contoso.com", "backup--1@contoso.com", "#EXT#@contoso.com", "a.b_c.d#EXT#@contoso.onmicrosoft.com",
	} {
		if i, ok := tenant.Find(key); ok {
			t.Errorf("%q is user %d", key, i)
		}
	}
}

func TestSmallTenants(t *testing.T) {
	for n := 1; n <= 30; n++ {
		tenant := testTenant(t, n)
		for i := range n {
			if got, ok := tenant.Find(tenant.UserPrincipalName(i)); !ok || got != i {
				t.Errorf("of %d users, %d is not found", n, i)
			}
		}
		if len(tenant.SKUs()) != skuCount {
			t.Errorf("%d SKUs", len(tenant.SKUs()))
		}
	}
	if _, ok := testTenant(t, 1).Find("AlexW@contoso.com"); ok {
		t.Error("a tenant of one user has two")
	}
}

func TestClouds(t *testing.T) {
	for _, name := range []string{"global", "gcc_high", "dod", "china"} {
		tenant, err := NewTenant(Options{Cloud: name, Now: testNow})
		if err != nil {
			t.Fatal(err)
		}
		u := tenant.User(0)
		if tenant.Cloud() != name || !strings.HasSuffix(u.UserPrincipalName, "@"+tenant.Domain()) {
			t.Errorf("%s: %s of %s", name, u.UserPrincipalName, tenant.Domain())
		}
		if !slices.Contains(tenant.Domains(), tenant.Domain()) || len(tenant.Domains()) != 3 {
			t.Errorf("%s: domains %v", name, tenant.Domains())
		}
		for i := range tenant.Len() {
			if got, ok := tenant.Find(tenant.UserPrincipalName(i)); !ok || got != i {
				t.Errorf("%s: user %d is not found", name, i)
			}
		}
	}
}
