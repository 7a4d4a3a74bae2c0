package demo

// https://learn.microsoft.com/graph/api/reportroot-getemailactivityuserdetail
var emailActivityUserDetail = &report{
	function: "getEmailActivityUserDetail",
	takes:    byPeriod | byDate,
	tells:    isLicensed(outlook),
	uses:     []workload{outlook},
	columns: []reportColumn{
		refreshDate(), principalName(), displayedName(), isDeleted(), deletedDate(),
		lastActivityDate(outlook),
		mailCount("Send", "send", sent), mailCount("Receive", "receive", received), mailCount("Read", "read", read),
		mailCount("Meeting Created", "meetingCreated", meetingCreated),
		mailCount("Meeting Interacted", "meetingInteracted", meetingInteracted),
		assignedProducts(), reportPeriod(),
	},
}

// What is counted, and how often it is done on a day at most.
const (
	sent question = iota
	received
	read
	meetingCreated
	meetingInteracted
)

var mailMost = [...]int{sent: 12, received: 60, read: 40, meetingCreated: 2, meetingInteracted: 4}

func (u *usage) mails(what question) int64 {
	return u.times(outlook, askMail.part(8+what), mailMost[what])
}

func mailCount(header, name string, what question) reportColumn {
	return count(header+" Count", name+"Count", func(u *usage) int64 { return u.mails(what) })
}
