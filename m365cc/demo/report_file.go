package demo

import (
	"bufio"
	"bytes"
	"io"
	"slices"
)

// file returns a function that writes a report as CSV and returns the number of
// its rows. Rows are written as they are computed; none is kept.
func (r *report) file(t *Tenant, w window, switches Behaviour) func(io.Writer) (int, error) {
	return func(out io.Writer) (int, error) {
		f := reportFile{Writer: bufio.NewWriterSize(out, 32<<10), end: "\r\n", badRow: switches.BadRow}
		if switches.LineFeeds {
			f.end = "\n"
		}
		for _, column := range r.columnsIn(&t.cloud, w.version) {
			if column.header != "" {
				f.columns = append(f.columns, column)
			}
		}
		if switches.MovedColumns {
			slices.Reverse(f.columns)
			f.columns = slices.Insert(f.columns, 1, words("Tenant Name", "", func(_ *usage, b []byte) []byte { return append(b, "Contoso"...) }))
		}
		f.header()
		u := &usage{window: w, conceal: switches.ConcealNames}
		r.rows(t, u, 0, func() bool {
			for k := range r.count(u) {
				u.at[0] = k
				f.row(u)
			}
			return f.err == nil
		})
		return f.rows, f.Flush()
	}
}

// reportFile writes the lines of a report's file.
type reportFile struct {
	*bufio.Writer
	columns []reportColumn
	end     string
	line    []byte
	rows    int
	badRow  int
	err     error // the first one; the client went away
}

// header begins with the mark that spreadsheets know UTF-8 by.
func (f *reportFile) header() {
	line := []byte("\ufeff")
	for k, column := range f.columns {
		if k > 0 {
			line = append(line, ',')
		}
		line = append(line, column.header...)
	}
	_, f.err = f.Write(append(line, f.end...))
}

func (f *reportFile) row(u *usage) {
	b := f.line[:0]
	for k := range f.columns {
		if k > 0 {
			b = append(b, ',')
		}
		start := len(b)
		b = f.columns[k].csv(u, b)
		if bytes.ContainsAny(b[start:], ",\"\r\n") {
			field := bytes.ReplaceAll(b[start:], []byte{'"'}, []byte(`""`))
			b = append(append(append(b[:start], '"'), field...), '"')
		}
	}
	if f.rows++; f.rows == f.badRow {
		b = append(b, ',')
	}
	b = append(b, f.end...)
	_, f.err = f.Write(b)
	f.line = b
}
