package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// pages is a Graph of so many pages of two rows; page n is at /v1.0/rows?n=n, the first without.
func pages(f *fake, count int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		next := ""
		if n+1 < count {
			next = fmt.Sprintf("%s/v1.0/rows?n=%d", f.URL, n+1)
		}
		writeJSON(w, page(next, fmt.Sprint("a", n), fmt.Sprint("b", n)))
	}
}

func TestNextLinkIsFollowedAsAWhole(t *testing.T) {
	links := []string{
		"/v1.0/rows?$skiptoken=RFNwdAIAAQ%2B%3d+x%20y&$top=5",
		"/v1.0/other/path?%24skiptoken='a''b'&$select=id,name&x=%C3%9F;y",
		"/beta/a%2Fb/rows?$skiptoken=//:@!$()*,",
	}
	next := map[string]string{"/v1.0/rows?$count=true&$filter=name%20ne%20%27x%27": links[0], links[0]: links[1], links[1]: links[2]}
	f := startFake(t, nil)
	f.graph = func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("ConsistencyLevel") != "eventual" {
			t.Errorf("%s came without ConsistencyLevel", r.URL)
		}
		link, more := next[r.URL.RequestURI()]
		if more {
			link = f.URL + link
		}
		writeJSON(w, page(link, r.URL.Path))
	}
	r := rows
	clause := NotEqual("name", Text("x"))
	clause.Advanced = true
	r.Filter = Filter{clause}
	ids, err := all(t.Context(), f.client(), r)
	if want := []string{"/v1.0/rows", "/v1.0/rows", "/v1.0/other/path", "/beta/a/b/rows"}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("got %q, %v, want %q", ids, err, want)
	}
	for i, link := range links {
		if i+1 < len(f.requests()) && f.asked[i+1] != "GET "+link {
			t.Errorf("%s became %s", link, f.asked[i+1])
		}
	}
}

// TestNextLinkElsewhere holds that the token goes nowhere but to the connection's own Graph.
func TestNextLinkElsewhere(t *testing.T) {
	got := 0
	count := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { got++; writeJSON(w, page("")) })
	otherPort := httptest.NewTLSServer(count)
	defer otherPort.Close()
	plain := httptest.NewServer(count)
	defer plain.Close()
	f := startFake(t, nil)
	var link string
	f.graph = func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, page(link, "a")) }
	for name, test := range map[string]struct{ link, fault string }{
		"another port":   {otherPort.URL + "/v1.0/rows?n=1", "leads to https://127.0.0.1:"},
		"another host":   {"https://graph.microsoft.com/v1.0/rows?n=1", "leads to https://graph.microsoft.com instead"},
		"a longer host":  {"https://127.0.0.1.example.com/v1.0/rows?n=1", "leads to https://127.0.0.1.example.com instead"},
		"not encrypted":  {plain.URL + "/v1.0/rows?n=1", "leads to http://127.0.0.1:"},
		"http, own host": {"http://" + f.host() + "/v1.0/rows?n=1", "leads to http://127.0.0.1:"},
		"a user":         {"https://me:secret@" + f.host() + "/v1.0/rows?n=1", "is not followed"},
		"no host":        {"/v1.0/rows?n=1", "leads to :// instead"},
		"no URL":         {"https://127.0.0.1:%zz/", "the nextLink is no URL"},
		"another scheme": {"file:///etc/passwd?n=1", "leads to file:// instead"},
	} {
		t.Run(name, func(t *testing.T) {
			link = test.link
			f.asked = nil
			ids, err := all(t.Context(), f.client(), rows)
			wantError(t, err, "GET /v1.0/rows: ", test.fault)
			if !slices.Equal(ids, []string{"a"}) {
				t.Errorf("got the rows %q", ids)
			}
			f.wantRequests("/rows")
			if strings.Contains(err.Error(), "n=1") || strings.Contains(err.Error(), "secret") {
				t.Errorf("%q shows more than the host", err)
			}
		})
	}
	if got != 0 {
		t.Errorf("other hosts were asked %d times", got)
	}
}

func TestListThatWouldNotEnd(t *testing.T) {
	for name, next := range map[string][]string{
		"the same":  {"?n=1", "?n=1"},
		"in a ring": {"?n=1", "?n=2", "?n=3", "?n=1"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, nil)
			turn := 0
			f.graph = func(w http.ResponseWriter, _ *http.Request) {
				writeJSON(w, page(f.URL+"/v1.0/rows"+next[turn], "a"))
				turn++
			}
			ids, err := all(t.Context(), f.client(), rows)
			wantError(t, err, "GET /v1.0/rows: ", "the same nextLink twice")
			if len(ids) != len(next) || len(f.requests()) != len(next) {
				t.Errorf("got %d pages of %d requests, want %d", len(ids), len(f.requests()), len(next))
			}
		})
	}
}

