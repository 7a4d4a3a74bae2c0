package demo

import (
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// budget is Graph's bucket of resource units: it holds what may be spent in ten
// seconds and fills steadily.
//
// https://learn.microsoft.com/graph/throttling-limits
type budget struct {
	mu    sync.Mutex
	level float64
	full  float64
	last  time.Time
}

const budgetPeriod = 10 * time.Second

// unitsFor returns the units that an application has in ten seconds in a tenant
// of this size.
func unitsFor(users int) int {
	switch {
	case users < 50:
		return 3500
	case users <= 500:
		return 5000
	}
	return 8000
}

// take spends units at a moment. It returns the share of the budget that is
// spent, and how long to wait if the budget does not reach.
func (b *budget) take(units, size int, now time.Time) (share float64, wait time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.full != float64(size) {
		b.full, b.level, b.last = float64(size), float64(size), now
	}
	b.level = min(b.full, b.level+b.full*now.Sub(b.last).Seconds()/budgetPeriod.Seconds())
	b.last = now
	if missing := float64(units) - b.level; missing > 0 {
		return 1, time.Duration(missing / b.full * float64(budgetPeriod))
	}
	b.level -= float64(units)
	return 1 - b.level/b.full, 0
}

// refill makes the budget whole.
func (b *budget) refill() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.full = 0
}

// charge takes a request's units from the budget, or refuses it with 429.
func (s *Server) charge(r *request, units int) error {
	size := r.switches.ResourceUnits
	if size < 0 {
		return nil
	}
	if size == 0 {
		size = unitsFor(s.tenant.Len())
	}
	share, wait := s.budget.take(units, size, time.Now())
	r.header.Set("x-ms-resource-unit", strconv.Itoa(units))
	if wait == 0 {
		if share >= 0.8 {
			r.header.Set("x-ms-throttle-limit-percentage", fmt.Sprintf("%.2f", share))
		}
		return nil
	}
	e := interruption(http.StatusTooManyRequests, strconv.Itoa(int(wait/time.Second)+1))
	e.header.Set("x-ms-throttle-limit-percentage", "1.00")
	e.header.Set("x-ms-throttle-scope", "Tenant_Application/ReadWrite/"+s.ClientID()+"/"+s.TenantID())
	e.header.Set("x-ms-throttle-information", "ResourceUnitLimitExceeded")
	return e
}
