package main

import (
	"slices"
	"strings"
	"unicode"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// statement is a question with the way in which it may be asked.
type statement struct {
	sql string
	// table, unless "", is the one whose rows are counted.
	table string
	cost  cost
	// light ones read only the directory, and are asked through connections of their own too.
	light bool
}

// cost is how dear a statement is to Graph's limits.
type cost int

const (
	cheap cost = iota
	// dear ones read logs, of which Graph gives five pages in ten seconds, and share what was read for a while.
	dear
	// slow ones read logs anew each time.
	slow
)

var (
	dearTables = []string{"m365cc_app_activity"}
	slowTables = []string{"m365cc_signin", "m365cc_directory_audit", "m365cc_mfa_registration"}
)

// lightTables are those of the directory.
var lightTables = []string{"m365cc_user", "m365cc_user_license", "m365cc_group_license", "m365cc_domain", "m365cc_deleted_user", "m365cc_subscribed_sku", "m365cc_subscription"}

// allStatements name no moment and have no LIMIT, so that an answer is the same at any time and in any order of rows.
var allStatements = makeStatements()

func makeStatements() []statement {
	var all []statement
	for _, t := range m365cc.Tables() {
		all = append(all, newStatement("select count(*) from "+t.Name, t.Name))
	}
	for _, sql := range questions {
		all = append(all, newStatement(sql, ""))
	}
	return all
}

func newStatement(sql, counted string) statement {
	s := statement{sql: sql, table: counted, light: true}
	for _, t := range m365cc.Tables() {
		switch name := t.Name; {
		case !mentions(sql, name):
		case slices.Contains(slowTables, name):
			s.cost, s.light = slow, false
		case slices.Contains(dearTables, name), strings.Contains(sql, usersTab):
			s.cost, s.light = max(s.cost, dear), false
		case !slices.Contains(lightTables, name), strings.Contains(sql, firstName+"."):
			s.light = false
		}
	}
	return s
}

// mentions says whether the statement names the table, and not only a longer name that begins so.
func mentions(sql, table string) bool {
	isPart := func(r rune) bool { return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) }
	return slices.Contains(strings.FieldsFunc(sql, func(r rune) bool { return !isPart(r) }), table)
}

// statementsOf are those of a cost.
func statementsOf(c cost) []statement {
	return slices.DeleteFunc(slices.Clone(allStatements), func(s statement) bool { return s.cost != c })
}

// usersTab are the columns of the Users tab, which come from the users, five reports, the registrations and the log.
const usersTab = `licenses, activations, mail_storage_used_mb, onedrive_storage_used_mb, uses_windows, uses_mac,
uses_mobile, uses_web, on_premises_sync_enabled, is_credential_blocked, is_mfa_registered, last_used_application,
last_sign_in_date_time, days_since_last_activity, is_guest, job_title, country, created_date_time, missing_sources`

var questions = []string{
	"select user_principal_name, " + usersTab + " from m365cc_user",
	"select id, display_name, account_enabled, last_successful_sign_in_date_time, licenses from m365cc_user",
	"select user_type, account_enabled, count(*) from m365cc_user group by 1, 2",
	"select country, count(*), count(job_title) from m365cc_user where account_enabled = true group by country",
	"select count(*), min(display_name), max(display_name) from m365cc_user where user_type = 'Guest'",
	"select count(*) from m365cc_user where department in ('Sales', 'Finance', 'Engineering') and display_name like 'A%'",
	"select id, user_principal_name, display_name from m365cc_deleted_user",
	"select sku_id, sku_part_number, display_name, enabled_units, consumed_units, available_units from m365cc_subscribed_sku",
	"select id, authentication_type, is_verified from m365cc_domain",
	"select application, count(*), count(last_activity_date), min(last_activity_date), max(last_activity_date) from m365cc_app_activity group by application",
	"select period, count(*), sum(send_count) from m365cc_email_activity where period = 'D7' group by 1",
	"select user_principal_name, send_count, receive_count, read_count from m365cc_email_activity",
	"select user_principal_name, storage_used_in_bytes, item_count from m365cc_mailbox_usage",
	"select user_principal_name, last_activity_date from m365cc_teams_activity where last_activity_date is not null",
	"select sku_part_number, count(*) from m365cc_user_license group by 1",
	"select path, has_permission, tables from m365cc_endpoint",
	"select user_id, count(*) from m365cc_license_activity group by 1",
	"select is_mfa_registered, is_admin, count(*) from m365cc_mfa_registration group by 1, 2",
	"select status_error_code, count(*) from m365cc_signin where status_error_code <> 0 group by 1",
	"select client_app_used, count(*) from m365cc_signin where sign_in_event_type in ('nonInteractiveUser', 'interactiveUser') and conditional_access_status = 'success' group by 1",
	"select activity_display_name, count(*) from m365cc_directory_audit group by 1",
	"select u.id, e.send_count, t.last_activity_date from m365cc_user u join m365cc_email_activity e on lower(e.user_principal_name) = lower(u.user_principal_name) left join m365cc_teams_activity t on lower(t.user_principal_name) = lower(u.user_principal_name)",
	"select u.user_principal_name, l.sku_part_number, s.available_units from m365cc_user u join m365cc_user_license l on l.user_id = u.id join m365cc_subscribed_sku s on s.sku_id = l.sku_id where u.account_enabled = false",
	"select d.id, count(u.id) from m365cc_domain d left join m365cc_user u on u.user_principal_name like '%@' || d.id group by 1",
	"select f.count_all, d.count_all from (select count(*) as count_all from m365cc_license_family) f, (select count(*) as count_all from m365cc_deleted_user) d",
	"select 'first', count(*), min(id), max(id) from first.m365cc_user union all select 'second', count(*), min(id), max(id) from second.m365cc_user union all select 'third', count(*), min(id), max(id) from third.m365cc_user",
	"select a.sku_part_number, a.consumed_units, b.consumed_units, c.consumed_units from first.m365cc_subscribed_sku a join second.m365cc_subscribed_sku b using (sku_id) join third.m365cc_subscribed_sku c using (sku_id)",
}
