package m365cc_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

const upn = "user_principal_name"

var (
	activationsRequest  = "GET /beta/reports/" + activationsReport + "?$format=text/csv"
	mailboxRequest      = reportOf(mailboxReport, "period='D90'")
	driveRequest        = reportOf(driveReport, "period='D90'")
	platformRequest     = reportOf(platformReport, "period='D90'")
	registrationRequest = registrations("", "id,isMfaRegistered,isMfaCapable")
	domainRequest       = get("/domains?$select=id,authenticationType")

	byName, byNameAndAge = users("", "userPrincipalName", "999"), users("", "userPrincipalName,createdDateTime", "999")
	byNameAndID          = users("", "userPrincipalName,id", "999")

	// theTab are all columns of other sources.
	theTab = []string{"activations", "mail_storage_used_mb", "onedrive_storage_used_mb", "uses_windows", "uses_mac", "uses_mobile", "uses_web",
		"is_mfa_registered", "is_mfa_capable", "last_used_application", "last_activity_date", "days_since_last_activity", "is_federated", "missing_sources"}
)

// tabRequests are all that theTab costs, for a user or all.
func tabRequests(user string, more ...string) []string {
	return slices.Concat([]string{user, activationsRequest, mailboxRequest, driveRequest, platformRequest, domainRequest}, activityReport, more)
}

// allTabRequests are those for all users.
func allTabRequests(users string) []string {
	return tabRequests(users, append(allSignIns(daysAgo(30)), registrationRequest)...)
}

// signInsOf is the request for the sign-ins of one user.
func signInsOf(id string) string {
	return "GET /beta/auditLogs/signIns?$filter=createdDateTime ge " + daysAgo(30).Format(time.RFC3339) +
		" and signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser') and status/errorCode eq 0 and userId eq '" + id + "'" +
		"&$select=userId,createdDateTime,appId,resourceId,status&$top=1000"
}

func registrationOf(id string) string {
	return registrationPath + "/" + id + "?$select=id,isMfaRegistered,isMfaCapable"
}

// joined completes cases of columns of other sources, which are read side by side.
func joined(cases ...suiteCase) []suiteCase {
	for i := range cases {
		cases[i].name, cases[i].anyOrder = "users tab: "+cases[i].name, true
	}
	return cases
}

func userJoinedCases(tenant *demo.Tenant) []suiteCase {
	return slices.Concat(userJoinedColumnCases(), userJoinedKeyCases(tenant), userJoinedPeopleCases(tenant), userJoinedRefusalCases(tenant.UserID(0)))
}

