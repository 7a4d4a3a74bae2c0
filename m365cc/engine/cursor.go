package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// directLookups is how many times in a statement a table is asked for the rows of one key before it is
// read whole and answers from what is kept.
const directLookups = 10

// cursor is one loop of a statement over a table.
type cursor struct {
	table *table
	rows  rows  // nil before the first Filter
	all   *kept // every row of the table, where rows must have stable numbers; nil before the first Filter
	eof   bool
	// chosen are the parameters that all was read with.
	chosen []bound
}

// rows are where a cursor's rows come from.
type rows interface {
	// next moves to the next row, also to the first; false at the end.
	next() (bool, error)
	// number is the row's number, the same in every loop over the table where statement.stable is set.
	number() int64
	// value is a column's value in the row.
	value(column int) m365cc.Value
	// close ends the use; what is kept for the statement stays.
	close()
}

// Filter begins a loop.
func (c *cursor) Filter(idxNum int, _ string, args ...sqlite3.Value) error {
	c.closeRows()
	c.eof = false
	p := c.table.db.plan(idxNum)
	if p.refused != "" {
		return c.table.db.statement.fail(c.table.def.ParameterError(p.refused))
	}
	bounds, err := p.bind(args)
	if err != nil {
		return err
	}
	for _, b := range bounds {
		if b.never() {
			c.eof = true
			return nil
		}
	}
	c.rows, err = c.choose(p, bounds, hint(p, args))
	if err != nil {
		return err
	}
	return c.Next()
}

// hint is the limit with its offset, 0 without.
func hint(p *plan, args []sqlite3.Value) int {
	if p.limit < 0 {
		return 0
	}
	limit := args[p.limit].Int64()
	if p.offset >= 0 {
		limit += max(args[p.offset].Int64(), 0)
	}
	const most = 1 << 30
	if limit <= 0 || limit > most {
		return 0
	}
	return int(limit)
}

// choose decides where the rows come from.
//
// A loop that runs once is a stream. A loop that runs again, inside of another, reads the list once and
// keeps it; a key that comes from the other loop is looked up in Graph the first times, since a join with
// a few rows should not read a large tenant. A parameter that varies is asked for each time anew.
func (c *cursor) choose(p *plan, bounds []bound, limit int) (rows, error) {
	if c.table.db.statement.stable {
		return c.lookNumbered(p, bounds)
	}
	if c.table.hasVaryingParameter(bounds) { // what is kept of another value does not answer this one
		return c.stream(p, bounds, 0), nil
	}
	use := c.table.db.statement.use(p)
	use.loops++
	varying := hasVarying(bounds)
	switch {
	case use.kept != nil:
	case use.loops == 1 && !c.table.db.statement.isInside() && (!varying || !c.table.db.readsOthers):
		return c.stream(p, bounds, limit), nil
	case varying && use.loops <= cmp.Or(c.table.def.Lookups, directLookups) && c.canLookUp(bounds):
		return c.stream(p, bounds, limit), nil
	default:
		use.kept = c.keep(p, constants(bounds))
	}
	return use.kept.look(bounds)
}

// lookNumbered answers from every row of the table, whose numbers are the same in each loop.
func (c *cursor) lookNumbered(p *plan, bounds []bound) (rows, error) {
	chosen := c.table.parameters(bounds)
	switch {
	case c.all == nil:
		c.all, c.chosen = c.keep(p, chosen), chosen
	case !sameBounds(c.chosen, chosen):
		return nil, fmt.Errorf("%s: this kind of statement needs one value for each column that chooses what is read (%s): give it as a constant", c.table.def.Name, strings.Join(c.table.parameterNames(), ", "))
	}
	return c.all.look(bounds)
}

func hasVarying(bounds []bound) bool {
	for _, b := range bounds {
		if !b.constant {
			return true
		}
	}
	return false
}

// constants are the bounds that do not vary.
func constants(bounds []bound) []bound {
	return slices.DeleteFunc(slices.Clone(bounds), func(b bound) bool { return !b.constant })
}

// canLookUp says whether Graph takes one of the equalities that vary.
func (c *cursor) canLookUp(bounds []bound) bool {
	for _, b := range bounds {
		if !b.constant && b.isEqual() && len(c.table.condition(b)) > 0 {
			return true
		}
	}
	return false
}

// stream reads the rows of all conditions as they come.
func (c *cursor) stream(p *plan, bounds []bound, limit int) rows {
	conditions, whole := c.table.conditions(bounds)
	if !whole || !p.exact {
		limit = 0
	}
	db := c.table.db
	db.statement.active++
	return &streamRows{db: db, stream: openStream(db.context, db, c.table.def, c.table.query(p, conditions, limit))}
}

// keep reads the rows of the conditions, to be used by all loops of the statement.
func (c *cursor) keep(p *plan, bounds []bound) *kept {
	conditions, _ := c.table.conditions(bounds)
	db := c.table.db
	q := c.table.query(p, conditions, 0)
	return newKept(db, c.table.def, openStream(db.context, db, c.table.def, q), q.Columns)
}

// Next moves to the next row.
func (c *cursor) Next() error {
	more, err := c.rows.next()
	if err != nil {
		return c.table.db.statement.fail(err)
	}
	if !more {
		c.closeRows()
		c.eof = true
	}
	return nil
}

// EOF says whether the loop is at its end.
func (c *cursor) EOF() bool { return c.eof }

// Column gives a value of the row to SQLite.
func (c *cursor) Column(ctx sqlite3.Context, n int) error {
	result(ctx, c.rows.value(n))
	return nil
}

// RowID is the number of the row.
func (c *cursor) RowID() (int64, error) {
	if !c.table.db.statement.stable { // or rows would be taken for others, silently
		return 0, c.table.db.statement.fail(errors.New("SQLite asked for the number of a row unexpectedly; please report the statement"))
	}
	return c.rows.number(), nil
}

// Close ends the loop.
func (c *cursor) Close() error {
	c.closeRows()
	if c.all != nil {
		return c.all.close()
	}
	return nil
}

func (c *cursor) closeRows() {
	if c.rows != nil {
		c.rows.close()
		c.rows = nil
	}
}

// result hands a value to SQLite in the form of Steampipe's own SQLite extension.
func result(ctx sqlite3.Context, v m365cc.Value) {
	switch {
	case v.IsNull():
		ctx.ResultNull()
	case v.Type() == m365cc.Boolean, v.Type() == m365cc.Integer:
		ctx.ResultInt64(v.Int())
	case v.Type() == m365cc.Double:
		ctx.ResultFloat(v.Float())
	default:
		ctx.ResultText(v.Text())
	}
}

// streamRows are rows that are read once.
type streamRows struct {
	db     *DB
	stream *stream
}

func (s *streamRows) next() (bool, error) { return s.stream.next(s.db.conn.GetInterrupt()) }

func (s *streamRows) number() int64 { return int64(s.stream.row) }

func (s *streamRows) value(column int) m365cc.Value {
	return s.stream.batch.Value(s.stream.row, column)
}

func (s *streamRows) close() {
	s.db.statement.active--
	s.stream.close()
}
