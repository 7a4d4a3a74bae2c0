package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// fileStore keeps rows in a private temporary SQLite database, for joins of more rows than should be in
// memory.
type fileStore struct {
	dir     string
	conn    *sqlite3.Conn
	insert  *sqlite3.Stmt
	pick    *sqlite3.Stmt
	count   int
	current []m365cc.Value
}

// spill moves the rows of a store in memory to a file.
func spill(m *memoryStore) (_ *fileStore, err error) {
	dir, err := os.MkdirTemp("", "m365cc-")
	if err != nil {
		return nil, fmt.Errorf("keep rows of a join: %w", err)
	}
	f := &fileStore{dir: dir, current: make([]m365cc.Value, m.width)}
	defer func() {
		if err != nil {
			_ = f.close() // the first error is the one that tells
		}
	}()
	if err := f.open(m.width); err != nil {
		return nil, fmt.Errorf("keep rows of a join in %q: %w", dir, err)
	}
	for _, row := range m.rows {
		if err := f.append(row); err != nil {
			return nil, err
		}
	}
	return f, m.close()
}

// open makes the table; nothing of it need survive, so nothing is synced. One transaction holds it all.
func (f *fileStore) open(width int) (err error) {
	if f.conn, err = sqlite3.Open(filepath.Join(f.dir, "rows.db")); err != nil {
		return err
	}
	columns := make([]string, 2*width)
	for i := range width {
		columns[2*i], columns[2*i+1] = fmt.Sprintf("k%d", i), fmt.Sprintf("v%d", i)
	}
	list := strings.Join(columns, ", ")
	if list != "" {
		list = ", " + list
	}
	if err := f.conn.Exec("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; BEGIN; CREATE TABLE kept(n INTEGER PRIMARY KEY" + list + ")"); err != nil {
		return err
	}
	if f.insert, _, err = f.conn.Prepare("INSERT INTO kept VALUES(?" + strings.Repeat(", ?", 2*width) + ")"); err != nil {
		return err
	}
	f.pick, _, err = f.conn.Prepare("SELECT * FROM kept WHERE n = ?")
	return err
}

func (f *fileStore) append(row []m365cc.Value) error {
	err := f.insert.BindInt(1, f.count)
	for i, v := range row {
		if err == nil {
			err = f.bind(2+2*i, v)
		}
	}
	if err == nil {
		err = f.insert.Exec()
	}
	f.count++
	return err
}

// bind writes a value as two: its type, NULL for NULL, and the value.
func (f *fileStore) bind(at int, v m365cc.Value) error {
	if v.IsNull() {
		if err := f.insert.BindNull(at); err != nil {
			return err
		}
		return f.insert.BindNull(at + 1)
	}
	if err := f.insert.BindInt(at, int(v.Type())); err != nil {
		return err
	}
	switch v.Type() {
	case m365cc.Boolean, m365cc.Integer:
		return f.insert.BindInt64(at+1, v.Int())
	case m365cc.Double:
		return f.insert.BindFloat(at+1, v.Float())
	}
	return f.insert.BindText(at+1, v.Text())
}

func (f *fileStore) row(i int) ([]m365cc.Value, error) {
	if err := f.pick.Reset(); err != nil {
		return nil, err
	}
	if err := f.pick.BindInt(1, i); err != nil {
		return nil, err
	}
	if !f.pick.Step() {
		return nil, fmt.Errorf("row %d of a join is gone: %w", i, f.pick.Err())
	}
	for c := range f.current {
		f.current[c] = f.value(1 + 2*c)
	}
	return f.current, nil
}

func (f *fileStore) value(at int) m365cc.Value {
	if f.pick.ColumnType(at) == sqlite3.NULL {
		return m365cc.Value{}
	}
	switch t := m365cc.Type(f.pick.ColumnInt(at)); t {
	case m365cc.Boolean:
		return m365cc.BoolValue(f.pick.ColumnBool(at + 1))
	case m365cc.Integer:
		return m365cc.IntValue(f.pick.ColumnInt64(at + 1))
	case m365cc.Double:
		return m365cc.DoubleValue(f.pick.ColumnFloat(at + 1))
	default:
		return m365cc.TypedText(t, f.pick.ColumnText(at+1))
	}
}

func (f *fileStore) len() int { return f.count }

// close removes the file.
func (f *fileStore) close() error {
	if f.conn != nil {
		for stmt := range f.conn.Stmts() {
			_ = stmt.Close() // the file goes with it
		}
		_ = f.conn.Close()
	}
	return os.RemoveAll(f.dir)
}
