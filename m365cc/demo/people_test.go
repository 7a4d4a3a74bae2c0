package demo

import (
	"strings"
	"testing"
	"time"
)

// everyone returns the truth about all users.
func everyone(t testing.TB, users int) []User {
	tenant := testTenant(t, users)
	all := make([]User, tenant.Len())
	for i := range all {
		all[i] = tenant.User(i)
	}
	return all
}

// The first users are the same in every tenant.
func TestCast(t *testing.T) {
	byName := map[string][]User{}
	for _, u := range everyone(t, 0) {
		byName[u.DisplayName] = append(byName[u.DisplayName], u)
	}
	one := func(name string) User {
		t.Helper()
		if len(byName[name]) != 1 {
			t.Fatalf("%d users are called %q", len(byName[name]), name)
		}
		return byName[name][0]
	}
	if a, b := one("Adele Vance"), one("adele vance"); a.ID == b.ID || a.UserPrincipalName != "AdeleV@contoso.com" || a.GivenName != "Adele" {
		t.Errorf("%s and %s", a.UserPrincipalName, b.UserPrincipalName)
	}
	if u := one("Conor O'Brien"); u.UserPrincipalName != "Conor.O'Brien@contoso.com" || u.Mail != "Conor.O'Brien@contoso.com" {
		t.Errorf("O'Brien is %s", u.UserPrincipalName)
	}
	if u := one("Megan Bowen"); u.AccountEnabled || len(u.AssignedLicenses) != 3 || u.EmployeeLeaveDateTime.IsZero() {
		t.Errorf("Megan Bowen: enabled %v, %d licences, left %v", u.AccountEnabled, len(u.AssignedLicenses), u.EmployeeLeaveDateTime)
	}
	if u := one("Lynne Robbins"); u.SignInActivity != nil || len(u.AssignedLicenses) != 2 {
		t.Errorf("Lynne Robbins: %+v", u.SignInActivity)
	}
	if u := one("Diego Siciliani"); testNow.Sub(u.CreatedDateTime) > 10*24*time.Hour {
		t.Errorf("Diego Siciliani was created %v", u.CreatedDateTime)
	}
	if u := one("Isaiah Langer"); u.UserType != "" || !u.CreatedDateTime.IsZero() {
		t.Errorf("Isaiah Langer: type %q, created %v", u.UserType, u.CreatedDateTime)
	}
	if u := one("Pradeep Gupta"); u.UserType != "Guest" || u.ExternalUserState != "Accepted" || u.UserPrincipalName != "pradeepg_fabrikam.com#EXT#@contoso.onmicrosoft.com" {
		t.Errorf("Pradeep Gupta: %+v", u)
	}
	if u := one("miriamg@tailspintoys.com"); u.ExternalUserState != "PendingAcceptance" || u.GivenName != "" || u.SignInActivity != nil {
		t.Errorf("the pending guest: %+v", u)
	}
	if u := one("Dana Swope"); u.CreationType != "SelfServiceSignUp" {
		t.Errorf("Dana Swope: %q", u.CreationType)
	}
	if u := one("Henrietta Mueller"); u.Department != "" || u.Country != "" || u.Mail != "" || u.EmployeeID != "" || u.AssignedLicenses != nil {
		t.Errorf("Henrietta Mueller has something: %+v", u)
	}
	if u := one("Nestor Wilke"); u.OnPremisesSyncEnabled == nil || *u.OnPremisesSyncEnabled || len(u.AssignedLicenses) != 7 {
		t.Errorf("Nestor Wilke: %v, %d licences", u.OnPremisesSyncEnabled, len(u.AssignedLicenses))
	}
	if u := one("Joni Sherman"); u.SignInActivity == nil || !u.SignInActivity.LastSuccessfulSignInDateTime.IsZero() {
		t.Errorf("Joni Sherman: %+v", u.SignInActivity)
	}
	if a := one("Miriam Graham").SignInActivity; a == nil || a.LastSignInDateTime.Sub(a.LastSuccessfulSignInDateTime) < 90*24*time.Hour {
		t.Errorf("Miriam Graham: %+v", a)
	}
	if u := one("Patti Fernandez"); u.AgeGroup != "Minor" || u.LegalAgeGroupClassification != "MinorWithParentalConsent" {
		t.Errorf("Patti Fernandez: %q %q", u.AgeGroup, u.LegalAgeGroupClassification)
	}
	if u := one("Grady Archie"); u.ExtensionAttributes[14] == "" || u.FaxNumber == "" || u.Projects == nil || u.CertificateUserIDs == nil {
		t.Errorf("Grady Archie lacks something: %+v", u)
	}
	one("Zoë “Zed” O’Neill 🚀")
	one(`svc "backup" \ <nightly>, 50 %`)
}

