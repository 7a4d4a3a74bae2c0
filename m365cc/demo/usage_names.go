package demo

import (
	"bytes"
	"iter"
)

// reportedName is the sign-in name as the reports write it: for some people in
// another case than the directory does.
func (u *usage) reportedName(b []byte) []byte {
	start := len(b)
	if b = append(b, u.goneName...); len(b) == start {
		b = u.userPrincipalName(b)
	}
	if !u.has(isSpeltOtherwise) {
		return b
	}
	name := b[start:]
	if lower := bytes.ToLower(name); !bytes.Equal(lower, name) {
		copy(name, lower)
	} else {
		copy(name, bytes.ToUpper(name[:1]))
	}
	return b
}

func (u *usage) reportedDisplayName(b []byte) []byte {
	if u.goneShow != "" && u.gone {
		return append(b, u.goneShow...)
	}
	return u.displayName(b)
}

// products numbers the licences and names them.
func (u *usage) products() iter.Seq2[int, string] {
	_, licences := u.licensing()
	return func(yield func(int, string) bool) {
		for k, l := range licences {
			if !yield(k, productNames[l.sku]) {
				return
			}
		}
	}
}
