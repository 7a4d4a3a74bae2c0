package m365cc_test

const yammerActivity = "m365cc_yammer_activity"

func yammerActivityCases() []suiteCase {
	u := usageTable{name: yammerActivity, function: "getYammerActivityUserDetail", byPeriod: true, byDay: true,
		columns: []string{"user_principal_name", "user_state", "state_change_date", "last_activity_date", "posted_count", "read_count", "liked_count", "period", "report_period"},
		names:   []string{"user_principal_name", "display_name", "title", "is_concealed", "assigned_products", "report_refresh_date"}}
	return u.cases(
		suiteCase{name: "suspended users of Yammer", columns: u.columns, where: []condition{where("user_state", "=", "suspended")}, requests: u.standard()},
	)
}
