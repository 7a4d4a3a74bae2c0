package m365cc

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableActiveUser = define(definition[activeUser]{
	name:        "m365cc_active_user",
	description: "Usage report of active users: for each user the licences by service and the last activity in Exchange, OneDrive, SharePoint, Skype for Business, Yammer and Teams.",
	sources:     []source{activeUsers.source()},
	list:        activeUsers.list,
	columns: slices.Concat([]column[activeUser]{
		text("user_principal_name", "The user principal name; a code where is_concealed is true.", func(u *activeUser) string { return u.UserPrincipalName }),
		text("display_name", "The display name; a code where is_concealed is true.", func(u *activeUser) string { return u.DisplayName }),
		boolean("is_deleted", "True if the user has been deleted. The name may belong to somebody else since.", func(u *activeUser) Flag { return u.IsDeleted }),
		timestamp("deleted_date", "The day on which the user was deleted.", func(u *activeUser) string { return u.DeletedDate }),
		timestamp("exchange_last_activity_date", "The last day on which the user read or sent mail, or used the calendar.", func(u *activeUser) string { return u.ExchangeLastActivityDate }),
		timestamp("onedrive_last_activity_date", "The last day on which the user viewed, edited, synced or shared files in OneDrive.", func(u *activeUser) string { return u.OneDriveLastActivityDate }),
		timestamp("sharepoint_last_activity_date", "The last day on which the user viewed, edited, synced or shared files in SharePoint, or viewed a page.", func(u *activeUser) string { return u.SharePointLastActivityDate }),
		timestamp("skype_for_business_last_activity_date", "The last day on which the user took part in or organized a meeting, or talked, in Skype for Business.", func(u *activeUser) string { return u.SkypeLastActivityDate }),
		timestamp("yammer_last_activity_date", "The last day on which the user posted, read or liked a message in Yammer (Viva Engage). NULL in the China cloud, whose report has no Yammer.", func(u *activeUser) string { return u.YammerLastActivityDate }),
		timestamp("teams_last_activity_date", "The last day on which the user wrote, called or met in Teams. NULL in the China cloud, whose report has no Teams.", func(u *activeUser) string { return u.TeamsLastActivityDate }),
		boolean("has_exchange_license", "True if the user has a licence for Exchange.", func(u *activeUser) Flag { return u.HasExchangeLicense }),
		boolean("has_onedrive_license", "True if the user has a licence for OneDrive.", func(u *activeUser) Flag { return u.HasOneDriveLicense }),
		boolean("has_sharepoint_license", "True if the user has a licence for SharePoint.", func(u *activeUser) Flag { return u.HasSharePointLicense }),
		boolean("has_skype_for_business_license", "True if the user has a licence for Skype for Business.", func(u *activeUser) Flag { return u.HasSkypeLicense }),
		boolean("has_yammer_license", "True if the user has a licence for Yammer. NULL in the China cloud.", func(u *activeUser) Flag { return u.HasYammerLicense }),
		boolean("has_teams_license", "True if the user has a licence for Teams. NULL in the China cloud.", func(u *activeUser) Flag { return u.HasTeamsLicense }),
		timestamp("exchange_license_assign_date", "The day on which the licence for Exchange was assigned.", func(u *activeUser) string { return u.ExchangeLicenseAssignDate }),
		timestamp("onedrive_license_assign_date", "The day on which the licence for OneDrive was assigned.", func(u *activeUser) string { return u.OneDriveLicenseAssignDate }),
		timestamp("sharepoint_license_assign_date", "The day on which the licence for SharePoint was assigned.", func(u *activeUser) string { return u.SharePointLicenseAssignDate }),
		timestamp("skype_for_business_license_assign_date", "The day on which the licence for Skype for Business was assigned.", func(u *activeUser) string { return u.SkypeLicenseAssignDate }),
		timestamp("yammer_license_assign_date", "The day on which the licence for Yammer was assigned. NULL in the China cloud.", func(u *activeUser) string { return u.YammerLicenseAssignDate }),
		timestamp("teams_license_assign_date", "The day on which the licence for Teams was assigned. NULL in the China cloud.", func(u *activeUser) string { return u.TeamsLicenseAssignDate }),
		products("assigned_products", "The names of the assigned products as the report writes them, in capitals.", "Assigned Products", func(u *activeUser) string { return u.AssignedProducts }),
		text("title", "The title of the resource: the display name.", func(u *activeUser) string { return u.DisplayName }),
	}, activeUsers.columns(
		func(u *activeUser) string { return u.ReportRefreshDate },
		func(u *activeUser) string { return u.UserPrincipalName },
	)),
})

// activeUser is a line of the report.
//
// https://learn.microsoft.com/graph/api/reportroot-getoffice365activeuserdetail
type activeUser struct {
	ReportRefreshDate           string `csv:"Report Refresh Date"`
	UserPrincipalName           string `csv:"User Principal Name"`
	DisplayName                 string `csv:"Display Name"`
	IsDeleted                   Flag   `csv:"Is Deleted"`
	DeletedDate                 string `csv:"Deleted Date"`
	HasExchangeLicense          Flag   `csv:"Has Exchange License"`
	HasOneDriveLicense          Flag   `csv:"Has OneDrive License"`
	HasSharePointLicense        Flag   `csv:"Has SharePoint License"`
	HasSkypeLicense             Flag   `csv:"Has Skype For Business License"`
	HasYammerLicense            Flag   `csv:"Has Yammer License"`
	HasTeamsLicense             Flag   `csv:"Has Teams License"`
	ExchangeLastActivityDate    string `csv:"Exchange Last Activity Date"`
	OneDriveLastActivityDate    string `csv:"OneDrive Last Activity Date"`
	SharePointLastActivityDate  string `csv:"SharePoint Last Activity Date"`
	SkypeLastActivityDate       string `csv:"Skype For Business Last Activity Date"`
	YammerLastActivityDate      string `csv:"Yammer Last Activity Date"`
	TeamsLastActivityDate       string `csv:"Teams Last Activity Date"`
	ExchangeLicenseAssignDate   string `csv:"Exchange License Assign Date"`
	OneDriveLicenseAssignDate   string `csv:"OneDrive License Assign Date"`
	SharePointLicenseAssignDate string `csv:"SharePoint License Assign Date"`
	SkypeLicenseAssignDate      string `csv:"Skype For Business License Assign Date"`
	YammerLicenseAssignDate     string `csv:"Yammer License Assign Date"`
	TeamsLicenseAssignDate      string `csv:"Teams License Assign Date"`
	AssignedProducts            string `csv:"Assigned Products"`
}

var activeUsers = report[activeUser]{function: "getOffice365ActiveUserDetail", varies: true, pool: new(graph.Pool[activeUser])}
