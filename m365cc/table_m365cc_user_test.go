package m365cc_test

import (
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// people that the tenant always has.
const (
	conor    = "Conor.O'Brien@contoso.com"
	adele    = "AdeleV@contoso.com"
	guestUPN = "daniel.o'brien_gmail.com#EXT#@contoso.onmicrosoft.com"
	e5       = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
	e3       = "05e9a617-0261-4cee-bb44-138d3ef5d965"
)

var some = []string{"id", "display_name"}

func get(path string) string { return "GET /v1.0" + path }

// users is a request for users with a $select of the names and a $top, and what stands between them.
func users(filter, names, top string) string {
	if filter != "" {
		filter = "$filter=" + filter + "&"
	}
	return get("/users?" + filter + "$select=" + withID(names) + "&$top=" + top)
}

// withID is the names of a $select and, unless it is one of them, the id behind them: every query asks for it.
func withID(names string) string {
	if slices.Contains(strings.Split(names, ","), "id") {
		return names
	}
	return names + ",id"
}

// advanced is users as an advanced query.
func advanced(filter, names, top string) string {
	return get("/users?$count=true&$filter="+filter+"&$select="+withID(names)+"&$top="+top) + " [eventual]"
}

func userCases(tenant *demo.Tenant) []suiteCase {
	id := tenant.UserID(3)
	sorted := []string{tenant.UserID(0), tenant.UserID(1), tenant.UserID(2)}
	slices.Sort(sorted)
	ids, idFilter := []any{}, ""
	for i, id := range sorted {
		ids = append(ids, id)
		idFilter += []string{"", " or "}[min(i, 1)] + "id eq '" + id + "'"
	}
	return slices.Concat(userKeyCases(id, ids, idFilter), userOperatorCases(), userAdvancedCases(), userTimeCases(tenant), userRefusalCases(), userPermissionCases())
}

func userKeyCases(id string, ids []any, idFilter string) []suiteCase {
	return []suiteCase{
		{name: "everything", columns: some, requests: []string{users("", "id,displayName", "999")}, atLeast: 250},
		{name: "limit", columns: some, limit: 5, requests: []string{users("", "id,displayName", "5")}},
		{name: "limit beyond a page", columns: some, limit: 120, behaviour: func(b *demo.Behaviour) { b.PageSize = 100 },
			requests: []string{users("", "id,displayName", "120"), get("/users?$skiptoken")}},
		{name: "one column", columns: []string{"mail"}, requests: []string{users("", "mail", "999")}},
		{name: "by id", columns: some, where: []condition{where("id", "=", id)}, requests: []string{get("/users/" + id + "?$select=id,displayName")}},
		{name: "by id of nobody", columns: some, where: []condition{where("id", "=", "00000000-0000-4000-8000-000000000000")}, nothing: true,
			requests: []string{get("/users/00000000-0000-4000-8000-000000000000?$select=id,displayName")}},
		{name: "by id that is none", columns: some, where: []condition{where("id", "=", "delta")}, nothing: true},
		{name: "by id with sign-in activity", columns: []string{"id", "last_sign_in_date_time"}, where: []condition{where("id", "=", id)},
			requests: []string{get("/users/" + id + "?$select=id,signInActivity")}},
		{name: "by ids", columns: some, where: []condition{where("id", "in", ids...)}, atLeast: 3,
			requests: []string{users("("+idFilter+")", "id,displayName", "999")}},
		{name: "by the same id twice", columns: some, where: []condition{where("id", "in", id, id)},
			requests: []string{get("/users/" + id + "?$select=id,displayName")}},
		{name: "by UPN", columns: some, where: []condition{where("user_principal_name", "=", adele)},
			requests: []string{get("/users/" + adele + "?$select=id,userPrincipalName,displayName")}},
		{name: "by UPN with an apostrophe", columns: []string{"user_principal_name"}, where: []condition{where("user_principal_name", "=", conor)},
			requests: []string{get("/users/" + conor + "?$select=userPrincipalName,id")}},
		{name: "by UPN of a guest", columns: []string{"user_principal_name"}, where: []condition{where("user_principal_name", "=", guestUPN)},
			requests: []string{users("userPrincipalName eq 'daniel.o''brien_gmail.com#EXT#@contoso.onmicrosoft.com'", "userPrincipalName", "999")}},
		{name: "by UPN with sign-in activity", columns: []string{"user_principal_name", "last_sign_in_date_time"}, where: []condition{where("user_principal_name", "=", adele)},
			requests: []string{users("userPrincipalName eq '"+adele+"'", "userPrincipalName,signInActivity", "500")}},
		{name: "by UPN that is a segment of Graph", columns: []string{"user_principal_name"}, where: []condition{where("user_principal_name", "=", "delta")}, nothing: true,
			requests: []string{users("userPrincipalName eq 'delta'", "userPrincipalName", "999")}},
		{name: "by UPN in another case", columns: []string{"user_principal_name"}, where: []condition{where("user_principal_name", "=", "adelev@CONTOSO.com")}, nothing: true,
			requests: []string{get("/users/adelev@CONTOSO.com?$select=userPrincipalName,id")}},
		{name: "by UPNs", columns: []string{"user_principal_name"}, where: []condition{where("user_principal_name", "in", adele, conor)}, atLeast: 2,
			requests: []string{users("userPrincipalName in ('"+adele+"', 'Conor.O''Brien@contoso.com')", "userPrincipalName", "999")}},
	}
}

func userOperatorCases() []suiteCase {
	return []suiteCase{
		{name: "display_name =", columns: some, where: []condition{where("display_name", "=", "Adele Vance")},
			requests: []string{users("displayName eq 'Adele Vance'", "id,displayName", "999")}},
		{name: "display_name in, differing by case", columns: some, where: []condition{where("display_name", "in", "Adele Vance", "adele vance")}, atLeast: 2,
			requests: []string{users("displayName in ('Adele Vance', 'adele vance')", "id,displayName", "999")}},
		{name: "display_name like", columns: []string{"display_name"}, where: []condition{where("display_name", "like", "Adele%")},
			requests: []string{users("startswith(displayName,'Adele')", "displayName", "999")}},
		{name: "display_name like with a quote and a joker", columns: []string{"display_name"}, where: []condition{where("display_name", "like", "Conor O'_rien%")},
			requests: []string{users("startswith(displayName,'Conor O''')", "displayName", "999")}},
		{name: "display_name like in the middle", columns: []string{"display_name"}, where: []condition{where("display_name", "like", "%O'Brien%")}, atLeast: 3,
			requests: []string{users("", "displayName", "999")}},
		{name: "display_name ilike", columns: []string{"display_name"}, where: []condition{where("display_name", "ilike", "ADELE%")}, atLeast: 2,
			requests: []string{users("startswith(displayName,'ADELE')", "displayName", "999")}},
		{name: "display_name like with a limit", columns: []string{"display_name"}, where: []condition{where("display_name", "like", "adele%")}, limit: 1,
			requests: []string{users("startswith(displayName,'adele')", "displayName", "999")}, // SQLite hands no limit over with a LIKE
			// PostgreSQL tells small from capital letters, so that the first is none of the wanted
			steampipe: []string{users("startswith(displayName,'adele')", "displayName", "1"), get("/users?$skiptoken")}},
		{name: "mail =", columns: []string{"mail"}, where: []condition{where("mail", "=", adele)}, requests: []string{users("mail eq '"+adele+"'", "mail", "999")}},
		{name: "mail like", columns: []string{"mail"}, where: []condition{where("mail", "like", "Adele%")}, requests: []string{users("startswith(mail,'Adele')", "mail", "999")}},
		{name: "user_principal_name like", columns: []string{"user_principal_name"}, where: []condition{where("user_principal_name", "like", "Adele%")},
			requests: []string{users("startswith(userPrincipalName,'Adele')", "userPrincipalName", "999")}},
		{name: "account_enabled = true", columns: some, where: []condition{where("account_enabled", "=", true)}, atLeast: 50,
			requests: []string{users("accountEnabled eq true", "id,displayName,accountEnabled", "999")}},
		{name: "account_enabled = false", columns: []string{"account_enabled"}, where: []condition{where("account_enabled", "=", false)}, atLeast: 5,
			requests:  []string{users("accountEnabled eq false", "accountEnabled", "999")},
			steampipe: []string{advanced("accountEnabled ne true", "accountEnabled", "999")}},
		{name: "account_enabled <>", columns: []string{"account_enabled"}, where: []condition{where("account_enabled", "<>", true)}, atLeast: 5,
			requests: []string{advanced("accountEnabled ne true", "accountEnabled", "999")}},
		{name: "is_credential_blocked", columns: []string{"is_credential_blocked"}, where: []condition{where("is_credential_blocked", "=", true)}, atLeast: 5,
			requests: []string{users("accountEnabled eq false", "accountEnabled", "999")}},
		{name: "is_credential_blocked <>", columns: []string{"is_credential_blocked"}, where: []condition{where("is_credential_blocked", "<>", true)}, atLeast: 5,
			requests: []string{advanced("accountEnabled ne false", "accountEnabled", "999")}},
		{name: "user_type", columns: []string{"user_type"}, where: []condition{where("user_type", "=", "Guest")}, atLeast: 5,
			requests: []string{users("userType eq 'Guest'", "userType", "999")}},
		{name: "user_type in", columns: []string{"user_type"}, where: []condition{where("user_type", "in", "Guest", "Member")}, atLeast: 5,
			requests: []string{users("userType in ('Guest', 'Member')", "userType", "999")}},
		{name: "is_guest", columns: []string{"is_guest"}, where: []condition{where("is_guest", "=", true)}, atLeast: 5,
			requests: []string{users("userType eq 'Guest'", "userType", "999")}},
		{name: "is_guest = false", columns: []string{"is_guest"}, where: []condition{where("is_guest", "=", false)}, atLeast: 5,
			requests: []string{users("", "userType", "999")}},
		{name: "job_title", columns: []string{"job_title"}, where: []condition{where("job_title", "=", "Retail Manager")},
			requests: []string{users("jobTitle eq 'Retail Manager'", "jobTitle", "999")}},
		{name: "department", columns: []string{"department"}, where: []condition{where("department", "in", "Sales", "Retail")},
			requests: []string{users("department in ('Retail', 'Sales')", "department", "999")}},
		{name: "department like", columns: []string{"department"}, where: []condition{where("department", "like", "Sal%")},
			requests: []string{users("startswith(department,'Sal')", "department", "999")}},
		{name: "department <> is not for Graph, which ignores case", columns: []string{"department"}, where: []condition{where("department", "<>", "sales")}, atLeast: 50,
			requests: []string{users("", "department", "999")}},
		{name: "department is null", columns: some, where: []condition{where("department", "is null")},
			requests: []string{users("", "id,displayName,department", "999")}},
		{name: "country", columns: []string{"country"}, where: []condition{where("country", "=", "Germany")}, requests: []string{users("country eq 'Germany'", "country", "999")}},
		{name: "country like", columns: []string{"country"}, where: []condition{where("country", "like", "Ger%")}, requests: []string{users("startswith(country,'Ger')", "country", "999")}},
		{name: "usage_location", columns: []string{"usage_location"}, where: []condition{where("usage_location", "=", "GB")}, requests: []string{users("usageLocation eq 'GB'", "usageLocation", "999")}},
		{name: "usage_location like", columns: []string{"usage_location"}, where: []condition{where("usage_location", "like", "G%")}, requests: []string{users("startswith(usageLocation,'G')", "usageLocation", "999")}},
		{name: "city", columns: []string{"city"}, where: []condition{where("city", "=", "London")}, requests: []string{users("city eq 'London'", "city", "999")}},
		{name: "city like", columns: []string{"city"}, where: []condition{where("city", "like", "Lon%")}, requests: []string{users("startswith(city,'Lon')", "city", "999")}},
		{name: "state", columns: []string{"state"}, where: []condition{where("state", "=", "WA")}, requests: []string{users("state eq 'WA'", "state", "999")}},
		{name: "state like", columns: []string{"state"}, where: []condition{where("state", "like", "W%")}, requests: []string{users("startswith(state,'W')", "state", "999")}},
		{name: "employee_id", columns: []string{"employee_id"}, where: []condition{where("employee_id", "in", "E100000", "E100001")},
			requests: []string{users("(employeeId eq 'E100000' or employeeId eq 'E100001')", "employeeId", "999")}},
		{name: "creation_type", columns: []string{"creation_type"}, where: []condition{where("creation_type", "=", "Invitation")},
			requests: []string{users("creationType eq 'Invitation'", "creationType", "999")}},
		{name: "on_premises_sync_enabled", columns: []string{"on_premises_sync_enabled"}, where: []condition{where("on_premises_sync_enabled", "=", true)},
			requests: []string{users("onPremisesSyncEnabled eq true", "onPremisesSyncEnabled", "999")}},
		{name: "on_premises_sync_enabled = false has null in Graph", columns: []string{"on_premises_sync_enabled"}, where: []condition{where("on_premises_sync_enabled", "=", false)}, atLeast: 50,
			requests: []string{users("", "onPremisesSyncEnabled", "999")}},
		{name: "assigned_sku_ids", columns: []string{"assigned_sku_ids"}, where: []condition{where("assigned_sku_ids", "contains", e5)}, atLeast: 5,
			requests: []string{users("assignedLicenses/any(x:x/skuId eq "+e5+")", "assignedLicenses", "999")}},
		{name: "two conditions", columns: some, where: []condition{where("department", "=", "Sales"), where("account_enabled", "=", true)},
			requests:  []string{users("department eq 'Sales' and accountEnabled eq true", "id,displayName,accountEnabled,department", "999")},
			steampipe: []string{users("accountEnabled eq true and department eq 'Sales'", "id,displayName,accountEnabled,department", "999")}},
	}
}

func userAdvancedCases() []suiteCase {
	return []suiteCase{
		{name: "user_principal_name ends with", columns: []string{"user_principal_name"}, where: []condition{where("user_principal_name", "like", "%@contoso.com")}, atLeast: 50,
			requests: []string{advanced("endswith(userPrincipalName,'@contoso.com')", "userPrincipalName", "999")}},
		{name: "mail ends with", columns: []string{"mail"}, where: []condition{where("mail", "like", "%@contoso.com")}, atLeast: 50,
			requests: []string{advanced("endswith(mail,'@contoso.com')", "mail", "999")}},
		{name: "advanced queries keep their header on every page", columns: []string{"mail"}, where: []condition{where("mail", "like", "%@contoso.com")}, atLeast: 101,
			behaviour: func(b *demo.Behaviour) { b.PageSize = 100 },
			requests:  []string{advanced("endswith(mail,'@contoso.com')", "mail", "999"), get("/users?$skiptoken") + " [eventual]", get("/users?$skiptoken") + " [eventual]"}},
		{name: "company_name", columns: []string{"company_name"}, where: []condition{where("company_name", "=", "Contoso Ltd.")},
			requests: []string{advanced("companyName eq 'Contoso Ltd.'", "companyName", "999")}},
		{name: "company_name like", columns: []string{"company_name"}, where: []condition{where("company_name", "like", "Contoso%")},
			requests: []string{advanced("startswith(companyName,'Contoso')", "companyName", "999")}},
		{name: "company_name is not null", columns: []string{"company_name"}, where: []condition{where("company_name", "is not null")},
			requests: []string{advanced("companyName ne null", "companyName", "999")}},
		{name: "department is not null", columns: []string{"department"}, where: []condition{where("department", "is not null")},
			requests: []string{advanced("department ne null", "department", "999")}},
		{name: "display_name is not null", columns: []string{"display_name"}, where: []condition{where("display_name", "is not null")},
			requests: []string{advanced("displayName ne null", "displayName", "999")}},
		{name: "job_title is not null", columns: []string{"job_title"}, where: []condition{where("job_title", "is not null")},
			requests: []string{advanced("jobTitle ne null", "jobTitle", "999")}},
		{name: "user_type is not null", columns: []string{"user_type"}, where: []condition{where("user_type", "is not null")},
			requests: []string{advanced("userType ne null", "userType", "999")}},
		{name: "country is not null", columns: []string{"country"}, where: []condition{where("country", "is not null")},
			requests: []string{advanced("country ne null", "country", "999")}},
		{name: "city is not null", columns: []string{"city"}, where: []condition{where("city", "is not null")}, requests: []string{advanced("city ne null", "city", "999")}},
		{name: "state is not null", columns: []string{"state"}, where: []condition{where("state", "is not null")}, requests: []string{advanced("state ne null", "state", "999")}},
	}
}

func userTimeCases(tenant *demo.Tenant) []suiteCase {
	born, seen := tenant.User(0).CreatedDateTime, tenant.User(0).SignInActivity.LastSignInDateTime
	around := func(property string, t time.Time) string {
		return property + " ge " + t.Format(time.RFC3339) + " and " + property + " le " + t.Add(time.Second).Format(time.RFC3339)
	}
	month := clock.AddDate(0, 0, -31)
	half := month.Add(500 * time.Millisecond)
	at, after := month.Format(time.RFC3339), month.Add(time.Second).Format(time.RFC3339)
	created := func(operator string, t time.Time, filter string) suiteCase {
		return suiteCase{name: "created_date_time " + operator + " " + t.Format(time.TimeOnly+".9"), columns: []string{"created_date_time"},
			where: []condition{where("created_date_time", operator, t)}, requests: []string{users(filter, "createdDateTime", "999")}}
	}
	signIn := func(operator, filter string) suiteCase {
		return suiteCase{name: "last_sign_in_date_time " + operator, columns: []string{"last_sign_in_date_time"},
			where: []condition{where("last_sign_in_date_time", operator, month)}, requests: []string{users(filter, "signInActivity", "500")}}
	}
	return []suiteCase{
		created(">", month, "createdDateTime ge "+at), created(">=", month, "createdDateTime ge "+at),
		created(">", half, "createdDateTime ge "+at), created("<", month, "createdDateTime le "+at),
		created("<", half, "createdDateTime le "+after), created("<=", month, "createdDateTime le "+after),
		signIn("<=", "signInActivity/lastSignInDateTime le "+after),
		{name: "created_date_time =", columns: []string{"created_date_time"}, where: []condition{where("created_date_time", "=", born)},
			requests: []string{users(around("createdDateTime", born), "createdDateTime", "999")}},
		{name: "last_sign_in_date_time =", columns: []string{"last_sign_in_date_time"}, where: []condition{where("last_sign_in_date_time", "=", seen)},
			requests: []string{users(around("signInActivity/lastSignInDateTime", seen), "signInActivity", "500")}},
		signIn(">", "signInActivity/lastSignInDateTime ge "+at), signIn("<", "signInActivity/lastSignInDateTime le "+at),
		{name: "sign-in activity is filtered alone, and gives way", columns: []string{"last_sign_in_date_time"},
			where:    []condition{where("last_sign_in_date_time", "<", month), where("account_enabled", "=", true)},
			requests: []string{users("accountEnabled eq true", "accountEnabled,signInActivity", "500")}},
		{name: "a limit is no page size where a condition stays behind", columns: []string{"last_sign_in_date_time"}, limit: 3,
			where:    []condition{where("last_sign_in_date_time", "<", month), where("account_enabled", "=", true)},
			requests: []string{users("accountEnabled eq true", "accountEnabled,signInActivity", "500")}},
	}
}
