package demo

import (
	"slices"
	"strings"
	"testing"
)

const registrations = "reports/authenticationMethods/userRegistrationDetails"

// idsRegistered returns the ids of the report's rows that fit, in the order of
// the users.
func idsRegistered(tenant *Tenant, fits func(Registration) bool) []string {
	ids := []string{}
	for i := range tenant.Len() {
		if d, ok := tenant.Registration(i); ok && fits(d) {
			ids = append(ids, d.ID)
		}
	}
	return ids
}

func (c *client) registered(query string) []string {
	c.t.Helper()
	ids := []string{}
	for _, page := range c.all(c.betaPath(registrations + "?" + query)) {
		ids = append(ids, page.texts("id")...)
	}
	return ids
}

// A row says what the tenant says, in Microsoft's own form.
func TestRegistrationRows(t *testing.T) {
	c := startLog(t, Options{Users: 1500})
	tenant := c.server.Tenant()
	var rows []map[string]any
	pages := c.all(c.betaPath(registrations))
	for _, page := range pages {
		rows = append(rows, page.value()...)
	}
	if len(pages) != 2 || len(pages[0].value()) != 1000 {
		t.Errorf("%d pages, the first of %d", len(pages), len(pages[0].value()))
	}
	k := 0
	for i := range tenant.Len() {
		want, ok := tenant.Registration(i)
		if ok != tenant.User(i).AccountEnabled {
			t.Fatalf("user %d: in the report: %v", i, ok)
		}
		if ok {
			sameRegistration(t, want, rows[k])
			k++
		}
	}
	if k != len(rows) || k == tenant.Len() {
		t.Errorf("%d rows, want %d of %d users", len(rows), k, tenant.Len())
	}
	v1 := c.ok(registrations + "?$top=1").value()[0]
	if _, there := v1["defaultMfaMethod"]; there || len(v1) != len(rows[0])-1 {
		t.Errorf("v1.0 has %v", keys(v1))
	}
}

func sameRegistration(t *testing.T, want Registration, row map[string]any) {
	t.Helper()
	for name, value := range map[string]any{
		"id": want.ID, "userPrincipalName": want.UserPrincipalName, "userDisplayName": want.UserDisplayName, "userType": want.UserType,
		"isAdmin": want.IsAdmin, "isSsprRegistered": want.IsSSPRRegistered, "isSsprEnabled": want.IsSSPREnabled, "isSsprCapable": want.IsSSPRCapable,
		"isMfaRegistered": want.IsMFARegistered, "isMfaCapable": want.IsMFACapable, "isPasswordlessCapable": want.IsPasswordlessCapable,
		"isSystemPreferredAuthenticationMethodEnabled":  want.IsSystemPreferredAuthenticationMethodEnabled,
		"userPreferredMethodForSecondaryAuthentication": want.UserPreferredMethodForSecondaryAuthentication,
		"defaultMfaMethod":    want.DefaultMFAMethod,
		"lastUpdatedDateTime": want.LastUpdatedDateTime.Format("2006-01-02T15:04:05.0000000Z"),
	} {
		if row[name] != value {
			t.Errorf("%s: %s is %v, want %v", want.UserPrincipalName, name, row[name], value)
		}
	}
	for name, list := range map[string][]string{"methodsRegistered": want.MethodsRegistered, "systemPreferredAuthenticationMethods": want.SystemPreferredAuthenticationMethods} {
		got, isList := row[name].([]any)
		same := isList && len(got) == len(list)
		for k := range list {
			same = same && got[k] == list[k]
		}
		if !same {
			t.Errorf("%s: %s is %v, want %q", want.UserPrincipalName, name, row[name], list)
		}
	}
}

