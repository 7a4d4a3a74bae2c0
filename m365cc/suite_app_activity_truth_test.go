package m365cc_test

import (
	"slices"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// The eleven applications by what tells of their use: the six services of a report by its names of them, the
// report of e-mail, and the sign-in log.
var (
	serviceApplications = map[string]string{
		"Microsoft Exchange Server": "Exchange", "Microsoft Teams": "Teams", "OneDrive": "OneDrive",
		"SharePoint": "SharePoint", "Skype for Business": "SkypeForBusiness", "Yammer": "Yammer",
	}
	signInApplications = []string{"Dynamics 365", "Power BI", "Project", "Visio"}
)

const (
	activeUserReport = "getOffice365ActiveUserDetail"
	emailReport      = "getEmailActivityUserDetail"
)

// appActivityRows are the rows of m365cc_app_activity, for a connection that cannot read what tells of some
// applications.
func appActivityRows(unread ...string) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		a := &activityTruth{tenant: tenant, unread: unread, unknown: unread}
		if tenant.Cloud() == "china" { // whose report lacks these
			a.unknown = append(slices.Clone(unread), "Microsoft Teams", "Yammer")
		}
		a.ofServices()
		a.ofEmail()
		a.ofSignIns()
		return a.rows
	}
}

type activityTruth struct {
	tenant          *demo.Tenant
	unread, unknown []string
	rows            []row
}

func (a *activityTruth) ofServices() {
	for application, service := range serviceApplications {
		a.ofReport(application, activeUserReport, func(yield func(demo.Reported, time.Time)) {
			for _, u := range a.tenant.ActiveUsers(ninety) {
				yield(u.Reported, u.Services[service].LastActivityDate)
			}
		})
	}
}

func (a *activityTruth) ofEmail() {
	a.ofReport("Outlook", emailReport, func(yield func(demo.Reported, time.Time)) {
		for _, u := range a.tenant.EmailActivities(ninety) {
			yield(u.Reported, u.LastActivityDate)
		}
	})
}

// ofReport adds the rows of all users, and of those whom only the report knows.
func (a *activityTruth) ofReport(application, report string, lines func(func(demo.Reported, time.Time))) {
	last := make([]time.Time, a.tenant.Len())
	lines(func(r demo.Reported, at time.Time) {
		if r.User >= 0 {
			last[r.User] = at
		} else if !slices.Contains(a.unread, application) {
			a.add("", r.UserPrincipalName, application, report, at)
		}
	})
	for i, at := range last {
		a.add(a.tenant.UserID(i), a.tenant.UserPrincipalName(i), application, report, at)
	}
}

func (a *activityTruth) ofSignIns() {
	for i := range a.tenant.Len() {
		last := a.tenant.LastUse(i)
		for _, application := range signInApplications {
			a.add(a.tenant.UserID(i), a.tenant.UserPrincipalName(i), application, "signIns", last[application].Truncate(24*time.Hour))
		}
	}
}

func (a *activityTruth) add(id, name, application, source string, last time.Time) {
	r := row{"user_id": id, "user_principal_name": name, "application": application, "title": application + " " + name, "tenant_id": a.tenant.ID(),
		"last_activity_date": "", "source": "", "report_refresh_date": ""}
	if !slices.Contains(a.unknown, application) {
		r["last_activity_date"], r["source"] = moment(last), source
		if source != "signIns" {
			r["report_refresh_date"] = moment(a.tenant.ReportRefreshDate())
		}
	}
	a.rows = append(a.rows, r)
}
