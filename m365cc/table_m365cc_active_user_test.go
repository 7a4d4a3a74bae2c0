package m365cc_test

import (
	"fmt"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

const activeUser = "m365cc_active_user"

// daysAgo is midnight of a day before the tenant's today.
func daysAgo(n int) time.Time { return clock.Truncate(24*time.Hour).AddDate(0, 0, -n) }

// reportOf is the request for a report, whose parameters are as Graph writes them.
func reportOf(function, parameters string) string {
	return "GET /beta/reports/" + function + "(" + parameters + ")?$format=text/csv"
}

// datesRefused is the error for a day that Graph has no report of.
func datesRefused(table string, day time.Time) string {
	return fmt.Sprintf("%s: report_date must be one of the last 28 days, from %s to %s, not %s",
		table, daysAgo(28).Format(time.DateOnly), daysAgo(0).Format(time.DateOnly), day.Format(time.DateOnly))
}

func activeUserCases() []suiteCase {
	last := []string{"user_principal_name", "exchange_last_activity_date", "teams_last_activity_date", "yammer_last_activity_date", "period", "report_date"}
	names := []string{"user_principal_name", "display_name", "title", "is_concealed", "sharepoint_last_activity_date"}
	reports := func(parameters ...string) (all []string) {
		for _, p := range parameters {
			all = append(all, reportOf(activeUserReport, p))
		}
		return all
	}
	ofPeriod := func(days int) suiteCase {
		name := fmt.Sprintf("D%d", days)
		return suiteCase{name: "active users, " + name, table: activeUser, columns: last, where: []condition{where("period", "=", name)}, atLeast: 100,
			truth: activeUserRows(period(days)), requests: reports("period='" + name + "'")}
	}
	refused := func(name, why string, conditions ...condition) suiteCase {
		return suiteCase{name: "active users, " + name, table: activeUser, columns: last, where: conditions, fails: why}
	}
	onDays := func(name string, nothing bool, days ...int) suiteCase {
		c := suiteCase{name: "active users, " + name, table: activeUser, columns: last, nothing: nothing, anyOrder: true}
		var values []any
		var editions []demo.Edition
		for _, n := range days {
			values, editions = append(values, daysAgo(n)), append(editions, onDay(daysAgo(n)))
			c.requests = append(c.requests, reportOf(activeUserReport, "date="+daysAgo(n).Format(time.DateOnly)))
		}
		c.where, c.truth = []condition{where("report_date", "in", values...)}, activeUserRows(editions...)
		return c
	}
	const noPeriod = `m365cc_active_user: %q is no period of Graph's reports; the periods are D7, D30, D90, D180`
	return []suiteCase{
		{name: "active users", table: activeUser, columns: last, atLeast: 100, requests: reports("period='D90'")},
		{name: "active users, deleted", table: activeUser, columns: []string{"user_principal_name", "display_name", "is_deleted", "deleted_date", "assigned_products"},
			where: []condition{where("is_deleted", "=", true)}, requests: reports("period='D90'")},
		{name: "active users, licences", table: activeUser, columns: []string{"user_principal_name", "has_teams_license", "teams_license_assign_date", "report_refresh_date"},
			where: []condition{where("has_yammer_license", "=", true)}, atLeast: 20, requests: reports("period='D90'")},
		{name: "active users with a limit", table: activeUser, columns: last, limit: 5, requests: reports("period='D90'")},
		{name: "active users, lines that end with LF", table: activeUser, columns: names, atLeast: 100,
			behaviour: func(b *demo.Behaviour) { b.LineFeeds = true }, requests: reports("period='D90'")},
		ofPeriod(7), ofPeriod(30), ofPeriod(90), ofPeriod(180),
		{name: "active users of periods", table: activeUser, columns: last, where: []condition{where("period", "in", "D30", "D7")}, atLeast: 200,
			truth: activeUserRows(period(7), period(30)), requests: reports("period='D30'", "period='D7'"), anyOrder: true},
		{name: "active users of the same period twice", table: activeUser, columns: last, where: []condition{where("period", "in", "D7", "D7")}, atLeast: 100,
			truth: activeUserRows(period(7)), requests: reports("period='D7'")},
		refused("no period", fmt.Sprintf(noPeriod, "D45"), where("period", "=", "D45")),
		refused("a period in small letters", fmt.Sprintf(noPeriod, "d7"), where("period", "=", "d7")),
		refused("one of two is no period", fmt.Sprintf(noPeriod, "D1"), where("period", "in", "D7", "D1")),
		refused("period and day", "m365cc_active_user: period and report_date exclude each other", where("period", "=", "D7"), where("report_date", "=", daysAgo(3))),
		onDays("a day", false, 3), onDays("days", false, 3, 4), onDays("the oldest day", false, 28),
		onDays("today", true, 0), onDays("yesterday", true, 1),
		refused("too old a day", datesRefused(activeUser, daysAgo(29)), where("report_date", "=", daysAgo(29))),
		refused("a day in the future", datesRefused(activeUser, daysAgo(-1)), where("report_date", "=", daysAgo(-1))),
		refused("a time of day", "m365cc_active_user: report_date must be a day (midnight UTC), not "+daysAgo(3).Add(time.Hour).Format(time.RFC3339),
			where("report_date", "=", daysAgo(3).Add(time.Hour))),
		{name: "active users, concealed", table: activeUser, columns: names, atLeast: 100, behaviour: conceal,
			truth: concealedRows(activeUserRows(ninety)), requests: reports("period='D90'")},
		{name: "active users, no permission", table: activeUser, columns: last, behaviour: without("Reports.Read.All"),
			fails: "m365cc_active_user needs the application permission Reports.Read.All", requests: reports("period='D90'")},
	}
}

func conceal(b *demo.Behaviour) { b.ConcealNames = true }
