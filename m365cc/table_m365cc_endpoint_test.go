package m365cc_test

import (
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

const endpointTable = "m365cc_endpoint"

// endpointTruth is an endpoint as a person would write it down: what needs it, and the request that probes it.
type endpointTruth struct {
	path, tables, columns, task, permissions, probe string
}

// The lists of permissions that several endpoints have.
const (
	forUsers  = "User.Read.All Directory.Read.All"
	forLog    = "AuditLog.Read.All"
	forReport = "Reports.Read.All"
	skuNames  = " m365cc_group_license.sku_part_number m365cc_group_license.sku_display_name m365cc_group_license.title"
	lastUse   = "m365cc_app_activity.last_activity_date m365cc_app_activity.source m365cc_license_activity.last_activity_date m365cc_license_activity.days_since_last_activity m365cc_license_activity.source m365cc_user.last_used_application m365cc_user.last_activity_date m365cc_user.days_since_last_activity"
)

// endpointTruths are all endpoints, by path.
var endpointTruths = []endpointTruth{
	{"/beta/admin/reportSettings", "m365cc_report_setting", "", "", "ReportSettings.Read.All", ""},
	{"/beta/auditLogs/signIns", "m365cc_signin", lastUse, "Application Access", forLog, "?$top=1"},
	{"/beta/reports/authenticationMethods/userRegistrationDetails", "m365cc_mfa_registration", "m365cc_user.is_mfa_registered m365cc_user.is_mfa_capable", "Application Roster", forLog, ""},
	{"/beta/reports/getEmailActivityUserDetail", "m365cc_email_activity", lastUse, "Application Access", forReport, "(period='D90')?$format=text/csv"},
	{"/beta/reports/getM365AppUserDetail", "m365cc_app_platform_usage", "m365cc_user.uses_windows m365cc_user.uses_mac m365cc_user.uses_mobile m365cc_user.uses_web", "Application Roster", forReport, "(period='D90')?$format=text/csv"},
	{"/beta/reports/getMailboxUsageDetail", "m365cc_mailbox_usage", "m365cc_user.mail_storage_used_mb", "Application Roster", forReport, "(period='D90')?$format=text/csv"},
	{"/beta/reports/getOffice365ActivationsUserDetail", "m365cc_office_activation", "m365cc_user.activations", "Application Roster", forReport, "?$format=text/csv"},
	{"/beta/reports/getOffice365ActiveUserDetail", "m365cc_active_user", lastUse, "Application Access", forReport, "(period='D90')?$format=text/csv"},
	{"/beta/reports/getOneDriveActivityUserDetail", "m365cc_onedrive_activity", "", "", forReport, "(period='D90')?$format=text/csv"},
	{"/beta/reports/getOneDriveUsageAccountDetail", "m365cc_onedrive_usage", "m365cc_user.onedrive_storage_used_mb", "Application Roster", forReport, "(period='D90')?$format=text/csv"},
	{"/beta/reports/getSharePointActivityUserDetail", "m365cc_sharepoint_activity", "", "", forReport, "(period='D90')?$format=text/csv"},
	{"/beta/reports/getTeamsUserActivityUserDetail", "m365cc_teams_activity", "", "", forReport, "(period='D90')?$format=text/csv"},
	{"/beta/reports/getYammerActivityUserDetail", "m365cc_yammer_activity", "", "", forReport, "(period='D90')?$format=text/csv"},
	{"/v1.0/auditLogs/directoryAudits", "m365cc_directory_audit", "", "Application Roster", forLog, "?$top=1"},
	{copilotPath, "m365cc_copilot_usage", "", "", forReport, "(period='D90',version='v2')"},
	{"/v1.0/directory/deletedItems/microsoft.graph.user", "m365cc_deleted_user", "", "Application Roster", forUsers, "?$select=id&$top=1"},
	{"/v1.0/directory/subscriptions", "m365cc_subscription", "m365cc_subscribed_sku.license_type", "License Information", "Organization.Read.All Directory.Read.All", ""},
	{"/v1.0/domains", "m365cc_domain", "m365cc_user.is_federated", "", "Domain.Read.All Directory.Read.All", ""},
	{"/v1.0/groups", "m365cc_group_license", "m365cc_user_license.assigned_by_group_display_name", "", "GroupMember.Read.All Group.Read.All Directory.Read.All", "?$select=id&$top=1"},
	{"/v1.0/subscribedSkus", "m365cc_license_activity m365cc_subscribed_sku", "m365cc_deleted_user.licenses" + skuNames + " m365cc_user.licenses" + strings.ReplaceAll(skuNames, "group", "user"),
		"License Information", "LicenseAssignment.Read.All Organization.Read.All Directory.Read.All", "?$select=id"},
	{"/v1.0/users", "m365cc_app_activity m365cc_license_activity m365cc_user m365cc_user_license", "", "Application Roster", forUsers, "?$select=id&$top=1"},
	{"/v1.0/users?$select=customSecurityAttributes", "", "m365cc_user.custom_security_attributes", "", "CustomSecAttributeAssignment.Read.All", "id,customSecurityAttributes"},
	{"/v1.0/users?$select=employeeLeaveDateTime", "", "m365cc_user.employee_leave_date_time", "", "User-LifeCycleInfo.Read.All", "id,employeeLeaveDateTime"},
	{signInActivityPath, "", "m365cc_license_activity.last_sign_in_date_time m365cc_license_activity.last_non_interactive_sign_in_date_time m365cc_license_activity.last_successful_sign_in_date_time m365cc_user.last_sign_in_date_time m365cc_user.last_non_interactive_sign_in_date_time m365cc_user.last_successful_sign_in_date_time" +
		" m365cc_user.last_sign_in_request_id m365cc_user.last_non_interactive_sign_in_request_id m365cc_user.last_successful_sign_in_request_id", "Application Roster", forLog, "id,signInActivity"},
}

const (
	copilotPath        = "/v1.0/copilot/reports/getMicrosoft365CopilotUsageUserDetail"
	signInActivityPath = "/v1.0/users?$select=signInActivity"
)

// request is the probe of the endpoint.
func (e endpointTruth) request() string {
	if path, _, found := strings.Cut(e.path, "?"); found {
		return "GET " + path + "?$select=" + e.probe + "&$top=1"
	}
	return "GET " + e.path + e.probe
}

// isReport says whether names may be concealed in it.
func (e endpointTruth) isReport() bool { return strings.Contains(e.path, "/reports/get") }

// probesOf are the requests for the endpoints that a function chooses.
func probesOf(chosen func(endpointTruth) bool) []string {
	var requests []string
	for _, e := range endpointTruths {
		if chosen(e) {
			requests = append(requests, e.request())
		}
	}
	return requests
}

// endpointRows are the rows in which status says how each endpoint is.
func endpointRows(status func(endpointTruth) string) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) (rows []row) {
		for _, e := range endpointTruths {
			r := row{"path": e.path, "title": e.path, "tables": jsonOf(list(strings.Fields(e.tables))), "columns": jsonOf(list(strings.Fields(e.columns))),
				"task": e.task, "permissions": jsonOf(strings.Fields(e.permissions)), "tenant_id": tenant.ID(), "status": status(e)}
			r["has_permission"] = fmt.Sprint(r["status"] != "permission_missing")
			if e.path == copilotPath && tenant.Cloud() != "global" {
				r["status"] = "not_in_cloud"
			}
			rows = append(rows, r)
		}
		return rows
	}
}

