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
	// maxWait bounds what one request may wait in all before its error is given.
	maxWait = 10 * time.Minute
	// maxTransportRetries bounds the new attempts after a broken connection.
	maxTransportRetries = 4
	firstBackoff        = 500 * time.Millisecond
	longestBackoff      = 30 * time.Second
	// longestRetryAfter keeps absurd values of Retry-After from overflowing.
	longestRetryAfter = 365 * 24 * time.Hour
)

// retryAfter reads the header of that name: seconds, also a fraction, or an HTTP date.
// It is zero when there is none or when the moment has passed.
//
// https://learn.microsoft.com/graph/throttling
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
		return time.Duration(min(seconds, longestRetryAfter.Seconds()) * float64(time.Second))
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return min(at.Sub(now), longestRetryAfter)
	}
	return 0
}

// retries decides whether a failed attempt is made again, and after which wait.
type retries struct {
	waited    time.Duration
	throttled int
	broken    int
}

// next returns the wait before the next attempt, or the error to give up with. known says whether the
// host has ever answered.
func (r *retries) next(err error, known bool) (time.Duration, error) {
	var refused *Error
	switch {
	case errors.As(err, &refused) && retryStatus(refused.Status):
		r.throttled++
		return r.spend(refused.RetryAfter, r.throttled, err)
	case isTransient(err, known) && r.broken < maxTransportRetries:
		r.broken++
		return r.spend(0, r.broken, err)
	}
	return 0, err
}

// spend takes the wait from what is left: what the server asked for, else an exponential back-off.
func (r *retries) spend(asked time.Duration, attempt int, err error) (time.Duration, error) {
	wait := asked
	if wait == 0 {
		wait = backoff(attempt)
	}
	if left := maxWait - r.waited; wait > left {
		if asked > 0 {
			return 0, fmt.Errorf("%w; Graph asked to wait %s, and a request may wait %s in all, of which %s are left: run the query again later",
				err, rounded(asked), rounded(maxWait), rounded(left))
		}
		return 0, fmt.Errorf("%w; gave up after waiting %s", err, rounded(r.waited))
	}
	r.waited += wait
	return wait, nil
}

func rounded(d time.Duration) time.Duration { return d.Round(time.Second) }

// backoff doubles with each attempt and is spread, so that clients do not come back together.
func backoff(attempt int) time.Duration {
	longest := min(firstBackoff<<min(attempt-1, 10), longestBackoff)
	return longest/2 + rand.N(longest/2+1)
}

func retryStatus(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
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
