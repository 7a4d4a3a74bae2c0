package graph

import (
	"bufio"
	"fmt"
	"runtime"
	"testing"
)

// activity is a row as wide as those of the tables.
type activity struct {
	Refreshed string    `csv:"Report Refresh Date"`
	User      string    `csv:"User Principal Name"`
	Name      string    `csv:"Display Name"`
	Deleted   string    `csv:"Is Deleted"`
	Last      string    `csv:"Last Activity Date"`
	Sent      itemCount `csv:"Send Count"`
	Received  itemCount `csv:"Receive Count"`
	Read      itemCount `csv:"Read Count"`
	Products  string    `csv:"Assigned Products"`
}

// largeReport is a report of so many rows.
func largeReport(t testing.TB, count int) *Report {
	t.Helper()
	r := reportOf(t, "")
	w := bufio.NewWriterSize(r.file, 1<<20)
	fmt.Fprintf(w, "\uFEFFReport Refresh Date,User Principal Name,Display Name,Is Deleted,Deleted Date,Last Activity Date,Send Count,Receive Count,Read Count,Assigned Products,Report Period\r\n")
	for i := range count {
		fmt.Fprintf(w, "2026-11-22,user%d@contoso.onmicrosoft.com,\"User, No. %d\",False,,2026-11-20,%d,%d,%d,OFFICE 365 E5+POWER BI (FREE),90\r\n", i, i, i, 2*i, 3*i)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return r
}

// countRows reads a report as the tables do and calls every before some pages.
func countRows(t testing.TB, r *Report, pool *Pool[activity], every func()) (rows int) {
	pages := 0
	for page, err := range Rows(r, pool) {
		if err != nil {
			t.Fatal(err)
		}
		if pages++; pages%50 == 0 && every != nil {
			every()
		}
		rows += len(page.Rows)
		page.Release()
	}
	return rows
}

// TestLargeReportNeedsLittleMemory holds that nothing holds a whole report.
func TestLargeReportNeedsLittleMemory(t *testing.T) {
	wantNoFiles(t)
	const count, limit = 500_000, 150 << 20
	r := largeReport(t, count)
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	before, most, samples := memory.HeapInuse, uint64(0), 0
	rows := countRows(t, r, new(Pool[activity]), func() {
		runtime.ReadMemStats(&memory)
		most = max(most, memory.HeapInuse)
		samples++
	})
	if rows != count || samples < 10 || most > before+limit {
		t.Errorf("got %d rows; the heap grew from %d to %d MB, of %d samples", rows, before>>20, most>>20, samples)
	}
}

// TestAllocationsOfAReport holds that a row needs one string, of which its fields are parts.
func TestAllocationsOfAReport(t *testing.T) {
	const count = 10 * reportPage
	r, pool := largeReport(t, count), new(Pool[activity])
	n := testing.AllocsPerRun(5, func() { countRows(t, r, pool, nil) })
	if perRow := n / count; perRow > 1.1 {
		t.Errorf("a row needs %.2f allocations", perRow)
	}
}

func BenchmarkRows(b *testing.B) {
	for _, count := range []int{100, 10_000, 100_000} {
		b.Run(fmt.Sprint(count), func(b *testing.B) {
			r, pool := largeReport(b, count), new(Pool[activity])
			b.ReportAllocs()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			n := 0
			for b.Loop() {
				n += countRows(b, r, pool, nil)
			}
			runtime.ReadMemStats(&after)
			b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(float64(after.TotalAlloc-before.TotalAlloc)/float64(n), "B/row")
			b.ReportMetric(float64(after.Mallocs-before.Mallocs)/float64(n), "allocs/row")
		})
	}
}
