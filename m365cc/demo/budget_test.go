package demo

import (
	"strconv"
	"testing"
	"time"
)

func TestBudgetFills(t *testing.T) {
	var b budget
	now := time.Unix(1000, 0)
	if share, wait := b.take(60, 100, now); wait != 0 || share != 0.6 {
		t.Errorf("%v spent, wait %v", share, wait)
	}
	if _, wait := b.take(60, 100, now); wait != 2*time.Second {
		t.Errorf("wait %v for 20 units of 10 a second", wait)
	}
	if _, wait := b.take(60, 100, now.Add(2*time.Second)); wait != 0 {
		t.Errorf("wait %v after the wait", wait)
	}
	if share, wait := b.take(100, 100, now.Add(time.Hour)); wait != 0 || share != 1 {
		t.Errorf("%v spent, wait %v: it does not fill beyond its size", share, wait)
	}
	if _, wait := b.take(1, 100, now.Add(time.Hour)); wait == 0 {
		t.Error("an empty budget gives")
	}
	b.refill()
	if _, wait := b.take(100, 100, now.Add(time.Hour)); wait != 0 {
		t.Error("a refilled budget does not give")
	}
}

func TestUnitsByTenant(t *testing.T) {
	for users, want := range map[int]int{1: 3500, 49: 3500, 50: 5000, 500: 5000, 501: 8000, 500_000: 8000} {
		if got := unitsFor(users); got != want {
			t.Errorf("%d users: %d units", users, got)
		}
	}
}

func TestCostOfRequests(t *testing.T) {
	c := startServer(t, Options{})
	for path, want := range map[string]int{
		"users":                                2,
		"users?$select=id":                     1,
		"users?$top=19":                        1,
		"users?$top=20":                        2,
		"users?$top=5&$select=id":              1,
		"users/AdeleV@contoso.com":             2,
		"subscribedSkus":                       3,
		"subscribedSkus?$select=skuId":         2,
		"directory/subscriptions":              1,
		"organization":                         1,
		"users?$filter=accountEnabled eq true": 2,
	} {
		if got := c.ok(path).header.Get("x-ms-resource-unit"); got != strconv.Itoa(want) {
			t.Errorf("%s costs %s, want %d", path, got, want)
		}
	}
}

func TestBudgetIsEnforced(t *testing.T) {
	c := startServer(t, Options{})
	c.server.Set(func(b *Behaviour) { b.ResourceUnits = 10 })
	c.server.Reset()
	for k := range 5 {
		share := c.ok("users").header.Get("x-ms-throttle-limit-percentage")
		if k != 3 && (share != "") != (k > 3) { // the fourth is at the border
			t.Errorf("request %d: x-ms-throttle-limit-percentage %q", k, share)
		}
	}
	a := c.get("users")
	a.wantRefusal(t, 429, "TooManyRequests", "Too many requests.")
	after, err := strconv.Atoi(a.header.Get("Retry-After"))
	if err != nil || after < 1 || after > 11 {
		t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
	}
	if a.header.Get("x-ms-throttle-information") != "ResourceUnitLimitExceeded" || a.header.Get("x-ms-throttle-scope") == "" {
		t.Errorf("headers %v", a.header)
	}
	c.server.Reset()
	c.ok("users")
	c.server.Set(func(b *Behaviour) { b.ResourceUnits = -1 })
	for range 50 {
		c.ok("users?$top=1")
	}
}

// A refused request is not paid for twice, and not by others.
func TestRefusedRequestsDoNotDrain(t *testing.T) {
	c := startServer(t, Options{})
	c.server.Set(func(b *Behaviour) { b.ResourceUnits = 4 })
	c.server.Reset()
	c.token = ""
	for range 20 {
		if a := c.get("users"); a.status != 401 {
			t.Fatalf("%d", a.status)
		}
	}
	c.renew()
	c.ok("users")
}
