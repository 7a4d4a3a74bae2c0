package m365cc

import (
	"bytes"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// sampleFiles are the sample bodies whose names fit, of which there must be some.
func sampleFiles(t *testing.T, patterns ...string) []string {
	t.Helper()
	folder := filepath.Join("..", "..", "shared", "graph", "samples")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the sample bodies are not here")
	}
	var files []string
	for _, pattern := range patterns {
		found, err := filepath.Glob(filepath.Join(folder, filepath.FromSlash(pattern)))
		if err != nil || len(found) == 0 {
			t.Fatalf("no file fits %s: %v", pattern, err)
		}
		files = append(files, found...)
	}
	return files
}

func readSample(t *testing.T, file string) []byte {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// objectsOf are the objects of a body: those of a list, or the one.
func objectsOf(t *testing.T, body []byte) []jsontext.Value {
	t.Helper()
	var page struct {
		Value []jsontext.Value `json:"value"`
	}
	if err := json.Unmarshal(body, &page); err != nil {
		t.Fatal(err)
	}
	if page.Value == nil {
		return []jsontext.Value{body}
	}
	return page.Value
}

// noLonger are properties that only old samples have.
var noLonger = map[string]string{
	"alternateSignInName":   "signInIdentifier took its place",
	"riskEventTypes":        "riskEventTypes_v2 took its place",
	"riskLevelDuringsignIn": "a slip of the documentation's",
	"mfaDetail":             "deprecated",
	"name":                  "a domain's id took its place",
}

func TestSampleSignIns(t *testing.T) {
	for _, file := range sampleFiles(t, "beta-signin-*.json", "v1.0-signin-*.json") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			for _, object := range objectsOf(t, readSample(t, file)) {
				checkSample(t, object, tableSignIn, signInColumns)
			}
		})
	}
}

func TestSampleRegistrations(t *testing.T) {
	for _, file := range sampleFiles(t, "*-authenticationmethods-userregistrationdetails.json") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			for _, object := range objectsOf(t, readSample(t, file)) {
				checkSample(t, object, tableMFARegistration, mfaRegistrationColumns)
			}
		})
	}
}

func TestSampleSubscriptions(t *testing.T) {
	checkSamples(t, tableSubscription, subscriptionColumns, "*-directory-subscriptions.json")
}

func TestSampleDomains(t *testing.T) {
	checkSamples(t, tableDomain, domainColumns, "*-domain-list.json")
}

func TestSampleDirectoryAudits(t *testing.T) {
	checkSamples(t, tableDirectoryAudit, directoryAuditColumns, "*-directoryaudit-list.json")
}

// checkSamples is checkSample for the objects of the files whose names fit.
func checkSamples[R any](t *testing.T, table *Table, columns []column[R], pattern string) {
	t.Helper()
	for _, file := range sampleFiles(t, pattern) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			for _, object := range objectsOf(t, readSample(t, file)) {
				checkSample(t, object, table, columns)
			}
		})
	}
}

// checkSample decodes an object of which no property may be unknown, and wants each in its column.
func checkSample[R any](t *testing.T, object jsontext.Value, table *Table, columns []column[R]) {
	t.Helper()
	var properties map[string]jsontext.Value
	if err := json.Unmarshal(object, &properties); err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(properties, func(name string, _ jsontext.Value) bool {
		return noLonger[name] != "" || strings.HasPrefix(name, "@odata.")
	})
	rest, err := json.Marshal(properties)
	if err != nil {
		t.Fatal(err)
	}
	var row R
	if err := json.Unmarshal(rest, &row, json.RejectUnknownMembers(true)); err != nil {
		t.Fatal(err)
	}
	for name, value := range properties {
		wantShown(t, snake(name), value, table, func(column int) Value { return columns[column].value(&row, &scope{}) })
	}
}

// wantShown wants the property in the column of its name, or those that it consists of in theirs.
func wantShown(t *testing.T, name string, value jsontext.Value, table *Table, shown func(int) Value) {
	t.Helper()
	name = strings.Replace(name, "location_geo_coordinates_", "location_", 1)
	if i := table.Column(name); i >= 0 {
		if got, want := shown(i), sampleValue(t, table.Columns[i].Type, value); got != want {
			t.Errorf("%s is %v %q, want %v %q", name, got.Type(), got.Any(), want.Type(), want.Any())
		}
		return
	}
	var parts map[string]jsontext.Value
	if err := json.Unmarshal(value, &parts); err != nil {
		t.Fatalf("there is no column %s for %s", name, value)
	}
	for part, value := range parts {
		wantShown(t, name+"_"+snake(part), value, table, shown)
	}
}

// sampleValue is a value of JSON as a column of the type must show it.
func sampleValue(t *testing.T, kind Type, value jsontext.Value) Value {
	t.Helper()
	text := ""
	if value.Kind() == '"' {
		if err := json.Unmarshal(value, &text); err != nil {
			t.Fatal(err)
		}
	}
	switch {
	case value.Kind() == 'n':
		return Value{}
	case kind == String:
		return StringValue(text)
	case kind == Timestamp:
		return TimestampValue(text)
	case kind == Boolean:
		return BoolValue(value.Kind() == 't')
	case kind == JSON:
		return JSONValue(value)
	}
	number, err := strconv.ParseFloat(string(value), 64)
	if err != nil {
		t.Fatal(err)
	}
	if kind == Integer {
		return IntValue(int64(number))
	}
	return DoubleValue(number)
}

