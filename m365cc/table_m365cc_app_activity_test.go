package m365cc_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

const appActivity = "m365cc_app_activity"

var (
	activityColumns = []string{"user_id", "user_principal_name", "application", "last_activity_date", "source", "report_refresh_date"}

	// reported are the applications that the two reports tell of.
	reported = []string{"Microsoft Exchange Server", "Microsoft Teams", "OneDrive", "SharePoint", "Skype for Business", "Yammer", "Outlook"}

	activityUsers  = users("", "id,userPrincipalName", "999")
	activeReport   = reportOf(activeUserReport, "period='D90'")
	mailReport     = reportOf(emailReport, "period='D90'")
	activityReport = []string{activeReport, mailReport}
)

// signInsSince is the request for the sign-ins to an application since a moment.
func signInsSince(application string, since time.Time) string {
	var ids []string
	for _, property := range []string{"appId", "resourceId"} {
		for _, id := range idsOfApplication[application] {
			ids = append(ids, property+" eq '"+id+"'")
		}
	}
	return "GET /beta/auditLogs/signIns?$filter=createdDateTime ge " + since.Format(time.RFC3339) +
		" and signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser') and status/errorCode eq 0 and (" + strings.Join(ids, " or ") + ")" +
		"&$select=userId,createdDateTime,appId,resourceId,status&$top=1000"
}

// allSignIns are the requests for the sign-ins to the four applications.
func allSignIns(since time.Time) (all []string) {
	for _, a := range signInApplications {
		all = append(all, signInsSince(a, since))
	}
	return all
}

// allSources are the requests for users and for every source, side by side.
func allSources(users ...string) []string {
	return slices.Concat(users, activityReport, allSignIns(daysAgo(30)))
}

// activity completes a case of the table.
func activity(c suiteCase) suiteCase {
	c.table, c.anyOrder = appActivity, true
	if c.columns == nil {
		c.columns = activityColumns
	}
	return c
}

func appActivityCases(tenant *demo.Tenant) []suiteCase {
	return slices.Concat(appActivityApplicationCases(), appActivityKeyCases(tenant), appActivityDateCases(), appActivityRefusalCases(), appActivityFilterCases(), appActivityPeopleCases(tenant))
}

func appActivityApplicationCases() []suiteCase {
	cases := []suiteCase{
		activity(suiteCase{name: "app activity", atLeast: 250 * 11, requests: allSources(activityUsers)}),
		activity(suiteCase{name: "app activity, names only", columns: []string{"title", "tenant_id"}, atLeast: 250 * 11, requests: allSources(activityUsers)}),
		activity(suiteCase{name: "app activity of two reports", where: []condition{where("application", "in", "Outlook", "Yammer")}, atLeast: 500,
			requests: append([]string{activityUsers}, activityReport...)}),
		activity(suiteCase{name: "app activity of a report and the log", where: []condition{where("application", "in", "Outlook", "Power BI")}, atLeast: 500,
			requests: []string{activityUsers, mailReport, signInsSince("Power BI", daysAgo(30))}}),
		activity(suiteCase{name: "app activity of two of the log", where: []condition{where("application", "in", "Project", "Visio", "Skype")}, atLeast: 500,
			requests: []string{activityUsers, signInsSince("Project", daysAgo(30)), signInsSince("Visio", daysAgo(30))}}),
		activity(suiteCase{name: "app activity of none of the eleven", where: []condition{where("application", "=", "Power Apps")}, nothing: true}),
		activity(suiteCase{name: "app activity of an application in another case", where: []condition{where("application", "=", "POWER BI")}, nothing: true,
			requests: []string{activityUsers, signInsSince("Power BI", daysAgo(30))}}),
		activity(suiteCase{name: "app activity that was never seen", where: []condition{where("last_activity_date", "is null"), where("application", "=", "Visio")}, atLeast: 100,
			requests: []string{activityUsers, signInsSince("Visio", daysAgo(30))}}),
		activity(suiteCase{name: "app activity with a limit", limit: 5, requests: allSources(users("", "id,userPrincipalName", "1"))}),
		activity(suiteCase{name: "app activity with a limit of several users", limit: 30, requests: allSources(users("", "id,userPrincipalName", "3"))}),
		activity(suiteCase{name: "app activity of an application with a limit", limit: 5, where: []condition{where("application", "=", "Outlook")},
			requests: []string{users("", "id,userPrincipalName", "5"), mailReport}}),
		activity(suiteCase{name: "app activity with a limit and a bound", limit: 5,
			where:    []condition{where("application", "=", "Outlook"), where("last_activity_date", ">=", daysAgo(20))},
			requests: []string{activityUsers, mailReport}}),
	}
	for _, application := range reported {
		source := map[bool]string{true: mailReport, false: activeReport}[application == "Outlook"]
		cases = append(cases, activity(suiteCase{name: "app activity of " + application, where: []condition{where("application", "=", application)}, atLeast: 251,
			requests: []string{activityUsers, source}}))
	}
	for _, application := range signInApplications {
		cases = append(cases, activity(suiteCase{name: "app activity of " + application, where: []condition{where("application", "=", application)}, atLeast: 250,
			requests: []string{activityUsers, signInsSince(application, daysAgo(30))}}))
	}
	return cases
}

