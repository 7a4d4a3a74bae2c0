package m365cc_test

import (
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

const directoryAudit = "m365cc_directory_audit"

// audits is a request for changes with a $select of the names and a $top.
func audits(filter, names, top string) string {
	if filter != "" {
		filter = "$filter=" + filter + "&"
	}
	return get("/auditLogs/directoryAudits?" + filter + "$select=" + withID(names) + "&$top=" + top)
}

// latelyChanged bounds a case to two days, which are no more than one slice of the log.
var (
	latelyChanged = where("activity_date_time", ">=", since)
	changedSince  = "activityDateTime ge " + since.Format(time.RFC3339)
)

func directoryAuditCases(tenant *demo.Tenant) []suiteCase {
	return of(directoryAudit, "changes", slices.Concat(auditColumnCases(tenant), auditKeyCases(tenant), auditTimeCases(tenant), auditRefusalCases()))
}

// auditValue is a value that a column has.
func auditValue(tenant *demo.Tenant, column string) string {
	for _, r := range directoryAuditRows(tenant) {
		if r[column] != "" {
			return r[column]
		}
	}
	panic("no change has a " + column)
}

func auditColumnCases(tenant *demo.Tenant) []suiteCase {
	var all []suiteCase
	for _, c := range []signInColumn{
		{"activity_display_name", "activityDisplayName", "activityDisplayName", true},
		{"category", "category", "category", false},
		{"result", "result", "result", false},
		{"logged_by_service", "loggedByService", "loggedByService", false},
		{"initiated_by_id", "initiatedBy", "initiatedBy/user/id", false},
		{"initiated_by_user_principal_name", "initiatedBy", "initiatedBy/user/userPrincipalName", true},
		{"initiated_by_app_id", "initiatedBy", "initiatedBy/app/appId", false},
		{"initiated_by_app_display_name", "initiatedBy", "initiatedBy/app/displayName", false},
	} {
		value := auditValue(tenant, c.name)
		columns, names := []string{"id", c.name}, "id,activityDateTime,"+c.property
		all = append(all, suiteCase{name: c.name + " =", columns: columns, where: []condition{where(c.name, "=", value)},
			requests: []string{audits(c.path+" eq "+quoted(value), names, "1000")}, slices: 4})
		if start := value[:3]; c.begins { // LIKE of SQLite does not mind the case of letters, and Graph may
			all = append(all, suiteCase{name: c.name + " like", columns: columns, where: []condition{where(c.name, "like", start+"%")},
				requests: []string{audits("", names, "1000")}, slices: 4,
				steampipe: []string{audits("startswith("+c.path+","+quoted(start)+")", names, "1000")}})
		}
	}
	return all
}

// auditKeyCases are about one change, or one user: the log is not cut into slices.
func auditKeyCases(tenant *demo.Tenant) []suiteCase {
	rows := directoryAuditRows(tenant)
	one, other := rows[0], rows[len(rows)-1]
	member := rows[slices.IndexFunc(rows, func(r row) bool { return r["activity_display_name"] == "Add member to group" })]
	var targets []string
	for _, d := range tenant.DirectoryAudits() {
		if d.ID == member["id"] {
			targets = idsOf(d.TargetResources)
		}
	}
	byID := func(id, names string) string {
		return get("/auditLogs/directoryAudits/" + id + "?$select=" + withID(names))
	}
	ids := slices.Sorted(slices.Values([]string{one["id"], other["id"]}))
	hasTarget := func(id string) string { return "targetResources/any(x:x/id eq '" + id + "')" }
	return []suiteCase{
		{name: "target_id =", columns: []string{"id", "target_id", "target_ids"}, where: []condition{where("target_id", "=", targets[0])},
			requests: []string{audits(hasTarget(targets[0]), "id,targetResources", "1000")}},
		{name: "target_id of a second target", columns: []string{"id"}, where: []condition{where("target_id", "=", targets[1])}, nothing: true,
			requests: []string{audits(hasTarget(targets[1]), "id,targetResources", "1000")}},
		{name: "target_ids contain", columns: []string{"id", "target_ids"}, where: []condition{where("target_ids", "contains", targets[1])}, slices: 4,
			requests:  []string{audits("", "id,activityDateTime,targetResources", "1000")},
			steampipe: []string{audits(hasTarget(targets[1]), "id,activityDateTime,targetResources", "1000")}},
		{name: "correlation_id =", columns: []string{"id"}, where: []condition{where("correlation_id", "=", one["correlation_id"])},
			requests: []string{audits("correlationId eq '"+one["correlation_id"]+"'", "id,correlationId", "1000")}},
		{name: "by id", columns: []string{"id", "title"}, where: []condition{where("id", "=", one["id"])}, requests: []string{byID(one["id"], "id,activityDisplayName")}},
		{name: "by ids", columns: []string{"id"}, where: []condition{where("id", "in", ids[0], ids[1])}, atLeast: 2,
			requests: []string{byID(ids[0], "id"), byID(ids[1], "id")}},
		{name: "by id of none", columns: []string{"id"}, where: []condition{where("id", "=", "Directory_x")}, nothing: true, requests: []string{byID("Directory_x", "id")}},
		{name: "by id that is none", columns: []string{"id"}, where: []condition{where("id", "=", "a/b")}, nothing: true},
	}
}

func auditTimeCases(tenant *demo.Tenant) []suiteCase {
	rows := directoryAuditRows(tenant)
	young, old := momentOfRow(rows[len(rows)-3]), momentOfRow(rows[3]) // each side is one slice
	second := func(t time.Time) string { return t.Truncate(time.Second).Format(time.RFC3339) }
	next := func(t time.Time) string { return second(t.Add(time.Second)) }
	columns, names := []string{"id", "activity_date_time"}, "id,activityDateTime"
	at := func(operator string, t time.Time, filter string) suiteCase {
		return suiteCase{name: "activity_date_time " + operator, columns: columns, where: []condition{where("activity_date_time", operator, t)},
			requests: []string{audits("activityDateTime "+filter, names, "1000")}}
	}
	whole := []string{audits("", names, "1000")}
	return []suiteCase{
		at(">", young, "ge "+second(young)), at(">=", young, "ge "+second(young)), at("<", old, "le "+next(old)), at("<=", old, "le "+next(old)),
		at("=", young, "ge "+second(young)+" and activityDateTime le "+next(young)),
		{name: "everything", columns: columns, requests: whole, slices: 4, atLeast: 50},
		{name: "newest first", columns: columns, order: "desc", requests: whole, slices: 4, atLeast: 50},
		{name: "newest first with a limit", columns: columns, order: "desc", limit: 20, requests: []string{audits("", names, "20")}, atLeast: 50},
		{name: "oldest first with a limit", columns: columns, order: "asc", limit: 20, requests: whole, slices: 4, atLeast: 50},
		{name: "newest first without its column", columns: []string{"activity_display_name", "activity_date_time"}, order: "desc", limit: 3, atLeast: 50,
			requests: []string{audits("", "activityDateTime,activityDisplayName", "3")}},
	}
}

func auditRefusalCases() []suiteCase {
	columns, conditions := []string{"id", "category"}, []condition{latelyChanged, where("category", "=", "UserManagement")}
	asked := audits(changedSince+" and category eq 'UserManagement'", "id,activityDateTime,category", "1000")
	plain := audits(changedSince, "id,activityDateTime,category", "1000")
	return []suiteCase{
		{name: "no permission", columns: columns, where: conditions, behaviour: without("AuditLog.Read.All"), requests: []string{asked},
			fails: "m365cc_directory_audit needs the application permission AuditLog.Read.All"},
		{name: "no P1 or P2, which it does not need", columns: columns, where: conditions, behaviour: func(b *demo.Behaviour) { b.NoPremium = true }, requests: []string{asked}},
		{name: "a filter is refused", columns: columns, where: conditions, behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"category"} },
			requests: []string{asked, plain}, warnings: []string{"more rows than needed are read"}},
		{name: "what is not documented is refused", columns: columns, where: conditions, behaviour: func(b *demo.Behaviour) { b.RefuseUndocumented = true },
			requests: []string{asked, strings.Replace(asked, "$select=id,activityDateTime,category&", "", 1), strings.Replace(plain, "$select=id,activityDateTime,category&", "", 1)},
			warnings: []string{"every property is read", "more rows than needed are read"}},
	}
}
