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

func TestRetriesOfRefusals(t *testing.T) {
	for status, again := range map[int]bool{429: true, 503: true, 504: true, 500: false, 502: false, 501: false, 400: false, 401: false, 403: false, 404: false} {
		var r retries
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
		"each wait is short":     {10 * time.Second, 60, "asked to wait 10s, and a request may wait 10m0s in all, of which 0s are left"},
		"the second is too long": {6 * time.Minute, 1, "asked to wait 6m0s, and a request may wait 10m0s in all, of which 4m0s are left"},
		"the first is too long":  {time.Hour, 0, "asked to wait 1h0m0s"},
		"it just fits":           {10 * time.Minute, 1, "of which 0s are left"},
		"absurd":                 {longestRetryAfter, 0, "asked to wait 8760h0m0s"},
	} {
		t.Run(name, func(t *testing.T) {
			var r retries
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
	var r retries
	var waits []time.Duration
	for {
		wait, err := r.next(&Error{Status: 503}, true)
		if err != nil {
			wantError(t, err, "gave up after waiting ")
			break
		}
		waits = append(waits, wait)
	}
	if r.waited > maxWait || r.waited < maxWait-longestBackoff || waits[4] < 4*time.Second || waits[0] > firstBackoff {
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
	soon := time.Now().Add(2 * time.Second).UTC().Format(http.TimeFormat)
	for name, test := range map[string]struct {
		graph    http.HandlerFunc
		requests int
		least    time.Duration
		fault    string
	}{
		"a fraction":           {answers(throttles(429, "0.2"), throttles(503, "0.1"), gives("a")), 3, 300 * time.Millisecond, ""},
		"a date":               {answers(throttles(429, soon), gives("a")), 2, 100 * time.Millisecond, ""},
		"no Retry-After":       {answers(throttles(504, ""), gives("a")), 2, 250 * time.Millisecond, ""},
		"a wait over the most": {answers(throttles(429, "601")), 1, 0, "429 Busy: Try later.; Graph asked to wait 10m1s"},
		"a server's error":     {answers(throttles(500, "0.1"), gives("a")), 1, 0, "500 Busy: Try later."},
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
			if took < test.least || took > test.least+3*time.Second || told < test.least {
				t.Errorf("took %s, told of %s, want at least %s", took, told, test.least)
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
	if _, err := all(ctx, f.client(), rows); !errors.Is(err, gone) || time.Since(start) > time.Second {
		t.Errorf("got %v after %s", err, time.Since(start))
	}
}
