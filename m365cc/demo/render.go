package demo

import (
	"strconv"
	"time"
	"unicode/utf8"
)

// appendObject appends a row with the given properties as a JSON object.
func appendObject[R row](b []byte, r R, properties []*property[R]) []byte {
	b = append(b, '{')
	start := len(b)
	for _, f := range properties {
		if f.omitted && !f.present(r) {
			continue
		}
		if len(b) > start {
			b = append(b, ',')
		}
		b = append(b, f.key...)
		b = f.append(b, r, 0)
	}
	return append(b, '}')
}

// append appends the property's value as JSON. depth is the number of lists
// around it.
func (f *property[R]) append(b []byte, r R, depth int) []byte {
	switch f.form {
	case formText, formGUID:
		start := len(b)
		if b = appendText(b, r, f.text); f.blank && b[start] == 'n' {
			b = append(b[:start], `""`...)
		}
		return b
	case formDouble:
		start := len(b)
		if b = f.text(r, b); len(b) > start {
			return b
		}
	case formBool:
		return append(b, [...]string{null: "null", no: "false", yes: "true"}[f.flag(r)]...)
	case formTime:
		if f.ticks != nil {
			return appendTicks(b, f.time(r), f.ticks(r))
		}
		return appendTime(b, f.time(r))
	case formInt:
		if n, ok := f.number(r); ok {
			return strconv.AppendInt(b, n, 10)
		}
	case formObject:
		if f.present == nil || f.present(r) {
			return f.appendFields(b, r, depth)
		}
	case formList:
		return f.appendElements(b, r, depth)
	}
	return append(b, "null"...)
}

func (f *property[R]) appendFields(b []byte, r R, depth int) []byte {
	b = append(b, '{')
	for k := range f.fields {
		if k > 0 {
			b = append(b, ',')
		}
		b = append(b, f.fields[k].key...)
		b = f.fields[k].append(b, r, depth)
	}
	return append(b, '}')
}

func (f *property[R]) appendElements(b []byte, r R, depth int) []byte {
	b = append(b, '[')
	at := r.position()
	for k := range f.count(r) {
		if k > 0 {
			b = append(b, ',')
		}
		at[depth] = k
		b = f.element.append(b, r, depth+1)
	}
	return append(b, ']')
}

// appendText appends a text as a JSON string, null for one of no length.
func appendText[R row](b []byte, r R, get func(R, []byte) []byte) []byte {
	start := len(b)
	b = get(r, append(b, '"'))
	if len(b) == start+1 {
		return append(b[:start], "null"...)
	}
	for _, c := range b[start+1:] {
		if c == '"' || c == '\\' || c < ' ' {
			return appendString(b[:start], string(b[start+1:]))
		}
	}
	return append(b, '"')
}

// appendString appends s, which is valid UTF-8, as a JSON string.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, c := range s {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c < ' ':
			b = append(b, `\u00`...)
			b = append(b, hexDigits[c>>4], hexDigits[c&15])
		default:
			b = utf8.AppendRune(b, c)
		}
	}
	return append(b, '"')
}

// appendTime appends a moment as Graph writes it: in UTC, to the second.
func appendTime(b []byte, seconds int64) []byte {
	if seconds == 0 {
		return append(b, "null"...)
	}
	b = time.Unix(seconds, 0).UTC().AppendFormat(append(b, '"'), time.RFC3339)
	return append(b, '"')
}

// ticksPerSecond: Microsoft's dates are counted in units of 100 ns.
const ticksPerSecond = 10_000_000

// appendTicks appends a moment to seven digits, or to the second where the
// fraction is zero: Graph has both forms side by side.
func appendTicks(b []byte, seconds, ticks int64) []byte {
	if seconds == 0 || ticks == 0 {
		return appendTime(b, seconds)
	}
	return time.Unix(seconds, ticks*100).UTC().AppendFormat(append(b, '"'), `2006-01-02T15:04:05.0000000Z"`)
}
