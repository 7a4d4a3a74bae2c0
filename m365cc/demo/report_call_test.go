package demo

import (
	"slices"
	"strings"
	"testing"
)

func TestReportRedirects(t *testing.T) {
	c := startServer(t, Options{})
	for _, path := range []string{
		"reports/getOffice365ActiveUserDetail(period='D7')", "reports/getOffice365ActiveUserDetail(period=%27D30%27)?$format=text/csv",
		"reports/getOffice365ActiveUserDetail%28period%3D'D90'%29?$format=Text/CSV", "reports/getOffice365ActiveUserDetail(date=2026-11-20)",
		"reports/getM365AppUserDetail(period='D180')/content?$format=text/csv", "reports/getOffice365ActivationsUserDetail",
		"reports/getOffice365ActivationsUserDetail()", "reports/getMailboxUsageDetail( period='D7')",
	} {
		a := c.straight().beta(strings.ReplaceAll(path, " ", "%20"))
		link := a.header.Get("Location")
		if a.status != 302 || a.body != "" || !strings.HasPrefix(link, "https://"+c.server.ReportHost()+"/data/v1.0/download?token=") {
			t.Errorf("%s: %d %q to %q", path, a.status, a.body, link)
		}
		if v1 := c.straight().get(strings.ReplaceAll(path, " ", "%20")); v1.status != 302 {
			t.Errorf("v1.0 %s: %d %s", path, v1.status, v1.body)
		}
	}
}

// A function has certain forms and no others.
func TestReportForms(t *testing.T) {
	c := unlimited(t, Options{})
	const segment = "Resource not found for the segment '%s'."
	for _, call := range []string{
		"getOffice365ActiveUserDetail", "getOffice365ActiveUserDetail()", "getOffice365ActiveUserDetail(period='D7',date=2026-11-20)",
		"getOffice365ActiveUserDetail(period='D7'", "getOffice365ActiveUserDetail(period)", "getOffice365ActiveUserDetail(period='D7',period='D7')",
		"getOffice365ActiveUserDetail(period='D7',version='v1')", "getOffice365ActiveUserDetail(days=7)", "getOffice365ActivationsUserDetail(period='D7')",
		"getMailboxUsageDetail(date=2026-11-20)", "getoffice365activeuserdetail(period='D7')", "getOffice365ActiveUserDetails(period='D7')",
	} {
		name, _, _ := strings.Cut(call, "(")
		c.beta("reports/"+call).wantRefusal(t, 400, "BadRequest", strings.ReplaceAll(segment, "%s", name))
	}
	const active = "reports/getOffice365ActiveUserDetail"
	for call, code := range map[string]string{
		active + "(period=D7)":                               "Bad Request - Error in query syntax.",
		active + "(period='D7)":                              "Bad Request - Error in query syntax.",
		active + "(date='2026-11-20')":                       "Bad Request - Error in query syntax.",
		active + "(date=20-11-2026)":                         "Bad Request - Error in query syntax.",
		active + "(period='D7')?$format=application/xml":     "The value of the query option '$format' is not supported.",
		active + "(period='D7')?$format=json":                "The value of the query option '$format' is not supported.",
		active + "(period='D7')?format=application/json":     "The query parameter 'format' is not supported.",
		active + "(period='D7')?$skipToken=x":                "The query parameter '$skipToken' is not supported.",
		"copilot/reports/" + copilotUsageUserDetail.function: "Resource not found for the segment '" + copilotUsageUserDetail.function + "'.",
	} {
		c.beta(call).wantRefusal(t, 400, "BadRequest", code)
	}
	c.beta(active+"(period='D7')?$select=isDeleted").wantRefusal(t, 400, "Request_BadRequest", "'$select' is not supported by the service.")
	if a := c.do("POST", "https://"+c.server.GraphHost()+"/beta/"+active+"(period='D7')", nil, "Authorization", "Bearer "+c.token); a.status != 405 {
		t.Errorf("POST: %d", a.status)
	}
}

func TestReportPeriods(t *testing.T) {
	c := unlimited(t, Options{})
	for _, bad := range []string{"D8", "d7", "7", "", "ALL", "D28", "D365"} {
		c.beta("reports/getEmailActivityUserDetail(period='"+bad+"')").wantRefusal(t, 400, "InvalidArgument", "Invalid period value specified: "+bad+".")
	}
	for _, period := range []string{"7", "30", "90", "180"} {
		header, rows := c.file(emailActivityUserDetail, "getEmailActivityUserDetail(period='D"+period+"')")
		for _, got := range column(t, header, rows, "Report Period") {
			if got != period {
				t.Fatalf("period %s: %q", period, got)
			}
		}
	}
	copilot := "copilot/reports/" + copilotUsageUserDetail.function
	for arguments, ok := range map[string]bool{
		"period='D7'": true, "period='D30'": true, "period='ALL'": true, "period='D28'": false, "period='D28',version='v2'": true,
		"period='D30',version='v2'": false, "version='v2',period='ALL'": true, "period='D7', version='v1'": true, "period='D7',version='v3'": false,
	} {
		if a := c.beta(copilot + "(" + strings.ReplaceAll(arguments, " ", "%20") + ")"); (a.status == 200) != ok {
			t.Errorf("%s: %d %s", arguments, a.status, a.body)
		}
	}
	c.beta(copilot+"(period='D7',version=v1)").wantRefusal(t, 400, "BadRequest", "Bad Request - Error in query syntax.")
}

