package m365cc

import (
	"slices"
	"testing"
)

func TestProductNames(t *testing.T) {
	for _, c := range []struct {
		joined string
		want   []string
	}{
		{"", nil},
		{"OFFICE 365 E5", []string{"OFFICE 365 E5"}},
		{"OFFICE 365 E5+POWER BI (FREE)", []string{"OFFICE 365 E5", "POWER BI (FREE)"}},
		{"ENTERPRISE MOBILITY + SECURITY E3", []string{"ENTERPRISE MOBILITY + SECURITY E3"}},
		{"VISIO PLAN 2+ENTERPRISE MOBILITY + SECURITY E3+ENTERPRISE MOBILITY + SECURITY E5+VISIO PLAN 1",
			[]string{"VISIO PLAN 2", "ENTERPRISE MOBILITY + SECURITY E3", "ENTERPRISE MOBILITY + SECURITY E5", "VISIO PLAN 1"}},
		{"A++B", []string{"A", "B"}},
	} {
		if got := productNames(c.joined); !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, want %q", c.joined, got, c.want)
		}
	}
}
