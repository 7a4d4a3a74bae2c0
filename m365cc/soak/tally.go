package main

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// tally counts what the queries came to, from any goroutine.
type tally struct {
	cancelled, alone, waits atomic.Int64
	waited                  atomic.Int64 // ns

	mu       sync.Mutex
	done     int
	asked    map[string]int // right answers, by statement
	longest  time.Duration
	slowest  string // the statement that took longest
	failed   int
	failures []string // the first of them
	stuck    string   // the stacks when queries did not end; "": they did
}

// mostFailures are told.
const mostFailures = 20

func newTally() *tally { return &tally{asked: map[string]int{}} }

// wait counts a wait that a query was told of.
func (t *tally) wait(_ string, d time.Duration) {
	t.waits.Add(1)
	t.waited.Add(int64(d))
}

// stick keeps the stacks of queries that do not end.
func (t *tally) stick(stacks string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.stuck = stacks
}

// right counts a query whose answer was right.
func (t *tally) right(s statement, took time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.done++
	t.asked[s.sql]++
	if took > t.longest {
		t.longest, t.slowest = took, s.sql
	}
}

// fail counts a query that was wrong or ended in an error.
func (t *tally) fail(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failed++
	if len(t.failures) < mostFailures {
		t.failures = append(t.failures, fmt.Sprintf(format, args...))
	}
}