func appActivityKeyCases(tenant *demo.Tenant) []suiteCase {
	id := tenant.UserID(3)
	user := func(key string) string { return get("/users/" + key + "?$select=id,userPrincipalName") }
	const nobody = "00000000-0000-4000-8000-000000000000"
	outlook := where("application", "=", "Outlook")
	return []suiteCase{
		activity(suiteCase{name: "app activity of a user", where: []condition{where("user_id", "=", id)}, atLeast: 11, requests: allSources(user(id))}),
		activity(suiteCase{name: "app activity of a user and an application", where: []condition{where("user_id", "=", id), outlook},
			requests: []string{user(id), mailReport}}),
		activity(suiteCase{name: "app activity of nobody", where: []condition{where("user_id", "=", nobody), outlook}, nothing: true, requests: []string{user(nobody), mailReport}}),
		activity(suiteCase{name: "app activity of what is no id", where: []condition{where("user_id", "=", "delta"), outlook}, nothing: true, requests: []string{mailReport}}),
		activity(suiteCase{name: "app activity of a UPN", where: []condition{where("user_principal_name", "=", adele)}, atLeast: 11, requests: allSources(user(adele))}),
		activity(suiteCase{name: "app activity of a UPN in another case", where: []condition{where("user_principal_name", "=", otherCase(adele)), outlook}, nothing: true,
			requests: []string{user(otherCase(adele)), mailReport}}),
		activity(suiteCase{name: "app activity of a guest", where: []condition{where("user_principal_name", "=", guestUPN), outlook},
			requests: []string{users("userPrincipalName eq 'daniel.o''brien_gmail.com#EXT#@contoso.onmicrosoft.com'", "id,userPrincipalName", "999"), mailReport}}),
		activity(suiteCase{name: "app activity of UPNs", where: []condition{where("user_principal_name", "in", adele, conor), outlook}, atLeast: 2,
			requests: []string{users("userPrincipalName in ('"+adele+"', 'Conor.O''Brien@contoso.com')", "id,userPrincipalName", "999"), mailReport}}),
	}
}

func appActivityDateCases() []suiteCase {
	powerBI := where("application", "=", "Power BI")
	since := func(name string, day time.Time, asked time.Time, operator string) suiteCase {
		return activity(suiteCase{name: "app activity " + name, where: []condition{powerBI, where("last_activity_date", operator, day)},
			requests: []string{activityUsers, signInsSince("Power BI", asked)}})
	}
	return []suiteCase{
		activity(suiteCase{name: "app activity of all since a day", where: []condition{where("last_activity_date", ">=", daysAgo(5))}, atLeast: 100,
			requests: slices.Concat([]string{activityUsers}, activityReport, allSignIns(daysAgo(5)))}),
		since("since a day", daysAgo(10), daysAgo(10), ">="), since("after a day", daysAgo(10), daysAgo(10), ">"),
		since("since the time of a day", daysAgo(10).Add(time.Hour), daysAgo(10).Add(time.Hour), ">="),
		since("since a day beyond the log", daysAgo(60), daysAgo(30), ">="),
		// a bound from above would make an older sign-in the last
		since("before a day", daysAgo(2), daysAgo(30), "<"), since("until a day", daysAgo(2), daysAgo(30), "<="),
	}
}

