package graph

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// wantShared gets a key's value, which must be this one.
func wantShared(t *testing.T, s *SharedBy[string, int], key string, fetch Fetch[int], want int) {
	t.Helper()
	if got, err := s.Get(t.Context(), key, fetch); got != want || err != nil {
		t.Errorf("%s: got %d, %v, want %d", key, got, err, want)
	}
}

func TestSharedByKeepsKeysApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s SharedBy[string, int]
		var a counter
		b := counter{n: 10}
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { wantShared(t, &s, "a", a.fetch, 1) })
			group.Go(func() { wantShared(t, &s, "b", b.fetch, 11) })
		}
		group.Wait()
		time.Sleep(59 * time.Second)
		wantShared(t, &s, "a", a.fetch, 1)
		wantShared(t, &s, "b", b.fetch, 11)
		time.Sleep(time.Second)
		wantShared(t, &s, "a", a.fetch, 2)
		wantShared(t, &s, "b", b.fetch, 12)
	})
}

func TestSharedByErrorIsNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s SharedBy[string, int]
		a, b := counter{fail: errors.New("no")}, counter{}
		wantShared(t, &s, "b", b.fetch, 1)
		if _, err := s.Get(t.Context(), "a", a.fetch); !errors.Is(err, a.fail) {
			t.Errorf("got %v", err)
		}
		a.fail = nil
		wantShared(t, &s, "a", a.fetch, 2)
		wantShared(t, &s, "b", b.fetch, 1)
	})
}

// TestSharedByDropsWhatIsStale holds that old reports do not pile up, and that what is good or on its way stays.
func TestSharedByDropsWhatIsStale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s SharedBy[string, int]
		var old, good, flying counter
		wantShared(t, &s, "old", old.fetch, 1)
		time.Sleep(58 * time.Second)
		wantShared(t, &s, "good", good.fetch, 1)
		time.Sleep(time.Second) // old is no longer good
		var group sync.WaitGroup
		group.Go(func() { wantShared(t, &s, "flying", flying.fetch, 1) })
		synctest.Wait()
		wantShared(t, &s, "good", good.fetch, 1)
		if len(s.values) != 2 || s.values["good"] == nil || s.values["flying"] == nil {
			t.Errorf("%d values are kept", len(s.values))
		}
		group.Wait()
		wantShared(t, &s, "flying", flying.fetch, 1)
		wantShared(t, &s, "old", old.fetch, 2)
	})
}

func TestSharedByIsLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s SharedBy[string, int]
		var left, c counter // the fetch that is left ends late
		gone := errors.New("gone")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Millisecond, func() { cancel(gone) })
		if _, err := s.Get(ctx, "a", left.fetch); !errors.Is(err, gone) {
			t.Errorf("got %v", err)
		}
		wantShared(t, &s, "a", c.fetch, 1)
		wantShared(t, &s, "a", left.fetch, 1)
	})
}

// TestSharedByFetchesOnceInACrowd holds that a key that somebody is about to fetch is not dropped by who comes for another.
func TestSharedByFetchesOnceInACrowd(t *testing.T) {
	for range 300 {
		var s SharedBy[int, int]
		var fetches [4]atomic.Int32
		var group sync.WaitGroup
		start := make(chan bool)
		for i := range 64 {
			group.Go(func() {
				<-start
				key := i % len(fetches)
				_, _ = s.Get(t.Context(), key, func(context.Context) (int, time.Time, error) {
					fetches[key].Add(1)
					return key, time.Now().Add(time.Hour), nil
				})
			})
		}
		close(start)
		group.Wait()
		for key := range fetches {
			if n := fetches[key].Load(); n != 1 {
				t.Fatalf("key %d was fetched %d times", key, n)
			}
		}
	}
}
