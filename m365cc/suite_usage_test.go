package m365cc_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// usageTable is a table of a usage report, of which the same holds as of all.
type usageTable struct {
	name, function string
	// columns are those of some cases; names those that are concealed or say so, among others.
	columns, names []string
	byPeriod       bool
	byDay          bool
}

// usageCases are the cases of the reports that are not of the first tables.
func usageCases() []suiteCase {
	return slices.Concat(officeActivationCases(), appPlatformUsageCases(), oneDriveUsageCases(), mailboxUsageCases(), teamsActivityCases(),
		sharePointActivityCases(), oneDriveActivityCases(), yammerActivityCases(), copilotUsageCases(), reportSettingCases())
}

// requests are those for a report with parameters.
func (u usageTable) requests(parameters ...string) (all []string) {
	for _, p := range parameters {
		all = append(all, reportOf(u.function, p))
	}
	return all
}

// standard is the report without a condition.
func (u usageTable) standard() []string {
	if !u.byPeriod {
		return []string{"GET /beta/reports/" + u.function + "?$format=text/csv"}
	}
	return u.requests("period='D90'")
}

// cases are those that every such table has, and special ones.
func (u usageTable) cases(special ...suiteCase) []suiteCase {
	label := strings.TrimPrefix(u.name, "m365cc_")
	all := []suiteCase{
		{name: label, columns: u.columns, atLeast: 10, requests: u.standard()},
		{name: label + " with a limit", columns: u.names, limit: 3, requests: u.standard()},
		{name: label + ", concealed", columns: u.names, atLeast: 10, behaviour: conceal, truth: concealedRows(usageRows(u.name, ninety)), requests: u.standard()},
		{name: label + ", moved columns", columns: u.columns, atLeast: 10, behaviour: func(b *demo.Behaviour) { b.MovedColumns = true }, requests: u.standard()},
		{name: label + ", no permission", columns: u.columns, behaviour: without("Reports.Read.All"), requests: u.standard(),
			fails: u.name + " needs the application permission Reports.Read.All"},
	}
	if u.byPeriod {
		all = append(all,
			suiteCase{name: label + " of periods", columns: u.columns, where: []condition{where("period", "in", "D7", "D180")}, atLeast: 20, anyOrder: true,
				truth: usageRows(u.name, period(7), period(180)), requests: u.requests("period='D7'", "period='D180'")},
			suiteCase{name: label + ", no period", columns: u.columns, where: []condition{where("period", "=", "D45")},
				fails: u.name + `: "D45" is no period of Graph's reports; the periods are D7, D30, D90, D180`})
	}
	if u.byDay {
		day, none := daysAgo(3), daysAgo(0)
		all = append(all,
			suiteCase{name: label + " of a day", columns: append([]string{"report_date"}, u.columns...), where: []condition{where("report_date", "=", day)},
				truth: usageRows(u.name, onDay(day)), requests: u.requests("date=" + day.Format(time.DateOnly))},
			suiteCase{name: label + " of a day without any", columns: u.columns, where: []condition{where("report_date", "=", none)}, nothing: true,
				truth: usageRows(u.name, onDay(none)), requests: u.requests("date=" + none.Format(time.DateOnly))},
			suiteCase{name: label + ", too old a day", columns: u.columns, where: []condition{where("report_date", "=", daysAgo(29))}, fails: datesRefused(u.name, daysAgo(29))},
			suiteCase{name: label + ", period and day", columns: u.columns, where: []condition{where("period", "=", "D7"), where("report_date", "=", day)},
				fails: fmt.Sprintf("%s: period and report_date exclude each other", u.name)})
	}
	all = append(all, special...)
	for i := range all {
		all[i].table = u.name
	}
	return all
}
