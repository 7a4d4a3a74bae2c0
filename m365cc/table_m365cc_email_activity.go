package m365cc

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableEmailActivity = define(definition[emailActivity]{
	name:        "m365cc_email_activity",
	description: "Usage report of e-mail: how many messages each user sent, received and read, and the last activity.",
	sources:     []source{emailActivities.source()},
	list:        emailActivities.list,
	columns: slices.Concat([]column[emailActivity]{
		text("user_principal_name", "The user principal name; a code where is_concealed is true.", func(u *emailActivity) string { return u.UserPrincipalName }),
		text("display_name", "The display name; a code where is_concealed is true.", func(u *emailActivity) string { return u.DisplayName }),
		timestamp("last_activity_date", "The last day on which the user read or sent mail. It may lie before the period.", func(u *emailActivity) string { return u.LastActivityDate }),
		count("send_count", "The messages that the user sent in the period.", func(u *emailActivity) Count { return u.SendCount }),
		count("receive_count", "The messages that the user received in the period.", func(u *emailActivity) Count { return u.ReceiveCount }),
		count("read_count", "The messages that the user read in the period.", func(u *emailActivity) Count { return u.ReadCount }),
		count("meeting_created_count", "The meeting requests that the user sent in the period.", func(u *emailActivity) Count { return u.MeetingCreatedCount }),
		count("meeting_interacted_count", "The meeting requests that the user accepted, declined, cancelled or answered with tentative in the period.", func(u *emailActivity) Count { return u.MeetingInteractedCount }),
		boolean("is_deleted", "True if the user has been deleted. The name may belong to somebody else since.", func(u *emailActivity) Flag { return u.IsDeleted }),
		timestamp("deleted_date", "The day on which the user was deleted.", func(u *emailActivity) string { return u.DeletedDate }),
		products("assigned_products", "The names of the assigned products as the report writes them, in capitals.", "Assigned Products", func(u *emailActivity) string { return u.AssignedProducts }),
		count("report_period", "The period of the report in days, as the report says it.", func(u *emailActivity) Count { return u.ReportPeriod }),
		text("title", "The title of the resource: the display name.", func(u *emailActivity) string { return u.DisplayName }),
	}, emailActivities.columns(
		func(u *emailActivity) string { return u.ReportRefreshDate },
		func(u *emailActivity) string { return u.UserPrincipalName },
	)),
})

// emailActivity is a line of the report.
//
// https://learn.microsoft.com/graph/api/reportroot-getemailactivityuserdetail
type emailActivity struct {
	ReportRefreshDate      string `csv:"Report Refresh Date"`
	UserPrincipalName      string `csv:"User Principal Name"`
	DisplayName            string `csv:"Display Name"`
	IsDeleted              Flag   `csv:"Is Deleted"`
	DeletedDate            string `csv:"Deleted Date"`
	LastActivityDate       string `csv:"Last Activity Date"`
	SendCount              Count  `csv:"Send Count"`
	ReceiveCount           Count  `csv:"Receive Count"`
	ReadCount              Count  `csv:"Read Count"`
	MeetingCreatedCount    Count  `csv:"Meeting Created Count"`
	MeetingInteractedCount Count  `csv:"Meeting Interacted Count"`
	AssignedProducts       string `csv:"Assigned Products"`
	ReportPeriod           Count  `csv:"Report Period"`
}

var emailActivities = report[emailActivity]{function: "getEmailActivityUserDetail", pool: new(graph.Pool[emailActivity])}
