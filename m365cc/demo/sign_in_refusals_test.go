package demo

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestRefusedSignInQueries(t *testing.T) {
	c := startLog(t, Options{Users: 30})
	clause := func(name string) string {
		return "Unsupported or invalid query filter clause specified for property '" + name + "' of resource 'SignIn'."
	}
	unknown := func(name string) string {
		return "Invalid filter clause: Could not find a property named '" + name + "' on type 'microsoft.graph.signIn'."
	}
	const users = "Filtering on both user and service principal sign-in event types is not supported."
	for _, test := range []struct{ query, code, message string }{
		{"$filter=createdDateTime gt 2026-11-20", "Request_UnsupportedQuery", clause("createdDateTime")},
		{"$filter=createdDateTime lt 2026-11-20", "Request_UnsupportedQuery", clause("createdDateTime")},
		{"$filter=createdDateTime ne 2026-11-20", "Request_UnsupportedQuery", clause("createdDateTime")},
		{"$filter=appId in ('a','b')", "Request_UnsupportedQuery", clause("appId")},
		{"$filter=appId ne 'a'", "Request_UnsupportedQuery", clause("appId")},
		{"$filter=startsWith(appId,'a')", "Request_UnsupportedQuery", clause("appId")},
		{"$filter=startsWith(resourceDisplayName,'a')", "Request_UnsupportedQuery", clause("resourceDisplayName")},
		{"$filter=isInteractive eq true", "Request_UnsupportedQuery", clause("isInteractive")},
		{"$filter=status/failureReason eq 'x'", "Request_UnsupportedQuery", clause("status")},
		{"$filter=status/errorCode ge 1", "Request_UnsupportedQuery", clause("status")},
		{"$filter=deviceDetail/deviceId eq ''", "Request_UnsupportedQuery", clause("deviceDetail")},
		{"$filter=id eq 'x'", "Request_UnsupportedQuery", clause("id")},
		{"$filter=userId eq null", "Request_UnsupportedQuery", clause("userId")},
		{"$filter=signInEventTypes eq 'interactiveUser'", "Request_UnsupportedQuery", clause("signInEventTypes")},
		{"$filter=signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'servicePrincipal')", "Request_UnsupportedQuery", users},
		{"$filter=signInEventTypes/any(t: t eq 'managedIdentity') or signInEventTypes/any(t: t eq 'nonInteractiveUser')", "Request_UnsupportedQuery", users},
		{"$filter=not(appId eq 'a')", "Request_UnsupportedQuery", "Operator 'not' is not supported because the 'ConsistencyLevel:eventual' header is missing. Refer to https://aka.ms/graph-docs/advanced-queries for more information"},
		{"$filter=shoeSize eq 1", "BadRequest", unknown("shoeSize")},
		{"$filter=createdDateTime ge 'yesterday'", "BadRequest", "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.DateTimeOffset' and 'Edm.String' for operator kind 'GreaterThanOrEqual'."},
		{"$orderby=userDisplayName", "Request_UnsupportedQuery", "Sorting not supported for current query."},
		{"$top=1001", "Request_UnsupportedQuery", "Invalid page size specified: '1001'. Must be between 1 and 1000 inclusive."},
		{"$top=0", "Request_UnsupportedQuery", "Invalid page size specified: '0'. Must be between 1 and 1000 inclusive."},
		{"$count=true", "Request_BadRequest", "'$count' is not supported by the service."},
		{"$expand=x", "Request_BadRequest", "'$expand' is not supported by the service."},
		{"top=10", "BadRequest", "The query parameter 'top' is not supported."},
		{"$skiptoken=9177f2e3532fcd4c4d225f68f7b9bdf7_1", "Directory_ExpiredPageToken", "The specified page token value has expired and can no longer be included in your request."},
	} {
		a := c.get(c.betaPath("auditLogs/signIns?" + test.query))
		if code, message := a.refusal(); a.status != 400 || code != test.code || message != test.message {
			t.Errorf("%s: %d %s %q", test.query, a.status, code, message)
		}
	}
	// v1.0 knows nothing of kinds.
	c.get("auditLogs/signIns?$filter=signInEventTypes/any(t:%20t%20eq%20'nonInteractiveUser')").wantRefusal(t, 400, "BadRequest", unknown("signInEventTypes"))
}

