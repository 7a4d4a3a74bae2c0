package demo

// usage is somebody of whom the usage reports have rows, while these are being
// computed: a user, or a person who was deleted. Days are counted since 1970 in
// UTC, as the reports know nothing finer; 0 is none.
type usage struct {
	person
	conceal bool   // names are hidden
	window  window // what is counted

	gone     bool   // not in the directory any more
	goneName string // the sign-in name of somebody gone who had a user's; "": the person's own
	goneShow string // the display name of somebody gone; "": the person's own
	goneDay  int64  // when the account was deleted; also where the reports do not know it yet

	given workloadSet           // by the licences
	last  [workloadCount]int64  // the last day of use; 0: never
	used  [workloadCount]uint16 // days of use in the window, plus one; 0: not counted yet
}

// window is the days that a report is about.
type window struct {
	first, last int64
	period      int    // 7, 30, 90 or 180; 0: a single day
	periods     []int  // of the Copilot report: those that are told of
	version     string // of the Copilot report
}

// days is the length.
func (w window) days() int64 { return w.last - w.first + 1 }

// refreshDay is the last day of which the reports know.
func (t *Tenant) refreshDay() int64 { return t.now/day - 2 }

// periodWindow returns the days of a period.
func (t *Tenant) periodWindow(days int) window {
	return window{first: t.refreshDay() - int64(days) + 1, last: t.refreshDay(), period: days}
}

// subjects is the number of people whom the reports may tell of. Half of those
// who are gone come before the users and half after, so that a sign-in name
// that was given to somebody else meets both orders.
func (t *Tenant) subjects() int { return t.users + t.goneCount() }

// subject makes u number n of them.
func (t *Tenant) subject(u *usage, n int) {
	u.gone, u.goneName = false, ""
	switch before := t.goneCount() / 2; {
	case n < before:
		t.loadGone(u, n)
	case n < before+t.users:
		t.load(&u.person, n-before)
	default:
		t.loadGone(u, n-t.users)
	}
	u.given = u.workloads()
	u.used = [workloadCount]uint16{}
	latest := u.lastUse()
	for w := range workloadCount {
		u.last[w] = u.lastUseOf(w, latest)
	}
}

// birthday is the day on which the account was made.
func (u *usage) birthday() int64 {
	born := u.created() / day
	if u.gone {
		return min(born, u.goneDay-100)
	}
	return born
}

// lastUse is the last day on which anything was used. It follows the last
// sign-in that succeeded.
func (u *usage) lastUse() int64 {
	last := u.t.refreshDay()
	if u.gone {
		return max(min(u.goneDay, last)-int64(u.pick(askUse, 5)), u.birthday())
	}
	if u.has(isUnseen) {
		return last
	}
	at := u.signIns()
	success := at.successful
	if success == 0 && !u.has(onlyFails) && !u.has(failsLately) {
		success = at.interactive // older than Graph's memory of successes
	}
	if success == 0 || u.has(usesNothing) {
		return 0
	}
	d := success / day
	if d > last {
		// The reports lag behind the sign-ins.
		d = last - int64(u.pick(askUse, 3))
	}
	if d = max(d, u.birthday()); d > last {
		return 0
	}
	return d
}

// neverRates are the shares of people who have a workload and never use it, in
// thousandths.
var neverRates = [workloadCount]int{
	exchange: 30, oneDrive: 150, sharePoint: 200, skypeForBusiness: 850, yammer: 700, teams: 80, outlook: 40,
	officeApps: 60, copilot: 250, officeClient: 150, excelClient: 400, projectClient: 300, visioClient: 350,
}

// lastUseOf is the last day on which a workload was used, given that of all:
// often the same, often some days before, and for some long ago.
func (u *usage) lastUseOf(w workload, latest int64) int64 {
	if latest == 0 || !u.given.has(w) {
		return 0
	}
	if u.has(usesAll) {
		return latest
	}
	ask := askUse.part(1 + question(w))
	if u.once(ask, neverRates[w]) {
		return 0
	}
	before := 0
	switch n := u.pick(ask.part(1<<8), 100); {
	case n < 40:
	case n < 75:
		before = 1 + u.pick(ask.part(2<<8), 6)
	case n < 93:
		before = 7 + u.pick(ask.part(2<<8), 60)
	default:
		before = 67 + u.pick(ask.part(2<<8), 330)
	}
	return max(latest-int64(before), u.birthday())
}

// usedOn says whether a workload was used on a day: most working days up to the
// last one.
func (u *usage) usedOn(w workload, d int64) bool {
	last := u.last[w]
	if d >= last || d < u.birthday() {
		return d == last && last != 0
	}
	rate := 750
	if weekday := (d + 4) % 7; weekday == 0 || weekday == 6 { // 1 January 1970 was a Thursday
		rate = 40
	}
	return below(roll(u.hash, askUse.part(question(w)+1)^question(d)<<24), 1000) < rate
}

// days is the number of days in the window on which a workload was used.
func (u *usage) days(w workload) int64 {
	if u.used[w] == 0 {
		n := uint16(1)
		for d := min(u.window.last, u.last[w]); d >= u.window.first; d-- {
			if u.usedOn(w, d) {
				n++
			}
		}
		u.used[w] = n
	}
	return int64(u.used[w] - 1)
}

// times is how often something was done in the window, with a workload: so
// often on each day of use, below a most that is dealt by the question.
func (u *usage) times(w workload, q question, most int) int64 {
	return u.days(w) * int64(u.pick(q, most))
}

// assignedDay is when a workload was first given by a licence.
func (u *usage) assignedDay(w workload) int64 {
	d := min(u.workloadAssigned(w)/day, u.t.refreshDay())
	if u.gone && d > 0 {
		return min(d, u.goneDay-30)
	}
	return d
}
