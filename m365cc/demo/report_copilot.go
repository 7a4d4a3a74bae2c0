package demo

import "strconv"

// Its dates are empty texts in JSON where those of other reports are null, and
// v1.0 gives the file itself.
//
// https://learn.microsoft.com/microsoft-365/copilot/extensibility/api/admin-settings/reports/copilotreportroot-getmicrosoft365copilotusageuserdetail
var copilotUsageUserDetail = &report{
	function: "getMicrosoft365CopilotUsageUserDetail",
	takes:    byPeriod | byVersion,
	isDirect: true,
	reads:    copilotWindow,
	tells:    isLicensed(copilot),
	list:     "copilotActivityUserDetailsByPeriod",
	entries:  func(u *usage) int { return len(u.window.periods) },
	columns: append([]reportColumn{
		refreshDate(), principalName(), displayedName(), copilotDate("Last Activity Date", "lastActivityDate", -1),
		copilotDate("Copilot Chat Last Activity Date", "copilotChatLastActivityDate", 0),
		copilotDate("Microsoft Teams Copilot Last Activity Date", "microsoftTeamsCopilotLastActivityDate", 1),
		copilotDate("Word Copilot Last Activity Date", "wordCopilotLastActivityDate", 2),
		copilotDate("Excel Copilot Last Activity Date", "excelCopilotLastActivityDate", 3),
		copilotDate("PowerPoint Copilot Last Activity Date", "powerPointCopilotLastActivityDate", 4),
		copilotDate("Outlook Copilot Last Activity Date", "outlookCopilotLastActivityDate", 5),
		copilotDate("OneNote Copilot Last Activity Date", "oneNoteCopilotLastActivityDate", 6),
		copilotDate("Loop Copilot Last Activity Date", "loopCopilotLastActivityDate", 7),
	}, within(
		count("Report Period", "reportPeriod", (*usage).copilotPeriod),
		count("Prompts submitted for all apps", "promptsSubmittedForAllApps", func(u *usage) int64 { return u.prompts(promptsAll) }).inV2(),
		count("Prompts submitted for Copilot Chat (work)", "promptsSubmittedForCopilotChatWork", func(u *usage) int64 { return u.prompts(promptsWork) }).inV2(),
		count("Prompts submitted for Copilot Chat (web)", "promptsSubmittedForCopilotChatWeb", func(u *usage) int64 { return u.prompts(promptsWeb) }).inV2(),
		count("Active Usage Days for all apps", "activeUsageDaysForAllApps", (*usage).copilotDays).inV2(),
		copilotDate("Copilot Chat (work) Last Activity Date", "copilotChatWorkLastActivityDate", 8).inV2(),
		copilotDate("Copilot Chat (web) Last Activity Date", "copilotChatWebLastActivityDate", 9).inV2(),
		copilotDate("Microsoft 365 Copilot Last Activity Date", "microsoft365CopilotLastActivityDate", 10).inV2(),
		copilotDate("Edge Last Activity Date", "edgeLastActivityDate", 11).inV2(),
		copilotDate("Copilot Agent Last Activity Date", "copilotAgentLastActivityDate", 12).inV2(),
	)...),
}

// inV2 takes a column out of the first version. The documentation has the names in the file only.
func (c reportColumn) inV2() reportColumn {
	c.since = "v2"
	return c
}

// What prompts are counted for: those of the chat are among all.
const (
	promptsWork question = 1 << iota
	promptsWeb
	promptsElsewhere
	promptsAll = promptsWork | promptsWeb | promptsElsewhere
)

// copilotPeriod is the period of a row.
func (u *usage) copilotPeriod() int64 {
	if len(u.window.periods) == 0 { // of a truth
		return u.window.days()
	}
	return int64(u.window.periods[u.at[0]])
}

// copilotDays is the number of days of use in a row's period.
func (u *usage) copilotDays() (n int64) {
	for d := min(u.window.last, u.last[copilot]); d > u.window.last-u.copilotPeriod(); d-- {
		if u.usedOn(copilot, d) {
			n++
		}
	}
	return n
}

// prompts is how many were given in a row's period: so many on each day of use.
func (u *usage) prompts(what question) (n int64) {
	for kind := promptsWork; kind <= promptsElsewhere; kind <<= 1 {
		if what&kind != 0 {
			n += u.copilotDays() * int64(u.pick(askCopilot.part(2<<8+kind), 5))
		}
	}
	return n
}

// copilotPeriods are the periods of each version of the report. ALL has a row
// of each.
var copilotPeriods = map[string][]int{"v1": {7, 30, 90, 180}, "v2": {7, 28, 90, 180}}

// copilotWindow reads a period; ok is false for one that the version lacks.
func copilotWindow(t *Tenant, period, version string) (w window, ok bool) {
	periods := copilotPeriods[version]
	if period == "ALL" && periods != nil {
		w = t.periodWindow(180)
		w.periods, w.version = periods, version
		return w, true
	}
	for _, days := range periods {
		if period == "D"+strconv.Itoa(days) {
			w = t.periodWindow(days)
			w.periods, w.version = []int{days}, version
			return w, true
		}
	}
	return window{}, false
}

func copilotDate(header, name string, app int) reportColumn {
	column := dayOf(header, name, func(u *usage) int64 { return u.copilotDay(app) })
	csv := column.csv
	column.json = func(u *usage, b []byte) []byte { return append(csv(u, append(b, '"')), '"') }
	return column
}

// copilotDay is the last use in one application, -1 for all. The chat is always
// among the last.
func (u *usage) copilotDay(app int) int64 {
	last := u.last[copilot]
	ask := askCopilot.part(question(app + 1))
	switch {
	case last == 0 || app <= 0 || u.has(usesAll):
		return last
	case u.once(ask, 500):
		return 0
	}
	return max(last-int64(u.pick(ask.part(1<<8), 60)), u.birthday())
}
