package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDatabase keeps results from run to run.
func TestDatabase(t *testing.T) {
	db := filepath.Join(t.TempDir(), "history.db")
	u := shared().Tenant().User(0)
	ask(t, "--db", db, "create table t as select id, display_name as \"the name\", 1.5 as d, 7 as i, null as n from m365cc_user where id = '"+u.ID+"'").succeeds(t, "")
	ask(t, "--db", db, "insert into t(id, i) select 'x', 8; delete from t where i = 9").succeeds(t, "")
	ask(t, "--db", db, "select * from t").succeeds(t, fmt.Sprintf("id,the name,d,i,n\n%s,%s,1.5,7,\nx,,,8,\n", u.ID, u.DisplayName))
	ask(t, "select id from t").fails(t, "no such table: t; 'm365cc tables' lists the tables")
}

// TestDatabaseKeepsTypes: a second run gives the columns of a tenant's tables as the first one would.
func TestDatabaseKeepsTypes(t *testing.T) {
	db := filepath.Join(t.TempDir(), "history.db")
	const sql = "select account_enabled, created_date_time, licenses from "
	ask(t, "--db", db, "create table t as "+sql+"m365cc_user where id = '"+shared().Tenant().UserID(0)+"'").succeeds(t, "")
	want := ask(t, "-o", "json", sql+"m365cc_user where id = '"+shared().Tenant().UserID(0)+"'")
	if !strings.Contains(want.out, `"account_enabled": true`) || !strings.Contains(want.out, `"licenses": ["`) {
		t.Fatal(want)
	}
	ask(t, "--db", db, "-o", "json", sql+"t").succeeds(t, want.out)
}

// TestDatabaseKeepsNoTenantTables: another program must be able to open the file.
func TestDatabaseKeepsNoTenantTables(t *testing.T) {
	db := filepath.Join(t.TempDir(), "history.db")
	ask(t, "--db", db, "create table t as select count(*) as n from m365cc_subscribed_sku").succeeds(t, "")
	ask(t, "--db", db, "select name from sqlite_schema order by 1").succeeds(t, "name\nt\n")
}

func TestDatabaseErrors(t *testing.T) {
	dir := t.TempDir()
	for name, db := range map[string]string{
		"no folder":   filepath.Join(dir, "none", "x.db"),
		"a folder":    dir,
		"no database": file(t, "notes.txt", strings.Repeat("no database ", 100)),
	} {
		got := ask(t, "--db", db, "select 1")
		if got.code != exitError || got.out != "" || !strings.HasPrefix(got.err, fmt.Sprintf("Error: open database %q: ", db)) || strings.Count(got.err, "\n") != 1 {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestFailedStatementKeepsNothing of its table.
func TestFailedStatementKeepsNothing(t *testing.T) {
	db := filepath.Join(t.TempDir(), "history.db")
	got := call{env: map[string]string{"AZURE_TENANT_ID": "contoso.com", "AZURE_CLIENT_ID": shared().ClientID(), "AZURE_CLIENT_SECRET": "x", "M365CC_TOKEN_HOST": "127.0.0.1:1"}}.
		run(t, "query", "--db", db, "create table kept as select 1 as a; create table t as select id from m365cc_user")
	if got.code != exitError {
		t.Error(got)
	}
	ask(t, "--db", db, "select name from sqlite_schema").succeeds(t, "name\nkept\n")
	if _, err := os.Stat(db + "-journal"); err == nil {
		t.Error("a journal is left")
	}
}
