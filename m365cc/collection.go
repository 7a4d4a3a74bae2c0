package m365cc

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// collection is a collection of Graph that a table is read from.
type collection[R any] struct {
	// path follows the version; version "" is v1.0.
	path, version string
	// id is the object's, which every query asks for: an object that comes twice is given once.
	id func(*R) string
	// selectOptional is set where Graph gives every property without $select.
	selectOptional bool
	// top is the largest page; 0: the collection takes no $top.
	top int
	// topWith are properties with which pages are smaller.
	topWith map[string]int
	// keys are the columns by which Graph gives one object.
	keys []key
	// optional are the properties that some applications or tenants cannot read.
	optional []graph.Optional
	help     graph.Help
	pool     *graph.Pool[R]
	// moment is when a row is of, for a table that gives the newest first.
	moment func(*R) string
	// license, unless nil, is the part number of the licence that a row is about. Those that the connection does not
	// manage are left out.
	license func(*R) string
	// prepare, unless nil, completes the rows of a page before they are given.
	prepare func(ctx context.Context, q *request[R], rows []R) error
}

// key is a column by which Graph gives one object: GET /path/{value}.
type key struct {
	column string
	// fits says whether Graph takes the value as a key; others are filtered on.
	fits func(value string) bool
	// without are properties that Graph does not give by this key.
	without []string
	// valid, unless nil, says whether any object can have the value at all.
	valid func(value string) bool
	// equal makes the clause for several values; nil: Graph does not filter on the key, and several values
	// are as many gets.
	equal func(property string, literals ...string) graph.Clause
}

const (
	// maxChunks bounds how many requests an IN list may become before the list is read whole.
	maxChunks = 20
	// maxFilter bounds a $filter, since hosts and proxies bound URLs.
	maxFilter = 4000
	// maxGets bounds how many objects are read one by one; Graph gives five of some collections in ten seconds.
	maxGets = 20
)

// read gives the rows of the collection that the query asks for.
func (c *collection[R]) read(ctx context.Context, q *request[R]) error {
	for _, k := range c.keys {
		condition, ok := q.condition(k.column, Equal)
		if !ok {
			continue
		}
		values := k.possible(condition.Values)
		if len(values) == 0 {
			return nil
		}
		if k.gets(values) && !c.needsAny(q, k.without) {
			done, err := c.get(ctx, q, values)
			if done || err != nil {
				return err
			}
		}
	}
	return c.list(ctx, q)
}