func TestReportDates(t *testing.T) {
	c := unlimited(t, Options{})
	const teams = "reports/getTeamsUserActivityUserDetail"
	for _, bad := range []string{"2026-10-26", "2020-06-03", "2026-11-25", "2030-01-01"} {
		c.beta(teams+"(date="+bad+")").wantRefusal(t, 400, "InvalidArgument",
			"Invalid date value specified: "+bad+". Only support data for the past 28 days.")
	}
	for date, some := range map[string]bool{"2026-10-27": true, "2026-11-20": true, "2026-11-23": false, "2026-11-24": false} {
		header, rows := c.file(teamsUserActivityUserDetail, "getTeamsUserActivityUserDetail(date="+date+")")
		if len(header) != 33 || (len(rows) > 0) != some {
			t.Errorf("%s: %d columns, %d rows", date, len(header), len(rows))
		}
		for _, last := range column(t, header, rows, "Last Activity Date") {
			if last < date || last > "2026-11-22" {
				t.Errorf("%s: somebody with the last activity on %q", date, last)
			}
		}
	}
}

// v1.0 has the reports in the global cloud only, and Copilot's is nowhere else.
func TestReportsByCloud(t *testing.T) {
	for _, cloud := range clouds {
		c := unlimited(t, Options{Cloud: cloud.name})
		global := cloud.name == "global"
		for _, r := range usageReports() {
			if a := c.beta(r.path(r.call())); a.status != 200 {
				t.Errorf("%s beta %s: %d %s", cloud.name, r.function, a.status, a.body)
			}
			switch a := c.get(r.path(r.call())); {
			case global && a.status != 200:
				t.Errorf("v1.0 %s: %d %s", r.function, a.status, a.body)
			case !global:
				a.wantRefusal(t, 400, "BadRequest", "Resource not found for the segment '"+r.function+"'.")
			}
		}
		copilot := copilotUsageUserDetail.path(copilotUsageUserDetail.call())
		for _, a := range []answer{c.get(copilot), c.beta(copilot)} {
			if global && a.status != 200 {
				t.Errorf("Copilot: %d %s", a.status, a.body)
			} else if !global {
				a.wantRefusal(t, 400, "BadRequest", "Resource not found for the segment 'copilot'.")
			}
		}
	}
}

func TestReportsNeedTheirPermission(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	c.server.Set(func(b *Behaviour) { b.Roles = []string{"User.Read.All", "Directory.Read.All", roleReportSettings} })
	c.renew()
	for _, r := range allReports() {
		c.beta(r.path(r.call())).wantRefusal(t, 403, "S2SUnauthorized", "Invalid permission.")
	}
	c.server.Set(func(b *Behaviour) { b.Roles, b.NoPremium = []string{roleReports}, true })
	c.renew()
	for _, r := range allReports() {
		if a := c.beta(r.path(r.call())); a.status != 200 {
			t.Errorf("%s: %d %s", r.function, a.status, a.body)
		}
	}
	c.token = ""
	if a := c.beta("reports/" + activeUserDetail.call()); a.status != 401 {
		t.Errorf("without a token: %d", a.status)
	}
}

// v1.0 has no JSON, and Copilot's report needs no redirect.
func TestVersionsOfReports(t *testing.T) {
	c := unlimited(t, Options{})
	for _, r := range allReports() {
		c.get(r.path(r.call())+"?$format=application/json").wantRefusal(t, 400, "UnknownError", `{"Message":"JSON format is not supported."}`)
	}
	copilot := copilotUsageUserDetail.path(copilotUsageUserDetail.call())
	a := c.straight().get(copilot)
	if header, rows := parseFile(t, a.body); a.status != 200 || len(header) != 13 || len(rows) == 0 || a.header.Get("Content-Type") != "application/octet-stream" {
		t.Errorf("%d, %d rows as %s", a.status, len(rows), a.header.Get("Content-Type"))
	}
	if a := c.straight().beta(copilot); a.status != 200 || len(a.value()) == 0 {
		t.Errorf("beta: %d %s", a.status, a.body)
	}
	requests := c.server.Requests()
	if n := len(requests); requests[n-2].Rows == 0 || requests[n-2].Rows != requests[n-1].Rows || len(c.server.Downloads()) != 0 {
		t.Errorf("%+v", requests[n-2:])
	}
}

// Copilot's missing dates are empty texts, and ALL has every period.
func TestCopilotReport(t *testing.T) {
	c := unlimited(t, Options{Users: 2000})
	for period, want := range map[string][]any{"D30": {30.0}, "ALL": {7.0, 30.0, 90.0, 180.0}} {
		empty, some := 0, 0
		for _, row := range c.beta("copilot/reports/" + copilotUsageUserDetail.function + "(period='" + period + "')").value() {
			for name, value := range row {
				if !strings.HasSuffix(name, "ActivityDate") {
					continue
				}
				switch text, isText := value.(string); {
				case !isText:
					t.Fatalf("%s is %v", name, value)
				case text == "":
					empty++
				default:
					some++
				}
			}
			var got []any
			for _, entry := range row["copilotActivityUserDetailsByPeriod"].([]any) {
				got = append(got, entry.(map[string]any)["reportPeriod"])
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s: periods %v", period, got)
			}
		}
		if empty < 5 || some < 5 {
			t.Errorf("%s: %d empty dates, %d others", period, empty, some)
		}
	}
	_, rows := c.file(copilotUsageUserDetail, copilotUsageUserDetail.function+"(period='ALL')")
	if len(rows)%4 != 0 || len(rows) == 0 || rows[0][12] != "7" || rows[3][12] != "180" || rows[0][1] != rows[3][1] {
		t.Errorf("%d rows", len(rows))
	}
}