// appActivityRefusalCases are those in which the tenant lacks something or the application a permission: the other
// applications' rows are right, and one warning says why these are unknown.
func appActivityRefusalCases() []suiteCase {
	all := allSources(activityUsers)
	lastUse := func(applications []string) string {
		return "m365cc_app_activity: the last use of " + strings.Join(applications, ", ") + " is unknown"
	}
	refused := func(name string, behaviour func(*demo.Behaviour), unread []string, reason string) suiteCase {
		return activity(suiteCase{name: "app activity, " + name, behaviour: behaviour, atLeast: 250 * 11, requests: all,
			truth: appActivityRows(unread...), warnings: []string{lastUse(unread) + `: because="` + reason}})
	}
	c := refused
	return []suiteCase{
		c("concealed", conceal, reported, "the tenant conceals names in its reports"),
		c("no P1 or P2", func(b *demo.Behaviour) { b.NoPremium = true }, signInApplications, "GET /beta/auditLogs/signIns"),
		c("no AuditLog.Read.All", without("AuditLog.Read.All"), signInApplications, "GET /beta/auditLogs/signIns"),
		c("no Reports.Read.All", without("Reports.Read.All"), reported, "GET /beta/reports/"),
		activity(suiteCase{name: "app activity, users only", behaviour: func(b *demo.Behaviour) { b.Roles = []string{"User.Read.All"} }, atLeast: 250 * 11, requests: all,
			truth: appActivityRows(slices.Concat(reported, signInApplications)...), warnings: []string{lastUse(reported), lastUse(signInApplications)}}),
		activity(suiteCase{name: "app activity, concealed, from the log", behaviour: conceal, where: []condition{where("application", "=", "Visio")}, atLeast: 250,
			requests: []string{activityUsers, signInsSince("Visio", daysAgo(30))}}),
		activity(suiteCase{name: "app activity, no permission for users", behaviour: without("User.Read.All", "Directory.Read.All"), where: []condition{where("application", "=", "Outlook")},
			fails: "m365cc_app_activity needs the application permission User.Read.All or Directory.Read.All", requests: []string{activityUsers, mailReport}}),
		activity(suiteCase{name: "app activity, a page at a time", where: []condition{where("application", "=", "Outlook")}, behaviour: func(b *demo.Behaviour) { b.PageSize = 100 }, atLeast: 251,
			requests: []string{activityUsers, get("/users?$skiptoken"), get("/users?$skiptoken"), mailReport}}),
	}
}

// appActivityFilterCases are those in which Graph does not take the filter of the log: the rows are right all the same.
func appActivityFilterCases() []suiteCase {
	powerBI := signInsSince("Power BI", daysAgo(30))
	of := func(name string, behaviour func(*demo.Behaviour), warning string, signIns ...string) suiteCase {
		return activity(suiteCase{name: "app activity, " + name, where: []condition{where("application", "=", "Power BI")}, behaviour: behaviour, atLeast: 250,
			requests: append([]string{activityUsers}, signIns...), warnings: []string{warning}})
	}
	const wider = "more rows than needed are read"
	return []suiteCase{
		of("a long filter of the log is refused", func(b *demo.Behaviour) { b.SignInClauses = 5 }, wider, powerBI,
			"GET /beta/auditLogs/signIns?$filter=signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')&$select=userId,createdDateTime,appId,resourceId,status&$top=1000",
			"GET /beta/auditLogs/signIns?$skiptoken"),
		of("$select of the log is refused", func(b *demo.Behaviour) { b.RefuseSignInSelect = true }, "$select", powerBI,
			strings.Replace(powerBI, "&$select=userId,createdDateTime,appId,resourceId,status", "", 1)),
		of("the status is refused", func(b *demo.Behaviour) { b.RefuseFilter = []string{"status/errorCode"} }, wider, powerBI,
			strings.Replace(powerBI, " and status/errorCode eq 0", "", 1)),
	}
}

