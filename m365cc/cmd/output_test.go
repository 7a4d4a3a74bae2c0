package cmd

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

const ruler = "------------------------------------------------------------"

// typedSQL makes a value of each type and NULL for each, without a tenant.
const typedSQL = `create table t(s text, b boolean, i integer, d double, w timestamp, j json);
insert into t values ('O''Brien', true, -7, 2.5, '2024-02-29T12:30:00Z', '{"a":[1,null,"x"]}'), (null, null, null, null, null, null), ('', false, 9007199254740993, 1e300, '2024-03-01T00:00:00.123456Z', '[]');
select * from t`

// TestForms has each form of output with each kind of value. "" leaves a form out.
func TestForms(t *testing.T) {
	for _, c := range []struct {
		name, sql                     string
		table, line, csv, json, jsonl string
	}{
		{
			name: "types", sql: typedSQL,
			table: `
+---------+--------+------------------+--------+-----------------------------+--------------------+
| s       | b      |                i |      d | w                           | j                  |
+---------+--------+------------------+--------+-----------------------------+--------------------+
| O'Brien | true   |               -7 |    2.5 | 2024-02-29T12:30:00Z        | {"a":[1,null,"x"]} |
| <null>  | <null> |           <null> | <null> | <null>                      | <null>             |
|         | false  | 9007199254740993 | 1e+300 | 2024-03-01T00:00:00.123456Z | []                 |
+---------+--------+------------------+--------+-----------------------------+--------------------+
`,
			line: `
-[ RECORD 1 ]` + ruler + `
s | O'Brien
b | true
i | -7
d | 2.5
w | 2024-02-29T12:30:00Z
j | {"a":[1,null,"x"]}
-[ RECORD 2 ]` + ruler + `
s | <null>
b | <null>
i | <null>
d | <null>
w | <null>
j | <null>
-[ RECORD 3 ]` + ruler + `
s | 
b | false
i | 9007199254740993
d | 1e+300
w | 2024-03-01T00:00:00.123456Z
j | []
`,
			csv: `
s,b,i,d,w,j
O'Brien,true,-7,2.5,2024-02-29T12:30:00Z,"{""a"":[1,null,""x""]}"
,,,,,
"",false,9007199254740993,1e+300,2024-03-01T00:00:00.123456Z,[]
`,
			json: `
[
 {"s": "O'Brien", "b": true, "i": -7, "d": 2.5, "w": "2024-02-29T12:30:00Z", "j": {"a":[1,null,"x"]}},
 {"s": null, "b": null, "i": null, "d": null, "w": null, "j": null},
 {"s": "", "b": false, "i": 9007199254740993, "d": 1e+300, "w": "2024-03-01T00:00:00.123456Z", "j": []}
]
`,
			jsonl: `
{"s": "O'Brien", "b": true, "i": -7, "d": 2.5, "w": "2024-02-29T12:30:00Z", "j": {"a":[1,null,"x"]}}
{"s": null, "b": null, "i": null, "d": null, "w": null, "j": null}
{"s": "", "b": false, "i": 9007199254740993, "d": 1e+300, "w": "2024-03-01T00:00:00.123456Z", "j": []}
`,
		},
		{
			name: "expressions", sql: `select 1 = 1 as b, 2 + 3 as i, 1 / 4.0 as d, 'x' || 1 as s, json_array(1, 'a') as j, null as n, 1e999 as inf`,
			table: `
+---+---+------+----+---------+--------+------+
| b | i |    d | s  | j       |      n |  inf |
+---+---+------+----+---------+--------+------+
| 1 | 5 | 0.25 | x1 | [1,"a"] | <null> | +Inf |
+---+---+------+----+---------+--------+------+
`,
			csv:  "\nb,i,d,s,j,n,inf\n1,5,0.25,x1,\"[1,\"\"a\"\"]\",,+Inf\n",
			json: "\n[\n" + ` {"b": 1, "i": 5, "d": 0.25, "s": "x1", "j": "[1,\"a\"]", "n": null, "inf": null}` + "\n]\n",
		},
		{
			name: "duplicate names", sql: `select 1 as a, 2 as a, 3 as a_2, 4 as a`,
			table: "\n+---+---+-----+---+\n| a | a | a_2 | a |\n+---+---+-----+---+\n| 1 | 2 |   3 | 4 |\n+---+---+-----+---+\n",
			csv:   "\na,a,a_2,a\n1,2,3,4\n",
			json:  "\n[\n" + ` {"a": 1, "a_3": 2, "a_2": 3, "a_4": 4}` + "\n]\n",
			jsonl: "\n" + `{"a": 1, "a_3": 2, "a_2": 3, "a_4": 4}` + "\n",
		},
		{
			name: "quotes, commas and lines", sql: `select '"q"' as "a,b", 'x,y' as "say ""hi""", 'one' || char(13, 10) || 'two' as lines, ' edge ' as edge`,
			table: `
+-----+----------+--------------------+--------+
| a,b | say "hi" | lines              | edge   |
+-----+----------+--------------------+--------+
| "q" | x,y      | one\u000d\u000atwo |  edge  |
+-----+----------+--------------------+--------+
`,
			line:  "\n-[ RECORD 1 ]" + ruler + "\na,b      | \"q\"\nsay \"hi\" | x,y\nlines    | one\\u000d\\u000atwo\nedge     |  edge \n",
			csv:   "\n\"a,b\",\"say \"\"hi\"\"\",lines,edge\n\"\"\"q\"\"\",\"x,y\",\"one\r\ntwo\", edge \n",
			json:  "\n[\n" + ` {"a,b": "\"q\"", "say \"hi\"": "x,y", "lines": "one\r\ntwo", "edge": " edge "}` + "\n]\n",
			jsonl: "\n" + `{"a,b": "\"q\"", "say \"hi\"": "x,y", "lines": "one\r\ntwo", "edge": " edge "}` + "\n",
		},
		{
			name: "other scripts", sql: `select 'Łukasz Żółć' as "名前", '山田 太郎' as b union all select 'José', 'محمد علي'`,
			line: "\n-[ RECORD 1 ]" + ruler + "\n名前 | Łukasz Żółć\nb    | 山田 太郎\n-[ RECORD 2 ]" + ruler + "\n名前 | José\nb    | محمد علي\n",
			csv:  "\n名前,b\nŁukasz Żółć,山田 太郎\nJosé,محمد علي\n",
			json: "\n[\n {\"名前\": \"Łukasz Żółć\", \"b\": \"山田 太郎\"},\n {\"名前\": \"José\", \"b\": \"محمد علي\"}\n]\n",
		},
		{
			name: "control characters", sql: "select 'a' || char(27) || '[31mred' || char(7, 9, 0x9b, 0x202e, 0x2028) as \"na\x1b[1mme\"",
			table: `
+----------------------------------------------+
| na\u001b[1mme                                |
+----------------------------------------------+
| a\u001b[31mred\u0007\u0009\u009b\u202e\u2028 |
+----------------------------------------------+
`,
			line: "\n-[ RECORD 1 ]" + ruler + "\n" + `na\u001b[1mme | a\u001b[31mred\u0007\u0009\u009b\u202e\u2028` + "\n",
		},
		{
			name: "no UTF-8", sql: `select x'61ff62' as b`,
			table: "\n+-----+\n| b   |\n+-----+\n| a\ufffdb |\n+-----+\n",
			csv:   "\nb\na\xffb\n",
			json:  "\n[\n {\"b\": \"a\ufffdb\"}\n]\n",
		},
		{
			name: "JSON of several lines, and no JSON", sql: `create table t(j json); insert into t values ('{"a":' || char(10) || ' 1}'), ('{nope'); select j from t`,
			json:  "\n[\n {\"j\": {\"a\":1}},\n {\"j\": \"{nope\"}\n]\n",
			jsonl: "\n{\"j\": {\"a\":1}}\n{\"j\": \"{nope\"}\n",
		},
		{
			name: "NULL alone", sql: `select null as a union all select 'x'`,
			csv: "\na\n\"\"\nx\n",
		},
		{
			name: "no rows", sql: `select 1 as a, 2 as b where false`,
			table: "\n+---+---+\n| a | b |\n+---+---+\n+---+---+\n",
			line:  "\n", csv: "\na,b\n", json: "\n[]\n", jsonl: "\n",
		},
		{
			name: "several statements", sql: `select 1 as a; create table t as select 3 as c; select 2 as b`,
			table: "\n+---+\n| a |\n+---+\n| 1 |\n+---+\n+---+\n| b |\n+---+\n| 2 |\n+---+\n",
			line:  "\n-[ RECORD 1 ]" + ruler + "\na | 1\n-[ RECORD 1 ]" + ruler + "\nb | 2\n",
			csv:   "\na\n1\nb\n2\n",
			json:  "\n[\n {\"a\": 1}\n]\n[\n {\"b\": 2}\n]\n",
			jsonl: "\n{\"a\": 1}\n{\"b\": 2}\n",
		},
	} {
		for form, want := range map[string]string{"table": c.table, "line": c.line, "csv": c.csv, "json": c.json, "jsonl": c.jsonl} {
			if want == "" {
				continue
			}
			t.Run(c.name+"/"+form, func(t *testing.T) {
				ask(t, "--output", form, c.sql).succeeds(t, strings.TrimPrefix(want, "\n"))
			})
		}
	}
}

