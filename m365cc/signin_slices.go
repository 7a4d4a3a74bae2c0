package m365cc

import (
	"context"
	"slices"
	"time"
)

// timeLog is a log of Graph that is read in slices of time.
type timeLog[R any] struct {
	*collection[R]
	// column is the one of the moment that the log is cut by.
	column string
	// about are the columns on which an equality leaves few rows.
	about []string
}

// signInLog is the log of sign-ins.
var signInLog = timeLog[signIn]{&signIns, "created_date_time", []string{"id", "user_id", "user_principal_name", "correlation_id", "original_request_id"}}

func readSignIns(ctx context.Context, q *request[signIn]) error { return signInLog.read(ctx, q) }

const (
	// firstSlice is how much of the log is read first. Microsoft asks for such slices, since a request for much of a
	// large log takes so long that it fails.
	//
	// https://learn.microsoft.com/graph/api/signin-list
	firstSlice = 3 * 24 * time.Hour
	// shortestSlice bounds how small slices of a very large log become.
	shortestSlice = 6 * time.Hour
	// manyPages are those after which the next slice is half as long.
	manyPages = 10
)

// read reads the log in slices of time, the newest first. A query that is over after some rows, or about one
// user or one request, reads what it needs at once.
func (l timeLog[R]) read(ctx context.Context, q *request[R]) error {
	if q.Limit > 0 || l.isAboutOne(q) {
		return l.collection.read(ctx, q)
	}
	oldest, until := l.bounds(q, time.Now().UTC())
	length, last := firstSlice, time.Time{}
	for {
		since := until.Add(-length).Truncate(timeStep)
		if !since.After(oldest) {
			since = time.Time{} // whatever there is
		}
		rows, err := l.readSlice(ctx, q, since, last)
		if err != nil || since.IsZero() {
			return err
		}
		length = l.nextSlice(length, rows)
		until, last = since, since
	}
}

// nextSlice is longer after a slice that was one page, and shorter after a long one.
func (l timeLog[R]) nextSlice(length time.Duration, rows int) time.Duration {
	switch {
	case rows < l.top:
		return 2 * length
	case rows > manyPages*l.top:
		return max(length/2, shortestSlice)
	}
	return length
}

// isAboutOne says whether a condition leaves few rows.
func (l timeLog[R]) isAboutOne(q *request[R]) bool {
	return slices.ContainsFunc(q.Conditions, func(c Condition) bool {
		return c.Operator == Equal && slices.Contains(l.about, c.Column)
	})
}

// bounds are the moments between which the log is cut: the oldest that Microsoft keeps, and now, or the query's
// own bounds.
func (l timeLog[R]) bounds(q *request[R], now time.Time) (oldest, newest time.Time) {
	oldest, newest = now.Add(-signInReach), now
	for _, c := range q.Conditions {
		if c.Column != l.column || len(c.Values) == 0 {
			continue
		}
		at := c.Values[0].Time()
		if c.Operator == AtLeast && at.After(oldest) {
			oldest = at
		}
		if (c.Operator == AtMost || c.Operator == Below) && at.Before(newest) {
			newest = at
		}
		if c.Operator == Equal { // Graph is asked for the time between the first and the last of the moments
			return newest, newest
		}
	}
	return oldest, newest
}

// readSlice reads the rows since a moment, and before another; a zero moment is no bound. It says how many Graph
// gave.
func (l timeLog[R]) readSlice(ctx context.Context, q *request[R], since, until time.Time) (rows int, err error) {
	slice := l.betweenMoments(q, since, until)
	emit := slice.emit
	slice.emit = func(b Batch) error {
		rows += b.Len()
		return emit(b)
	}
	err = l.collection.read(ctx, slice)
	return rows, err
}

// betweenMoments is the query for the rows since a moment, and before another; a zero moment is no bound. What is
// just at the later one is the newer slice's, although Graph gives it for both.
func (l timeLog[R]) betweenMoments(q *request[R], since, until time.Time) *request[R] {
	narrowed := q.wanting(l.column)
	narrowed.Conditions = slices.Clone(q.Conditions)
	bound := func(operator Operator, at time.Time) {
		if at.IsZero() {
			return
		}
		narrowed.Conditions = append(l.withoutLooser(narrowed.Conditions, operator, at), Condition{Column: l.column, Operator: operator, Values: []Value{MomentValue(at)}})
	}
	bound(AtLeast, since)
	bound(Below, until)
	if !until.IsZero() {
		narrowed.emit = func(b Batch) error { return l.giveBefore(q, b.(*batch[R]), until) }
	}
	return narrowed
}

// withoutLooser leaves out the bounds on the same side, which are no closer.
func (l timeLog[R]) withoutLooser(conditions []Condition, operator Operator, at time.Time) []Condition {
	return slices.DeleteFunc(conditions, func(c Condition) bool {
		if c.Column != l.column || len(c.Values) != 1 {
			return false
		}
		if operator == AtLeast {
			return c.Operator == AtLeast && !c.Values[0].Time().After(at)
		}
		return (c.Operator == AtMost || c.Operator == Below) && !c.Values[0].Time().Before(at)
	})
}

// giveBefore hands on the rows of a batch from before the moment.
func (l timeLog[R]) giveBefore(q *request[R], b *batch[R], until time.Time) error {
	b.rows = slices.DeleteFunc(b.rows, func(r R) bool {
		t, ok := ParseTime(l.moment(&r))
		return ok && !t.Before(until)
	})
	if len(b.rows) == 0 {
		b.Release()
		return nil
	}
	return q.emit(b)
}
