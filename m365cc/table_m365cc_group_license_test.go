package m365cc_test

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// groups is a request for groups with their licences.
func groups(filter, names string) string {
	if filter != "" {
		filter = "$filter=" + filter + "&"
	}
	return get("/groups?" + filter + "$select=" + withID(names+"assignedLicenses") + "&$top=999")
}

// someGroups is groups for those that have a licence.
func someGroups(names string) string {
	return get("/groups?$count=true&$filter=assignedLicenses/$count ne 0&$select="+withID(names+"assignedLicenses")+"&$top=999") + " [eventual]"
}

func groupLicenseCases(tenant *demo.Tenant) []suiteCase {
	id, other, none := tenant.GroupID(0), tenant.GroupID(1), "00000000-0000-4000-8000-000000000000"
	ids := slices.Sorted(slices.Values([]string{id, other}))
	plain := []string{"group_id", "sku_id", "disabled_plans"}
	hasSKU := func(id string) string { return "assignedLicenses/any(x:x/skuId eq " + id + ")" }
	var many []any
	for _, s := range tenant.SKUs() {
		many = append(many, s.SKUID)
	}
	refused := []string{"more rows than needed are read"}
	return of("m365cc_group_license", "group licences", []suiteCase{
		{name: "everything", columns: plain, atLeast: 10, requests: []string{someGroups("id,")}},
		{name: "the group", columns: []string{"group_display_name", "description", "license_processing_state", "group_types", "title"}, atLeast: 10,
			requests: []string{someGroups("displayName,description,licenseProcessingState,groupTypes,")}},
		{name: "limit", columns: plain, limit: 2, atLeast: 10, requests: []string{
			get("/groups?$count=true&$filter=assignedLicenses/$count ne 0&$select=id,assignedLicenses&$top=100") + " [eventual]"}},
		{name: "by group_id", columns: plain, where: []condition{where("group_id", "=", id)}, requests: []string{get("/groups/" + id + "?$select=id,assignedLicenses")}},
		{name: "by group_ids", columns: plain, where: []condition{where("group_id", "in", ids[0], ids[1])}, atLeast: 2, requests: []string{
			get("/groups?$count=true&$filter=(id eq '"+ids[0]+"' or id eq '"+ids[1]+"') and assignedLicenses/$count ne 0&$select=id,assignedLicenses&$top=999") + " [eventual]"}},
		{name: "by group_id of none", columns: plain, where: []condition{where("group_id", "=", none)}, nothing: true, requests: []string{get("/groups/" + none + "?$select=id,assignedLicenses")}},
		{name: "by sku_id", columns: plain, where: []condition{where("sku_id", "=", e5)}, atLeast: 2, requests: []string{groups(hasSKU(e5), "id,")}},
		{name: "by sku_ids", columns: plain, where: []condition{where("sku_id", "in", e3, e5)}, atLeast: 3,
			requests: []string{groups("("+hasSKU(e3)+" or "+hasSKU(e5)+")", "id,")}},
		{name: "by more sku_ids than Graph takes", columns: plain, where: []condition{where("sku_id", "in", many...)}, atLeast: 10, requests: []string{someGroups("id,")}},
		{name: "by sku_id that is none", columns: plain, where: []condition{where("sku_id", "=", "E5")}, nothing: true, requests: []string{groups("", "id,")}},
		{name: "no advanced queries", columns: plain, atLeast: 10, behaviour: func(b *demo.Behaviour) { b.RefuseAdvanced = true }, warnings: refused,
			requests: []string{someGroups("id,"), groups("", "id,")}},
		{name: "no $count in a filter", columns: plain, atLeast: 10, behaviour: func(b *demo.Behaviour) { b.RefuseOperators = []string{"$count"} }, warnings: refused,
			requests: []string{someGroups("id,"), groups("", "id,")}},
		{name: "no permission", columns: plain, behaviour: func(b *demo.Behaviour) { b.Roles = []string{"User.Read.All"} }, requests: []string{someGroups("id,")},
			fails: "m365cc_group_license needs the application permission GroupMember.Read.All or Group.Read.All or Directory.Read.All"},
	})
}
