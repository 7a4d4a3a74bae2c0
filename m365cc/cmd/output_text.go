package cmd

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

func newBuffered(w io.Writer) *bufio.Writer { return bufio.NewWriterSize(w, 64<<10) }

// plain is a value as text: true and false, numbers in decimal, times in RFC 3339. NULL is null.
func plain(v m365cc.Value, null string) string {
	switch {
	case v.IsNull():
		return null
	case v.Type() == m365cc.Boolean:
		return strconv.FormatBool(v.Bool())
	case v.Type() == m365cc.Integer:
		return strconv.FormatInt(v.Int(), 10)
	case v.Type() == m365cc.Double:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	}
	return v.Text()
}

// nullText stands for NULL where people read, as in Steampipe's own tables.
const nullText = "<null>"

// printable shows control characters of a text, which could play tricks on a terminal.
func printable(s string) string {
	if strings.IndexFunc(s, isControl) < 0 && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isControl(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isControl also finds the marks that turn the direction of writing.
func isControl(r rune) bool {
	return unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// tableOutput draws a table, for which it needs all rows.
type tableOutput struct {
	w      *bufio.Writer
	writer table.Writer
}

func (o *tableOutput) Begin(columns []engine.Column) error {
	o.writer = table.NewWriter()
	o.writer.SetStyle(table.StyleDefault)
	o.writer.Style().Format.Header = text.FormatDefault
	header, configs := make(table.Row, len(columns)), make([]table.ColumnConfig, len(columns))
	for i, c := range columns {
		header[i] = c.Name
		configs[i] = table.ColumnConfig{Number: i + 1}
		if c.Type == m365cc.Integer || c.Type == m365cc.Double {
			configs[i].Align = text.AlignRight
		}
	}
	o.writer.AppendHeader(header)
	o.writer.SetColumnConfigs(configs)
	return nil
}

func (o *tableOutput) Row(values []m365cc.Value) error {
	row := make(table.Row, len(values))
	for i, v := range values {
		row[i] = printable(plain(v, nullText))
	}
	o.writer.AppendRow(row)
	return nil
}

func (o *tableOutput) End() error {
	if _, err := o.w.WriteString(o.writer.Render() + "\n"); err != nil {
		return err
	}
	o.writer = nil
	return o.w.Flush()
}

// lineOutput writes each value on a line of its own.
type lineOutput struct {
	w     *bufio.Writer
	names []string
	count int
}

func (o *lineOutput) Begin(columns []engine.Column) error {
	o.names, o.count = make([]string, len(columns)), 0
	width := 0
	for _, c := range columns {
		width = max(width, utf8.RuneCountInString(c.Name))
	}
	for i, c := range columns {
		o.names[i] = c.Name + strings.Repeat(" ", width-utf8.RuneCountInString(c.Name))
	}
	return nil
}

func (o *lineOutput) Row(values []m365cc.Value) error {
	o.count++
	fmt.Fprintf(o.w, "-[ RECORD %d ]%s\n", o.count, strings.Repeat("-", 60))
	for i, v := range values {
		fmt.Fprintf(o.w, "%s | %s\n", o.names[i], printable(plain(v, nullText)))
	}
	return o.w.Flush()
}

func (o *lineOutput) End() error { return o.w.Flush() }

// csvOutput writes RFC 4180, with a header; NULL is an empty field.
type csvOutput struct {
	w      *bufio.Writer
	csv    *csv.Writer
	record []string
}

func newCSVOutput(w *bufio.Writer) *csvOutput { return &csvOutput{w: w, csv: csv.NewWriter(w)} }

func (o *csvOutput) Begin(columns []engine.Column) error {
	o.record = make([]string, len(columns))
	for i, c := range columns {
		o.record[i] = c.Name
	}
	return o.csv.Write(o.record)
}

func (o *csvOutput) Row(values []m365cc.Value) error {
	for i, v := range values {
		o.record[i] = plain(v, "")
	}
	return o.csv.Write(o.record)
}

func (o *csvOutput) End() error {
	o.csv.Flush()
	if err := o.csv.Error(); err != nil {
		return err
	}
	return o.w.Flush()
}
