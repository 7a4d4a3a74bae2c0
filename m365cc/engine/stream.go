package engine

import (
	"context"

	"github.com/ncruces/go-sqlite3"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// stream is a list function at work: it runs beside SQLite and hands over batches, one ahead.
type stream struct {
	cancel  context.CancelFunc
	batches chan m365cc.Batch
	more    chan struct{} // takes a word of the loop that it needs more rows than it has got
	done    chan struct{} // closed when the list function has ended
	err     error         // of the list function; read after done

	batch m365cc.Batch // the one in use
	row   int
}

// openStream starts the list function. One whose rows come in the order of the statement works no further than the loop
// is: the loop is likely to end early, at a LIMIT that SQLite does not tell beside some conditions.
func openStream(ctx context.Context, db *DB, def *m365cc.Table, q *m365cc.Query) *stream {
	ctx, cancel := context.WithCancel(ctx)
	ahead := 1
	if q.Limit > 0 || q.NewestFirst {
		ahead = 0 // give must know that the loop has got the batch
	}
	s := &stream{cancel: cancel, batches: make(chan m365cc.Batch, ahead), more: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(s.done)
		defer close(s.batches)
		given := 0
		s.err = def.Rows(ctx, q, func(b m365cc.Batch) error {
			db.addRows(b.Len())
			given += b.Len()
			return s.give(ctx, b, q.NewestFirst || q.Limit > 0 && given >= q.Limit)
		})
	}()
	return s
}

// give hands a batch over. When it is likely to be enough, the list function goes on only when the loop
// asks for more.
func (s *stream) give(ctx context.Context, b m365cc.Batch, enough bool) error {
	select {
	case s.batches <- b:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if !enough {
		return nil
	}
	select {
	case <-s.more:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// next moves to the next row; false at the end, when err tells whether all rows were given.
func (s *stream) next(interrupt context.Context) (bool, error) {
	s.row++
	for s.batch == nil || s.row >= s.batch.Len() {
		if s.batch != nil {
			s.batch.Release()
			s.batch = nil
		}
		b, open, err := s.receive(interrupt)
		if err != nil {
			return false, err
		}
		if !open {
			<-s.done
			return false, s.err
		}
		s.batch, s.row = b, 0
	}
	return true, nil
}

// receive takes the next batch, and says that more are needed if the list function wants to know. open is
// false at the end.
func (s *stream) receive(interrupt context.Context) (b m365cc.Batch, open bool, err error) {
	more := s.more
	for {
		select {
		case b, open = <-s.batches:
			return b, open, nil
		case more <- struct{}{}:
			more = nil
		case <-interrupt.Done():
			return nil, false, sqlite3.INTERRUPT
		}
	}
}

// close ends the list function and waits for it.
func (s *stream) close() {
	s.cancel()
	for range s.batches { // lets a list function that is handing over a batch go on to its end
	}
	<-s.done
}
