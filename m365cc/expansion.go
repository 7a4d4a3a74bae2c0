package m365cc

import (
	"context"
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// expansion reads a table whose rows R are parts of the objects O of a collection, as the licences of users are.
// Conditions on the columns that are the object's own are pushed down as the collection's are.
type expansion[O, R any] struct {
	objects *collection[O]
	// needs are the properties that the parts are made of; every query asks for them.
	needs []string
	// bare is a row that has its object and no part.
	bare func(*O) R
	// parts makes, for a query, the function that gives the rows of an object, none if it has no part.
	parts func(ctx context.Context, q *request[R]) func(*O) ([]R, error)
	// some, unless nil, is a clause for the objects that have a part. It gives way to conditions on the parts.
	some func() graph.Clause
}

// fewObjects is how many objects are asked for where a few rows are likely to be enough: many have no part.
const fewObjects = 100

// partsColumn is a column of the objects that no query sees, for what every query asks for.
const partsColumn = ""

func (e *expansion[O, R]) read(ctx context.Context, q *request[R]) error {
	objects := &request[O]{Query: e.query(q), table: e.table(q.table), scope: q.scope}
	parts := e.parts(ctx, q)
	objects.emit = func(b Batch) error { return giveParts(q, b.(*batch[O]), parts) }
	return e.objects.read(ctx, objects)
}

// table is the table of the objects: with the same columns, of which those of the parts are NULL.
func (e *expansion[O, R]) table(rows *definition[R]) *definition[O] {
	table := &definition[O]{name: rows.name}
	for _, c := range rows.columns {
		table.columns = append(table.columns, column[O]{Column: c.Column, value: func(o *O, s *scope) Value {
			row := e.bare(o)
			return c.value(&row, s)
		}})
	}
	hidden := column[O]{Column: Column{Name: partsColumn, properties: e.needs}}
	if e.some != nil {
		hidden = hidden.whereBy(NotNull, func(Condition) (graph.Clause, bool) { return e.some(), true })
	}
	table.columns = append(table.columns, hidden)
	return table
}

// query is the query for the objects. A list on a column of the parts that is too long for Graph is left out, since
// an object is not in one part of the list alone.
func (e *expansion[O, R]) query(q *request[R]) *Query {
	query := *q.Query
	query.Columns = append(slices.Clone(q.Columns), len(q.table.columns))
	query.Conditions = nil
	narrow := false
	for _, c := range q.Conditions {
		if e.isOfParts(&q.table.columns[q.columnIndex(c.Column)].Column) {
			if len(c.Values) > graph.MaxValues {
				continue
			}
			narrow = narrow || q.table.columns[q.columnIndex(c.Column)].Operators&c.Operator != 0
		}
		query.Conditions = append(query.Conditions, c)
	}
	if e.some != nil && !narrow {
		query.Conditions = append(query.Conditions, Condition{Column: partsColumn, Operator: NotNull})
	}
	if q.Limit > 0 {
		query.Limit = max(q.Limit, fewObjects)
	}
	return &query
}

// isOfParts says whether a column is made of the parts alone.
func (e *expansion[O, R]) isOfParts(c *Column) bool {
	return len(c.properties) > 0 && slices.Contains(e.needs, c.properties[0])
}

// giveParts hands over the rows of objects, whose memory the rows go on using.
func giveParts[O, R any](q *request[R], objects *batch[O], parts func(*O) ([]R, error)) error {
	q.scope.missing = objects.scope.missing
	var rows []R
	for i := range objects.rows {
		these, err := parts(&objects.rows[i])
		if err != nil {
			return err
		}
		rows = append(rows, these...)
	}
	if len(rows) == 0 {
		objects.Release()
		return nil
	}
	return q.emit(&expanded[R]{&batch[R]{rows: rows, columns: q.table.columns, scope: &q.scope}, objects.Release})
}

// expanded are rows that use the memory of their objects.
type expanded[R any] struct {
	*batch[R]
	release func()
}

func (b *expanded[R]) Release() { b.release() }