// userJoinedColumnCases: a column costs its source, and no other.
func userJoinedColumnCases() []suiteCase {
	var all []suiteCase
	alone := func(users string, requests []string, columns ...string) {
		for _, column := range columns {
			all = append(all, suiteCase{name: column + " alone", columns: []string{upn, column}, atLeast: 250, requests: append([]string{users}, requests...)})
		}
	}
	alone(byNameAndAge, []string{activationsRequest}, "activations")
	alone(byName, []string{mailboxRequest}, "mail_storage_used_mb")
	alone(byName, []string{driveRequest}, "onedrive_storage_used_mb")
	alone(byNameAndAge, []string{platformRequest}, joinedColumns[platformReport]...)
	alone(byNameAndID, []string{registrationRequest}, joinedColumns[registrationList]...)
	alone(byNameAndID, append(allSignIns(daysAgo(30)), activityReport...), lastActivityColumns...)
	alone(byName, []string{domainRequest}, "is_federated")
	alone(byName, nil, "missing_sources")
	return joined(append(all,
		suiteCase{name: "a column and nothing else", columns: []string{"mail_storage_used_mb"}, atLeast: 250, requests: []string{byName, mailboxRequest}},
		suiteCase{name: "two storages", columns: []string{upn, "mail_storage_used_mb", "onedrive_storage_used_mb"}, atLeast: 250,
			requests: []string{byName, mailboxRequest, driveRequest}},
		suiteCase{name: "everything", columns: append([]string{upn}, theTab...), atLeast: 250,
			requests: allTabRequests(users("", "userPrincipalName,createdDateTime,id", "999"))},
		suiteCase{name: "a condition on a column", columns: []string{upn}, where: []condition{where("is_federated", "=", true)}, requests: []string{byName, domainRequest}},
		suiteCase{name: "a condition on a column, and one for Graph", columns: []string{upn, "department"},
			where:    []condition{where("is_mfa_registered", "=", false), where("department", "=", "Sales")},
			requests: []string{users("department eq 'Sales'", "userPrincipalName,department,id", "999"), registrationRequest}},
		suiteCase{name: "without a mailbox", columns: []string{upn}, where: []condition{where("mail_storage_used_mb", "is null"), where("is_guest", "=", true)},
			requests: []string{users("userType eq 'Guest'", "userPrincipalName,userType", "999"), mailboxRequest}},
		suiteCase{name: "a limit", columns: []string{upn, "is_federated"}, limit: 5, requests: []string{users("", "userPrincipalName", "5"), domainRequest}},
		suiteCase{name: "a page at a time", columns: []string{upn, "mail_storage_used_mb", "missing_sources"}, atLeast: 250, behaviour: func(b *demo.Behaviour) { b.PageSize = 100 },
			requests: []string{byName, get("/users?$skiptoken"), get("/users?$skiptoken"), mailboxRequest}},
		suiteCase{name: "moved columns of reports", columns: append([]string{upn}, theTab[:7]...), atLeast: 250, behaviour: func(b *demo.Behaviour) { b.MovedColumns = true },
			requests: []string{byNameAndAge, activationsRequest, mailboxRequest, driveRequest, platformRequest}},
	)...)
}

// userJoinedKeyCases: a statement about one user asks for that user, and for the lists only where nothing else is to be had.
func userJoinedKeyCases(tenant *demo.Tenant) []suiteCase {
	id, nobody := tenant.UserID(0), "00000000-0000-4000-8000-000000000000"
	second := tenant.UserID(1)
	both := slices.Sorted(slices.Values([]string{id, second}))
	guest, _ := tenant.Find(guestUPN)
	user := func(key, names string) string { return get("/users/" + key + "?$select=" + withID(names)) }
	guestRequest := users("userPrincipalName eq 'daniel.o''brien_gmail.com#EXT#@contoso.onmicrosoft.com'", "userPrincipalName,id", "999")
	mfa := []string{upn, "is_mfa_registered", "is_mfa_capable"}
	return joined(
		suiteCase{name: "a user by id", columns: append([]string{upn}, theTab...), where: []condition{where("id", "=", id)},
			requests: tabRequests(user(id, "id,userPrincipalName,createdDateTime"), registrationOf(id), signInsOf(id))},
		suiteCase{name: "a user by UPN", columns: theTab, where: []condition{where(upn, "=", adele)},
			requests: tabRequests(user(adele, "userPrincipalName,createdDateTime,id"), registrationOf(id), signInsOf(id))},
		suiteCase{name: "a guest by UPN", columns: mfa, where: []condition{where(upn, "=", guestUPN)}, requests: []string{guestRequest, registrationOf(tenant.UserID(guest))}},
		suiteCase{name: "a guest by UPN, the filter is refused", columns: mfa, where: []condition{where(upn, "=", guestUPN)},
			behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"*"} }, warnings: []string{"more rows than needed are read"},
			requests: []string{guestRequest, byNameAndID, registrationRequest}},
		suiteCase{name: "a user, the filter of the log is refused", columns: lastActivityColumns, where: []condition{where("id", "=", id)},
			behaviour: func(b *demo.Behaviour) { b.RefuseFilter = []string{"userId"} }, warnings: []string{"more rows than needed are read"},
			requests: append(activityReport, user(id, "id,userPrincipalName"), signInsOf(id), strings.Replace(signInsOf(id), " and userId eq '"+id+"'", "", 1), "GET /beta/auditLogs/signIns?$skiptoken")},
		suiteCase{name: "nobody", columns: theTab, where: []condition{where("id", "=", nobody)}, nothing: true,
			requests: []string{user(nobody, "id,userPrincipalName,createdDateTime")}},
		suiteCase{name: "two users", columns: mfa, where: []condition{where("id", "in", id, second)}, atLeast: 2,
			requests: []string{users("(id eq '"+both[0]+"' or id eq '"+both[1]+"')", "id,userPrincipalName", "999"), registrationRequest}},
	)
}