// TestTenantForm has the types of a tenant's own table.
func TestTenantForm(t *testing.T) {
	u := shared().Tenant().User(0)
	sql := "select user_principal_name as upn, account_enabled, created_date_time as created, licenses, employee_leave_date_time as leaves from m365cc_user where id = '" + u.ID + "'"
	want := fmt.Sprintf("[\n {\"upn\": %q, \"account_enabled\": true, \"created\": %q, \"licenses\": [\"Microsoft 365 E5\",\"Power BI Pro\"], \"leaves\": null}\n]\n",
		u.UserPrincipalName, u.CreatedDateTime.Format(time.RFC3339))
	ask(t, "-o", "json", sql).succeeds(t, want)
}

// TestNamesInTables has names of many widths: a terminal shows all lines of a table equally wide.
func TestNamesInTables(t *testing.T) {
	got := ask(t, "-o", "table", "select 'José' as a, 'x' as b union all select '山田 太郎', 'y' union all select 'e' || char(0x301), 'z'")
	lines := strings.Split(strings.TrimSpace(got.out), "\n")
	for _, line := range lines {
		if text.StringWidth(line) != text.StringWidth(lines[0]) {
			t.Errorf("%q is not as wide as %q", line, lines[0])
		}
	}
	if len(lines) != 7 {
		t.Error(got)
	}
}

