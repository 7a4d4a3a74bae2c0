package m365cc_test

import (
	"slices"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// deletedItems is a request for deleted users with a $select of the names.
func deletedItems(filter, names string) string {
	if filter != "" {
		filter = "$filter=" + filter + "&"
	}
	return get("/directory/deletedItems/microsoft.graph.user?" + filter + "$select=" + withID(names) + "&$top=999")
}

func deletedUserCases(tenant *demo.Tenant) []suiteCase {
	all := tenant.DeletedUsers()
	first, at := all[0], all[1].DeletedDateTime
	ids := slices.Sorted(slices.Values([]string{first.ID, all[2].ID}))
	second, next := at.Format(time.RFC3339), at.Add(time.Second).Format(time.RFC3339)
	plain := []string{"id", "deleted_date_time"}
	const names = "id,deletedDateTime"
	deleted := func(operator, filter string) suiteCase {
		return suiteCase{name: "deleted_date_time " + operator, columns: plain, where: []condition{where("deleted_date_time", operator, at)},
			requests: []string{deletedItems(filter, names)}}
	}
	return of("m365cc_deleted_user", "deleted users", []suiteCase{
		{name: "everything", columns: []string{"id", "deleted_date_time", "user_principal_name", "former_user_principal_name", "display_name", "mail"}, atLeast: 5,
			requests: []string{deletedItems("", "id,deletedDateTime,userPrincipalName,displayName,mail")}},
		{name: "the name that the user had", columns: []string{"former_user_principal_name"}, atLeast: 5, requests: []string{deletedItems("", "userPrincipalName,id")}},
		{name: "licences", columns: []string{"display_name", "licenses", "assigned_sku_ids"}, atLeast: 5, requests: []string{deletedItems("", "displayName,assignedLicenses")}},
		{name: "limit", columns: plain, limit: 2, atLeast: 5,
			requests: []string{get("/directory/deletedItems/microsoft.graph.user?$select=" + withID(names) + "&$top=2")}},
		{name: "by id", columns: plain, where: []condition{where("id", "=", first.ID)}, requests: []string{deletedItems("id eq '"+first.ID+"'", names)}},
		{name: "by ids", columns: plain, where: []condition{where("id", "in", ids[0], ids[1])}, atLeast: 2,
			requests: []string{deletedItems("(id eq '"+ids[0]+"' or id eq '"+ids[1]+"')", names)}},
		{name: "by id of somebody who is there", columns: plain, where: []condition{where("id", "=", tenant.UserID(0))}, nothing: true,
			requests: []string{deletedItems("id eq '"+tenant.UserID(0)+"'", names)}},
		{name: "by id that is none", columns: plain, where: []condition{where("id", "=", "delta")}, nothing: true},
		deleted("=", "deletedDateTime ge "+second+" and deletedDateTime le "+next),
		deleted(">=", "deletedDateTime ge "+second), deleted(">", "deletedDateTime ge "+second),
		deleted("<", "deletedDateTime le "+second), deleted("<=", "deletedDateTime le "+next),
		{name: "a filter is refused", columns: plain, where: []condition{where("deleted_date_time", ">=", at)}, warnings: []string{"more rows than needed are read"},
			behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"deletedDateTime"} },
			requests:  []string{deletedItems("deletedDateTime ge "+second, names), deletedItems("", names)}},
		{name: "no permission", columns: plain, behaviour: func(b *demo.Behaviour) { b.Roles = []string{"Group.Read.All"} }, requests: []string{deletedItems("", names)},
			fails: "m365cc_deleted_user needs the application permission User.Read.All or Directory.Read.All"},
	})
}