// statusIf is the status of the endpoints that a function chooses; the others are ok.
func statusIf(status string, chosen func(endpointTruth) bool) func(endpointTruth) string {
	return func(e endpointTruth) string {
		if chosen(e) {
			return status
		}
		return "ok"
	}
}

func every(endpointTruth) bool   { return true }
func noEntry(endpointTruth) bool { return false }

var healthyEndpoints = endpointRows(statusIf("", noEntry))

// lacksPermission says whether the endpoint needs a permission that is not among these.
func lacksPermission(roles ...string) func(endpointTruth) bool {
	return func(e endpointTruth) bool {
		return !slices.ContainsFunc(strings.Fields(e.permissions), func(p string) bool { return slices.Contains(roles, p) })
	}
}

func endpointCases() []suiteCase {
	told := []string{"path", "tables", "columns", "task", "permissions", "title", "tenant_id"}
	known := []string{"path", "has_permission", "status"}
	three := []string{"AuditLog.Read.All", "Reports.Read.All", "Directory.Read.All"}
	lacking := lacksPermission(three...)
	premium := func(e endpointTruth) bool {
		return slices.Contains([]string{"/beta/auditLogs/signIns", "/beta/reports/authenticationMethods/userRegistrationDetails", signInActivityPath}, e.path)
	}
	isLog := func(e endpointTruth) bool { return strings.Contains(e.path, "auditLogs") }
	cases := of(endpointTable, "endpoints", []suiteCase{
		{name: "what they are for", columns: told, atLeast: 24, truth: healthyEndpoints},
		{name: "permissions without a probe", columns: []string{"path", "has_permission"}, atLeast: 24, truth: healthyEndpoints},
		{name: "all well", columns: append(known, "code", "message", "request_id"), atLeast: 24, truth: healthyEndpoints, requests: probesOf(every)},
		{name: "one", columns: known, where: []condition{where("path", "=", "/v1.0/users")}, truth: healthyEndpoints, requests: []string{"GET /v1.0/users?$select=id&$top=1"}},
		{name: "two", columns: known, where: []condition{where("path", "in", "/v1.0/domains", "/v1.0/groups")}, truth: healthyEndpoints, atLeast: 2,
			requests: []string{"GET /v1.0/domains", "GET /v1.0/groups?$select=id&$top=1"}},
		{name: "one that there is not", columns: known, where: []condition{where("path", "=", "/v1.0/USERS")}, truth: healthyEndpoints, nothing: true},
		{name: "a report, with the setting that conceals names", columns: known, where: []condition{where("path", "=", "/beta/reports/getM365AppUserDetail")}, truth: healthyEndpoints,
			requests: []string{"GET /beta/reports/getM365AppUserDetail(period='D90')?$format=text/csv", "GET /beta/admin/reportSettings"}},
		{name: "the three permissions that suffice", columns: known, behaviour: func(b *demo.Behaviour) { b.Roles = three }, atLeast: 24,
			truth: endpointRows(statusIf("permission_missing", lacking)), requests: probesOf(func(e endpointTruth) bool { return !lacking(e) })},
		{name: "no permission at all", columns: known, behaviour: func(b *demo.Behaviour) { b.Roles = []string{} }, atLeast: 24,
			truth: endpointRows(statusIf("permission_missing", every))},
		{name: "a property without the permission for the users", columns: append(known, "message"), where: []condition{where("path", "=", signInActivityPath)},
			behaviour: func(b *demo.Behaviour) { b.Roles = []string{"AuditLog.Read.All"} },
			truth: func(tenant *demo.Tenant) []row {
				rows := endpointRows(statusIf("permission_missing", every))(tenant)
				for _, r := range rows {
					r["has_permission"], r["message"] = "true", "the token does not have User.Read.All or Directory.Read.All"
				}
				return rows
			}},
		{name: "no P1 or P2", columns: known, behaviour: func(b *demo.Behaviour) { b.NoPremium = true }, atLeast: 24,
			truth: endpointRows(statusIf("license_missing", premium)), requests: probesOf(every)},
		{name: "names concealed", columns: known, behaviour: conceal, atLeast: 24,
			truth: endpointRows(statusIf("concealed", endpointTruth.isReport)), requests: probesOf(every)},
		{name: "busy", columns: known, atLeast: 24, behaviour: func(b *demo.Behaviour) {
			b.Throttle = func(r *http.Request) (int, string) {
				if strings.Contains(r.URL.Path, "/auditLogs/") {
					return http.StatusTooManyRequests, "60"
				}
				return 0, ""
			}
		}, truth: endpointRows(statusIf("throttled", isLog)), requests: probesOf(every)},
		{name: "a property that the cloud does not know", columns: known, where: []condition{where("path", "=", signInActivityPath)},
			behaviour: func(b *demo.Behaviour) { b.UnknownProperties = []string{"signInActivity"} },
			truth:     endpointRows(statusIf("not_in_cloud", every)), requests: []string{"GET /v1.0/users?$select=id,signInActivity&$top=1"}},
	})
	for i := range cases {
		cases[i].anyOrder, cases[i].probes = true, true
	}
	return cases
}

