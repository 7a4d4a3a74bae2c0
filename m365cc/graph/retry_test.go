package graph

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 11, 24, 8, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"":                                0,
		"0":                               0,
		"17":                              17 * time.Second,
		" 17 ":                            17 * time.Second,
		"0.5":                             500 * time.Millisecond,
		"1.25":                            1250 * time.Millisecond,
		"-3":                              0,
		"soon":                            0,
		"NaN":                             0,
		"600":                             10 * time.Minute,
		"1e300":                           longestRetryAfter,
		"Inf":                             longestRetryAfter,
		"99999999999999999999":            longestRetryAfter,
		"Tue, 24 Nov 2026 08:00:20 GMT":   20 * time.Second,
		"Tue, 24 Nov 2026 07:59:59 GMT":   0,
		"Fri, 31 Dec 9999 23:59:59 GMT":   longestRetryAfter,
		"Tuesday, 24-Nov-26 08:01:00 GMT": time.Minute,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("%q: got %s, want %s", value, got, want)
		}
	}
	// clocks differ: only the difference to the answer's own date counts
	for date, want := range map[string]time.Duration{
		"Tue, 24 Nov 2026 07:00:10 GMT": 5 * time.Second, // an hour behind us
		"Tue, 24 Nov 2026 07:00:15 GMT": 0,
		"yesterday":                     0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {"Tue, 24 Nov 2026 07:00:15 GMT"}, "Date": {date}}, now); got != want {
			t.Errorf("with the date %q: got %s, want %s", date, got, want)
		}
	}
	if got := retryAfter(http.Header{}, now); got != 0 {
		t.Errorf("without the header got %s", got)
	}
}

func TestBackoff(t *testing.T) {
	for attempt, longest := range map[int]time.Duration{1: 500 * time.Millisecond, 2: time.Second, 3: 2 * time.Second, 6: 16 * time.Second, 7: longestBackoff, 1000: longestBackoff} {
		seen := map[time.Duration]bool{}
		for range 100 {
			d := backoff(attempt)
			seen[d] = true
			if d < longest/2 || d > longest {
				t.Errorf("attempt %d waits %s, want %s to %s", attempt, d, longest/2, longest)
			}
		}
		if len(seen) < 10 {
			t.Errorf("attempt %d always waits the same", attempt)
		}
	}
}

// defaultWait is max_wait as the connection has it by default.
const defaultWait = 10 * time.Minute

func TestRetriesOfRefusals(t *testing.T) {
	for status, again := range map[int]bool{429: true, 503: true, 504: true, 500: true, 502: true, 501: false, 400: false, 401: false, 403: false, 404: false} {
		r := retries{most: defaultWait}
		err := error(&Error{Status: status, RetryAfter: 3 * time.Second})
		wait, giveUp := r.next(err, true)
		if again && (giveUp != nil || wait != 3*time.Second) || !again && !errors.Is(giveUp, err) {
			t.Errorf("%d: got a wait of %s, %v", status, wait, giveUp)
		}
	}
}

// TestRetriesEnd holds that no request waits longer than its bound, and that the error says why.
func TestRetriesEnd(t *testing.T) {
	for name, test := range map[string]struct {
		asked    time.Duration
		attempts int
		want     string
	}{
		"each wait is short":     {10 * time.Second, 60, "asked to wait 10s, and a request may wait 10m0s in all (max_wait), of which 0s are left"},
		"the second is too long": {6 * time.Minute, 1, "asked to wait 6m0s, and a request may wait 10m0s in all (max_wait), of which 4m0s are left"},
		"the first is too long":  {time.Hour, 0, "asked to wait 1h0m0s"},
		"it just fits":           {10 * time.Minute, 1, "of which 0s are left"},
		"absurd":                 {longestRetryAfter, 0, "asked to wait 8760h0m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			r := retries{most: defaultWait}
			refused := &Error{Request: "GET /v1.0/rows", Status: 429, Code: "TooManyRequests", RetryAfter: test.asked}
			for range test.attempts {
				if _, err := r.next(refused, true); err != nil {
					t.Fatal(err)
				}
			}
			_, err := r.next(refused, true)
			wantError(t, err, "GET /v1.0/rows: 429 TooManyRequests", test.want)
			if !errors.Is(err, refused) {
				t.Errorf("%v hides the refusal", err)
			}
		})
	}
}

