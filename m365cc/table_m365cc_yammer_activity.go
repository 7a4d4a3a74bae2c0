package m365cc

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableYammerActivity = define(definition[yammerActivity]{
	name:        "m365cc_yammer_activity",
	description: "Usage report of Yammer (Viva Engage): how many messages each user posted, read and liked, and the last activity.",
	sources:     []source{yammerActivities.source()},
	list:        yammerActivities.list,
	columns: slices.Concat([]column[yammerActivity]{
		text("user_principal_name", "The user principal name; a code where is_concealed is true.", func(u *yammerActivity) string { return u.UserPrincipalName }),
		text("display_name", "The display name; a code where is_concealed is true.", func(u *yammerActivity) string { return u.DisplayName }),
		text("user_state", "The state of the user in Yammer: active, suspended or deleted.", func(u *yammerActivity) string { return u.UserState }),
		timestamp("state_change_date", "The day on which the state began.", func(u *yammerActivity) string { return u.StateChangeDate }),
		timestamp("last_activity_date", "The last day on which the user posted, read or liked a message. It may lie before the period.", func(u *yammerActivity) string { return u.LastActivityDate }),
		count("posted_count", "The messages that the user posted in the period.", func(u *yammerActivity) Count { return u.PostedCount }),
		count("read_count", "The messages that the user read in the period.", func(u *yammerActivity) Count { return u.ReadCount }),
		count("liked_count", "The messages that the user liked in the period.", func(u *yammerActivity) Count { return u.LikedCount }),
		products("assigned_products", "The names of the assigned products as the report writes them, in capitals.", "Assigned Products", func(u *yammerActivity) string { return u.AssignedProducts }),
		count("report_period", "The period of the report in days, as the report says it.", func(u *yammerActivity) Count { return u.ReportPeriod }),
		text("title", "The title of the resource: the display name.", func(u *yammerActivity) string { return u.DisplayName }),
	}, yammerActivities.columns(
		func(u *yammerActivity) string { return u.ReportRefreshDate },
		func(u *yammerActivity) string { return u.UserPrincipalName },
	)),
})

// yammerActivity is a line of the report.
//
// https://learn.microsoft.com/graph/api/reportroot-getyammeractivityuserdetail
type yammerActivity struct {
	ReportRefreshDate string `csv:"Report Refresh Date"`
	UserPrincipalName string `csv:"User Principal Name"`
	DisplayName       string `csv:"Display Name"`
	UserState         string `csv:"User State"`
	StateChangeDate   string `csv:"State Change Date"`
	LastActivityDate  string `csv:"Last Activity Date"`
	PostedCount       Count  `csv:"Posted Count"`
	ReadCount         Count  `csv:"Read Count"`
	LikedCount        Count  `csv:"Liked Count"`
	AssignedProducts  string `csv:"Assigned Products"`
	ReportPeriod      Count  `csv:"Report Period"`
}

var yammerActivities = report[yammerActivity]{function: "getYammerActivityUserDetail", pool: new(graph.Pool[yammerActivity])}
