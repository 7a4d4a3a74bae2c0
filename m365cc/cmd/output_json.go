package cmd

import (
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// jsonResult writes an array of objects for each statement, or with lines an object on each line. Values
// keep their types: JSON columns are nested, NULL is null.
type jsonResult struct {
	w     *rowWriter
	lines bool
	names []string // quoted
}

func (o *jsonResult) Begin(columns []engine.Column) error {
	o.names = uniqueNames(columns)
	for i, name := range o.names {
		o.names[i] = string(appendQuoted(nil, name))
	}
	if o.lines {
		return o.w.begin(nil)
	}
	return o.w.begin([]byte("["))
}

// uniqueNames numbers the columns that have the name of another: an object has each name once.
func uniqueNames(columns []engine.Column) []string {
	given, used := map[string]bool{}, map[string]bool{}
	for _, c := range columns {
		given[c.Name] = true
	}
	names := make([]string, len(columns))
	for i, c := range columns {
		name := c.Name
		for n := 2; used[name] || name != c.Name && given[name]; n++ {
			name = fmt.Sprintf("%s_%d", c.Name, n)
		}
		names[i], used[name] = name, true
	}
	return names
}

func (o *jsonResult) Row(values []m365cc.Value) error {
	b := o.w.buf
	if !o.lines {
		if o.w.count > 0 {
			b = append(b, ',')
		}
		b = append(b, "\n "...)
	}
	b = append(b, '{')
	for i, v := range values {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(append(b, o.names[i]...), ": "...)
		b = appendJSON(b, v)
	}
	b = append(b, '}')
	if o.lines {
		b = append(b, '\n')
	}
	o.w.buf = b
	return o.w.end()
}

func (o *jsonResult) End() error {
	if !o.lines {
		end := "]\n"
		if o.w.count > 0 {
			end = "\n]\n"
		}
		if _, err := o.w.WriteString(end); err != nil {
			return err
		}
	}
	return o.w.Flush()
}

// abandon leaves the array open, so that a part is not taken for the whole.
func (o *jsonResult) abandon() {
	if o.w.count > 0 && !o.lines {
		_ = o.w.WriteByte('\n') // there is an error already
	}
	o.w.abandon()
}

// appendJSON appends a value in its type. JSON has no infinite numbers; they are null.
func appendJSON(b []byte, v m365cc.Value) []byte {
	switch {
	case v.IsNull():
		return append(b, "null"...)
	case v.Type() == m365cc.Boolean, v.Type() == m365cc.Integer:
		return append(b, plain(v)...)
	case v.Type() == m365cc.Double:
		if math.IsInf(v.Float(), 0) || math.IsNaN(v.Float()) {
			return append(b, "null"...)
		}
		return append(b, plain(v)...)
	case v.Type() == m365cc.JSON:
		if document, ok := nested(v.Text()); ok {
			return appendVisible(b, string(document))
		}
	}
	return appendQuoted(b, v.Text())
}

// nested is a JSON text on one line; false when it is none.
func nested(text string) (jsontext.Value, bool) {
	document := jsontext.Value(text)
	if !document.IsValid() {
		return nil, false
	}
	if strings.ContainsAny(text, "\r\n") && document.Compact() != nil {
		return nil, false
	}
	return document, true
}

// appendQuoted appends a JSON string, with marks in place of what is no UTF-8.
func appendQuoted(b []byte, s string) []byte {
	if isASCII(s) {
		quoted, _ := jsontext.AppendQuote(b, s)
		return quoted
	}
	quoted, _ := jsontext.AppendQuote(nil, s)
	return appendVisible(b, string(quoted))
}

// appendVisible appends JSON with the control characters escaped that JSON itself need not escape: the text means
// the same, and plays no tricks on a terminal.
func appendVisible(b []byte, text string) []byte {
	if isASCII(text) {
		return append(b, text...)
	}
	for i, r := range text {
		if r > '\x7e' && isControl(r) {
			b = fmt.Appendf(b, `\u%04x`, r)
		} else {
			_, size := utf8.DecodeRuneInString(text[i:])
			b = append(b, text[i:i+size]...)
		}
	}
	return b
}

// isASCII says whether a text is printable in the main, so that nothing need be looked at.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] > '\x7e' {
			return false
		}
	}
	return true
}
