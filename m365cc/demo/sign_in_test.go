package demo

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// The newest sign-ins of a user are those of signInActivity, and carry its ids.
func TestSignInsAgreeWithSignInActivity(t *testing.T) {
	tenant := testTenant(t, 1500)
	start := testNow.AddDate(0, 0, -logDays)
	seen := map[string]int{}
	for i := range tenant.Len() {
		u := tenant.User(i)
		var a SignInActivity
		if u.SignInActivity != nil {
			a = *u.SignInActivity
		}
		all := tenant.UserSignIns(i)
		newest := func(what string, at time.Time, id string, fits func(SignIn) bool) {
			k := slices.IndexFunc(all, fits)
			switch {
			case k >= 0 && (!all[k].CreatedDateTime.Truncate(time.Second).Equal(at) || all[k].ID != id):
				t.Fatalf("user %d: %s sign-in %s at %v, signInActivity says %s at %v", i, what, all[k].ID, all[k].CreatedDateTime, id, at)
			case k < 0 && !at.Before(start):
				t.Fatalf("user %d: no %s sign-in, signInActivity says %v", i, what, at)
			case k >= 0:
				seen[what]++
			}
		}
		newest("interactive", a.LastSignInDateTime, a.LastSignInRequestID, func(s SignIn) bool { return s.IsInteractive })
		newest("non-interactive", a.LastNonInteractiveSignInDateTime, a.LastNonInteractiveSignInRequestID, func(s SignIn) bool { return !s.IsInteractive })
		newest("successful", a.LastSuccessfulSignInDateTime, a.LastSuccessfulSignInRequestID, func(s SignIn) bool { return s.ErrorCode == 0 })
		for _, s := range all {
			if s.UserID != u.ID || s.UserPrincipalName != strings.ToLower(u.UserPrincipalName) || s.UserDisplayName != u.DisplayName {
				t.Fatalf("user %d: a sign-in of %s", i, s.UserPrincipalName)
			}
			if s.CreatedDateTime.Before(start) || !u.CreatedDateTime.IsZero() && s.CreatedDateTime.Before(u.CreatedDateTime) {
				t.Fatalf("user %d: a sign-in at %v", i, s.CreatedDateTime)
			}
		}
	}
	for _, what := range []string{"interactive", "non-interactive", "successful"} {
		if seen[what] < 500 {
			t.Errorf("%d users with a %s sign-in", seen[what], what)
		}
	}
}

func TestSignInsAreSorted(t *testing.T) {
	tenant := testTenant(t, 1000)
	ids := map[string]bool{}
	var last SignIn
	var same, exact, midnight, tick int
	for s := range tenant.SignIns() {
		if ids[s.ID] {
			t.Fatalf("%s came twice", s.ID)
		}
		ids[s.ID] = true
		if len(ids) > 1 {
			if s.CreatedDateTime.After(last.CreatedDateTime) {
				t.Fatalf("%v after %v", s.CreatedDateTime, last.CreatedDateTime)
			}
			same += tally(s.CreatedDateTime.Truncate(time.Second).Equal(last.CreatedDateTime.Truncate(time.Second)))
			exact += tally(s.CreatedDateTime.Equal(last.CreatedDateTime))
		}
		cut := s.CreatedDateTime.Sub(s.CreatedDateTime.Truncate(24 * time.Hour))
		midnight, tick = midnight+tally(cut == 0), tick+tally(cut == 100)
		last = s
	}
	if same < 20 || exact < 5 || midnight < 10 || tick < 10 {
		t.Errorf("%d within the same second, %d at the same moment, %d at midnight, %d just after", same, exact, midnight, tick)
	}
}

func tally(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Everything that clients have to tell apart is there in a small tenant too.
func TestSignInVariety(t *testing.T) {
	tenant := testTenant(t, 0)
	seen := map[string]int{}
	for s := range tenant.SignIns() {
		seen[s.EventType]++
		seen["client "+s.ClientAppUsed]++
		seen["risk "+s.RiskLevel]++
		seen["policy "+s.ConditionalAccessStatus]++
		seen["error "+s.FailureReason]++
		seen["device "+s.DeviceDetail.TrustType]++
		seen["type "+s.UserType]++
		if s.ErrorCode == 0 && s.FailureReason != "" && s.FailureReason != "Other." || s.ErrorCode != 0 && s.FailureReason == "" {
			t.Fatalf("error %d: %q", s.ErrorCode, s.FailureReason)
		}
		if (s.UserID == "") != (s.ServicePrincipalID != "") || (s.UserID == "") != strings.HasSuffix(s.EventType, "y") && s.EventType != "servicePrincipal" {
			t.Fatalf("%s of user %q and principal %q", s.EventType, s.UserID, s.ServicePrincipalID)
		}
	}
	want := []string{"interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity", "type guest", "type member", "device ",
		"client ", "client Browser", "client Mobile Apps and Desktop clients", "risk none", "risk hidden", "risk high",
		"policy success", "policy failure", "policy notApplied", "device Azure AD joined", "device Hybrid Azure AD joined", "device Azure AD registered"}
	for _, client := range legacyClients {
		want = append(want, "client "+client)
	}
	for _, e := range slices.Concat(interactiveErrors, silentErrors, []signInError{secretExpired}) {
		want = append(want, "error "+e.reason)
	}
	for _, what := range want {
		if seen[what] == 0 {
			t.Errorf("no %q", what)
		}
	}
}

// Some use an application as a client, some as a resource only, some fail, and
// some use another that looks like it.
func TestLastUse(t *testing.T) {
	tenant := testTenant(t, 3000)
	seen := map[string]int{}
	for i := range tenant.Len() {
		last := tenant.LastUse(i)
		want := map[string]time.Time{}
		tried := map[string]bool{}
		for _, s := range tenant.UserSignIns(i) {
			for name, ids := range signInApplications {
				asApp, asResource := slices.Contains(ids, s.AppID), slices.Contains(ids, s.ResourceID)
				if !asApp && !asResource {
					continue
				}
				tried[name] = true
				if s.ErrorCode == 0 && want[name].IsZero() {
					want[name] = s.CreatedDateTime
					seen[name]++
					seen[name+" as resource"] += tally(!asApp)
					seen[name+" silent"] += tally(!s.IsInteractive)
				}
			}
			seen["Power Apps"] += tally(s.AppID == appPowerApps.id)
			seen["lookalike"] += tally(s.AppDisplayName == lookalike.name && s.AppID != appPowerBIService.id)
		}
		if len(last) != len(want) {
			t.Fatalf("user %d: %v, want %v", i, last, want)
		}
		for name := range tried {
			if !last[name].Equal(want[name]) {
				t.Fatalf("user %d: %s at %v, want %v", i, name, last[name], want[name])
			}
			seen[name+" failing"] += tally(want[name].IsZero())
		}
	}
	small := testTenant(t, 0)
	for i := range small.Len() {
		for name := range small.LastUse(i) {
			seen["small: "+name]++
		}
	}
	for name := range signInApplications {
		if seen["small: "+name] < 2 {
			t.Errorf("in a small tenant, %d users of %s", seen["small: "+name], name)
		}
		for _, what := range []string{name, name + " silent", name + " failing"} {
			if seen[what] < 3 {
				t.Errorf("%d users: %s", seen[what], what)
			}
		}
	}
	for _, what := range []string{"Power BI as resource", "Dynamics 365 as resource", "Project as resource", "Visio as resource", "Power Apps", "lookalike"} {
		if seen[what] == 0 {
			t.Errorf("nobody: %s", what)
		}
	}
}
