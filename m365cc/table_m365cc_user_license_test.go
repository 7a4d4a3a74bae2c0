package m365cc_test

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// previewPart is the part number of a licence that is in no table of names.
const previewPart = "M365_COPILOT_FRONTIER_PREVIEW"

// previewSKU is a licence of the tenant that is in no table of names.
func previewSKU(tenant *demo.Tenant) string {
	all := tenant.SKUs()
	i := slices.IndexFunc(all, func(s demo.SKU) bool { return s.SKUPartNumber == previewPart })
	return all[i].SKUID
}

// withLicenses is a request for users with their licences.
func withLicenses(filter, names string) string { return users(filter, licensed(names), "999") }

// licensed are properties with those of which licences are made.
func licensed(names string) string { return names + "licenseAssignmentStates,assignedLicenses" }

const (
	tenantSKUs      = "/subscribedSkus?$select=skuId,skuPartNumber"
	licensingGroups = "/groups?$count=true&$filter=assignedLicenses/$count ne 0&$select=id,displayName&$top=999"
)

func userLicenseCases(tenant *demo.Tenant) []suiteCase {
	id, other := tenant.UserID(0), tenant.UserID(13)
	ids := slices.Sorted(slices.Values([]string{id, other}))
	plain := []string{"user_id", "sku_id"}
	return of("m365cc_user_license", "user licences", slices.Concat([]suiteCase{
		{name: "everything of the assignments", columns: []string{"user_id", "sku_id", "assigned_by_group", "state", "error", "disabled_plans", "disabled_plan_names", "is_assigned", "last_updated_date_time"}, atLeast: 250,
			requests: []string{withLicenses("", "id,")}},
		{name: "the names of licences", columns: []string{"user_display_name", "sku_part_number", "sku_display_name", "title"}, atLeast: 250,
			requests: []string{withLicenses("", "displayName,"), get(tenantSKUs)}},
		{name: "the names of groups", columns: []string{"user_id", "assigned_by_group", "assigned_by_group_display_name"}, where: []condition{where("assigned_by_group", "is not null")}, atLeast: 50,
			requests: []string{withLicenses("", "id,"), get(licensingGroups) + " [eventual]"}},
		{name: "one column of the user", columns: []string{"user_principal_name"}, atLeast: 250, requests: []string{withLicenses("", "userPrincipalName,")}},
		{name: "limit", columns: plain, limit: 3, atLeast: 250, requests: []string{users("", licensed("id,"), "100")}},
		{name: "pages", columns: plain, behaviour: func(b *demo.Behaviour) { b.PageSize = 100 }, atLeast: 250,
			requests: []string{withLicenses("", "id,"), get("/users?$skiptoken"), get("/users?$skiptoken")}},
		{name: "by user_id", columns: plain, where: []condition{where("user_id", "=", id)}, atLeast: 3,
			requests: []string{get("/users/" + id + "?$select=" + licensed("id,"))}},
		{name: "by user_ids", columns: plain, where: []condition{where("user_id", "in", ids[0], ids[1])}, atLeast: 5,
			requests: []string{withLicenses("(id eq '"+ids[0]+"' or id eq '"+ids[1]+"')", "id,")}},
		{name: "by user_id that is none", columns: plain, where: []condition{where("user_id", "=", "delta")}, nothing: true},
		{name: "by UPN", columns: []string{"user_principal_name", "sku_id"}, where: []condition{where("user_principal_name", "=", adele)}, atLeast: 3,
			requests: []string{get("/users/" + adele + "?$select=" + withID(licensed("userPrincipalName,")))}},
		{name: "by the beginning of a UPN", columns: []string{"user_principal_name", "sku_id"}, where: []condition{where("user_principal_name", "like", "Adele%")}, atLeast: 3,
			requests: []string{withLicenses("startswith(userPrincipalName,'Adele')", "userPrincipalName,")}},
		{name: "account_enabled = false", columns: []string{"account_enabled", "sku_id"}, where: []condition{where("account_enabled", "=", false)}, atLeast: 5,
			requests:  []string{withLicenses("accountEnabled eq false", "accountEnabled,")},
			steampipe: []string{advanced("accountEnabled ne true", licensed("accountEnabled,"), "999")}},
		{name: "account_enabled <>", columns: []string{"account_enabled", "sku_id"}, where: []condition{where("account_enabled", "<>", true)}, atLeast: 5,
			requests: []string{advanced("accountEnabled ne true", licensed("accountEnabled,"), "999")}},
		{name: "user_type", columns: []string{"user_type", "sku_id"}, where: []condition{where("user_type", "=", "Guest")},
			requests: []string{withLicenses("userType eq 'Guest'", "userType,")}},
		{name: "sku_id is not for Graph, which does not find assignments in error", columns: plain, where: []condition{where("sku_id", "=", e5)}, atLeast: 20,
			requests: []string{withLicenses("", "id,")}},
		{name: "state", columns: []string{"user_id", "sku_id", "error", "is_assigned"}, where: []condition{where("state", "=", "Error")},
			requests: []string{withLicenses("", "id,")}},
	}, userLicenseRefusalCases(tenant)))
}

