package graph

import (
	"context"
	"sync"
	"time"
)

// Shared is a value that many queries need and that is fetched once for all of them, then kept for a
// while. Who waits for it waits no longer than its own context. The zero value holds nothing yet.
type Shared[T any] struct {
	mu     sync.Mutex
	value  T
	until  time.Time
	flight *flight[T]
}

// flight is a value that is being fetched; done is closed when it is there.
type flight[T any] struct {
	done  chan struct{}
	value T
	err   error
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

// Renew fetches the value again, or waits for a fetch that is under way.
func (s *Shared[T]) Renew(ctx context.Context, fetch Fetch[T]) (T, error) {
	s.mu.Lock()
	return s.join(ctx, fetch)
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
		s.flight = &flight[T]{done: make(chan struct{})}
		// the others still want the value when the query that asked first is cancelled
		go s.fly(context.WithoutCancel(ctx), fetch, s.flight)
	}
	f := s.flight
	s.mu.Unlock()
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		var none T
		return none, context.Cause(ctx)
	}
}

func (s *Shared[T]) fly(ctx context.Context, fetch Fetch[T], f *flight[T]) {
	var until time.Time
	f.value, until, f.err = fetch(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.err == nil {
		s.value, s.until = f.value, until
	}
	s.flight = nil
	close(f.done)
}
