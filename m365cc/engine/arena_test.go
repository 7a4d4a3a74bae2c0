package engine

import (
	"strings"
	"testing"
)

// TestArena: texts stay as they were copied, whatever comes after, and cost few allocations.
func TestArena(t *testing.T) {
	var a arena
	source := []byte("first")
	first := a.copy(source)
	copy(source, "other")
	long := a.copy([]byte(strings.Repeat("x", 3*blockSize)))
	for range 10_000 {
		a.copy([]byte("filler"))
	}
	if first != "first" || len(long) != 3*blockSize || a.copy(nil) != "" {
		t.Errorf("%q, %d bytes", first, len(long))
	}
	if allocations := testing.AllocsPerRun(1000, func() { a.copy(source) }); allocations > 0.1 {
		t.Errorf("%.2f allocations a text, want hardly any", allocations)
	}
}
