package cmd

import (
	"strings"
	"unicode"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// csvResult writes comma-separated values with a header. As in PostgreSQL's, a field without anything is
// NULL, and "" is an empty text. A file and a program get each text as it is; a terminal shows its control
// characters.
//
// https://www.rfc-editor.org/rfc/rfc4180
type csvResult struct {
	w    *rowWriter
	form form
}

func (o *csvResult) Begin(columns []engine.Column) error {
	var head []byte
	for i, c := range columns {
		if i > 0 {
			head = append(head, ',')
		}
		head = appendCSV(head, o.text(c.Name))
	}
	return o.w.begin(append(head, '\n'))
}

func (o *csvResult) Row(values []m365cc.Value) error {
	for i, v := range values {
		if i > 0 {
			o.w.buf = append(o.w.buf, ',')
		}
		if !v.IsNull() || len(values) == 1 { // readers skip a line that is empty
			o.w.buf = appendCSV(o.w.buf, o.field(v))
		}
	}
	o.w.buf = append(o.w.buf, '\n')
	return o.w.end()
}

func (o *csvResult) End() error { return o.w.Flush() }
func (o *csvResult) abandon()   { o.w.abandon() }

// field is a value's text. A number is none that a spreadsheet could mistake.
func (o *csvResult) field(v m365cc.Value) string {
	if v.Type() == m365cc.Integer || v.Type() == m365cc.Double {
		return plain(v)
	}
	return o.text(plain(v))
}

func (o *csvResult) text(s string) string {
	if o.form.spreadsheet && isFormula(s) {
		s = "'" + s
	}
	if o.form.terminal {
		s = printable(s)
	}
	return s
}

// isFormula says whether a spreadsheet may take a text for a formula: by its first character, or by the first
// one behind blanks and what is not seen, which some of them drop.
//
// https://owasp.org/www-community/attacks/CSV_Injection
func isFormula(s string) bool {
	for _, r := range s {
		switch r {
		case '=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠':
			return true
		}
		if !unicode.IsSpace(r) && !unicode.Is(unicode.C, r) {
			return false
		}
	}
	return false
}

func appendCSV(b []byte, field string) []byte {
	if field != "" && !strings.ContainsAny(field, "\",\r\n") {
		return append(b, field...)
	}
	b = append(b, '"')
	b = append(b, strings.ReplaceAll(field, `"`, `""`)...)
	return append(b, '"')
}
