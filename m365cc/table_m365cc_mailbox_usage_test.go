package m365cc_test

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

const mailboxUsage = "m365cc_mailbox_usage"

func mailboxUsageCases() []suiteCase {
	u := usageTable{name: mailboxUsage, function: "getMailboxUsageDetail", byPeriod: true,
		columns: []string{"user_principal_name", "created_date", "last_activity_date", "item_count", "storage_used_in_bytes", "issue_warning_quota_in_bytes", "deleted_item_quota_in_bytes", "has_archive", "period", "report_period"},
		names:   []string{"user_principal_name", "display_name", "title", "is_concealed", "is_deleted", "deleted_date", "report_refresh_date"}}
	pages := func(parameters, top string) string {
		return "GET /beta/reports/getMailboxUsageDetail(" + parameters + ")?$format=application/json" + top
	}
	standard := pages("period='D90'", "&$top=10000")
	next := "GET /beta/reports/getMailboxUsageDetail(period='D90')?$skiptoken"
	everything := slices.Concat(u.columns, u.names[1:], []string{"recipient_type"})
	return u.cases(
		suiteCase{name: "mailboxes by type", columns: everything, atLeast: 100, requests: []string{standard}},
		suiteCase{name: "mailboxes of nobody", columns: []string{"display_name"}, where: []condition{where("recipient_type", "in", "Shared", "Room")}, requests: []string{standard}},
		suiteCase{name: "mailboxes by type in pages", columns: everything, atLeast: 100, behaviour: func(b *demo.Behaviour) { b.PageSize = 100 },
			requests: []string{standard, next, next}},
		suiteCase{name: "mailboxes by type, no page size is taken", columns: everything, atLeast: 100, behaviour: func(b *demo.Behaviour) { b.RefuseUndocumented = true },
			requests: []string{standard, pages("period='D90'", ""), next}, warnings: []string{"m365cc_mailbox_usage: pages are shorter"}},
		suiteCase{name: "mailboxes by type of periods", columns: everything, where: []condition{where("period", "in", "D7", "D30")}, atLeast: 100, anyOrder: true,
			truth: usageRows(u.name, period(7), period(30)), requests: []string{pages("period='D7'", "&$top=10000"), pages("period='D30'", "&$top=10000")}},
		suiteCase{name: "mailboxes by type, concealed", columns: everything, atLeast: 100, behaviour: conceal,
			truth: concealedRows(usageRows(u.name, ninety)), requests: []string{standard}},
		suiteCase{name: "mailboxes by type with a limit", columns: everything, limit: 4, requests: []string{pages("period='D90'", "&$top=4")}},
		suiteCase{name: "a room, which is not among the first mailboxes", columns: everything, where: []condition{where("recipient_type", "=", "Room")}, limit: 1, sqliteOnly: true,
			requests: []string{standard}},
		suiteCase{name: "mailboxes by type, no permission", columns: everything, behaviour: without("Reports.Read.All"), requests: []string{standard},
			fails: "m365cc_mailbox_usage needs the application permission Reports.Read.All"},
	)
}
