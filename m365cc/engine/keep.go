package engine

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/ncruces/go-sqlite3"
)

// createAs matches CREATE TABLE … AS …, behind comments: the words before the name, the name, and the query.
var createAs = regexp.MustCompile(`(?is)^((?:\s|--[^\n]*\n|/\*.*?\*/)*create\s+(?:temp\s+|temporary\s+)?table\s+)(` +
	identifier + `(?:\s*\.\s*` + identifier + `)?)\s+as\s+(.*?)[\s;]*$`)

const identifier = "(?:\"(?:[^\"]|\"\")+\"|\\[[^\\]]+\\]|`[^`]+`|[\\pL_][\\pL\\pN_$]*)"

// keepTypes runs CREATE TABLE … AS in two steps, with the types of the query's columns: SQLite itself keeps of
// them only that a column holds numbers or texts, and a flag that was kept would come back as 1. done is false
// for any other statement.
func (db *DB) keepTypes(ctx context.Context, sql string, r Result) (done bool, err error) {
	parts := createAs.FindStringSubmatch(sql)
	if parts == nil {
		return false, nil
	}
	columns, err := db.typedColumns(parts[3])
	if err != nil {
		return false, nil //nolint:nilerr // SQLite says of the statement as it stands what is wrong
	}
	if err := db.conn.Exec("SAVEPOINT m365cc_keep"); err != nil {
		return true, sqlError(err)
	}
	err = sqlError(db.conn.Exec(parts[1] + parts[2] + "(" + strings.Join(columns, ", ") + ")"))
	if err == nil {
		_, err = db.run(ctx, "INSERT INTO "+parts[2]+" "+parts[3], r)
	}
	if err != nil {
		return true, errors.Join(err, sqlError(db.conn.Exec("ROLLBACK TO m365cc_keep; RELEASE m365cc_keep")))
	}
	return true, sqlError(db.conn.Exec("RELEASE m365cc_keep"))
}

// typedColumns are the columns of a query as CREATE TABLE declares them.
func (db *DB) typedColumns(query string) ([]string, error) {
	stmt, _, err := db.conn.Prepare(query)
	if err != nil {
		return nil, err
	}
	if stmt == nil {
		return nil, errors.New("the query is empty")
	}
	defer stmt.Close()
	columns := make([]string, stmt.ColumnCount())
	seen := map[string]int{}
	for i := range columns {
		name := stmt.ColumnName(i)
		if folded := strings.ToLower(name); seen[folded] > 0 { // as SQLite names a second one
			name = fmt.Sprintf("%s:%d", name, seen[folded])
		}
		seen[strings.ToLower(stmt.ColumnName(i))]++
		columns[i] = strings.TrimSpace(sqlite3.QuoteIdentifier(name) + " " + stmt.ColumnDeclType(i))
	}
	return columns, nil
}
