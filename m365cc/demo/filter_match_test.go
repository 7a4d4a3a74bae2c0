package demo

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Each filter, and what it means for the truth about a user.
var meanings = []struct {
	filter string
	holds  func(u User) bool
}{
	{"accountEnabled eq false", func(u User) bool { return !u.AccountEnabled }},
	{"accountEnabled ne false", func(u User) bool { return u.AccountEnabled }},
	{"accountEnabled in (true)", func(u User) bool { return u.AccountEnabled }},
	{"displayName eq 'Adele Vance'", func(u User) bool { return strings.EqualFold(u.DisplayName, "adele vance") }},
	{"displayName eq 'ADELE vance'", func(u User) bool { return strings.EqualFold(u.DisplayName, "adele vance") }},
	{"displayName in ('Conor O''Brien','Alex Wilber')", func(u User) bool { return u.DisplayName == "Conor O'Brien" || u.DisplayName == "Alex Wilber" }},
	{"startsWith(displayName,'m')", func(u User) bool { return strings.HasPrefix(strings.ToLower(u.DisplayName), "m") }},
	{"startsWith(surname,'Παπ')", func(u User) bool { return strings.HasPrefix(u.Surname, "Παπ") }},
	{"displayName eq 'ÅSA ÖSTBERG'", func(u User) bool { return u.DisplayName == "Åsa Östberg" }},
	{"startsWith(surname,'MÜLL')", func(u User) bool { return strings.HasPrefix(u.Surname, "Müll") }},
	{"endsWith(userPrincipalName,'#EXT#@contoso.onmicrosoft.com')", func(u User) bool { return strings.Contains(u.UserPrincipalName, "#EXT#") }},
	{"userPrincipalName eq 'conor.o''brien@contoso.com'", func(u User) bool { return u.UserPrincipalName == "Conor.O'Brien@contoso.com" }},
	{"userPrincipalName le 'b'", func(u User) bool { return strings.ToLower(u.UserPrincipalName) <= "b" }},
	{"mail ge 'x' and mail le 'z'", func(u User) bool { return strings.ToLower(u.Mail) >= "x" && strings.ToLower(u.Mail) <= "z" }},
	{"userType eq 'guest'", func(u User) bool { return u.UserType == "Guest" }},
	{"userType ne 'Member'", func(u User) bool { return u.UserType != "Member" }},
	{"userType eq null", func(u User) bool { return u.UserType == "" }},
	{"userType ne null", func(u User) bool { return u.UserType != "" }},
	{"userType in ('Guest','Member')", func(u User) bool { return u.UserType != "" }},
	{"department eq null", func(u User) bool { return u.Department == "" }},
	{"department eq 'sales'", func(u User) bool { return u.Department == "Sales" }},
	{"department ne 'Sales'", func(u User) bool { return u.Department != "Sales" }},
	{"not (department eq 'Sales')", func(u User) bool { return u.Department != "Sales" }},
	{"not startsWith(department,'s')", func(u User) bool { return !strings.HasPrefix(u.Department, "S") }},
	{"department ge 'M' and department le 'S'", func(u User) bool {
		return u.Department != "" && strings.ToLower(u.Department) >= "m" && strings.ToLower(u.Department) <= "s"
	}},
	{"department in (null,'Legal')", func(u User) bool { return u.Department == "" || u.Department == "Legal" }},
	{"country eq 'Japan' or country eq 'Greece'", func(u User) bool { return u.Country == "Japan" || u.Country == "Greece" }},
	{"country eq 'Japan' or country eq 'Greece' and department eq 'Sales'", func(u User) bool { return u.Country == "Japan" || u.Country == "Greece" && u.Department == "Sales" }},
	{"(country eq 'Japan' or country eq 'Greece') and department eq 'Sales'", func(u User) bool { return (u.Country == "Japan" || u.Country == "Greece") && u.Department == "Sales" }},
	{"state eq 'île-de-france'", func(u User) bool { return u.State == "Île-de-France" }},
	{"city eq '東京'", func(u User) bool { return u.City == "東京" }},
	{"usageLocation eq 'us'", func(u User) bool { return u.UsageLocation == "US" }},
	{"onPremisesSyncEnabled eq true", func(u User) bool { return u.OnPremisesSyncEnabled != nil && *u.OnPremisesSyncEnabled }},
	{"onPremisesSyncEnabled ne true", func(u User) bool { return u.OnPremisesSyncEnabled == nil || !*u.OnPremisesSyncEnabled }},
	{"onPremisesSyncEnabled eq null", func(u User) bool { return u.OnPremisesSyncEnabled == nil }},
	{"onPremisesSyncEnabled eq false", func(u User) bool { return u.OnPremisesSyncEnabled != nil && !*u.OnPremisesSyncEnabled }},
	{"createdDateTime ge 2025-11-24T00:00:00Z", func(u User) bool {
		return !u.CreatedDateTime.Before(testNow.AddDate(-1, 0, 0).Truncate(24 * time.Hour))
	}},
	{"createdDateTime le 2018-06-01", func(u User) bool {
		return !u.CreatedDateTime.IsZero() && !u.CreatedDateTime.After(time.Date(2018, 6, 1, 0, 0, 0, 0, time.UTC))
	}},
	{"not (createdDateTime ge 2020-01-01T00:00:00Z)", func(u User) bool {
		return u.CreatedDateTime.Before(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC))
	}},
	{"deletedDateTime ge 1970-01-02T00:00:00Z", func(User) bool { return false }},
	{"employeeHireDate le 2022-02-01T00:00:00Z", func(u User) bool {
		return !u.EmployeeHireDate.IsZero() && !u.EmployeeHireDate.After(time.Date(2022, 2, 1, 0, 0, 0, 0, time.UTC))
	}},
	{"employeeOrgData/division eq 'EMEA'", func(u User) bool { return u.EmployeeOrgData != nil && u.EmployeeOrgData.Division == "EMEA" }},
	{"signInActivity/lastSignInDateTime le 2026-08-01T00:00:00Z", func(u User) bool {
		return u.SignInActivity != nil && u.SignInActivity.LastSignInDateTime.Before(time.Date(2026, 8, 1, 0, 0, 0, 1, time.UTC))
	}},
	{"signInActivity/lastSignInDateTime ge 2026-11-01T00:00:00Z and signInActivity/lastSignInDateTime le 2026-11-20T00:00:00Z", func(u User) bool {
		a := u.SignInActivity
		return a != nil && !a.LastSignInDateTime.Before(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)) && !a.LastSignInDateTime.After(time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
	}},
	{"assignedLicenses/any(l:l/skuId eq 06EBC4EE-1bb5-47dd-8120-11324bc54e06)", func(u User) bool { return hasSKU(u, "06ebc4ee-1bb5-47dd-8120-11324bc54e06") }},
	{"not assignedLicenses/any(l:l/skuId eq 06ebc4ee-1bb5-47dd-8120-11324bc54e06)", func(u User) bool { return !hasSKU(u, "06ebc4ee-1bb5-47dd-8120-11324bc54e06") }},
	{"assignedLicenses/$count eq 0", func(u User) bool { return len(u.AssignedLicenses) == 0 }},
	{"assignedLicenses/$count ne 0", func(u User) bool { return len(u.AssignedLicenses) > 0 }},
	{"assignedLicenses/$count eq 1", func(u User) bool { return len(u.AssignedLicenses) == 1 }},
	{"assignedPlans/any(p:p/service eq 'crm' and p/capabilityStatus eq 'Enabled')", func(u User) bool {
		return slices.ContainsFunc(u.AssignedPlans, func(p AssignedPlan) bool { return p.Service == "CRM" && p.CapabilityStatus == "Enabled" })
	}},
	{"assignedPlans/any(p:p/capabilityStatus eq 'Deleted')", func(u User) bool {
		return slices.ContainsFunc(u.AssignedPlans, func(p AssignedPlan) bool { return p.CapabilityStatus == "Deleted" })
	}},
	{"proxyAddresses/any(p:startsWith(p,'smtp:old'))", func(u User) bool { return len(u.ProxyAddresses) == 3 }},
	{"proxyAddresses/any(p:endsWith(p,'@fabrikam.com'))", func(u User) bool { return strings.HasSuffix(u.Mail, "@fabrikam.com") }},
	{"otherMails/$count ne 0", func(u User) bool { return len(u.OtherMails) > 0 }},
	{"identities/any(i:i/issuer eq 'google.com')", func(u User) bool {
		return slices.ContainsFunc(u.Identities, func(i Identity) bool { return i.Issuer == "google.com" })
	}},
	{"onPremisesExtensionAttributes/extensionAttribute2 eq 'DE'", func(u User) bool { return u.ExtensionAttributes[1] == "DE" }},
	{"customSecurityAttributes/Engineering/CostCenter eq 'CC-1020'", func(u User) bool {
		return u.Projects != nil && u.EmployeeOrgData != nil && u.EmployeeOrgData.CostCenter == "CC-1020"
	}},
	{"startsWith(customSecurityAttributes/Engineering/CostCenter,'cc')", func(User) bool { return false }}, // case counts here
	{"customSecurityAttributes/Engineering/Project/any(p:p eq 'Baker')", func(u User) bool { return slices.Contains(u.Projects, "Baker") }},
	{"not (userType eq 'Guest' or accountEnabled eq false)", func(u User) bool { return u.UserType != "Guest" && u.AccountEnabled }},
}