func TestRetriesBackOffWithoutRetryAfter(t *testing.T) {
	r := retries{most: defaultWait}
	var waits []time.Duration
	for {
		wait, err := r.next(&Error{Status: 503}, true)
		if err != nil {
			wantError(t, err, "Graph did not say how long to wait, and a request may wait 10m0s in all (max_wait), of which ")
			break
		}
		waits = append(waits, wait)
	}
	if r.waited > r.most || r.waited < r.most-longestBackoff || waits[4] < 4*time.Second || waits[0] > firstBackoff {
		t.Errorf("waited %s in all: %s", r.waited, waits)
	}
}

func TestTransientErrors(t *testing.T) {
	refused := &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}
	for _, test := range []struct {
		err            error
		unknown, known bool // whether it is tried again
	}{
		{io.ErrUnexpectedEOF, true, true},
		{fmt.Errorf("a: %w", io.EOF), true, true},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, true, true},
		{&net.OpError{Op: "write", Err: syscall.EPIPE}, true, true},
		{&net.OpError{Op: "read", Err: os.ErrDeadlineExceeded}, true, true},
		{os.NewSyscallError("wsarecv", syscall.Errno(10054)), true, true},
		{refused, false, true},
		{&net.DNSError{IsNotFound: true}, false, true},
		{&net.DNSError{IsTemporary: true}, false, true},
		{context.Canceled, false, false},
		{&net.OpError{Op: "dial", Err: context.Canceled}, false, false},
		{&tls.CertificateVerificationError{Err: errors.New("unknown authority")}, false, false},
		{errors.New("invalid character"), false, false},
	} {
		if unknown, known := isTransient(test.err, false), isTransient(test.err, true); unknown != test.unknown || known != test.known {
			t.Errorf("%v: got %t for an unknown host, %t for a known one", test.err, unknown, known)
		}
	}
}

func TestSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		if err := sleep(t.Context(), time.Minute); err != nil || time.Since(start) != time.Minute {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
		gone := errors.New("gone")
		ctx, cancel := context.WithCancelCause(t.Context())
		cancel(gone)
		if err := sleep(ctx, time.Minute); !errors.Is(err, gone) || time.Since(start) != time.Minute {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
	})
}

// answers is a Graph that gives the answers one after the other, the last of them for ever.
func answers(list ...http.HandlerFunc) http.HandlerFunc {
	turn := make(chan int, 1)
	turn <- 0
	return func(w http.ResponseWriter, r *http.Request) {
		n := <-turn
		turn <- n + 1
		list[min(n, len(list)-1)](w, r)
	}
}

// gives answers with a page.
func gives(ids ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, page("", ids...)) }
}

// throttles answers with a status and Retry-After, "" for none.
func throttles(status int, after string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		if after != "" {
			w.Header().Set("Retry-After", after)
		}
		refuseWith(w, status, "Busy", "Try later.")
	}
}