// TestEndpointsOfEveryRequest: whatever the tables ask Graph is an endpoint of a row that names them.
func TestEndpointsOfEveryRequest(t *testing.T) {
	server := startTenant(t, demo.Options{})
	server.Set(func(b *demo.Behaviour) { b.LogRequests = -1 })
	settings := settingsOf(t, server)
	settings.Identity.TenantID = server.Tenant().Domain()
	db := openOn(t, connectWith(t, server, settings))
	var rows collector
	if err := db.Query(t.Context(), "select path, tables, columns from m365cc_endpoint", &rows); err != nil {
		t.Fatal(err)
	}
	for _, table := range m365cc.Tables() {
		if table.Name == endpointTable || table.Name == "m365cc_license_price" { // a file is no endpoint
			continue
		}
		server.Reset()
		own := openOn(t, connectWith(t, server, settings)) // which has kept nothing yet
		var none collector
		if err := own.Query(t.Context(), "select * from "+table.Name, &none); err != nil {
			t.Fatal(err)
		}
		for _, r := range server.Requests() {
			path, _, _ := strings.Cut(r.Path, "(")
			if !slices.ContainsFunc(rows.rows, func(e row) bool { return e["path"] == path && names(e, table.Name) }) {
				t.Errorf("%s asks %s, which is no endpoint of m365cc_endpoint for it", table.Name, path)
			}
		}
	}
}

