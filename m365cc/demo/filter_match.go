package demo

import (
	"bytes"
	"cmp"
)

// match says whether a row fits. scratch is room for one text.
func (f *filter[R]) match(r R, scratch []byte) bool { return f.root.match(r, 0, scratch) }

// match says whether a row fits a clause that stands within depth lists.
func (c *clause[R]) match(r R, depth int, scratch []byte) bool {
	switch c.kind {
	case exprAnd:
		for _, a := range c.args {
			if !a.match(r, depth, scratch) {
				return false
			}
		}
		return true
	case exprOr:
		for _, a := range c.args {
			if a.match(r, depth, scratch) {
				return true
			}
		}
		return false
	case exprNot:
		return !c.args[0].match(r, depth, scratch)
	}
	isNull := c.isWithinNull(r)
	switch {
	case c.operator == opAny:
		return !isNull && c.matchElement(r, depth, scratch)
	case c.counts:
		n := cmp.Compare(int64(c.property.count(r)), c.values[0].number)
		return c.holds(n)
	}
	return c.matchValue(r, isNull, scratch)
}

// isWithinNull says whether an object around the property is null.
func (c *clause[R]) isWithinNull(r R) bool {
	for _, present := range c.within {
		if !present(r) {
			return true
		}
	}
	return false
}

func (c *clause[R]) matchElement(r R, depth int, scratch []byte) bool {
	at := r.position()
	for k := range c.property.count(r) {
		at[depth] = k
		if c.args[0].match(r, depth+1, scratch) {
			return true
		}
	}
	return false
}

// matchValue compares the property with the literals. Null equals null, is
// unequal to everything else and neither greater nor less than anything.
func (c *clause[R]) matchValue(r R, isNull bool, scratch []byte) bool {
	var text []byte
	if !isNull {
		text, isNull = c.read(r, scratch)
	}
	for k := range c.values {
		v := &c.values[k]
		switch {
		case isNull || v.kind == literalNull:
			same := isNull && v.kind == literalNull
			if same && (c.operator == opEq || c.operator == opIn) || !same && c.operator == opNe {
				return true
			}
		case c.compare(r, text, v):
			return true
		}
	}
	return false
}

// read returns the property's text, if it is one, and whether it is null.
func (c *clause[R]) read(r R, scratch []byte) (text []byte, isNull bool) {
	switch c.property.form {
	case formText, formGUID:
		text = c.property.text(r, scratch[:0])
		if !c.exact {
			text = fold(text)
		}
		return text, len(text) == 0 && !c.property.blank
	case formBool:
		return nil, c.property.flag(r) == null
	case formTime:
		return nil, c.property.time(r) == 0
	case formInt:
		_, ok := c.property.number(r)
		return nil, !ok
	}
	return nil, true
}

func (c *clause[R]) compare(r R, text []byte, v *value) bool {
	switch c.operator {
	case opStartsWith:
		return bytes.HasPrefix(text, v.folded)
	case opEndsWith:
		return bytes.HasSuffix(text, v.folded)
	case opContains:
		return bytes.Contains(text, v.folded)
	}
	switch c.property.form {
	case formBool:
		return c.holds(cmp.Compare(int(c.property.flag(r)), int(truth(v.flag))))
	case formTime:
		n := cmp.Compare(c.property.time(r), v.time.Unix())
		if n == 0 {
			n = cmp.Compare(c.nanoseconds(r), v.time.Nanosecond())
		}
		return c.holds(n)
	case formInt:
		n, _ := c.property.number(r)
		return c.holds(cmp.Compare(n, v.number))
	}
	return c.holds(bytes.Compare(text, v.folded))
}

// nanoseconds is the fraction of a second of the row's moment.
func (c *clause[R]) nanoseconds(r R) int {
	if c.property.ticks == nil {
		return 0
	}
	return int(c.property.ticks(r)) * 100
}

// holds says whether an operator holds for a comparison's result.
func (c *clause[R]) holds(n int) bool {
	switch c.operator {
	case opNe:
		return n != 0
	case opGe:
		return n >= 0
	case opLe:
		return n <= 0
	case opGt:
		return n > 0
	case opLt:
		return n < 0
	}
	return n == 0
}

// fold returns a text in lower case, in its own place where it is ASCII.
func fold(text []byte) []byte {
	for k, c := range text {
		if c >= 0x80 {
			return bytes.ToLower(text)
		}
		if 'A' <= c && c <= 'Z' {
			text[k] = c + 'a' - 'A'
		}
	}
	return text
}
