package demo

import "fmt"

// https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivityuserdetail
var teamsUserActivityUserDetail = &report{
	function: "getTeamsUserActivityUserDetail",
	takes:    byPeriod | byDate,
	page:     2000,
	tells:    isLicensed(teams),
	uses:     []workload{teams},
	columns: []reportColumn{
		refreshDate(),
		words("Tenant Display Name", "tenantDisplayName", func(_ *usage, b []byte) []byte { return append(b, tenantName...) }),
		words("Shared Channel Tenant Display Names", "sharedChannelTenantDisplayNames", (*usage).sharedChannels),
		nameOf("User Id", "userId", (*usage).userID),
		principalName(), lastActivityDate(teams), isDeleted(), deletedDate(), assignedProducts(),
		count("Team Chat Message Count", "teamChatMessageCount", (*usage).teamChats),
		count("Private Chat Message Count", "privateChatMessageCount", (*usage).privateChats),
		count("Call Count", "callCount", (*usage).calls),
		count("Meeting Count", "meetingCount", func(u *usage) int64 { return u.organized() + u.attended() }),
		count("Post Messages", "postMessages", (*usage).posted),
		count("Reply Messages", "replyMessages", func(u *usage) int64 { return u.teamChats() - u.posted() }),
		count("Urgent Messages", "urgentMessages", (*usage).urgent),
		count("Meetings Organized Count", "meetingsOrganizedCount", (*usage).organized),
		count("Meetings Attended Count", "meetingsAttendedCount", (*usage).attended),
		meetings("Ad Hoc", "adHoc", "Organized", 0), meetings("Ad Hoc", "adHoc", "Attended", 0),
		meetings("Scheduled One-time", "scheduledOneTime", "Organized", 1), meetings("Scheduled One-time", "scheduledOneTime", "Attended", 1),
		meetings("Scheduled Recurring", "scheduledRecurring", "Organized", 2), meetings("Scheduled Recurring", "scheduledRecurring", "Attended", 2),
		duration("Audio", "audio", audioShare), duration("Video", "video", videoShare), duration("Screen Share", "screenShare", screenShare),
		durationInSeconds("Audio", "audio", audioShare), durationInSeconds("Video", "video", videoShare),
		durationInSeconds("Screen Share", "screenShare", screenShare),
		yesNo("Has Other Action", "hasOtherAction", (*usage).hasOtherAction),
		yesNo("Is Licensed", "isLicensed", func(u *usage) bool { return u.given.has(teams) }),
		reportPeriod(),
	},
}

// tenantName is the name of everybody's tenant.
const tenantName = "Contoso"

func (u *usage) userID(b []byte) []byte { return u.t.ids[guidUser].append(b, u.i) }

// sharedChannels are the tenants whose channels somebody shares.
func (u *usage) sharedChannels(b []byte) []byte {
	if u.once(askTeams.part(5), 100) {
		return append(b, "Fabrikam"...)
	}
	return b
}

// What is written in channels are posts and replies to them.

func (u *usage) posted() int64       { return u.teamChats() * int64(u.pick(askTeams.part(6), 5)) / 8 }
func (u *usage) urgent() int64       { return u.times(teams, askTeams.part(7), 2) / 9 }
func (u *usage) teamChats() int64    { return u.times(teams, askTeams, 6) }
func (u *usage) privateChats() int64 { return u.times(teams, askTeams.part(1), 30) }
func (u *usage) calls() int64        { return u.times(teams, askTeams.part(2), 3) }

func (u *usage) hasOtherAction() bool { return u.days(teams) > 0 && u.once(askTeams.part(4), 600) }

// Three kinds of meetings, which make up all.
const meetingKinds = 3

func (u *usage) organized() (n int64) {
	for kind := range meetingKinds {
		n += u.meetingsOf(kind, "Organized")
	}
	return n
}

func (u *usage) attended() (n int64) {
	for kind := range meetingKinds {
		n += u.meetingsOf(kind, "Attended")
	}
	return n
}

func (u *usage) meetingsOf(kind int, role string) int64 {
	if role == "Organized" {
		return u.times(teams, askTeams.part(8+question(kind)), 2)
	}
	return u.times(teams, askTeams.part(16+question(kind)), 3)
}

func meetings(header, name, role string, kind int) reportColumn {
	return count(header+" Meetings "+role+" Count", name+"Meetings"+role+"Count", func(u *usage) int64 { return u.meetingsOf(kind, role) })
}

// The shares of the time of meetings.
const (
	audioShare  = 1
	videoShare  = 2
	screenShare = 4
)

// talk is how many seconds of meetings were of a kind.
func (u *usage) talk(share int64) int64 {
	return (u.organized() + u.attended()) * int64(300+u.pick(askTeams.part(3), 2000)) / share
}

func duration(header, name string, share int64) reportColumn {
	return words(header+" Duration", name+"Duration", func(u *usage, b []byte) []byte {
		s := u.talk(share)
		return fmt.Appendf(b, "%02d:%02d:%02d", s/3600, s/60%60, s%60)
	})
}

func durationInSeconds(header, name string, share int64) reportColumn {
	return count(header+" Duration In Seconds", name+"DurationInSeconds", func(u *usage) int64 { return u.talk(share) })
}
