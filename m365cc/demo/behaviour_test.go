package demo

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

const signIns = "users?$top=1&$select=id,signInActivity"

// Which permissions are enough for what.
func TestPermissions(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	none := []string{}
	for _, test := range []struct {
		path   string
		enough [][]string
		not    [][]string
	}{
		{"users?$top=1", [][]string{{"User.Read.All"}, {"Directory.Read.All"}}, [][]string{none, {"Organization.Read.All"}, {roleAuditLog}, {"User.ReadBasic.All"}}},
		{"users/AdeleV@contoso.com", [][]string{{"User.Read.All"}, {"Directory.Read.All"}}, [][]string{none, {roleAuditLog}}},
		{"users/$count", [][]string{{"User.Read.All"}, {"Directory.Read.All"}}, [][]string{none, {roleAuditLog}}},
		{"subscribedSkus", [][]string{{"LicenseAssignment.Read.All"}, {"Organization.Read.All"}, {"Directory.Read.All"}}, [][]string{none, {"User.Read.All"}}},
		{"directory/subscriptions", [][]string{{"Organization.Read.All"}, {"Directory.Read.All"}}, [][]string{none, {"LicenseAssignment.Read.All"}}},
		{"organization", [][]string{{"Organization.Read.All"}, {"Directory.Read.All"}, {"User.Read.All"}}, [][]string{none, {roleAuditLog}}},
		{signIns, [][]string{{"User.Read.All", roleAuditLog}, {"Directory.Read.All", roleAuditLog}}, [][]string{none, {roleAuditLog}}},
	} {
		for _, roles := range test.enough {
			c.server.Set(func(b *Behaviour) { b.Roles = roles })
			c.renew()
			c.ok(test.path, eventual...)
		}
		for _, roles := range test.not {
			c.server.Set(func(b *Behaviour) { b.Roles = roles })
			c.renew()
			c.get(test.path, eventual...).wantRefusal(t, 403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
		}
	}
}

// Permissions are in the token: a new one is needed for new ones.
func TestPermissionsComeWithTheToken(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	c.server.Set(func(b *Behaviour) { b.Roles = []string{} })
	c.ok("users?$top=1")
	c.renew()
	if a := c.get("users?$top=1"); a.status != 403 {
		t.Errorf("%d", a.status)
	}
}

func TestPropertiesThatNeedMore(t *testing.T) {
	c := startServer(t, Options{})
	c.server.Set(func(b *Behaviour) { b.Roles = []string{"User.Read.All"} })
	c.renew()
	const missing = "Calling principal does not have required MSGraph permissions AuditLog.Read.All"
	c.get(signIns).wantRefusal(t, 403, "Authentication_MSGraphPermissionMissing", missing)
	c.get("users?$filter=signInActivity/lastSignInDateTime ge 2026-01-01").wantRefusal(t, 403, "Authentication_MSGraphPermissionMissing", missing)

	// employeeLeaveDateTime is left out in silence, and cannot be filtered on.
	for _, row := range c.ok("users?$select=id,employeeId,employeeLeaveDateTime").value() {
		if got := keys(row); !slices.Equal(got, []string{"employeeId", "id"}) {
			t.Fatalf("members %v", got)
		}
	}
	const denied = "Insufficient privileges to complete the operation."
	c.advanced("users?$filter=employeeLeaveDateTime ge 2020-01-01").wantRefusal(t, 403, "Authorization_RequestDenied", denied)
	c.get("users?$select=id,customSecurityAttributes").wantRefusal(t, 403, "Authorization_RequestDenied", denied)
	c.advanced("users?$filter=customSecurityAttributes/Engineering/CostCenter eq 'x'").wantRefusal(t, 403, "Authorization_RequestDenied", denied)

	c.server.Set(func(b *Behaviour) { b.Roles = nil })
	c.renew()
	left := 0
	for _, row := range c.ok("users?$top=250&$select=id,employeeLeaveDateTime,customSecurityAttributes,signInActivity").value() {
		if row["employeeLeaveDateTime"] != nil {
			left++
		}
	}
	if left == 0 {
		t.Error("nobody has left")
	}
}

func TestNoPremium(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	c.server.Set(func(b *Behaviour) { b.NoPremium = true })
	for _, path := range []string{signIns, "users?$select=id&$filter=signInActivity/lastSignInDateTime ge 2026-01-01", "users/" + c.server.Tenant().UserID(0) + "?$select=signInActivity"} {
		c.get(path).wantRefusal(t, 403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant", "Neither tenant is B2C or tenant doesn't have premium license")
	}
	c.ok("users?$top=1&$select=id,displayName")
}

func TestRefusedFiltersOverTheWire(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	c.server.Set(func(b *Behaviour) {
		b.RefuseFilter, b.RefuseOperators, b.UnknownProperties = []string{"department"}, []string{"in"}, []string{"city"}
	})
	c.get("users?$filter=department eq 'x'").wantRefusal(t, 400, "Request_UnsupportedQuery",
		"Unsupported or invalid query filter clause specified for property 'department' of resource 'User'.")
	c.get("users?$filter=userType in ('Guest')").wantRefusal(t, 400, "Request_UnsupportedQuery",
		"Unsupported property filter clause operator 'in'.")
	c.get("users?$filter=city eq 'x'").wantRefusal(t, 400, "BadRequest",
		"Invalid filter clause: Could not find a property named 'city' on type 'microsoft.graph.user'.")
	c.get("users?$select=id,city").wantRefusal(t, 400, "BadRequest",
		"Parsing OData Select and Expand failed: Could not find a property named 'city' on type 'microsoft.graph.user'.")
	c.ok("users?$filter=userType eq 'Guest'&$select=id,department")
}

func TestRefuseAdvanced(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	c.server.Set(func(b *Behaviour) { b.RefuseAdvanced = true })
	c.advanced("users?$select=id&$filter=country ne 'Japan'").wantRefusal(t, 400, "Request_UnsupportedQuery", "Unsupported Query.")
	c.advanced("users?$select=id").wantRefusal(t, 400, "Request_UnsupportedQuery", "Unsupported Query.")
	c.get("users/$count", eventual...).wantRefusal(t, 400, "Request_BadRequest", "$count is not currently supported.")
	c.ok("users?$select=id&$filter=country eq 'Japan'")
	c.ok("users?$select=id&$filter=country eq 'Japan'", eventual...)
}

func TestThrottle(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	for _, test := range []struct {
		status     int
		after      string
		code, says string
	}{
		{429, "7", "TooManyRequests", "Too many requests."},
		{503, "Wed, 25 Nov 2026 00:00:00 GMT", "ServiceUnavailable", "The service is temporarily unavailable."},
		{504, "", "GatewayTimeout", "The gateway did not receive a response in time."},
		{500, "", "UnknownError", "Internal Server Error"},
	} {
		c.server.Set(func(b *Behaviour) {
			b.Throttle = func(*http.Request) (int, string) { return test.status, test.after }
		})
		a := c.get("users")
		a.wantRefusal(t, test.status, test.code, test.says)
		if a.header.Get("Retry-After") != test.after {
			t.Errorf("%d: Retry-After %q", test.status, a.header.Get("Retry-After"))
		}
	}
	calls := 0
	c.server.Set(func(b *Behaviour) {
		b.Throttle = func(r *http.Request) (int, string) {
			if calls++; strings.HasSuffix(r.URL.Path, "/users") && calls%2 == 1 {
				return 429, "0"
			}
			return 0, ""
		}
	})
	if first, second := c.get("users"), c.get("users"); first.status != 429 || second.status != 200 {
		t.Errorf("%d, then %d", first.status, second.status)
	}
	// It comes before anything else, the token too.
	c.token = ""
	if a := c.get("users"); a.status != 429 {
		t.Errorf("without a token: %d", a.status)
	}
}

func TestLatency(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	c.server.Set(func(b *Behaviour) { b.Latency = 60 * time.Millisecond })
	start := time.Now()
	c.ok("users?$top=1")
	if took := time.Since(start); took < 60*time.Millisecond {
		t.Errorf("the answer came after %v", took)
	}
}

func TestHold(t *testing.T) {
	c := startServer(t, Options{Users: 300})
	first := c.ok("users?$select=id&$top=100")
	reached, release := make(chan struct{}), make(chan struct{})
	c.server.Set(func(b *Behaviour) {
		b.Hold = func(r *http.Request) {
			if r.URL.Query().Has("$skiptoken") {
				close(reached)
				<-release
			}
		}
	})
	done := make(chan answer)
	go func() { done <- c.get(first.next()) }()
	<-reached
	select {
	case <-done:
		t.Error("the page was not held")
	case <-time.After(20 * time.Millisecond):
	}
	if n := len(c.server.Requests()); n != 2 {
		t.Errorf("%d requests while one is held", n)
	}
	close(release)
	if a := <-done; a.status != 200 || len(a.value()) != 100 {
		t.Errorf("%d", a.status)
	}
}

func TestSetWhileServing(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for k := range 50 {
			c.server.Set(func(b *Behaviour) { b.PageSize = k })
		}
	}()
	for range 20 {
		c.ok("users?$top=1")
	}
	<-done
}

func TestDefaultRolesAreACopy(t *testing.T) {
	DefaultRoles()[0] = "x"
	if DefaultRoles()[0] != "User.Read.All" {
		t.Error("a caller changed the roles of all servers")
	}
}
