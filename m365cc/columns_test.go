package m365cc_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// alwaysNull are the columns that a healthy tenant has no value for.
var alwaysNull = map[string]string{
	"deleted_date_time": "the users of the table are not deleted",
	"password_profile":  "Graph does not tell an application",
}

// TestEveryColumn compares all columns with the tenant's truth, in all four clouds, and wants a value in
// each of them for somebody.
func TestEveryColumn(t *testing.T) {
	for _, cloud := range []string{"global", "gcc_high", "dod", "china"} {
		t.Run(cloud, func(t *testing.T) {
			server := startTenant(t, demo.Options{Cloud: cloud})
			for _, table := range m365cc.Tables() {
				t.Run(table.Name, func(t *testing.T) { everyColumn(t, server, table) })
			}
		})
	}
}

func everyColumn(t *testing.T, server *demo.Server, table *m365cc.Table) {
	var got collector
	if err := openEngine(t, server, nil).Query(t.Context(), "select * from "+table.Name, &got); err != nil {
		t.Fatal(err)
	}
	filled := map[string]bool{}
	for _, r := range got.rows {
		for name, value := range r {
			filled[name] = filled[name] || value != "" && value != "[]" && value != "{}"
		}
	}
	for _, c := range table.Columns {
		lacking := server.Tenant().Cloud() != "global" && c.Name == "locked_out_units" || c.Name == "missing_sources"
		if !filled[c.Name] && alwaysNull[c.Name] == "" && !lacking {
			t.Errorf("column %s has no value in any row", c.Name)
		}
	}
	truth := truthOf(server.Tenant(), table.Name)
	columns := slices.Sorted(maps.Keys(truth[0]))
	if len(got.rows) != len(truth) {
		t.Fatalf("%d rows, want %d", len(got.rows), len(truth))
	}
	for i, r := range got.rows { // Graph gives them in the tenant's order
		for _, c := range columns {
			if r[c] != truth[i][c] {
				t.Fatalf("row %d, %s: %q, want %q", i, c, r[c], truth[i][c])
			}
		}
	}
}

// TestDescriptions holds what the hub asks for: sentences, and names that SQL need not quote.
func TestDescriptions(t *testing.T) {
	for _, table := range m365cc.Tables() {
		if !strings.HasSuffix(table.Description, ".") {
			t.Errorf("%s: the description is no sentence: %q", table.Name, table.Description)
		}
		seen := map[string]bool{}
		for _, c := range table.Columns {
			if !strings.HasSuffix(c.Description, ".") || seen[c.Name] || strings.ToLower(c.Name) != c.Name {
				t.Errorf("%s.%s: twice, in capitals, or described by no sentence: %q", table.Name, c.Name, c.Description)
			}
			seen[c.Name] = true
		}
		if !seen["title"] || !seen["tenant_id"] {
			t.Errorf("%s has no title or no tenant_id", table.Name)
		}
	}
}

// TestSixteenthColumn keeps a trap of Steampipe's foreign data wrapper shut: for `not f(column)` it makes up the
// qual "16th column <> true", which a boolean there would be filtered by.
func TestSixteenthColumn(t *testing.T) {
	for _, table := range m365cc.Tables() {
		if len(table.Columns) >= 16 && table.Columns[15].Type == m365cc.Boolean && table.Columns[15].Operators != 0 {
			t.Errorf("the 16th column of %s is the boolean %s, on which conditions are pushed down; move it", table.Name, table.Columns[15].Name)
		}
	}
}

// operatorsOfSQL are the operators of a condition in the suite by the plugin's.
var operatorsOfSQL = map[m365cc.Operator][]string{
	m365cc.Equal:      {"=", "in"},
	m365cc.NotEqual:   {"<>"},
	m365cc.AtLeast:    {">", ">="},
	m365cc.AtMost:     {"<="},
	m365cc.Below:      {"<"},
	m365cc.StartsWith: {"like"},
	m365cc.EndsWith:   {"like"},
	m365cc.NotNull:    {"is not null"},
	m365cc.Contains:   {"contains"},
}

// TestEveryOperatorHasACase: what is pushed down is held by a case with rows and requests.
func TestEveryOperatorHasACase(t *testing.T) {
	cases := allCases(startTenant(t, demo.Options{}).Tenant())
	for _, table := range m365cc.Tables() {
		for _, c := range table.Columns {
			for operator, names := range operatorsOfSQL {
				has := slices.ContainsFunc(cases, func(s suiteCase) bool {
					return slices.ContainsFunc(s.where, func(w condition) bool {
						return w.column == c.Name && slices.Contains(names, w.operator) && (operator != m365cc.EndsWith || strings.HasPrefix(w.values[0].(string), "%"))
					})
				})
				if c.Operators&operator != 0 && !has {
					t.Errorf("%s.%s: no case with %v", table.Name, c.Name, names)
				}
			}
		}
	}
}
