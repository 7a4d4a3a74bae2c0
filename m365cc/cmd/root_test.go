package cmd

import (
	"errors"
	"io"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestUsage(t *testing.T) {
	for _, c := range []struct {
		args          []string
		command, text string
	}{
		{[]string{"qery"}, "m365cc", `unknown command "qery"; is 'm365cc query' meant?`},
		{[]string{"select 1"}, "m365cc", `unknown command "select 1"; SQL is an argument of 'm365cc query'`},
		{[]string{"xyz"}, "m365cc", `unknown command "xyz"`},
		{[]string{"--nope"}, "m365cc", "unknown flag: --nope"},
		{[]string{"help", "nope"}, "m365cc", `there is no command "nope"`},
		{[]string{"help", "demo", "nope"}, "m365cc", `there is no command "demo nope"`},
		{[]string{"demo", "srve"}, "m365cc demo", `unknown command "srve"; is 'm365cc demo serve' meant?`},
		{[]string{"demo", "serve", "x"}, "m365cc demo serve", `serve takes no argument, but got "x"`},
		{[]string{"demo", "serve", "--users", "0"}, "m365cc demo serve", "--users: 0 is too few; give 1 or more"},
		{[]string{"demo", "serve", "--cloud", "mars"}, "m365cc demo serve", `--cloud: "mars" is not one of global, gcc_high, dod, china`},
		{[]string{"demo", "serve", "--certificate", ""}, "m365cc demo serve", "--certificate: the value is empty"},
		{[]string{"tables", "x"}, "m365cc tables", `tables takes no argument, but got "x"`},
		{[]string{"inspect"}, "m365cc inspect", "inspect takes the name of one table, but got 0 arguments; 'm365cc tables' lists the tables"},
		{[]string{"inspect", "m365cc_usr"}, "m365cc inspect", `there is no table "m365cc_usr"; 'm365cc tables' lists the tables`},
		{[]string{"query", "--nope"}, "m365cc query", "unknown flag: --nope"},
		{[]string{"query", "--demo", "select", "1"}, "m365cc query", "query takes one argument, the SQL, but got 2; put the SQL in quotes"},
		{[]string{"query", "--output", "xml", "select 1"}, "m365cc query", `--output: "xml" is not one of table, line, csv, json, jsonl`},
		{[]string{"query", "--output", "", "select 1"}, "m365cc query", "--output: the value is empty"},
		{[]string{"query", "--db", "", "select 1"}, "m365cc query", "--db: the value is empty"},
		{[]string{"query", "--config", "", "select 1"}, "m365cc query", "--config: the value is empty"},
		{[]string{"query", "--connection", "", "select 1"}, "m365cc query", "--connection: the value is empty"},
		{[]string{"query", "--demo", "--connection", "x", "select 1"}, "m365cc query", "--demo asks a made-up tenant, --config and --connection another: give the one or the other"},
		{[]string{"query", "--demo-users", "9", "--config", "x", "select 1"}, "m365cc query", "--demo asks a made-up tenant, --config and --connection another: give the one or the other"},
		{[]string{"query", "--demo-users", "0", "select 1"}, "m365cc query", "--demo-users: 0 is too few; give 1 or more"},
		{[]string{"query", "--demo-users", "many", "select 1"}, "m365cc query", `invalid argument "many" for "--demo-users" flag: strconv.ParseInt: parsing "many": invalid syntax`},
		{[]string{"query", "-f"}, "m365cc query", "flag needs an argument: 'f' in -f"},
	} {
		t.Run(strings.Join(c.args, " "), func(t *testing.T) {
			call{}.run(t, c.args...).isUsageError(t, c.command, c.text)
		})
	}
}

func TestUnknownPermission(t *testing.T) {
	got := call{}.run(t, "demo", "serve", "--without-permission", "Mail.Read")
	if got.code != exitUsage || !strings.HasPrefix(got.err, `Error: --without-permission: the application has no permission "Mail.Read"; it has User.Read.All, `) {
		t.Error(got)
	}
}

func TestVersion(t *testing.T) {
	if got := (call{}).run(t, "--version"); got.code != exitOK || !strings.HasPrefix(got.out, "m365cc version ") {
		t.Error(got)
	}
}

// TestClosedOutput has a reader that wants no more, such as head, and a network that breaks in the same way.
func TestClosedOutput(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		code int
		text string
	}{
		{"a reader that has enough", &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}, exitOK, ""},
		{"a full disk", &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}, exitError, "Error: write /dev/stdout: no space left on device\n"},
	} {
		for _, args := range [][]string{{"query", "--output", "csv", "select 1"}, {"query", "--output", "table", "select 1"}, {"tables"}} {
			var stderr strings.Builder
			s := &streams{out: failingWriter{c.err}, err: &stderr, getenv: func(name string) string { return environment(shared())[name] }}
			if code := run(t.Context(), s, args); code != c.code || stderr.String() != c.text {
				t.Errorf("%s, %s: code %d, %q", c.name, args, code, stderr.String())
			}
		}
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

func TestPipeTellsNetworkApart(t *testing.T) {
	p := &pipe{w: failingWriter{errors.New("another error")}}
	if _, err := io.WriteString(p, "x"); err == nil || p.closed {
		t.Errorf("%v, closed: %v", err, p.closed)
	}
}

func TestOneLine(t *testing.T) {
	err := errors.New("first\r\n\tsecond \x1b[31mred\u202e")
	if got, want := oneLine(err), `first second \u001b[31mred\u202e`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
