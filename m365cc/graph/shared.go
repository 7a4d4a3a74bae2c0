package graph

import (
	"context"
	"sync"
	"time"
)

// Shared is a value that many queries need and that is fetched once for all of them, then kept for a
// while. Who waits for it waits no longer than its own context, and a fetch for which nobody waits any
// more is cancelled. The zero value holds nothing yet.
type Shared[T any] struct {
	mu     sync.Mutex
	value  T
	until  time.Time
	flight *flight[T]
}

// flight is a value that is being fetched; done is closed when it is there.
type flight[T any] struct {
	waiting int
	cancel  context.CancelFunc
	done    chan struct{}
	value   T
	err     error
}

// Fetch gets a value and says until when it is good. Errors are given to all who wait and are not kept.
type Fetch[T any] func(context.Context) (value T, until time.Time, err error)

// Get returns the value that is kept, or fetches it.
func (s *Shared[T]) Get(ctx context.Context, fetch Fetch[T]) (T, error) {
	s.mu.Lock()
	if time.Now().Before(s.until) {
		defer s.mu.Unlock()
		return s.value, nil
	}
	return s.join(ctx, fetch)
}

// Drop forgets the value that is kept if it is the one that is meant, so that the next Get fetches another.
func (s *Shared[T]) Drop(meant func(T) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if meant(s.value) {
		var none T
		s.value, s.until = none, time.Time{}
	}
}

// Peek returns the value that is kept, good or not.
func (s *Shared[T]) Peek() T {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.value
}

// join begins a fetch unless there is one, and waits. It is called with the lock, which it gives up.
func (s *Shared[T]) join(ctx context.Context, fetch Fetch[T]) (T, error) {
	if s.flight == nil {
		// the others still want the value when the query that asked first is cancelled
		flying, cancel := context.WithCancel(context.WithoutCancel(ctx))
		s.flight = &flight[T]{done: make(chan struct{}), cancel: cancel}
		go s.fly(flying, fetch, s.flight)
	}
	f := s.flight
	f.waiting++
	s.mu.Unlock()
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		s.leave(f)
		var none T
		return none, context.Cause(ctx)
	}
}

// leave cancels the fetch when nobody else waits for it.
func (s *Shared[T]) leave(f *flight[T]) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.waiting--
	if f.waiting == 0 && s.flight == f {
		f.cancel()
		s.flight = nil
	}
}

func (s *Shared[T]) fly(ctx context.Context, fetch Fetch[T], f *flight[T]) {
	defer close(f.done)
	defer f.cancel()
	var until time.Time
	f.value, until, f.err = fetch(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight != f { // everybody has left
		return
	}
	if f.err == nil {
		s.value, s.until = f.value, until
	}
	s.flight = nil
}
