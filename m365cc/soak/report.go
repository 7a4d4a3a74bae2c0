package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"
	"time"
)

// report is what a run came to.
type report struct {
	options       options
	before, after sample
	samples       []sample
	tally         *tally
	struck        statistic
	took          time.Duration
	leftStacks    string
}

func newReport(o options, before sample) *report {
	return &report{options: o, before: before, tally: newTally()}
}

// sampleEvery takes samples until stop is called.
func (r *report) sampleEvery(interval time.Duration) (stop func()) {
	end := make(chan struct{})
	var sampling sync.WaitGroup
	sampling.Go(func() {
		ticks := time.NewTicker(interval)
		defer ticks.Stop()
		for len(r.samples) < samplesPerRun {
			select {
			case <-ticks.C:
				r.samples = append(r.samples, takeSample())
			case <-end:
				return
			}
		}
	})
	return func() {
		close(end)
		sampling.Wait()
	}
}

// print writes the figures, and returns an error when the run found something.
func (r *report) print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table)
	r.printQueries(table)
	r.printTenants(table)
	held := r.printHeld(table)
	if err := table.Flush(); err != nil {
		return err
	}
	if r.after.goroutines > r.before.goroutines {
		fmt.Fprintf(out, "\n%s", r.leftStacks)
	}
	if r.tally.stuck != "" {
		fmt.Fprintf(out, "\nSome queries did not end. What ran then:\n%s", r.tally.stuck)
	}
	for _, failure := range r.tally.failures {
		fmt.Fprintf(out, "\n  %s\n", failure)
	}
	var found []string
	if r.tally.failed > 0 {
		found = append(found, fmt.Sprintf("%d queries were wrong or failed", r.tally.failed))
	}
	if r.tally.done == 0 {
		found = append(found, "no query ended")
	}
	if found = append(found, held...); len(found) > 0 {
		return fmt.Errorf("%s", strings.Join(found, "; "))
	}
	fmt.Fprintln(out, "\nAll is well.")
	return nil
}

func (r *report) printQueries(out io.Writer) {
	t := r.tally
	seconds := r.took.Seconds()
	fmt.Fprintf(out, "queries at a time\t%d, on %d connections to %d tenants; %d had a connection of their own\n", r.options.queries, len(connectionNames), tenantCount, t.alone.Load())
	fmt.Fprintf(out, "time\t%s, of which %s for the last queries to end\n", rounded(r.took), rounded(r.took-r.options.time))
	fmt.Fprintf(out, "right answers\t%d (%.0f a second), of %d of %d statements\n", t.done, float64(t.done)/seconds, len(t.asked), len(allStatements))
	for _, s := range allStatements {
		if t.asked[s.sql] == 0 {
			fmt.Fprintf(out, "without an answer\t%.90s\n", oneLine(s.sql))
		}
	}
	fmt.Fprintf(out, "cancelled\t%d\n", t.cancelled.Load())
	fmt.Fprintf(out, "wrong or failed\t%d\n", t.failed)
	fmt.Fprintf(out, "longest query\t%s: %.90s\n", rounded(t.longest), oneLine(t.slowest))
	fmt.Fprintf(out, "waits\t%d, each %s in the mean, as the queries were told\n", t.waits.Load(), rounded(time.Duration(t.waited.Load()/max(t.waits.Load(), 1))))
}

func (r *report) printTenants(out io.Writer) {
	s := r.struck
	fmt.Fprintf(out, "requests\t%d to Graph, %d for tokens, %d for files of reports\n", s.Requests, s.TokenRequests, s.Downloads)
	fmt.Fprintf(out, "over a limit\t%d requests, which Graph refused\n", s.Throttled)
	total := 0
	for _, n := range s.Struck {
		total += n
	}
	fmt.Fprintf(out, "faults\t%d of %d kinds\n", total, len(s.Struck))
	for names := range slices.Chunk(s.names(), 6) {
		var some []string
		for _, name := range names {
			some = append(some, fmt.Sprintf("%s %d", name, s.Struck[name]))
		}
		fmt.Fprintf(out, "\t%s\n", strings.Join(some, ", "))
	}
}

// printHeld writes the series of what the process held, and returns what is the matter with it.
func (r *report) printHeld(out io.Writer) (found []string) {
	all := []struct {
		name   string
		unit   float64
		growth float64
		of     func(sample) uint64
	}{
		{"live heap, MB", 1 << 20, memoryGrowth, func(s sample) uint64 { return s.heap }},
		{"resident, MB", 1 << 20, memoryGrowth, func(s sample) uint64 { return s.resident }},
		{"open files", 1, countGrowth, func(s sample) uint64 { return uint64(s.files) }},
		{"goroutines", 1, countGrowth, func(s sample) uint64 { return uint64(s.goroutines) }},
	}
	step := max(len(r.samples)/shownSamples, 1)
	fmt.Fprintf(out, "held\tbefore | every %s | after\n", rounded(time.Duration(step)*r.options.interval()))
	for _, k := range all {
		var series []string
		for i := step - 1; i < len(r.samples); i += step {
			series = append(series, fmt.Sprintf("%.0f", float64(k.of(r.samples[i]))/k.unit))
		}
		judged, flat := judge(r.samples, k.growth, k.of)
		if r.options.time < shortest {
			judged, flat = "too short a run to judge", true
		}
		fmt.Fprintf(out, "%s\t%.0f | %s | %.0f: %s\n", k.name, float64(k.of(r.before))/k.unit, strings.Join(series, " "), float64(k.of(r.after))/k.unit, judged)
		if !flat {
			found = append(found, k.name+" grew: "+judged)
		}
	}
	if left := r.after.goroutines - r.before.goroutines; left > 0 {
		found = append(found, fmt.Sprintf("%d goroutines are left", left))
	}
	if left := r.after.files - r.before.files; left > 0 {
		found = append(found, fmt.Sprintf("%d files are left open", left))
	}
	return found
}

const (
	// shortest is the shortest run whose memory tells something: a shorter one still fills its caches.
	shortest = time.Minute
	// shownSamples is how many of the samples are printed.
	shownSamples = 12
	// memoryGrowth is how many times as much the last third of a run may hold as the second.
	memoryGrowth = 1.2
	// countGrowth is the same for files and goroutines, which come and go with the queries on connections of their own.
	// At the end none of them may be left.
	countGrowth = 1.5
)

// judge compares the median of the last third of a run with that of the second. In each, what connections keep is
// fetched anew once, so that the two are alike; the first fills caches.
func judge(samples []sample, growth float64, of func(sample) uint64) (judged string, flat bool) {
	third := len(samples) / reportsPerRun
	if third == 0 {
		return "too few samples", false
	}
	second, last := median(samples[third:2*third], of), median(samples[len(samples)-third:], of)
	if second == 0 {
		return "not known", true
	}
	ratio := float64(last) / float64(second)
	return fmt.Sprintf("×%.2f from the second third to the last", ratio), ratio <= growth
}

func median(samples []sample, of func(sample) uint64) uint64 {
	var values []uint64
	for _, s := range samples {
		values = append(values, of(s))
	}
	slices.Sort(values)
	return values[len(values)/2]
}

func oneLine(sql string) string { return strings.ReplaceAll(sql, "\n", " ") }

func rounded(d time.Duration) time.Duration { return d.Round(100 * time.Millisecond) }
