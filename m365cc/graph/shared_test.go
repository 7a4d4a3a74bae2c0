package graph

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// counter is a Fetch that gives 1, 2, 3 …, each after a second and good for a minute.
type counter struct {
	n    int
	fail error
}

func (c *counter) fetch(ctx context.Context) (int, time.Time, error) {
	time.Sleep(time.Second)
	c.n++
	return c.n, time.Now().Add(time.Minute), errors.Join(c.fail, ctx.Err())
}

func TestSharedIsFetchedOnceAndKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shared[int]
		var c counter
		get := func() {
			if got, err := s.Get(t.Context(), c.fetch); got != 1 || err != nil {
				t.Errorf("got %d, %v", got, err)
			}
		}
		var group sync.WaitGroup
		for range 50 {
			group.Go(get)
		}
		group.Wait()
		time.Sleep(59 * time.Second)
		get()
		time.Sleep(time.Second)
		if got, _ := s.Get(t.Context(), c.fetch); got != 2 {
			t.Errorf("after its end got %d, want the next", got)
		}
	})
}

func TestSharedErrorsAreGivenToAllAndNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shared[int]
		c := counter{fail: errors.New("no")}
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				if _, err := s.Get(t.Context(), c.fetch); !errors.Is(err, c.fail) {
					t.Errorf("got %v", err)
				}
			})
		}
		group.Wait()
		if c.n != 1 {
			t.Errorf("fetched %d times", c.n)
		}
		c.fail = nil
		if got, err := s.Get(t.Context(), c.fetch); got != 2 || err != nil {
			t.Errorf("got %d, %v", got, err)
		}
	})
}

func TestSharedWaitersLeaveAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shared[int]
		var c counter
		start := time.Now()
		gone := errors.New("gone")
		ctx, cancel := context.WithCancelCause(t.Context())
		time.AfterFunc(time.Millisecond, func() { cancel(gone) })
		var group sync.WaitGroup
		group.Go(func() { // the first, whose fetch it is
			if _, err := s.Get(ctx, c.fetch); !errors.Is(err, gone) || time.Since(start) != time.Millisecond {
				t.Errorf("got %v after %s", err, time.Since(start))
			}
		})
		synctest.Wait()
		if got, err := s.Get(t.Context(), c.fetch); got != 1 || err != nil || time.Since(start) != time.Second {
			t.Errorf("got %d, %v after %s", got, err, time.Since(start))
		}
		group.Wait()
	})
}

// TestSharedFetchEndsWithTheLastWaiter holds that nothing is fetched for nobody, and that who comes then
// gets a fetch of its own.
func TestSharedFetchEndsWithTheLastWaiter(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shared[int]
		fetches, ended := 0, 0
		fetch := func(ctx context.Context) (int, time.Time, error) {
			fetches++
			n := fetches
			select {
			case <-ctx.Done():
				ended++
				time.Sleep(time.Second) // it ends late, with a value that nobody wants
			case <-time.After(time.Minute):
			}
			return n, time.Now().Add(time.Hour), nil
		}
		ctx, cancel := context.WithCancel(t.Context())
		var group sync.WaitGroup
		for range 3 {
			group.Go(func() {
				if _, err := s.Get(ctx, fetch); !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
			})
		}
		synctest.Wait()
		cancel()
		group.Wait()
		synctest.Wait()
		if fetches != 1 || ended != 1 {
			t.Errorf("%d of %d fetches have ended", ended, fetches)
		}
		for range 3 { // the second comes when the first fetch has ended, late
			group.Go(func() {
				if got, err := s.Get(t.Context(), fetch); got != 2 || err != nil {
					t.Errorf("got %d, %v", got, err)
				}
			})
			time.Sleep(40 * time.Second)
		}
		group.Wait()
	})
}

func TestSharedDrop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Shared[int]
		var c counter
		is := func(n int) func(int) bool { return func(kept int) bool { return kept == n } }
		for _, step := range []struct{ drop, want int }{{0, 1}, {2, 1}, {1, 2}, {1, 2}} {
			s.Drop(is(step.drop))
			if got, _ := s.Get(t.Context(), c.fetch); got != step.want || s.Peek() != step.want {
				t.Errorf("after a drop of %d got %d, want %d", step.drop, got, step.want)
			}
		}
		s.Drop(is(2))
		if s.Peek() != 0 {
			t.Errorf("a dropped value is kept: %d", s.Peek())
		}
	})
}
