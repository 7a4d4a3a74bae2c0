package demo

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// startLog serves a tenant whose sign-in log may be read without end.
func startLog(t testing.TB, o Options) *client {
	c := startServer(t, o)
	c.server.Set(func(b *Behaviour) { b.LogRequests = -1 })
	return c
}

// betaPath is the address of a path in beta, with its query not yet escaped.
func (c *client) betaPath(path string) string {
	path, query, _ := strings.Cut(path, "?")
	return "https://" + c.server.GraphHost() + "/beta/" + path + "?" + strings.ReplaceAll(url.PathEscape(query), "+", "%2B")
}

// signIns reads a filter's sign-ins to the end and returns their ids.
func (c *client) signIns(filter string) []string {
	c.t.Helper()
	ids := []string{}
	for _, page := range c.all(c.betaPath("auditLogs/signIns?$select=id&$filter=" + filter)) {
		ids = append(ids, page.texts("id")...)
	}
	return ids
}

// idsOf returns the ids of the tenant's sign-ins that fit, the newest first.
func idsOf(tenant *Tenant, fits func(SignIn) bool) []string {
	ids := []string{}
	for s := range tenant.SignIns() {
		if fits(s) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

func TestSignInsByDefault(t *testing.T) {
	c := startLog(t, Options{Users: 900})
	want := idsOf(c.server.Tenant(), func(s SignIn) bool { return s.IsInteractive })
	for _, path := range []string{"auditLogs/signIns", c.betaPath("auditLogs/signIns"), "auditLogs/signIns?$top=1000", "auditLogs/signIns?$top=499"} {
		var ids []string
		pages := c.all(path)
		for _, page := range pages {
			ids = append(ids, page.texts("id")...)
		}
		if !slices.Equal(ids, want) {
			t.Errorf("%s: %d sign-ins, want %d", path, len(ids), len(want))
		}
		if n := len(pages[0].value()); n != 1000 && !strings.Contains(path, "499") {
			t.Errorf("%s: a page of %d", path, n)
		}
	}
	pages := c.all("auditLogs/signIns?$top=700&$orderby=createdDateTime")
	var up []string
	for _, page := range pages {
		up = append(up, page.texts("id")...)
	}
	slices.Reverse(up)
	if !slices.Equal(up, want) {
		t.Error("in the order of createdDateTime they are not the other way round")
	}
	if a := c.ok(c.betaPath("auditLogs/signIns?$top=3&$orderby=createdDateTime desc&$filter=createdDateTime ge 2026-11-01")); !slices.Equal(a.texts("id"), want[:3]) {
		t.Error("createdDateTime desc is not the usual order")
	}
}

func TestSignInFilters(t *testing.T) {
	c := startLog(t, Options{Users: 400})
	tenant := c.server.Tenant()
	var some SignIn // with a fraction of a second
	for s := range tenant.SignIns() {
		if s.IsInteractive && s.CreatedDateTime.Nanosecond() > 0 && s.Location.City != "" {
			some = s
		}
		if some.ID != "" && s.CreatedDateTime.Before(testNow.AddDate(0, 0, -12)) {
			break
		}
	}
	second := some.CreatedDateTime.Truncate(time.Second)
	at := func(moment time.Time) string { return moment.UTC().Format("2006-01-02T15:04:05.9999999Z") }
	isNot := func(s SignIn) bool { return s.EventType == "nonInteractiveUser" }
	for filter, fits := range map[string]func(SignIn) bool{
		"createdDateTime ge " + at(second):                        func(s SignIn) bool { return s.IsInteractive && !s.CreatedDateTime.Before(second) },
		"createdDateTime le " + at(second):                        func(s SignIn) bool { return s.IsInteractive && !s.CreatedDateTime.After(second) },
		"createdDateTime ge " + at(some.CreatedDateTime):          func(s SignIn) bool { return s.IsInteractive && !s.CreatedDateTime.Before(some.CreatedDateTime) },
		"createdDateTime le " + at(some.CreatedDateTime):          func(s SignIn) bool { return s.IsInteractive && !s.CreatedDateTime.After(some.CreatedDateTime) },
		"createdDateTime eq " + at(some.CreatedDateTime):          func(s SignIn) bool { return s.IsInteractive && s.CreatedDateTime.Equal(some.CreatedDateTime) },
		"createdDateTime ge 1999-01-01 and status/errorCode eq 0": func(s SignIn) bool { return s.IsInteractive && s.ErrorCode == 0 },
		"createdDateTime ge 2026-11-20 and createdDateTime le 2026-11-20T23:59:59.9999999Z": func(s SignIn) bool {
			return s.IsInteractive && s.CreatedDateTime.Format(time.DateOnly) == "2026-11-20"
		},
		"createdDateTime ge 2026-11-22 or createdDateTime le 2026-10-28": func(s SignIn) bool {
			return s.IsInteractive && (!s.CreatedDateTime.Before(time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)) || !s.CreatedDateTime.After(time.Date(2026, 10, 28, 0, 0, 0, 0, time.UTC)))
		},
		"userId eq '" + some.UserID + "'":                                        func(s SignIn) bool { return s.IsInteractive && s.UserID == some.UserID },
		"userPrincipalName eq '" + strings.ToUpper(some.UserPrincipalName) + "'": func(s SignIn) bool { return s.IsInteractive && s.UserID == some.UserID },
		"userId eq 'nobody'":                                                     func(SignIn) bool { return false },
		"userId eq '" + some.UserID + "' and signInEventTypes/any(t: t eq 'nonInteractiveUser') and createdDateTime le " + at(second): func(s SignIn) bool {
			return isNot(s) && s.UserID == some.UserID && !s.CreatedDateTime.After(second)
		},
		"signInEventTypes/any(t: t eq 'nonInteractiveUser')":                           isNot,
		"signInEventTypes/any(t: t eq 'servicePrincipal')":                             func(s SignIn) bool { return s.EventType == "servicePrincipal" },
		"signInEventTypes/any(t: t eq 'managedIdentity')":                              func(s SignIn) bool { return s.EventType == "managedIdentity" },
		"signInEventTypes/any(t: t eq 'servicePrincipal' or t eq 'managedIdentity')":   func(s SignIn) bool { return s.UserID == "" },
		"signInEventTypes/any(t: t ne 'interactiveUser')":                              func(s SignIn) bool { return !s.IsInteractive },
		"signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'noninteractiveUser')": func(s SignIn) bool { return s.UserID != "" },
		"userId eq '' and signInEventTypes/any(t: t eq 'managedIdentity')":             func(s SignIn) bool { return s.EventType == "managedIdentity" },
		"(appId eq '" + appPowerBIService.id + "' or resourceId eq '" + appPowerBIService.id + "') and createdDateTime ge 2026-11-01T00:00:00Z and signInEventTypes/any(t: t eq 'nonInteractiveUser')": func(s SignIn) bool {
			return isNot(s) && s.ResourceID == appPowerBIService.id && !s.CreatedDateTime.Before(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))
		},
		"startsWith(appDisplayName,'office 365')":        func(s SignIn) bool { return s.IsInteractive && strings.HasPrefix(s.AppDisplayName, "Office 365") },
		"location/city eq '" + some.Location.City + "'":  func(s SignIn) bool { return s.IsInteractive && s.Location.City == some.Location.City },
		"startsWith(deviceDetail/browser,'edge')":        func(s SignIn) bool { return s.IsInteractive && strings.HasPrefix(s.DeviceDetail.Browser, "Edge") },
		"deviceDetail/operatingSystem eq 'macos'":        func(s SignIn) bool { return s.IsInteractive && s.DeviceDetail.OperatingSystem == "MacOs" },
		"clientAppUsed eq 'imap4'":                       func(s SignIn) bool { return s.IsInteractive && s.ClientAppUsed == "IMAP4" },
		"conditionalAccessStatus eq 'failure'":           func(s SignIn) bool { return s.IsInteractive && s.ConditionalAccessStatus == "failure" },
		"riskLevelAggregated eq 'high'":                  func(s SignIn) bool { return s.IsInteractive && s.RiskLevel == "high" },
		"riskEventTypes_v2/any(r: r eq 'passwordSpray')": func(s SignIn) bool { return s.IsInteractive && slices.Contains(s.RiskEventTypes, "passwordSpray") },
		"correlationId eq '" + some.CorrelationID + "'":  func(s SignIn) bool { return s.ID == some.ID },
		"startsWith(ipAddress,'192.0.2.')":               func(s SignIn) bool { return s.IsInteractive && strings.HasPrefix(s.IPAddress, "192.0.2.") },
		"authenticationRequirement eq 'multiFactorAuthentication'": func(s SignIn) bool {
			return s.IsInteractive && s.AuthenticationRequirement == "multiFactorAuthentication"
		},
	} {
		got, want := c.signIns(filter), idsOf(tenant, fits)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %d sign-ins, want %d", filter, len(got), len(want))
		}
		if len(want) == 0 && !strings.Contains(filter, "nobody") {
			t.Errorf("%s: nothing fits, so that it proves nothing", filter)
		}
	}
}
