package demo

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestGetSignIn(t *testing.T) {
	c := startLog(t, Options{Users: 60})
	for s := range c.server.Tenant().SignIns() {
		a := c.ok(c.betaPath("auditLogs/signIns/" + s.ID))
		if a.json["id"] != s.ID || a.json["createdDateTime"] != s.CreatedDateTime.Format(signInLayout(s)) {
			t.Fatalf("%s at %s, want %s at %v", a.json["id"], a.json["createdDateTime"], s.ID, s.CreatedDateTime)
		}
		if old := c.get("auditLogs/signIns/" + s.ID); (old.status == 200) != s.IsInteractive {
			t.Errorf("v1.0 gives a sign-in of kind %s: %d", s.EventType, old.status)
		}
	}
	// A request of signInActivity from before the log is none of it, and neither
	// are other ids.
	tenant := c.server.Tenant()
	old := 0
	for i := range tenant.Len() {
		a := tenant.User(i).SignInActivity
		if a != nil && a.LastSignInDateTime.Before(testNow.AddDate(0, 0, -logDays)) {
			old++
			if got := c.get(c.betaPath("auditLogs/signIns/" + a.LastSignInRequestID)); got.status != 404 {
				t.Errorf("a sign-in at %v: %d", a.LastSignInDateTime, got.status)
			}
		}
	}
	if old == 0 {
		t.Error("nobody signed in before the log begins")
	}
	for _, id := range []string{"x", tenant.UserID(0), "66ea54eb-6301-4ee5-be62-ff5a759b0100"} {
		c.get(c.betaPath("auditLogs/signIns/"+id)).wantRefusal(t, 404, "Request_ResourceNotFound",
			"Resource '"+id+"' does not exist or one of its queried reference-property objects are not present.")
	}
}

func signInLayout(s SignIn) string {
	if s.CreatedDateTime.Nanosecond() == 0 {
		return "2006-01-02T15:04:05Z"
	}
	return "2006-01-02T15:04:05.0000000Z"
}

// A row says what the tenant says, and the empty values are as Graph's are.
func TestSignInRow(t *testing.T) {
	c := startLog(t, Options{Users: 200})
	truth := map[string]SignIn{}
	for s := range c.server.Tenant().SignIns() {
		truth[s.ID] = s
	}
	rows := 0
	for _, filter := range []string{"t eq 'interactiveUser' or t eq 'nonInteractiveUser'", "t eq 'servicePrincipal' or t eq 'managedIdentity'"} {
		for _, page := range c.all(c.betaPath("auditLogs/signIns?$filter=signInEventTypes/any(t: " + filter + ")")) {
			for _, row := range page.value() {
				id, _ := row["id"].(string)
				sameSignIn(t, truth[id], row)
				rows++
			}
		}
	}
	if rows != len(truth) {
		t.Errorf("%d rows, want %d", rows, len(truth))
	}
}

// orNull is a text as JSON has it: null for none.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func flag(b *bool) any {
	if b == nil {
		return nil
	}
	return *b
}

