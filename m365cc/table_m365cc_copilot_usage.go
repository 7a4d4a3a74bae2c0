package m365cc

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableCopilotUsage = define(definition[copilotUsage]{
	name:        "m365cc_copilot_usage",
	description: "Usage report of Microsoft 365 Copilot: for each user with a licence for it the last activity by app, prompts and days of use. It exists in the global cloud only.",
	sources:     []source{copilotUsages.source()},
	list:        copilotUsages.list,
	columns: slices.Concat([]column[copilotUsage]{
		text("user_principal_name", "The user principal name; a code where is_concealed is true.", func(u *copilotUsage) string { return u.UserPrincipalName }),
		text("display_name", "The display name; a code where is_concealed is true.", func(u *copilotUsage) string { return u.DisplayName }),
		timestamp("last_activity_date", "The last day on which the user used Copilot in any app. It may lie before the period.", func(u *copilotUsage) string { return u.LastActivityDate }),
		timestamp("copilot_chat_last_activity_date", "The last day on which the user used Copilot in Copilot Chat.", func(u *copilotUsage) string { return u.CopilotChatLastActivityDate }),
		timestamp("microsoft_teams_copilot_last_activity_date", "The last day on which the user used Copilot in Teams.", func(u *copilotUsage) string { return u.MicrosoftTeamsCopilotLastActivityDate }),
		timestamp("word_copilot_last_activity_date", "The last day on which the user used Copilot in Word.", func(u *copilotUsage) string { return u.WordCopilotLastActivityDate }),
		timestamp("excel_copilot_last_activity_date", "The last day on which the user used Copilot in Excel.", func(u *copilotUsage) string { return u.ExcelCopilotLastActivityDate }),
		timestamp("powerpoint_copilot_last_activity_date", "The last day on which the user used Copilot in PowerPoint.", func(u *copilotUsage) string { return u.PowerPointCopilotLastActivityDate }),
		timestamp("outlook_copilot_last_activity_date", "The last day on which the user used Copilot in Outlook.", func(u *copilotUsage) string { return u.OutlookCopilotLastActivityDate }),
		timestamp("onenote_copilot_last_activity_date", "The last day on which the user used Copilot in OneNote.", func(u *copilotUsage) string { return u.OneNoteCopilotLastActivityDate }),
		timestamp("loop_copilot_last_activity_date", "The last day on which the user used Copilot in Loop.", func(u *copilotUsage) string { return u.LoopCopilotLastActivityDate }),
		timestamp("copilot_chat_work_last_activity_date", "The last day on which the user used Copilot in Copilot Chat with data of the organization. NULL for D30, whose report lacks it.", func(u *copilotUsage) string { return u.CopilotChatWorkLastActivityDate }),
		timestamp("copilot_chat_web_last_activity_date", "The last day on which the user used Copilot in Copilot Chat with data of the web. NULL for D30, whose report lacks it.", func(u *copilotUsage) string { return u.CopilotChatWebLastActivityDate }),
		timestamp("microsoft_365_copilot_last_activity_date", "The last day on which the user used Copilot in the Microsoft 365 Copilot app. NULL for D30, whose report lacks it.", func(u *copilotUsage) string { return u.Microsoft365CopilotLastActivityDate }),
		timestamp("edge_last_activity_date", "The last day on which the user used Copilot in Edge. NULL for D30, whose report lacks it.", func(u *copilotUsage) string { return u.EdgeLastActivityDate }),
		timestamp("copilot_agent_last_activity_date", "The last day on which the user used Copilot through an agent. NULL for D30, whose report lacks it.", func(u *copilotUsage) string { return u.CopilotAgentLastActivityDate }),
		count("prompts_submitted_for_all_apps", "The prompts that the user gave in all apps in the period. NULL for D30, whose report lacks it.", func(u *copilotUsage) Count { return u.PromptsSubmittedForAllApps }),
		count("prompts_submitted_for_copilot_chat_work", "The prompts that the user gave in Copilot Chat with data of the organization in the period. NULL for D30, whose report lacks it.", func(u *copilotUsage) Count { return u.PromptsSubmittedForCopilotChatWork }),
		count("prompts_submitted_for_copilot_chat_web", "The prompts that the user gave in Copilot Chat with data of the web in the period. NULL for D30, whose report lacks it.", func(u *copilotUsage) Count { return u.PromptsSubmittedForCopilotChatWeb }),
		count("active_usage_days_for_all_apps", "The days of the period on which the user used Copilot. NULL for D30, whose report lacks it.", func(u *copilotUsage) Count { return u.ActiveUsageDaysForAllApps }),
		count("report_period", "The period of the row in days, as the report says it: with ALL there is a row of each period.", func(u *copilotUsage) Count { return u.ReportPeriod }),
		text("title", "The title of the resource: the display name.", func(u *copilotUsage) string { return u.DisplayName }),
	}, copilotUsages.columns(
		func(u *copilotUsage) string { return u.ReportRefreshDate },
		func(u *copilotUsage) string { return u.UserPrincipalName },
	)),
})

