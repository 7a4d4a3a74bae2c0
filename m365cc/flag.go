package m365cc

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// Flag is a boolean that may be missing; unlike a pointer it costs no allocation a row.
type Flag uint8

// The values of a [Flag].
const (
	Unknown Flag = iota
	No
	Yes
)

// UnmarshalJSONFrom reads true, false or null; anything else is no boolean of Graph's and is Unknown.
func (f *Flag) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	kind := dec.PeekKind()
	if err := dec.SkipValue(); err != nil {
		return err
	}
	switch kind {
	case 't':
		*f = Yes
	case 'f':
		*f = No
	default:
		*f = Unknown
	}
	return nil
}

// UnmarshalText reads a report's True, False, Yes or No, in any case; "" is Unknown. Anything else is an error.
func (f *Flag) UnmarshalText(text []byte) error {
	switch strings.ToLower(string(text)) {
	case "":
		*f = Unknown
	case "true", "yes":
		*f = Yes
	case "false", "no":
		*f = No
	default:
		return fmt.Errorf("%q is neither True nor False", text)
	}
	return nil
}

// not is the negation; Unknown stays.
func (f Flag) not() Flag {
	switch f {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

func (f Flag) value() Value {
	if f == Unknown {
		return Value{}
	}
	return BoolValue(f == Yes)
}

func flagOf(b bool) Flag {
	if b {
		return Yes
	}
	return No
}