// What nobody may be, however many there are.
func TestPeopleMakeSense(t *testing.T) {
	for i, u := range everyone(t, 3000) {
		fail := func(format string, args ...any) {
			t.Helper()
			t.Errorf("user %d, %s: "+format, append([]any{i, u.UserPrincipalName}, args...)...)
		}
		isGuest := strings.Contains(u.UserPrincipalName, "#EXT#")
		if isGuest && u.UserType == "Member" || !isGuest && u.UserType == "Guest" {
			fail("type %q", u.UserType)
		}
		if isGuest != (u.ExternalUserState != "") || isGuest != (u.CreationType != "") || isGuest == u.ExternalUserStateChangeDateTime.IsZero() {
			fail("state %q, creation %q, changed %v", u.ExternalUserState, u.CreationType, u.ExternalUserStateChangeDateTime)
		}
		if isGuest && (u.EmployeeID != "" || u.OnPremisesSyncEnabled != nil || strings.HasSuffix(u.Mail, "@contoso.com")) {
			fail("a guest with %q, %q", u.EmployeeID, u.Mail)
		}
		if len(u.AssignedLicenses) > 0 && u.UsageLocation == "" {
			fail("licences without a usage location")
		}
		if (u.OnPremisesSyncEnabled == nil) != (u.OnPremisesDomainName == "") || (u.OnPremisesSyncEnabled == nil) != (u.OnPremisesImmutableID == "") {
			fail("half synced")
		}
		if len(u.OnPremisesSamAccountName) > 20 {
			fail("samAccountName %q is too long", u.OnPremisesSamAccountName)
		}
		if len(u.EmployeeID) > 16 || len(u.MailNickname) > 64 || len(u.Department) > 64 {
			fail("a property is too long")
		}
		if u.Mail != "" && !isGuest && u.ProxyAddresses[0] != "SMTP:"+u.Mail {
			fail("mail %q is not the first of %v", u.Mail, u.ProxyAddresses)
		}
		for _, at := range []time.Time{u.CreatedDateTime, u.LastPasswordChangeDateTime, u.SignInSessionsValidFromDateTime, u.OnPremisesLastSyncDateTime, u.ExternalUserStateChangeDateTime} {
			if at.After(testNow) {
				fail("a date in the future: %v", at)
			}
		}
		if !u.CreatedDateTime.IsZero() && u.LastPasswordChangeDateTime.Before(u.CreatedDateTime) || u.SignInSessionsValidFromDateTime.Before(u.LastPasswordChangeDateTime) {
			fail("the password was changed %v, the account created %v", u.LastPasswordChangeDateTime, u.CreatedDateTime)
		}
		if !u.EmployeeHireDate.IsZero() && !u.EmployeeHireDate.Equal(u.EmployeeHireDate.Truncate(24*time.Hour)) {
			fail("hired at %v", u.EmployeeHireDate)
		}
		checkSignIns(u, fail)
	}
}