func sameSignIn(t *testing.T, want SignIn, row map[string]any) {
	t.Helper()
	member := func(path string) any {
		var v any = row
		for name := range strings.SplitSeq(path, "/") {
			object, ok := v.(map[string]any)
			if _, there := object[name]; !ok || !there {
				t.Fatalf("%s: no %s", want.ID, path)
			}
			v = object[name]
		}
		return v
	}
	d := want.DeviceDetail
	for path, value := range map[string]any{
		"createdDateTime":              want.CreatedDateTime.Format(signInLayout(want)),
		"userId":                       want.UserID,
		"userPrincipalName":            orNull(want.UserPrincipalName),
		"userDisplayName":              orNull(want.UserDisplayName),
		"userType":                     orNull(want.UserType),
		"appId":                        want.AppID,
		"appDisplayName":               want.AppDisplayName,
		"resourceId":                   want.ResourceID,
		"resourceDisplayName":          want.ResourceDisplayName,
		"servicePrincipalId":           want.ServicePrincipalID,
		"servicePrincipalName":         orNull(want.ServicePrincipalName),
		"status/errorCode":             float64(want.ErrorCode),
		"status/failureReason":         orNull(want.FailureReason),
		"status/additionalDetails":     orNull(want.AdditionalDetails),
		"clientAppUsed":                want.ClientAppUsed,
		"conditionalAccessStatus":      want.ConditionalAccessStatus,
		"correlationId":                want.CorrelationID,
		"originalRequestId":            want.OriginalRequestID,
		"ipAddress":                    want.IPAddress,
		"isInteractive":                want.IsInteractive,
		"userAgent":                    orNull(want.UserAgent),
		"location/city":                want.Location.City,
		"location/state":               want.Location.State,
		"location/countryOrRegion":     want.Location.CountryOrRegion,
		"deviceDetail/deviceId":        d.DeviceID,
		"deviceDetail/displayName":     orNull(d.DisplayName),
		"deviceDetail/operatingSystem": d.OperatingSystem,
		"deviceDetail/browser":         d.Browser,
		"deviceDetail/isCompliant":     flag(d.IsCompliant),
		"deviceDetail/isManaged":       flag(d.IsManaged),
		"deviceDetail/trustType":       d.TrustType,
		"riskLevelAggregated":          want.RiskLevel,
		"riskState":                    want.RiskState,
		"riskDetail":                   want.RiskDetail,
		"authenticationRequirement":    want.AuthenticationRequirement,
		"homeTenantId":                 want.HomeTenantID,
	} {
		if got := member(path); got != value {
			t.Errorf("%s: %s is %v, want %v", want.ID, path, got, value)
		}
	}
	if kinds, _ := row["signInEventTypes"].([]any); len(kinds) != 1 || kinds[0] != want.EventType {
		t.Errorf("%s: kinds %v", want.ID, kinds)
	}
	if geo := member("location/geoCoordinates"); (geo == nil) != (want.Location.City == "") {
		t.Errorf("%s: coordinates %v of %q", want.ID, geo, want.Location.City)
	}
}

func TestSignInSelect(t *testing.T) {
	c := startLog(t, Options{Users: 60})
	for _, row := range c.ok(c.betaPath("auditLogs/signIns?$top=5&$select=status,createdDateTime")).value() {
		if got := keys(row); !slices.Equal(got, []string{"createdDateTime", "id", "status"}) {
			t.Errorf("members %v", got)
		}
	}
	c.get("auditLogs/signIns?$select=signInEventTypes").wantRefusal(t, 400, "BadRequest",
		"Parsing OData Select and Expand failed: Could not find a property named 'signInEventTypes' on type 'microsoft.graph.signIn'.")
	c.server.Set(func(b *Behaviour) { b.RefuseSignInSelect = true })
	c.get(c.betaPath("auditLogs/signIns?$select=id")).wantRefusal(t, 400, "BadRequest", "Query option 'Select' is not allowed.")
	c.ok(c.betaPath("auditLogs/signIns?$top=1"))
}

// The properties are those of Microsoft's schema.
func TestSignInProperties(t *testing.T) {
	c := startLog(t, Options{Users: 60})
	beta := c.ok(c.betaPath("auditLogs/signIns?$top=1")).value()[0]
	for _, name := range fileProperties(t, "graph/schemas/beta-signIns.yaml", "signIn") {
		if _, there := beta[name]; !there {
			t.Errorf("beta: no %s", name)
		}
	}
	if want := len(fileProperties(t, "graph/schemas/beta-signIns.yaml", "signIn")) + 1; len(beta) != want {
		t.Errorf("beta has %d properties, want %d: %v", len(beta), want, keys(beta))
	}
	v1 := c.ok("auditLogs/signIns?$top=1").value()[0]
	for _, name := range fileProperties(t, "graph/schemas/v1.0-signIns.yaml", "signIn") {
		if _, there := v1[name]; !there {
			t.Errorf("v1.0: no %s", name)
		}
	}
	if len(v1) != 30 {
		t.Errorf("v1.0 has %d properties, want 29 and the id: %v", len(v1), keys(v1))
	}
	for _, name := range fileProperties(t, "graph/schemas/beta-signIns.yaml", "deviceDetail") {
		if device, _ := beta["deviceDetail"].(map[string]any); !strings.HasPrefix(name, "@") && !slices.Contains(keys(device), name) {
			t.Errorf("no deviceDetail/%s", name)
		}
	}
}

