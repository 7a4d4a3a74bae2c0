package engine

import (
	"fmt"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// plan is how SQLite reads a table in one loop of a statement.
type plan struct {
	terms []term
	// columns are the wanted ones; tail says that column 63 or a later one is wanted too, which SQLite
	// does not tell apart.
	columns []int
	tail    bool
	// limit and offset are the places of their arguments, -1 without.
	limit, offset int
	// newestFirst says that SQLite relies on the rows' order.
	newestFirst bool
	// refused is a parameter that is compared in another way than by equality; "": none.
	refused string
	// exact says that every condition that SQLite knows of is a term.
	exact bool
}

// term is a condition whose value SQLite hands to Filter.
type term struct {
	column    int
	op        sqlite3.IndexConstraintOp
	in        bool   // the value is a list
	constant  bool   // the same in every call of Filter
	collation string // that SQLite compares with
}

// lastBit is the bit of ColumnsUsed that stands for column 63 and all later ones.
const lastBit = 63

// BestIndex chooses a plan. Every condition that can serve is taken, and none is omitted: SQLite checks
// them again, since Graph ignores case and a filter may be refused.
func (t *table) BestIndex(idx *sqlite3.IndexInfo) error {
	p := &plan{limit: -1, offset: -1, exact: true}
	args := 0
	take := func(i int) int { // the place of the constraint's value among the arguments
		args++
		idx.ConstraintUsage[i].ArgvIndex = args
		return args - 1
	}
	for i, c := range idx.Constraint {
		switch {
		case isLimit(c.Op):
		case !c.Usable && t.isParameterOf(c): // another order of the loops is the only right one
			return sqlite3.CONSTRAINT
		case !c.Usable, !t.serves(c):
			p.exact = false
		default:
			take(i)
			p.terms = append(p.terms, t.term(idx, i))
		}
	}
	p.refused = t.refusedParameter(idx.Constraint)
	p.newestFirst = t.givesOrder(idx.OrderBy)
	idx.OrderByConsumed = p.newestFirst
	for i, c := range idx.Constraint {
		// with another ORDER BY the first rows are not the wanted ones
		if !isLimit(c.Op) || !c.Usable || len(idx.OrderBy) > 0 && !p.newestFirst {
			continue
		}
		if c.Op == sqlite3.INDEX_CONSTRAINT_LIMIT {
			p.limit = take(i)
		} else {
			p.offset = take(i)
		}
	}
	p.useColumns(idx.ColumnsUsed, len(t.def.Columns))
	idx.EstimatedCost, idx.EstimatedRows = t.estimate(p)
	idx.IdxNum = t.db.addPlan(p)
	return nil
}

// givesOrder says whether the table itself can give its rows in the order of a statement.
func (t *table) givesOrder(by []sqlite3.IndexOrderBy) bool {
	return len(by) == 1 && by[0].Desc && by[0].Column >= 0 && t.def.Columns[by[0].Column].NewestFirst
}

func isLimit(op sqlite3.IndexConstraintOp) bool {
	return op == sqlite3.INDEX_CONSTRAINT_LIMIT || op == sqlite3.INDEX_CONSTRAINT_OFFSET
}

// serves says whether a condition is of use: an equality always, since a join looks rows up by it.
func (t *table) serves(c sqlite3.IndexConstraint) bool {
	if c.Column < 0 {
		return false
	}
	operators := t.def.Columns[c.Column].Operators
	switch c.Op {
	case sqlite3.INDEX_CONSTRAINT_EQ, sqlite3.INDEX_CONSTRAINT_IS:
		return true
	case sqlite3.INDEX_CONSTRAINT_GT, sqlite3.INDEX_CONSTRAINT_GE:
		return operators&m365cc.AtLeast != 0
	case sqlite3.INDEX_CONSTRAINT_LT, sqlite3.INDEX_CONSTRAINT_LE:
		return operators&m365cc.AtMost != 0
	case sqlite3.INDEX_CONSTRAINT_LIKE:
		return operators&(m365cc.StartsWith|m365cc.EndsWith|m365cc.Contains) != 0
	case sqlite3.INDEX_CONSTRAINT_GLOB:
		return operators&(m365cc.StartsWith|m365cc.EndsWith) != 0
	case sqlite3.INDEX_CONSTRAINT_NE:
		return operators&m365cc.NotEqual != 0
	case sqlite3.INDEX_CONSTRAINT_ISNOTNULL:
		return operators&m365cc.NotNull != 0
	}
	return false
}

func (t *table) term(idx *sqlite3.IndexInfo, i int) term {
	c := idx.Constraint[i]
	_, err := idx.RHSValue(i)
	constant := err == nil || c.Op == sqlite3.INDEX_CONSTRAINT_ISNOTNULL
	in := c.Op == sqlite3.INDEX_CONSTRAINT_EQ && idx.In(i, -1)
	if in {
		idx.In(i, 1) // all values at once
	}
	return term{column: c.Column, op: c.Op, in: in, constant: constant, collation: idx.Collation(i)}
}

// useColumns takes the wanted columns out of SQLite's bits.
func (p *plan) useColumns(used uint64, columns int) {
	for i := range min(columns, lastBit) {
		if used&(1<<i) != 0 {
			p.columns = append(p.columns, i)
		}
	}
	p.tail = used&(1<<lastBit) != 0 && columns > lastBit
}

const (
	// tableRows is how many rows a table is taken to have, in want of knowledge.
	tableRows = 100_000
	// scanCost is the cost of a loop that has no condition to use, termCost of any other. The two are near
	// each other on purpose: a loop that has a condition is the better one, but never so much that SQLite
	// would rather run a loop for each side of an OR, which would read the list twice.
	scanCost = 1_000_000
	termCost = 900_000
	// defaultFactor makes a loop dear that has no value for any column that chooses what is read, and so reads the
	// default. An OR of several such values is then a loop for each, not one over the default, which has no row of
	// the others.
	defaultFactor = 10
)

// estimate guesses cost and rows, so that SQLite puts a table that it can look up inside of one that it must
// read whole.
func (t *table) estimate(p *plan) (cost float64, rows int64) {
	rows = tableRows
	for _, term := range p.terms {
		switch {
		case !term.isEqual():
			rows /= 4
		case t.isKey(term.column):
			rows = 1
		default:
			rows /= 1000
		}
	}
	cost = termCost
	if len(p.terms) == 0 {
		cost = scanCost
	}
	if t.readsDefault(p) {
		cost *= defaultFactor
	}
	return cost, max(rows, 1)
}

func (t *table) isKey(column int) bool {
	name := t.def.Columns[column].Name
	return name == "id" || name == "user_id" || strings.HasSuffix(name, "user_principal_name")
}

// declaration is the CREATE TABLE that tells SQLite of the columns.
func declaration(def *m365cc.Table) string {
	columns := make([]string, len(def.Columns))
	for i, c := range def.Columns {
		columns[i] = fmt.Sprintf("%s %s", sqlite3.QuoteIdentifier(c.Name), declaredTypes[c.Type])
	}
	return "CREATE TABLE x(" + strings.Join(columns, ", ") + ")"
}

// declaredTypes name a column's type, which the results find again, and give it SQLite's affinity: text
// where the values are texts.
var declaredTypes = map[m365cc.Type]string{
	m365cc.String:    "TEXT",
	m365cc.Boolean:   "BOOLEAN",
	m365cc.Integer:   "INTEGER",
	m365cc.Double:    "DOUBLE",
	m365cc.Timestamp: "TIMESTAMP TEXT COLLATE " + timeCollation,
	m365cc.JSON:      "JSON TEXT",
}
