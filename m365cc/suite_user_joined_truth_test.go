package m365cc_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// The sources of the columns of users that do not come from the users, as missing_sources names them.
const (
	activationsReport = "getOffice365ActivationsUserDetail"
	mailboxReport     = "getMailboxUsageDetail"
	driveReport       = "getOneDriveUsageAccountDetail"
	platformReport    = "getM365AppUserDetail"
	registrationList  = "userRegistrationDetails"
	signInLog         = "signIns"
	domainList        = "domains"
)

// joinedColumns are the columns by their source, but those of the last activity, which have three.
var joinedColumns = map[string][]string{
	activationsReport: {"activations"},
	mailboxReport:     {"mail_storage_used_mb"},
	driveReport:       {"onedrive_storage_used_mb"},
	platformReport:    {"uses_windows", "uses_mac", "uses_mobile", "uses_web"},
	registrationList:  {"is_mfa_registered", "is_mfa_capable"},
	domainList:        {"is_federated"},
}

var lastActivityColumns = []string{"last_used_application", "last_activity_date", "days_since_last_activity"}

// applicationsOf are the applications whose use a source tells.
var applicationsOf = map[string][]string{
	activeUserReport: slices.DeleteFunc(slices.Clone(reported), func(a string) bool { return a == "Outlook" }),
	emailReport:      {"Outlook"},
	signInLog:        signInApplications,
}

// userRows are the rows of users for a connection that cannot read some sources.
func userRows(unread ...string) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		rows := make([]row, tenant.Len())
		for i := range rows {
			rows[i] = truthOfUser(tenant, tenant.User(i))
			maps.Copy(rows[i], truthOfUserRegistration(tenant, i))
		}
		for u := range tenant.Usage(90) {
			if u.User >= 0 {
				maps.Copy(rows[u.User], truthOfUserUsage(u))
			}
		}
		addLastActivity(tenant, rows, unread)
		missing := slices.Clone(unread)
		if tenant.Cloud() == "china" { // whose report tells of five services only
			missing = append(missing, activeUserReport)
		}
		slices.Sort(missing)
		for _, r := range rows {
			for _, source := range unread {
				for _, column := range joinedColumns[source] {
					r[column] = ""
				}
			}
			r["missing_sources"] = jsonOf(list(slices.Compact(missing)))
		}
		return rows
	}
}

// truthOfUserRegistration is what is known without a report.
func truthOfUserRegistration(tenant *demo.Tenant, i int) row {
	r := row{}
	for _, columns := range joinedColumns {
		for _, column := range columns {
			r[column] = ""
		}
	}
	if details, ok := tenant.Registration(i); ok {
		r["is_mfa_registered"], r["is_mfa_capable"] = fmt.Sprint(details.IsMFARegistered), fmt.Sprint(details.IsMFACapable)
	}
	_, domain, _ := strings.Cut(tenant.UserPrincipalName(i), "@")
	for _, d := range tenant.AllDomains() {
		if strings.EqualFold(d.ID, domain) {
			r["is_federated"] = fmt.Sprint(d.AuthenticationType == "Federated")
		}
	}
	return r
}

// truthOfUserUsage is what the reports of storage, applications and activations tell.
func truthOfUserUsage(u demo.Usage) row {
	r := row{}
	if u.Mailbox != nil {
		r["mail_storage_used_mb"] = megabytes(u.Mailbox.StorageUsedInBytes)
	}
	if u.OneDriveAccount != nil {
		r["onedrive_storage_used_mb"] = megabytes(u.OneDriveAccount.StorageUsedInBytes)
	}
	if u.Apps != nil {
		for _, platform := range []string{"windows", "mac", "mobile", "web"} {
			r["uses_"+platform] = fmt.Sprint(u.Apps.Used[platform])
		}
	}
	if len(u.Activations) > 0 {
		activated := []string{}
		for _, a := range u.Activations {
			if a.Windows+a.Mac+a.Windows10Mobile+a.IOS+a.Android > 0 || a.ActivatedOnSharedComputer {
				activated = append(activated, a.ProductType)
			}
		}
		slices.Sort(activated)
		r["activations"] = jsonOf(activated)
	}
	return r
}

func megabytes(bytes int64) string {
	text, _ := json.Marshal(float64(bytes) / 1048576)
	return string(text)
}

// addLastActivity takes the last activity out of what m365cc_app_activity must have.
func addLastActivity(tenant *demo.Tenant, rows []row, unread []string) {
	var unknown []string
	for _, source := range unread {
		unknown = append(unknown, applicationsOf[source]...)
	}
	byID := map[string]row{}
	for _, r := range rows {
		byID[r["id"]] = r
		for _, column := range lastActivityColumns {
			r[column] = ""
		}
	}
	for _, a := range appActivityRows(unknown...)(tenant) {
		r := byID[a["user_id"]]
		if r == nil || a["last_activity_date"] == "" {
			continue
		}
		isDearer := slices.Index(licensing.Applications, a["application"]) < slices.Index(licensing.Applications, r["last_used_application"])
		if last := r["last_activity_date"]; last < a["last_activity_date"] || last == a["last_activity_date"] && isDearer {
			r["last_activity_date"], r["last_used_application"] = a["last_activity_date"], a["application"]
		}
	}
	for _, r := range rows {
		if last, err := time.Parse(time.RFC3339, r["last_activity_date"]); err == nil {
			r["days_since_last_activity"] = fmt.Sprint(int(clock.Truncate(24*time.Hour).Sub(last).Hours() / 24))
		}
	}
}
