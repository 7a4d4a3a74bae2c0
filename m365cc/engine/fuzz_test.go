package engine

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// nobody takes rows.
type nobody struct{}

func (nobody) Begin([]Column) error     { return nil }
func (nobody) Row([]m365cc.Value) error { return nil }
func (nobody) End() error               { return nil }

// FuzzQuery holds that no SQL breaks the database or writes a file, and that the guards stay.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		"select 1; select 2", "attach 'x.db' as x", "vacuum into 'x.db'", "pragma writable_schema = on", "create table t as select 1 as a; select * from t",
		"begin; create table t(a); rollback", "with recursive n(i) as (select 1 union all select i + 1 from n) select * from n", "create virtual table x using csv(y)",
		"explain select * from sqlite_schema", "/* x */ ;; -- y", "select json('{')", "pragma user_version = 1", "create temp trigger x after insert on t begin select 1; end",
		"savepoint m365cc_keep; create table \"a\"\"b\" as select 1", "detach main; select 1",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		dir := t.TempDir()
		t.Chdir(dir)
		db, err := Open(Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		_ = db.Query(ctx, sql, nobody{}) // most are no SQL
		if err := db.Query(t.Context(), "attach 'x.db' as x", nobody{}); err == nil {
			t.Errorf("after %q a file can be attached", sql)
		}
		if err := db.Query(t.Context(), "select 1", nobody{}); err != nil {
			t.Errorf("after %q: %v", sql, err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("%q wrote %v, %v", sql, left, err)
		}
	})
}
