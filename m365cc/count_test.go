package m365cc

import (
	"testing"

	"github.com/go-json-experiment/json"
)

// TestCounts reads numbers as the files and the JSON of reports write them.
func TestCounts(t *testing.T) {
	for text, want := range map[string]Value{"": {}, "0": IntValue(0), "27487790694400": IntValue(27487790694400), "-1": IntValue(-1)} {
		c := Count{1, true} // of a row before
		if err := c.UnmarshalText([]byte(text)); err != nil || c.value() != want {
			t.Errorf("%q is %v, %v, want %v", text, c.value().Any(), err, want.Any())
		}
	}
	for text, want := range map[string]Value{"null": {}, `""`: {}, "0": IntValue(0), "27487790694400": IntValue(27487790694400), `"7"`: IntValue(7), `"\u0037"`: IntValue(7)} {
		c := Count{1, true}
		if err := json.Unmarshal([]byte(text), &c); err != nil || c.value() != want {
			t.Errorf("%s is %v, %v, want %v", text, c.value().Any(), err, want.Any())
		}
	}
}

func TestNoCounts(t *testing.T) {
	for _, text := range []string{"7.5", "1e3", "7 ", "many", "99999999999999999999"} {
		var c Count
		if err := c.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is %v", text, c.value().Any())
		}
	}
	for _, text := range []string{"7.5", "true", `"D7"`, "[7]", "{}", "99999999999999999999"} {
		var c Count
		if err := json.Unmarshal([]byte(text), &c); err == nil {
			t.Errorf("%s is %v", text, c.value().Any())
		}
	}
}
