package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"strings"
	"time"
)

// sample is what the process holds at a moment.
type sample struct {
	heap       uint64 // bytes that are alive after a collection
	resident   uint64 // bytes of memory; 0: the system does not tell
	files      int    // open ones, sockets too; 0: the system does not tell
	goroutines int
}

// takeSample collects the garbage first.
func takeSample() sample {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return sample{heap: m.HeapAlloc, resident: residentBytes(), files: openFiles(), goroutines: runtime.NumGoroutine()}
}

// residentBytes reads what Linux tells.
func residentBytes() uint64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	lines := bufio.NewScanner(bytes.NewReader(status))
	for lines.Scan() {
		var kilobytes uint64
		if _, err := fmt.Sscanf(lines.Text(), "VmRSS: %d kB", &kilobytes); err == nil {
			return kilobytes << 10
		}
	}
	return 0
}

// openFiles counts what Linux tells.
func openFiles() int {
	files, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return 0
	}
	return len(files) - 1 // without the folder itself
}

// longestSettling is how long goroutines may take to end after everything was closed.
const longestSettling = 10 * time.Second

// settle waits until no more goroutines and files are there than before, and returns what is held then, and the stacks.
func settle(before sample, longest time.Duration) (held sample, by string) {
	for end := time.Now().Add(longest); ; time.Sleep(100 * time.Millisecond) {
		s := takeSample()
		if s.goroutines <= before.goroutines && s.files <= before.files || time.Now().After(end) {
			return s, stacks()
		}
	}
}

// stacks are those of all goroutines, alike ones together.
func stacks() string {
	var b strings.Builder
	if err := pprof.Lookup("goroutine").WriteTo(&b, 1); err != nil {
		return err.Error()
	}
	return b.String()
}
