package cmd

import (
	"bufio"
	"io"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// outputNames are the forms of output.
func outputNames() []string { return []string{"table", "line", "csv", "json", "jsonl"} }

// result takes what statements give, and writes it.
type result interface {
	engine.Result
	// abandon ends the output of a statement that failed: the rows that came before are written whole, and
	// nothing is if there were none.
	abandon()
}

// form is how results are written.
type form struct {
	name string // one of outputNames
	// terminal says that a person is looking: rows are not held back, and no text of them plays tricks.
	terminal bool
	// spreadsheet says that a spreadsheet must not take a text of CSV for a formula.
	spreadsheet bool
}

// newResult writes results in a form.
func newResult(f form, w io.Writer) result {
	rows := &rowWriter{Writer: bufio.NewWriterSize(w, 64<<10), live: f.terminal}
	switch f.name {
	case "line":
		return &lineResult{w: rows}
	case "csv":
		return &csvResult{w: rows, form: f}
	case "json":
		return &jsonResult{w: rows}
	case "jsonl":
		return &jsonResult{w: rows, lines: true}
	}
	return &tableResult{w: rows}
}

// rowWriter writes rows, many at a time.
type rowWriter struct {
	*bufio.Writer
	live  bool
	buf   []byte // of the row
	count int    // the rows of the statement
}

// begin begins a statement; head stands before its first row.
func (w *rowWriter) begin(head []byte) error {
	w.count = 0
	_, err := w.Write(head)
	return err
}

// end ends a row, which is in buf.
func (w *rowWriter) end() error {
	w.count++
	_, err := w.Write(w.buf)
	w.buf = w.buf[:0]
	if err == nil && w.live {
		err = w.Flush()
	}
	return err
}

func (w *rowWriter) abandon() {
	if w.count > 0 {
		_ = w.Flush() // there is an error already
	}
}