// The flags agree with the methods and with each other.
func TestRegistrationsAreConsistent(t *testing.T) {
	tenant := testTenant(t, 3000)
	strong := []string{"microsoftAuthenticatorPush", "softwareOneTimePasscode", "mobilePhone", "alternateMobilePhone", "officePhone",
		"passKeyDeviceBound", "windowsHelloForBusiness", "microsoftAuthenticatorPasswordless"}
	passwordless := strong[5:]
	hasOne := func(d Registration, of []string) bool {
		return slices.ContainsFunc(d.MethodsRegistered, func(m string) bool { return slices.Contains(of, m) })
	}
	seen := map[string]int{}
	for i := range tenant.Len() {
		d, ok := tenant.Registration(i)
		if !ok {
			seen["left out"]++
			continue
		}
		switch {
		case d.IsMFARegistered != hasOne(d, strong),
			d.IsMFACapable && !d.IsMFARegistered,
			d.IsPasswordlessCapable && !hasOne(d, passwordless),
			d.IsSSPRCapable != (d.IsSSPRRegistered && d.IsSSPREnabled),
			d.IsSSPRRegistered && len(d.MethodsRegistered) < 2,
			(d.DefaultMFAMethod == "") == d.IsMFARegistered,
			(d.UserPreferredMethodForSecondaryAuthentication == "") == d.IsMFARegistered,
			d.DefaultMFAMethod != "" && d.DefaultMFAMethod != "none" && !slices.Contains(d.MethodsRegistered, d.DefaultMFAMethod),
			len(d.SystemPreferredAuthenticationMethods) > 0 && !d.IsSystemPreferredAuthenticationMethodEnabled,
			(d.UserType == "guest") != (tenant.User(i).UserType == "Guest") && tenant.User(i).UserType != "":
			t.Fatalf("%+v", d)
		}
		for what, is := range map[string]bool{
			"guest": d.UserType == "guest", "admin without": d.IsAdmin && !d.IsMFARegistered, "admin with": d.IsAdmin && d.IsMFACapable,
			"registered, not capable": d.IsMFARegistered && !d.IsMFACapable, "passwordless": d.IsPasswordlessCapable,
			"nothing": len(d.MethodsRegistered) == 0, "only for resets": len(d.MethodsRegistered) > 0 && !d.IsMFARegistered,
			"default none": d.DefaultMFAMethod == "none", "by voice": d.UserPreferredMethodForSecondaryAuthentication == "voiceMobile",
			"able to reset": d.IsSSPRCapable, "not system-preferred": !d.IsSystemPreferredAuthenticationMethodEnabled,
		} {
			seen[what] += tally(is)
		}
		for _, m := range d.MethodsRegistered {
			seen[m]++
		}
	}
	for _, m := range methods {
		seen[m.name] += 0
	}
	for what, n := range seen {
		if n == 0 {
			t.Errorf("nobody: %s", what)
		}
	}
}

func TestRegistrationFilters(t *testing.T) {
	c := startLog(t, Options{Users: 700})
	tenant := c.server.Tenant()
	for filter, fits := range map[string]func(Registration) bool{
		"isMfaCapable eq true":                      func(d Registration) bool { return d.IsMFACapable },
		"isMfaRegistered eq false":                  func(d Registration) bool { return !d.IsMFARegistered },
		"isSsprEnabled eq true":                     func(d Registration) bool { return d.IsSSPREnabled },
		"isSsprRegistered eq true":                  func(d Registration) bool { return d.IsSSPRRegistered },
		"isSsprCapable eq true":                     func(d Registration) bool { return d.IsSSPRCapable },
		"isPasswordlessCapable eq true":             func(d Registration) bool { return d.IsPasswordlessCapable },
		"isAdmin eq true":                           func(d Registration) bool { return d.IsAdmin },
		"userType eq 'guest'":                       func(d Registration) bool { return d.UserType == "guest" },
		"userPrincipalName eq 'adelev@CONTOSO.com'": func(d Registration) bool { return d.UserPrincipalName == "AdeleV@contoso.com" },
		"userPrincipalName eq 'AdeleV@contoso.com' or userPrincipalName eq 'AlexW@contoso.com'": func(d Registration) bool {
			return d.UserPrincipalName == "AdeleV@contoso.com" || d.UserPrincipalName == "AlexW@contoso.com"
		},
		"startsWith(userDisplayName,'a') and isMfaRegistered eq true": func(d Registration) bool {
			return strings.HasPrefix(strings.ToLower(d.UserDisplayName), "a") && d.IsMFARegistered
		},
		"methodsRegistered/any(x:x eq 'email')":                   func(d Registration) bool { return slices.Contains(d.MethodsRegistered, "email") },
		"systemPreferredAuthenticationMethods/any(x:x eq 'push')": func(d Registration) bool { return slices.Contains(d.SystemPreferredAuthenticationMethods, "push") },
		"isSystemPreferredAuthenticationMethodEnabled eq false":   func(d Registration) bool { return !d.IsSystemPreferredAuthenticationMethodEnabled },
		"userPreferredMethodForSecondaryAuthentication eq 'sms'":  func(d Registration) bool { return d.UserPreferredMethodForSecondaryAuthentication == "sms" },
		"methodsRegistered/any(x:x eq 'mobilePhone') and isAdmin eq false": func(d Registration) bool {
			return slices.Contains(d.MethodsRegistered, "mobilePhone") && !d.IsAdmin
		},
	} {
		got, want := c.registered("$select=id&$filter="+filter), idsRegistered(tenant, fits)
		if !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: %d users, want %d", filter, len(got), len(want))
		}
	}
}

