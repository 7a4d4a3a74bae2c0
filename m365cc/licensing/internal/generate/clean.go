package main

import (
	"fmt"
	"io"
	"regexp"
	"strings"
)

// clean takes the blanks off both ends and makes one ordinary blank of every
// run of blanks inside. Microsoft's table has U+00A0 in names and even in part
// numbers, and tabs and blanks at the ends of both.
func clean(text string) string {
	return strings.Join(strings.Fields(text), " ")
}

var guidPattern = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// guid gives a cleaned GUID in lower case, and whether it is one.
func guid(text string) (string, bool) {
	text = strings.ToLower(text)
	return text, guidPattern.MatchString(text)
}

// withGUID gives the records whose column has a GUID, with the GUID in lower
// case, and tells on report which ones it leaves out. The records themselves
// are not changed.
func withGUID(records []record, column, about string, report io.Writer) []record {
	var usable []record
	for _, values := range records {
		id, ok := guid(values[column])
		if !ok {
			fmt.Fprintf(report, "left out %q: %q is not a GUID\n", values[about], values[column])
			continue
		}
		copied := make(record, len(values))
		for name, value := range values {
			copied[name] = value
		}
		copied[column] = id
		usable = append(usable, copied)
	}
	return usable
}
