package m365cc_test

import (
	"fmt"
	"slices"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// licenseActivityRows are the rows of m365cc_license_activity, for a connection that cannot read what tells of some
// applications.
func licenseActivityRows(unread ...string) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		activity := map[[2]string]row{}
		for _, r := range appActivityRows(unread...)(tenant) {
			activity[[2]string{r["user_id"], r["application"]}] = r
		}
		skus := map[string]demo.SKU{}
		for _, s := range tenant.SKUs() {
			skus[s.SKUID] = s
		}
		var rows []row
		for i := range tenant.Len() {
			u := tenant.User(i)
			for _, l := range u.AssignedLicenses {
				applications := entitledTo(skus[l.SKUID], l.DisabledPlans)
				if len(applications) == 0 {
					applications = []string{""}
				}
				for _, application := range applications {
					r := truthOfLicensed(tenant, u, l)
					addUse(r, application, activity[[2]string{u.ID, application}])
					rows = append(rows, r)
				}
			}
		}
		return rows
	}
}

// entitledTo are the applications of a licence's plans, without those that are off.
func entitledTo(s demo.SKU, off []string) []string {
	var plans []string
	for _, p := range s.ServicePlans {
		if !slices.Contains(off, p.ID) {
			plans = append(plans, p.ID)
		}
	}
	return licensing.EntitledApplications(s.SKUPartNumber, plans)
}

// truthOfLicensed are the columns of the user and the licence.
func truthOfLicensed(tenant *demo.Tenant, u demo.User, l demo.AssignedLicense) row {
	r := truthOfSKUOf(partNumbers(tenant), l.SKUID, l.DisabledPlans)
	activity := demo.SignInActivity{}
	if u.SignInActivity != nil {
		activity = *u.SignInActivity
	}
	for name, value := range map[string]string{
		"user_id": u.ID, "user_principal_name": u.UserPrincipalName, "user_display_name": u.DisplayName, "user_type": u.UserType,
		"account_enabled": fmt.Sprint(u.AccountEnabled), "missing_sources": "[]", "tenant_id": tenant.ID(),
		"last_sign_in_date_time":                 moment(activity.LastSignInDateTime),
		"last_non_interactive_sign_in_date_time": moment(activity.LastNonInteractiveSignInDateTime),
		"last_successful_sign_in_date_time":      moment(activity.LastSuccessfulSignInDateTime),
	} {
		r[name] = value
	}
	return r
}

// addUse adds the columns of an application and of its last use.
func addUse(r row, application string, use row) {
	r["application"] = application
	r["title"] = r["user_display_name"] + ": " + r["sku_display_name"] + when(application != "", ": "+application)
	for _, name := range []string{"last_activity_date", "source", "report_refresh_date"} {
		r[name] = use[name]
	}
	r["days_since_last_activity"] = ""
	if last, err := time.Parse(time.RFC3339, use["last_activity_date"]); err == nil {
		r["days_since_last_activity"] = fmt.Sprint(int(clock.Truncate(24*time.Hour).Sub(last) / (24 * time.Hour)))
	}
}
