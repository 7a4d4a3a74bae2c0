package m365cc

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

const signInPath = "/beta/auditLogs/signIns?"

// single is a condition with one value, which minds the case of letters or does not.
func single(column string, operator Operator, value Value, exact bool) Condition {
	return Condition{Column: column, Operator: operator, Values: []Value{value}, Exact: exact}
}

// pushed is a condition and the filter that Graph must get for it; "": none.
type pushed struct {
	condition Condition
	filter    string
}

// checkPushed wants the filters, one request for each. The limit of a row is the page's size, where the table has one
// and no condition stays behind.
func checkPushed(t *testing.T, table *Table, path, top string, cases []pushed) {
	t.Helper()
	f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, `{"value":[]}`) })
	for _, p := range cases { // each on a connection of its own, since Graph gives five answers in ten seconds
		if _, err := askFirst(t.Context(), f.Connection(t), 1, table, []string{"id"}, p.condition); err != nil {
			t.Fatal(err)
		}
		filter, size := p.filter, top
		if filter != "" {
			filter, size = "$filter="+filter+"&", strings.Replace(top, "1000", "1", 1)
		}
		f.wantRequests(t, path+filter+"$select=id"+size)
	}
	for _, column := range table.Columns {
		for operator := Equal; operator <= Contains; operator <<= 1 {
			if column.Operators&operator != 0 && column.Name != "id" && column.Name != eventTypeColumn &&
				!slices.ContainsFunc(cases, func(p pushed) bool { return p.condition.Column == column.Name && p.condition.Operator == operator }) {
				t.Errorf("%s: there is no case of operator %b", column.Name, operator)
			}
		}
	}
}

func TestSignInConditions(t *testing.T) {
	at := MomentValue(time.Date(2026, 11, 20, 12, 0, 0, 5e8, time.UTC))
	cases := []pushed{
		{single("created_date_time", AtLeast, at, false), "createdDateTime ge 2026-11-20T12:00:00Z"},
		{single("created_date_time", AtMost, at, false), "createdDateTime le 2026-11-20T12:00:01Z"},
		{single("created_date_time", Below, at, false), "createdDateTime le 2026-11-20T12:00:01Z"},
		{single("created_date_time", Equal, at, false), "createdDateTime ge 2026-11-20T12:00:00Z and createdDateTime le 2026-11-20T12:00:01Z"},
		{equal("user_principal_name", "Ada@Contoso.com"), "userPrincipalName eq 'Ada@Contoso.com'"},
		{single("user_principal_name", Equal, StringValue("Ada@Contoso.com"), false), "userPrincipalName eq 'ada@contoso.com'"},
		{single("user_principal_name", StartsWith, StringValue("Ada"), false), "startswith(userPrincipalName,'ada')"},
		{single("app_display_name", StartsWith, StringValue("Azure"), true), "startswith(appDisplayName,'Azure')"},
		{single("app_display_name", StartsWith, StringValue("Azure"), false), ""},
		{single("app_display_name", Equal, StringValue("azure portal"), false), ""},
		{equal("app_id", "b", "a"), "(appId eq 'a' or appId eq 'b')"},
		{single("status_error_code", Equal, IntValue(0), false), "status/errorCode eq 0"},
		{Condition{Column: "status_error_code", Operator: Equal, Values: []Value{IntValue(50126), IntValue(50053)}}, "(status/errorCode eq 50053 or status/errorCode eq 50126)"},
		{single("status_error_code", Equal, IntValue(1<<40), false), ""},
		{equal("client_app_used", "IMAP4", "POP3"), "(clientAppUsed eq 'IMAP4' or clientAppUsed eq 'POP3')"},
	}
	for column, path := range map[string]string{
		"user_display_name": "userDisplayName", "user_id": "userId", "app_display_name": "appDisplayName",
		"resource_id": "resourceId", "resource_display_name": "resourceDisplayName", "ip_address": "ipAddress",
		"conditional_access_status": "conditionalAccessStatus", "correlation_id": "correlationId", "risk_level_aggregated": "riskLevelAggregated",
		"risk_level_during_sign_in": "riskLevelDuringSignIn", "risk_detail": "riskDetail", "risk_state": "riskState",
		"authentication_requirement": "authenticationRequirement", "location_city": "location/city", "location_state": "location/state",
		"location_country_or_region": "location/countryOrRegion", "device_detail_browser": "deviceDetail/browser",
		"device_detail_operating_system": "deviceDetail/operatingSystem", "service_principal_id": "servicePrincipalId",
		"service_principal_name": "servicePrincipalName", "user_agent": "userAgent", "original_request_id": "originalRequestId",
	} {
		cases = append(cases, pushed{equal(column, "X'y"), path + " eq 'X''y'"})
	}
	for column, path := range map[string]string{
		"user_display_name": "userDisplayName", "ip_address": "ipAddress", "authentication_requirement": "authenticationRequirement",
		"location_city": "location/city", "location_state": "location/state", "location_country_or_region": "location/countryOrRegion",
		"device_detail_browser": "deviceDetail/browser", "device_detail_operating_system": "deviceDetail/operatingSystem",
		"service_principal_id": "servicePrincipalId", "service_principal_name": "servicePrincipalName", "user_agent": "userAgent",
	} {
		cases = append(cases, pushed{single(column, StartsWith, StringValue("X"), true), "startswith(" + path + ",'X')"})
	}
	checkPushed(t, tableSignIn, signInPath, "&$top=1000", cases)
}