func hasSKU(u User, id string) bool {
	return slices.ContainsFunc(u.AssignedLicenses, func(l AssignedLicense) bool { return l.SKUID == id })
}

func TestFiltersMeanWhatTheySay(t *testing.T) {
	tenant := testTenant(t, 2000)
	var users []User
	for i := range tenant.Len() {
		users = append(users, tenant.User(i))
	}
	var p person
	for _, m := range meanings {
		f, err := userSchema.filter(m.filter, true, &Behaviour{})
		if err != nil {
			t.Errorf("%s: %v", m.filter, err)
			continue
		}
		matched := 0
		for i, u := range users {
			tenant.load(&p, i)
			got := f.match(&p, make([]byte, 0, 64))
			if got != m.holds(u) {
				t.Errorf("%s: %v for %s", m.filter, got, u.UserPrincipalName)
				break
			}
			if got {
				matched++
			}
		}
		if never := m.holds(users[0]) == false && matched == 0; never && !strings.Contains(m.filter, "deleted") && !strings.Contains(m.filter, "'cc'") {
			t.Errorf("%s: nobody matches, so that the test shows nothing", m.filter)
		}
	}
}

func TestFractionsOfASecond(t *testing.T) {
	tenant := testTenant(t, 30)
	at := tenant.User(3).CreatedDateTime
	var p person
	tenant.load(&p, 3)
	for _, test := range []struct {
		operator string
		at       time.Time
		want     bool
	}{
		{"ge", at, true}, {"le", at, true}, {"eq", at, true},
		{"ge", at.Add(time.Millisecond), false}, {"le", at.Add(time.Millisecond), true}, {"eq", at.Add(time.Millisecond), false},
		{"ge", at.Add(-time.Millisecond), true}, {"le", at.Add(-time.Millisecond), false},
	} {
		filter := "createdDateTime " + test.operator + " " + test.at.Format(time.RFC3339Nano)
		f, err := userSchema.filter(filter, false, &Behaviour{})
		if err != nil {
			t.Fatal(err)
		}
		if got := f.match(&p, nil); got != test.want {
			t.Errorf("%s: %v for a user of %v", filter, got, at)
		}
	}
}

