package engine

import (
	"path/filepath"
	"slices"
	"testing"
)

// TestKeepTypes: what is kept in a file has its types in a later run, and a failure leaves nothing behind.
func TestKeepTypes(t *testing.T) {
	server := startTenant(t, 250)
	file := filepath.Join(t.TempDir(), "history.db")
	const columns = "account_enabled, created_date_time, licenses, display_name as name, display_name as name, 1 + 1"
	first := open(t, file, connect(t, server))
	ask(t, first, "-- kept\ncreate table history as select "+columns+" from m365cc_user;")
	ask(t, first, `create temp table "of today" as with u as (select id from m365cc_user) select * from u`)
	if got := ask(t, first, `select count(*) from "of today"`); got[0] != "250" {
		t.Errorf("%s rows in the temporary table, want 250", got[0])
	}
	if err := first.Query(t.Context(), "create table broken as select id, abs(-9223372036854775808) from m365cc_user", &lines{}); err == nil {
		t.Error("an overflow is no error")
	}
	if got := ask(t, first, "select name from sqlite_schema order by 1"); !slices.Equal(got, []string{"history"}) {
		t.Errorf("tables in the file: %q, want history alone", got)
	}
	second := open(t, file)
	var kept lines
	if err := second.Query(t.Context(), "select * from history order by created_date_time, name", &kept); err != nil {
		t.Fatal(err)
	}
	var fresh lines
	if err := first.Query(t.Context(), "select "+columns+" from m365cc_user order by created_date_time, display_name", &fresh); err != nil {
		t.Fatal(err)
	}
	for i, c := range kept.columns {
		if c.Type != fresh.columns[i].Type {
			t.Errorf("column %s has the type %d, want %d", c.Name, c.Type, fresh.columns[i].Type)
		}
	}
	if !slices.Equal(kept.rows, fresh.rows) {
		t.Error("the kept rows differ")
	}
	ask(t, second, "create table if not exists history as select 1")
	if got := ask(t, second, "select count(*) from history"); got[0] != "250" {
		t.Errorf("%s rows after `if not exists`, want 250", got[0])
	}
}
