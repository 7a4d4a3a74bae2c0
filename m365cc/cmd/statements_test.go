package cmd

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"
)

func TestSQLSources(t *testing.T) {
	one, two := file(t, "one.sql", "select 1 as one"), file(t, "two.sql", "\ufeffselect 2 as two; -- the end")
	for _, c := range []struct {
		name string
		in   string
		args []string
		out  string
	}{
		{"argument", "", []string{"select 1 as one"}, "one\n1\n"},
		{"argument before standard input", "select 2", []string{"select 1 as one"}, "one\n1\n"},
		{"argument that begins with a comment", "", []string{"-- about one\nselect 1 as one"}, "one\n1\n"},
		{"argument that begins with a comment without a space", "", []string{"--select 2\nselect 1 as one"}, "one\n1\n"},
		{"several statements", "", []string{"select 1 as one; select 2 as two;"}, "one\n1\ntwo\n2\n"},
		{"semicolon in a text", "", []string{"select 'a;b' as t; select ';' as u"}, "t\na;b\nu\n;\n"},
		{"file", "", []string{"-f", one}, "one\n1\n"},
		{"file as an argument", "select 3 as three", []string{one}, "one\n1\n"},
		{"files as arguments", "", []string{one, two}, "one\n1\ntwo\n2\n"},
		{"statement that ends like a file", "", []string{"select 1 as one from (select 1) as x; select 2 as two -- see one.sql;"}, "one\n1\ntwo\n2\n"},
		{"lines that end like a file", "", []string{"select 1 as one\n-- see one.sql"}, "one\n1\n"},
		{"files", "", []string{"-f", one, "--file", two}, "one\n1\ntwo\n2\n"},
		{"standard input", "select 3 as three", nil, "three\n3\n"},
		{"standard input by name", "select 3 as three", []string{"-f", "-"}, "three\n3\n"},
		{"standard input between files", "select 3 as three", []string{"-f", one, "-f", "-", "-f", two}, "one\n1\nthree\n3\ntwo\n2\n"},
		{"comments only", "", []string{"-- nothing\n/* at all */"}, ""},
		{"comments on standard input", "-- nothing", nil, ""},
		{"comment between statements", "", []string{"select 1 as one; /* ; */ -- ;\n select 2 as two -- end"}, "one\n1\ntwo\n2\n"},
		{"empty statements", "", []string{";;select 1 as one;;;"}, "one\n1\n"},
		{"no rows, several kinds", "", []string{"create table t(a); insert into t values (1), (2); update t set a = a + 1; delete from t where a = 2; select a from t; drop table t"}, "a\n3\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			call{in: strings.NewReader(c.in), env: environment(shared())}.run(t, append([]string{"query"}, c.args...)...).succeeds(t, c.out)
		})
	}
}

func TestSQLErrors(t *testing.T) {
	sql := file(t, "one.sql", "select 1")
	for _, c := range []struct {
		name, in, terminals string
		args                []string
		usage, text         string // one of the two
	}{
		{name: "empty argument", args: []string{""}, usage: "the SQL is empty"},
		{name: "blank argument", args: []string{" \n;"}, usage: "the SQL is empty"},
		{name: "empty standard input", usage: "the SQL is empty"},
		{name: "empty file", args: []string{"-f", file(t, "empty.sql", "\n")}, usage: "the SQL is empty"},
		{name: "person at a terminal", terminals: "i", usage: "no SQL is given: as an argument, with -f FILE, or on standard input"},
		{name: "twice", args: []string{"select 1", "-f", sql}, usage: "the SQL is given twice: as an argument and with -f"},
		{name: "file twice", args: []string{sql, "-f", sql}, usage: "the SQL is given twice: as an argument and with -f"},
		{name: "file and a statement", args: []string{sql, "select 1"}, usage: "query takes one argument, the SQL, but got 2; put the SQL in quotes"},
		{name: "no such file as an argument", args: []string{"none.sql"}, text: "read SQL: open none.sql: no such file or directory"},
		{name: "no file of this spelling", args: []string{"my checks/UNUSED.SQL"}, text: "read SQL: open my checks/UNUSED.SQL: no such file or directory"},
		{name: "no file", args: []string{"-f", "/none/x.sql"}, text: "read SQL: open /none/x.sql: no such file or directory"},
		{name: "UTF-16", in: "s\x00e\x00", text: "read SQL: standard input is not UTF-8 text"},
		{name: "Latin-1", args: []string{"select 'M\xfcller'"}, text: "the SQL is not UTF-8 text"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := call{in: strings.NewReader(c.in), terminals: c.terminals, env: environment(shared())}.run(t, append([]string{"query"}, c.args...)...)
			if c.usage != "" {
				got.isUsageError(t, "m365cc query", c.usage)
			} else {
				got.fails(t, c.text)
			}
		})
	}
}

// TestFailingStatement keeps what came before it and runs nothing after it.
func TestFailingStatement(t *testing.T) {
	got := ask(t, "select 1 as one; selec 2; select 3 as three")
	if want := (outcome{exitError, "one\n1\n", `Error: near "selec": syntax error` + "\n"}); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestParameters refuses what SQLite would take for NULL.
func TestParameters(t *testing.T) {
	for _, sql := range []string{"select ?", "select :a, @b, $c", "create table x as select * from m365cc_user where id = ?1"} {
		if got := ask(t, sql); got.code != exitError || !strings.Contains(got.err, "write the values into it") {
			t.Errorf("%s: %s", sql, got)
		}
	}
}

func TestForbiddenSQL(t *testing.T) {
	elsewhere := t.TempDir() + "/elsewhere.db"
	for _, sql := range []string{
		"attach '" + elsewhere + "' as x", "ATTACH DATABASE '" + elsewhere + "' AS x", "vacuum into '" + elsewhere + "'",
		"detach main", "detach m365cc",
		"select load_extension('x')", "select readfile('/etc/passwd')", "select writefile('" + elsewhere + "', 'x')",
		"update m365cc_user set display_name = 'x'", "delete from m365cc_user", "insert into m365cc_user(id) values ('x')",
	} {
		got := ask(t, sql)
		if got.code != exitError || got.out != "" || strings.Count(got.err, "\n") != 1 {
			t.Errorf("%s: %s", sql, got)
		}
		if got := ask(t, "select 1 as before; "+sql); got.code != exitError || got.out != "before\n1\n" {
			t.Errorf("after another statement, %s: %s", sql, got)
		}
	}
	for _, sql := range []string{"attach 'x' || '.db' as x", "detach main", "vacuum", "vacuum into '" + elsewhere + "'"} {
		if got := ask(t, sql); !strings.Contains(got.err, "the only database is the one that --db names") {
			t.Errorf("%s: %s", sql, got)
		}
	}
}

// TestInterruptedReading has standard input that never ends.
func TestInterruptedReading(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	never, w := io.Pipe()
	defer w.Close()
	time.AfterFunc(50*time.Millisecond, cancel)
	begun := time.Now()
	got := call{ctx: ctx, in: never, env: environment(shared())}.run(t, "query")
	if want := (outcome{exitInterrupted, "", "Error: interrupted\n"}); got != want || time.Since(begun) > atOnce {
		t.Errorf("%s after %s", got, time.Since(begun))
	}
}