func TestThrottledRequests(t *testing.T) {
	atDate := func(w http.ResponseWriter, r *http.Request) {
		throttles(429, time.Now().Add(2*time.Second).UTC().Format(http.TimeFormat))(w, r)
	}
	for name, test := range map[string]struct {
		graph    http.HandlerFunc
		requests int
		least    time.Duration
		fault    string
	}{
		"a fraction":           {answers(throttles(429, "0.2"), throttles(503, "0.1"), gives("a")), 3, 300 * time.Millisecond, ""},
		"a date":               {answers(atDate, gives("a")), 2, 100 * time.Millisecond, ""},
		"no Retry-After":       {answers(throttles(504, ""), gives("a")), 2, 250 * time.Millisecond, ""},
		"a wait over the most": {answers(throttles(429, "601")), 1, 0, "429 Busy: Try later.; Graph asked to wait 10m1s"},
		"a server's error":     {answers(throttles(500, ""), throttles(502, "0.1"), gives("a")), 3, 350 * time.Millisecond, ""},
		"not implemented":      {answers(throttles(501, "0.1"), gives("a")), 1, 0, "501 Busy: Try later."},
		"a negative wait":      {answers(throttles(429, "-5"), gives("a")), 2, 250 * time.Millisecond, ""},
		"no wait that is one":  {answers(throttles(429, "a while"), gives("a")), 2, 250 * time.Millisecond, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startFake(t, test.graph)
			var told time.Duration
			ctx := WithWatch(t.Context(), &Watch{Wait: func(reason string, d time.Duration) {
				told += d
				if reason != "GET /v1.0/rows" {
					t.Errorf("waited for %q", reason)
				}
			}})
			start := time.Now()
			ids, err := all(ctx, f.client(), rows)
			took := time.Since(start)
			f.wantRequests(strings.Split(strings.Repeat(" /rows", test.requests)[1:], " ")...)
			if test.fault != "" {
				wantError(t, err, "GET /v1.0/rows: ", test.fault)
			} else if err != nil || len(ids) != 1 {
				t.Errorf("got %v, %v", ids, err)
			}
			if took < test.least || told < test.least || told > test.least+3*time.Second {
				t.Errorf("took %s, told of %s, want at least %s", took, told, test.least)
			}
		})
	}
}

// TestMaxWait: the argument is the bound, a wait that would pass it is not begun, and the error names it.
func TestMaxWait(t *testing.T) {
	for name, test := range map[string]struct {
		most     time.Duration
		graph    http.HandlerFunc
		requests int
		waited   time.Duration
		fault    string
	}{
		"a wait too long":     {20 * time.Second, throttles(429, "21"), 1, 0, "429 Busy: Try later.; Graph asked to wait 21s, and a request may wait 20s in all (max_wait), of which 20s are left: run the query again later, or raise max_wait"},
		"waits that add up":   {20 * time.Second, throttles(503, "8"), 3, 16 * time.Second, "asked to wait 8s, and a request may wait 20s in all (max_wait), of which 4s are left"},
		"a wait that fits":    {20 * time.Second, answers(throttles(429, "20"), gives("a")), 2, 20 * time.Second, ""},
		"none, with a wait":   {0, answers(throttles(429, "1"), gives("a")), 1, 0, "asked to wait 1s, and a request may wait 0s in all (max_wait), of which 0s are left"},
		"none, without one":   {0, answers(throttles(429, ""), gives("a")), 1, 0, "Graph did not say how long to wait, and a request may wait 0s in all (max_wait)"},
		"none, and an error":  {0, answers(throttles(500, ""), gives("a")), 1, 0, "500 Busy: Try later.; gave up after waiting 0s"},
		"none, and it breaks": {0, answers(breaksOff, gives("a")), 1, 0, "unexpected EOF; gave up after waiting 0s"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, test.graph)
			c := f.client(func(o *Options) { o.MaxWait = test.most })
			var waited time.Duration
			c.pause = func(ctx context.Context, d time.Duration) error {
				waited += d
				return ctx.Err()
			}
			ids, err := all(t.Context(), c, rows)
			if test.fault != "" {
				wantError(t, err, "GET /v1.0/rows: ", test.fault)
			} else if err != nil || len(ids) != 1 {
				t.Errorf("got %v, %v", ids, err)
			}
			if waited != test.waited || len(f.requests()) != test.requests {
				t.Errorf("waited %s with %d requests, want %s with %d", waited, len(f.requests()), test.waited, test.requests)
			}
		})
	}
}

func TestCancelEndsAWaitAtOnce(t *testing.T) {
	f := startFake(t, throttles(429, "60"))
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("gone")
	ctx = WithWatch(ctx, &Watch{Wait: func(string, time.Duration) { cancel(gone) }})
	start := time.Now()
	if _, err := all(ctx, f.client(), rows); !errors.Is(err, gone) || time.Since(start) > atOnce {
		t.Errorf("got %v after %s", err, time.Since(start))
	}
}
