package demo

// guidSpace numbers GUIDs: number i has one GUID, and the GUID leads back to i
// without a table. 60 of its 122 free bits are the number, encrypted; the other
// 62 follow from these, so that a made-up GUID is recognised as unknown.
type guidSpace struct {
	keys  [4]uint64
	check uint64
}

// The kinds of objects that have GUIDs, one space each.
const (
	guidUser = iota
	guidTenant
	guidGroup
	guidSubscription
	guidCommerce
	guidSignInRequest
	guidOwner
	guidDevice
	guidSignInOther // correlations, sessions and tokens of sign-ins
	guidSite
	guidAudit
	guidKinds
)

const halfBits = 30
const halfMask = 1<<halfBits - 1

// newGUIDSpace derives the space of one kind of object from a seed.
func newGUIDSpace(seed int64, kind int) guidSpace {
	var g guidSpace
	key := mix(uint64(seed)) ^ mix(uint64(kind)<<32|0x67756964)
	for i := range g.keys {
		key = mix(key)
		g.keys[i] = key
	}
	g.check = mix(key)
	return g
}

// at returns the GUID of number i (0 to 2^60-1) as two halves.
func (g *guidSpace) at(i int) (hi, lo uint64) {
	left, right := uint64(i)>>halfBits, uint64(i)&halfMask
	for _, key := range g.keys {
		left, right = right, left^mix(right^key)&halfMask
	}
	number := left<<halfBits | right
	// Version 4 and variant 1, as Graph's object ids have them.
	hi = number>>12<<16 | 0x4000 | number&0xfff
	lo = 1<<63 | mix(number^g.check)>>2
	return hi, lo
}

// index returns the number whose GUID this is, and whether there is one.
func (g *guidSpace) index(hi, lo uint64) (int, bool) {
	number := hi>>16<<12 | hi&0xfff
	left, right := number>>halfBits, number&halfMask
	for k := len(g.keys) - 1; k >= 0; k-- {
		left, right = right^mix(left^g.keys[k])&halfMask, left
	}
	i := int(left<<halfBits | right)
	h, l := g.at(i)
	return i, h == hi && l == lo
}

// append writes the GUID of number i in lower case.
func (g *guidSpace) append(b []byte, i int) []byte {
	hi, lo := g.at(i)
	return appendGUID(b, hi, lo)
}

// text returns the GUID of number i.
func (g *guidSpace) text(i int) string { return string(g.append(nil, i)) }

const hexDigits = "0123456789abcdef"

func appendHex(b []byte, v uint64, digits int) []byte {
	for s := (digits - 1) * 4; s >= 0; s -= 4 {
		b = append(b, hexDigits[v>>s&15])
	}
	return b
}

func appendGUID(b []byte, hi, lo uint64) []byte {
	b = appendHex(b, hi>>32, 8)
	b = appendHex(append(b, '-'), hi>>16, 4)
	b = appendHex(append(b, '-'), hi, 4)
	b = appendHex(append(b, '-'), lo>>48, 4)
	return appendHex(append(b, '-'), lo, 12)
}

// parseGUID reads a GUID of 36 characters, in any case, without braces.
func parseGUID(s string) (hi, lo uint64, ok bool) {
	if len(s) != 36 {
		return 0, 0, false
	}
	digits := 0
	for i := range len(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return 0, 0, false
			}
			continue
		}
		v, hex := hexValue(s[i])
		if !hex {
			return 0, 0, false
		}
		if digits < 16 {
			hi = hi<<4 | v
		} else {
			lo = lo<<4 | v
		}
		digits++
	}
	return hi, lo, true
}

func hexValue(c byte) (uint64, bool) {
	switch {
	case '0' <= c && c <= '9':
		return uint64(c - '0'), true
	case 'a' <= c && c <= 'f':
		return uint64(c-'a') + 10, true
	case 'A' <= c && c <= 'F':
		return uint64(c-'A') + 10, true
	}
	return 0, false
}
