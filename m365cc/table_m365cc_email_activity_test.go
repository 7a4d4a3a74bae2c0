package m365cc_test

import "time"

func emailActivityCases() []suiteCase {
	const email = "m365cc_email_activity"
	columns := []string{"user_principal_name", "last_activity_date", "send_count", "receive_count", "read_count", "meeting_created_count", "meeting_interacted_count", "report_period", "period"}
	names := []string{"user_principal_name", "display_name", "is_concealed", "is_deleted"}
	requests := func(parameters string) []string { return []string{reportOf(emailReport, parameters)} }
	day := daysAgo(3)
	return []suiteCase{
		{name: "e-mail", table: email, columns: columns, atLeast: 100, requests: requests("period='D90'")},
		{name: "e-mail of a week", table: email, columns: columns, where: []condition{where("period", "=", "D7")}, atLeast: 100,
			truth: emailActivityRows(period(7)), requests: requests("period='D7'")},
		{name: "e-mail of a day", table: email, columns: append([]string{"report_date"}, columns...), where: []condition{where("report_date", "=", day)}, atLeast: 5,
			truth: emailActivityRows(onDay(day)), requests: requests("date=" + day.Format(time.DateOnly))},
		{name: "e-mail of a day without any", table: email, columns: columns, where: []condition{where("report_date", "=", daysAgo(0))}, nothing: true,
			truth: emailActivityRows(onDay(daysAgo(0))), requests: requests("date=" + daysAgo(0).Format(time.DateOnly))},
		{name: "e-mail, a bound on what Graph does not filter", table: email, columns: columns, where: []condition{where("last_activity_date", "<", daysAgo(10))}, atLeast: 10,
			requests: requests("period='D90'")},
		{name: "e-mail, no period", table: email, columns: columns, where: []condition{where("period", "=", "90")},
			fails: `m365cc_email_activity: "90" is no period of Graph's reports`},
		{name: "e-mail, too old a day", table: email, columns: columns, where: []condition{where("report_date", "=", daysAgo(29))}, fails: datesRefused(email, daysAgo(29))},
		{name: "e-mail with a limit", table: email, columns: names, limit: 3, requests: requests("period='D90'")},
		{name: "e-mail, concealed", table: email, columns: names, atLeast: 100, behaviour: conceal,
			truth: concealedRows(emailActivityRows(ninety)), requests: requests("period='D90'")},
		{name: "e-mail, no permission", table: email, columns: columns, behaviour: without("Reports.Read.All"),
			fails: "m365cc_email_activity needs the application permission Reports.Read.All", requests: requests("period='D90'")},
	}
}
