package demo

import (
	"strconv"
	"testing"
	"time"
)

func TestReportLimitSlides(t *testing.T) {
	var l reportLimits
	form := reportForm{"getX", false}
	now := time.Unix(1000, 0)
	for k := range 3 {
		if wait := l.take(form, 3, time.Minute, now.Add(time.Duration(k)*10*time.Second)); wait != 0 {
			t.Fatalf("request %d waits %v", k, wait)
		}
	}
	for _, test := range []struct{ after, wait time.Duration }{
		{20 * time.Second, 40 * time.Second}, {59 * time.Second, time.Second}, {60 * time.Second, 0},
		{61 * time.Second, 9 * time.Second}, {70 * time.Second, 0}, {70 * time.Second, 10 * time.Second},
	} {
		if wait := l.take(form, 3, time.Minute, now.Add(test.after)); wait != test.wait {
			t.Errorf("after %v the wait is %v, want %v", test.after, wait, test.wait)
		}
	}
	if wait := l.take(reportForm{"getX", true}, 3, time.Minute, now); wait != 0 {
		t.Errorf("JSON waits %v for files", wait)
	}
	// A limit that was lowered counts the latest ones.
	if wait := l.take(form, 1, time.Minute, now.Add(71*time.Second)); wait != 59*time.Second {
		t.Errorf("wait %v", wait)
	}
	l.reset()
	if wait := l.take(form, 1, time.Minute, now); wait != 0 {
		t.Errorf("wait %v after reset", wait)
	}
}

func TestReportLimits(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	graph := c.straight()
	active, email := "reports/"+activeUserDetail.call(), "reports/"+emailActivityUserDetail.call()
	for k := range 14 {
		// v1.0 and beta count together, whatever the period.
		version := [...]string{"/v1.0/", "/beta/"}[k%2]
		if a := graph.get("https://" + c.server.GraphHost() + version + "reports/getOffice365ActiveUserDetail(period='D" + []string{"7", "30", "90"}[k%3] + "')"); a.status != 302 {
			t.Fatalf("request %d: %d %s", k, a.status, a.body)
		}
	}
	a := graph.beta(active)
	a.wantRefusal(t, 429, "TooManyRequests", "Too many requests.")
	after, err := strconv.Atoi(a.header.Get("Retry-After"))
	if err != nil || after < 590 || after > 600 {
		t.Errorf("Retry-After %q", a.header.Get("Retry-After"))
	}
	if a := graph.beta(email); a.status != 302 {
		t.Errorf("another report: %d", a.status)
	}
	for k := range 100 {
		if a := graph.beta(active + "?$format=application/json&$top=1"); a.status != 200 {
			t.Fatalf("page %d: %d", k, a.status)
		}
	}
	if a := graph.beta(active + "?$format=application/json"); a.status != 429 {
		t.Errorf("the 101st page: %d", a.status)
	}
	c.server.Reset()
	if a := graph.beta(active); a.status != 302 {
		t.Errorf("after Reset: %d", a.status)
	}
}

func TestReportLimitSwitches(t *testing.T) {
	c := startServer(t, Options{Users: 30})
	graph, active := c.straight(), "reports/"+activeUserDetail.call()
	c.server.Set(func(b *Behaviour) { b.ReportRequests, b.ReportLimitTime = 1, 50*time.Millisecond })
	if first, second := graph.beta(active), graph.beta(active); first.status != 302 || second.status != 429 || second.header.Get("Retry-After") != "1" {
		t.Errorf("%d, then %d after %q", first.status, second.status, second.header.Get("Retry-After"))
	}
	time.Sleep(60 * time.Millisecond)
	if a := graph.beta(active); a.status != 302 {
		t.Errorf("%d after the wait", a.status)
	}
	c.server.Set(func(b *Behaviour) { b.ReportRequests = -1 })
	for range 30 {
		if a := graph.beta(active); a.status != 302 {
			t.Fatalf("%d without a limit", a.status)
		}
	}
	// Reports cost no resource units.
	c.server.Set(func(b *Behaviour) { b.ResourceUnits = 1 })
	for range 3 {
		if a := graph.beta(active); a.status != 302 || a.header.Get("x-ms-resource-unit") != "" {
			t.Errorf("%d", a.status)
		}
	}
}
