package demo

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestReportPages(t *testing.T) {
	c := unlimited(t, Options{Users: 3200})
	for _, test := range []struct {
		path string
		size int
	}{
		{"reports/getOffice365ActiveUserDetail(period='D7')?$format=application/json", 200},
		{"reports/getOffice365ActiveUserDetail(period=%27D7%27)?$top=999&$format=application%2Fjson", 999},
		{"reports/getOffice365ActiveUserDetail(date=2026-11-20)?$format=application/json&$top=70", 70},
		{"reports/getTeamsUserActivityUserDetail(period='D30')?$format=application/json", 2000},
		{"reports/getOffice365ActivationsUserDetail?$format=application/json", 200},
	} {
		pages := c.all("https://" + c.server.GraphHost() + "/beta/" + test.path)
		seen := map[string]bool{}
		for k, page := range pages {
			rows := page.value()
			if len(rows) > test.size || k < len(pages)-1 && len(rows) != test.size || len(rows) == 0 {
				t.Errorf("%s: page %d of %d has %d rows", test.path, k, len(pages), len(rows))
			}
			for _, row := range rows {
				seen[fmt.Sprint(row["userPrincipalName"], row["displayName"], row["deletedDate"])] = true
			}
		}
		if len(pages) < 2 || len(seen) < (len(pages)-1)*test.size {
			t.Errorf("%s: %d pages of %d people", test.path, len(pages), len(seen))
		}
	}
	c.server.Set(func(b *Behaviour) { b.PageSize = 13 })
	if n := len(c.beta("reports/" + activeUserDetail.call() + "?$format=application/json").value()); n != 13 {
		t.Errorf("%d rows of 13", n)
	}
}