func TestRegistrationOrder(t *testing.T) {
	c := startLog(t, Options{Users: 300})
	for _, name := range []string{"userDisplayName", "userPrincipalName"} {
		var names []string
		for _, page := range c.all(c.betaPath(registrations + "?$top=100&$filter=isMfaCapable eq true&$orderby=" + name)) {
			for _, text := range page.texts(name) {
				names = append(names, strings.ToLower(text))
			}
		}
		if len(names) < 100 || !slices.IsSorted(names) {
			t.Errorf("%d names, not in the order of %s", len(names), name)
		}
	}
}

func TestGetRegistration(t *testing.T) {
	c := startLog(t, Options{Users: 200})
	tenant := c.server.Tenant()
	for i := range tenant.Len() {
		d, ok := tenant.Registration(i)
		a := c.get(c.betaPath(registrations + "/" + tenant.UserID(i)))
		switch {
		case ok && a.status == 200:
			sameRegistration(t, d, a.json)
		case ok || a.status != 404:
			t.Errorf("user %d, in the report: %v: %d", i, ok, a.status)
		}
	}
	if a := c.get(c.betaPath(registrations + "/AdeleV@contoso.com")); a.status != 404 {
		t.Errorf("by sign-in name: %d", a.status)
	}
}

func TestUndocumentedRegistrationQueries(t *testing.T) {
	c := startLog(t, Options{Users: 30})
	queries := map[string]string{
		"$select=id":                   "The query option '$select' is not supported.",
		"$top=5":                       "The query option '$top' is not supported.",
		"$filter=isAdmin eq true":      "Filter on property 'isAdmin' is not supported.",
		"$filter=userType eq 'member'": "Filter on property 'userType' is not supported.",
		"$filter=userPrincipalName eq 'a' or userPrincipalName eq 'b'": "Operator 'or' is not supported.",
	}
	for query := range queries {
		c.ok(c.betaPath(registrations + "?" + query))
	}
	c.server.Set(func(b *Behaviour) { b.RefuseUndocumented = true })
	for query, want := range queries {
		a := c.get(c.betaPath(registrations + "?" + query))
		if _, message := a.refusal(); a.status != 400 || message != want {
			t.Errorf("%s: %d %q", query, a.status, message)
		}
	}
	c.ok(c.betaPath(registrations + "?$filter=isMfaCapable eq true and startsWith(userPrincipalName,'a')&$orderby=userPrincipalName"))
	// What nobody uses is refused always.
	c.server.Set(func(b *Behaviour) { b.RefuseUndocumented = false })
	for _, query := range []string{"$filter=id eq 'x'", "$filter=isMfaCapable ne true", "$filter=defaultMfaMethod eq 'none'", "$filter=userPrincipalName in ('a')",
		"$filter=lastUpdatedDateTime ge 2026-01-01", "$orderby=userType", "$top=1001", "$count=true"} {
		if a := c.get(c.betaPath(registrations + "?" + query)); a.status != 400 {
			t.Errorf("%s: %d", query, a.status)
		}
	}
}

func TestRegistrationProperties(t *testing.T) {
	c := startLog(t, Options{Users: 30})
	for path, file := range map[string]string{
		registrations + "?$top=1":             "graph/schemas/v1.0-userRegistrationDetails.yaml",
		c.betaPath(registrations + "?$top=1"): "graph/schemas/beta-userRegistrationDetails.yaml",
	} {
		want := append(fileProperties(t, file, "userRegistrationDetails"), "id")
		slices.Sort(want)
		if got := keys(c.ok(path).value()[0]); !slices.Equal(got, want) {
			t.Errorf("%s: %v\nwant %v", path, got, want)
		}
	}
}
