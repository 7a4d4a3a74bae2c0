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
	return s.get(ctx, fetch)
}

// get is called with the lock, which it gives up.
func (s *Shared[T]) get(ctx context.Context, fetch Fetch[T]) (T, error) {
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

// good returns the value that is kept, if it is still good.
func (s *Shared[T]) good() (T, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.value, time.Now().Before(s.until)
}

// SharedBy is values that are kept as [Shared] does, by key. The zero value holds nothing yet.
type SharedBy[K comparable, T any] struct {
	mu     sync.Mutex
	values map[K]*Shared[T]
}

// Get returns the key's value that is kept, or fetches it. Values of other keys that are no longer good are dropped.
func (s *SharedBy[K, T]) Get(ctx context.Context, key K, fetch Fetch[T]) (T, error) {
	return s.lock(key).get(ctx, fetch)
}

// lock returns the key's value, locked: until somebody fetches it, it looks stale to those who come for another.
func (s *SharedBy[K, T]) lock(key K) *Shared[T] {
	s.mu.Lock()
	defer s.mu.Unlock()
	for other, value := range s.values {
		if other != key && value.isStale() {
			delete(s.values, other)
		}
	}
	if s.values == nil {
		s.values = map[K]*Shared[T]{}
	}
	if s.values[key] == nil {
		s.values[key] = new(Shared[T])
	}
	s.values[key].mu.Lock()
	return s.values[key]
}

// isStale says whether nothing good is kept and nothing is on its way.
func (s *Shared[T]) isStale() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.flight == nil && !time.Now().Before(s.until)
}

// Kept returns the values that are kept and still good, by key.
func (s *SharedBy[K, T]) Kept() map[K]T {
	s.mu.Lock()
	defer s.mu.Unlock()
	kept := map[K]T{}
	for key, value := range s.values {
		if v, ok := value.good(); ok {
			kept[key] = v
		}
	}
	return kept
}
