package demo

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// The rows of every report's file, written from the truth and not from the
// report's columns. Each function returns the rows of one person.

const refreshed = "2026-11-22"

func flagText(is bool) string { return map[bool]string{true: "True", false: "False"}[is] }
func yesOr(is bool) string    { return map[bool]string{true: "Yes", false: "No"}[is] }

// line makes a row out of texts, days and numbers.
func line(values ...any) []string {
	var row []string
	for _, value := range values {
		switch v := value.(type) {
		case time.Time:
			row = append(row, written(v))
		case []string:
			row = append(row, strings.Join(v, "+"))
		default:
			row = append(row, fmt.Sprint(v))
		}
	}
	return row
}

func activeUserRows(u *Usage, _ string) [][]string {
	a, l := &u.Activity, u.ActiveUser
	if l == nil {
		return nil
	}
	return [][]string{line(refreshed, u.UserPrincipalName, u.DisplayName, flagText(u.IsDeleted), u.DeletedDate,
		flagText(l.Exchange.IsLicensed), flagText(l.OneDrive.IsLicensed), flagText(l.SharePoint.IsLicensed),
		flagText(l.SkypeForBusiness.IsLicensed), flagText(l.Yammer.IsLicensed), flagText(l.Teams.IsLicensed),
		a.Exchange, a.OneDrive, a.SharePoint, a.SkypeForBusiness, a.Yammer, a.Teams,
		l.Exchange.LicenseAssignDate, l.OneDrive.LicenseAssignDate, l.SharePoint.LicenseAssignDate,
		l.SkypeForBusiness.LicenseAssignDate, l.Yammer.LicenseAssignDate, l.Teams.LicenseAssignDate, u.AssignedProducts)}
}

func activationRows(u *Usage, _ string) (rows [][]string) {
	for _, a := range u.Activations {
		rows = append(rows, line(refreshed, u.UserPrincipalName, u.DisplayName, a.ProductType, a.LastActivatedDate,
			a.Windows, a.Mac, a.Windows10Mobile, a.IOS, a.Android, flagText(a.ActivatedOnSharedComputer)))
	}
	return rows
}

func appRows(u *Usage, period string) [][]string {
	if u.Apps == nil {
		return nil
	}
	row := line(refreshed, u.UserPrincipalName, u.Apps.LastActivationDate, u.Activity.Apps, period)
	apps := []string{"outlook", "word", "excel", "powerPoint", "oneNote", "teams"}
	names := append([]string{"windows", "mac", "mobile", "web"}, apps...)
	for _, platform := range []string{"Windows", "Mac", "Mobile", "Web"} {
		for _, app := range apps {
			names = append(names, app+platform)
		}
	}
	for _, name := range names {
		row = append(row, yesOr(u.Apps.Used[name]))
	}
	return [][]string{row}
}

func emailRows(u *Usage, period string) [][]string {
	if u.Email == nil {
		return nil
	}
	e := u.Email
	return [][]string{line(refreshed, u.UserPrincipalName, u.DisplayName, flagText(u.IsDeleted), u.DeletedDate, u.Activity.Outlook,
		e.SendCount, e.ReceiveCount, e.ReadCount, e.MeetingCreatedCount, e.MeetingInteractedCount, u.AssignedProducts, period)}
}

func mailboxRows(u *Usage, period string) [][]string {
	if u.Mailbox == nil {
		return nil
	}
	m := u.Mailbox
	return [][]string{line(refreshed, u.UserPrincipalName, u.DisplayName, flagText(u.IsDeleted), u.DeletedDate, m.CreatedDate, m.LastActivityDate,
		m.ItemCount, m.StorageUsedInBytes, m.IssueWarningQuotaInBytes, m.ProhibitSendQuotaInBytes, m.ProhibitSendReceiveQuotaInBytes,
		m.DeletedItemCount, m.DeletedItemSizeInBytes, m.DeletedItemQuota, flagText(m.HasArchive), period)}
}

