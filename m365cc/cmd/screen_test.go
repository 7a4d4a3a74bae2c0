package cmd

import (
	"fmt"
	"strings"
	"testing"
)

// display is what a terminal shows after it was sent the text.
func display(text string) string {
	lines := [][]rune{{}}
	column := 0
	for _, r := range text {
		last := len(lines) - 1
		switch {
		case r == '\n':
			lines, column = append(lines, nil), 0
		case r == '\r':
			column = 0
		case column < len(lines[last]):
			lines[last][column] = r
			column++
		default:
			lines[last] = append(lines[last], r)
			column++
		}
	}
	var shown []string
	for _, line := range lines {
		shown = append(shown, strings.TrimRight(string(line), " "))
	}
	return strings.Join(shown, "\n")
}

// TestScreen has standard output and standard error on one terminal.
func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(s *screen, out output)
		want string
	}{
		{"a line", func(s *screen, _ output) { s.show("10 rows") }, "10 rows"},
		{"a shorter line after it", func(s *screen, _ output) { s.show("10 rows, waiting"); s.show("11 rows") }, "11 rows"},
		{"cleared", func(s *screen, _ output) { s.show("10 rows"); s.show("1"); s.clear() }, ""},
		{"a row", func(s *screen, out output) { s.show("10 rows"); fmt.Fprintln(out, "a") }, "a\n"},
		{"a line after a row", func(s *screen, out output) { fmt.Fprintln(out, "a"); s.show("10 rows") }, "a\n10 rows"},
		{"no line in the middle of a row", func(s *screen, out output) { fmt.Fprint(out, "half"); s.show("10 rows"); fmt.Fprintln(out, " a row") }, "half a row\n"},
		{"a warning", func(s *screen, _ output) { s.show("10 rows"); fmt.Fprintln(s, "Warning: x"); s.show("11 rows") }, "Warning: x\n11 rows"},
		{"nothing to clear", func(s *screen, out output) { fmt.Fprint(out, "half"); s.clear() }, "half"},
	} {
		var terminal strings.Builder
		s := &screen{err: &terminal}
		c.do(s, output{s, &terminal})
		if got := display(terminal.String()); got != c.want {
			t.Errorf("%s: got %q, want %q (%q)", c.name, got, c.want, terminal.String())
		}
		if strings.Contains(terminal.String(), "\x1b") {
			t.Errorf("%s: %q is not for every terminal", c.name, terminal.String())
		}
	}
}
