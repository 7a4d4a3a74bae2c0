package demo

import (
	"bytes"
	"net/http"
	"slices"
)

// rowOf finds the row in the middle of a file, without its end; ok is false where
// there is none.
func rowOf(file []byte) (start, end int, ok bool) {
	lines := splitUnquoted(file, '\n')
	rows := lines[1:]
	if len(rows) > 0 && len(rows[len(rows)-1]) == 0 {
		rows = rows[:len(rows)-1] // behind the last line's end
	}
	if len(rows) == 0 {
		return 0, 0, false
	}
	middle := 1 + len(rows)/2
	for _, line := range lines[:middle] {
		start += len(line) + 1
	}
	return start, start + len(bytes.TrimRight(lines[middle], "\r")), true
}

// splitUnquoted splits a text at the separators that stand in no quotes: a field
// may have commas and breaks of lines.
func splitUnquoted(text []byte, separator byte) (parts [][]byte) {
	start, quoted := 0, false
	for k, c := range text {
		switch {
		case c == '"':
			quoted = !quoted
		case c == separator && !quoted:
			parts, start = append(parts, text[start:k]), k+1
		}
	}
	return append(parts, text[start:])
}

// editRow changes the fields of a line.
func (m *message) editRow(change func(fields [][]byte) [][]byte) bool {
	start, end, ok := rowOf(m.body)
	if !m.isGood() || !ok {
		return false
	}
	line := bytes.Join(change(splitUnquoted(m.body[start:end], ',')), []byte(","))
	m.body = slices.Concat(m.body[:start], line, m.body[end:])
	return true
}

func (*blow) extraField(m *message) bool {
	return m.editRow(func(f [][]byte) [][]byte { return slices.Insert(f, 2, []byte("Ltd.")) })
}

func (*blow) fewFields(m *message) bool {
	return m.editRow(func(f [][]byte) [][]byte { return slices.Delete(f, 2, 3) })
}

func (*blow) openQuote(m *message) bool {
	return m.editRow(func(f [][]byte) [][]byte {
		f[1] = append([]byte{'"'}, f[1]...)
		return f
	})
}

func (*blow) nulBytes(m *message) bool {
	return m.editRow(func(f [][]byte) [][]byte {
		for k := range f {
			f[k] = make([]byte, len(f[k]))
		}
		return f
	})
}

func (*blow) truncatedLine(m *message) bool {
	start, end, ok := rowOf(m.body)
	if !m.isGood() || !ok {
		return false
	}
	m.body = m.body[:(start+end)/2]
	return true
}

func (*blow) noHeader(m *message) bool {
	_, rows, ok := bytes.Cut(m.body, []byte("\n"))
	if !m.isGood() || !ok {
		return false
	}
	m.body = rows
	return true
}

func (*blow) binary(m *message) bool {
	if !m.isGood() {
		return false
	}
	m.body = compressed(m.body)
	return true
}

func (b *blow) expired(m *message) bool {
	return b.lose(m, http.StatusForbidden, "The token is not valid, or has expired.")
}

func (b *blow) gone(m *message) bool { return b.lose(m, http.StatusNotFound, "Not found.") }

// lose makes a file one that is not there. What Graph gives itself has no
// address that could be lost.
func (b *blow) lose(m *message, status int, text string) bool {
	if m.header.Get("request-id") != "" {
		return false
	}
	b.refuse(m, &graphError{status: status, message: text})
	return true
}
