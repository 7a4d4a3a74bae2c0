package m365cc_test

import (
	"fmt"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

const (
	copilotUsage  = "m365cc_copilot_usage"
	copilotReport = "getMicrosoft365CopilotUsageUserDetail"
)

// copilotOf is the request for Copilot's report.
func copilotOf(period, version string) string {
	return "GET /v1.0/copilot/reports/" + copilotReport + "(period='" + period + "',version='" + version + "')"
}

func copilotUsageCases() []suiteCase {
	columns := []string{"user_principal_name", "last_activity_date", "word_copilot_last_activity_date", "edge_last_activity_date",
		"prompts_submitted_for_all_apps", "active_usage_days_for_all_apps", "period", "report_period"}
	names := []string{"user_principal_name", "display_name", "title", "is_concealed", "report_refresh_date"}
	of := func(name, version string, rows func(*demo.Tenant) []row) suiteCase {
		return suiteCase{name: "Copilot, " + name, table: copilotUsage, columns: columns, where: []condition{where("period", "=", name)}, atLeast: 4,
			truth: rows, requests: []string{copilotOf(name, version)}}
	}
	const periods = "the periods are D7, D28, D30, D90, D180, ALL"
	standard := []string{copilotOf("D90", "v2")}
	return []suiteCase{
		{name: "Copilot", table: copilotUsage, columns: columns, atLeast: 4, requests: standard},
		{name: "Copilot, concealed", table: copilotUsage, columns: names, atLeast: 4, behaviour: conceal, truth: concealedRows(usageRows(copilotUsage, ninety)), requests: standard},
		{name: "Copilot with a limit", table: copilotUsage, columns: names, limit: 3, requests: standard},
		of("D7", "v2", usageRows(copilotUsage, period(7))),
		of("D28", "v2", usageRows(copilotUsage, period(28))),
		of("D30", "v1", firstVersion(usageRows(copilotUsage, period(30)))),
		of("D180", "v2", usageRows(copilotUsage, period(180))),
		of("ALL", "v2", allPeriods(usageRows(copilotUsage, period(7), period(28), period(90), period(180)))),
		{name: "Copilot of periods", table: copilotUsage, columns: columns, where: []condition{where("period", "in", "D7", "D28")}, atLeast: 8, anyOrder: true,
			truth: usageRows(copilotUsage, period(7), period(28)), requests: []string{copilotOf("D7", "v2"), copilotOf("D28", "v2")}},
		{name: "Copilot, no period", table: copilotUsage, columns: columns, where: []condition{where("period", "=", "D45")},
			fails: fmt.Sprintf(`%s: "D45" is no period of Graph's reports; %s`, copilotUsage, periods)},
		{name: "Copilot, no permission", table: copilotUsage, columns: columns, behaviour: without("Reports.Read.All"), requests: standard,
			fails: "m365cc_copilot_usage needs the application permission Reports.Read.All"},
	}
}

// firstVersion are rows without what only the second version of the report has.
func firstVersion(of func(*demo.Tenant) []row) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		rows := of(tenant)
		for _, r := range rows {
			for column := range r {
				if strings.HasPrefix(column, "prompts_") || strings.HasPrefix(column, "active_") || column == "edge_last_activity_date" {
					r[column] = ""
				}
			}
		}
		return rows
	}
}

// allPeriods are rows that one report has of all periods.
func allPeriods(of func(*demo.Tenant) []row) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		rows := of(tenant)
		for _, r := range rows {
			r["period"] = "ALL"
		}
		return rows
	}
}