func driveRows(u *Usage, period string) [][]string {
	if u.OneDriveAccount == nil {
		return nil
	}
	d := u.OneDriveAccount
	return [][]string{line(refreshed, d.SiteID, "", u.DisplayName, flagText(u.IsDeleted), u.Activity.OneDrive,
		d.FileCount, d.ActiveFileCount, d.StorageUsedInBytes, d.StorageAllocatedInBytes, u.UserPrincipalName, period)}
}

func oneDriveRows(u *Usage, period string) [][]string {
	f := u.OneDriveActivity
	if f == nil {
		return nil
	}
	return [][]string{line(refreshed, u.UserPrincipalName, flagText(u.IsDeleted), u.DeletedDate, u.Activity.OneDrive,
		f.ViewedOrEdited, f.Synced, f.SharedInternally, f.SharedExternally, u.AssignedProducts, period)}
}

func sharePointRows(u *Usage, period string) [][]string {
	f := u.SharePointActivity
	if f == nil {
		return nil
	}
	return [][]string{line(refreshed, u.UserPrincipalName, flagText(u.IsDeleted), u.DeletedDate, u.Activity.SharePoint,
		f.ViewedOrEdited, f.Synced, f.SharedInternally, f.SharedExternally, f.VisitedPages, u.AssignedProducts, period)}
}

func yammerRows(u *Usage, period string) [][]string {
	y := u.YammerActivity
	if y == nil {
		return nil
	}
	return [][]string{line(refreshed, u.UserPrincipalName, u.DisplayName, y.UserState, y.StateChangeDate, u.Activity.Yammer,
		y.PostedCount, y.ReadCount, y.LikedCount, u.AssignedProducts, period)}
}

func copilotRows(u *Usage, period string) [][]string {
	c := u.Copilot
	if c == nil {
		return nil
	}
	return [][]string{line(refreshed, u.UserPrincipalName, u.DisplayName, u.Activity.Copilot,
		c.Chat, c.Teams, c.Word, c.Excel, c.PowerPoint, c.Outlook, c.OneNote, c.Loop, period)}
}

// copilotRowsV2 are those of the second version.
func copilotRowsV2(u *Usage, period string) [][]string {
	rows := copilotRows(u, period)
	if c := u.Copilot; c != nil {
		rows[0] = append(rows[0], line(c.PromptsAllApps, c.PromptsChatWork, c.PromptsChatWeb, c.ActiveUsageDays,
			c.ChatWork, c.ChatWeb, c.Microsoft365, c.Edge, c.Agent)...)
	}
	return rows
}

// The second version of Copilot's report, period by period and all together.
func TestCopilotFileEqualsTheTruth(t *testing.T) {
	c := unlimited(t, Options{Users: 1500})
	call := func(period string) [][]string {
		_, rows := c.file(copilotUsageUserDetail, copilotUsageUserDetail.function+"(period='"+period+"',version='v2')")
		return rows
	}
	all := call("ALL")
	for k, days := range []int{7, 28, 90, 180} {
		var want, part [][]string
		for u := range c.server.Tenant().Usage(days) {
			want = append(want, copilotRowsV2(&u, fmt.Sprint(days))...)
		}
		for n := k; n < len(all); n += 4 {
			part = append(part, all[n])
		}
		for _, got := range [][][]string{call(fmt.Sprintf("D%d", days)), part} {
			if len(got) != len(want) || firstDifference(got, want) != "none" {
				t.Errorf("D%d: %d rows, want %d%s", days, len(got), len(want), firstDifference(got, want))
			}
		}
	}
}

