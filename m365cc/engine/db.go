package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/ncruces/go-sqlite3"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// Named is a connection with its name.
type Named struct {
	Name       string
	Connection *m365cc.Connection
}

// Options open a [DB].
type Options struct {
	// Connections are those that can be asked; the first is the default, whose tables need no prefix.
	Connections []Named
	// File is the database file that keeps results; "": results are kept in memory and gone at the end.
	File string
}

// DB is an SQLite database with the tables as virtual tables. It is used by one goroutine.
type DB struct {
	conn      *sqlite3.Conn
	options   Options
	context   context.Context // of the statement that runs
	plans     []*plan
	statement *statement
	read      map[string]bool // "schema.table.column" of the statement that is prepared
	// readsOthers says that the statement reads tables that are not ours, which may be the outer loop of a join.
	readsOthers bool
	attached    map[string]bool
	locked      bool  // a statement of the user is prepared or runs
	denied      error // what it tried and may not; nil: nothing
	rows        atomic.Int64
}

// Open makes a database. Its errors name the file.
func Open(o Options) (*DB, error) {
	name := o.File
	if err := checkFile(name); err != nil {
		return nil, fmt.Errorf("open database %q: %w", name, err)
	}
	if name == "" {
		name = ":memory:"
	}
	conn, err := sqlite3.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open database %q: %w", name, err)
	}
	db := &DB{conn: conn, options: o, context: context.Background(), statement: newStatement(), read: map[string]bool{}, attached: map[string]bool{}}
	if err := db.prepareTables(); err != nil {
		return nil, errors.Join(fmt.Errorf("open database %q: %w", name, err), conn.Close())
	}
	return db, nil
}

// Close closes the database.
func (db *DB) Close() error { return db.conn.Close() }

// RowsRead is how many rows the tables have given since the database was opened. It may be called from
// any goroutine.
func (db *DB) RowsRead() int64 { return db.rows.Load() }

func (db *DB) addRows(n int) { db.rows.Add(int64(n)) }

// prepareTables makes the default connection's tables. They are temporary, so that a database file holds
// no virtual table that another program could not open.
func (db *DB) prepareTables() error {
	if _, err := db.conn.Config(sqlite3.DBCONFIG_DEFENSIVE, true); err != nil {
		return err
	}
	if err := db.conn.CreateCollation(timeCollation, compareTimes); err != nil {
		return err
	}
	if err := db.conn.SetAuthorizer(db.authorize); err != nil {
		return err
	}
	for i, named := range db.options.Connections {
		if err := db.createModule(i, named); err != nil {
			return err
		}
	}
	if len(db.options.Connections) == 0 {
		return nil
	}
	return db.createTables("temp", 0)
}

func moduleName(connection int) string { return fmt.Sprintf("m365cc_connection_%d", connection) }

// createModule lets SQLite make tables of the connection.
func (db *DB) createModule(i int, named Named) error {
	construct := func(conn *sqlite3.Conn, _, schema, name string, _ ...string) (*table, error) {
		for _, def := range m365cc.Tables() {
			if def.Name == name {
				return &table{db: db, schema: schema, def: def, connection: named.Connection}, conn.DeclareVTab(declaration(def))
			}
		}
		return nil, fmt.Errorf("there is no table %q", name)
	}
	//lint:ignore SA1019 the generic method that replaces it needs Go 1.27
	return sqlite3.CreateModule(db.conn, moduleName(i), construct, construct) //nolint:staticcheck // likewise
}

func (db *DB) createTables(schema string, connection int) error {
	for _, def := range m365cc.Tables() {
		sql := fmt.Sprintf("CREATE VIRTUAL TABLE %s.%s USING %s", sqlite3.QuoteIdentifier(schema), def.Name, moduleName(connection))
		if err := db.conn.Exec(sql); err != nil {
			return err
		}
	}
	return nil
}

// attach makes the tables of the connections that the SQL names, as CONNECTION.table. SQLite attaches ten
// databases at most, so the others are left out.
func (db *DB) attach(sql string) error {
	folded := strings.ToLower(sql)
	for i, named := range db.options.Connections {
		schema := strings.ToLower(named.Name)
		if db.attached[schema] || schema == "main" || schema == "temp" || !strings.Contains(folded, schema) {
			continue
		}
		db.attached[schema] = true
		if err := db.conn.Exec("ATTACH ':memory:' AS " + sqlite3.QuoteIdentifier(named.Name)); err != nil {
			return fmt.Errorf("connection %q: %w", named.Name, err)
		}
		if err := db.createTables(named.Name, i); err != nil {
			return fmt.Errorf("connection %q: %w", named.Name, err)
		}
	}
	return nil
}

// authorize notes which columns a statement reads, and refuses what would write elsewhere than into the
// database that was opened.
func (db *DB) authorize(action sqlite3.AuthorizerActionCode, name3rd, name4th, schema, _ string) sqlite3.AuthorizerReturnCode {
	if action == sqlite3.AUTH_READ {
		db.read[strings.ToLower(schema+"."+name3rd+"."+name4th)] = true
		db.readsOthers = db.readsOthers || !isTable(name3rd)
	}
	if db.locked {
		if err := forbidden(action, name3rd); err != nil {
			db.denied = err
			return sqlite3.AUTH_DENY
		}
	}
	return sqlite3.AUTH_OK
}

func isTable(name string) bool {
	return slices.ContainsFunc(m365cc.Tables(), func(t *m365cc.Table) bool { return strings.EqualFold(t.Name, name) })
}

// reads says whether the statement reads the column anywhere.
func (db *DB) reads(schema, table, column string) bool {
	return db.read[strings.ToLower(schema+"."+table+"."+column)]
}

func (db *DB) addPlan(p *plan) int {
	db.plans = append(db.plans, p)
	return len(db.plans) - 1
}

func (db *DB) plan(i int) *plan { return db.plans[i] }