// userJoinedPeopleCases are those of people whose rows in the reports are easily mistaken.
func userJoinedPeopleCases(tenant *demo.Tenant) []suiteCase {
	spelt := reportedLine(tenant, func(u demo.ActiveUser) bool {
		return u.User >= 0 && u.UserPrincipalName != tenant.UserPrincipalName(u.User) && !u.Services["Exchange"].LastActivityDate.IsZero()
	})
	name, id := tenant.UserPrincipalName(spelt.User), tenant.UserID(spelt.User)
	heirs := heirs(tenant)
	usage := theTab[:7]
	reports := []string{activationsRequest, mailboxRequest, driveRequest, platformRequest}
	blocked := ""
	for i := range tenant.Len() {
		if _, ok := tenant.Registration(i); !ok {
			blocked = tenant.UserID(i)
		}
	}
	return joined(
		suiteCase{name: "a name in another case in the reports", columns: theTab, where: []condition{where(upn, "=", name), where("last_activity_date", "is not null")},
			requests: tabRequests(get("/users/"+name+"?$select=userPrincipalName,createdDateTime,id"), registrationOf(id), signInsOf(id))},
		suiteCase{name: "names that were somebody else's", columns: append([]string{upn}, usage...), where: []condition{where(upn, "in", heirs...)}, atLeast: 2,
			requests: append(reports, users("userPrincipalName in ("+quotedList(heirs)+")", "userPrincipalName,createdDateTime", "999"))},
		suiteCase{name: "a blocked user is not in the registrations", columns: []string{"id", "is_mfa_registered"}, where: []condition{where("id", "=", blocked), where("is_mfa_capable", "is null")},
			requests: []string{get("/users/" + blocked + "?$select=id"), registrationOf(blocked)}},
		suiteCase{name: "a user of a federated domain", columns: []string{upn}, where: []condition{where(upn, "like", "%@sso.contoso.com"), where("is_federated", "=", true)},
			requests: []string{advanced("endswith(userPrincipalName,'@sso.contoso.com')", "userPrincipalName", "999"), domainRequest}},
	)
}

func quotedList(values []any) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = quoted(fmt.Sprint(v))
	}
	slices.Sort(texts)
	return strings.Join(texts, ", ")
}

