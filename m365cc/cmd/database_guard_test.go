package cmd

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// TestGuardedSQL: SQL writes nowhere else than into the database that --db names, and says so.
func TestGuardedSQL(t *testing.T) {
	dir := t.TempDir()
	db := filepath.Join(dir, "kept.db")
	ask(t, "--db", db, "create table t as select 1 as a").succeeds(t, "")
	const onlyOne = "attach, detach and vacuum are not possible here: the only database is the one that --db names"
	for sql, want := range map[string]string{
		"attach '%s' as x":                                           onlyOne,
		"attach 'file:%s?mode=memory' as x":                          onlyOne,
		"vacuum into '%s'":                                           onlyOne,
		"vacuum":                                                     onlyOne,
		"detach main":                                                onlyOne,
		"begin; attach '%s' as x":                                    onlyOne,
		"explain attach '%s' as x":                                   onlyOne,
		"pragma temp_store_directory = '%s'":                         "pragma temp_store_directory is not possible here",
		"PRAGMA main.Data_Store_Directory = '%s'":                    "pragma Data_Store_Directory is not possible here",
		"pragma writable_schema = on":                                "pragma writable_schema is not possible here",
		"pragma trusted_schema = on":                                 "pragma trusted_schema is not possible here",
		"select * from pragma_writable_schema":                       "pragma writable_schema is not possible here",
		"update sqlite_schema set sql = 'create table t(b)'":         "table sqlite_master may not be modified",
		"create virtual table x using fts5(a, content='%s')":         "virtual tables cannot be made here",
		"create virtual table x using csv(filename='%s')":            "virtual tables cannot be made here",
		"create virtual table m365cc_user using m365cc_connection_0": "virtual tables cannot be made here",
		"create virtual table temp.x using generate_series(1, 2)":    "virtual tables cannot be made here",
		"select load_extension('%s')":                                "no such function: load_extension",
		"select readfile('%s')":                                      "no such function: readfile",
		"select writefile('%s', 'x')":                                "no such function: writefile",
		"select edit('x', 'touch %s')":                               "no such function: edit",
		"select fts3_tokenizer('simple', x'00')":                     "no such function: fts3_tokenizer",
		"select * from fsdir('/')":                                   "no such table: fsdir",
		"select * from sqlite_dbpage":                                "no such table: sqlite_dbpage",
		"create temp trigger x after insert on t begin select edit('x', '%s'); end; insert into t values (2)": "no such function: edit",
	} {
		target := filepath.Join(dir, "elsewhere")
		statement := strings.ReplaceAll(sql, "%s", target)
		for _, args := range [][]string{{statement}, {"--db", db, statement}} {
			if slices.Contains(args, "--db") || !strings.Contains(sql, " t ") {
				got := ask(t, args...)
				if got.code != exitError || got.out != "" || strings.Count(got.err, "\n") != 1 || !strings.Contains(got.err, want) {
					t.Errorf("%s: %s; want %q", statement, got, want)
				}
			}
		}
		if _, err := os.Stat(target); err == nil {
			t.Fatalf("%s wrote a file", statement)
		}
	}
	ask(t, "--db", db, "select sql from sqlite_schema").succeeds(t, "sql\n\"CREATE TABLE t(\"\"a\"\")\"\n")
}

// TestOpenPragmas: what tells something, or belongs to the database alone, is open.
func TestOpenPragmas(t *testing.T) {
	db := filepath.Join(t.TempDir(), "kept.db")
	ask(t, "--db", db, "create table t(a integer); pragma user_version = 3").succeeds(t, "")
	ask(t, "--db", db, "pragma user_version; select name, type from pragma_table_info('t'); pragma integrity_check; PRAGMA Foreign_Keys = off").
		succeeds(t, "user_version\n3\nname,type\na,INTEGER\nintegrity_check\nok\n")
	if got := ask(t, "select count(*) > 1000 as n from pragma_table_list as l, pragma_table_xinfo(l.name)"); got.code != exitOK || got.err != "" {
		t.Error(got)
	}
}

// TestNoDatabaseWritesNothing: without --db no file is left, neither where the program runs nor where temporary
// files are.
func TestNoDatabaseWritesNothing(t *testing.T) {
	here, temporary := t.TempDir(), t.TempDir()
	t.Chdir(here)
	for _, name := range []string{"TMPDIR", "TMP", "TEMP", "SQLITE_TMPDIR"} {
		t.Setenv(name, temporary)
	}
	ask(t, `create table kept as with recursive n(i) as (select 1 union all select i + 1 from n where i < 60000) select i, hex(randomblob(20)) as x from n;
		create temp table t as select * from kept order by x; select count(*) as n from t`).succeeds(t, "n\n60000\n")
	ask(t, "select count(*) > 100 as found from m365cc_email_activity").succeeds(t, "found\n1\n")
	for _, dir := range []string{here, temporary} {
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%v are left, %v", left, err)
		}
	}
}

// TestDatabaseNames: --db is the path of a file, whatever SQLite might take it for.
func TestDatabaseNames(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	for name, want := range map[string]string{
		"file:kept.db":           `open database "file:kept.db": it is a URI; give the path of the file`,
		"FILE:kept.db?vfs=memdb": `open database "FILE:kept.db?vfs=memdb": it is a URI; give the path of the file`,
		"file:kept.db?_pragma=temp_store_directory('x')": `open database "file:kept.db?_pragma=temp_store_directory('x')": it is a URI; give the path of the file`,
		":memory:": `open database ":memory:": it is no path of a file; leave --db out to keep nothing`,
	} {
		ask(t, "--db", name, "create table t as select 1 as a").fails(t, want)
	}
	ask(t, "--db", "./file:kept?mode=memory", "create table t as select 1 as a").succeeds(t, "")
	if left := namesIn(t, dir); runtime.GOOS != "windows" && !slices.Equal(left, []string{"file:kept?mode=memory"}) {
		t.Errorf("there are %q", left)
	}
}

// TestDatabaseBehindLink: a link leads to its file, which is the one that is written.
func TestDatabaseBehindLink(t *testing.T) {
	dir := t.TempDir()
	link, target := filepath.Join(dir, "link.db"), filepath.Join(dir, "target.db")
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	ask(t, "--db", target, "create table t as select 1 as a").succeeds(t, "")
	ask(t, "--db", link, "insert into t values (2)").succeeds(t, "")
	ask(t, "--db", target, "select * from t").succeeds(t, "a\n1\n2\n")
	if left := namesIn(t, dir); !slices.Equal(left, []string{"link.db", "target.db"}) {
		t.Errorf("there are %q", left)
	}
}

// TestDatabaseIsNoDatabase: a file of another kind stays as it is.
func TestDatabaseIsNoDatabase(t *testing.T) {
	for name, content := range map[string]string{"short": "tenant_id = x", "long": strings.Repeat("no database ", 1000)} {
		file := file(t, "m365cc.spc", content)
		got := ask(t, "--db", file, "create table t as select 1 as a")
		if got.code != exitError || !strings.Contains(got.err, "is not a database") {
			t.Errorf("%s: %s", name, got)
		}
		if now, err := os.ReadFile(file); err != nil || string(now) != content {
			t.Errorf("%s: it has changed: %v", name, err)
		}
	}
}

func namesIn(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
