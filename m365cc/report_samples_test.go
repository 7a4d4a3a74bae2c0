package m365cc

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sampleReport is a table's report as it is compared with the sample files.
type sampleReport struct {
	table *Table
	// row has the columns of the CSV in its tags.
	row      reflect.Type
	patterns []string
}

var sampleReports = []sampleReport{
	{tableActiveUser, reflect.TypeFor[activeUser](), []string{"*-getoffice365activeuserdetail.csv"}},
	{tableEmailActivity, reflect.TypeFor[emailActivity](), []string{"*-getemailactivityuserdetail.csv", "real/outlook-mailactivityuserdetail.csv"}},
	{tableOfficeActivation, reflect.TypeFor[officeActivation](), []string{"*-getoffice365activationsuserdetail.csv", "real/tenant-office365activationsuserdetail.csv"}},
	{tableAppPlatformUsage, reflect.TypeFor[appPlatformUsage](), []string{"*-getm365appuserdetail.csv"}},
	{tableOneDriveUsage, reflect.TypeFor[oneDriveUsage](), []string{"*-getonedriveusageaccountdetail.csv", "real/onedrive-usageaccountdetail.csv"}},
	{tableMailboxUsage, reflect.TypeFor[mailboxUsage](), []string{"*-getmailboxusagedetail.csv", "real/outlook-mailboxusagedetail.csv"}},
	{tableTeamsActivity, reflect.TypeFor[teamsActivity](), []string{"*-getteamsuseractivityuserdetail.csv"}},
	{tableSharePointActivity, reflect.TypeFor[sharePointActivity](), []string{"*-getsharepointactivityuserdetail.csv", "real/spo-activityuserdetail.csv"}},
	{tableOneDriveActivity, reflect.TypeFor[oneDriveActivity](), []string{"*-getonedriveactivityuserdetail.csv", "real/onedrive-activityuserdetail.csv"}},
	{tableYammerActivity, reflect.TypeFor[yammerActivity](), []string{"*-getyammeractivityuserdetail.csv"}},
	{tableCopilotUsage, reflect.TypeFor[copilotUsage](), []string{"v1.0-copilot-usageuserdetail.csv"}},
}

// TestSampleReports wants every column of the files of Microsoft's documentation and of real tenants in the table's
// column of its name, with its value.
func TestSampleReports(t *testing.T) {
	for _, r := range sampleReports {
		for _, file := range sampleFiles(t, r.patterns...) {
			t.Run(filepath.Base(file), func(t *testing.T) { r.check(t, string(readSample(t, file))) })
		}
	}
}

// check reads a file as Graph would give it, and compares each of its fields.
func (r sampleReport) check(t *testing.T, body string) {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var columns []string // without those that only JSON has
	for _, header := range lines[0] {
		columns = append(columns, headerColumn(header))
		if !slices.ContainsFunc(reflect.VisibleFields(r.row), func(f reflect.StructField) bool { return f.Tag.Get("csv") == header }) {
			t.Errorf("%q is read into no field", header)
		}
		if r.table.Column(headerColumn(header)) < 0 {
			t.Errorf("%q has no column %s", header, headerColumn(header))
		}
	}
	rows, err := ask(t.Context(), reportGraph(t, body).Connection(t), r.table, columns)
	if err != nil || len(rows) != len(lines)-1 {
		t.Fatalf("%d rows, want %d; %v", len(rows), len(lines)-1, err)
	}
	for i, row := range rows {
		for n, header := range lines[0] {
			name := headerColumn(header)
			if got, want := row[name], fieldValue(r.table.Columns[r.table.Column(name)].Type, lines[i+1][n]); got != want {
				t.Errorf("%s is %v, want %v", name, got.Any(), want.Any())
			}
		}
	}
}

// headerColumn is the header of a report's column as the table's column is named.
func headerColumn(header string) string {
	header = strings.Replace(header, "(Byte)", "in bytes", 1)
	return strings.Trim(regexp.MustCompile(`[^a-z0-9]+`).ReplaceAllString(strings.ToLower(header), "_"), "_")
}

// fieldValue is a field of CSV as a column of the type must show it.
func fieldValue(kind Type, field string) Value {
	var number Count
	switch {
	case kind == Integer:
		_ = number.UnmarshalText([]byte(field)) // otherwise it is not equal
		return number.value()
	case kind == Boolean && field != "":
		return BoolValue(field == "True" || field == "Yes")
	case kind == Timestamp:
		return TimestampValue(field)
	case kind == JSON:
		return ListValue(productNames(field))
	}
	return StringValue(field)
}

