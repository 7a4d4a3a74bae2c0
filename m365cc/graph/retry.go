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
)

// retryAfter reads the header of that name: seconds, also a fraction, or an HTTP date.
// It is zero when there is none or when the moment has passed.
//
// https://learn.microsoft.com/graph/throttling
func retryAfter(h http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.ParseFloat(value, 64); err == nil && seconds > 0 {
		return time.Duration(seconds * float64(time.Second))
	}
	if at, err := http.ParseTime(value); err == nil && at.After(now) {
		return at.Sub(now)
	}
	return 0
}

// retries decides whether a failed attempt is made again, and after which wait.
type retries struct {
	waited    time.Duration
	throttled int
	broken    int
}

// next returns the wait before the next attempt, or the error to give up with.
func (r *retries) next(err error) (time.Duration, error) {
	var refused *Error
	switch {
	case errors.As(err, &refused) && retryStatus(refused.Status):
		r.throttled++
		return r.spend(max(refused.RetryAfter, 0), r.throttled, err)
	case isTransient(err) && r.broken < maxTransportRetries:
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
	if r.waited+wait > maxWait {
		if asked > 0 {
			return 0, fmt.Errorf("%w; Graph asked to wait %s, more than the %s that a request may wait in all: run the query again later", err, asked.Round(time.Second), maxWait)
		}
		return 0, fmt.Errorf("%w; gave up after waiting %s", err, r.waited.Round(time.Second))
	}
	r.waited += wait
	return wait, nil
}

// backoff doubles with each attempt and is spread, so that clients do not come back together.
func backoff(attempt int) time.Duration {
	longest := min(firstBackoff<<min(attempt-1, 10), longestBackoff)
	return longest/2 + rand.N(longest/2+1)
}

func retryStatus(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable || status == http.StatusGatewayTimeout
}

// isTransient says whether a GET that failed on its way may be sent again. A host that does not
// exist or refuses connections is not asked again: it is most often misspelt.
func isTransient(err error) bool {
	var dns *net.DNSError
	var dial *net.OpError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return false
	case errors.As(err, &dns):
		return dns.IsTemporary && !dns.IsNotFound
	case errors.As(err, &dial) && dial.Op == "dial":
		return false
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return true
	}
	var network net.Error
	return errors.As(err, &network) && network.Timeout() || isStreamReset(err)
}

// isStreamReset recognises the errors of HTTP/2, which net/http keeps to itself.
func isStreamReset(err error) bool {
	text := err.Error()
	return strings.Contains(text, "stream error:") || strings.Contains(text, "GOAWAY") || strings.Contains(text, "connection reset")
}

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