func appActivityPeopleCases(tenant *demo.Tenant) []suiteCase {
	of := func(name, id, application string, last ...condition) suiteCase {
		return activity(suiteCase{name: "app activity, " + name, where: append([]condition{where("user_id", "=", id), where("application", "=", application)}, last...),
			requests: []string{get("/users/" + id + "?$select=id,userPrincipalName"), signInsSince(application, daysAgo(30))}})
	}
	failing, failingAt := userWhose(tenant, each(failed))
	silent, silentAt := userWhose(tenant, func(_ string, s []demo.SignIn) bool {
		s = succeeded(s)
		return len(s) > 0 && !slices.ContainsFunc(s, func(s demo.SignIn) bool { return s.IsInteractive })
	})
	resource, resourceAt := userWhose(tenant, func(application string, s []demo.SignIn) bool {
		s = succeeded(s)
		return len(s) > 0 && !slices.ContainsFunc(s, func(s demo.SignIn) bool { return isClientOf(s, application) })
	})
	client, clientAt := userWhose(tenant, func(application string, s []demo.SignIn) bool {
		s = succeeded(s)
		return len(s) > 0 && !slices.ContainsFunc(s, func(s demo.SignIn) bool { return slices.Contains(idsOfApplication[application], s.ResourceID) })
	})
	seen, unseen := where("last_activity_date", "is not null"), where("last_activity_date", "is null")
	inLog := where("source", "=", "signIns")
	powerApps := userOfPowerAppsOnly(tenant)
	cases := []suiteCase{
		of("failed sign-ins only", failing, failingAt, unseen, inLog), of("non-interactive sign-ins only", silent, silentAt, seen),
		of("as a resource only", resource, resourceAt, seen), of("as a client only", client, clientAt, seen),
		activity(suiteCase{name: "app activity, Power Apps only", where: []condition{where("user_id", "=", powerApps), inLog, unseen}, atLeast: 4,
			requests: allSources(get("/users/" + powerApps + "?$select=id,userPrincipalName"))}),
	}
	return append(cases, appActivityDeletedCases(tenant)...)
}

func appActivityDeletedCases(tenant *demo.Tenant) []suiteCase {
	user := func(name string) string { return get("/users/" + name + "?$select=id,userPrincipalName") }
	spelt := reportedLine(tenant, func(u demo.ActiveUser) bool {
		return u.User >= 0 && u.UserPrincipalName != tenant.UserPrincipalName(u.User) && !u.Services["Exchange"].LastActivityDate.IsZero()
	})
	name := tenant.UserPrincipalName(spelt.User)
	unmarked := reportedLine(tenant, func(u demo.ActiveUser) bool { return u.User < 0 && !u.IsDeleted })
	given := heirs(tenant)
	exchange := where("application", "=", "Microsoft Exchange Server")
	return []suiteCase{
		activity(suiteCase{name: "app activity, deleted users", where: []condition{where("user_id", "is null")}, atLeast: 5 * 7, requests: allSources(activityUsers)}),
		activity(suiteCase{name: "app activity, deleted users of a report", where: []condition{where("user_id", "is null"), exchange}, atLeast: 5,
			requests: []string{activityUsers, activeReport}}),
		activity(suiteCase{name: "app activity, a name in another case in the report", where: []condition{where("user_principal_name", "=", name), exchange, where("last_activity_date", "is not null")},
			requests: []string{user(name), activeReport}}),
		activity(suiteCase{name: "app activity, deleted and not marked yet", where: []condition{where("user_principal_name", "=", unmarked.UserPrincipalName)}, atLeast: 7,
			requests: allSources(user(unmarked.UserPrincipalName))}),
		activity(suiteCase{name: "app activity, a name that was given to somebody else", where: []condition{where("user_principal_name", "=", given[0]), exchange}, atLeast: 2,
			requests: []string{user(fmt.Sprint(given[0])), activeReport}}),
	}
}

// chinaCases are those of the cloud whose report has neither Yammer nor Teams.
func chinaCases() []suiteCase {
	columns := []string{"user_principal_name", "yammer_last_activity_date", "teams_last_activity_date", "has_teams_license", "teams_license_assign_date", "sharepoint_last_activity_date"}
	const unknown = `m365cc_app_activity: the last use of Microsoft Teams, Yammer is unknown: because="the report has no column`
	return []suiteCase{
		{name: "active users in China", table: activeUser, columns: columns, atLeast: 100, requests: []string{activeReport}},
		activity(suiteCase{name: "app activity in China", atLeast: 250 * 11, requests: allSources(activityUsers), warnings: []string{unknown}}),
		activity(suiteCase{name: "app activity of Teams in China", where: []condition{where("application", "=", "Microsoft Teams")}, atLeast: 250,
			requests: []string{activityUsers, activeReport}, warnings: []string{`the last use of Microsoft Teams is unknown`}}),
		activity(suiteCase{name: "app activity of others in China", where: []condition{where("application", "in", "OneDrive", "Project")}, atLeast: 500,
			requests: []string{activityUsers, activeReport, signInsSince("Project", daysAgo(30))}}),
	}
}