// TestEmptyPages holds that only a missing nextLink ends a list.
func TestEmptyPages(t *testing.T) {
	f := startFake(t, nil)
	f.graph = func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.Atoi(r.URL.Query().Get("n"))
		ids := []string{"a", "b"}[:n%2]
		if n < 6 {
			writeJSON(w, page(fmt.Sprintf("%s/v1.0/rows?n=%d", f.URL, n+1), ids...))
			return
		}
		writeJSON(w, page(""))
	}
	if ids, err := all(t.Context(), f.client(), rows); err != nil || len(ids) != 3 || len(f.requests()) != 7 {
		t.Errorf("got %q, %v of %d requests", ids, err, len(f.requests()))
	}
}

func TestNextPageIsAskedForAhead(t *testing.T) {
	for name, test := range map[string]struct {
		limit int
		never bool
		ahead []int // pages asked for while the first, second, third is being used
	}{
		"no limit":           {0, false, []int{2, 3, 3}},
		"a limit far away":   {100, false, []int{2, 3, 3}},
		"one page":           {2, false, []int{1, 2, 3}},
		"one row":            {1, false, []int{1, 2, 3}},
		"in the second page": {3, false, []int{2, 2, 3}},
		"no read-ahead":      {0, true, []int{1, 2, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, nil)
			arrived := make(chan bool, 10)
			serve := pages(f, 3)
			f.graph = func(w http.ResponseWriter, r *http.Request) {
				arrived <- true
				serve(w, r)
			}
			r := rows
			r.Limit, r.NoReadAhead = test.limit, test.never
			asked, turn := 0, 0
			for _, err := range List[row](t.Context(), f.client(), r, nil) {
				if err != nil {
					t.Fatal(err)
				}
				for asked < test.ahead[turn] {
					<-arrived
					asked++
				}
				select {
				case <-arrived:
					t.Fatalf("page %d is asked for while page %d is being used", asked+1, turn+1)
				case <-time.After(20 * time.Millisecond):
				}
				turn++
			}
			if turn != 3 {
				t.Errorf("got %d pages", turn)
			}
		})
	}
}

// busy says whether a list is still on its way in any goroutine after the time that one needs to end.
func busy() bool {
	stacks := make([]byte, 1<<20)
	for deadline := time.Now().Add(atOnce); ; time.Sleep(time.Millisecond) {
		if !strings.Contains(string(stacks[:runtime.Stack(stacks, true)]), "graph.(*lister") {
			return false
		}
		if time.Now().After(deadline) {
			return true
		}
	}
}

func TestListThatIsLeftLeavesNothingBehind(t *testing.T) {
	f := startFake(t, nil)
	serve := pages(f, 10)
	gone := make(chan bool, 1)
	f.graph = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "n=1" { // never answered
			<-r.Context().Done()
			gone <- true
			return
		}
		serve(w, r)
	}
	c := f.client()
	for page, err := range List[row](t.Context(), c, rows, nil) {
		if err != nil || len(page.Rows) != 2 {
			t.Errorf("got %v, %v", page, err)
		}
		for len(f.requests()) < 2 {
			time.Sleep(time.Millisecond)
		}
		break
	}
	if busy() {
		t.Error("the list goes on")
	}
	select {
	case <-gone:
	case <-time.After(atOnce):
		t.Error("the request goes on")
	}
}

func TestCancelledListEndsAtOnce(t *testing.T) {
	f := startFake(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	gone := errors.New("gone")
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(50*time.Millisecond, func() { cancel(gone) })
	start := time.Now()
	if _, err := all(ctx, f.client(), rows); !errors.Is(err, gone) || time.Since(start) > atOnce {
		t.Errorf("got %v after %s", err, time.Since(start))
	}
	if len(f.requests()) != 1 {
		t.Errorf("asked %d times", len(f.requests()))
	}
}

func TestErrorInTheMiddle(t *testing.T) {
	f := startFake(t, nil)
	serve := pages(f, 3)
	f.graph = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery == "n=1" {
			refuseWith(w, 400, "Directory_ExpiredPageToken", "The specified page token value has expired.")
			return
		}
		serve(w, r)
	}
	ids, err := all(t.Context(), f.client(), rows)
	wantError(t, err, "GET /v1.0/rows: 400 Directory_ExpiredPageToken")
	if !slices.Equal(ids, []string{"a0", "b0"}) {
		t.Errorf("got %q", ids)
	}
	f.wantRequests("/rows", "/rows?n=1")
}

func TestListCanBeReadTwice(t *testing.T) {
	f := startFake(t, nil)
	f.graph = pages(f, 3)
	list := List[row](t.Context(), f.client(), rows, nil)
	for range 2 {
		n := 0
		for _, err := range list {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != 3 {
			t.Errorf("got %d pages", n)
		}
	}
}
