package engine

import (
	"cmp"
	"testing"
)

// TestCompareTimes: the order is that of moments, whoever wrote them, and one that SQLite can sort by.
func TestCompareTimes(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00Z", 1},
		{"2026-01-01T00:00:00Z", "2026-01-01 00:00:00", 0},
		{"2026-01-01T00:00:00Z", "2026-01-01", 0},
		{"2026-01-01T01:00:00+01:00", "2026-01-01T00:00:00Z", 0},
		{"2026-01-01T00:00:00Z", "2026", 0},
		{"2026-02-01T00:00:00Z", "2026-02", 0},
		{"2025-12-31T23:59:59.999999Z", "2026-01", -1},
		{"2026-01-01T00:00:00Z", "never", -1},
		{"never", "", 1},
		{"20260101", "2026-01-01", 1},
	} {
		if got := compareTimes([]byte(c.a), []byte(c.b)); got != c.want {
			t.Errorf("%q and %q: %d, want %d", c.a, c.b, got, c.want)
		}
		if got := compareTimes([]byte(c.b), []byte(c.a)); got != -c.want {
			t.Errorf("%q and %q: %d, want %d", c.b, c.a, got, -c.want)
		}
	}
}

// FuzzCompareTimes: a collation that is no order would make SQLite lose rows.
func FuzzCompareTimes(f *testing.F) {
	f.Add("2026-01-01T00:00:00Z", "2026", "x")
	f.Add("", "2026-01", "2026-01-01 00:00:00.1")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		ab, bc, ac := compareTimes([]byte(a), []byte(b)), compareTimes([]byte(b), []byte(c)), compareTimes([]byte(a), []byte(c))
		if compareTimes([]byte(b), []byte(a)) != -ab {
			t.Errorf("%q and %q compare in one direction only", a, b)
		}
		if cmp.Compare(ab, 0) == cmp.Compare(bc, 0) && ab != ac && ab != 0 || ab == 0 && bc != ac {
			t.Errorf("%q, %q and %q are in no order", a, b, c)
		}
	})
}
