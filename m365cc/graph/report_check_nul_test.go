package graph

import (
	"strings"
	"testing"
)

// TestReportCheckNUL wants a file with NUL bytes to be fetched again, and not kept.
func TestReportCheckNUL(t *testing.T) {
	for text, want := range map[string]string{
		"Report Refresh Date,Is Deleted\n2026-01-01,False\n":                    "",
		"Report Refresh Date,Is Deleted\n2026-01-01,False\n\x00\x00,\x00\x00\n": "line 3 has a NUL byte",
		"Report Refresh Date,Is Deleted\n2026-01-01,\"\x00\"\n":                 "line 2 has a NUL byte",
	} {
		var check reportCheck
		if _, err := check.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
		switch err := check.done(); {
		case want == "" && err != nil:
			t.Errorf("%q: %v", text, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
}
