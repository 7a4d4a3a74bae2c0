package m365cc_test

const oneDriveUsage = "m365cc_onedrive_usage"

func oneDriveUsageCases() []suiteCase {
	u := usageTable{name: oneDriveUsage, function: "getOneDriveUsageAccountDetail", byPeriod: true, byDay: true,
		columns: []string{"owner_principal_name", "site_id", "site_url", "last_activity_date", "file_count", "active_file_count", "storage_used_in_bytes", "storage_allocated_in_bytes", "report_period", "period"},
		names:   []string{"owner_principal_name", "owner_display_name", "title", "is_concealed", "is_deleted", "report_refresh_date"}}
	return u.cases(
		suiteCase{name: "deleted accounts of OneDrive", columns: u.names, where: []condition{where("is_deleted", "=", true)}, requests: u.standard()},
	)
}
