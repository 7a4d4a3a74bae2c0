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
	done    chan struct{} // closed when the list function has ended
	err     error         // of the list function; read after done

	batch m365cc.Batch // the one in use
	row   int
}

// openStream starts the list function.
func openStream(ctx context.Context, db *DB, def *m365cc.Table, q *m365cc.Query) *stream {
	ctx, cancel := context.WithCancel(ctx)
	s := &stream{cancel: cancel, batches: make(chan m365cc.Batch, 1), done: make(chan struct{})}
	go func() {
		defer close(s.done)
		defer close(s.batches)
		s.err = def.Rows(ctx, q, func(b m365cc.Batch) error {
			db.addRows(b.Len())
			select {
			case s.batches <- b:
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		})
	}()
	return s
}

// next moves to the next row; false at the end, when err tells whether all rows were given.
func (s *stream) next(interrupt context.Context) (bool, error) {
	s.row++
	for s.batch == nil || s.row >= s.batch.Len() {
		if s.batch != nil {
			s.batch.Release()
			s.batch = nil
		}
		select {
		case b, open := <-s.batches:
			if !open {
				<-s.done
				return false, s.err
			}
			s.batch, s.row = b, 0
		case <-interrupt.Done():
			return false, sqlite3.INTERRUPT
		}
	}
	return true, nil
}

// close ends the list function and waits for it.
func (s *stream) close() {
	s.cancel()
	for range s.batches { // lets a list function that is handing over a batch go on to its end
	}
	<-s.done
}
