package m365cc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// joinedSource is something beside a table's own source that columns come from. It is read only for a query that wants
// one of them.
type joinedSource[R any] struct {
	// name is what missing_sources calls it, unless read says more exactly what it could not read.
	name string
	// endpoints are what is read.
	endpoints []source
	// needs are the properties of a row that it is joined by.
	needs []string
	// read reads it for all rows, or for the only one; nil: all. It returns what completes a row, and the names of what
	// could not be read. join is called for one row at a time.
	read func(ctx context.Context, q *request[R], only *R) (join func(*R), missing []string, err error)
}

// fromSource names the source that the value comes from.
func (c column[R]) fromSource(s *joinedSource[R]) column[R] {
	c.source = s
	return c.from(s.needs...)
}

// errConcealed says why a report cannot be joined.
var errConcealed = errors.New("the tenant conceals names in its reports; an administrator can change that (Microsoft 365 admin centre, Settings, Org settings, Services, Reports)")

// errNoColumn says why a report does not tell of something.
var errNoColumn = errors.New("the report has no column for it in this cloud")

// isUnreadable says whether an error lasts: a permission, a licence, a report that the cloud lacks, or concealed names.
func isUnreadable(err error) bool {
	return errors.Is(err, errConcealed) || errors.Is(err, errNoColumn) || graph.IsForbidden(err) || graph.IsUnknownSegment(err)
}

// joining are the sources of a query while they are read.
type joining[R any] struct {
	q       *request[R]
	sources []*joinedSource[R]
	work    sideBySide
	joins   []func(*R) // by source; nil where it cannot be read
	missing [][]string
}

// sources are those that the query's columns come from, beside the table's own.
func (q *request[R]) sources() []*joinedSource[R] {
	var all []*joinedSource[R]
	for _, i := range q.Columns {
		if s := q.table.columns[i].source; s != nil && !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// beginJoin reads the sources side by side, for the only row or, without one, for all.
func beginJoin[R any](ctx context.Context, q *request[R], only *R) *joining[R] {
	j := &joining[R]{q: q, sources: q.sources()}
	j.joins, j.missing = make([]func(*R), len(j.sources)), make([][]string, len(j.sources))
	for i, s := range j.sources {
		j.work.do(func() error {
			join, missing, err := s.read(ctx, q, only)
			if err == nil {
				j.joins[i], j.missing[i] = join, missing
				return nil
			}
			if !isUnreadable(err) {
				return err
			}
			q.Connection.client.Tell(q.unknownColumns(s), err)
			j.missing[i] = []string{s.name}
			return nil
		})
	}
	return j
}

// unknownColumns says that the columns of a source are.
func (q *request[R]) unknownColumns(s *joinedSource[R]) string {
	var names []string
	for i := range q.table.columns {
		if q.table.columns[i].source == s {
			names = append(names, q.table.columns[i].Name)
		}
	}
	return fmt.Sprintf("%s: NULL stands in %s, since %s cannot be read", q.table.name, strings.Join(names, ", "), s.name)
}

// complete joins rows when the sources have been read, and returns the names of those that could not be.
func (j *joining[R]) complete(rows []R) (missing []string, err error) {
	if err := j.work.wait(); err != nil {
		return nil, err
	}
	for i, join := range j.joins {
		missing = append(missing, j.missing[i]...)
		if join == nil {
			continue
		}
		for k := range rows {
			join(&rows[k])
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing), nil
}

// readJoined reads a collection beside the sources of the query's columns. Where the query is about one row, that is
// read first, so that a source can be asked about it alone.
func (c *collection[R]) readJoined(ctx context.Context, q *request[R]) error {
	if len(q.sources()) == 0 {
		return c.read(ctx, q)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var all *joining[R]
	isOne := c.asksForOne(q)
	if !isOne {
		all = beginJoin(ctx, q, nil)
	}
	joined := *c
	joined.prepare = func(ctx context.Context, q *request[R], rows []R) error {
		if c.prepare != nil {
			if err := c.prepare(ctx, q, rows); err != nil {
				return err
			}
		}
		reading := all
		switch {
		case len(rows) == 0:
			return nil
		case isOne && len(rows) == 1:
			reading = beginJoin(ctx, q, &rows[0])
		case reading == nil: // Graph refused the filter
			all = beginJoin(ctx, q, nil)
			reading = all
		}
		missing, err := reading.complete(rows)
		q.scope.missing = append(slices.Clone(q.scope.missing), missing...)
		return err
	}
	return joined.read(ctx, q)
}

// asksForOne says whether the query's conditions name a single key.
func (c *collection[R]) asksForOne(q *request[R]) bool {
	return slices.ContainsFunc(c.keys, func(k key) bool {
		condition, ok := q.condition(k.column, Equal)
		return ok && len(k.possible(condition.Values)) == 1
	})
}
