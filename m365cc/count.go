package m365cc

import (
	"fmt"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// Count is a whole number of a report that may be missing; unlike a pointer it costs no allocation a row.
type Count struct {
	number int64
	known  bool
}

// UnmarshalText reads decimal digits; "" is a missing number. Anything else is an error.
func (c *Count) UnmarshalText(text []byte) error {
	*c = Count{}
	if len(text) == 0 {
		return nil
	}
	number, err := strconv.ParseInt(string(text), 10, 64)
	if err != nil {
		return fmt.Errorf("%q is no whole number", text)
	}
	*c = Count{number, true}
	return nil
}

// UnmarshalJSONFrom reads a number, or one in quotes as Graph writes reportPeriod; null is a missing number.
func (c *Count) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	value, err := dec.ReadValue()
	if err != nil {
		return err
	}
	switch value.Kind() {
	case 'n':
		*c = Count{}
		return nil
	case '"':
		var digits [24]byte
		text, err := jsontext.AppendUnquote(digits[:0], value)
		if err != nil {
			return err
		}
		return c.UnmarshalText(text)
	}
	return c.UnmarshalText(value)
}

func (c Count) value() Value {
	if !c.known {
		return Value{}
	}
	return IntValue(c.number)
}

// count is a column of a report's numbers.
func count[R any](name, description string, value func(*R) Count) column[R] {
	return newColumn(name, Integer, description, func(r *R, _ *scope) Value { return value(r).value() })
}
