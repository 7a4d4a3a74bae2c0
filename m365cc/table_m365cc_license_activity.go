package m365cc

import (
	"context"
	"slices"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableLicenseActivity = define(definition[licenseActivity]{
	name:        "m365cc_license_activity",
	description: "Licences of users and the applications that they entitle to, with the day on which the user last used each: one row for each user, licence and application, and one without an application for a licence that entitles to none of the eleven.",
	list:        listLicenseActivities,
	sources: append(licenseActivities.objects.sources(), subscribedSkus.source(), activeUsers.source().of(licenseUseColumns...),
		emailActivities.source().of(licenseUseColumns...), signIns.source().of(licenseUseColumns...)),
	columns: slices.Concat(licenseActivityUserColumns, licenseActivitySkuColumns(), licenseActivityColumns),
})

// licenseUseColumns are those that are unknown where the source of an application cannot be read.
var licenseUseColumns = []string{"last_activity_date", "days_since_last_activity", "source"}

var licenseActivityUserColumns = []column[licenseActivity]{
	text("user_id", "The id (GUID) of the user.", func(l *licenseActivity) string { return l.user.ID }).from("id").where(Equal),
	text("user_principal_name", "The user principal name (UPN) of the user.", func(l *licenseActivity) string { return l.user.UserPrincipalName }).
		from("userPrincipalName").where(Equal | StartsWith),
	text("user_display_name", "The name of the user that the address book shows.", func(l *licenseActivity) string { return l.user.DisplayName }).from("displayName"),
	boolean("account_enabled", "True if the account of the user is enabled, false if it is blocked.", func(l *licenseActivity) Flag { return l.user.AccountEnabled }).
		from("accountEnabled").where(Equal).whereAdvanced(NotEqual),
	text("user_type", "Whether the user is a Member or a Guest. It is NULL for some old accounts.", func(l *licenseActivity) string { return l.user.UserType }).
		from("userType").where(Equal),
}

// licenseActivitySkuColumns are those of the licence, which Graph filters users on.
func licenseActivitySkuColumns() []column[licenseActivity] {
	sku := skuColumns("assignedLicenses", func(l *licenseActivity) *assignedSku { return &l.assignedSku })
	sku[0] = sku[0].whereBy(Equal, skuClause)
	return sku
}

var licenseActivityColumns = []column[licenseActivity]{
	text("application", "One of the eleven applications, to which the licence entitles the user: Microsoft Exchange Server, Microsoft Teams, OneDrive, SharePoint, Skype for Business, Yammer, Outlook, Dynamics 365, Power BI, Project or Visio. NULL for a licence that entitles to none of them.", func(l *licenseActivity) string { return l.application }).where(Equal),
	timestamp("last_activity_date", "The day (UTC) on which the user last used the application, by whichever licence. NULL with a source: never seen by that source, which for Dynamics 365, Power BI, Project and Visio reaches back 30 days. NULL without a source: unknown.", func(l *licenseActivity) string { return l.lastActivityDate }),
	newColumn("days_since_last_activity", Integer, "The days from last_activity_date to today (UTC); NULL where that is.", (*licenseActivity).days),
	text("source", "Where the date comes from: getOffice365ActiveUserDetail, getEmailActivityUserDetail or signIns. NULL where the source cannot be read, so that nobody knows whether the user has used the application, and where there is no application.", func(l *licenseActivity) string { return l.source }),
	timestamp("report_refresh_date", "The last day that the usage report covers; NULL for signIns, which are current within hours.", func(l *licenseActivity) string { return l.reportRefreshDate }),
	timestamp("last_sign_in_date_time", "The last interactive sign-in of the user, failed attempts included. It is NULL if there was none, and needs Microsoft Entra ID P1 or P2.", func(l *licenseActivity) string { return l.user.SignInActivity.LastSignInDateTime }).from("signInActivity"),
	timestamp("last_non_interactive_sign_in_date_time", "The last sign-in that a client made on the user's behalf, failed attempts included.", func(l *licenseActivity) string { return l.user.SignInActivity.LastNonInteractiveSignInDateTime }).from("signInActivity"),
	timestamp("last_successful_sign_in_date_time", "The last successful sign-in of the user, interactive or not, since December 2023.", func(l *licenseActivity) string { return l.user.SignInActivity.LastSuccessfulSignInDateTime }).from("signInActivity"),
	list("missing_sources", "The sources of the user's own columns that this connection could not read; for the activity, source tells it.", missingSources[licenseActivity]),
	text("title", "The title of the resource: the user, the name of the product, and the application.", (*licenseActivity).title).from("displayName"),
}

// licenseActivity is a user's use of an application that a licence entitles to.
type licenseActivity struct {
	assignedSku
	user                     *licensedUser
	application              string
	lastActivityDate, source string
	reportRefreshDate        string
}

// activityColumns come from the sources of activity.
var activityColumns = []string{"last_activity_date", "days_since_last_activity", "source", "report_refresh_date"}

// licenseActivities are read from the users with a licence. A plan is off for a user if it is off in every assignment,
// which licenseAssignmentStates tell.
//
// https://learn.microsoft.com/graph/api/user-list
var licenseActivities = expansion[licensedUser, licenseActivity]{
	objects: &collection[licensedUser]{
		path:    "/users",
		id:      func(l *licensedUser) string { return l.ID },
		top:     999,
		topWith: map[string]int{"signInActivity": 500},
		keys: []key{
			{column: "user_id", fits: guidPattern.MatchString, valid: guidPattern.MatchString, equal: graph.EqualAny},
			{column: "user_principal_name", fits: plainUPN, without: []string{"signInActivity"}, equal: graph.Equal},
		},
		optional: []graph.Optional{{Property: "signInActivity", Permission: "AuditLog.Read.All", License: "Microsoft Entra ID P1 or P2"}},
		help:     graph.Help{Permissions: []string{"User.Read.All", "Directory.Read.All"}},
		pool:     new(graph.Pool[licensedUser]),
	},
	needs: []string{"assignedLicenses", "licenseAssignmentStates"},
	bare:  func(u *licensedUser) licenseActivity { return licenseActivity{user: u} },
}

// listLicenseActivities reads what the licences contain, then the users and, beside them, the sources of the
// applications that come into question.
func listLicenseActivities(ctx context.Context, q *request[licenseActivity]) error {
	asked := askedApplications(q.Conditions)
	if len(asked) == 0 {
		return nil
	}
	contents, err := q.Connection.skuContents(ctx, q.table.name)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	_, narrowed := q.condition("application", Equal)
	r := &licenseActivityReader{contents: contents, asked: asked, withNone: !narrowed}
	if slices.ContainsFunc(activityColumns, q.wants) {
		q = q.wanting("user_id").wanting("user_principal_name") // by which the sources know the user
		r.activity = readBeside(ctx, q.Query, q.table.name, r.applications(q))
		defer r.activity.wait(cancel)
	}
	users := licenseActivities
	users.parts = func(ctx context.Context, q *request[licenseActivity]) func(*licensedUser) ([]licenseActivity, error) {
		return func(u *licensedUser) ([]licenseActivity, error) { return r.rows(ctx, q, u) }
	}
	return users.read(ctx, q.without("application"))
}

// without is the query without the conditions on a column, of which Graph knows nothing. They drop rows, so that a limit
// says little then.
func (q *request[R]) without(column string) *request[R] {
	wider, query := *q, *q.Query
	query.Conditions = slices.DeleteFunc(slices.Clone(q.Conditions), func(c Condition) bool { return c.Column == column })
	if len(query.Conditions) < len(q.Conditions) {
		query.Limit = 0
	}
	wider.Query = &query
	return &wider
}

// days are counted to today, as the day began in UTC.
func (l *licenseActivity) days(*scope) Value {
	last, ok := ParseTime(l.lastActivityDate)
	if !ok {
		return Value{}
	}
	return IntValue(int64(dayOf(time.Now())) - int64(dayOf(last)))
}

func (l *licenseActivity) title() string {
	return titled(titled(l.user.DisplayName, l.name()), l.application)
}
