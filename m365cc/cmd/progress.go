package cmd

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

const (
	// showAfter is how long a query may take before its progress is shown.
	showAfter = time.Second
	showEvery = 200 * time.Millisecond
)

// progress shows on a terminal what a long query is doing.
type progress struct {
	screen   *screen
	rows     func() int64
	requests atomic.Int64
	done     chan struct{}
	ended    sync.WaitGroup

	mu     sync.Mutex
	reason string
	until  time.Time // the end of a wait
}

// watchProgress returns a context whose requests are counted and, if a person is looking, shown.
func watchProgress(ctx context.Context, s *screen, visible bool, rows func() int64) (context.Context, *progress) {
	p := &progress{screen: s, rows: rows, done: make(chan struct{})}
	if visible {
		p.ended.Go(p.run)
	}
	return graph.WithWatch(ctx, &graph.Watch{
		Request: func() { p.requests.Add(1) },
		Wait:    p.waiting,
	}), p
}

func (p *progress) waiting(reason string, wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.reason, p.until = reason, time.Now().Add(wait)
}

func (p *progress) run() {
	timer := time.NewTimer(showAfter)
	defer timer.Stop()
	for {
		select {
		case <-p.done:
			return
		case <-timer.C:
			p.screen.show(p.line())
			timer.Reset(showEvery)
		}
	}
}

func (p *progress) line() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := counted(p.rows(), "row") + ", " + counted(p.requests.Load(), "request")
	if left := time.Until(p.until); left > 0 {
		line += fmt.Sprintf(", waiting %s: %s", max(left.Round(time.Second), time.Second), printable(p.reason))
	}
	return line
}

func counted(n int64, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// stop ends the display.
func (p *progress) stop() {
	close(p.done)
	p.ended.Wait()
	p.screen.clear()
}
