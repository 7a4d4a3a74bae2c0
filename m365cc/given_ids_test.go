package m365cc

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// guidOf is the nth id.
func guidOf(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// TestObjectOnTwoPages: an object that Graph gives again, when the directory has changed while it was read, is given
// once, as it was first.
func TestObjectOnTwoPages(t *testing.T) {
	for _, c := range []struct {
		table      *Table
		id, second string // columns; the second is made of property
		property   string
		limit      int // with which the log is not cut into slices
	}{
		{tableUser, "id", "department", "department", 0},
		{tableDeletedUser, "id", "department", "department", 0},
		{tableDirectoryAudit, "id", "category", "category", 100},
		{tableDomain, "id", "authentication_type", "authenticationType", 0},
		{tableMFARegistration, "id", "user_display_name", "userDisplayName", 0},
		{tableSignIn, "id", "app_display_name", "appDisplayName", 100},
		{tableSubscription, "id", "sku_part_number", "skuPartNumber", 0},
		{tableSubscribedSku, "id", "sku_part_number", "skuPartNumber", 0},
	} {
		t.Run(c.table.Name, func(t *testing.T) {
			f := startFakeGraph(t, nil)
			object := func(n int, text string) string {
				return fmt.Sprintf(`{"id":%q,%q:%q,"createdDateTime":"2026-11-01T00:00:00Z"}`, guidOf(n), c.property, text)
			}
			f.answer = func(w http.ResponseWriter, r *http.Request) {
				pages := map[string][]string{"": {object(1, "x"), object(2, "x")}, "1": {}, "2": {object(2, "new"), object(3, "x"), object(1, "new")}, "3": {object(4, "x"), object(3, "new")}}
				after := map[string]string{"": "1", "1": "2", "2": "3"}
				writePage(w, f.URL+r.URL.Path, after[r.URL.Query().Get("page")], pages[r.URL.Query().Get("page")]...)
			}
			got, err := askFirst(t.Context(), f.Connection(t), c.limit, c.table, []string{c.id, c.second})
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, row := range got {
				ids = append(ids, row[c.id].Text())
				if text := row[c.second].Text(); text != "x" {
					t.Errorf("%s is given as it was later: %q", row[c.id].Text(), text)
				}
			}
			if want := []string{guidOf(1), guidOf(2), guidOf(3), guidOf(4)}; !slices.Equal(ids, want) {
				t.Errorf("got the ids %q, want %q", ids, want)
			}
		})
	}
}

// writePage writes a page; next, unless "", is the number of the next one.
func writePage(w http.ResponseWriter, path, next string, objects ...string) {
	link := ""
	if next != "" {
		link = fmt.Sprintf(`"@odata.nextLink":%q,`, path+"?page="+next)
	}
	writeBody(w, fmt.Sprintf(`{%s"value":[%s]}`, link, strings.Join(objects, ",")))
}

// TestPartsOfObjectsOnTwoPages: neither are the licences of a user or a group counted twice.
func TestPartsOfObjectsOnTwoPages(t *testing.T) {
	for _, table := range []*Table{tableUserLicense, tableGroupLicense} {
		t.Run(table.Name, func(t *testing.T) {
			f := startFakeGraph(t, nil)
			f.answer = func(w http.ResponseWriter, r *http.Request) {
				object := func(n int) string {
					return fmt.Sprintf(`{"id":%q,"assignedLicenses":[{"skuId":%q}],"licenseAssignmentStates":[{"skuId":%[2]q,"state":"Active"}]}`, guidOf(n), guidOf(9))
				}
				if r.URL.Query().Get("page") == "" {
					writePage(w, f.URL+r.URL.Path, "1", object(1), object(2))
					return
				}
				writePage(w, "", "", object(2), object(3))
			}
			got, err := ask(t.Context(), f.Connection(t), table, []string{"sku_id"})
			if err != nil || len(got) != 3 {
				t.Errorf("got %d rows, %v, want 3", len(got), err)
			}
		})
	}
}

// TestUserMovesBetweenParts: a list that is read in parts gives a user once who has moved to another part meanwhile,
// and loses none when Graph gives each part all of them.
func TestUserMovesBetweenParts(t *testing.T) {
	var departments []Value
	for i := range graph.MaxValues + 5 {
		departments = append(departments, StringValue(fmt.Sprintf("D%03d", i)))
	}
	last := departments[len(departments)-1].Text()
	for name, test := range map[string]struct {
		pages [][]string // of each part: the users as number and department
		want  int
	}{
		"moves":              {[][]string{{"1 D000", "2 D001"}, {"3 " + last, "1 " + last}}, 3},
		"all for each part":  {[][]string{{"1 D000", "2 " + last, "3 D001"}, {"1 D000", "2 " + last, "3 D001"}}, 3},
		"one without its id": {[][]string{{"0 D000"}, {"0 " + last, "0 " + last}}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFakeGraph(t, nil)
			turn := 0
			f.answer = func(w http.ResponseWriter, _ *http.Request) {
				var objects []string
				for _, u := range test.pages[turn] {
					var n int
					var department string
					_, _ = fmt.Sscan(u, &n, &department)
					object := map[string]string{"department": department}
					if n > 0 {
						object["id"] = guidOf(n)
					}
					text, _ := json.Marshal(object)
					objects = append(objects, string(text))
				}
				turn++
				writePage(w, "", "", objects...)
			}
			got, err := ask(t.Context(), f.Connection(t), tableUser, []string{"department"}, Condition{Column: "department", Operator: Equal, Values: departments})
			if err != nil || len(got) != test.want || turn != 2 {
				t.Errorf("got %d rows of %d parts, %v, want %d", len(got), turn, err, test.want)
			}
		})
	}
}

// TestObjectWithoutItsID: SQL would drop it, as if there were no such user.
func TestObjectWithoutItsID(t *testing.T) {
	f := startFakeGraph(t, func(w http.ResponseWriter, _ *http.Request) { writeBody(w, `{}`) })
	_, err := ask(t.Context(), f.Connection(t), tableUser, []string{"id"}, Condition{Column: "id", Operator: Equal, Values: []Value{StringValue(guidOf(1))}})
	if err == nil || !strings.Contains(err.Error(), "the object has no id") {
		t.Errorf("got %v", err)
	}
}
