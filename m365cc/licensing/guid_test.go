package licensing

import (
	"strings"
	"testing"
)

func TestParseGUID(t *testing.T) {
	const text = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
	want := guid{0x06, 0xeb, 0xc4, 0xee, 0x1b, 0xb5, 0x47, 0xdd, 0x81, 0x20, 0x11, 0x32, 0x4b, 0xc5, 0x4e, 0x06}
	for _, text := range []string{text, strings.ToUpper(text), "06EBc4ee-1bb5-47DD-8120-11324bc54e06"} {
		if got, ok := parseGUID(text); !ok || got != want {
			t.Errorf("parseGUID(%q) = %x, %t", text, got, ok)
		}
	}
}

func TestParseGUIDRefuses(t *testing.T) {
	for _, text := range []string{
		"",
		"SPE_E5",
		"8fc2205d-4e51-4401-97f0-5c89ef1aafb",      // 35 characters
		"06ebc4ee-1bb5-47dd-8120-11324bc54e06 ",    // 37
		"{6ebc4ee-1bb5-47dd-8120-11324bc54e06}",    // braces
		"06ebc4ee1-bb5-47dd-8120-11324bc54e06",     // a hyphen elsewhere
		"06ebc4ee-1bb5-47dd-8120-11324bc54e0g",     // no digit
		"06ebc4ee-1bb5-47dd-812\u00a0-11324bc54e0", // not ASCII
	} {
		if got, ok := parseGUID(text); ok || got != (guid{}) {
			t.Errorf("parseGUID(%q) = %x, %t, want a refusal", text, got, ok)
		}
	}
}

func FuzzParseGUID(f *testing.F) {
	f.Add("06ebc4ee-1bb5-47dd-8120-11324bc54e06")
	f.Add("--------")
	f.Fuzz(func(t *testing.T, text string) {
		lower, okLower := parseGUID(strings.ToLower(text))
		id, ok := parseGUID(text)
		if ok && (!okLower || id != lower) {
			t.Errorf("parseGUID(%q) = %x, but %x, %t in lower case", text, id, lower, okLower)
		}
	})
}
