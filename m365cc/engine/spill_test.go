package engine

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// TestSpill: rows come back from the file as they were in memory, and nothing of it stays.
func TestSpill(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	memory := &memoryStore{width: 6}
	row := []m365cc.Value{
		m365cc.StringValue("O'Brien"), m365cc.BoolValue(false), m365cc.IntValue(-7), m365cc.DoubleValue(0.5),
		m365cc.MomentValue(time.Date(2026, 1, 2, 3, 4, 5, 6000, time.UTC)), {},
	}
	if err := memory.append(row); err != nil {
		t.Fatal(err)
	}
	file, err := spill(memory)
	if err != nil {
		t.Fatal(err)
	}
	other := []m365cc.Value{m365cc.JSONValue([]byte(`["a"]`)), {}, {}, {}, {}, m365cc.StringValue("last")}
	if err := file.append(other); err != nil {
		t.Fatal(err)
	}
	for i, want := range [][]m365cc.Value{row, other, row} {
		got, err := file.row(i % 2)
		if err != nil {
			t.Fatal(err)
		}
		for c := range want {
			if got[c] != want[c] {
				t.Errorf("row %d, column %d: %v, want %v", i, c, got[c], want[c])
			}
		}
	}
	if err := file.close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(filepath.Join(os.Getenv("TMPDIR"), "*")); len(left) > 0 {
		t.Errorf("files stay: %v", left)
	}
}

// TestJoinOfManyRows: a join whose rows do not fit into memory gives the same.
func TestJoinOfManyRows(t *testing.T) {
	before := memoryBound
	memoryBound = 10_000
	t.Cleanup(func() { memoryBound = before })
	server := startTenant(t, 3000)
	db := open(t, "", connect(t, server))
	got := ask(t, db, "select count(*), count(distinct b.display_name), sum(a.display_name = b.display_name) from m365cc_user a join m365cc_user b on a.id = b.id")
	want := ask(t, db, "select count(*), count(distinct display_name), count(display_name) from m365cc_user")
	if got[0] != want[0] {
		t.Errorf("%s, want %s", got[0], want[0])
	}
}
