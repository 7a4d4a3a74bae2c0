package m365cc

import (
	"context"
	"errors"
	"slices"
	"time"
)

// mergedRows is how many rows of a merge are handed over at a time.
const mergedRows = 256

// errUnsorted ends a query whose engine relies on Graph's order.
var errUnsorted = errors.New("the newest did not come first; run the query with another order, for example by two columns")

// part reads a part of a query's rows.
type part[R any] = func(context.Context, *request[R]) error

// inParts reads a query's rows part by part. Where the engine wants the newest first, the parts run side by side and
// their rows are merged by their moments; a part whose rows are not in that order is an error.
func inParts[R any](ctx context.Context, q *request[R], moment func(*R) string, parts ...part[R]) error {
	if q.NewestFirst {
		return mergeNewest(ctx, q, moment, parts)
	}
	for _, read := range parts {
		if err := read(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// sortNewest puts rows that were read one by one in order; one without a moment is the last.
func sortNewest[R any](rows []R, moment func(*R) string) {
	at := func(r *R) time.Time {
		t, _ := ParseTime(moment(r))
		return t
	}
	slices.SortStableFunc(rows, func(a, b R) int { return at(&b).Compare(at(&a)) })
}

// sorted is a part that is being merged.
type sorted[R any] struct {
	batches chan *batch[R]
	more    chan struct{} // has a word when the rows of a batch are used up, so that no page is read in vain
	err     error         // when batches is closed
	moment  func(*R) string

	batch *batch[R] // the one in use; nil at the end
	row   int
	at    time.Time // of the row
}

func mergeNewest[R any](ctx context.Context, q *request[R], moment func(*R) string, parts []part[R]) error {
	ctx, cancel := context.WithCancel(ctx)
	var all []*sorted[R]
	defer func() { // no part outlives the query
		cancel()
		for _, s := range all {
			for range s.batches {
			}
		}
	}()
	for _, read := range parts {
		all = append(all, beginPart(ctx, q, moment, read))
	}
	for _, s := range all {
		if err := s.advance(); err != nil {
			return err
		}
	}
	return giveMerged(q, all)
}

// beginPart runs a part.
func beginPart[R any](ctx context.Context, q *request[R], moment func(*R) string, read part[R]) *sorted[R] {
	s := &sorted[R]{batches: make(chan *batch[R]), more: make(chan struct{}, 1), moment: moment} // a part that was cancelled takes no word
	own := *q
	own.emit = func(b Batch) error { return s.take(ctx, b.(*batch[R])) }
	go func() {
		defer close(s.batches)
		s.err = read(ctx, &own)
	}()
	return s
}

// take hands a batch over and waits until it is used up.
func (s *sorted[R]) take(ctx context.Context, b *batch[R]) error {
	select {
	case s.batches <- b:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	select {
	case <-s.more:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// advance moves to the next row.
func (s *sorted[R]) advance() error {
	before := s.at
	s.row++
	for s.batch == nil || s.row >= len(s.batch.rows) {
		if s.batch != nil {
			s.batch.Release()
			s.more <- struct{}{}
		}
		var open bool
		if s.batch, open = <-s.batches; !open {
			s.batch = nil
			return s.err
		}
		s.row = 0
	}
	at, ok := ParseTime(s.moment(&s.batch.rows[s.row]))
	if !ok || !before.IsZero() && at.After(before) {
		return errUnsorted
	}
	s.at = at
	return nil
}

// giveMerged hands over the rows of all parts, the newest first. It does not wait for more with rows in hand.
func giveMerged[R any](q *request[R], all []*sorted[R]) error {
	var rows []R
	for {
		newest := newestOf(all)
		if newest == nil {
			return q.give(rows, nil)
		}
		rows = append(rows, newest.batch.rows[newest.row])
		if newest.row+1 == len(newest.batch.rows) || len(rows) == mergedRows {
			if err := q.give(rows, nil); err != nil {
				return err
			}
			rows = nil
		}
		if err := newest.advance(); err != nil {
			return err
		}
	}
}

// newestOf is the part with the newest row; nil when all are at their end.
func newestOf[R any](all []*sorted[R]) *sorted[R] {
	var newest *sorted[R]
	for _, s := range all {
		if s.batch != nil && (newest == nil || s.at.After(newest.at)) {
			newest = s
		}
	}
	return newest
}
