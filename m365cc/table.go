package m365cc

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// timeStep is the precision of the times in filters.
const timeStep = time.Second

// Table is a table as both engines see it; the declaration in a table file makes it, with [define].
type Table struct {
	Name        string
	Description string
	Columns     []*Column
	// Lookups is how many rows a join had better look up one by one before the table is read whole; 0: the engine's
	// own choice.
	Lookups int

	sources []source
	rows    func(ctx context.Context, q *Query, emit func(Batch) error) error
}

// Rows gives all rows that the query's conditions may hold for, and perhaps more, to emit, in batches.
// It ends when all are given, when emit returns an error, or with an error of its own: an answer is
// whole only if Rows returns nil.
func (t *Table) Rows(ctx context.Context, q *Query, emit func(Batch) error) error {
	return t.rows(ctx, q, emit)
}

// Column returns the index of the column of that name, -1 if there is none.
func (t *Table) Column(name string) int {
	return slices.IndexFunc(t.Columns, func(c *Column) bool { return c.Name == name })
}

// Batch is some rows of a table.
type Batch interface {
	// Len is how many.
	Len() int
	// Value is a column's value, by index.
	Value(row, column int) Value
	// Release says that the batch is no longer needed; its memory is used for another.
	Release()
}

// definition is a table as it is declared.
type definition[R any] struct {
	name        string
	description string
	columns     []column[R]
	lookups     int
	// sources are what the table is read from; none where that is not Graph.
	sources []source
	// list gives the rows.
	list func(ctx context.Context, q *request[R]) error
}

// request is a query on its way through a list function.
type request[R any] struct {
	*Query
	table *definition[R]
	scope scope
	emit  func(Batch) error
}

// wants says whether the query needs the column.
func (q *request[R]) wants(name string) bool {
	return slices.ContainsFunc(q.Columns, func(i int) bool { return q.table.columns[i].Name == name })
}

// wanting is the query with one more column.
func (q *request[R]) wanting(name string) *request[R] {
	wider, query := *q, *q.Query
	if !q.wants(name) {
		query.Columns = append(slices.Clone(q.Columns), q.columnIndex(name))
		slices.Sort(query.Columns)
	}
	wider.Query = &query
	return &wider
}

// clear is an error where the engine does not know what a column that chooses the rows must be: the rows of the
// default would be silently dropped.
func (q *request[R]) clear() error {
	for _, name := range q.Unclear {
		if q.table.columns[q.columnIndex(name)].Parameter {
			return fmt.Errorf("%w; Steampipe tells the plugin only the value of a constant", parameterError(q.table.name, name))
		}
	}
	return nil
}

// ParameterError is the error of a statement whose condition on a column that chooses the rows is no equality.
func (t *Table) ParameterError(column string) error { return parameterError(t.Name, column) }

func parameterError(table, column string) error {
	return fmt.Errorf("%s: %s chooses which rows the table holds, so that a condition on it must be = or in (...)", table, column)
}

// give hands rows over. page, unless nil, is told when they are no longer needed.
func (q *request[R]) give(rows []R, page *graph.Page[R]) error {
	if len(rows) == 0 {
		return nil
	}
	scope := q.scope // the next page's may differ while these rows are being read
	return q.emit(&batch[R]{rows: rows, columns: q.table.columns, scope: &scope, page: page})
}

// define makes a table of its declaration. Every table has tenant_id, the connection's tenant.
func define[R any](d definition[R]) *Table {
	d.columns = append(d.columns, newColumn("tenant_id", String, "The id of the tenant that the connection signs in to.",
		func(_ *R, s *scope) Value { return StringValue(s.tenantID) }))
	t := &Table{Name: d.name, Description: d.description, Lookups: d.lookups}
	for i := range d.columns {
		t.Columns = append(t.Columns, &d.columns[i].Column)
	}
	t.sources = append(withColumns(d.sources, t.Columns), d.joinedSources()...)
	t.rows = func(ctx context.Context, q *Query, emit func(Batch) error) error {
		request := &request[R]{Query: q, table: &d, emit: emit}
		if err := request.clear(); err != nil {
			return err
		}
		if request.wants("tenant_id") {
			id, err := q.Connection.TenantID(ctx)
			if err != nil {
				return err
			}
			request.scope.tenantID = id
		}
		return d.list(ctx, request)
	}
	return t
}

type batch[R any] struct {
	rows    []R
	columns []column[R]
	scope   *scope
	page    *graph.Page[R]
}

func (b *batch[R]) Len() int { return len(b.rows) }

func (b *batch[R]) Value(row, column int) Value {
	return b.columns[column].value(&b.rows[row], b.scope)
}

func (b *batch[R]) Release() {
	if b.page != nil {
		b.page.Release()
	}
}