// TestDefaultForm is a table for a person and CSV for a program.
func TestDefaultForm(t *testing.T) {
	for terminals, want := range map[string]string{"": "a\n1\n", "ie": "a\n1\n", "o": "+---+\n| a |\n+---+\n| 1 |\n+---+\n"} {
		call{terminals: terminals, env: environment(shared())}.run(t, "query", "select 1 as a").succeeds(t, want)
	}
}

// TestFailureBeforeFirstRow leaves standard output empty, in each form.
func TestFailureBeforeFirstRow(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 10})
	server.Set(func(b *demo.Behaviour) { b.Roles = []string{"Reports.Read.All"} })
	for _, form := range outputNames() {
		got := call{roots: trust(server), env: environment(server)}.run(t, "query", "-o", form, "select id from m365cc_user")
		if got.code != exitError || got.out != "" || !strings.HasPrefix(got.err, "Error: GET /v1.0/users: 403 ") {
			t.Errorf("%s: %s", form, got)
		}
	}
}

// TestFailureAfterRows gives whole rows, and JSON that nobody takes for the end.
func TestFailureAfterRows(t *testing.T) {
	rows := [][]m365cc.Value{{m365cc.IntValue(1), m365cc.Value{}}, {m365cc.IntValue(2), m365cc.StringValue("x")}}
	for name, want := range map[string]string{
		"table": "",
		"line":  "-[ RECORD 1 ]" + ruler + "\na | 1\nb | <null>\n-[ RECORD 2 ]" + ruler + "\na | 2\nb | x\n",
		"csv":   "a,b\n1,\n2,x\n",
		"json":  "[\n {\"a\": 1, \"b\": null},\n {\"a\": 2, \"b\": \"x\"}\n",
		"jsonl": "{\"a\": 1, \"b\": null}\n{\"a\": 2, \"b\": \"x\"}\n",
	} {
		var out strings.Builder
		r := newResult(form{name: name}, &out)
		err := r.Begin([]engine.Column{{Name: "a"}, {Name: "b"}})
		for _, row := range rows {
			err = errors.Join(err, r.Row(row))
		}
		r.abandon()
		if err != nil || out.String() != want {
			t.Errorf("%s: %v, got\n%s\nwant\n%s", name, err, out.String(), want)
		}
	}
}

// TestFailureOfSecondPage keeps the rows of the first one, whole, and says that they are not all.
func TestFailureOfSecondPage(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 30})
	server.Set(func(b *demo.Behaviour) {
		b.PageSize = 20
		b.Throttle = func(r *http.Request) (int, string) {
			if strings.Contains(r.URL.RawQuery, "skiptoken") {
				return http.StatusForbidden, ""
			}
			return 0, ""
		}
	})
	for form, lines := range map[string]int{"table": 0, "line": 40, "csv": 21, "json": 21, "jsonl": 20} {
		got := call{roots: trust(server), env: environment(server)}.run(t, "query", "-o", form, "select id from m365cc_user")
		if got.code != exitError || strings.Count(got.out, "\n") != lines || !strings.HasPrefix(got.err, "Error: GET /v1.0/users: 403 ") {
			t.Errorf("%s: %s", form, got)
		}
	}
}

// TestLive shows a person each row as it comes, and makes few writes for a program.
func TestLive(t *testing.T) {
	for _, name := range []string{"line", "csv", "json", "jsonl"} {
		for _, live := range []bool{true, false} {
			var out strings.Builder
			r := newResult(form{name: name, terminal: live}, &out)
			if err := errors.Join(r.Begin([]engine.Column{{Name: "a"}}), r.Row([]m365cc.Value{m365cc.IntValue(42)})); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(out.String(), "42") != live {
				t.Errorf("%s, live %v: %q", name, live, out.String())
			}
		}
	}
}
