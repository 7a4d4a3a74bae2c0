package cmd

import (
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// csvResult writes comma-separated values with a header. As in PostgreSQL's, a field without anything is
// NULL, and "" is an empty text.
//
// https://www.rfc-editor.org/rfc/rfc4180
type csvResult struct{ w *rowWriter }

func (o *csvResult) Begin(columns []engine.Column) error {
	var head []byte
	for i, c := range columns {
		if i > 0 {
			head = append(head, ',')
		}
		head = appendCSV(head, c.Name)
	}
	return o.w.begin(append(head, '\n'))
}

func (o *csvResult) Row(values []m365cc.Value) error {
	for i, v := range values {
		if i > 0 {
			o.w.buf = append(o.w.buf, ',')
		}
		if !v.IsNull() || len(values) == 1 { // readers skip a line that is empty
			o.w.buf = appendCSV(o.w.buf, plain(v))
		}
	}
	o.w.buf = append(o.w.buf, '\n')
	return o.w.end()
}

func (o *csvResult) End() error { return o.w.Flush() }
func (o *csvResult) abandon()   { o.w.abandon() }

func appendCSV(b []byte, field string) []byte {
	if field != "" && !strings.ContainsAny(field, "\",\r\n") {
		return append(b, field...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(field, `"`, `""`)...)
	return append(b, '"')
}
