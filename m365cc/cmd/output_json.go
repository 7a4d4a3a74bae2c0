package cmd

import (
	"bufio"
	"fmt"
	"math"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// jsonOutput writes an array of objects for each statement, or with lines an object on each line. Values
// keep their types: JSON columns are nested, NULL is null.
type jsonOutput struct {
	w     *bufio.Writer
	lines bool
	names []string
	buf   []byte
	count int
}

func (o *jsonOutput) Begin(columns []engine.Column) error {
	o.names, o.count = make([]string, len(columns)), 0
	seen := map[string]int{}
	for i, c := range columns {
		name := c.Name
		if seen[c.Name]++; seen[c.Name] > 1 { // an object has each name once
			name = fmt.Sprintf("%s_%d", c.Name, seen[c.Name])
		}
		quoted, err := jsontext.AppendQuote(nil, name)
		if err != nil {
			return err
		}
		o.names[i] = string(quoted)
	}
	if o.lines {
		return nil
	}
	_, err := o.w.WriteString("[")
	return err
}

func (o *jsonOutput) Row(values []m365cc.Value) error {
	o.buf = o.buf[:0]
	if !o.lines {
		if o.count > 0 {
			o.buf = append(o.buf, ',')
		}
		o.buf = append(o.buf, "\n "...)
	}
	o.count++
	o.buf = append(o.buf, '{')
	for i, v := range values {
		if i > 0 {
			o.buf = append(o.buf, ", "...)
		}
		o.buf = append(append(o.buf, o.names[i]...), ": "...)
		o.buf = appendJSON(o.buf, v)
	}
	o.buf = append(o.buf, '}')
	if o.lines {
		o.buf = append(o.buf, '\n')
	}
	_, err := o.w.Write(o.buf)
	return err
}

func (o *jsonOutput) End() error {
	if !o.lines {
		end := "]\n"
		if o.count > 0 {
			end = "\n]\n"
		}
		if _, err := o.w.WriteString(end); err != nil {
			return err
		}
	}
	return o.w.Flush()
}

// appendJSON appends a value in its type. JSON has no infinite numbers; they are null.
func appendJSON(b []byte, v m365cc.Value) []byte {
	switch {
	case v.IsNull():
		return append(b, "null"...)
	case v.Type() == m365cc.Boolean, v.Type() == m365cc.Integer:
		return append(b, plain(v, "")...)
	case v.Type() == m365cc.Double:
		if math.IsInf(v.Float(), 0) || math.IsNaN(v.Float()) {
			return append(b, "null"...)
		}
		return append(b, plain(v, "")...)
	case v.Type() == m365cc.JSON && jsontext.Value(v.Text()).IsValid():
		return append(b, v.Text()...)
	}
	quoted, err := jsontext.AppendQuote(b, v.Text())
	if err != nil { // text that is no UTF-8 is quoted all the same, with marks in place of what is wrong
		return quoted
	}
	return quoted
}
