package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// maxTransportRetries bounds the new attempts after a broken connection, and after an error of the server's.
	maxTransportRetries = 4
	// maxStrangeRetries bounds those after an answer that is not Graph's, such as a proxy's page, which seldom helps.
	maxStrangeRetries = 2
	firstBackoff      = 500 * time.Millisecond
	longestBackoff    = 30 * time.Second
	// longestRetryAfter keeps absurd values of Retry-After from overflowing.
	longestRetryAfter = 365 * 24 * time.Hour
)

// retryAfter reads the header of that name: seconds, also a fraction, or an HTTP date, which is compared with the
// answer's own where it has one, since clocks differ. It is zero when there is none or when the moment has passed.
//
// https://learn.microsoft.com/graph/throttling
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
		return time.Duration(min(seconds, longestRetryAfter.Seconds()) * float64(time.Second))
	}
	if sent, err := http.ParseTime(h.Get("Date")); err == nil {
		now = sent
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return min(at.Sub(now), longestRetryAfter)
	}
	return 0
}

// strangeError is an answer that is not Graph's: a page of a proxy, or what is no JSON or no CSV.
type strangeError struct{ err error }

func (e *strangeError) Error() string { return e.err.Error() }

func (e *strangeError) Unwrap() error { return e.err }

// retries decides whether a failed attempt is made again, and after which wait.
type retries struct {
	// most is what all waits may come to.
	most      time.Duration
	waited    time.Duration
	throttled int
	broken    int
	strange   int
}

// next returns the wait before the next attempt, or the error to give up with. known says whether the
// host has ever answered.
func (r *retries) next(err error, known bool) (time.Duration, error) {
	var refused *Error
	isRefusal := errors.As(err, &refused)
	switch {
	case isRefusal && retryStatus(refused.Status):
		r.throttled++
		return r.spend(refused.RetryAfter, r.throttled, err)
	case isRefusal && brokenStatus(refused.Status) && r.broken < maxTransportRetries:
		r.broken++
		return r.spend(refused.RetryAfter, r.broken, err)
	case isTransient(err, known) && r.broken < maxTransportRetries:
		r.broken++
		return r.spend(0, r.broken, err)
	case errors.As(err, new(*strangeError)) && r.strange < maxStrangeRetries:
		r.strange++
		return r.spend(0, r.strange, err)
	}
	return 0, err
}

// spend takes the wait from what is left: what the server asked for, else an exponential back-off.
func (r *retries) spend(asked time.Duration, attempt int, err error) (time.Duration, error) {
	wait := asked
	if wait == 0 {
		wait = backoff(attempt)
	}
	if left := r.most - r.waited; wait > left {
		return 0, r.over(asked, left, err)
	}
	r.waited += wait
	return wait, nil
}

// over says that a wait is longer than what is left of max_wait. What a broken connection could still wait for is no
// reason to speak of it.
func (r *retries) over(asked, left time.Duration, err error) error {
	switch {
	case asked > 0:
		return fmt.Errorf("%w; Graph asked to wait %s, and a request may wait %s in all (max_wait), of which %s are left: run the query again later, or raise max_wait",
			err, rounded(asked), rounded(r.most), rounded(left))
	case r.throttled > 0:
		return fmt.Errorf("%w; Graph did not say how long to wait, and a request may wait %s in all (max_wait), of which %s are left: run the query again later, or raise max_wait",
			err, rounded(r.most), rounded(left))
	}
	return fmt.Errorf("%w; gave up after waiting %s", err, rounded(r.waited))
}

// rounded is a duration for people, which is never 0 unless it is.
func rounded(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(time.Second)
}

// backoff doubles with each attempt and is spread, so that clients do not come back together.
func backoff(attempt int) time.Duration {
	longest := min(firstBackoff<<min(attempt-1, 10), longestBackoff)
	return longest/2 + rand.N(longest/2+1)
}

func retryStatus(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}

// brokenStatus are the errors of a server, which may be gone in a moment. A read is safe to send again.
func brokenStatus(status int) bool {
	return status == http.StatusInternalServerError || status == http.StatusBadGateway
}

// isTransient says whether a GET that failed on its way may be sent again. A host that cannot be found or
// connected to is asked again only when it is known: an unknown one is most often misspelt.
func isTransient(err error, known bool) bool {
	var dns *net.DNSError
	var dial *net.OpError
	switch {
	case errors.Is(err, context.Canceled):
		return false
	case errors.As(err, &dns), errors.As(err, &dial) && dial.Op == "dial":
		return known
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, resetOnWindows):
		return true
	}
	var network net.Error
	return errors.As(err, &network) && network.Timeout()
}

// resetOnWindows is WSAECONNRESET, which package syscall does not take for ECONNRESET.
const resetOnWindows = syscall.Errno(10054)

// sleep waits, or returns the context's error as soon as that ends.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
