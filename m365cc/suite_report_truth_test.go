package m365cc_test

import (
	"fmt"
	"maps"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// period and onDay are editions of a report; ninety is what a connection reads unless it is told otherwise.
func period(days int) demo.Edition { return demo.Edition{Period: days} }

func onDay(day time.Time) demo.Edition { return demo.Edition{Day: day} }

var ninety = period(90)

// activeUserRows are the rows of m365cc_active_user for editions.
func activeUserRows(editions ...demo.Edition) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		var rows []row
		for _, e := range editions {
			for _, u := range tenant.ActiveUsers(e) {
				rows = append(rows, truthOfActiveUser(tenant, e, u))
			}
		}
		return rows
	}
}

// emailActivityRows are those of m365cc_email_activity.
func emailActivityRows(editions ...demo.Edition) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		var rows []row
		for _, e := range editions {
			for _, u := range tenant.EmailActivities(e) {
				rows = append(rows, truthOfEmailActivity(tenant, e, u))
			}
		}
		return rows
	}
}

// concealedRows are rows in a tenant that conceals names in reports.
func concealedRows(of func(*demo.Tenant) []row) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		rows := of(tenant)
		for _, r := range rows {
			for _, column := range []string{"user_principal_name", "display_name", "title", "owner_principal_name", "owner_display_name"} {
				if r[column] != "" {
					r[column] = tenant.Concealed(r[column])
				}
			}
			r["is_concealed"] = "true"
		}
		return rows
	}
}

// truthOfReported is what the tables of reports have in common.
func truthOfReported(tenant *demo.Tenant, e demo.Edition, u demo.Reported) row {
	return row{
		"user_principal_name": u.UserPrincipalName, "display_name": u.DisplayName, "title": u.DisplayName,
		"is_deleted": fmt.Sprint(u.IsDeleted), "deleted_date": moment(u.DeletedDate), "assigned_products": jsonOf(u.AssignedProducts),
		"report_refresh_date": moment(tenant.ReportRefreshDate()), "is_concealed": "false",
		"period": when(e.Period > 0, fmt.Sprintf("D%d", e.Period)), "report_date": moment(e.Day), "tenant_id": tenant.ID(),
	}
}

// columnsOfServices are the services of the report of active users as columns name them.
var columnsOfServices = map[string]string{
	"Exchange": "exchange", "OneDrive": "onedrive", "SharePoint": "sharepoint",
	"SkypeForBusiness": "skype_for_business", "Yammer": "yammer", "Teams": "teams",
}

func truthOfActiveUser(tenant *demo.Tenant, e demo.Edition, u demo.ActiveUser) row {
	r := truthOfReported(tenant, e, u.Reported)
	for service, use := range u.Services {
		name := columnsOfServices[service]
		r["has_"+name+"_license"] = fmt.Sprint(use.HasLicense)
		r[name+"_last_activity_date"] = moment(use.LastActivityDate)
		r[name+"_license_assign_date"] = moment(use.LicenseAssignDate)
	}
	if tenant.Cloud() == "china" { // whose report has no such columns
		for _, name := range []string{"yammer", "teams"} {
			r["has_"+name+"_license"], r[name+"_last_activity_date"], r[name+"_license_assign_date"] = "", "", ""
		}
	}
	return r
}

func truthOfEmailActivity(tenant *demo.Tenant, e demo.Edition, u demo.EmailActivity) row {
	r := truthOfReported(tenant, e, u.Reported)
	maps.Copy(r, row{
		"last_activity_date": moment(u.LastActivityDate), "send_count": fmt.Sprint(u.SendCount), "receive_count": fmt.Sprint(u.ReceiveCount),
		"read_count": fmt.Sprint(u.ReadCount), "meeting_created_count": fmt.Sprint(u.MeetingCreatedCount),
		"meeting_interacted_count": fmt.Sprint(u.MeetingInteractedCount), "report_period": fmt.Sprint(max(e.Period, 1)),
	})
	return r
}