// userLicenseRefusalCases are those in which something cannot be read.
func userLicenseRefusalCases(tenant *demo.Tenant) []suiteCase {
	preview := previewSKU(tenant)
	return []suiteCase{
		{name: "no permission for users", columns: []string{"user_id"}, behaviour: func(b *demo.Behaviour) { b.Roles = []string{"Group.Read.All"} },
			fails: "m365cc_user_license needs the application permission User.Read.All or Directory.Read.All", requests: []string{withLicenses("", "id,")}},
		{name: "no permission for groups", columns: []string{"user_id", "assigned_by_group", "assigned_by_group_display_name"}, null: []string{"assigned_by_group_display_name"}, atLeast: 250,
			behaviour: func(b *demo.Behaviour) { b.Roles = []string{"User.Read.All"} }, warnings: []string{"assigned_by_group_display_name is NULL"},
			requests: []string{withLicenses("", "id,"), get(licensingGroups) + " [eventual]"}},
		{name: "no permission for licences", columns: []string{"user_id", "sku_id", "sku_part_number", "sku_display_name"}, where: []condition{where("sku_id", "=", preview)},
			behaviour: func(b *demo.Behaviour) { b.Roles = []string{"User.Read.All"} }, warnings: []string{"some licences are shown by their id"},
			truth: func(tenant *demo.Tenant) []row {
				rows := userLicenseRows(tenant)
				for _, r := range rows {
					r["sku_part_number"], r["sku_display_name"] = "", r["sku_id"] // of those that the condition leaves
				}
				return rows
			},
			requests: []string{withLicenses("", "id,"), get(tenantSKUs)}},
		{name: "no assignment states", columns: []string{"user_id", "sku_id", "disabled_plans", "is_assigned", "assigned_by_group", "state", "error", "last_updated_date_time"}, atLeast: 200,
			behaviour: func(b *demo.Behaviour) { b.UnknownProperties = []string{"licenseAssignmentStates"} }, warnings: []string{"licenseAssignmentStates is NULL"},
			truth:    assignedRows,
			requests: []string{withLicenses("", "id,"), users("", "id,assignedLicenses", "999")}},
		{name: "no assigned licences", columns: []string{"user_id", "sku_id", "state", "is_assigned"}, atLeast: 250, null: []string{"is_assigned"},
			behaviour: func(b *demo.Behaviour) { b.UnknownProperties = []string{"assignedLicenses"} }, warnings: []string{"assignedLicenses is NULL"},
			requests: []string{withLicenses("", "id,"), users("", "id,licenseAssignmentStates", "999")}},
	}
}

// assignedRows are the rows where Graph does not tell how licences were assigned: one for each that a user has.
func assignedRows(tenant *demo.Tenant) []row {
	var rows []row
	for i := range tenant.Len() {
		u := tenant.User(i)
		for _, l := range u.AssignedLicenses {
			rows = append(rows, row{"user_id": u.ID, "sku_id": l.SKUID, "disabled_plans": jsonOf(list(l.DisabledPlans)), "is_assigned": "true"})
		}
	}
	return rows
}
