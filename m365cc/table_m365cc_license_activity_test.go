package m365cc_test

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

var (
	useColumns  = []string{"user_id", "sku_id", "application", "last_activity_date", "days_since_last_activity", "source", "report_refresh_date"}
	skuContents = get("/subscribedSkus?$select=skuId,skuPartNumber,servicePlans")
)

// holders is a request for users with their licences.
func holders(filter, names string) string { return users(filter, held(names), "999") }

// held are properties with those of which the rows are made.
func held(names string) string { return names + "assignedLicenses,licenseAssignmentStates" }

// usersOf are the properties of users with which their use can be found.
const usersOf = "id,userPrincipalName,"

func licenseActivityCases(tenant *demo.Tenant) []suiteCase {
	cases := of("m365cc_license_activity", "licence activity", slices.Concat(licenseActivitySourceCases(), licenseActivityKeyCases(tenant), licenseActivityRefusalCases()))
	for i := range cases {
		cases[i].anyOrder = true
	}
	return cases
}

// licenseActivitySourceCases: only the sources of the applications that come into question are read.
func licenseActivitySourceCases() []suiteCase {
	since := daysAgo(30)
	all := allSources(skuContents, holders("", usersOf))
	visio := "c5928f49-12ba-48f7-ada3-0d743a3601d5"
	hasSKU := func(id string) string { return "assignedLicenses/any(x:x/skuId eq " + id + ")" }
	return []suiteCase{
		{name: "everything of the use", columns: useColumns, atLeast: 1000, requests: all},
		{name: "one column of the use", columns: []string{"days_since_last_activity"}, atLeast: 1000, requests: all},
		{name: "no use", columns: []string{"user_principal_name", "sku_part_number", "sku_display_name", "application", "disabled_plans", "disabled_plan_names"}, atLeast: 1000,
			requests: []string{skuContents, holders("", "userPrincipalName,")}},
		{name: "the user", columns: []string{"title", "user_display_name", "application", "last_sign_in_date_time", "last_non_interactive_sign_in_date_time", "last_successful_sign_in_date_time", "missing_sources"}, atLeast: 1000,
			requests: []string{skuContents, users("", "displayName,signInActivity,assignedLicenses,licenseAssignmentStates", "500")}},
		{name: "an application of a report", columns: useColumns, where: []condition{where("application", "=", "Outlook")}, atLeast: 100,
			requests: []string{skuContents, holders("", usersOf), mailReport}},
		{name: "an application of the log", columns: useColumns, where: []condition{where("application", "=", "Dynamics 365")},
			requests: []string{skuContents, holders("", usersOf), signInsSince("Dynamics 365", since)}},
		{name: "two applications", columns: useColumns, where: []condition{where("application", "in", "Outlook", "Visio")}, atLeast: 100,
			requests: []string{skuContents, holders("", usersOf), mailReport, signInsSince("Visio", since)}},
		{name: "none of the eleven", columns: useColumns, where: []condition{where("application", "=", "Power Apps")}, nothing: true},
		{name: "licences for no application", columns: useColumns, where: []condition{where("application", "is null")}, atLeast: 5, requests: all},
		{name: "a licence", columns: useColumns, where: []condition{where("sku_id", "=", visio)}, atLeast: 2,
			requests: []string{skuContents, holders(hasSKU(visio), usersOf), activeReport, signInsSince("Visio", since)}},
		{name: "a licence for an application that it lacks", columns: useColumns, where: []condition{where("sku_id", "=", visio), where("application", "=", "Outlook")}, nothing: true,
			requests: []string{skuContents, holders(hasSKU(visio), usersOf)}},
		{name: "a limit", columns: useColumns, limit: 5, atLeast: 1000, requests: allSources(skuContents, users("", held(usersOf), "100"))},
		{name: "a limit and an application", columns: useColumns, limit: 5, where: []condition{where("application", "=", "Outlook")}, atLeast: 100,
			requests: []string{skuContents, holders("", usersOf), mailReport}},
		{name: "managed licences", columns: useColumns, managed: []string{"VISIO*"}, truth: managedRows(licenseActivityRows(), "VISIO"), atLeast: 2,
			requests: []string{skuContents, holders("", usersOf), activeReport, signInsSince("Visio", since)}},
	}
}

