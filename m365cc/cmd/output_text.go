package cmd

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// plain is a value as text: true and false, numbers in decimal, times in RFC 3339; "" for NULL.
func plain(v m365cc.Value) string {
	switch {
	case v.IsNull():
		return ""
	case v.Type() == m365cc.Boolean:
		return strconv.FormatBool(v.Bool())
	case v.Type() == m365cc.Integer:
		return strconv.FormatInt(v.Int(), 10)
	case v.Type() == m365cc.Double:
		return strconv.FormatFloat(v.Float(), 'g', -1, 64)
	}
	return v.Text()
}

// shown is a value as people read it; NULL is as in Steampipe's own tables.
func shown(v m365cc.Value) string {
	if v.IsNull() {
		return "<null>"
	}
	return printable(plain(v))
}

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

// isControl also finds the characters that end a line or turn the direction of writing.
func isControl(r rune) bool {
	return unicode.IsControl(r) || r >= 0x2028 && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

func printableNames(columns []engine.Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = printable(c.Name)
	}
	return names
}

// tableResult draws a table, for which it needs all rows.
type tableResult struct {
	w       *rowWriter
	writer  table.Writer
	columns []table.ColumnConfig
	// numbers are the columns that have had numbers and nothing else.
	numbers []bool
	// lastWidth is where the last column is wrapped; 0: nowhere.
	lastWidth int
}

func (o *tableResult) Begin(columns []engine.Column) error {
	o.writer = table.NewWriter()
	o.writer.SetStyle(table.StyleDefault)
	o.writer.Style().Format.Header = text.FormatDefault
	header := make(table.Row, len(columns))
	o.columns, o.numbers = make([]table.ColumnConfig, len(columns)), make([]bool, len(columns))
	for i, name := range printableNames(columns) {
		header[i] = name
		o.columns[i].Number = i + 1
		o.numbers[i] = true
	}
	o.writer.AppendHeader(header)
	return o.w.begin(nil)
}

func (o *tableResult) Row(values []m365cc.Value) error {
	row := make(table.Row, len(values))
	for i, v := range values {
		row[i] = shown(v)
		o.numbers[i] = o.numbers[i] && (v.IsNull() || v.Type() == m365cc.Integer || v.Type() == m365cc.Double)
	}
	o.writer.AppendRow(row)
	return nil
}

func (o *tableResult) End() error {
	for i := range o.columns {
		if o.numbers[i] {
			o.columns[i].Align, o.columns[i].AlignHeader = text.AlignRight, text.AlignRight
		}
	}
	if last := len(o.columns) - 1; o.lastWidth > 0 {
		o.columns[last].WidthMax, o.columns[last].WidthMaxEnforcer = o.lastWidth, text.WrapSoft
	}
	o.writer.SetColumnConfigs(o.columns)
	o.w.buf = append(append(o.w.buf, o.writer.Render()...), '\n')
	o.writer = nil
	if err := o.w.end(); err != nil {
		return err
	}
	return o.w.Flush()
}

// abandon drops the rows: a table is drawn whole or not at all.
func (o *tableResult) abandon() { o.writer = nil }

// lineResult writes each value on a line of its own.
type lineResult struct {
	w     *rowWriter
	names []string // of one width
}

func (o *lineResult) Begin(columns []engine.Column) error {
	o.names = printableNames(columns)
	width := 0
	for _, name := range o.names {
		width = max(width, text.StringWidth(name))
	}
	for i, name := range o.names {
		o.names[i] = text.Pad(name, width, ' ')
	}
	return o.w.begin(nil)
}

func (o *lineResult) Row(values []m365cc.Value) error {
	o.w.buf = fmt.Appendf(o.w.buf, "-[ RECORD %d ]%s\n", o.w.count+1, strings.Repeat("-", 60))
	for i, v := range values {
		o.w.buf = fmt.Appendf(o.w.buf, "%s | %s\n", o.names[i], shown(v))
	}
	return o.w.end()
}

func (o *lineResult) End() error { return o.w.Flush() }
func (o *lineResult) abandon()   { o.w.abandon() }
