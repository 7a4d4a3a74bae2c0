package cmd

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// tricks is a text that renames a terminal's window, colours it, turns the direction of writing and rings, with
// C1 controls that are sequences of their own.
const tricks = "\x1b]0;x\x07\x1b[31m\u009b31m\u009d0;x\u009c\x7f\r\u202eexe.\u2066a\u2069\u2028\tend"

// tricksSQL makes it a text, a name of a column and a member of JSON.
const tricksSQL = `select char(27)||']0;x'||char(7)||char(27)||'[31m'||char(155)||'31m'||char(157)||'0;x'||char(156)||char(127)||char(13)||char(8238)||'exe.'||char(8294)||'a'||char(8297)||char(8232)||char(9)||'end' as "` + tricks + `"`

// wantHarmless fails when a text has what a terminal might obey.
func wantHarmless(t testing.TB, name, text string) {
	t.Helper()
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || strings.ContainsRune("\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", r)) {
			t.Errorf("%s has %U: %q", name, r, text)
			return
		}
	}
}

// TestTerminalIsSafe: no form plays tricks on a terminal, whether with values or with names of columns.
func TestTerminalIsSafe(t *testing.T) {
	for _, name := range outputNames() {
		c := call{terminals: "oe", env: environment(shared())}
		for _, sql := range []string{
			tricksSQL,
			"create table t(j json); insert into t values (json_array((" + tricksSQL + "))); select j as x from t",
			`create table t(j json); insert into t values ('{"a` + strings.ReplaceAll(strings.Trim(tricks, "\x1b"), "\x1b", "") + `":1}'); select j from t`,
		} {
			got := c.run(t, "query", "-o", name, sql)
			wantHarmless(t, name, got.out)
			if got.code != exitOK || !strings.Contains(got.out, "end") {
				t.Errorf("%s: %s", name, got)
			}
		}
		for _, args := range [][]string{
			{"query", "-o", name, "select \"" + tricks + "\""}, {"query", "-o", tricks, "select 1"}, {"query", "select * from [" + tricks + "]"},
			{"query", "--" + tricks, "select 1"}, {tricks}, {"help", tricks}, {"inspect", tricks}, {"check", "--config", tricks}, {"query", "-f", tricks},
			{"query", "--db", tricks + "/x", "select 1"}, {"query", "--config", file(t, "m365cc.spc", "connection \"m365cc\" {\n plugin = \"m365cc\"\n tenant_id = \"\u009b\u202e\"\n \"x\u009b\"}"), "select 1"},
		} {
			got := c.run(t, args...)
			wantHarmless(t, strings.Join(args, " "), got.out+got.err)
			if got.code == exitOK {
				t.Errorf("%q: %s", args, got)
			}
		}
	}
}

// TestFilesAreFaithful: a program gets each text as it is; JSON means the same when it is read.
func TestFilesAreFaithful(t *testing.T) {
	got := ask(t, "-o", "csv", tricksSQL)
	rows, err := csv.NewReader(strings.NewReader(got.out)).ReadAll()
	if err != nil || len(rows) != 2 || rows[0][0] != tricks || rows[1][0] != tricks {
		t.Errorf("csv: %q, %v", rows, err)
	}
	for _, terminals := range []string{"", "o"} {
		for _, sql := range []string{tricksSQL, "create table t(" + strings.TrimPrefix(tricksSQL[strings.LastIndex(tricksSQL, " as "):], " as ") + " json); insert into t values (json_array((" + tricksSQL + "))); select * from t"} {
			got := call{terminals: terminals, env: environment(shared())}.run(t, "query", "-o", "jsonl", sql)
			var row map[string]any
			if err := json.Unmarshal([]byte(got.out), &row); err != nil || len(row) != 1 {
				t.Fatalf("%v: %s", err, got)
			}
			value := row[tricks]
			if list, ok := value.([]any); ok {
				value = list[0]
			}
			if value != tricks {
				t.Errorf("%q became %q", tricks, row)
			}
		}
	}
}