// TestLongListsOfSignIns: values that differ by case are different ones for the sign-in log.
func TestLongListsOfSignIns(t *testing.T) {
	f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, `{"value":[{"appId":"X"},{"appId":"x"}]}`) })
	values := []string{"x"}
	for i := range 15 {
		values = append(values, strings.Repeat("a", i+1))
	}
	rows, err := askFirst(t.Context(), f.Connection(t), 5, tableSignIn, []string{"app_id"}, equal("app_id", append(values, "X")...))
	if err != nil || len(rows) != 2 || len(f.asked) != 2 {
		t.Errorf("got %v, %v after %q", rows, err, f.asked)
	}
}

// TestSignInsByID reads one sign-in or several by their ids, and asks for nothing that is no id.
func TestSignInsByID(t *testing.T) {
	const first, second, none = "66ea54eb-6301-4ee5-be62-ff5a759b0100", "66ea54eb-6301-4ee5-be62-ff5a759b0101", "66ea54eb-6301-4ee5-be62-ff5a759b0102"
	f := startFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		if id == none {
			refuse(w, http.StatusNotFound, "Request_ResourceNotFound", "nothing there")
			return
		}
		body := `{"id":"` + id + `","signInEventTypes":["servicePrincipal"]}`
		if id == "signIns" {
			body = `{"value":[` + body + `]}`
		}
		writeBody(w, body)
	})
	var many []string
	for i := range maxGets + 1 {
		many = append(many, fmt.Sprintf("66ea54eb-6301-4ee5-be62-ff5a759b02%02d", i))
	}
	byID := func(id string) string { return "/beta/auditLogs/signIns/" + id + "?$select=id" }
	for _, test := range []struct {
		conditions []Condition
		rows       int
		requests   []string
	}{
		{[]Condition{equal("id", first)}, 1, []string{byID(first)}},
		{[]Condition{equal("id", second, none, first)}, 2, []string{byID(first), byID(second), byID(none)}},
		{[]Condition{equal("id", "delta", "")}, 0, nil},
		{[]Condition{equal("id", many...)}, 1, []string{"/beta/auditLogs/signIns?$select=id&$top=1000"}},
		{[]Condition{equal("id", first), equal("sign_in_event_type", "interactiveUser", "servicePrincipal")}, 1,
			[]string{byID(first) + ",signInEventTypes", byID(first) + ",signInEventTypes"}},
	} {
		rows, err := ask(t.Context(), f.Connection(t), tableSignIn, []string{"id"}, test.conditions...)
		if err != nil || len(rows) != test.rows {
			t.Errorf("got %v, %v", rows, err)
		}
		f.wantRequests(t, test.requests...)
	}
}

// TestSignInsWithoutSelect: the documentation does not speak of $select, so that a refusal costs no rows.
func TestSignInsWithoutSelect(t *testing.T) {
	f := startFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("$select") {
			refuse(w, http.StatusBadRequest, "BadRequest", "Query option 'Select' is not allowed.")
			return
		}
		writeBody(w, `{"value":[{"id":"1","appId":"a","location":{"city":"Oslo","geoCoordinates":{"latitude":59.9}}}]}`)
	})
	c := f.Connection(t)
	for range 2 {
		rows, err := askFirst(t.Context(), c, 5, tableSignIn, []string{"location_city", "location_latitude", "location_longitude"}, equal("app_id", "a"))
		if err != nil || len(rows) != 1 || rows[0]["location_city"].Text() != "Oslo" || rows[0]["location_latitude"].Float() != 59.9 || !rows[0]["location_longitude"].IsNull() {
			t.Errorf("got %v, %v", rows, err)
		}
	}
	filter := signInPath + "$filter=appId eq 'a'&"
	f.wantRequests(t, filter+"$select=location,id&$top=5", filter+"$top=5", filter+"$top=5")
	if warnings := f.warnings(); strings.Count(warnings, "m365cc_signin: every property is read") != 1 {
		t.Errorf("got the warnings %q", warnings)
	}
}

func TestSignInsForbidden(t *testing.T) {
	for code, want := range map[string]string{
		"Authentication_MSGraphPermissionMissing":               "m365cc_signin needs the application permission AuditLog.Read.All",
		"Authentication_RequestFromNonPremiumTenantOrB2CTenant": "m365cc_signin needs a tenant with Microsoft Entra ID P1 or P2",
	} {
		f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusForbidden, code, "no") })
		if _, err := ask(t.Context(), f.Connection(t), tableSignIn, []string{"id"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
