package m365cc

import (
	"context"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// userJoinedColumns come from other sources than the users, each of which is read only for a query that wants one of
// its columns.
var userJoinedColumns = inSet(rareUsage, []column[user]{
	list("activations", "The names of the products, such as Microsoft 365 Apps, Project and Visio, that the user has activated on a device, sorted; empty if none of those that a licence gives. NULL for a user whom the report does not tell of.", func(u *user, _ *scope) []string { return u.more().activations }).fromSource(activationSource),
	newColumn("mail_storage_used_mb", Double, "The storage that the mailbox uses, in MB of 1,048,576 bytes; NULL without a mailbox.", func(u *user, _ *scope) Value { return u.more().mailStorage.megabytes() }).fromSource(mailStorageSource),
	newColumn("onedrive_storage_used_mb", Double, "The storage that the OneDrive account uses, in MB of 1,048,576 bytes; NULL without an account.", func(u *user, _ *scope) Value { return u.more().oneDriveStorage.megabytes() }).fromSource(oneDriveStorageSource),
	boolean("uses_windows", "True if the user used Outlook, Word, Excel, PowerPoint, OneNote or Teams on Windows in the period of the reports.", func(u *user) Flag { return u.more().platforms.windows }).fromSource(platformSource),
	boolean("uses_mac", "True if the user used one of these six applications on a Mac in the period.", func(u *user) Flag { return u.more().platforms.mac }).fromSource(platformSource),
	boolean("uses_mobile", "True if the user used one of these six applications on a mobile device in the period.", func(u *user) Flag { return u.more().platforms.mobile }).fromSource(platformSource),
	boolean("uses_web", "True if the user used one of these six applications in a browser in the period.", func(u *user) Flag { return u.more().platforms.web }).fromSource(platformSource),
	boolean("is_mfa_registered", "True if the user has registered a strong method for MFA, whether the policy allows the method or not. NULL for a blocked user, whom the report leaves out.", func(u *user) Flag { return u.more().registration.registered }).fromSource(registrationSource),
	boolean("is_mfa_capable", "True if the user has registered a strong method for MFA that the policy allows. NULL for a blocked user, whom the report leaves out.", func(u *user) Flag { return u.more().registration.capable }).fromSource(registrationSource),
	text("last_used_application", "Which of the eleven applications of m365cc_app_activity the user used last; of several on one day the dearest: Dynamics 365, Project, Visio, Power BI, Microsoft Teams, Outlook, Microsoft Exchange Server, SharePoint, OneDrive, Yammer, Skype for Business.", func(u *user) string { return u.more().lastApplication }).fromSource(activitySource),
	timestamp("last_activity_date", "The day (UTC) on which the user used it, which for Dynamics 365, Power BI, Project and Visio is known for 30 days; NULL if the user was never seen.", func(u *user) string { return u.more().lastActivityDate }).fromSource(activitySource),
	newColumn("days_since_last_activity", Integer, "The days from last_activity_date to today, in UTC.", (*user).daysSinceLastActivity).fromSource(activitySource),
	boolean("is_federated", "True if the users of the domain of the user principal name sign in through single sign-on elsewhere.", func(u *user) Flag { return u.more().federated }).fromSource(federationSource),
})

// joinedUser is what other sources tell of a user.
type joinedUser struct {
	activations      []string
	mailStorage      Count
	oneDriveStorage  Count
	platforms        platforms
	registration     userRegistration
	federated        Flag
	lastApplication  string
	lastActivityDate string
	idle             int64 // days since then
}

// more is what other sources tell, empty where none was asked.
func (u *user) more() *joinedUser {
	if u.joined == nil {
		return &joinedUser{}
	}
	return u.joined
}

// join is where the sources put what they tell of the user.
func (u *user) join() *joinedUser {
	if u.joined == nil {
		u.joined = &joinedUser{}
	}
	return u.joined
}

func (u *user) daysSinceLastActivity(*scope) Value {
	if u.more().lastActivityDate == "" {
		return Value{}
	}
	return IntValue(u.more().idle)
}

const bytesOfMegabyte = 1 << 20

// megabytes is a number of bytes in MB.
func (c Count) megabytes() Value {
	if !c.known {
		return Value{}
	}
	return DoubleValue(float64(c.number) / bytesOfMegabyte)
}

// createdOn is the day on which the account was created; 0: Graph does not tell.
func (u *user) createdOn() Day {
	created, ok := ParseTime(u.CreatedDateTime)
	if !ok || created.Year() < 1971 {
		return 0
	}
	return dayOf(created)
}

// activitySource is what m365cc_app_activity is read from.
var activitySource = &joinedSource[user]{endpoints: []source{activeUsers.source(), emailActivities.source(), signIns.source()}, needs: []string{"id", "userPrincipalName"}, read: readUserActivity}

// dearestFirst are the eleven applications in the order in which a tie of days is decided.
var dearestFirst = func() []activityApplication {
	all := make([]activityApplication, len(licensing.Applications))
	for i, name := range licensing.Applications {
		for _, a := range activityApplications {
			if a.name == name {
				all[i] = a
			}
		}
	}
	return all
}()

// readUserActivity joins the last use of any application, out of the rows that m365cc_app_activity would have. What
// cannot be read is left out.
func readUserActivity(ctx context.Context, q *request[user], only *user) (func(*user), []string, error) {
	question := activityQuestion{connection: q.Connection, table: q.table.name, since: logSince(time.Now())}
	if only != nil {
		question.user = only.ID
	}
	sources, err := readActivitySources(ctx, question, dearestFirst)
	if err != nil {
		return nil, nil, err
	}
	today := time.Now().UTC().Truncate(24 * time.Hour)
	return func(u *user) { sources.joinLast(u, today) }, sources.unreadNames(), nil
}

// joinLast gives the user the last of all uses.
func (s *activitySources) joinLast(u *user, today time.Time) {
	to := u.join()
	for _, row := range s.rows([]listedUser{{u.ID, u.UserPrincipalName}}) {
		if row.lastActivityDate > to.lastActivityDate { // all are days at midnight UTC
			to.lastApplication, to.lastActivityDate = row.application, row.lastActivityDate
		}
	}
	if last, ok := ParseTime(to.lastActivityDate); ok {
		to.idle = max(int64(today.Sub(last)/(24*time.Hour)), 0)
	}
}

// unreadNames are the sources of which something is unknown.
func (s *activitySources) unreadNames() (names []string) {
	for _, a := range s.applications {
		if s.unread[a.name] != nil {
			names = append(names, a.source())
		}
	}
	return names
}
