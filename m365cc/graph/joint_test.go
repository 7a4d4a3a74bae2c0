package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// crowd is a Graph that keeps each answer back until so many others have joined its request.
type crowd struct {
	*fake
	c       *Client
	waiting int
}

func startCrowd(t *testing.T, others int, answer func(*fake) http.HandlerFunc) *crowd {
	t.Helper()
	w := &crowd{waiting: others}
	w.fake = startFake(t, nil)
	give := answer(w.fake)
	w.graph = func(rw http.ResponseWriter, r *http.Request) {
		w.wait(w.waiting)
		give(rw, r)
	}
	w.c = w.hasty()
	return w
}

// joined is how many have joined a request of somebody else.
func (w *crowd) joined() (n int) {
	w.c.joints.mu.Lock()
	defer w.c.joints.mu.Unlock()
	for _, j := range w.c.joints.open {
		n += len(j.followers)
	}
	return n
}

// wait returns when so many have joined, or after a while.
func (w *crowd) wait(others int) {
	for range 5_000 {
		if w.joined() >= others {
			return
		}
		time.Sleep(time.Millisecond)
	}
	w.t.Errorf("%d have joined, want %d", w.joined(), others)
}

// read reads a list and wants these ids.
func (w *crowd) read(ctx context.Context, r Request, want []string) {
	ids, err := all(ctx, w.c, r)
	if err != nil || !slices.Equal(ids, want) {
		w.t.Errorf("got %q, %v, want %q", ids, err, want)
	}
}

var threePages = []string{"a0", "b0", "a1", "b1", "a2", "b2"}

// TestSameListsAreReadOnce, page by page, and each gets all of the rows.
func TestSameListsAreReadOnce(t *testing.T) {
	w := startCrowd(t, 19, func(f *fake) http.HandlerFunc { return pages(f, 3) })
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() { w.read(t.Context(), rows, threePages) })
	}
	group.Wait()
	w.wantRequests("/rows", "/rows?n=1", "/rows?n=2")
	if len(w.c.joints.open) != 0 {
		t.Error("a request is still open")
	}
}

// TestSameObjectIsReadOnce: a Get shares too, and each has an object of its own.
func TestSameObjectIsReadOnce(t *testing.T) {
	w := startCrowd(t, 4, func(*fake) http.HandlerFunc { return body(`{"id":"a","tags":[1,2]}`) })
	var group sync.WaitGroup
	for i := range 5 {
		group.Go(func() {
			got, _, err := Get[row](t.Context(), w.c, Request{Path: "/rows/a"})
			if err != nil || got.ID != "a" || !slices.Equal(got.Tags, []int{1, 2}) {
				t.Errorf("got %v, %v", got, err)
				return
			}
			got.Tags[0] = i
		})
	}
	group.Wait()
	w.wantRequests("/rows/a")
}

// TestOtherRequestsAreNotShared: what differs in anything that Graph sees is a request of its own.
func TestOtherRequestsAreNotShared(t *testing.T) {
	advanced := NotEqual("name", Text("x"))
	advanced.Advanced = true
	simple := NotEqual("name", Text("x"))
	requests := []Request{
		{Path: "/rows"}, {Path: "/Rows"}, {Path: "/rows", Version: "beta"}, {Path: "/rows", Top: 5}, {Path: "/rows", Format: "application/json"},
		{Path: "/rows", Select: []string{"id"}}, {Path: "/rows", Select: []string{"id", "name"}}, {Path: "/rows", Select: []string{"name", "id"}},
		{Path: "/rows", Filter: Filter{simple}}, {Path: "/rows", Filter: Filter{advanced}}, {Path: "/rows", Filter: Filter{Equal("name", Text("x"))}},
	}
	w := startCrowd(t, 0, func(*fake) http.HandlerFunc { return gives("a") })
	hold := make(chan struct{})
	inner := w.graph
	w.graph = func(rw http.ResponseWriter, r *http.Request) {
		<-hold
		inner(rw, r)
	}
	var group sync.WaitGroup
	for _, r := range requests {
		group.Go(func() { w.read(t.Context(), r, []string{"a"}) })
	}
	for range 5_000 {
		if len(w.requests()) == len(requests) {
			break
		}
		time.Sleep(time.Millisecond)
	}
	if n := len(w.requests()); n != len(requests) {
		t.Errorf("%d requests are on their way, want %d", n, len(requests))
	}
	close(hold)
	group.Wait()
}

// TestNobodyJoinsAnAnswer that has begun: it is read as a stream.
func TestNobodyJoinsAnAnswer(t *testing.T) {
	begun, rest := make(chan struct{}), make(chan struct{})
	whole := page("", "a", "b", "c")
	f := startFake(t, answers(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, whole[:20])
		_ = http.NewResponseController(w).Flush()
		<-rest
		_, _ = io.WriteString(w, whole[20:])
	}, body(whole)))
	c := f.client()
	var group sync.WaitGroup
	read := func(decode func()) {
		err := c.do(t.Context(), rows, nil, decoding(func(body io.Reader) error {
			decode()
			text, err := io.ReadAll(body)
			if string(text) != whole {
				t.Errorf("got %q", text)
			}
			return err
		}))
		if err != nil {
			t.Error(err)
		}
	}
	group.Go(func() { read(func() { close(begun) }) })
	<-begun
	read(func() {})
	close(rest)
	group.Wait()
	f.wantRequests("/rows", "/rows")
}

