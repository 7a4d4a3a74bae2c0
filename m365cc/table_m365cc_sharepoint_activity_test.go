package m365cc_test

const sharePointActivity = "m365cc_sharepoint_activity"

func sharePointActivityCases() []suiteCase {
	u := usageTable{name: sharePointActivity, function: "getSharePointActivityUserDetail", byPeriod: true, byDay: true,
		columns: []string{"user_principal_name", "last_activity_date", "viewed_or_edited_file_count", "synced_file_count", "shared_internally_file_count", "shared_externally_file_count", "visited_page_count", "period", "report_period"},
		names:   []string{"user_principal_name", "title", "is_concealed", "is_deleted", "deleted_date", "assigned_products", "report_refresh_date"}}
	return u.cases(
		suiteCase{name: "no activity in SharePoint lately", columns: u.columns, where: []condition{where("last_activity_date", "<", daysAgo(30))}, requests: u.standard()},
	)
}
