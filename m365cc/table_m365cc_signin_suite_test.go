package m365cc_test

import (
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// signIns is a request for sign-ins with a $select of the names and a $top.
func signIns(filter, names, top string) string {
	if filter != "" {
		filter = "$filter=" + filter + "&"
	}
	return "GET /beta/auditLogs/signIns?" + filter + "$select=" + withID(names) + "&$top=" + top
}

func oneSignIn(id, names string) string {
	return "GET /beta/auditLogs/signIns/" + id + "?$select=" + withID(names)
}

// since bounds a case to two days, which are no more than one slice of the log.
var (
	since       = clock.AddDate(0, 0, -2)
	sinceFilter = "createdDateTime ge " + since.Format(time.RFC3339)
	lately      = where("created_date_time", ">=", since)
)

// signInColumn is a column with the property that Graph gives it in, and the path that conditions are on.
type signInColumn struct {
	name, property, path string
	begins               bool // LIKE 'text%' is for Graph, too
}

var signInColumns = []signInColumn{
	{"user_display_name", "userDisplayName", "userDisplayName", true},
	{"app_display_name", "appDisplayName", "appDisplayName", true},
	{"app_id", "appId", "appId", false},
	{"resource_display_name", "resourceDisplayName", "resourceDisplayName", false},
	{"resource_id", "resourceId", "resourceId", false},
	{"ip_address", "ipAddress", "ipAddress", true},
	{"client_app_used", "clientAppUsed", "clientAppUsed", false},
	{"conditional_access_status", "conditionalAccessStatus", "conditionalAccessStatus", false},
	{"authentication_requirement", "authenticationRequirement", "authenticationRequirement", true},
	{"location_city", "location", "location/city", true},
	{"location_state", "location", "location/state", true},
	{"location_country_or_region", "location", "location/countryOrRegion", true},
	{"device_detail_operating_system", "deviceDetail", "deviceDetail/operatingSystem", true},
	{"device_detail_browser", "deviceDetail", "deviceDetail/browser", true},
	{"risk_level_aggregated", "riskLevelAggregated", "riskLevelAggregated", false},
	{"risk_level_during_sign_in", "riskLevelDuringSignIn", "riskLevelDuringSignIn", false},
	{"risk_state", "riskState", "riskState", false},
	{"risk_detail", "riskDetail", "riskDetail", false},
	{"user_agent", "userAgent", "userAgent", true},
}

func signInCases(tenant *demo.Tenant) []suiteCase {
	all := slices.Concat(signInColumnCases(tenant), signInKeyCases(tenant), signInTimeCases(tenant), signInOrderCases(tenant),
		signInKindCases(tenant), signInRefusalCases(tenant))
	for i := range all {
		all[i].name, all[i].table = "sign-ins: "+all[i].name, "m365cc_signin"
	}
	return all
}

// recentValues are different values that a column has in sign-ins of the last two days.
func recentValues(tenant *demo.Tenant, column string, kinds ...string) []string {
	var values []string
	for _, r := range signInRows(kinds...)(tenant) {
		if v := r[column]; v != "" && !momentOfRow(r).Before(since) && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	if len(values) == 0 {
		panic("no sign-in has a " + column)
	}
	return values
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func signInColumnCases(tenant *demo.Tenant) []suiteCase {
	var all []suiteCase
	for _, c := range signInColumns {
		values := recentValues(tenant, c.name)
		columns, names := []string{"id", c.name}, "id,createdDateTime,"+c.property
		all = append(all, suiteCase{name: c.name + " =", columns: columns, where: []condition{lately, where(c.name, "=", values[0])},
			requests: []string{signIns(sinceFilter+" and "+c.path+" eq "+quoted(values[0]), names, "1000")}})
		if two := slices.Sorted(slices.Values(values[:min(2, len(values))])); len(two) == 2 {
			all = append(all, suiteCase{name: c.name + " in", columns: columns, where: []condition{lately, where(c.name, "in", two[0], two[1])}, atLeast: 2,
				requests: []string{signIns(sinceFilter+" and ("+c.path+" eq "+quoted(two[0])+" or "+c.path+" eq "+quoted(two[1])+")", names, "1000")}})
		}
		if start := values[0][:min(3, len(values[0]))]; c.begins { // LIKE of SQLite does not mind the case of letters, and Graph does
			all = append(all, suiteCase{name: c.name + " like", columns: columns, where: []condition{lately, where(c.name, "like", start+"%")},
				requests:  []string{signIns(sinceFilter, names, "1000")},
				steampipe: []string{signIns(sinceFilter+" and startswith("+c.path+","+quoted(start)+")", names, "1000")}})
		}
	}
	names := "id,createdDateTime,status"
	return append(all,
		suiteCase{name: "status_error_code =", columns: []string{"id", "status_error_code"}, where: []condition{lately, where("status_error_code", "=", 0)},
			requests: []string{signIns(sinceFilter+" and status/errorCode eq 0", names, "1000")}, steampipe: []string{signIns(sinceFilter, names, "1000")}},
		suiteCase{name: "status_error_code <> is not for Graph", columns: []string{"id", "status_error_code"}, where: []condition{lately, where("status_error_code", "<>", 0)},
			requests: []string{signIns(sinceFilter, names, "1000")}},
	)
}

// signInKeyCases are about one person or one request: the log is not cut into slices.
func signInKeyCases(tenant *demo.Tenant) []suiteCase {
	rows := signInRows()(tenant)
	one, other := rows[0], rows[10]
	const names = "id,userPrincipalName"
	columns := []string{"id", "user_principal_name"}
	is := func(column, path string) suiteCase {
		return suiteCase{name: column + " =", columns: []string{"id"}, where: []condition{where(column, "=", one[column])},
			requests: []string{signIns(path+" eq "+quoted(one[column]), "id,"+path, "1000")}}
	}
	upn := one["user_principal_name"]
	ids := slices.Sorted(slices.Values([]string{one["id"], other["id"]}))
	return []suiteCase{
		is("user_id", "userId"), is("user_principal_name", "userPrincipalName"), is("correlation_id", "correlationId"), is("original_request_id", "originalRequestId"),
		{name: "user_principal_name like", columns: columns, where: []condition{lately, where("user_principal_name", "like", upn[:4]+"%")},
			requests: []string{signIns(sinceFilter+" and startswith(userPrincipalName,"+quoted(upn[:4])+")", "id,createdDateTime,userPrincipalName", "1000")}},
		{name: "user_principal_name in capitals", columns: columns, where: []condition{where("user_principal_name", "=", strings.ToUpper(upn))}, nothing: true,
			requests: []string{signIns("userPrincipalName eq "+quoted(strings.ToUpper(upn)), names, "1000")}},
		{name: "one person and one day", columns: []string{"id"}, where: []condition{where("created_date_time", ">=", clock.AddDate(0, 0, -1)), where("user_id", "=", one["user_id"])},
			requests: []string{signIns("createdDateTime ge "+clock.AddDate(0, 0, -1).Format(time.RFC3339)+" and userId eq "+quoted(one["user_id"]), "id,createdDateTime,userId", "1000")}},
		{name: "by id", columns: columns, where: []condition{where("id", "=", one["id"])}, requests: []string{oneSignIn(one["id"], names)}},
		{name: "by ids", columns: columns, where: []condition{where("id", "in", ids[0], ids[1])}, atLeast: 2,
			requests: []string{oneSignIn(ids[0], names), oneSignIn(ids[1], names)}},
		{name: "by ids, newest first", columns: []string{"id", "created_date_time"}, where: []condition{where("id", "in", ids[0], ids[1])}, order: "desc", atLeast: 2,
			requests: []string{oneSignIn(ids[0], "id,createdDateTime"), oneSignIn(ids[1], "id,createdDateTime")}},
		{name: "by id of none", columns: columns, where: []condition{where("id", "=", "00000000-0000-4000-8000-000000000000")}, nothing: true,
			requests: []string{oneSignIn("00000000-0000-4000-8000-000000000000", names)}},
		{name: "by id that is none", columns: columns, where: []condition{where("id", "=", "delta")}, nothing: true},
		manyUsers(tenant, "many persons", ""), manyUsers(tenant, "many persons, newest first", "desc"),
	}
}

// manyUsers is a list of more users than Graph takes in one filter.
func manyUsers(tenant *demo.Tenant, name, order string) suiteCase {
	ids := slices.Sorted(slices.Values(recentValues(tenant, "user_id")[:20:20]))
	c := suiteCase{name: name, columns: []string{"id", "created_date_time", "user_id"}, order: order, atLeast: 20, anyOrder: order != ""}
	var values []any
	var requests []string
	for chunk := range slices.Chunk(ids, 15) {
		for _, id := range chunk {
			values = append(values, id)
		}
		clauses := "(userId eq '" + strings.Join(chunk, "' or userId eq '") + "')"
		requests = append(requests, signIns(sinceFilter+" and "+clauses, "id,createdDateTime,userId", "1000"))
	}
	c.where, c.requests = []condition{lately, where("user_id", "in", values...)}, requests
	return c
}

// signInTimeCases are just at, before and after sign-ins of a fraction of a second.
func signInTimeCases(tenant *demo.Tenant) []suiteCase {
	rows := signInRows()(tenant)
	fraction := func(rows []row) time.Time {
		i := slices.IndexFunc(rows, func(r row) bool { return momentOfRow(r).Nanosecond() > 0 })
		return momentOfRow(rows[i])
	}
	at := fraction(rows[20:])            // young, so that all newer ones are one slice
	old := fraction(rows[len(rows)-30:]) // so old that all older ones are one slice
	second := func(t time.Time) string { return t.Truncate(time.Second).Format(time.RFC3339) }
	next := func(t time.Time) string { return second(t.Add(time.Second)) }
	columns := []string{"id", "created_date_time"}
	created := func(operator string, t time.Time, filter string) suiteCase {
		return suiteCase{name: "created_date_time " + operator + " " + t.Format(time.RFC3339Nano), columns: columns,
			where: []condition{where("created_date_time", operator, t)}, requests: []string{signIns("createdDateTime "+filter, "id,createdDateTime", "1000")}}
	}
	equal := func(name string, t time.Time) suiteCase {
		return suiteCase{name: name, columns: columns, where: []condition{where("created_date_time", "=", t)},
			requests: []string{signIns("createdDateTime ge "+second(t)+" and createdDateTime le "+next(t), "id,createdDateTime", "1000")}}
	}
	return []suiteCase{
		created(">", at, "ge "+second(at)), created(">=", at, "ge "+second(at)),
		created(">", at.Truncate(time.Second), "ge "+second(at)), created(">=", at.Truncate(time.Second), "ge "+second(at)),
		created("<", old, "le "+next(old)), created("<=", old, "le "+next(old)),
		created("<", old.Truncate(time.Second), "le "+second(old)), created("<=", old.Truncate(time.Second), "le "+next(old)),
		equal("created_date_time =", at),
		{name: "created_date_time between", columns: columns, where: []condition{where("created_date_time", ">=", at), where("created_date_time", "<=", momentOfRow(rows[2]))}, atLeast: 15,
			requests: []string{signIns("createdDateTime ge "+second(at)+" and createdDateTime le "+next(momentOfRow(rows[2])), "id,createdDateTime", "1000")}},
		{name: "before the retention", columns: columns, where: []condition{where("created_date_time", "<", clock.AddDate(0, 0, -60))}, nothing: true,
			requests: []string{signIns("createdDateTime le "+clock.AddDate(0, 0, -60).Format(time.RFC3339), "id,createdDateTime", "1000")}},
		{name: "since before the retention", columns: columns, where: []condition{where("created_date_time", ">", clock.AddDate(0, 0, -90))}, atLeast: 500,
			requests: []string{signIns("", "id,createdDateTime", "1000")}, slices: 4},
		{name: "ten days", columns: columns, where: []condition{where("created_date_time", ">", clock.AddDate(0, 0, -10))}, atLeast: 100,
			requests: []string{signIns("", "id,createdDateTime", "1000")}, slices: 3},
		{name: "everything", columns: columns, requests: []string{signIns("", "id,createdDateTime", "1000")}, slices: 4, atLeast: 500},
	}
}

func signInOrderCases(tenant *demo.Tenant) []suiteCase {
	columns, names := []string{"id", "created_date_time"}, "id,createdDateTime"
	app := recentValues(tenant, "app_id")[0]
	whole := []string{signIns("", names, "1000")}
	interactiveOnes := where("is_interactive", "=", true)
	withFlag := []string{signIns("", names+",isInteractive", "1000")}
	return []suiteCase{
		{name: "newest first with a limit", columns: columns, order: "desc", limit: 20, requests: []string{signIns("", names, "20")}, atLeast: 500},
		{name: "newest first with a limit and a condition", columns: columns, order: "desc", limit: 20, where: []condition{where("app_id", "=", app)}, atLeast: 20,
			requests: []string{signIns("appId eq '"+app+"'", names+",appId", "20")}},
		{name: "newest first with a limit and a condition that is not for Graph", columns: columns, order: "desc", limit: 20, where: []condition{interactiveOnes}, atLeast: 500,
			requests: withFlag, slices: 1, steampipeSlices: 4}, // PostgreSQL hands no limit over, and goes away after the first rows
		{name: "oldest first with a limit", columns: columns, order: "asc", limit: 20, requests: whole, slices: 4, atLeast: 500},
		{name: "newest first", columns: columns, order: "desc", requests: whole, slices: 4, atLeast: 500},
		{name: "newest first of all kinds with a limit", columns: columns, order: "desc", limit: 20, atLeast: 500, anyOrder: true,
			where: []condition{where("sign_in_event_type", "in", interactive, managedIdentity, nonInteractive, servicePrincipal)},
			truth: signInRows(interactive, managedIdentity, nonInteractive, servicePrincipal),
			// SQLite hands no limit over with an IN
			slices: 3, requests: kindRequests(names+",signInEventTypes", "1000"), steampipe: kindRequests(names+",signInEventTypes", "20")},
		{name: "newest first in pages", columns: columns, order: "desc", where: []condition{lately}, behaviour: func(b *demo.Behaviour) { b.PageSize = 30; b.LogRequests = -1 },
			requests: []string{signIns(sinceFilter, names, "1000"), "GET /beta/auditLogs/signIns?$skiptoken"}, atLeast: 31},
	}
}

// kindRequests are those for every kind.
func kindRequests(names, top string) []string {
	return []string{signIns(kindsFilter(interactive, nonInteractive), names, top), signIns(kindsFilter(servicePrincipal), names, top), signIns(kindsFilter(managedIdentity), names, top)}
}

func kindsFilter(kinds ...string) string {
	return "signInEventTypes/any(t: t eq '" + strings.Join(kinds, "' or t eq '") + "')"
}

func signInKindCases(tenant *demo.Tenant) []suiteCase {
	of := func(name string, groups [][]string, kinds ...string) suiteCase {
		c := suiteCase{name: name, columns: []string{"id", "sign_in_event_type"}, truth: signInRows(kinds...), atLeast: 5}
		values := make([]any, len(kinds))
		for i, kind := range kinds {
			values[i] = kind
		}
		c.where = []condition{lately, where("sign_in_event_type", "in", values...)}
		for _, group := range groups {
			c.requests = append(c.requests, signIns(kindsFilter(group...)+" and "+sinceFilter, "id,createdDateTime,signInEventTypes", "1000"))
		}
		return c
	}
	all := []suiteCase{
		of("of people at a screen", [][]string{{interactive}}, interactive),
		of("of applications for people", [][]string{{nonInteractive}}, nonInteractive),
		of("of people", [][]string{{interactive, nonInteractive}}, interactive, nonInteractive),
		of("of service principals", [][]string{{servicePrincipal}}, servicePrincipal),
		of("of managed identities", [][]string{{managedIdentity}}, managedIdentity),
		of("of every kind", [][]string{{interactive, nonInteractive}, {servicePrincipal}, {managedIdentity}}, interactive, managedIdentity, nonInteractive, servicePrincipal),
		{name: "sign_in_event_type =", columns: []string{"id"}, where: []condition{lately, where("sign_in_event_type", "=", managedIdentity)}, truth: signInRows(managedIdentity),
			requests: []string{signIns(kindsFilter(managedIdentity)+" and "+sinceFilter, "id,createdDateTime,signInEventTypes", "1000")}},
	}
	for _, c := range []signInColumn{
		{"service_principal_id", "servicePrincipalId", "servicePrincipalId", true},
		{"service_principal_name", "servicePrincipalName", "servicePrincipalName", true},
	} {
		value := recentValues(tenant, c.name, servicePrincipal)[0]
		kind, names := where("sign_in_event_type", "=", servicePrincipal), "id,createdDateTime,signInEventTypes,"+c.property
		filter := kindsFilter(servicePrincipal) + " and " + sinceFilter
		all = append(all,
			suiteCase{name: c.name + " =", columns: []string{"id", c.name}, where: []condition{lately, kind, where(c.name, "=", value)}, truth: signInRows(servicePrincipal),
				requests: []string{signIns(filter+" and "+c.path+" eq "+quoted(value), names, "1000")}},
			suiteCase{name: c.name + " like", columns: []string{"id", c.name}, where: []condition{lately, kind, where(c.name, "like", value[:3]+"%")}, truth: signInRows(servicePrincipal),
				requests:  []string{signIns(filter, names, "1000")},
				steampipe: []string{signIns(filter+" and startswith("+c.path+","+quoted(value[:3])+")", names, "1000")}})
	}
	return all
}

// signInRefusalCases are those in which the tenant lacks a licence, the application a permission, or Graph refuses.
func signInRefusalCases(tenant *demo.Tenant) []suiteCase {
	app := recentValues(tenant, "app_id")[0]
	columns, names := []string{"id", "app_id"}, "id,createdDateTime,appId"
	asked, plain := signIns(sinceFilter+" and appId eq '"+app+"'", names, "1000"), signIns(sinceFilter, names, "1000")
	conditions := []condition{lately, where("app_id", "=", app)}
	return []suiteCase{
		{name: "no P1 or P2", columns: columns, where: conditions, behaviour: func(b *demo.Behaviour) { b.NoPremium = true }, requests: []string{asked},
			fails: "m365cc_signin needs a tenant with Microsoft Entra ID P1 or P2"},
		{name: "no AuditLog.Read.All", columns: columns, where: conditions, behaviour: without("AuditLog.Read.All"), requests: []string{asked},
			fails: "m365cc_signin needs the application permission AuditLog.Read.All"},
		{name: "$select is refused", columns: columns, where: conditions, behaviour: func(b *demo.Behaviour) { b.RefuseSignInSelect = true },
			requests: []string{asked, strings.Replace(asked, "$select="+withID(names)+"&", "", 1)}, warnings: []string{"every property is read"}},
		{name: "a filter is refused", columns: columns, where: conditions, behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"appId"} },
			requests: []string{asked, plain}, warnings: []string{"more rows than needed are read"}},
	}
}
