package engine

import (
	"github.com/ncruces/go-sqlite3"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// table is a table of a connection as a virtual table.
type table struct {
	db         *DB
	schema     string
	def        *m365cc.Table
	connection *m365cc.Connection
}

// Open makes a cursor for one loop of a statement.
func (t *table) Open() (sqlite3.VTabCursor, error) { return &cursor{table: t}, nil }

// wanted are the columns that the plan needs: SQLite's bits for the first 63, and for the others, which
// share one bit, those that the whole statement reads.
func (t *table) wanted(p *plan) []int {
	columns := p.columns[:len(p.columns):len(p.columns)]
	if !p.tail {
		return columns
	}
	for i := lastBit; i < len(t.def.Columns); i++ {
		if t.db.reads(t.schema, t.def.Name, t.def.Columns[i].Name) {
			columns = append(columns, i)
		}
	}
	return columns
}

// query is the query for the conditions.
func (t *table) query(p *plan, conditions []m365cc.Condition, limit int) *m365cc.Query {
	return &m365cc.Query{Connection: t.connection, Columns: t.wanted(p), Conditions: conditions, NewestFirst: p.newestFirst, Limit: limit}
}