// TestLogAndProgressAreSafe: they have texts of the tenant too.
func TestLogAndProgressAreSafe(t *testing.T) {
	var out strings.Builder
	log, err := newLogger(&out, func(name string) string { return map[string]string{ownLogLevel: "trace"}[name] })
	if err != nil {
		t.Fatal(err)
	}
	log.Warn("message "+tricks, "value", tricks, "error", errors.New(tricks), "name "+tricks, 1)
	wantHarmless(t, "the log", out.String())
	if strings.Count(out.String(), "end") != 4 {
		t.Errorf("the log is %q", out.String())
	}
	p := progress{rows: func() int64 { return 1 }, reason: tricks, until: time.Now().Add(time.Hour)}
	wantHarmless(t, "the progress", p.line())
	out.Reset()
	warn(&out, tricks)
	wantHarmless(t, "a warning", out.String())
}

// formulas are texts that spreadsheets may take for formulas.
var formulas = []string{`=cmd|' /C calc'!A0`, "+1+cmd|' /C calc'!A0", "-2+3", "-5", "@SUM(1+1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＋1", "－1", "＠x", " =1", "\u00a0=1", "\ufeff=1", "\u200b=1", "\x00=1", "=", `="a",b`}

// TestSpreadsheetSafe puts an apostrophe before each text that a spreadsheet would take for a formula, and before
// nothing else.
func TestSpreadsheetSafe(t *testing.T) {
	harmless := []string{"", "a=b", "Conor O'Brien", "'=1", "1-2", "_=1", "é", "(=1)", "   ", "4711", "2026-11-24"}
	for _, terminal := range []bool{false, true} {
		var out strings.Builder
		r := newResult(form{name: "csv", spreadsheet: true, terminal: terminal}, &out)
		err := r.Begin([]engine.Column{{Name: "=1"}, {Name: "n", Type: m365cc.Integer}, {Name: "d", Type: m365cc.Double}})
		for _, s := range append(formulas, harmless...) {
			err = errors.Join(err, r.Row([]m365cc.Value{m365cc.StringValue(s), m365cc.IntValue(-7), m365cc.DoubleValue(-2.5)}))
		}
		if err = errors.Join(err, r.End()); err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(out.String())).ReadAll()
		if err != nil || len(rows) != 1+len(formulas)+len(harmless) || rows[0][0] != "'=1" {
			t.Fatalf("%q, %v", rows, err)
		}
		for i, row := range rows[1:] {
			want := append(formulas, harmless...)[i]
			if i < len(formulas) {
				want = "'" + want
			}
			if terminal {
				want = printable(want)
			}
			if row[0] != want || row[1] != "-7" || row[2] != "-2.5" {
				t.Errorf("got %q, want %q", row, want)
			}
		}
	}
}

// TestSpreadsheetSafeFlag: without it a file has each text as it is, and no other form has it.
func TestSpreadsheetSafeFlag(t *testing.T) {
	const sql = `select '=cmd|'' /C calc''!A0' as "@name", -3 as n, '-3' as s, -1.5 as d, null as none`
	ask(t, "-o", "csv", sql).succeeds(t, "@name,n,s,d,none\n=cmd|' /C calc'!A0,-3,-3,-1.5,\n")
	const safe = "'@name,n,s,d,none\n'=cmd|' /C calc'!A0,-3,'-3,-1.5,\n"
	ask(t, "-o", "csv", "--spreadsheet-safe", sql).succeeds(t, safe)
	ask(t, "--spreadsheet-safe", sql).succeeds(t, safe)
	for _, name := range outputNames() {
		if name != "csv" {
			ask(t, "--spreadsheet-safe", "-o", name, sql).isUsageError(t, "m365cc query", "--spreadsheet-safe is for csv, but the output is "+name+": give --output csv")
		}
	}
	call{terminals: "o", env: environment(shared())}.run(t, "query", "--spreadsheet-safe", sql).
		isUsageError(t, "m365cc query", "--spreadsheet-safe is for csv, but the output is table: give --output csv")
}
