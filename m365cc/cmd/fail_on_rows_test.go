package cmd

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

const oneRow, noRow = "select 1 as one", "select 1 as one where 0"

// TestFailOnRows wants 0 of nothing but an answer without rows.
func TestFailOnRows(t *testing.T) {
	rows, none := file(t, "rows.sql", oneRow), file(t, "none.sql", noRow)
	found := outcome{exitRows, "one\n1\n", "rows: 1; the exit code is 3 (--fail-on-rows)\n"}
	passed := outcome{exitOK, "one\n", ""}
	for name, c := range map[string]struct {
		args []string
		want outcome
	}{
		"rows":                  {[]string{oneRow}, found},
		"no rows":               {[]string{noRow}, passed},
		"rows of a file":        {[]string{rows}, found},
		"no rows of a file":     {[]string{none}, passed},
		"rows of -f":            {[]string{"-f", rows}, found},
		"rows of the first":     {[]string{rows, none}, outcome{exitRows, found.out + passed.out, found.err}},
		"rows of the last":      {[]string{none, rows}, outcome{exitRows, passed.out + found.out, found.err}},
		"rows of both":          {[]string{rows, "-o", "json", rows}, outcome{exitRows, "[\n {\"one\": 1}\n]\n[\n {\"one\": 1}\n]\n", "rows: 2; the exit code is 3 (--fail-on-rows)\n"}},
		"statement without any": {[]string{"create table t as select 1 as a"}, outcome{exitOK, "", ""}},
		"error":                 {[]string{"selec 1"}, outcome{exitError, "", "Error: near \"selec\": syntax error\n"}},
		"error after rows":      {[]string{oneRow + "; selec 1"}, outcome{exitError, found.out, "Error: near \"selec\": syntax error\n"}},
		"no file":               {[]string{"none.sql"}, outcome{exitError, "", "Error: read SQL: open none.sql: no such file or directory\n"}},
		"nothing":               {[]string{" "}, outcome{exitUsage, "", "Error: the SQL is empty\nRun 'm365cc query --help' for usage.\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := ask(t, append([]string{"--fail-on-rows"}, c.args...)...); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestFailOnRowsUnread: who cannot see is not told that all is well.
func TestFailOnRowsUnread(t *testing.T) {
	const premium = "Warning: m365cc_user: signInActivity is NULL, since the tenant has no Microsoft Entra ID P1 or P2\n"
	server := startTenant(t, demo.Options{Users: 30})
	server.Set(func(b *demo.Behaviour) { b.NoPremium = true })
	run := func(args ...string) outcome {
		return call{roots: trust(server), env: environment(server)}.run(t, append([]string{"query"}, args...)...)
	}
	const idle = "select id from m365cc_user where last_sign_in_date_time < '2020-01-01'"
	if got, want := run("--fail-on-rows", idle), (outcome{exitError, "id\n", premium + "Error: " + errNotAllRead.Error() + "\n"}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := run(idle), (outcome{exitOK, "id\n", premium}); got != want {
		t.Errorf("without the flag: got\n%s\nwant\n%s", got, want)
	}
	if got := run("--fail-on-rows", "select count(last_sign_in_date_time) as n from m365cc_user"); got.code != exitRows || got.out != "n\n0\n" {
		t.Error(got)
	}
	if got := run("--fail-on-rows", "select id from m365cc_user where display_name = ''"); got != (outcome{exitOK, "id\n", ""}) {
		t.Errorf("what is not asked is not missing: %s", got)
	}
	server.Set(func(b *demo.Behaviour) { b.Roles = []string{"User.Read.All"} })
	if got := run("--fail-on-rows", "select id from m365cc_mfa_registration where is_admin = true"); got.code != exitError || !strings.Contains(got.err, "AuditLog.Read.All") {
		t.Error(got)
	}
}

// TestFailOnRowsClosedOutput: a reader that has enough has not seen that there is nothing.
func TestFailOnRowsClosedOutput(t *testing.T) {
	for _, sql := range []string{oneRow, noRow} {
		var stderr strings.Builder
		s := &streams{out: failingWriter{&os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}}, err: &stderr, getenv: func(name string) string { return environment(shared())[name] }}
		if code := run(t.Context(), s, []string{"query", "--fail-on-rows", sql}); code != exitError {
			t.Errorf("%s: code %d, %q", sql, code, stderr.String())
		}
	}
}