// copilotUsage is a line of the report.
//
// https://learn.microsoft.com/microsoft-365/copilot/extensibility/api/admin-settings/reports/copilotreportroot-getmicrosoft365copilotusageuserdetail
type copilotUsage struct {
	ReportRefreshDate                     string `csv:"Report Refresh Date"`
	UserPrincipalName                     string `csv:"User Principal Name"`
	DisplayName                           string `csv:"Display Name"`
	LastActivityDate                      string `csv:"Last Activity Date"`
	CopilotChatLastActivityDate           string `csv:"Copilot Chat Last Activity Date"`
	MicrosoftTeamsCopilotLastActivityDate string `csv:"Microsoft Teams Copilot Last Activity Date"`
	WordCopilotLastActivityDate           string `csv:"Word Copilot Last Activity Date"`
	ExcelCopilotLastActivityDate          string `csv:"Excel Copilot Last Activity Date"`
	PowerPointCopilotLastActivityDate     string `csv:"PowerPoint Copilot Last Activity Date"`
	OutlookCopilotLastActivityDate        string `csv:"Outlook Copilot Last Activity Date"`
	OneNoteCopilotLastActivityDate        string `csv:"OneNote Copilot Last Activity Date"`
	LoopCopilotLastActivityDate           string `csv:"Loop Copilot Last Activity Date"`
	CopilotChatWorkLastActivityDate       string `csv:"Copilot Chat (work) Last Activity Date"`
	CopilotChatWebLastActivityDate        string `csv:"Copilot Chat (web) Last Activity Date"`
	Microsoft365CopilotLastActivityDate   string `csv:"Microsoft 365 Copilot Last Activity Date"`
	EdgeLastActivityDate                  string `csv:"Edge Last Activity Date"`
	CopilotAgentLastActivityDate          string `csv:"Copilot Agent Last Activity Date"`
	PromptsSubmittedForAllApps            Count  `csv:"Prompts submitted for all apps"`
	PromptsSubmittedForCopilotChatWork    Count  `csv:"Prompts submitted for Copilot Chat (work)"`
	PromptsSubmittedForCopilotChatWeb     Count  `csv:"Prompts submitted for Copilot Chat (web)"`
	ActiveUsageDaysForAllApps             Count  `csv:"Active Usage Days for all apps"`
	ReportPeriod                          Count  `csv:"Report Period"`
}

var copilotUsages = report[copilotUsage]{function: "getMicrosoft365CopilotUsageUserDetail", noDate: true, periods: copilotPeriods, request: copilotRequest, pool: new(graph.Pool[copilotUsage])}

// copilotPeriods are those of both versions of the report. ALL has a row of each period.
var copilotPeriods = []string{"D7", "D28", "D30", "D90", "D180", "ALL"}

// copilotRequest asks v1.0, which answers with the file itself; beta has JSON only. The second version of the report
// has everything that the first has, and more, but not D30.
func copilotRequest(e edition) graph.Request {
	version := "v2"
	if e.period == "D30" {
		version = "v1"
	}
	return graph.Request{Version: "v1.0", Help: reportHelp,
		Path: "/copilot/reports/getMicrosoft365CopilotUsageUserDetail(period='" + e.period + "',version='" + version + "')"}
}