func TestFilesEqualTheTruth(t *testing.T) {
	c := unlimited(t, Options{Users: 1500})
	tenant := c.server.Tenant()
	for r, rows := range map[*report]func(*Usage, string) [][]string{
		activeUserDetail: activeUserRows, activationsUserDetail: activationRows, m365AppUserDetail: appRows, emailActivityUserDetail: emailRows,
		mailboxUsageDetail: mailboxRows, oneDriveUsageAccountDetail: driveRows, oneDriveActivityUserDetail: oneDriveRows,
		sharePointActivityUserDetail: sharePointRows, yammerActivityUserDetail: yammerRows, copilotUsageUserDetail: copilotRows,
	} {
		calls := []string{r.call()}
		if r.takes&byPeriod != 0 {
			calls = append(calls, r.function+"(period='D90')")
		}
		if r.takes&byDate != 0 {
			calls = append(calls, r.function+"(date=2026-11-18)")
		}
		for _, call := range calls {
			truth, period := tenant.Usage(7), "7"
			if strings.Contains(call, "D90") {
				truth, period = tenant.Usage(90), "90"
			} else if strings.Contains(call, "date") {
				truth, period = tenant.UsageOn(time.Date(2026, time.November, 18, 0, 0, 0, 0, time.UTC)), "1"
			}
			var want [][]string
			for u := range truth {
				want = append(want, rows(&u, period)...)
			}
			_, got := c.file(r, call)
			if len(want) == 0 || !slices.EqualFunc(got, want, slices.Equal) {
				t.Errorf("%s: %d rows, want %d; the first that differ: %s", call, len(got), len(want), firstDifference(got, want))
			}
		}
	}
}

// The columns of the Teams report that only add up others.
func TestTeamsFileEqualsTheTruth(t *testing.T) {
	c := unlimited(t, Options{Users: 1500})
	header, rows := c.file(teamsUserActivityUserDetail, "getTeamsUserActivityUserDetail(period='D30')")
	number := func(row []string, name string) (n int64) {
		if _, err := fmt.Sscan(row[slices.Index(header, name)], &n); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return n
	}
	k := 0
	for u := range c.server.Tenant().Usage(30) {
		a := u.TeamsActivity
		if a == nil {
			continue
		}
		row := rows[k]
		k++
		want := line(refreshed, a.TenantDisplayName, a.SharedChannelTenantDisplayNames, a.UserID, u.UserPrincipalName, u.Activity.Teams, flagText(u.IsDeleted), u.DeletedDate, u.AssignedProducts,
			a.TeamChatMessageCount, a.PrivateChatMessageCount, a.CallCount, a.MeetingsOrganizedCount+a.MeetingsAttendedCount,
			a.PostMessages, a.ReplyMessages, a.UrgentMessages,
			a.MeetingsOrganizedCount, a.MeetingsAttendedCount)
		if !slices.Equal(row[:len(want)], want) {
			t.Fatalf("got  %q\nwant %q", row, want)
		}
		if a.PostMessages+a.ReplyMessages != a.TeamChatMessageCount {
			t.Fatalf("%s: posts and replies do not add up", u.UserPrincipalName)
		}
		for role, sum := range map[string]int64{"Organized": a.MeetingsOrganizedCount, "Attended": a.MeetingsAttendedCount} {
			for _, kind := range []string{"Ad Hoc", "Scheduled One-time", "Scheduled Recurring"} {
				sum -= number(row, kind+" Meetings "+role+" Count")
			}
			if sum != 0 {
				t.Fatalf("%s: meetings %s do not add up", u.UserPrincipalName, role)
			}
		}
		for name, seconds := range map[string]int64{"Audio": a.AudioDuration, "Video": a.VideoDuration, "Screen Share": a.ScreenShareDuration} {
			clock := fmt.Sprintf("%02d:%02d:%02d", seconds/3600, seconds%3600/60, seconds%60)
			if number(row, name+" Duration In Seconds") != seconds || row[slices.Index(header, name+" Duration")] != clock {
				t.Fatalf("%s: %s %d s in %q", u.UserPrincipalName, name, seconds, row)
			}
		}
		if end := row[len(row)-3:]; !slices.Equal(end, []string{yesOr(a.HasOtherAction), "Yes", "30"}) {
			t.Fatalf("%s ends with %q", u.UserPrincipalName, end)
		}
	}
	if k != len(rows) || k < 800 {
		t.Errorf("%d rows, %d of them true", len(rows), k)
	}
}

