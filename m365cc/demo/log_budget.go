package demo

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// The sign-in log, the directory audits and the reports of authentication
// methods share five requests in ten seconds.
//
// https://learn.microsoft.com/graph/throttling-limits
const (
	logRequestsAllowed = 5
	logPeriod          = 10 * time.Second
)

// logWindow remembers when requests were answered, to bound how many are in any
// ten seconds.
type logWindow struct {
	mu       sync.Mutex
	answered []time.Time
}

// take admits a request, or returns how long to wait until one is admitted.
func (w *logWindow) take(limit int, now time.Time) (wait time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for len(w.answered) > 0 && now.Sub(w.answered[0]) >= logPeriod {
		w.answered = w.answered[1:]
	}
	if n := len(w.answered) - limit; n >= 0 {
		return logPeriod - now.Sub(w.answered[n])
	}
	w.answered = append(w.answered, now)
	return 0
}

func (w *logWindow) clear() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.answered = nil
}

// admitToLog refuses a request for one of these that may not be answered now.
func (r *request) admitToLog() error {
	switch {
	case !r.may(roleAuditLog):
		return missingPermission(roleAuditLog)
	case r.switches.NoPremium:
		return notPremium()
	}
	return r.admitWithinLimit()
}

// admitToAudits is admitToLog for the directory audits, which need no licence.
func (r *request) admitToAudits() error {
	if !r.may(roleAuditLog) {
		return missingPermission(roleAuditLog)
	}
	return r.admitWithinLimit()
}

// admitWithinLimit refuses a request beyond the limit.
func (r *request) admitWithinLimit() error {
	limit := r.switches.LogRequests
	if limit < 0 {
		return nil
	}
	if limit == 0 {
		limit = logRequestsAllowed
	}
	if wait := r.server.logRequests.take(limit, time.Now()); wait > 0 {
		return interruption(http.StatusTooManyRequests, strconv.Itoa(int((wait+time.Second-1)/time.Second)))
	}
	return nil
}
