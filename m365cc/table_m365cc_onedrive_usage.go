package m365cc

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableOneDriveUsage = define(definition[oneDriveUsage]{
	name:        "m365cc_onedrive_usage",
	description: "Usage report of OneDrive accounts: for each account its owner, files, storage and last activity.",
	sources:     []source{oneDriveUsages.source()},
	list:        oneDriveUsages.list,
	columns: slices.Concat([]column[oneDriveUsage]{
		text("site_id", "The id (GUID) of the site, which the documentation does not mention. NULL where the report lacks it.", func(u *oneDriveUsage) string { return u.SiteID }),
		text("site_url", "The address of the site. Microsoft has left it empty since September 2023.", func(u *oneDriveUsage) string { return u.SiteURL }),
		text("owner_principal_name", "The owner's user principal name; a code where is_concealed is true.", func(u *oneDriveUsage) string { return u.OwnerPrincipalName }),
		text("owner_display_name", "The owner's display name; a code where is_concealed is true.", func(u *oneDriveUsage) string { return u.OwnerDisplayName }),
		boolean("is_deleted", "True if the account has been deleted.", func(u *oneDriveUsage) Flag { return u.IsDeleted }),
		timestamp("last_activity_date", "The last day on which a file of the account was viewed, edited, synced or shared. It may lie before the period.", func(u *oneDriveUsage) string { return u.LastActivityDate }),
		count("file_count", "The files in the account.", func(u *oneDriveUsage) Count { return u.FileCount }),
		count("active_file_count", "The files that were viewed, edited, synced or shared in the period.", func(u *oneDriveUsage) Count { return u.ActiveFileCount }),
		count("storage_used_in_bytes", "The storage that is used, in bytes.", func(u *oneDriveUsage) Count { return u.StorageUsed }),
		count("storage_allocated_in_bytes", "The storage that the account may use, in bytes.", func(u *oneDriveUsage) Count { return u.StorageAllocated }),
		count("report_period", "The period of the report in days, as the report says it.", func(u *oneDriveUsage) Count { return u.ReportPeriod }),
		text("title", "The title of the resource: the owner's display name.", func(u *oneDriveUsage) string { return u.OwnerDisplayName }),
	}, oneDriveUsages.columns(
		func(u *oneDriveUsage) string { return u.ReportRefreshDate },
		func(u *oneDriveUsage) string { return u.OwnerPrincipalName },
	)),
})

// oneDriveUsage is a line of the report: an account.
//
// https://learn.microsoft.com/graph/api/reportroot-getonedriveusageaccountdetail
type oneDriveUsage struct {
	ReportRefreshDate  string `csv:"Report Refresh Date"`
	SiteID             string `csv:"Site Id"`
	SiteURL            string `csv:"Site URL"`
	OwnerPrincipalName string `csv:"Owner Principal Name"`
	OwnerDisplayName   string `csv:"Owner Display Name"`
	IsDeleted          Flag   `csv:"Is Deleted"`
	LastActivityDate   string `csv:"Last Activity Date"`
	FileCount          Count  `csv:"File Count"`
	ActiveFileCount    Count  `csv:"Active File Count"`
	StorageUsed        Count  `csv:"Storage Used (Byte)"`
	StorageAllocated   Count  `csv:"Storage Allocated (Byte)"`
	ReportPeriod       Count  `csv:"Report Period"`
}

var oneDriveUsages = report[oneDriveUsage]{function: "getOneDriveUsageAccountDetail", pool: new(graph.Pool[oneDriveUsage])}
