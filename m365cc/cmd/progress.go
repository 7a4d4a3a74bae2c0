package cmd

import (
	"context"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// progress shows on standard error what a long query is doing.
type progress struct {
	w        io.Writer // nil: nothing is shown
	db       *engine.DB
	requests atomic.Int64
	done     chan struct{}
	ended    sync.WaitGroup

	mu     sync.Mutex
	shown  bool
	reason string
	until  time.Time // the end of a wait
}

const (
	// showAfter is how long a query may take before its progress is shown.
	showAfter = time.Second
	showEvery = 200 * time.Millisecond
	clearLine = "\r\x1b[K"
)

// watchProgress returns a context whose requests are counted and, on a terminal, shown.
func watchProgress(ctx context.Context, s *streams, output string, db *engine.DB) (context.Context, *progress) {
	p := &progress{db: db, done: make(chan struct{})}
	// rows that run over a terminal are progress enough
	if s.errIsTerminal && (!s.outIsTerminal || output == "table") {
		p.w = s.err
		p.ended.Add(1)
		go p.run()
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
	defer p.ended.Done()
	timer := time.NewTimer(showAfter)
	defer timer.Stop()
	for {
		select {
		case <-p.done:
			return
		case <-timer.C:
			p.show()
			timer.Reset(showEvery)
		}
	}
}

func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := fmt.Sprintf("%d rows, %d requests", p.db.RowsRead(), p.requests.Load())
	if left := time.Until(p.until); left > 0 {
		line += fmt.Sprintf(", waiting %s: %s", left.Round(time.Second), p.reason)
	}
	fmt.Fprint(p.w, clearLine+line)
	p.shown = true
}

// hide takes the line away.
func (p *progress) hide() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, clearLine)
		p.shown = false
	}
}

// stop ends the display.
func (p *progress) stop() {
	close(p.done)
	p.ended.Wait()
	p.hide()
}