// What the rows must hold to be believed.
func TestUsageIsPlausible(t *testing.T) {
	tenant := testTenant(t, 6000)
	seen := map[string]int{}
	note := func(what string, is bool) {
		if is {
			seen[what]++
		}
	}
	for u := range tenant.Usage(180) {
		if m := u.Mailbox; m != nil {
			if m.StorageUsedInBytes >= m.ProhibitSendQuotaInBytes || m.IssueWarningQuotaInBytes >= m.ProhibitSendQuotaInBytes ||
				m.ProhibitSendQuotaInBytes >= m.ProhibitSendReceiveQuotaInBytes || m.CreatedDate.IsZero() || m.ItemCount < 0 ||
				!m.LastActivityDate.IsZero() && m.LastActivityDate.Before(m.CreatedDate.AddDate(0, 0, -4)) {
				t.Fatalf("%s: %+v", u.UserPrincipalName, m)
			}
			note("mailbox over the warning", m.StorageUsedInBytes > m.IssueWarningQuotaInBytes)
			note("mailbox of nobody", m.LastActivityDate.IsZero())
			note("archive", m.HasArchive)
			note("room", m.RecipientType == "Room")
			note("shared mailbox in use", m.RecipientType == "Shared" && !m.LastActivityDate.IsZero())
		}
		if d := u.OneDriveAccount; d != nil {
			if d.StorageUsedInBytes > d.StorageAllocatedInBytes || d.ActiveFileCount > d.FileCount || d.StorageUsedInBytes < 1_000_000 {
				t.Fatalf("%s: %+v", u.UserPrincipalName, d)
			}
			note("more than 31 bits", d.StorageUsedInBytes > 1<<31)
			note("a drive never used", u.Activity.OneDrive.IsZero())
		}
		for _, a := range u.Activations {
			if (a.Windows+a.Mac+a.IOS+a.Android > 0) == a.LastActivatedDate.IsZero() {
				t.Fatalf("%s: %+v", u.UserPrincipalName, a)
			}
			note("never activated "+a.ProductType, a.LastActivatedDate.IsZero())
			note("activated "+a.ProductType, !a.LastActivatedDate.IsZero())
			note("shared computer", a.ActivatedOnSharedComputer)
			note("Mac", a.Mac > 0)
		}
		if a := u.Apps; a != nil {
			recent := tenant.ReportRefreshDate().Sub(u.Activity.Apps) < 180*24*time.Hour
			if a.Used["word"] != recent || a.Used["windows"] && a.Used["mac"] {
				t.Fatalf("%s used apps on %v: %v", u.UserPrincipalName, u.Activity.Apps, a.Used)
			}
			note("web only", a.Used["web"] && !a.Used["windows"] && !a.Used["mac"])
		}
		if y := u.YammerActivity; y != nil {
			note("Yammer "+y.UserState, true)
		}
		note("Copilot", u.Copilot != nil)
	}
	for _, what := range []string{
		"mailbox over the warning", "mailbox of nobody", "archive", "room", "shared mailbox in use", "more than 31 bits", "a drive never used",
		"never activated VISIO DESKTOP APP", "activated VISIO DESKTOP APP", "activated PROJECT ONLINE DESKTOP CLIENT",
		"never activated MICROSOFT 365 APPS FOR ENTERPRISE", "activated MICROSOFT EXCEL ADVANCED ANALYTICS", "shared computer", "Mac",
		"web only", "Yammer active", "Yammer suspended", "Yammer deleted", "Copilot",
	} {
		if seen[what] < 5 {
			t.Errorf("%s: %d times", what, seen[what])
		}
	}
}
