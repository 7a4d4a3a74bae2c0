package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

const (
	queriesPerDatabase = 25  // before a worker opens another
	oneInDear          = 100 // queries reads logs that are kept
	oneInSlow          = 50  // workers reads logs anew
	oneInCancelled     = 10  // queries is cancelled
	oneInAlone         = 8   // queries of the directory has a connection of its own
	longestPatience    = time.Second
	// longestRest bounds the time after the run in which the queries under way must end.
	longestRest = 4 * time.Minute
)

var (
	errImpatient = errors.New("cancelled, as was planned")
	errStuck     = fmt.Errorf("it still ran %s after the end", longestRest)
)

// crew are the workers, each of which runs one query at a time.
type crew struct {
	places  *places
	answers *answers
	tally   *tally
	until   time.Time
	turns   atomic.Int64 // of the slow statements
}

// run ends when all queries have ended. Its error is that of the program, not of a query.
func (c *crew) run(ctx context.Context, o options) error {
	ctx, cancel := context.WithTimeoutCause(ctx, time.Until(c.until)+longestRest, errStuck)
	defer cancel()
	tellStuck := context.AfterFunc(ctx, func() { c.tally.stick(stacks()) })
	defer tellStuck()
	errs := make([]error, o.queries)
	var workers sync.WaitGroup
	for k := range o.queries {
		workers.Go(func() {
			random := rand.New(rand.NewPCG(uint64(o.seed), uint64(k)))
			w := worker{crew: c, connection: k % len(connectionNames), cost: costOf(k, o), random: random}
			errs[k] = w.work(ctx)
		})
	}
	workers.Wait()
	return errors.Join(errs...)
}

// costOf is the dearest kind of statement that a worker asks. The slow ones have few workers, since the others would
// all wait for them in the end.
func costOf(k int, o options) cost {
	switch {
	case !o.logs:
		return cheap
	case k%oneInSlow == k/oneInSlow: // one at each connection, where there are enough
		return slow
	}
	return dear
}

// worker asks at one connection.
type worker struct {
	*crew
	connection int
	cost       cost
	random     *rand.Rand
	unanswered *statement // a slow one that was cancelled, and is asked again; nil: none
}

// work runs queries until the time is over. It opens a new database now and then.
func (w *worker) work(ctx context.Context) error {
	isOver := func() bool { return !time.Now().Before(w.until) || ctx.Err() != nil }
	for !isOver() {
		db, err := w.places.open(w.connection)
		if err != nil {
			return err
		}
		for i := 0; i < queriesPerDatabase && !isOver() && err == nil; i++ {
			err = w.query(ctx, db)
		}
		if err = errors.Join(err, db.Close()); err != nil {
			return err
		}
	}
	return nil
}

// query runs one query, on the database or on a connection of its own.
func (w *worker) query(ctx context.Context, db *engine.DB) error {
	s := w.choose()
	done := func() error { return nil }
	if s.light && w.random.IntN(oneInAlone) == 0 {
		var err error
		if db, done, err = w.places.openAlone(w.connection); err != nil {
			return err
		}
		w.tally.alone.Add(1)
	}
	again := w.unanswered != nil
	if w.unanswered = nil; !again && w.random.IntN(oneInCancelled) == 0 {
		var stop context.CancelFunc
		ctx, stop = context.WithTimeoutCause(ctx, time.Duration(w.random.Int64N(int64(longestPatience))), errImpatient)
		defer stop()
	}
	w.compare(ctx, db, s)
	return done()
}

// compare runs a statement and compares its answer with the right one.
func (w *worker) compare(ctx context.Context, db *engine.DB, s statement) {
	watched := graph.WithWatch(ctx, &graph.Watch{Wait: w.tally.wait})
	var rows collector
	begun := time.Now()
	err := db.Query(watched, s.sql, &rows)
	took := time.Since(begun)
	want := w.answers.of[w.places.tenantOf(w.connection)][s.sql]
	switch got := rows.answer(); {
	case errors.Is(err, errImpatient):
		w.tally.cancelled.Add(1)
		if w.cost == slow {
			w.unanswered = &s
		}
	case err != nil:
		w.tally.fail("%s: %s: %v", connectionNames[w.connection], s.sql, err)
	case got != want:
		w.tally.fail("%s: %s\n    gives   %s\n    and not %s", connectionNames[w.connection], s.sql, got, want)
	default:
		w.tally.right(s, took)
	}
}

// choose takes a statement at random, seldom a dear one. The slow ones, of which few are asked, take turns.
func (w *worker) choose() statement {
	of := cheap
	switch {
	case w.unanswered != nil:
		return *w.unanswered
	case w.cost == slow:
		some := statementsOf(slow)
		return some[int(w.turns.Add(1)-1)%len(some)]
	case w.cost == dear && w.random.IntN(oneInDear) == 0:
		of = dear
	}
	some := statementsOf(of)
	return some[w.random.IntN(len(some))]
}
