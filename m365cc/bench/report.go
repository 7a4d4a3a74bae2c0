//go:build unix

package main

import (
	"cmp"
	"fmt"
	"io"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"
)

// report collects what was measured.
type report struct {
	users, large int
	measured     map[reading][]measurement
}

// reading is a way and the size of the tenant.
type reading struct {
	way   string
	users int
}

func newReport(users int) *report {
	return &report{users: users, measured: map[reading][]measurement{}}
}

func (r *report) add(way string, users int, m measurement) {
	k := reading{way, users}
	r.measured[k] = append(r.measured[k], m)
}

// perRow are the medians of a way, a row.
type perRow struct {
	rows           int
	cpu            float64 // µs
	mallocs, bytes float64
	peak           float64 // MB, of the whole process; the highest of all
}

// of returns the medians of a way; false where it was not measured.
func (r *report) of(way string, users int) (perRow, bool) {
	all := r.measured[reading{way, users}]
	if len(all) == 0 {
		return perRow{}, false
	}
	rows := float64(all[0].Rows)
	return perRow{
		rows:    all[0].Rows,
		cpu:     median(all, func(m measurement) float64 { return float64(m.CPU) / float64(time.Microsecond) }) / rows,
		mallocs: median(all, func(m measurement) float64 { return float64(m.Mallocs) }) / rows,
		bytes:   median(all, func(m measurement) float64 { return float64(m.Bytes) }) / rows,
		peak:    highest(all, func(m measurement) float64 { return float64(m.Peak) }) / (1 << 20),
	}, true
}

func median(all []measurement, of func(measurement) float64) float64 {
	values := make([]float64, len(all))
	for i, m := range all {
		values[i] = of(m)
	}
	slices.Sort(values)
	n := len(values)
	return (values[(n-1)/2] + values[n/2]) / 2
}

func highest(all []measurement, of func(measurement) float64) float64 {
	return of(slices.MaxFunc(all, func(a, b measurement) int { return cmp.Compare(of(a), of(b)) }))
}

// print writes the table and the goals.
func (r *report) print(out io.Writer) error {
	fmt.Fprintf(out, "%d users, ten columns, the median of %d rounds; %s/%s, %d CPUs, %s\n\n",
		r.users, r.rounds(), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	if err := r.printTable(out); err != nil {
		return err
	}
	fmt.Fprintf(out, explanation, min(r.rounds(), floorRounds))
	return r.printGoals(out)
}

// explanation stands below the table.
const explanation = `
µs/row is the user and system time of the reading process, garbage collection included; × is CPU beside the
limit and beside the floor as wide as m365cc_user, FromField. The limit is net/http as it is, with HTTP/2 and
$top=999. A floor is a plugin that hands a row which it has ready to SDK v5 as it ships, which gives memory
back to the system every 100 rows; values come from a struct's fields by name (transform.FromField, as in
most plugins) or from functions; the median of %d rounds. Peak is the largest resident memory of the whole
process, the highest of all rounds.
`

func (r *report) rounds() int {
	rounds := 0
	for _, all := range r.measured {
		rounds = max(rounds, len(all))
	}
	return rounds
}

func (r *report) printTable(out io.Writer) error {
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "rows\tµs/row\tallocs/row\tB/row\tpeak MB\t× limit\t× floor\t way")
	for _, users := range []int{r.users, r.large} {
		for _, w := range ways {
			if p, ok := r.of(w.name, users); ok {
				fmt.Fprintf(t, "%d\t%.1f\t%.1f\t%.0f\t%.0f\t%s\t%s\t %s\n", p.rows, p.cpu, p.mallocs, p.bytes, p.peak,
					r.ratio(p, limitName, users), r.ratio(p, floorName, users), w.title)
			}
		}
	}
	return t.Flush()
}

// ratio is the CPU of a way beside another's, "" where that was not measured with the same tenant.
func (r *report) ratio(p perRow, other string, users int) string {
	o, ok := r.of(other, users)
	if !ok || o.cpu == 0 {
		return ""
	}
	return fmt.Sprintf("%.3g", p.cpu/o.cpu)
}