func TestTopOfReports(t *testing.T) {
	c := unlimited(t, Options{Users: 14_000})
	const active = "reports/getOffice365ActiveUserDetail(period='D7')?$format=application/json"
	if a := c.beta(active + "&$top=10000"); len(a.value()) != 10_000 || a.next() == "" {
		t.Errorf("%d rows", len(a.value()))
	}
	for _, bad := range []string{"0", "10001", "-1", "many", ""} {
		c.beta(active+"&$top="+bad).wantRefusal(t, 400, "InvalidArgument", "Invalid page size specified: '"+bad+"'. Must be between 1 and 10000 inclusive.")
	}
	// A nextLink is followed as it is.
	next := c.beta(active + "&$top=5").next()
	for _, changed := range []string{
		strings.Replace(next, "$top=5", "$top=6", 1), strings.Replace(next, "D7", "D30", 1), next[:len(next)-2],
		strings.Replace(next, "getOffice365ActiveUserDetail", "getEmailActivityUserDetail", 1),
	} {
		if a := c.get(changed); a.status != 400 {
			t.Errorf("%s: %d", changed, a.status)
		}
	}
	if a := c.get(next); len(a.value()) != 5 || a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// Every value of the file is in the JSON pages, and the other way round.
func TestPagesEqualTheFile(t *testing.T) {
	for _, cloud := range []string{"global", "china"} {
		c := unlimited(t, Options{Cloud: cloud})
		calls := map[*report][]string{}
		for _, r := range usageReports() {
			calls[r] = append(calls[r], r.call())
			if r.takes&byDate != 0 {
				calls[r] = append(calls[r], r.function+"(date=2026-11-19)", r.function+"(period='D180')")
			}
		}
		if cloud == "global" {
			calls[copilotUsageUserDetail] = []string{copilotUsageUserDetail.call(), copilotUsageUserDetail.function + "(period='ALL')"}
		}
		for r, all := range calls {
			for _, call := range all {
				header, rows := c.file(r, call)
				pages := c.all("https://" + c.server.GraphHost() + "/beta/" + r.path(call) + "?$format=application/json")
				if got := flatten(t, r, cloud, header, pages); !slices.EqualFunc(got, rows, slices.Equal) {
					t.Errorf("%s %s: %d rows of pages and %d of the file; the first that differ: %s", cloud, call, len(got), len(rows), firstDifference(got, rows))
				}
			}
		}
	}
}

func firstDifference(a, b [][]string) string {
	for k := range min(len(a), len(b)) {
		if !slices.Equal(a[k], b[k]) {
			return fmt.Sprintf("\n%q\n%q", a[k], b[k])
		}
	}
	return "none"
}

// flatten makes rows as those of the file out of pages of JSON.
func flatten(t *testing.T, r *report, cloud string, header []string, pages []answer) (rows [][]string) {
	t.Helper()
	names := map[string]string{}
	for _, column := range r.columnsIn(&cloudFacts{name: cloud}, "v1") {
		if column.header != "" {
			names[column.header] = column.name
		}
	}
	for _, page := range pages {
		for _, object := range page.value() {
			entries := []any{map[string]any{}}
			if r.list != "" {
				entries, _ = object[r.list].([]any)
			}
			for _, entry := range entries {
				members := maps.Clone(object)
				maps.Copy(members, entry.(map[string]any))
				var row []string
				for _, title := range header {
					value, ok := members[names[title]]
					if !ok {
						t.Fatalf("%s: %q is not in %v", r.function, names[title], keys(members))
					}
					row = append(row, asInFile(title, value))
				}
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// asInFile writes a value of JSON as the file has it.
func asInFile(title string, value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case bool:
		text := map[bool]string{true: "True", false: "False"}
		if !slices.Contains([]string{"Is Deleted", "Has Archive", "Activated On Shared Computer"}, title) && !strings.HasSuffix(title, " License") {
			text = map[bool]string{true: "Yes", false: "No"}
		}
		return text[v]
	case float64:
		return fmt.Sprintf("%.0f", v)
	case []any:
		var all []string
		for _, element := range v {
			all = append(all, element.(string))
		}
		return strings.Join(all, "+")
	}
	return value.(string)
}

// The members of the objects are those of Microsoft's samples, but for the
// undocumented ones.
func TestMembersAreMicrosofts(t *testing.T) {
	c := unlimited(t, Options{})
	added := map[*report][]string{
		oneDriveUsageAccountDetail: {"siteId", "rootWebTemplate"},
		mailboxUsageDetail:         {"recipientType"},
		teamsUserActivityUserDetail: {"audioDurationInSeconds", "videoDurationInSeconds", "screenShareDurationInSeconds",
			"tenantDisplayName", "sharedChannelTenantDisplayNames", "userId", "postMessages", "replyMessages", "urgentMessages"}, // since 2022
	}
	for _, r := range allReports() {
		name := "beta-" + strings.ToLower(r.function) + ".json"
		if r.isDirect {
			name = "beta-copilot-usageuserdetail.json"
		}
		var want answer
		if err := json.Unmarshal(sample(t, "graph/samples/"+name), &want.json); err != nil {
			t.Fatal(err)
		}
		got := c.beta(r.path(r.call()) + "?$format=application/json")
		compareMembers(t, r.function, got.value()[0], want.value()[0], added[r])
	}
}

func compareMembers(t *testing.T, name string, got, want map[string]any, added []string) {
	t.Helper()
	for _, extra := range added {
		if _, ok := got[extra]; !ok {
			t.Errorf("%s: %s is missing", name, extra)
		}
		delete(got, extra)
	}
	if !slices.Equal(keys(got), keys(want)) {
		t.Errorf("%s has\n%q, the sample\n%q", name, keys(got), keys(want))
	}
	for member, value := range want {
		switch v := value.(type) {
		case []any:
			if inner, ok := v[0].(map[string]any); ok {
				compareMembers(t, name+"/"+member, got[member].([]any)[0].(map[string]any), inner, nil)
			}
		case nil:
		default:
			if g := got[member]; g != nil && fmt.Sprintf("%T", g) != fmt.Sprintf("%T", v) {
				t.Errorf("%s: %s is a %T, in the sample a %T", name, member, g, v)
			}
		}
	}
}

func TestContextOfReports(t *testing.T) {
	c := unlimited(t, Options{})
	for _, r := range usageReports() {
		a := c.beta(r.path(r.call()) + "?$format=application/json")
		want := "https://" + c.server.GraphHost() + "/beta/$metadata#Collection(microsoft.graph." + r.typeName() + ")"
		if a.json["@odata.context"] != want || !strings.HasPrefix(a.header.Get("Content-Type"), "application/json") {
			t.Errorf("%v as %s", a.json["@odata.context"], a.header.Get("Content-Type"))
		}
	}
	if got := mailboxUsageDetail.typeName(); got != "mailboxUsageDetail" {
		t.Errorf("type %q", got)
	}
}
