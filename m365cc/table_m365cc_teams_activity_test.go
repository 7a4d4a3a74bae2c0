package m365cc_test

const teamsActivity = "m365cc_teams_activity"

func teamsActivityCases() []suiteCase {
	u := usageTable{name: teamsActivity, function: "getTeamsUserActivityUserDetail", byPeriod: true, byDay: true,
		columns: []string{"user_principal_name", "last_activity_date", "team_chat_message_count", "reply_messages", "call_count", "meetings_organized_count",
			"scheduled_one_time_meetings_attended_count", "audio_duration", "video_duration_in_seconds", "has_other_action", "period", "report_period"},
		names: []string{"user_principal_name", "title", "is_concealed", "is_deleted", "deleted_date", "assigned_products", "report_refresh_date"}}
	return u.cases(
		suiteCase{name: "hours of video", columns: u.columns, where: []condition{where("is_licensed", "=", true), where("is_deleted", "=", false)}, atLeast: 10, requests: u.standard()},
	)
}