func TestLongOr(t *testing.T) {
	c := startLog(t, Options{Users: 30})
	var clauses []string
	for k := range 40 {
		clauses = append(clauses, fmt.Sprintf("appId eq '%d'", k))
	}
	filter := "auditLogs/signIns?$filter=createdDateTime ge 2026-11-01 and (" + strings.Join(clauses, " or ") + ")"
	c.ok(c.betaPath(filter))
	c.server.Set(func(b *Behaviour) { b.SignInClauses = 39 })
	c.get(c.betaPath(filter)).wantRefusal(t, 400, "Request_UnsupportedQuery", "The filter joins 40 clauses by 'or'. Max allowed: 39.")
	c.server.Set(func(b *Behaviour) { b.SignInClauses = 40 })
	c.ok(c.betaPath(filter))
}

// logPaths are the lists that share the budget of the reports.
var logPaths = []string{"auditLogs/signIns?$top=1", "reports/authenticationMethods/userRegistrationDetails?$top=1"}

func TestLogPermission(t *testing.T) {
	c := startLog(t, Options{Users: 30})
	for _, path := range logPaths {
		for _, version := range []string{path, c.betaPath(path)} {
			c.server.Set(func(b *Behaviour) { b.Roles, b.NoPremium = []string{"Directory.Read.All", "Reports.Read.All"}, false })
			c.renew()
			c.get(version).wantRefusal(t, 403, "Authentication_MSGraphPermissionMissing",
				"Calling principal does not have required MSGraph permissions AuditLog.Read.All")
			c.server.Set(func(b *Behaviour) { b.Roles = []string{roleAuditLog} })
			c.renew()
			c.ok(version)
			c.server.Set(func(b *Behaviour) { b.NoPremium = true })
			c.get(version).wantRefusal(t, 403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
				"Neither tenant is B2C or tenant doesn't have premium license")
		}
	}
}

func TestLogBudgetIsEnforced(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	for k := range 5 {
		c.ok(logPaths[k%len(logPaths)])
	}
	for range 3 {
		a := c.get(c.betaPath(logPaths[1]))
		a.wantRefusal(t, 429, "TooManyRequests", "Too many requests.")
		if after, err := strconv.Atoi(a.header.Get("Retry-After")); err != nil || after < 1 || after > 10 {
			t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
		}
	}
	c.ok("users?$top=1") // has a budget of its own
	c.server.Reset()
	c.ok(logPaths[0])
	c.server.Set(func(b *Behaviour) { b.LogRequests = 2 })
	c.ok(logPaths[0])
	if a := c.get(logPaths[0]); a.status != 429 {
		t.Errorf("the third of two requests: %d", a.status)
	}
	c.server.Set(func(b *Behaviour) { b.LogRequests = -1 })
	for range 20 {
		c.ok(logPaths[0])
	}
}

func TestWindow(t *testing.T) {
	var w logWindow
	at := func(ms int) time.Time { return time.Unix(1000, 0).Add(time.Duration(ms) * time.Millisecond) }
	for _, test := range []struct {
		ms   int
		wait time.Duration
	}{
		{0, 0}, {4000, 0}, {9000, time.Second}, {9999, time.Millisecond}, {10_000, 0},
		{10_001, 3999 * time.Millisecond}, {14_000, 0}, {14_000, 6 * time.Second}, {40_000, 0}, {40_000, 0}, {40_000, 10 * time.Second},
	} {
		if wait := w.take(2, at(test.ms)); wait != test.wait {
			t.Errorf("after %d ms: wait %v, want %v", test.ms, wait, test.wait)
		}
	}
	w.clear()
	if wait := w.take(2, at(40_000)); wait != 0 {
		t.Errorf("after clear: wait %v", wait)
	}
}