func checkSignIns(u User, fail func(string, ...any)) {
	a := u.SignInActivity
	if a == nil {
		return
	}
	if a.LastSignInDateTime.IsZero() || a.LastSignInRequestID == "" {
		fail("a sign-in without a date")
	}
	for _, at := range []time.Time{a.LastSignInDateTime, a.LastNonInteractiveSignInDateTime, a.LastSuccessfulSignInDateTime} {
		if at.After(testNow) || !at.IsZero() && at.Before(u.CreatedDateTime) {
			fail("sign-in at %v, created %v", at, u.CreatedDateTime)
		}
	}
	if s := a.LastSuccessfulSignInDateTime; s.After(a.LastSignInDateTime) && s.After(a.LastNonInteractiveSignInDateTime) {
		fail("a success at %v after the last sign-in", s)
	}
	if (a.LastNonInteractiveSignInRequestID == "") != a.LastNonInteractiveSignInDateTime.IsZero() ||
		(a.LastSuccessfulSignInRequestID == "") != a.LastSuccessfulSignInDateTime.IsZero() {
		fail("ids and dates do not belong together")
	}
	if u.ExternalUserState == "PendingAcceptance" {
		fail("signed in before accepting")
	}
}

// Queries about people find somebody in a tenant of the default size.
func TestPeopleAreVaried(t *testing.T) {
	found := map[string]int{}
	for _, u := range everyone(t, 0) {
		for name, holds := range map[string]bool{
			"disabled but licensed":         !u.AccountEnabled && len(u.AssignedLicenses) > 0,
			"enabled, licensed, never in":   u.AccountEnabled && len(u.AssignedLicenses) > 0 && u.SignInActivity == nil,
			"guest":                         u.UserType == "Guest",
			"guest with a licence":          u.UserType == "Guest" && len(u.AssignedLicenses) > 0,
			"no type":                       u.UserType == "",
			"no department":                 u.Department == "" && u.UserType == "Member",
			"no country":                    u.Country == "" && u.EmployeeID != "",
			"several licences":              len(u.AssignedLicenses) >= 3,
			"no licence":                    len(u.AssignedLicenses) == 0,
			"synced":                        u.OnPremisesSyncEnabled != nil && *u.OnPremisesSyncEnabled,
			"cloud only":                    u.OnPremisesSyncEnabled == nil,
			"shared mailbox":                strings.HasPrefix(u.DisplayName, "Shared "),
			"room":                          u.IsResourceAccount != nil,
			"created within ten days":       !u.CreatedDateTime.IsZero() && testNow.Sub(u.CreatedDateTime) <= 10*24*time.Hour,
			"creation unknown":              u.CreatedDateTime.IsZero(),
			"idle for 90 days":              u.SignInActivity != nil && testNow.Sub(u.SignInActivity.LastSuccessfulSignInDateTime) > 90*24*time.Hour,
			"no success known":              u.SignInActivity != nil && u.SignInActivity.LastSuccessfulSignInDateTime.IsZero(),
			"no non-interactive sign-in":    u.SignInActivity != nil && u.SignInActivity.LastNonInteractiveSignInDateTime.IsZero(),
			"leaves in the future":          u.EmployeeLeaveDateTime.After(testNow),
			"initial domain":                strings.HasSuffix(u.UserPrincipalName, "@contoso.onmicrosoft.com"),
			"no mail":                       u.Mail == "",
			"classified project":            u.Projects != nil,
			"contractor":                    u.EmployeeType == "Contractor",
			"an apostrophe in the name":     strings.Contains(u.UserPrincipalName, "'"),
			"in a restricted unit":          u.IsManagementRestricted != nil,
			"password never expires":        u.PasswordPolicies != "",
			"not in the address list":       u.ShowInAddressList != nil && !*u.ShowInAddressList,
			"guest from a personal account": len(u.Identities) == 2 && u.Identities[0].IssuerAssignedID != "",
		} {
			if holds {
				found[name]++
			} else {
				found[name] += 0
			}
		}
	}
	for name, n := range found {
		if n == 0 {
			t.Errorf("nobody: %s", name)
		}
	}
}
