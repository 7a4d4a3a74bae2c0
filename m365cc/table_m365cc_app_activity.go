package m365cc

import (
	"context"
	"strings"
	"time"
)

var tableAppActivity = define(definition[appActivity]{
	name:        "m365cc_app_activity",
	description: "When each user last used each of eleven applications: Microsoft Exchange Server, Microsoft Teams, OneDrive, SharePoint, Skype for Business, Yammer, Outlook, Dynamics 365, Power BI, Project and Visio.",
	sources:     []source{users.source(), activeUsers.source().of(lastUseColumns...), emailActivities.source().of(lastUseColumns...), signIns.source().of(lastUseColumns...)},
	list:        listAppActivities,
	columns: []column[appActivity]{
		text("user_id", "The id (GUID) of the user; NULL for a user that only a report still knows: one who has been deleted since.", func(a *appActivity) string { return a.userID }).where(Equal),
		text("user_principal_name", "The user principal name.", func(a *appActivity) string { return a.userPrincipalName }).where(Equal),
		text("application", "The application: Microsoft Exchange Server, Microsoft Teams, OneDrive, SharePoint, Skype for Business, Yammer, Outlook, Dynamics 365, Power BI, Project or Visio.", func(a *appActivity) string { return a.application }).where(Equal),
		timestamp("last_activity_date", "The day (UTC) on which the user last used the application. NULL with a source: never seen by that source, which for Dynamics 365, Power BI, Project and Visio reaches back 30 days. NULL without a source: unknown.", func(a *appActivity) string { return a.lastActivityDate }).where(AtLeast),
		text("source", "Where the date comes from: getOffice365ActiveUserDetail, getEmailActivityUserDetail or signIns. NULL where the source cannot be read, so that nobody knows whether the user has used the application.", func(a *appActivity) string { return a.source }),
		timestamp("report_refresh_date", "The last day that the usage report covers; NULL for signIns, which are current within hours.", func(a *appActivity) string { return a.reportRefreshDate }),
		text("title", "The title of the resource: the application and the user principal name.", func(a *appActivity) string { return a.application + " " + a.userPrincipalName }),
	},
})

// lastUseColumns are those that are unknown where the source of an application cannot be read.
var lastUseColumns = []string{"last_activity_date", "source"}

// appActivity is a user's use of an application.
type appActivity struct {
	userID, userPrincipalName string
	application               string
	lastActivityDate          string
	source                    string
	reportRefreshDate         string
}

// listAppActivities reads the users and, beside them, the sources of the applications that the query asks for. Each
// user gives a row for each application, and so does who is in a report only.
func listAppActivities(ctx context.Context, q *request[appActivity]) error {
	applications := askedApplications(q.Conditions)
	if len(applications) == 0 {
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	users := listedUsers(ctx, q, len(applications))
	question := activityQuestion{connection: q.Connection, table: q.table.name, since: signInsSince(q, time.Now())}
	sources, err := readActivitySources(ctx, question, applications)
	if err != nil {
		return err
	}
	for page := range users.pages {
		if err := q.give(sources.rows(page), nil); err != nil {
			return err
		}
		users.readOn(ctx)
	}
	if users.err != nil {
		return users.err
	}
	return sources.giveGone(q)
}

// askedApplications are the applications that satisfy the conditions.
func askedApplications(conditions []Condition) []activityApplication {
	var asked []activityApplication
	for _, a := range activityApplications {
		holds := true
		for _, c := range conditions {
			if c.Column == "application" && c.Operator == Equal {
				holds = holds && containsText(c.Values, a.name)
			}
		}
		if holds {
			asked = append(asked, a)
		}
	}
	return asked
}

// containsText says whether one of the values is the text, in any case: the engines compare exactly.
func containsText(values []Value, text string) bool {
	for _, v := range values {
		if strings.EqualFold(v.Text(), text) {
			return true
		}
	}
	return false
}