// snake is a name of Graph's as a column is named.
func snake(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// TestSamplesThroughGraph reads the lists as Graph would give them.
func TestSamplesThroughGraph(t *testing.T) {
	for pattern, table := range map[string]*Table{
		"*-signin-list.json": tableSignIn, "*-authenticationmethods-userregistrationdetails.json": tableMFARegistration,
		"*-directory-subscriptions.json": tableSubscription, "*-domain-list.json": tableDomain,
		"*-directory-deleteditems-list.json": tableDeletedUser, "*-directoryaudit-list.json": tableDirectoryAudit,
	} {
		for _, file := range sampleFiles(t, pattern) {
			body := bytes.ReplaceAll(readSample(t, file), []byte("@odata.nextLink"), []byte("@odata.noLink"))
			f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, string(body)) })
			rows, err := askFirst(t.Context(), f.Connection(t), 1000, table, nil)
			if err != nil || len(rows) != len(objectsOf(t, body)) {
				t.Errorf("%s: got %d rows, %v", filepath.Base(file), len(rows), err)
			}
		}
	}
}

// TestBrokenSamples wants the samples that are no JSON to be refused: no half of a page may pass for a page.
func TestBrokenSamples(t *testing.T) {
	for _, file := range sampleFiles(t, "as-in-docs-invalid/*-signin-*.json") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, string(readSample(t, file))) })
			var conditions []Condition
			if strings.Contains(file, "-get") {
				conditions = []Condition{equal("id", "66ea54eb-6301-4ee5-be62-ff5a759b0100")}
			}
			rows, err := ask(t.Context(), f.Connection(t), tableSignIn, nil, conditions...)
			if len(rows) > 0 || err == nil || !strings.Contains(err.Error(), "the answer is not one of Graph's") {
				t.Errorf("got %d rows, %v", len(rows), err)
			}
		})
	}
}

// leftOut are the properties that are no column.
var leftOut = map[string]string{
	"mfaDetail":                   "deprecated by Microsoft",
	"appTokenProtectionStatus":    "deprecated by Microsoft for tokenProtectionStatusDetails",
	"signInTokenProtectionStatus": "deprecated by Microsoft for tokenProtectionStatusDetails",
}

// flattened are the properties whose parts are columns.
var flattened = map[string]string{"status": "signInStatus", "location": "signInLocation", "location_geoCoordinates": "geoCoordinates", "deviceDetail": "deviceDetail"}

// TestEveryPropertyIsAColumn compares with Microsoft's list of properties.
func TestEveryPropertyIsAColumn(t *testing.T) {
	used := map[string]bool{}
	for _, c := range []struct {
		file, resource string
		table          *Table
		atLeast        int
	}{
		{"beta-signIns.yaml", "signIn", tableSignIn, 70},
		{"v1.0-directorySubscriptions.yaml", "companySubscription", tableSubscription, 13},
		{"beta-userRegistrationDetails.yaml", "userRegistrationDetails", tableMFARegistration, 15},
	} {
		file := sampleFiles(t, "../schemas/"+c.file)[0]
		all := propertiesOf(t, file, c.resource)
		if len(all) < c.atLeast {
			t.Fatalf("%s: only %d properties were read", c.file, len(all))
		}
		for i := 0; i < len(all); i++ {
			if parts := flattened[all[i]]; parts != "" && c.resource == "signIn" {
				for _, part := range propertiesOf(t, file, parts) {
					all = append(all, all[i]+"_"+part)
				}
				continue
			}
			name := strings.Replace(snake(all[i]), "location_geo_coordinates_", "location_", 1)
			used[all[i]] = true
			if (c.table.Column(name) < 0) != (leftOut[all[i]] != "") {
				t.Errorf("%s of %s has to be either a column or left out", all[i], c.resource)
			}
		}
	}
	for name := range leftOut {
		if !used[name] {
			t.Errorf("%s is left out and no property", name)
		}
	}
}

// propertiesOf are the names of a resource's properties in a schema file, and id.
func propertiesOf(t *testing.T, file, resource string) []string {
	t.Helper()
	var names []string
	inside := false
	for line := range strings.Lines(string(readSample(t, file))) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.HasPrefix(line, "    microsoft.graph."):
			inside = line == "    microsoft.graph."+resource+":"
		case inside && strings.HasPrefix(line, "      x-base: microsoft.graph.entity"):
			names = append(names, "id")
		case inside && strings.HasPrefix(line, `        "`):
			if name := strings.Trim(strings.TrimSpace(line), `":`); !strings.HasPrefix(name, "@") {
				names = append(names, name)
			}
		}
	}
	if len(names) == 0 {
		t.Fatalf("%s has no properties of %s", file, resource)
	}
	return names
}
