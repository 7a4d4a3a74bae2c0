package m365cc

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

const licensedUsers = `{"value":[
	{"id":"1","displayName":"Ada","assignedLicenses":[],"licenseAssignmentStates":[]},
	{"id":"2","displayName":"Bob","assignedLicenses":[{"skuId":"A","disabledPlans":[]},{"skuId":"b","disabledPlans":["p"]}],
	 "licenseAssignmentStates":[{"skuId":"a","assignedByGroup":null,"disabledPlans":["q"],"state":"Active","error":"None"},
	 {"skuId":"a","assignedByGroup":"g","disabledPlans":[],"state":"Error","error":"CountViolation"},{"skuId":"c","assignedByGroup":"g","state":"Error","error":"Other"}]},
	{"id":"3"}]}`

// giveLicensedUsers answers whatever a table of licences asks.
func giveLicensedUsers(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/v1.0/users"):
		writeBody(w, licensedUsers)
	case strings.HasPrefix(r.URL.Path, "/v1.0/groups"):
		writeBody(w, `{"value":[{"id":"G","displayName":"Everybody"},{"id":"h","displayName":"Others","assignedLicenses":[{"skuId":"a","disabledPlans":null},{"skuId":"B"}]}]}`)
	default:
		writeBody(w, `{"value":[{"skuId":"A","skuPartNumber":"PART_A"}]}`)
	}
}

// TestUserLicenseRows: the ways that Graph tells, whatever the case of ids, and a licence of which it tells none.
func TestUserLicenseRows(t *testing.T) {
	f := startFakeGraph(t, giveLicensedUsers)
	rows, err := ask(t.Context(), f.Connection(t), tableUserLicense, nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range rows {
		text := r["user_id"].Text()
		for _, column := range []string{"sku_id", "sku_part_number", "assigned_by_group_display_name", "state", "disabled_plans", "title"} {
			text += "|" + r[column].Text()
		}
		if r["is_assigned"].Bool() {
			text += "|assigned"
		}
		got = append(got, text)
	}
	want := []string{
		`2|a|PART_A||Active|["q"]|Bob: PART_A|assigned`,
		`2|a|PART_A|Everybody|Error|[]|Bob: PART_A|assigned`,
		`2|c||Everybody|Error||Bob: c`,
		`2|b||||["p"]|Bob: b|assigned`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	f.wantRequests(t, "/v1.0/users?$select=id,userPrincipalName,displayName,accountEnabled,userType,licenseAssignmentStates,assignedLicenses&$top=999",
		"/v1.0/subscribedSkus?$select=skuId,skuPartNumber", "/v1.0/groups?$count=true&$filter=assignedLicenses/$count ne 0&$select=id,displayName&$top=999")
}

// TestExpansionRequests: what the objects are asked for, by columns, conditions and limit.
func TestExpansionRequests(t *testing.T) {
	const sku = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
	var many []string
	for range 16 {
		many = append(many, sku)
	}
	const select999 = "$select=assignedLicenses,id&$top=999"
	const some = "/v1.0/groups?$count=true&$filter=assignedLicenses/$count ne 0&"
	for name, test := range map[string]struct {
		limit      int
		conditions []Condition
		want       string
	}{
		"count":               {0, nil, some + select999},
		"small limit":         {5, nil, some + "$select=assignedLicenses,id&$top=100"},
		"large limit":         {500, nil, some + "$select=assignedLicenses,id&$top=500"},
		"SKU":                 {0, []Condition{equal("sku_id", sku)}, "/v1.0/groups?$filter=assignedLicenses/any(x:x/skuId eq " + sku + ")&" + select999},
		"many SKUs":           {0, []Condition{equal("sku_id", many...)}, some + select999},
		"another part of one": {0, []Condition{equal("sku_part_number", "SPE_E5")}, some + select999},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFakeGraph(t, giveLicensedUsers)
			q := &Query{Connection: f.Connection(t), Limit: test.limit, Conditions: test.conditions}
			rows := 0
			if err := tableGroupLicense.Rows(t.Context(), q, func(b Batch) error { rows += b.Len(); b.Release(); return nil }); err != nil || rows != 2 {
				t.Errorf("%d rows, %v", rows, err)
			}
			f.wantRequests(t, test.want)
		})
	}
}

// TestExpansionPages: rows of a page are right until it is released, and the memory goes to the next one.
func TestExpansionPages(t *testing.T) {
	page := 0
	var f *fakeGraph
	f = startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) {
		page++
		next := `"@odata.nextLink":"https://` + f.Listener.Addr().String() + `/v1.0/users?$skiptoken=` + strings.Repeat("x", page) + `",`
		if page == 6 {
			next = ""
		}
		writeBody(w, `{`+next+`"value":[{"id":"`+strings.Repeat("i", page)+`","assignedLicenses":[{"skuId":"a"}]},{"id":"none"}]}`)
	})
	rows, err := ask(t.Context(), f.Connection(t), tableUserLicense, []string{"user_id", "sku_id", "state"})
	if err != nil || len(rows) != 6 {
		t.Fatalf("got %v, %v", rows, err)
	}
	for i, r := range rows {
		if r["user_id"].Text() != strings.Repeat("i", i+1) || r["sku_id"].Text() != "a" || !r["state"].IsNull() {
			t.Errorf("row %d is %v", i, r)
		}
	}
}
