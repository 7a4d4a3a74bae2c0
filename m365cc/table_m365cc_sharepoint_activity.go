package m365cc

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableSharePointActivity = define(definition[sharePointActivity]{
	name:        "m365cc_sharepoint_activity",
	description: "Usage report of SharePoint: how many files each user viewed, edited, synced and shared, how many pages each visited, and the last activity.",
	sources:     []source{sharePointActivities.source()},
	list:        sharePointActivities.list,
	columns: slices.Concat([]column[sharePointActivity]{
		text("user_principal_name", "The user principal name; a code where is_concealed is true.", func(u *sharePointActivity) string { return u.UserPrincipalName }),
		boolean("is_deleted", "True if the user has been deleted. The name may belong to somebody else since.", func(u *sharePointActivity) Flag { return u.IsDeleted }),
		timestamp("deleted_date", "The day on which the user was deleted.", func(u *sharePointActivity) string { return u.DeletedDate }),
		timestamp("last_activity_date", "The last day on which the user worked with a file in SharePoint or visited a page. It may lie before the period.", func(u *sharePointActivity) string { return u.LastActivityDate }),
		count("viewed_or_edited_file_count", "The files that the user viewed or edited in the period.", func(u *sharePointActivity) Count { return u.ViewedOrEditedFileCount }),
		count("synced_file_count", "The files that the user synced to a device in the period.", func(u *sharePointActivity) Count { return u.SyncedFileCount }),
		count("shared_internally_file_count", "The files that the user shared with people of the tenant in the period.", func(u *sharePointActivity) Count { return u.SharedInternallyFileCount }),
		count("shared_externally_file_count", "The files that the user shared with people outside of the tenant in the period.", func(u *sharePointActivity) Count { return u.SharedExternallyFileCount }),
		count("visited_page_count", "The pages that the user visited in the period.", func(u *sharePointActivity) Count { return u.VisitedPageCount }),
		products("assigned_products", "The names of the assigned products as the report writes them, in capitals.", "Assigned Products", func(u *sharePointActivity) string { return u.AssignedProducts }),
		count("report_period", "The period of the report in days, as the report says it.", func(u *sharePointActivity) Count { return u.ReportPeriod }),
		text("title", "The title of the resource: the user principal name.", func(u *sharePointActivity) string { return u.UserPrincipalName }),
	}, sharePointActivities.columns(
		func(u *sharePointActivity) string { return u.ReportRefreshDate },
		func(u *sharePointActivity) string { return u.UserPrincipalName },
	)),
})

// sharePointActivity is a line of the report.
//
// https://learn.microsoft.com/graph/api/reportroot-getsharepointactivityuserdetail
type sharePointActivity struct {
	ReportRefreshDate         string `csv:"Report Refresh Date"`
	UserPrincipalName         string `csv:"User Principal Name"`
	IsDeleted                 Flag   `csv:"Is Deleted"`
	DeletedDate               string `csv:"Deleted Date"`
	LastActivityDate          string `csv:"Last Activity Date"`
	ViewedOrEditedFileCount   Count  `csv:"Viewed Or Edited File Count"`
	SyncedFileCount           Count  `csv:"Synced File Count"`
	SharedInternallyFileCount Count  `csv:"Shared Internally File Count"`
	SharedExternallyFileCount Count  `csv:"Shared Externally File Count"`
	VisitedPageCount          Count  `csv:"Visited Page Count"`
	AssignedProducts          string `csv:"Assigned Products"`
	ReportPeriod              Count  `csv:"Report Period"`
}

var sharePointActivities = report[sharePointActivity]{function: "getSharePointActivityUserDetail", pool: new(graph.Pool[sharePointActivity])}
