//go:build unix

package main

import (
	"strings"
	"testing"
	"time"
)

// measured is a reading of a thousand rows.
func measured(micros, mallocs, mb int) measurement {
	return measurement{Rows: 1000, CPU: time.Duration(micros) * time.Millisecond, Mallocs: uint64(mallocs * 1000), Bytes: 5000, Peak: int64(mb) << 20}
}

func TestMedians(t *testing.T) {
	r := newReport(1000)
	if _, ok := r.of(limitName, 1000); ok {
		t.Error("what was not measured has a median")
	}
	for _, micros := range []int{9, 1, 4} {
		r.add(limitName, 1000, measured(micros, micros, 10*micros))
	}
	got, ok := r.of(limitName, 1000)
	if want := (perRow{rows: 1000, cpu: 4, mallocs: 4, bytes: 5, peak: 90}); !ok || got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	r.add(limitName, 1000, measured(2, 2, 1))
	if got, _ := r.of(limitName, 1000); got.cpu != 3 {
		t.Errorf("the median of four is %v", got.cpu)
	}
}

func TestPrint(t *testing.T) {
	r := newReport(1000)
	r.large = 5000
	r.add(limitName, 1000, measured(2, 1, 20))
	r.add(engineName, 1000, measured(7, 1, 40))
	r.add(floorName, 1000, measured(700, 1, 40))
	r.add(engineName, 5000, measured(6, 1, 160))
	var out strings.Builder
	if err := r.print(&out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"1000 7.0 1.0 5 40 3.5 0.01 embedded engine",
		"1000 6.0 1.0 5 160 embedded engine",
		"MISSED engine CPU beside limit 3.500 at most 3",
		"holds engine CPU beside floor 0.010 at most 0.1",
		"holds engine peak of 1000 users 40 MB at most 150",
		"MISSED engine peak of 5000 users 160 MB at most 150",
	} {
		if !hasLine(out.String(), want) {
			t.Errorf("there is no line %q in:\n%s", want, out.String())
		}
	}
	if hasLine(out.String(), "steampipe") || strings.Contains(out.String(), "holds    steampipe") {
		t.Error("a goal is judged that was not measured")
	}
}

// hasLine compares without the columns' spaces.
func hasLine(text, line string) bool {
	for l := range strings.Lines(text) {
		if strings.Join(strings.Fields(l), " ") == line {
			return true
		}
	}
	return false
}