// names says whether an endpoint is needed for a table, or for some of its columns.
func names(endpoint row, table string) bool {
	return strings.Contains(endpoint["tables"], `"`+table+`"`) || strings.Contains(endpoint["columns"], `"`+table+".")
}

// TestEndpointsNameColumns: the columns are there.
func TestEndpointsNameColumns(t *testing.T) {
	for _, e := range endpointTruths {
		for _, name := range strings.Fields(e.columns) {
			table, column, _ := strings.Cut(name, ".")
			i := slices.IndexFunc(m365cc.Tables(), func(t *m365cc.Table) bool { return t.Name == table })
			if i < 0 || m365cc.Tables()[i].Column(column) < 0 {
				t.Errorf("there is no column %s", name)
			}
		}
	}
}

// TestEndpointsOfReportsThatAreKept: a report that was read is not asked for again, and tells whether names are concealed.
func TestEndpointsOfReportsThatAreKept(t *testing.T) {
	server := startTenant(t, demo.Options{})
	for concealed, want := range map[bool]string{true: "concealed", false: "ok"} {
		server.Set(func(b *demo.Behaviour) {
			b.ConcealNames, b.Roles = concealed, []string{"Reports.Read.All"}
		})
		db := openOn(t, connect(t, server, server.TenantID()))
		countOf(t, db, "select count(*) n from m365cc_onedrive_usage")
		server.Reset()
		var rows collector
		if err := db.Query(t.Context(), "select status, http_status from m365cc_endpoint where path like '/beta/reports/getOneDrive%' order by path", &rows); err != nil {
			t.Fatal(err)
		}
		if len(rows.rows) != 2 || rows.rows[0]["status"] != want || rows.rows[1]["status"] != want || rows.rows[1]["http_status"] == "200" {
			t.Errorf("concealed: %v, got %v, want %s", concealed, rows.rows, want)
		}
		if asked := requestsOf(server); slices.ContainsFunc(asked, func(r string) bool { return strings.Contains(r, "OneDriveUsage") }) {
			t.Errorf("the report was asked for again: %q", asked)
		}
	}
}

// TestEndpointsThatWereFoundReadable: the next query asks for no report that the last one could read, says the same, and
// asks again for what was refused.
func TestEndpointsThatWereFoundReadable(t *testing.T) {
	server := startTenant(t, demo.Options{Cloud: "china"})
	server.Set(func(b *demo.Behaviour) { b.Roles = []string{"Reports.Read.All", "ReportSettings.Read.All"} }) // nothing waits for the limit of logs
	for ttl, again := range map[time.Duration]bool{time.Minute: false, 0: true} {
		settings := settingsOf(t, server)
		settings.CacheTTL = ttl
		connection := connectWith(t, server, settings)
		look := func() (rows collector, reports []string) {
			server.Reset()
			db := openOn(t, connection)
			if err := db.Query(t.Context(), "select path, status, http_status, message from m365cc_endpoint order by path", &rows); err != nil {
				t.Fatal(err)
			}
			for _, r := range requestsOf(server) {
				if strings.Contains(r, "/reports/get") {
					reports = append(reports, r)
				}
			}
			slices.Sort(reports)
			return rows, reports
		}
		first, asked := look()
		second, more := look()
		if !reflect.DeepEqual(first.rows, second.rows) {
			t.Errorf("cache_ttl %s: got\n%v, then\n%v", ttl, first.rows, second.rows)
		}
		refused := slices.DeleteFunc(slices.Clone(asked), func(r string) bool { return !strings.Contains(r, "Copilot") })
		if want := refused; len(asked) < 11 || len(refused) != 1 || !again && !slices.Equal(more, want) || again && !slices.Equal(more, asked) {
			t.Errorf("cache_ttl %s: asked for %q, then for %q", ttl, asked, more)
		}
	}
}

// TestEndpointsDoNotWait: with a limit used up for minutes, the row says so at once, and the permission.
func TestEndpointsDoNotWait(t *testing.T) {
	server := startTenant(t, demo.Options{})
	settings := settingsOf(t, server)
	settings.CacheTTL = 0
	db := openOn(t, connectWith(t, server, settings))
	for range 14 {
		countOf(t, db, "select count(*) n from m365cc_active_user")
	}
	start := time.Now()
	var rows collector
	if err := db.Query(t.Context(), "select has_permission, status, http_status, message from m365cc_endpoint where path = '/beta/reports/getOffice365ActiveUserDetail'", &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows.rows) != 1 || rows.rows[0]["status"] != "throttled" || rows.rows[0]["has_permission"] != "true" || rows.rows[0]["http_status"] != "" ||
		!strings.Contains(rows.rows[0]["message"], "used up the limit of usage reports") || time.Since(start) > time.Minute {
		t.Errorf("%v after %s", rows.rows, time.Since(start))
	}
}
