package m365cc

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableTeamsActivity = define(definition[teamsActivity]{
	name:        "m365cc_teams_activity",
	description: "Usage report of Teams: how many messages, calls and meetings each user had, how long they took, and the last activity.",
	sources:     []source{teamsActivities.source()},
	list:        teamsActivities.list,
	columns: slices.Concat([]column[teamsActivity]{
		text("user_principal_name", "The user principal name; a code where is_concealed is true.", func(u *teamsActivity) string { return u.UserPrincipalName }),
		text("user_id", "The id (GUID) of the user. NULL where the report lacks it, as it did before 2022.", func(u *teamsActivity) string { return u.UserID }),
		text("tenant_display_name", "The name of the user's tenant. NULL where the report lacks it.", func(u *teamsActivity) string { return u.TenantDisplayName }),
		text("shared_channel_tenant_display_names", "The names of the tenants in whose shared channels the user takes part, as the report writes them. NULL where the report lacks it.", func(u *teamsActivity) string { return u.SharedChannelTenantDisplayNames }),
		timestamp("last_activity_date", "The last day on which the user wrote, called or met in Teams. It may lie before the period.", func(u *teamsActivity) string { return u.LastActivityDate }),
		boolean("is_deleted", "True if the user has been deleted. The name may belong to somebody else since.", func(u *teamsActivity) Flag { return u.IsDeleted }),
		timestamp("deleted_date", "The day on which the user was deleted.", func(u *teamsActivity) string { return u.DeletedDate }),
		boolean("is_licensed", "True if the user has a licence for Teams.", func(u *teamsActivity) Flag { return u.IsLicensed }),
		count("team_chat_message_count", "The messages that the user wrote in channels in the period, posts and replies together.", func(u *teamsActivity) Count { return u.TeamChatMessageCount }),
		count("private_chat_message_count", "The messages that the user wrote in private chats in the period.", func(u *teamsActivity) Count { return u.PrivateChatMessageCount }),
		count("post_messages", "The posts that the user wrote in channels in the period. NULL where the report lacks it.", func(u *teamsActivity) Count { return u.PostMessages }),
		count("reply_messages", "The replies that the user wrote in channels in the period. NULL where the report lacks it.", func(u *teamsActivity) Count { return u.ReplyMessages }),
		count("urgent_messages", "The urgent messages that the user wrote in the period. NULL where the report lacks it.", func(u *teamsActivity) Count { return u.UrgentMessages }),
		count("call_count", "The calls of two people in which the user took part in the period.", func(u *teamsActivity) Count { return u.CallCount }),
		count("meeting_count", "The online meetings in which the user took part in the period.", func(u *teamsActivity) Count { return u.MeetingCount }),
		count("meetings_organized_count", "The meetings that the user organized in the period. Those of the three kinds below may be fewer.", func(u *teamsActivity) Count { return u.MeetingsOrganizedCount }),
		count("meetings_attended_count", "The meetings that the user attended in the period. Those of the three kinds below may be fewer.", func(u *teamsActivity) Count { return u.MeetingsAttendedCount }),
		count("ad_hoc_meetings_organized_count", "The ad hoc meetings that the user organized in the period.", func(u *teamsActivity) Count { return u.AdHocMeetingsOrganizedCount }),
		count("ad_hoc_meetings_attended_count", "The ad hoc meetings that the user attended in the period.", func(u *teamsActivity) Count { return u.AdHocMeetingsAttendedCount }),
		count("scheduled_one_time_meetings_organized_count", "The scheduled single meetings that the user organized in the period.", func(u *teamsActivity) Count { return u.ScheduledOneTimeMeetingsOrganizedCount }),
		count("scheduled_one_time_meetings_attended_count", "The scheduled single meetings that the user attended in the period.", func(u *teamsActivity) Count { return u.ScheduledOneTimeMeetingsAttendedCount }),
		count("scheduled_recurring_meetings_organized_count", "The scheduled recurring meetings that the user organized in the period.", func(u *teamsActivity) Count { return u.ScheduledRecurringMeetingsOrganizedCount }),
		count("scheduled_recurring_meetings_attended_count", "The scheduled recurring meetings that the user attended in the period.", func(u *teamsActivity) Count { return u.ScheduledRecurringMeetingsAttendedCount }),
		text("audio_duration", "How long the user took part with audio in the period, as the report writes it: PT1H2M3S or 01:02:03.", func(u *teamsActivity) string { return u.AudioDuration }),
		count("audio_duration_in_seconds", "How long the user took part with audio in the period, in seconds.", func(u *teamsActivity) Count { return u.AudioDurationInSeconds }),
		text("video_duration", "How long the user took part with video in the period, as the report writes it: PT1H2M3S or 01:02:03.", func(u *teamsActivity) string { return u.VideoDuration }),
		count("video_duration_in_seconds", "How long the user took part with video in the period, in seconds.", func(u *teamsActivity) Count { return u.VideoDurationInSeconds }),
		text("screen_share_duration", "How long the user took part with shared screens in the period, as the report writes it: PT1H2M3S or 01:02:03.", func(u *teamsActivity) string { return u.ScreenShareDuration }),
		count("screen_share_duration_in_seconds", "How long the user took part with shared screens in the period, in seconds.", func(u *teamsActivity) Count { return u.ScreenShareDurationInSeconds }),
		boolean("has_other_action", "True if the user did something else in Teams in the period.", func(u *teamsActivity) Flag { return u.HasOtherAction }),
		products("assigned_products", "The names of the assigned products as the report writes them, in capitals.", "Assigned Products", func(u *teamsActivity) string { return u.AssignedProducts }),
		count("report_period", "The period of the report in days, as the report says it.", func(u *teamsActivity) Count { return u.ReportPeriod }),
		text("title", "The title of the resource: the user principal name.", func(u *teamsActivity) string { return u.UserPrincipalName }),
	}, teamsActivities.columns(
		func(u *teamsActivity) string { return u.ReportRefreshDate },
		func(u *teamsActivity) string { return u.UserPrincipalName },
	)),
})