func TestFilterOverTheWire(t *testing.T) {
	c := startServer(t, Options{})
	tenant := c.server.Tenant()
	for _, m := range meanings {
		want := []string{}
		for i := range tenant.Len() {
			if u := tenant.User(i); m.holds(u) {
				want = append(want, u.ID)
			}
		}
		var got []string
		path := "users?$select=id&$top=70&$count=true&$filter=" + strings.NewReplacer("#", "%23", "+", "%2B").Replace(m.filter)
		pages := c.all(path, eventual...)
		for _, page := range pages {
			got = append(got, page.texts("id")...)
		}
		if !slices.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%s: %d users, want %d", m.filter, len(got), len(want))
		}
		if count := pages[0].json["@odata.count"]; count != float64(len(want)) {
			t.Errorf("%s: count %v, want %d", m.filter, count, len(want))
		}
	}
}

func TestMatchingAllocatesNothing(t *testing.T) {
	tenant := testTenant(t, 1000)
	f, err := userSchema.filter("startsWith(userPrincipalName,'zz') or assignedLicenses/any(l:l/skuId eq 00000000-1bb5-47dd-8120-11324bc54e06)", false, &Behaviour{})
	if err != nil {
		t.Fatal(err)
	}
	var p person
	scratch := make([]byte, 0, 512)
	i := 0
	if n := testing.AllocsPerRun(1000, func() {
		tenant.load(&p, i%1000)
		f.match(&p, scratch)
		i++
	}); n > 0.1 {
		t.Errorf("%v allocations a user", n)
	}
}
