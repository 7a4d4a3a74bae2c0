package m365cc

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// TestReportThatACloudLacks: the error names table, cloud and report, in either form, and stays Graph's.
func TestReportThatACloudLacks(t *testing.T) {
	const missing = "Resource not found for the segment 'getMailboxUsageDetail'."
	f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { refuse(w, http.StatusBadRequest, "BadRequest", missing) })
	c := f.Connection(t)
	of := "m365cc_mailbox_usage: the cloud of " + c.settings.Endpoints.GraphHost
	for _, column := range []string{"item_count", "recipient_type"} {
		_, err := ask(t.Context(), c, tableMailboxUsage, []string{column})
		if !graph.IsUnknownSegment(err) || !strings.HasPrefix(err.Error(), of+" does not have the report getMailboxUsageDetail: GET /beta/reports/getMailboxUsageDetail") {
			t.Errorf("%s: %v", column, err)
		}
	}
	f.wantRequests(t, "/beta/reports/getMailboxUsageDetail?$format=text/csv", "/beta/reports/getMailboxUsageDetail?$format=application/json&$top=10000")
}

func TestCloudsAreNamed(t *testing.T) {
	lacking := &graph.Error{Request: "GET /x", Status: http.StatusBadRequest, Message: "Resource not found for the segment 'copilot'."}
	other := errors.New("other")
	for _, cloud := range graph.Clouds {
		q := &request[copilotUsage]{Query: &Query{Connection: &Connection{settings: Settings{Endpoints: graph.Endpoints{GraphHost: cloud.GraphHost}}}},
			table: &definition[copilotUsage]{name: "m365cc_copilot_usage"}}
		want := "m365cc_copilot_usage: the cloud " + cloud.Name + " does not have the report getMicrosoft365CopilotUsageUserDetail: GET /x: 400"
		if err := copilotUsages.known(q, lacking); !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s…", err, want)
		}
		if copilotUsages.known(q, nil) != nil || !errors.Is(copilotUsages.known(q, other), other) {
			t.Error("other errors change")
		}
	}
}

// TestReportSettings takes the settings bare and wrapped, and what is missing for unknown.
func TestReportSettings(t *testing.T) {
	for body, want := range map[string]Value{
		`{"displayConcealedNames":true}`:           BoolValue(true),
		`{"displayConcealedNames":false}`:          BoolValue(false),
		`{"value":{"displayConcealedNames":true}}`: BoolValue(true),
		`{"displayConcealedNames":null}`:           {},
		`{}`:                                       {},
	} {
		f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, body) })
		rows, err := ask(t.Context(), f.Connection(t), tableReportSetting, nil)
		if err != nil || len(rows) != 1 || rows[0]["display_concealed_names"] != want {
			t.Errorf("%s gives %v, %v", body, rows, err)
		}
		f.wantRequests(t, "/beta/admin/reportSettings")
	}
}

// TestSampleReportSettings reads what the documentation shows.
func TestSampleReportSettings(t *testing.T) {
	body := string(readSample(t, sampleFiles(t, "beta-admin-reportsettings.docs.json")[0]))
	f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, body) })
	rows, err := ask(t.Context(), f.Connection(t), tableReportSetting, nil)
	if err != nil || len(rows) != 1 || rows[0]["display_concealed_names"] != BoolValue(true) {
		t.Errorf("%v, %v", rows, err)
	}
}