func licenseActivityKeyCases(tenant *demo.Tenant) []suiteCase {
	id, other := tenant.UserID(0), tenant.UserID(13)
	ids := slices.Sorted(slices.Values([]string{id, other}))
	outlook := where("application", "=", "Outlook")
	const name = "userPrincipalName,"
	return []suiteCase{
		{name: "by user_id", columns: useColumns, where: []condition{where("user_id", "=", id), outlook},
			requests: []string{skuContents, get("/users/" + id + "?$select=" + held(usersOf)), mailReport}},
		{name: "by user_ids", columns: useColumns, where: []condition{where("user_id", "in", ids[0], ids[1]), outlook}, atLeast: 2,
			requests: []string{skuContents, holders("(id eq '"+ids[0]+"' or id eq '"+ids[1]+"')", usersOf), mailReport}},
		{name: "by UPN", columns: []string{"user_principal_name", "application"}, where: []condition{where("user_principal_name", "=", adele)}, atLeast: 8,
			requests: []string{skuContents, get("/users/" + adele + "?$select=" + withID(held(name)))}},
		{name: "by UPN with a sign-in", columns: []string{"user_principal_name", "last_successful_sign_in_date_time"}, where: []condition{where("user_principal_name", "=", adele)}, atLeast: 8,
			requests: []string{skuContents, users("userPrincipalName eq '"+adele+"'", "userPrincipalName,signInActivity,assignedLicenses,licenseAssignmentStates", "500")}},
		{name: "by the beginning of a UPN", columns: []string{"user_principal_name", "application"}, where: []condition{where("user_principal_name", "like", "Adele%")}, atLeast: 8,
			requests: []string{skuContents, holders("startswith(userPrincipalName,'Adele')", name)}},
		{name: "account_enabled = false", columns: []string{"account_enabled", "application"}, where: []condition{where("account_enabled", "=", false)}, atLeast: 5,
			requests:  []string{skuContents, holders("accountEnabled eq false", "accountEnabled,")},
			steampipe: []string{skuContents, advanced("accountEnabled ne true", held("accountEnabled,"), "999")}},
		{name: "account_enabled <>", columns: []string{"account_enabled", "application"}, where: []condition{where("account_enabled", "<>", true)}, atLeast: 5,
			requests: []string{skuContents, advanced("accountEnabled ne true", held("accountEnabled,"), "999")}},
		{name: "user_type", columns: []string{"user_type", "application"}, where: []condition{where("user_type", "=", "Guest")},
			requests: []string{skuContents, holders("userType eq 'Guest'", "userType,")}},
	}
}

// licenseActivityRefusalCases are those in which something cannot be read: the use is unknown, and no licence vanishes.
func licenseActivityRefusalCases() []suiteCase {
	all := allSources(skuContents, holders("", usersOf))
	const unknown = "m365cc_license_activity: the last use of "
	columns := slices.Concat([]string{"user_principal_name"}, useColumns)
	return []suiteCase{
		{name: "concealed", columns: columns, behaviour: conceal, truth: licenseActivityRows(reported...), atLeast: 1000, requests: all, warnings: []string{unknown + "Microsoft Exchange Server"}},
		{name: "no AuditLog.Read.All", columns: columns, behaviour: without("AuditLog.Read.All"), truth: licenseActivityRows(signInApplications...), atLeast: 1000, requests: all,
			warnings: []string{unknown + "Dynamics 365"}},
		{name: "no permission for licences", columns: columns, behaviour: func(b *demo.Behaviour) { b.Roles = []string{"User.Read.All"} },
			fails: "m365cc_license_activity needs the application permission LicenseAssignment.Read.All", requests: []string{skuContents}},
		{name: "no permission for users", columns: []string{"user_id"}, behaviour: func(b *demo.Behaviour) { b.Roles = []string{"LicenseAssignment.Read.All"} },
			fails: "m365cc_license_activity needs the application permission User.Read.All or Directory.Read.All", requests: []string{skuContents, holders("", "id,")}},
	}
}
