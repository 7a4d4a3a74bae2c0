//go:build unix

package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"syscall"
	"time"
)

// measurement is what one reading took, in all.
type measurement struct {
	Rows int
	// CPU is user and system time of the reading, with its garbage collection.
	CPU time.Duration
	// Mallocs and Bytes are what was allocated.
	Mallocs, Bytes uint64
	// Peak is the most memory that the process has had at a time, its start included, in bytes.
	Peak int64
}

// measure reads in one way and says what that took. The sign-in belongs to the reading in every way, the
// start of an engine does not.
func measure(ctx context.Context, w way, t tenant, rows int, profile string) (measurement, error) {
	read, err := w.open(t, rows)
	if err != nil {
		return measurement{}, err
	}
	stopProfile, err := startProfile(profile)
	if err != nil {
		return measurement{}, err
	}
	runtime.GC()
	before, err := usageNow()
	if err != nil {
		return measurement{}, err
	}
	got, err := read(ctx)
	stopProfile()
	if err != nil {
		return measurement{}, err
	}
	after, err := usageNow()
	if err != nil {
		return measurement{}, err
	}
	if got != rows {
		return measurement{}, fmt.Errorf("%d rows were read instead of %d", got, rows)
	}
	return measurement{Rows: rows, CPU: after.CPU - before.CPU, Mallocs: after.Mallocs - before.Mallocs, Bytes: after.Bytes - before.Bytes, Peak: after.Peak}, nil
}

// usageNow is what the process has taken so far.
func usageNow() (measurement, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return measurement{}, fmt.Errorf("getrusage: %w", err)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	return measurement{
		CPU:     time.Duration(usage.Utime.Nano() + usage.Stime.Nano()),
		Mallocs: memory.Mallocs,
		Bytes:   memory.TotalAlloc,
		Peak:    peakBytes(usage.Maxrss),
	}, nil
}

// peakBytes is getrusage's maximum, which macOS gives in bytes and the others in kilobytes.
func peakBytes(maxRSS int64) int64 {
	if runtime.GOOS == "darwin" {
		return maxRSS
	}
	return maxRSS << 10
}

// startProfile writes a CPU profile to the file until the function that it returns is called; "": none.
func startProfile(name string) (stop func(), err error) {
	if name == "" {
		return func() {}, nil
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		_ = file.Close() // a profile that is cut short says so when it is read
	}, nil
}
