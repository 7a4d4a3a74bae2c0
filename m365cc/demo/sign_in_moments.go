package demo

// Which sign-ins a person has: the last of each kind are those that
// signInActivity has, and before them come others.

// The nth sign-in of a kind: the last one is 0; the last successful one has a
// number of its own where it is neither the last interactive nor the last
// non-interactive one.
const (
	nthLast    = 0
	nthSuccess = 1<<refNthBits - 1
)

// signInRefs appends the person's sign-ins, in no order.
func (p *person) signInRefs(refs []signInRef) []signInRef {
	a := p.signIns()
	if a.interactive == 0 {
		return refs
	}
	start := p.t.logStart()
	for kind, last := range [...]int64{a.interactive, a.nonInteractive} {
		if last < start {
			continue
		}
		for n := range p.signInCount(signInKind(kind)) {
			if at, ok := p.signInAt(last, signInKind(kind), n); ok {
				refs = append(refs, newSignInRef(at-start, p.i, signInKind(kind), n))
			}
		}
	}
	if a.success() == 2 && a.successful >= start {
		refs = append(refs, newSignInRef(a.successful-start, p.i, interactiveUser, nthSuccess))
	}
	return refs
}

// signInCount is how often a person signed in, the last time counted: a few
// times, and for one in sixteen a few dozen.
func (p *person) signInCount(kind signInKind) int {
	h := p.roll(askSignInCount.part(question(kind)))
	n := 1 + below(h, 5)
	if h&15 == 0 {
		n += 10 + int(h>>4&31)
	}
	return n
}

// signInAt returns when the nth sign-in before the last one was, and whether it
// lies between the beginning of the log, or of the account, and the last one.
func (p *person) signInAt(last int64, kind signInKind, n int) (int64, bool) {
	if n == nthLast {
		return last, true
	}
	from := max(p.t.logStart(), p.created())
	span := last - from
	if span <= 0 {
		return 0, false
	}
	h := p.roll(askSignInTime.part(question(kind)<<refNthBits | question(n)))
	if n > 1 && h&15 == 0 {
		// Twice within one second.
		return p.signInAt(last, kind, n-1)
	}
	at := last - 1 - int64(below(h, int(span)))
	if midnight := at - at%day; h&15 == 1 && midnight >= from {
		at = midnight
	}
	return at, true
}

// isSuccess says whether the sign-in at a moment was the last successful one,
// and mayBe whether it may have been successful at all.
func (a activity) isSuccess(r signInRef, at int64) (must, mayBe bool) {
	switch a.success() {
	case 0:
		must = r.kind() == interactiveUser && r.nth() == nthLast
	case 1:
		must = r.kind() == nonInteractiveUser && r.nth() == nthLast
	default:
		must = r.nth() == nthSuccess
	}
	return must, must || at < a.successful
}

// The ids of sign-ins. Those of the last ones are the request ids of
// signInActivity; the others have numbers far beyond these.
const otherSignIns = 1 << 50

func (t *Tenant) signInNumber(r signInRef) int {
	switch {
	case r.kind() > nonInteractiveUser:
	case r.nth() == nthLast:
		return r.who()*4 + int(r.kind())
	case r.nth() == nthSuccess:
		return r.who()*4 + 2
	}
	return otherSignIns | int(r.low())
}

// findSignIn returns where in the log the sign-in with this id is.
func (t *Tenant) findSignIn(id string) (int, bool) {
	hi, lo, ok := parseGUID(id)
	if !ok {
		return 0, false
	}
	number, ok := t.ids[guidSignInRequest].index(hi, lo)
	if !ok {
		return 0, false
	}
	who := number / 4
	if number >= otherSignIns {
		who = signInRef(number &^ otherSignIns).who()
	}
	var refs []signInRef
	if who < t.users {
		var p person
		t.load(&p, who)
		refs = p.signInRefs(nil)
	} else {
		refs = t.principalRefs(nil)
	}
	for _, r := range refs {
		if t.signInNumber(r) == number {
			return t.place(r)
		}
	}
	return 0, false
}
