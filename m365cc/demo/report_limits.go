package demo

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// What Graph allows an application to ask of one report in ten minutes.
//
// https://learn.microsoft.com/graph/throttling-limits
const (
	reportFiles     = 14
	reportPages     = 100
	reportLimitTime = 10 * time.Minute
)

// reportLimits remembers when each report was asked for lately.
type reportLimits struct {
	mu    sync.Mutex
	asked map[reportForm][]time.Time
}

// reportForm is what is counted apart.
type reportForm struct {
	function string
	isJSON   bool
}

// take counts a request, unless there were so many within the span already:
// then it returns how long to wait.
func (l *reportLimits) take(form reportForm, limit int, span time.Duration, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	times := l.asked[form]
	for len(times) > 0 && now.Sub(times[0]) >= span {
		times = times[1:]
	}
	if l.asked == nil {
		l.asked = map[reportForm][]time.Time{}
	}
	if len(times) >= limit {
		l.asked[form] = times
		return times[len(times)-limit].Add(span).Sub(now)
	}
	l.asked[form] = append(times, now)
	return 0
}

func (l *reportLimits) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = nil
}

// chargeReport counts a request for a report, or refuses it with 429.
func (s *Server) chargeReport(q *request, function string, isJSON bool) error {
	limit := q.switches.ReportRequests
	switch {
	case limit < 0:
		return nil
	case limit == 0 && isJSON:
		limit = reportPages
	case limit == 0:
		limit = reportFiles
	}
	span := q.switches.ReportLimitTime
	if span == 0 {
		span = reportLimitTime
	}
	wait := s.reportLimits.take(reportForm{function, isJSON}, limit, span, time.Now())
	if wait == 0 {
		return nil
	}
	return interruption(http.StatusTooManyRequests, strconv.Itoa(int((wait+time.Second-1)/time.Second)))
}