// teamsActivity is a line of the report, whose columns have become more since 2021.
//
// https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivityuserdetail?view=graph-rest-beta
type teamsActivity struct {
	ReportRefreshDate                        string `csv:"Report Refresh Date"`
	UserPrincipalName                        string `csv:"User Principal Name"`
	UserID                                   string `csv:"User Id"`
	TenantDisplayName                        string `csv:"Tenant Display Name"`
	SharedChannelTenantDisplayNames          string `csv:"Shared Channel Tenant Display Names"`
	LastActivityDate                         string `csv:"Last Activity Date"`
	IsDeleted                                Flag   `csv:"Is Deleted"`
	DeletedDate                              string `csv:"Deleted Date"`
	IsLicensed                               Flag   `csv:"Is Licensed"`
	TeamChatMessageCount                     Count  `csv:"Team Chat Message Count"`
	PrivateChatMessageCount                  Count  `csv:"Private Chat Message Count"`
	PostMessages                             Count  `csv:"Post Messages"`
	ReplyMessages                            Count  `csv:"Reply Messages"`
	UrgentMessages                           Count  `csv:"Urgent Messages"`
	CallCount                                Count  `csv:"Call Count"`
	MeetingCount                             Count  `csv:"Meeting Count"`
	MeetingsOrganizedCount                   Count  `csv:"Meetings Organized Count"`
	MeetingsAttendedCount                    Count  `csv:"Meetings Attended Count"`
	AdHocMeetingsOrganizedCount              Count  `csv:"Ad Hoc Meetings Organized Count"`
	AdHocMeetingsAttendedCount               Count  `csv:"Ad Hoc Meetings Attended Count"`
	ScheduledOneTimeMeetingsOrganizedCount   Count  `csv:"Scheduled One-time Meetings Organized Count"`
	ScheduledOneTimeMeetingsAttendedCount    Count  `csv:"Scheduled One-time Meetings Attended Count"`
	ScheduledRecurringMeetingsOrganizedCount Count  `csv:"Scheduled Recurring Meetings Organized Count"`
	ScheduledRecurringMeetingsAttendedCount  Count  `csv:"Scheduled Recurring Meetings Attended Count"`
	AudioDuration                            string `csv:"Audio Duration"`
	AudioDurationInSeconds                   Count  `csv:"Audio Duration In Seconds"`
	VideoDuration                            string `csv:"Video Duration"`
	VideoDurationInSeconds                   Count  `csv:"Video Duration In Seconds"`
	ScreenShareDuration                      string `csv:"Screen Share Duration"`
	ScreenShareDurationInSeconds             Count  `csv:"Screen Share Duration In Seconds"`
	HasOtherAction                           Flag   `csv:"Has Other Action"`
	AssignedProducts                         string `csv:"Assigned Products"`
	ReportPeriod                             Count  `csv:"Report Period"`
}

var teamsActivities = report[teamsActivity]{function: "getTeamsUserActivityUserDetail", pool: new(graph.Pool[teamsActivity])}
