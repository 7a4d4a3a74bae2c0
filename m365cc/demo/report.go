package demo

// A usage report is declared once, as a value of type report in a file of its
// own: its function, what it takes, whom it tells of, and its columns. The CSV
// file and the JSON pages are both made of that declaration.

// report is a usage report.
//
// https://learn.microsoft.com/graph/api/resources/report
type report struct {
	function string
	takes    parameters
	reads    func(t *Tenant, period, version string) (window, bool) // the days of a period; nil: usualPeriod
	page     int                                                    // rows of a JSON page unless $top says otherwise; 0: 200
	isDirect bool                                                   // v1.0 gives the file itself, and beta JSON
	tells    func(*usage) bool                                      // whether the report tells of somebody
	uses     []workload                                             // in the report of a day are those who used any of them
	list     string                                                 // the list in each JSON object, of the columns that are inner; "": none
	entries  func(*usage) int                                       // how many elements it has, each a row of the file; nil: one
	columns  []reportColumn                                         // in the order of the file
}

// parameters say which forms of the function there are.
type parameters uint8

const (
	byPeriod parameters = 1 << iota
	byDate
	byVersion // with the period, if at all

	noParameter parameters = 0
)

// usageReports are all reports that are served below /reports.
func usageReports() []*report {
	return []*report{
		activeUserDetail, activationsUserDetail, emailActivityUserDetail, m365AppUserDetail, mailboxUsageDetail,
		oneDriveActivityUserDetail, oneDriveUsageAccountDetail, sharePointActivityUserDetail,
		teamsUserActivityUserDetail, yammerActivityUserDetail,
	}
}

// rows calls give with everybody of whom the report tells, from subject n on,
// until it returns false. It returns the number of the subject where it ended.
func (r *report) rows(t *Tenant, u *usage, n int, give func() bool) int {
	for ; n < t.subjects(); n++ {
		t.subject(u, n)
		if r.tellsOf(u) && !give() {
			return n
		}
	}
	return n
}

func (r *report) tellsOf(u *usage) bool {
	if !r.tells(u) || u.birthday() > u.t.refreshDay() {
		return false
	}
	if u.window.period != 0 {
		return true
	}
	for _, w := range r.uses {
		if u.usedOn(w, u.window.first) {
			return true
		}
	}
	return false
}

// count is how many rows of the file somebody has.
func (r *report) count(u *usage) int {
	if r.entries == nil {
		return 1
	}
	return r.entries(u)
}

// columnsIn returns the columns that a version of the report has in a cloud.
func (r *report) columnsIn(c *cloudFacts, version string) []reportColumn {
	var kept []reportColumn
	for _, column := range r.columns {
		if column.notIn != c.name && column.since <= version {
			kept = append(kept, column)
		}
	}
	return kept
}

// isLicensed tells of people who have, or had, a workload.
func isLicensed(w workload) func(*usage) bool {
	return func(u *usage) bool { return u.isWorker() && u.given.has(w) }
}

// isWorker leaves out mailboxes and rooms, which have reports of their own.
func (u *usage) isWorker() bool { return u.kind != shared && u.kind != room }