// Policies are shown to those who may read policies.
func TestAppliedPolicies(t *testing.T) {
	c := startLog(t, Options{Users: 60})
	applied := func() (results []string) {
		for _, row := range c.ok(c.betaPath("auditLogs/signIns?$select=appliedConditionalAccessPolicies")).value() {
			list, ok := row["appliedConditionalAccessPolicies"].([]any)
			if !ok {
				t.Fatal("no list of policies")
			}
			for _, p := range list {
				result, _ := p.(map[string]any)["result"].(string)
				results = append(results, result)
			}
		}
		slices.Sort(results)
		return slices.Compact(results)
	}
	if got := applied(); len(got) != 0 {
		t.Errorf("without a permission: %v", got)
	}
	c.server.Set(func(b *Behaviour) { b.Roles = append(DefaultRoles(), "Policy.Read.All") })
	c.renew()
	if got := applied(); !slices.Equal(got, []string{"failure", "notApplied", "notEnabled", "success"}) {
		t.Errorf("policies with results %v", got)
	}
}

// signInOf returns the first sign-in that fits.
func signInOf(t *testing.T, tenant *Tenant, fits func(SignIn) bool) SignIn {
	t.Helper()
	for s := range tenant.SignIns() {
		if fits(s) {
			return s
		}
	}
	t.Fatal("no such sign-in")
	return SignIn{}
}

// Where the log is cut, the exact moment decides.
func TestCutsAtMidnight(t *testing.T) {
	c := startLog(t, Options{Users: 3000})
	tenant := c.server.Tenant()
	for _, ticks := range []time.Duration{0, 100} {
		s := signInOf(t, tenant, func(s SignIn) bool {
			return s.IsInteractive && s.CreatedDateTime.Sub(s.CreatedDateTime.Truncate(24*time.Hour)) == ticks
		})
		midnight := s.CreatedDateTime.Truncate(24 * time.Hour).Format("2006-01-02T15:04:05Z")
		after, before := c.signIns("createdDateTime ge "+midnight), c.signIns("createdDateTime le "+midnight)
		if !slices.Contains(after, s.ID) || slices.Contains(before, s.ID) != (ticks == 0) {
			t.Errorf("%v is after %s: %v, before it: %v", s.CreatedDateTime, midnight, slices.Contains(after, s.ID), slices.Contains(before, s.ID))
		}
	}
}

// The property that v1.0 still has beside riskEventTypes_v2 is an enumeration
// of fewer events.
func TestOldRiskEvents(t *testing.T) {
	c := startLog(t, Options{Users: 900})
	seen := map[string]bool{}
	for _, page := range c.all("auditLogs/signIns?$filter=riskLevelAggregated eq 'high'") {
		for _, row := range page.value() {
			events, _ := row["riskEventTypes_v2"].([]any)
			old, _ := row["riskEventTypes"].([]any)
			if len(events) == 0 || len(old) != len(events) {
				t.Fatalf("%v and %v", events, old)
			}
			for k, e := range events {
				seen[e.(string)] = true
				if want := map[bool]any{true: "generic", false: e}[e == "passwordSpray"]; old[k] != want {
					t.Errorf("%v is %v, want %v", e, old[k], want)
				}
			}
		}
	}
	if !seen["passwordSpray"] || !seen["anonymizedIPAddress"] {
		t.Errorf("events %v", seen)
	}
}
