package main

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func series(heaps ...uint64) []sample {
	var all []sample
	for _, mb := range heaps {
		all = append(all, sample{heap: mb << 20, files: 30, goroutines: 100})
	}
	return all
}

func TestReportJudges(t *testing.T) {
	flat := series(10, 20, 30, 30, 31, 35, 30, 30, 33, 36, 36, 36)
	grown := series(10, 20, 30, 30, 31, 30, 30, 30, 33, 38, 38, 38)
	withFiles := func(last int) []sample {
		all := series(30, 30, 30, 30, 30, 30, 30, 30, 30)
		for i := range all[6:] {
			all[6+i].files = last
		}
		return all
	}
	for _, c := range []struct {
		name    string
		samples []sample
		change  func(*report)
		want    string // "": nothing is found
	}{
		{"flat", flat, func(*report) {}, ""},
		{"grown", grown, func(*report) {}, "live heap, MB grew: ×1.27"},
		{"grown in a short run", grown, func(r *report) { r.options.time = 5 * time.Second }, ""},
		{"other files", withFiles(45), func(*report) {}, ""},
		{"more and more files", withFiles(46), func(*report) {}, "open files grew: ×1.53"},
		{"no samples", nil, func(*report) {}, "live heap, MB grew: too few samples"},
		{"a goroutine is left", flat, func(r *report) { r.after.goroutines++ }, "1 goroutines are left"},
		{"a file is left", flat, func(r *report) { r.after.files += 2 }, "2 files are left open"},
		{"a wrong answer", flat, func(r *report) { r.tally.fail("select %d", 1) }, "1 queries were wrong or failed"},
		{"nothing done", flat, func(r *report) { r.tally.done = 0 }, "no query ended"},
	} {
		r := newReport(options{time: 2 * time.Minute}, sample{goroutines: 5, files: 10})
		r.after, r.samples, r.took = r.before, c.samples, 2*time.Minute
		r.tally.right(statement{sql: "select 2"}, time.Second)
		c.change(r)
		var out bytes.Buffer
		err := r.print(&out)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: got %v, want %q", c.name, err, c.want)
		case (err == nil) != strings.Contains(out.String(), "All is well."):
			t.Errorf("%s: %v, and the report says\n%s", c.name, err, out.String())
		}
	}
}

// TestSettle leaves a goroutine for a moment, and then one for good.
func TestSettle(t *testing.T) {
	before := takeSample()
	go time.Sleep(200 * time.Millisecond)
	if after, by := settle(before, longestSettling); after.goroutines > before.goroutines {
		t.Errorf("%d goroutines instead of %d:\n%s", after.goroutines, before.goroutines, by)
	}
	end := make(chan struct{})
	defer close(end)
	go leftBehind(end)
	after, by := settle(before, 200*time.Millisecond)
	if after.goroutines != before.goroutines+1 || !strings.Contains(by, "leftBehind") {
		t.Errorf("%d goroutines instead of %d, and their stacks are\n%s", after.goroutines, before.goroutines+1, by)
	}
}

func leftBehind(end <-chan struct{}) { <-end }
