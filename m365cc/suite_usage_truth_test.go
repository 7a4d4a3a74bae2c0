package m365cc_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// The truth of the tables of usage reports, made of the tenant's Usage.

// usageTruths make the rows of somebody in a table's report: without the columns of all reports, which usageRows adds.
var usageTruths = map[string]func(u demo.Usage) []row{
	officeActivation: activationTruth, appPlatformUsage: appPlatformTruth, oneDriveUsage: oneDriveUsageTruth, mailboxUsage: mailboxTruth,
	teamsActivity: teamsTruth, sharePointActivity: sharePointTruth, oneDriveActivity: oneDriveTruth, yammerActivity: yammerTruth, copilotUsage: copilotTruth,
}

// usageRows are the rows of a table for editions of its report.
func usageRows(table string, editions ...demo.Edition) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) (rows []row) {
		for _, e := range editions {
			all := tenant.Usage(e.Period)
			if e.Period == 0 {
				all = tenant.UsageOn(e.Day)
			}
			for u := range all {
				for _, r := range usageTruths[table](u) {
					rows = append(rows, withEdition(tenant, table, e, r))
				}
			}
		}
		return rows
	}
}

// withEdition adds what all rows of an edition have in common, as far as the table has it.
func withEdition(tenant *demo.Tenant, table string, e demo.Edition, r row) row {
	common := row{
		"report_refresh_date": moment(tenant.ReportRefreshDate()), "is_concealed": "false", "tenant_id": tenant.ID(),
		"report_period": fmt.Sprint(max(e.Period, 1)), "period": when(e.Period > 0, fmt.Sprintf("D%d", e.Period)), "report_date": moment(e.Day),
	}
	for column, value := range common {
		if tableOf(table).Column(column) >= 0 {
			r[column] = value
		}
	}
	return r
}

func tableOf(name string) *m365cc.Table {
	tables := m365cc.Tables()
	return tables[slices.IndexFunc(tables, func(t *m365cc.Table) bool { return t.Name == name })]
}

// TestUsageTruthIsWhole: no column of these tables is compared with nothing.
func TestUsageTruthIsWhole(t *testing.T) {
	tenant := startTenant(t, demo.Options{}).Tenant()
	for table := range usageTruths {
		var columns []string
		for _, c := range tableOf(table).Columns {
			columns = append(columns, c.Name)
		}
		slices.Sort(columns)
		for _, r := range usageRows(table, ninety)(tenant) {
			if got := slices.Sorted(maps.Keys(r)); !slices.Equal(got, columns) {
				t.Fatalf("%s has the columns %q, the truth %q", table, columns, got)
			}
		}
	}
}

// person is a row with what most reports say of somebody.
func person(u demo.Usage, more row) row {
	r := row{
		"user_principal_name": u.UserPrincipalName, "title": u.UserPrincipalName, "is_deleted": fmt.Sprint(u.IsDeleted),
		"deleted_date": moment(u.DeletedDate), "assigned_products": jsonOf(list(u.AssignedProducts)),
	}
	maps.Copy(r, more)
	return r
}

// named is a row with the names of somebody only.
func named(u demo.Usage, more row) row {
	r := row{"user_principal_name": u.UserPrincipalName, "display_name": u.DisplayName, "title": u.DisplayName}
	maps.Copy(r, more)
	return r
}

func activationTruth(u demo.Usage) (rows []row) {
	for _, a := range u.Activations {
		rows = append(rows, named(u, row{
			"product_type": a.ProductType, "last_activated_date": moment(a.LastActivatedDate), "windows": fmt.Sprint(a.Windows), "mac": fmt.Sprint(a.Mac),
			"windows_10_mobile": fmt.Sprint(a.Windows10Mobile), "ios": fmt.Sprint(a.IOS), "android": fmt.Sprint(a.Android),
			"activated_on_shared_computer": fmt.Sprint(a.ActivatedOnSharedComputer),
		}))
	}
	return rows
}

func appPlatformTruth(u demo.Usage) []row {
	if u.Apps == nil {
		return nil
	}
	r := row{"user_principal_name": u.UserPrincipalName, "title": u.UserPrincipalName,
		"last_activation_date": moment(u.Apps.LastActivationDate), "last_activity_date": moment(u.Activity.Apps)}
	apps := map[string]string{"outlook": "outlook", "word": "word", "excel": "excel", "powerPoint": "powerpoint", "oneNote": "onenote", "teams": "teams"}
	for on, column := range map[string]string{"Windows": "windows", "Mac": "mac", "Mobile": "mobile", "Web": "web"} {
		r[column] = fmt.Sprint(u.Apps.Used[column])
		for app, name := range apps {
			r[name] = fmt.Sprint(u.Apps.Used[app])
			r[name+"_"+column] = fmt.Sprint(u.Apps.Used[app+on])
		}
	}
	return []row{r}
}

func oneDriveUsageTruth(u demo.Usage) []row {
	d := u.OneDriveAccount
	if d == nil {
		return nil
	}
	return []row{{
		"site_id": d.SiteID, "site_url": "", "owner_principal_name": u.UserPrincipalName, "owner_display_name": u.DisplayName, "title": u.DisplayName,
		"is_deleted": fmt.Sprint(u.IsDeleted), "last_activity_date": moment(u.Activity.OneDrive), "file_count": fmt.Sprint(d.FileCount),
		"active_file_count": fmt.Sprint(d.ActiveFileCount), "storage_used_in_bytes": fmt.Sprint(d.StorageUsedInBytes),
		"storage_allocated_in_bytes": fmt.Sprint(d.StorageAllocatedInBytes),
	}}
}

