package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// Column is a column of a result.
type Column struct {
	Name string
	// Type is the type of the table's column that the result's column is; it is String for an expression,
	// whose values have the type that SQLite gave them.
	Type m365cc.Type
}

// Result takes what a statement gives.
type Result interface {
	// Begin is told the columns, before the rows. A statement that gives no rows, such as CREATE TABLE,
	// has no columns, and Begin is not called for it.
	Begin(columns []Column) error
	// Row is given a row; the values are good until it returns.
	Row(values []m365cc.Value) error
	// End is called after the last row, unless there was an error.
	End() error
}

// Query runs statements, one after the other. Errors of Graph come back as such. When the context ends,
// the statement ends with the context's error; the database can be used further.
func (db *DB) Query(ctx context.Context, sql string, r Result) error {
	if err := db.attach(sql); err != nil {
		return err
	}
	db.locked = true
	defer func() { db.locked = false }()
	for strings.TrimSpace(sql) != "" {
		tail, err := db.run(ctx, sql, r)
		if err != nil {
			return err
		}
		sql = tail
	}
	return nil
}

// run runs the first statement and returns the others.
func (db *DB) run(ctx context.Context, sql string, r Result) (tail string, err error) {
	stmt, tail, err := db.prepare(sql)
	if err != nil || stmt == nil { // nil: a comment
		return tail, err
	}
	if done, err := db.keepTypes(ctx, strings.TrimSuffix(sql, tail), r); done {
		return tail, errors.Join(err, stmt.Close())
	}
	db.statement, db.context = newStatement(), ctx
	db.statement.stable = db.numbersRows(strings.TrimSuffix(sql, tail))
	db.conn.SetInterrupt(ctx)
	defer func() {
		// an interrupt that stays would fail the next statement
		db.conn.SetInterrupt(context.Background())
		closing := errors.Join(stmt.Close(), db.statement.close())
		switch {
		case ctx.Err() != nil:
			err = context.Cause(ctx)
		case db.statement.err != nil:
			err = db.statement.err
		case err == nil && !isInterrupt(closing):
			err = closing
		}
	}()
	err = give(stmt, r)
	if err != nil && db.denied != nil {
		err = db.denied
	}
	return tail, err
}

// prepare compiles the first statement; it is nil when there is nothing but a comment.
func (db *DB) prepare(sql string) (stmt *sqlite3.Stmt, tail string, err error) {
	clear(db.read)
	db.readsOthers, db.denied = false, nil
	stmt, tail, err = db.conn.Prepare(sql)
	switch {
	case err != nil && db.denied != nil:
		return nil, "", db.denied
	case err != nil:
		return nil, "", sqlError(err)
	case stmt != nil && stmt.BindCount() > 0: // SQLite would take NULL
		err := &SQLError{text: "the statement has parameters, which have no values here; write the values into it"}
		return nil, "", errors.Join(err, stmt.Close())
	}
	return stmt, tail, nil
}

// numbersRows says whether SQLite's program for the statement asks a virtual table for the number of a row.
func (db *DB) numbersRows(sql string) bool {
	stmt, _, err := db.conn.Prepare("EXPLAIN " + sql)
	if err != nil || stmt == nil {
		return false // EXPLAIN itself, which reads no rows
	}
	defer stmt.Close()
	opened, numbered := map[int]bool{}, map[int]bool{} // by cursor
	const opcode, p1 = 1, 2
	for stmt.Step() {
		switch stmt.ColumnText(opcode) {
		case "VOpen":
			opened[stmt.ColumnInt(p1)] = true
		case "Rowid":
			numbered[stmt.ColumnInt(p1)] = true
		}
	}
	for cursor := range numbered {
		if opened[cursor] {
			return true
		}
	}
	return false
}

func isInterrupt(err error) bool { return errors.Is(err, sqlite3.INTERRUPT) }

// give hands the rows of a statement over.
func give(stmt *sqlite3.Stmt, r Result) error {
	columns := resultColumns(stmt)
	if len(columns) == 0 {
		return sqlError(stmt.Exec())
	}
	if err := r.Begin(columns); err != nil {
		return err
	}
	values := make([]m365cc.Value, len(columns))
	var texts arena
	for stmt.Step() {
		for i := range values {
			values[i] = resultValue(stmt, i, columns[i].Type, &texts)
		}
		if err := r.Row(values); err != nil {
			return err
		}
	}
	if err := stmt.Err(); err != nil {
		return sqlError(err)
	}
	return r.End()
}

func resultColumns(stmt *sqlite3.Stmt) []Column {
	columns := make([]Column, stmt.ColumnCount())
	for i := range columns {
		columns[i] = Column{Name: stmt.ColumnName(i), Type: declaredType(stmt.ColumnDeclType(i))}
	}
	return columns
}

// declaredType is the type that a column was declared with in one of our tables, or in a table that a
// user made of their columns.
func declaredType(declared string) m365cc.Type {
	switch first, _, _ := strings.Cut(strings.ToUpper(declared), " "); first {
	case "BOOLEAN":
		return m365cc.Boolean
	case "INTEGER":
		return m365cc.Integer
	case "DOUBLE":
		return m365cc.Double
	case "TIMESTAMP":
		return m365cc.Timestamp
	case "JSON":
		return m365cc.JSON
	}
	return m365cc.String
}

// resultValue is a value of the result; one that does not have the declared type keeps its own.
func resultValue(stmt *sqlite3.Stmt, i int, declared m365cc.Type, texts *arena) m365cc.Value {
	switch stmt.ColumnType(i) {
	case sqlite3.INTEGER:
		if declared == m365cc.Boolean {
			return m365cc.BoolValue(stmt.ColumnInt64(i) != 0)
		}
		return m365cc.IntValue(stmt.ColumnInt64(i))
	case sqlite3.FLOAT:
		return m365cc.DoubleValue(stmt.ColumnFloat(i))
	case sqlite3.TEXT, sqlite3.BLOB:
		return m365cc.TypedText(declared, texts.copy(stmt.ColumnRawText(i)))
	}
	return m365cc.Value{}
}

// sqlError says what SQLite found wrong, without the library's prefix.
func sqlError(err error) error {
	if err == nil {
		return nil
	}
	var e *sqlite3.Error
	if !errors.As(err, &e) {
		return err
	}
	text := strings.TrimPrefix(e.Error(), "sqlite3: ")
	text = strings.TrimPrefix(text, "SQL logic error: ")
	if sql := strings.TrimSpace(e.SQL()); sql != "" && !strings.HasPrefix(text, "near ") {
		if line, _, _ := strings.Cut(sql, "\n"); line != "" {
			text += fmt.Sprintf(" (near %q)", shorten(line))
		}
	}
	return &SQLError{text: text, cause: err}
}

// shorten keeps an error within a line.
func shorten(s string) string {
	const longest = 60
	if r := []rune(s); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return s
}

// SQLError is an error in a statement, or of the database.
type SQLError struct {
	text  string
	cause error
}

// Error returns SQLite's reason and where in the statement it is.
func (e *SQLError) Error() string { return e.text }

// Unwrap returns the library's error.
func (e *SQLError) Unwrap() error { return e.cause }
