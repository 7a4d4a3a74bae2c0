package m365cc_test

const appPlatformUsage = "m365cc_app_platform_usage"

func appPlatformUsageCases() []suiteCase {
	u := usageTable{name: appPlatformUsage, function: "getM365AppUserDetail", byPeriod: true, byDay: true,
		columns: []string{"user_principal_name", "last_activity_date", "windows", "mac", "mobile", "web", "word", "powerpoint_mac", "onenote_web", "period", "report_period"},
		names:   []string{"user_principal_name", "title", "is_concealed", "last_activation_date", "report_refresh_date"}}
	return u.cases(
		suiteCase{name: "apps on a Mac only", columns: u.columns, where: []condition{where("mac", "=", true), where("windows", "=", false)}, requests: u.standard()},
	)
}
