package licensing

// A guid is a parsed GUID: a key that is the same in any case and needs no
// allocation to look up.
type guid [16]byte

// guidLength is the length of a GUID's text, with its four hyphens.
const guidLength = 36

// parseGUID parses 8-4-4-4-12 hexadecimal digits in any case, and tells whether
// the text is that and nothing more.
func parseGUID(text string) (guid, bool) {
	var id guid
	if len(text) != guidLength {
		return guid{}, false
	}
	digits := 0
	for i := range guidLength {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if text[i] != '-' {
				return guid{}, false
			}
			continue
		}
		value, ok := hexValue(text[i])
		if !ok {
			return guid{}, false
		}
		id[digits/2] = id[digits/2]<<4 | value
		digits++
	}
	return id, true
}

// hexValue gives the value of a hexadecimal digit.
func hexValue(digit byte) (byte, bool) {
	switch {
	case '0' <= digit && digit <= '9':
		return digit - '0', true
	case 'a' <= digit && digit <= 'f':
		return digit - 'a' + 10, true
	case 'A' <= digit && digit <= 'F':
		return digit - 'A' + 10, true
	}
	return 0, false
}