// userJoinedRefusalCases are those in which a source cannot be read: the other columns are right, one warning says
// why, and missing_sources has the name.
func userJoinedRefusalCases(id string) []suiteCase {
	columns := append([]string{upn}, theTab...)
	requests := allTabRequests(users("", "userPrincipalName,createdDateTime,id", "999"))
	ofReports := []string{activationsReport, mailboxReport, driveReport, platformReport, activeUserReport, emailReport}
	refused := func(name string, behaviour func(*demo.Behaviour), warnings []string, unread ...string) suiteCase {
		return suiteCase{name: name, columns: columns, behaviour: behaviour, atLeast: 250, requests: requests, truth: userRows(unread...), warnings: warnings}
	}
	null := func(columns, source string) string {
		return "m365cc_user: NULL stands in " + columns + ", since " + source + " cannot be read"
	}
	reportWarnings := []string{null("activations", activationsReport), null("mail_storage_used_mb", mailboxReport), null("onedrive_storage_used_mb", driveReport),
		null("uses_windows, uses_mac, uses_mobile, uses_web", platformReport),
		"m365cc_user: the last use of Microsoft Teams, Outlook, Microsoft Exchange Server, SharePoint, OneDrive, Yammer, Skype for Business is unknown"}
	logWarnings := []string{null("is_mfa_registered, is_mfa_capable", registrationList), "m365cc_user: the last use of Dynamics 365, Project, Visio, Power BI is unknown"}
	return joined(
		refused("concealed", conceal, reportWarnings, ofReports...),
		refused("no Reports.Read.All", without("Reports.Read.All"), reportWarnings, ofReports...),
		refused("no AuditLog.Read.All", without("AuditLog.Read.All"), logWarnings, registrationList, signInLog),
		refused("no P1 or P2", func(b *demo.Behaviour) { b.NoPremium = true }, logWarnings, registrationList, signInLog),
		refused("users only", func(b *demo.Behaviour) { b.Roles = []string{"User.Read.All"} },
			slices.Concat(reportWarnings, logWarnings, []string{null("is_federated", domainList)}), slices.Concat(ofReports, []string{registrationList, signInLog, domainList})...),
		suiteCase{name: "no P1 or P2, with sign-ins", columns: []string{"id", "last_sign_in_date_time", "is_mfa_registered", "missing_sources"}, atLeast: 250,
			behaviour: func(b *demo.Behaviour) { b.NoPremium = true }, null: []string{"last_sign_in_date_time"}, truth: missingOf("signInActivity", registrationList),
			requests: []string{users("", "id,signInActivity", "500"), users("", "id", "999"), registrationRequest},
			warnings: []string{"signInActivity is NULL", null("is_mfa_registered, is_mfa_capable", registrationList)}},
		suiteCase{name: "what is not asked for is not missing", columns: []string{upn, "is_federated", "missing_sources"}, atLeast: 250, behaviour: conceal,
			requests: []string{byName, domainRequest}},
		suiteCase{name: "no P1 or P2, one user", columns: []string{"id", "is_mfa_capable", "missing_sources"}, where: []condition{where(upn, "=", adele)},
			behaviour: func(b *demo.Behaviour) { b.NoPremium = true }, truth: missingOf(registrationList), warnings: []string{null("is_mfa_registered, is_mfa_capable", registrationList)},
			requests: []string{get("/users/" + adele + "?$select=id,userPrincipalName"), registrationOf(id)}},
		suiteCase{name: "a report that is broken", columns: []string{upn, "mail_storage_used_mb"}, behaviour: func(b *demo.Behaviour) { b.BadRow = 3 },
			fails: mailboxReport, requests: []string{byName, mailboxRequest}, attempts: 3},
	)
}

// userJoinedChinaCases are those of the cloud whose report has neither Yammer nor Teams.
func userJoinedChinaCases() []suiteCase {
	activity := append(allSignIns(daysAgo(30)), activityReport...)
	return joined(
		suiteCase{name: "last activity in China", columns: append([]string{upn, "missing_sources"}, lastActivityColumns...), atLeast: 250, requests: append(activity, byNameAndID),
			warnings: []string{"m365cc_user: the last use of Microsoft Teams, Yammer is unknown"}},
		suiteCase{name: "storage in China", columns: []string{upn, "mail_storage_used_mb", "missing_sources"}, atLeast: 250, truth: missingOf(), requests: []string{byName, mailboxRequest}},
	)
}

// missingOf are the rows of users with other missing_sources than a statement of every column has.
func missingOf(sources ...string) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		rows := userRows(slices.DeleteFunc(slices.Clone(sources), func(s string) bool { return s == "signInActivity" })...)(tenant)
		for _, r := range rows {
			r["missing_sources"] = jsonOf(list(sources))
		}
		return rows
	}
}