func mailboxTruth(u demo.Usage) []row {
	m := u.Mailbox
	if m == nil {
		return nil
	}
	return []row{named(u, row{
		"is_deleted": fmt.Sprint(u.IsDeleted), "deleted_date": moment(u.DeletedDate), "created_date": moment(m.CreatedDate),
		"last_activity_date": moment(m.LastActivityDate), "item_count": fmt.Sprint(m.ItemCount), "storage_used_in_bytes": fmt.Sprint(m.StorageUsedInBytes),
		"issue_warning_quota_in_bytes": fmt.Sprint(m.IssueWarningQuotaInBytes), "prohibit_send_quota_in_bytes": fmt.Sprint(m.ProhibitSendQuotaInBytes),
		"prohibit_send_receive_quota_in_bytes": fmt.Sprint(m.ProhibitSendReceiveQuotaInBytes), "deleted_item_count": fmt.Sprint(m.DeletedItemCount),
		"deleted_item_size_in_bytes": fmt.Sprint(m.DeletedItemSizeInBytes), "deleted_item_quota_in_bytes": fmt.Sprint(m.DeletedItemQuota),
		"has_archive": fmt.Sprint(m.HasArchive), "recipient_type": m.RecipientType,
	})}
}

func filesTruth(u demo.Usage, f *demo.FileUsage, last time.Time) row {
	return person(u, row{
		"last_activity_date": moment(last), "viewed_or_edited_file_count": fmt.Sprint(f.ViewedOrEdited), "synced_file_count": fmt.Sprint(f.Synced),
		"shared_internally_file_count": fmt.Sprint(f.SharedInternally), "shared_externally_file_count": fmt.Sprint(f.SharedExternally),
	})
}

func sharePointTruth(u demo.Usage) []row {
	if u.SharePointActivity == nil {
		return nil
	}
	r := filesTruth(u, u.SharePointActivity, u.Activity.SharePoint)
	r["visited_page_count"] = fmt.Sprint(u.SharePointActivity.VisitedPages)
	return []row{r}
}

func oneDriveTruth(u demo.Usage) []row {
	if u.OneDriveActivity == nil {
		return nil
	}
	return []row{filesTruth(u, u.OneDriveActivity, u.Activity.OneDrive)}
}

func yammerTruth(u demo.Usage) []row {
	y := u.YammerActivity
	if y == nil {
		return nil
	}
	return []row{named(u, row{
		"user_state": y.UserState, "state_change_date": moment(y.StateChangeDate), "last_activity_date": moment(u.Activity.Yammer),
		"posted_count": fmt.Sprint(y.PostedCount), "read_count": fmt.Sprint(y.ReadCount), "liked_count": fmt.Sprint(y.LikedCount),
		"assigned_products": jsonOf(list(u.AssignedProducts)),
	})}
}

func teamsTruth(u demo.Usage) []row {
	a := u.TeamsActivity
	if a == nil {
		return nil
	}
	r := person(u, row{
		"user_id": a.UserID, "tenant_display_name": a.TenantDisplayName, "shared_channel_tenant_display_names": a.SharedChannelTenantDisplayNames,
		"last_activity_date": moment(u.Activity.Teams), "is_licensed": "true", "has_other_action": fmt.Sprint(a.HasOtherAction),
		"team_chat_message_count": fmt.Sprint(a.TeamChatMessageCount), "private_chat_message_count": fmt.Sprint(a.PrivateChatMessageCount),
		"post_messages": fmt.Sprint(a.PostMessages), "reply_messages": fmt.Sprint(a.ReplyMessages), "urgent_messages": fmt.Sprint(a.UrgentMessages),
		"call_count": fmt.Sprint(a.CallCount), "meeting_count": fmt.Sprint(a.MeetingsOrganizedCount + a.MeetingsAttendedCount),
		"meetings_organized_count": fmt.Sprint(a.MeetingsOrganizedCount), "meetings_attended_count": fmt.Sprint(a.MeetingsAttendedCount),
	})
	for i, kind := range []string{"ad_hoc", "scheduled_one_time", "scheduled_recurring"} {
		r[kind+"_meetings_organized_count"] = fmt.Sprint(a.MeetingsOrganizedByKind[i])
		r[kind+"_meetings_attended_count"] = fmt.Sprint(a.MeetingsAttendedByKind[i])
	}
	for name, seconds := range map[string]int64{"audio": a.AudioDuration, "video": a.VideoDuration, "screen_share": a.ScreenShareDuration} {
		r[name+"_duration"] = fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60)
		r[name+"_duration_in_seconds"] = fmt.Sprint(seconds)
	}
	return []row{r}
}

func copilotTruth(u demo.Usage) []row {
	c := u.Copilot
	if c == nil {
		return nil
	}
	r := named(u, row{
		"last_activity_date": moment(u.Activity.Copilot), "prompts_submitted_for_all_apps": fmt.Sprint(c.PromptsAllApps),
		"prompts_submitted_for_copilot_chat_work": fmt.Sprint(c.PromptsChatWork), "prompts_submitted_for_copilot_chat_web": fmt.Sprint(c.PromptsChatWeb),
		"active_usage_days_for_all_apps": fmt.Sprint(c.ActiveUsageDays),
	})
	for name, last := range map[string]time.Time{
		"copilot_chat": c.Chat, "microsoft_teams_copilot": c.Teams, "word_copilot": c.Word, "excel_copilot": c.Excel, "powerpoint_copilot": c.PowerPoint,
		"outlook_copilot": c.Outlook, "onenote_copilot": c.OneNote, "loop_copilot": c.Loop, "copilot_chat_work": c.ChatWork, "copilot_chat_web": c.ChatWeb,
		"microsoft_365_copilot": c.Microsoft365, "edge": c.Edge, "copilot_agent": c.Agent,
	} {
		r[name+"_last_activity_date"] = moment(last)
	}
	return []row{r}
}
