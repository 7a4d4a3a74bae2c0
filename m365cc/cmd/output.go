package cmd

import (
	"io"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// outputNames are the forms of output.
func outputNames() []string { return []string{"table", "line", "csv", "json", "jsonl"} }

// newOutput writes results in the form of the name, which is one of outputNames. before is called before
// something is written.
func newOutput(name string, w io.Writer, before func()) engine.Result {
	out := &beforeWriter{w, before}
	switch name {
	case "line":
		return &lineOutput{w: newBuffered(out)}
	case "csv":
		return newCSVOutput(newBuffered(out))
	case "json":
		return &jsonOutput{w: newBuffered(out)}
	case "jsonl":
		return &jsonOutput{w: newBuffered(out), lines: true}
	}
	return &tableOutput{w: newBuffered(out)}
}

// beforeWriter calls a function before each write, to take a display of progress away.
type beforeWriter struct {
	w      io.Writer
	before func()
}

func (b *beforeWriter) Write(p []byte) (int, error) {
	b.before()
	return b.w.Write(p)
}
