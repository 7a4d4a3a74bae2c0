package engine

import (
	"bytes"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// timeCollation is the name of the collation of timestamp columns. RFC 3339 texts do not compare as
// moments do: "…:00.5Z" stands before "…:00Z", and SQLite's own date functions write a space for the T.
const timeCollation = "m365cc_time"

// compareTimes compares two texts as moments if both are such, else as bytes; moments come first.
func compareTimes(a, b []byte) int {
	if bytes.Equal(a, b) {
		return 0
	}
	ta, oka := parseMoment(string(a))
	tb, okb := parseMoment(string(b))
	switch {
	case oka && okb:
		return ta.Compare(tb)
	case oka:
		return -1
	case okb:
		return 1
	}
	return bytes.Compare(a, b)
}

// parseMoment reads also a year and a month alone, which people compare with.
func parseMoment(s string) (time.Time, bool) {
	if t, ok := m365cc.ParseTime(s); ok {
		return t, true
	}
	for _, layout := range []string{"2006", "2006-01"} {
		if len(s) == len(layout) {
			t, err := time.Parse(layout, s)
			return t, err == nil
		}
	}
	return time.Time{}, false
}
