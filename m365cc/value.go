package m365cc

import (
	"bytes"
	"encoding/json"
	"math"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Type is the type of a column.
type Type uint8

// The types of columns.
const (
	String Type = iota
	Boolean
	Integer
	Double
	Timestamp
	JSON
)

// Value is a value of a column, or NULL. It is small and holds no pointer but its text, so that
// handing over a row allocates nothing. The zero value is NULL.
type Value struct {
	text   string
	number uint64
	set    bool
	typ    Type
}

// IsNull says whether there is no value.
func (v Value) IsNull() bool { return !v.set }

// Type returns the type; it is String for NULL.
func (v Value) Type() Type { return v.typ }

// Text returns a string, the JSON text of a JSON value, or RFC 3339 in UTC for a timestamp.
func (v Value) Text() string { return v.text }

// Bool returns a boolean.
func (v Value) Bool() bool { return v.number != 0 }

// Int returns an integer, and 0 or 1 for a boolean.
func (v Value) Int() int64 { return int64(v.number) }

// Float returns a double.
func (v Value) Float() float64 { return math.Float64frombits(v.number) }

// Time returns a timestamp.
func (v Value) Time() time.Time {
	t, _ := time.Parse(time.RFC3339Nano, v.text) // timestampValue has parsed it
	return t
}

// same says whether both are values and equal; moments are equal however they are written.
func (v Value) same(w Value) bool {
	if v.typ == Timestamp && w.typ == Timestamp && v.set && w.set {
		return v.Time().Equal(w.Time())
	}
	return v.set && v == w
}

// Any returns the value in the form that Steampipe's SDK takes: nil, string, bool, int64, float64,
// time.Time, or JSON as a string.
func (v Value) Any() any {
	switch {
	case !v.set:
		return nil
	case v.typ == Boolean:
		return v.Bool()
	case v.typ == Integer:
		return v.Int()
	case v.typ == Double:
		return v.Float()
	case v.typ == Timestamp:
		return v.Time()
	}
	return v.text
}

// StringValue is a string; "" is NULL, as Graph writes a missing string either way.
func StringValue(s string) Value { return Value{text: s, set: s != "", typ: String} }

// BoolValue is a boolean.
func BoolValue(b bool) Value {
	v := Value{set: true, typ: Boolean}
	if b {
		v.number = 1
	}
	return v
}

// IntValue is an integer.
func IntValue(i int64) Value { return Value{number: uint64(i), set: true, typ: Integer} }

// DoubleValue is a double.
func DoubleValue(f float64) Value { return Value{number: math.Float64bits(f), set: true, typ: Double} }

// JSONValue is a JSON text; nil, null and the empty string are NULL.
func JSONValue(raw []byte) Value {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return Value{}
	}
	return Value{text: compact(raw), set: true, typ: JSON}
}

// compact drops white space between the tokens, so that a text compares the same whoever wrote it.
func compact(raw []byte) string {
	value := jsontext.Value(raw)
	if bytes.ContainsAny(raw, " \n\r\t") && value.Compact(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true)) == nil {
		return string(value)
	}
	return string(raw)
}

// ListValue is a list of strings as JSON; nil is NULL.
func ListValue(list []string) Value {
	if list == nil {
		return Value{}
	}
	return marshalled(list)
}

// TimestampValue is a moment, given as Graph writes it: RFC 3339, or a day for midnight UTC. What is
// empty, or of the year 1, which Graph uses for "never", is NULL. It is kept in UTC with at most
// microseconds, as PostgreSQL does, so that both engines give the same.
func TimestampValue(s string) Value {
	if len(s) == len("2006-01-02T15:04:05Z") && s[len(s)-1] == 'Z' && s[10] == 'T' && s[0] != '0' {
		return Value{text: s, set: true, typ: Timestamp}
	}
	t, ok := ParseTime(s)
	if !ok || t.Year() <= 1 {
		return Value{}
	}
	return MomentValue(t)
}

// MomentValue is a moment.
func MomentValue(t time.Time) Value {
	return Value{text: t.UTC().Truncate(time.Microsecond).Format(time.RFC3339Nano), set: true, typ: Timestamp}
}

// timeLayouts are the forms in which people and SQLite's date functions write a moment; without a zone it is UTC.
var timeLayouts = []string{
	time.RFC3339Nano,
	"2006-01-02",
	"2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04:05.999999999",
	"2006-01-02T15:04",
	"2006-01-02 15:04",
}

// ParseTime reads a moment in any of the usual forms. It is false for anything else.
func ParseTime(s string) (time.Time, bool) {
	if len(s) < len("2006-01-02") || s[4] != '-' {
		return time.Time{}, false
	}
	for _, layout := range timeLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// marshalled is a value of ours as JSON.
func marshalled(v any) Value {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // the "&" of a product's name stays one
	if e.Encode(v) != nil {
		return Value{}
	}
	return JSONValue(b.Bytes())
}

// TypedText is a text as a value of a type that is written as one; "" stays a text of its own here,
// since an expression may give it.
func TypedText(t Type, s string) Value {
	if t != Timestamp && t != JSON {
		t = String
	}
	return Value{text: s, set: true, typ: t}
}