// TestLeaderLeaves: nobody fails because somebody else was cancelled.
func TestLeaderLeaves(t *testing.T) {
	w := startCrowd(t, 0, func(f *fake) http.HandlerFunc { return pages(f, 3) })
	inner, leaders := w.graph, make(chan struct{}, 1)
	first := true
	w.graph = func(rw http.ResponseWriter, r *http.Request) {
		if first {
			first = false
			leaders <- struct{}{}
			<-r.Context().Done() // never answered
			return
		}
		w.wait(3)
		inner(rw, r)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("gone")
	var group sync.WaitGroup
	group.Go(func() {
		if ids, err := all(ctx, w.c, rows); !errors.Is(err, gone) || ids != nil {
			t.Errorf("the one that was cancelled got %q, %v", ids, err)
		}
	})
	<-leaders
	for range 4 {
		group.Go(func() { w.read(t.Context(), rows, threePages) })
	}
	w.wait(4)
	cancel(gone)
	group.Wait()
	w.wantRequests("/rows", "/rows", "/rows?n=1", "/rows?n=2")
}

// TestFollowerLeaves at once, and the others go on.
func TestFollowerLeaves(t *testing.T) {
	left := make(chan struct{})
	w := startCrowd(t, 0, func(*fake) http.HandlerFunc {
		return func(rw http.ResponseWriter, r *http.Request) {
			<-left
			gives("a")(rw, r)
		}
	})
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("gone")
	var group sync.WaitGroup
	group.Go(func() { w.read(t.Context(), rows, []string{"a"}) })
	for len(w.requests()) == 0 {
		time.Sleep(time.Millisecond)
	}
	group.Go(func() { w.read(t.Context(), rows, []string{"a"}) })
	group.Go(func() {
		start := time.Now()
		if _, err := all(ctx, w.c, rows); !errors.Is(err, gone) || time.Since(start) > atOnce {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
		if n := w.joined(); n != 1 {
			t.Errorf("%d are waiting", n)
		}
		close(left)
	})
	w.wait(2)
	cancel(gone)
	group.Wait()
	w.wantRequests("/rows")
}

// TestErrorIsGivenToAll, to each with the advice of its own table.
func TestErrorIsGivenToAll(t *testing.T) {
	w := startCrowd(t, 9, func(*fake) http.HandlerFunc { return throttles(403, "") })
	var group sync.WaitGroup
	for i := range 10 {
		group.Go(func() {
			r := rows
			r.Help = Help{Table: fmt.Sprint("table_", i), Permissions: []string{fmt.Sprintf("Permission.%d", i)}}
			_, err := all(t.Context(), w.c, r)
			wantError(t, err, fmt.Sprintf("GET /v1.0/rows: 403 Busy: Try later.; table_%d needs the application permission Permission.%[1]d:", i))
		})
	}
	group.Wait()
	w.wantRequests("/rows")
}

// TestWaitsAreShared: a request that is throttled, broken off or strange is sent again once for all, who all hear of it.
func TestWaitsAreShared(t *testing.T) {
	w := startCrowd(t, 9, func(*fake) http.HandlerFunc {
		return answers(throttles(429, "2"), breaksOff, cutOff, body(`{"value":null}`), gives("a", "b", "c"))
	})
	var mu sync.Mutex
	heard, sent := 0, 0
	var group sync.WaitGroup
	for range 10 {
		group.Go(func() {
			ctx := WithWatch(t.Context(), &Watch{
				Wait: func(_ string, d time.Duration) {
					mu.Lock()
					defer mu.Unlock()
					if heard++; d == 0 {
						t.Error("a wait without length")
					}
				},
				Request: func() {
					mu.Lock()
					defer mu.Unlock()
					sent++
				},
			})
			w.read(ctx, rows, []string{"a", "b", "c"})
		})
	}
	group.Wait()
	w.wantRequests(strings.Fields(strings.Repeat("/rows ", 5))...)
	if heard != 40 || sent != 5 {
		t.Errorf("heard of %d waits and %d requests, want 40 and 5", heard, sent)
	}
}

// TestJoinWithinAWait: who joins while others wait hears how long yet.
func TestJoinWithinAWait(t *testing.T) {
	f := startFake(t, answers(throttles(429, "60"), gives("a")))
	c := f.client()
	waiting, more := make(chan struct{}), make(chan struct{})
	c.pause = func(context.Context, time.Duration) error {
		close(waiting)
		<-more
		return nil
	}
	var group sync.WaitGroup
	read := func(ctx context.Context) {
		if ids, err := all(ctx, c, rows); err != nil || len(ids) != 1 {
			t.Errorf("got %q, %v", ids, err)
		}
	}
	group.Go(func() { read(t.Context()) })
	<-waiting
	group.Go(func() {
		read(WithWatch(t.Context(), &Watch{Wait: func(reason string, d time.Duration) {
			if reason != "GET /v1.0/rows" || d < 50*time.Second || d > time.Minute {
				t.Errorf("heard of %q and %s", reason, d)
			}
			close(more)
		}}))
	})
	group.Wait()
	f.wantRequests("/rows", "/rows")
}

// TestNextLinksAreKeptApart by the header that goes with them.
func TestNextLinksAreKeptApart(t *testing.T) {
	link := &url.URL{Scheme: "https", Host: "graph.example.com", Path: "/v1.0/rows", RawQuery: "n=1"}
	clause := NotEqual("name", Text("x"))
	clause.Advanced = true
	plain, advanced := Request{Path: "/rows"}, Request{Path: "/rows", Filter: Filter{clause}}
	if plain.jointKey(link) == advanced.jointKey(link) {
		t.Error("a request with ConsistencyLevel is taken for one without")
	}
	if other := (Request{Path: "/other", Top: 5}); plain.jointKey(link) != other.jointKey(link) {
		t.Error("the same nextLink is two requests")
	}
}