// reportGraph is a Graph that answers every request with the file of a report.
func reportGraph(t *testing.T, body string) *fakeGraph {
	t.Helper()
	return startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		_, _ = w.Write([]byte("\ufeff" + body))
	})
}

// newTeamsHeader is the header of the Teams report since 2022, as its page has it, and newTeamsLine a line of a
// tenant.
//
// https://learn.microsoft.com/graph/api/reportroot-getteamsuseractivityuserdetail?view=graph-rest-beta
const (
	newTeamsHeader = "Report Refresh Date,Tenant Display Name,Shared Channel Tenant Display Names,User Id,User Principal Name,Last Activity Date," +
		"Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Post Messages," +
		"Reply Messages,Urgent Messages,Meetings Organized Count,Meetings Attended Count,Ad Hoc Meetings Organized Count,Ad Hoc Meetings Attended Count," +
		"Scheduled One-time Meetings Organized Count,Scheduled One-time Meetings Attended Count,Scheduled Recurring Meetings Organized Count," +
		"Scheduled Recurring Meetings Attended Count,Audio Duration,Video Duration,Screen Share Duration,Audio Duration In Seconds," +
		"Video Duration In Seconds,Screen Share Duration In Seconds,Has Other Action,Is Licensed,Report Period"
	newTeamsLine = "2026-11-22,Contoso,Fabrikam,11111111-2222-3333-4444-555555555555,a@contoso.com,2026-11-20,False,,OFFICE 365 E5+POWER BI (FREE)," +
		"5,7,1,9,2,3,0,4,5,1,1,1,2,2,2,PT1H2M3S,PT0S,PT30M,3723,0,1800,No,Yes,7"
)

// TestNewTeamsReport reads what no sample shows.
func TestNewTeamsReport(t *testing.T) {
	r := sampleReports[slices.IndexFunc(sampleReports, func(r sampleReport) bool { return r.table == tableTeamsActivity })]
	r.check(t, newTeamsHeader+"\r\n"+newTeamsLine+"\r\n")
}

// TestOldTeamsReport: what a report lacks is NULL, not zero or false.
func TestOldTeamsReport(t *testing.T) {
	file := sampleFiles(t, "v1.0-getteamsuseractivityuserdetail.csv")[0]
	header := strings.TrimSpace(string(readSample(t, file)))
	body := header + "\n2021-07-01,a@contoso.com,,False,,,1,2,3,4,Yes,7\n"
	rows, err := ask(t.Context(), reportGraph(t, body).Connection(t), tableTeamsActivity, nil)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	known := strings.Split(header, ",")
	for name, value := range rows[0] {
		isKnown := slices.ContainsFunc(known, func(h string) bool { return headerColumn(h) == name }) || slices.Contains([]string{"title", "tenant_id", "is_concealed"}, name)
		if isKnown == value.IsNull() && !strings.HasSuffix(name, "_date") {
			t.Errorf("%s is %v", name, value.Any())
		}
	}
}

// TestSampleMailboxes: the JSON form of the report gives its properties to the columns of the CSV.
func TestSampleMailboxes(t *testing.T) {
	body := readSample(t, sampleFiles(t, "beta-getmailboxusagedetail.json")[0])
	body = bytes.Replace(body, []byte(`"reportPeriod"`), []byte(`"recipientType": "SharedMailbox", "reportPeriod"`), 1)
	f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, string(body)) })
	rows, err := ask(t.Context(), f.Connection(t), tableMailboxUsage, nil)
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	f.wantRequests(t, "/beta/reports/getMailboxUsageDetail?$format=application/json&$top=10000")
	want := tableRow{"item_count": IntValue(138481), "deleted_item_quota_in_bytes": IntValue(107374182400), "report_period": IntValue(7), "deleted_date": {},
		"has_archive": BoolValue(true), "created_date": TimestampValue("2016-03-30"), "recipient_type": StringValue("Shared"), "display_name": StringValue("displayName-value")}
	for name, value := range want {
		if got := rows[0][name]; got != value {
			t.Errorf("%s is %v, want %v", name, got.Any(), value.Any())
		}
	}
}