// possible are the values, sorted and without repetition, that an object can have.
func (k key) possible(values []Value) []string {
	var out []string
	for _, v := range values {
		if s := v.Text(); s != "" && (k.valid == nil || k.valid(s)) {
			out = append(out, s)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// gets says whether objects with the values are read one by one.
func (k key) gets(values []string) bool {
	most := 1
	if k.equal == nil {
		most = maxGets
	}
	return len(values) <= most && !slices.ContainsFunc(values, func(v string) bool { return !k.fits(v) })
}

// get gives the objects with the keys. It is not done when Graph refuses to give one in this way.
func (c *collection[R]) get(ctx context.Context, q *request[R], values []string) (done bool, err error) {
	r := c.request(q)
	var rows []R
	var missing []string
	for _, value := range values {
		r.Path = c.path + "/" + url.PathEscape(value)
		row, lacking, err := graph.Get[R](ctx, q.Connection.Client(), r)
		if graph.IsBadRequest(err) {
			return false, nil
		}
		if err != nil {
			return true, err
		}
		if row != nil && c.id(row) == "" { // SQL would drop it, as if there were no such object
			return true, fmt.Errorf("GET %s: the answer is not one of Graph's: the object has no id", c.path)
		}
		if row != nil {
			rows, missing = append(rows, *row), lacking
		}
	}
	if len(rows) == 0 {
		return true, nil
	}
	if q.NewestFirst {
		sortNewest(rows, c.moment)
	}
	return true, c.give(ctx, q, rows, missing, nil)
}

// list reads the pages of the collection, for a long IN list several times with a part of it.
func (c *collection[R]) list(ctx context.Context, q *request[R]) error {
	column, chunks := c.chunks(q)
	given := new(givenIDs)
	parts := make([]part[R], len(chunks))
	for i, chunk := range chunks {
		parts[i] = func(ctx context.Context, q *request[R]) error {
			return c.listChunk(ctx, q, column, chunk, given, len(chunks) > 1)
		}
	}
	return inParts(ctx, q, c.moment, parts...)
}

// listChunk reads the pages of a part. The ids that were given matter where there are several pages or parts.
func (c *collection[R]) listChunk(ctx context.Context, q *request[R], column int, chunk []Value, given *givenIDs, several bool) error {
	r := c.request(q)
	var whole bool
	r.Filter, whole = c.filter(q, column, chunk)
	if !whole || c.thinned(q) { // most rows will be dropped, so that a page of the limit's size would be the first of many
		r.Limit = 0
	}
	if column >= 0 { // only needs its value
		r.Select = withProperties(r.Select, q.table.columns[column].properties)
	}
	for page, err := range graph.List(ctx, q.Connection.Client(), r, c.pool) {
		if err != nil {
			return err
		}
		rows := page.Rows
		if column >= 0 {
			rows = q.only(rows, column, chunk)
		}
		if several = several || page.More(); several {
			rows = withoutGiven(given, rows, c.id)
		}
		if err := c.give(ctx, q, rows, page.Missing, page); err != nil {
			return err
		}
	}
	return nil
}

func (c *collection[R]) give(ctx context.Context, q *request[R], rows []R, missing []string, page *graph.Page[R]) error {
	q.scope.missing = missing
	if c.thinned(q) {
		rows = slices.DeleteFunc(rows, func(r R) bool { return !q.Connection.manages(c.license(&r)) })
	}
	if c.prepare != nil {
		if err := c.prepare(ctx, q, rows); err != nil {
			return err
		}
	}
	return q.give(rows, page)
}

// request is the query's request without its filter.
func (c *collection[R]) request(q *request[R]) graph.Request {
	r := graph.Request{Version: c.version, Path: c.path, Select: q.properties(), SelectOptional: c.selectOptional, Optional: c.optional, Help: c.help,
		MaxTop: c.top, TopWith: c.topWith, Limit: q.Limit, NoReadAhead: q.NewestFirst}
	if c.thinned(q) {
		r.Select = withProperties(r.Select, []string{"skuPartNumber"})
	}
	r.Select = withProperties(r.Select, []string{"id"})
	r.Help.Table = cmp.Or(q.Asker, q.table.name)
	return r
}

// thinned says whether some licences are left out.
func (c *collection[R]) thinned(q *request[R]) bool {
	return c.license != nil && len(q.Connection.settings.ManagedLicenses) > 0
}

// needsAny says whether the query needs one of the properties.
func (c *collection[R]) needsAny(q *request[R], properties []string) bool {
	return slices.ContainsFunc(q.properties(), func(p string) bool { return slices.Contains(properties, p) })
}

// properties are Graph's properties that the query's columns are made of, in the order of the declaration.
func (q *request[R]) properties() []string {
	var all []string
	for _, i := range q.Columns {
		all = withProperties(all, q.table.columns[i].properties)
	}
	return all
}

// withProperties appends those that are not there yet.
func withProperties(all, more []string) []string {
	for _, p := range more {
		if !slices.Contains(all, p) {
			all = append(all, p)
		}
	}
	return all
}

// filter pushes down what Graph takes; whole says whether that is every condition. chunk, with its
// column, stands for that column's own values.
func (c *collection[R]) filter(q *request[R], chunkColumn int, chunk []Value) (filter graph.Filter, whole bool) {
	var alone graph.Filter
	whole = true
	for _, condition := range q.Conditions {
		i := q.columnIndex(condition.Column)
		if i == chunkColumn && condition.Operator == Equal {
			condition.Values = chunk
		}
		clauses := c.clauses(&q.table.columns[i].Column, condition)
		whole = whole && len(clauses) > 0
		if q.table.columns[i].push.alone {
			alone = append(alone, clauses...)
		} else {
			filter = append(filter, clauses...)
		}
	}
	if len(filter) == 0 { // Graph takes the one or the other
		filter, alone = alone, nil
	}
	for len(filter.String()) > maxFilter {
		last := lastOptional(filter)
		if last < 0 {
			break
		}
		filter, whole = slices.Delete(filter, last, last+1), false
	}
	return filter, whole && len(alone) == 0
}

// lastOptional is the last clause that the request can do without; -1 without one.
func lastOptional(filter graph.Filter) int {
	for i := len(filter) - 1; i >= 0; i-- {
		if !filter[i].Required {
			return i
		}
	}
	return -1
}

// clauses are the clauses of a condition: none when it cannot be pushed down, two for a moment.
func (c *collection[R]) clauses(column *Column, condition Condition) []graph.Clause {
	if column.Type == Timestamp && condition.Operator == Equal {
		return atMoments(column, condition)
	}
	if condition.Operator == Equal && len(condition.Values) > graph.MaxValues {
		return nil
	}
	if k := c.key(column.Name); k != nil && condition.Operator == Equal {
		values := k.possible(condition.Values)
		if k.equal == nil {
			return nil
		}
		texts := make([]string, len(values))
		for i, v := range values {
			texts[i] = graph.Text(v)
		}
		if len(texts) == 0 {
			return nil
		}
		return []graph.Clause{k.equal(column.push.path, texts...)}
	}
	if clause, ok := column.clause(condition); ok {
		return []graph.Clause{clause}
	}
	return nil
}

func (c *collection[R]) key(column string) *key {
	for i := range c.keys {
		if c.keys[i].column == column {
			return &c.keys[i]
		}
	}
	return nil
}

// atMoments bounds a column that equals one of some moments by the first and the last of them.
func atMoments(column *Column, condition Condition) []graph.Clause {
	first := slices.MinFunc(condition.Values, func(a, b Value) int { return a.Time().Compare(b.Time()) })
	last := slices.MaxFunc(condition.Values, func(a, b Value) int { return a.Time().Compare(b.Time()) })
	low, ok := column.clause(Condition{Operator: AtLeast, Values: []Value{first}})
	high, ok2 := column.clause(Condition{Operator: AtMost, Values: []Value{last}})
	if !ok || !ok2 {
		return nil
	}
	return []graph.Clause{low, high}
}

func (q *request[R]) columnIndex(name string) int {
	return slices.IndexFunc(q.table.columns, func(c column[R]) bool { return c.Name == name })
}

// chunks splits the longest IN list that can be pushed down into parts that Graph takes. Without one,
// and for a list so long that reading everything is cheaper, it is one part and no column.
func (c *collection[R]) chunks(q *request[R]) (column int, parts [][]Value) {
	column = -1
	var values []Value
	for _, condition := range q.Conditions {
		i := q.columnIndex(condition.Column)
		if condition.Operator != Equal || len(condition.Values) <= graph.MaxValues {
			continue
		}
		col := &q.table.columns[i]
		if col.Type != String || col.Operators&Equal == 0 || col.push.alone || col.push.exact && !condition.Exact {
			continue
		}
		if k := c.key(col.Name); k != nil && k.equal == nil {
			continue
		}
		if distinct := foldDistinct(col.folded, condition.Values); len(distinct) > graph.MaxValues && (column < 0 || len(distinct) < len(values)) {
			column, values = i, distinct
		}
	}
	if column < 0 || len(values) > maxChunks*graph.MaxValues {
		return -1, [][]Value{nil}
	}
	return column, slices.Collect(slices.Chunk(values, graph.MaxValues))
}

// foldDistinct keeps one of the values that Graph takes for the same, since it ignores the case of most.
func foldDistinct(fold func(string) string, values []Value) []Value {
	seen := map[string]bool{}
	var out []Value
	for _, v := range values {
		if folded := fold(v.Text()); !seen[folded] {
			seen[folded] = true
			out = append(out, v)
		}
	}
	return out
}

// only keeps the rows whose value is in the chunk, so that a row that Graph gives for two chunks, or
// for each chunk when it refused the filter, is given once.
func (q *request[R]) only(rows []R, column int, chunk []Value) []R {
	c := &q.table.columns[column]
	wanted := map[string]bool{}
	for _, v := range chunk {
		wanted[c.folded(v.Text())] = true
	}
	return slices.DeleteFunc(rows, func(r R) bool { return !wanted[c.folded(c.value(&r, &q.scope).Text())] })
}
