package demo

// https://learn.microsoft.com/graph/api/reportroot-getyammeractivityuserdetail
var yammerActivityUserDetail = &report{
	function: "getYammerActivityUserDetail",
	takes:    byPeriod | byDate,
	tells:    isLicensed(yammer),
	uses:     []workload{yammer},
	columns: []reportColumn{
		refreshDate(), principalName(), displayedName(),
		words("User State", "userState", func(u *usage, b []byte) []byte { return append(b, u.yammerState()...) }),
		dayOf("State Change Date", "stateChangeDate", (*usage).yammerChanged),
		lastActivityDate(yammer),
		count("Posted Count", "postedCount", func(u *usage) int64 { return u.posts(posted) }),
		count("Read Count", "readCount", func(u *usage) int64 { return u.posts(postRead) }),
		count("Liked Count", "likedCount", func(u *usage) int64 { return u.posts(liked) }),
		assignedProducts(), reportPeriod(),
	},
}

// What is done with posts, and with how many on a day at most.
const (
	posted question = iota
	postRead
	liked
)

var postsMost = [...]int{posted: 3, postRead: 30, liked: 4}

func (u *usage) posts(what question) int64 {
	return u.times(yammer, askYammer.part(1+what), postsMost[what])
}

// yammerState takes the place of Is Deleted.
func (u *usage) yammerState() string {
	switch {
	case u.isDeleted():
		return "deleted"
	case !u.enabled():
		return "suspended"
	}
	return "active"
}

// yammerChanged is when the state began: for most when the account was made.
func (u *usage) yammerChanged() int64 {
	switch u.yammerState() {
	case "deleted":
		return u.deletedDay()
	case "suspended":
		return max(u.t.refreshDay()-int64(u.pick(askYammer, 40)), u.birthday())
	}
	return u.birthday()
}
