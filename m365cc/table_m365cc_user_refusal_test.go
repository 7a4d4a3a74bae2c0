package m365cc_test

import (
	"slices"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// userRefusalCases are those in which Graph is not as its documentation says: the rows are right all the same.
func userRefusalCases() []suiteCase {
	sales := users("department eq 'Sales'", "department", "999")
	wide := users("", "department", "999")
	const wider = "more rows than needed are read"
	return []suiteCase{
		{name: "a filter is refused by its property", columns: []string{"department"}, where: []condition{where("department", "=", "Sales")},
			behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"department"} }, requests: []string{sales, wide}, warnings: []string{wider}},
		{name: "any filter is refused", columns: []string{"department"}, where: []condition{where("department", "=", "Sales")},
			behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"*"} }, requests: []string{sales, wide}, warnings: []string{wider}},
		{name: "one of two filters is refused", columns: []string{"department"},
			where:     []condition{where("account_enabled", "=", true), where("department", "=", "Sales")},
			behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"department"} },
			requests: []string{users("accountEnabled eq true and department eq 'Sales'", "accountEnabled,department", "999"),
				users("accountEnabled eq true", "accountEnabled,department", "999")},
			warnings: []string{wider}},
		{name: "an operator is refused", columns: some, where: []condition{where("display_name", "in", "Adele Vance", "adele vance")}, atLeast: 2,
			behaviour: func(b *demo.Behaviour) { b.RefuseOperators = []string{"in"} },
			requests:  []string{users("displayName in ('Adele Vance', 'adele vance')", "id,displayName", "999"), users("", "id,displayName", "999")},
			warnings:  []string{wider}},
		{name: "advanced queries are refused", columns: []string{"mail"}, where: []condition{where("mail", "like", "%@contoso.com")},
			behaviour: func(b *demo.Behaviour) { b.RefuseAdvanced = true },
			requests:  []string{advanced("endswith(mail,'@contoso.com')", "mail", "999"), users("", "mail", "999")},
			warnings:  []string{wider}},
		{name: "a refused filter with a limit reads large pages", columns: []string{"department"}, where: []condition{where("department", "=", "Sales")}, limit: 1,
			behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"department"} },
			requests:  []string{users("department eq 'Sales'", "department", "1"), wide}, warnings: []string{wider}},
		{name: "a property is unknown to the cloud", columns: []string{"id", "company_name"}, null: []string{"company_name"},
			behaviour: func(b *demo.Behaviour) { b.UnknownProperties = []string{"companyName"} },
			requests:  []string{users("", "id,companyName", "999"), users("", "id", "999")}, warnings: []string{"companyName is NULL"}},
		{name: "a synced flag that is unknown is not false", columns: []string{"id", "on_premises_sync_enabled"}, null: []string{"on_premises_sync_enabled"},
			behaviour: func(b *demo.Behaviour) { b.UnknownProperties = []string{"onPremisesSyncEnabled"} },
			requests:  []string{users("", "id,onPremisesSyncEnabled", "999"), users("", "id", "999")}, warnings: []string{"onPremisesSyncEnabled is NULL"}},
		{name: "a property is unknown to the filter", columns: []string{"id", "company_name"}, where: []condition{where("company_name", "=", "Contoso Ltd.")}, null: []string{"company_name"}, nothing: true,
			behaviour: func(b *demo.Behaviour) { b.UnknownProperties = []string{"companyName"} },
			requests:  []string{advanced("companyName eq 'Contoso Ltd.'", "id,companyName", "999"), users("", "id", "999")}, warnings: []string{"companyName is NULL"}},
		{name: "a page size is refused", columns: []string{"id"}, behaviour: func(b *demo.Behaviour) { b.MaxTop = 100 },
			requests: []string{users("", "id", "999"), users("", "id", "100"), get("/users?$skiptoken"), get("/users?$skiptoken")}, warnings: []string{"page size"}},
		{name: "a page size with sign-in activity is refused", columns: []string{"last_sign_in_date_time"}, behaviour: func(b *demo.Behaviour) { b.SignInActivityMaxTop = 120 },
			requests: []string{users("", "signInActivity", "500"), users("", "signInActivity", "120"), get("/users?$skiptoken"), get("/users?$skiptoken")}, warnings: []string{"page size"}},
		{name: "empty pages", columns: []string{"id"}, behaviour: func(b *demo.Behaviour) { b.PageSize = 100; b.EmptyPages = true }, atLeast: 250,
			requests: append([]string{users("", "id", "999")}, slices.Repeat([]string{get("/users?$skiptoken")}, 4)...)},
	}
}

// without are the demo tenant's permissions but some.
func without(roles ...string) func(*demo.Behaviour) {
	return func(b *demo.Behaviour) {
		b.Roles = slices.DeleteFunc(demo.DefaultRoles(), func(r string) bool { return slices.Contains(roles, r) })
	}
}

// userPermissionCases are those in which the tenant lacks a licence or the application a permission.
func userPermissionCases() []suiteCase {
	signIns := []string{"id", "last_sign_in_date_time", "last_successful_sign_in_date_time"}
	signInRequests := []string{users("", "id,signInActivity", "500"), users("", "id", "999")}
	missing := []string{"last_sign_in_date_time", "last_successful_sign_in_date_time"}
	return []suiteCase{
		{name: "no P1 or P2", columns: signIns, null: missing, behaviour: func(b *demo.Behaviour) { b.NoPremium = true }, atLeast: 250,
			requests: signInRequests, warnings: []string{"Microsoft Entra ID P1 or P2"}},
		{name: "no P1 or P2 and a condition on it", columns: signIns, null: missing, behaviour: func(b *demo.Behaviour) { b.NoPremium = true },
			where: []condition{where("last_sign_in_date_time", "<", clock)}, nothing: true,
			requests: []string{users("signInActivity/lastSignInDateTime le "+clock.Format(time.RFC3339), "id,signInActivity", "500"), users("", "id", "999")},
			warnings: []string{"Microsoft Entra ID P1 or P2"}},
		{name: "no AuditLog.Read.All", columns: signIns, null: missing, behaviour: without("AuditLog.Read.All"), atLeast: 250,
			requests: signInRequests, warnings: []string{"AuditLog.Read.All"}},
		{name: "no User-LifeCycleInfo.Read.All", columns: []string{"id", "employee_leave_date_time"}, null: []string{"employee_leave_date_time"},
			behaviour: without("User-LifeCycleInfo.Read.All"), atLeast: 250, requests: []string{users("", "id,employeeLeaveDateTime", "999")}},
		{name: "no User.Read.All", columns: some, behaviour: without("User.Read.All", "Directory.Read.All"),
			fails: "m365cc_user needs the application permission User.Read.All or Directory.Read.All", requests: []string{users("", "id,displayName", "999")}},
		{name: "Directory.Read.All alone", columns: some, behaviour: func(b *demo.Behaviour) { b.Roles = []string{"Directory.Read.All"} }, atLeast: 250,
			requests: []string{users("", "id,displayName", "999")}},
		{name: "no SKUs to name licences by", columns: []string{"id"}, behaviour: func(b *demo.Behaviour) { b.Roles = []string{"User.Read.All"} }, atLeast: 250,
			requests: []string{users("", "id", "999")}},
		{name: "licences of SKUs that no table names", columns: []string{"id", "licenses"}, atLeast: 250,
			requests: []string{users("", "id,assignedLicenses", "999"), get("/subscribedSkus?$select=skuId,skuPartNumber")}},
	}
}
