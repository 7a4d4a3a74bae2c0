package cmd

import (
	"slices"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// cells are the rows of a table that was drawn, without the header.
func cells(t *testing.T, drawn string) [][]string {
	t.Helper()
	var rows [][]string
	for line := range strings.Lines(drawn) {
		if !strings.HasPrefix(line, "|") {
			continue
		}
		fields := strings.Split(strings.Trim(line, "|\n"), "|")
		for i := range fields {
			fields[i] = strings.TrimSpace(fields[i])
		}
		rows = append(rows, fields)
	}
	if len(rows) < 2 {
		t.Fatalf("no table: %q", drawn)
	}
	return rows[1:]
}

func TestTables(t *testing.T) {
	got := call{}.run(t, "tables")
	if got.code != exitOK || got.err != "" {
		t.Fatal(got)
	}
	var want [][]string
	for _, table := range m365cc.Tables() {
		want = append(want, []string{table.Name, table.Description})
	}
	if rows := cells(t, got.out); !slices.EqualFunc(rows, want, slices.Equal) {
		t.Errorf("got %q, want %q", rows, want)
	}
}

// TestInspect lists each column of each table; a few are compared word for word.
func TestInspect(t *testing.T) {
	for _, table := range m365cc.Tables() {
		got := call{}.run(t, "inspect", table.Name)
		if got.code != exitOK || got.err != "" {
			t.Fatal(got)
		}
		rows := cells(t, got.out)
		if len(rows) != len(table.Columns) {
			t.Fatalf("%s: %d rows for %d columns", table.Name, len(rows), len(table.Columns))
		}
		for i, c := range table.Columns {
			if rows[i][0] != c.Name || rows[i][1] == "" || rows[i][3] != c.Description {
				t.Errorf("%s: %q", c.Name, rows[i])
			}
		}
	}
	rows := cells(t, call{}.run(t, "inspect", "M365CC_User").out)
	for name, want := range map[string]string{
		"user_principal_name":    "text: = in, like 'a%', like '%a'",
		"account_enabled":        "boolean: = in, <>",
		"last_sign_in_date_time": "timestamp: = in, > >=, < <=",
		"surname":                "text: ",
		"licenses":               "json: ",
	} {
		i := slices.IndexFunc(rows, func(r []string) bool { return r[0] == name })
		if i < 0 || rows[i][1]+": "+rows[i][2] != want {
			t.Errorf("%s: want %q in %q", name, want, rows[max(i, 0)])
		}
	}
}

// TestInspectOnTerminal wraps the sentences.
func TestInspectOnTerminal(t *testing.T) {
	got := call{terminals: "o"}.run(t, "inspect", "m365cc_subscribed_sku")
	rows := cells(t, got.out)
	if len(rows) <= len(m365cc.Tables()[0].Columns) {
		t.Errorf("%d rows: no sentence is wrapped", len(rows))
	}
	for _, row := range rows {
		if text.StringWidth(row[3]) > wrapAt {
			t.Errorf("%q is too long", row[3])
		}
	}
}

// TestPushed has each operator.
func TestPushed(t *testing.T) {
	for operators, want := range map[m365cc.Operator]string{
		0: "", m365cc.Equal: "= in", m365cc.Ranges: "> >=, < <=", m365cc.AtLeast: "> >=",
		m365cc.Equal | m365cc.NotNull:     "= in, is not null",
		m365cc.Contains | m365cc.EndsWith: "like '%a', like '%a%'",
	} {
		if got := pushed(operators); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
