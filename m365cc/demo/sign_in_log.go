package demo

import (
	"cmp"
	"slices"
)

// The sign-in log has the sign-ins of the last thirty days. What is kept of
// one is a number of eight bytes; everything else is computed from that.
//
// The moments of the last sign-ins follow from the users, as signInActivity
// has them, so that their order cannot be computed the other way round: the
// numbers are sorted once, when the log is first asked for.

const logDays = 30

// signInKind is the kind of a sign-in, of which signInEventTypes speaks.
type signInKind uint8

const (
	interactiveUser signInKind = iota
	nonInteractiveUser
	servicePrincipal
	managedIdentity
	signInKinds
)

var signInKindNames = [signInKinds]string{"interactiveUser", "nonInteractiveUser", "servicePrincipal", "managedIdentity"}

// signInRef says which sign-in it is. Its bits are, from the top: the seconds
// since the log begins, the number of the user or, behind the users, of the
// principal (28 bits), the kind (2) and which of this kind (6).
type signInRef uint64

const (
	refWhoBits  = 28
	refKindBits = 2
	refNthBits  = 6
	refLowBits  = refWhoBits + refKindBits + refNthBits
)

func newSignInRef(seconds int64, who int, kind signInKind, nth int) signInRef {
	return signInRef(seconds)<<refLowBits | signInRef(who)<<(refKindBits+refNthBits) | signInRef(kind)<<refNthBits | signInRef(nth)
}

func (r signInRef) seconds() int64   { return int64(r >> refLowBits) }
func (r signInRef) who() int         { return int(r >> (refKindBits + refNthBits) & (1<<refWhoBits - 1)) }
func (r signInRef) kind() signInKind { return signInKind(r >> refNthBits & (1<<refKindBits - 1)) }
func (r signInRef) nth() int         { return int(r & (1<<refNthBits - 1)) }

// low is what tells the sign-in from all others, whenever it was.
func (r signInRef) low() uint64 { return uint64(r & (1<<refLowBits - 1)) }

// logStart is when the log begins, in seconds since 1970.
func (t *Tenant) logStart() int64 { return t.now - logDays*day }

// logTime is when a sign-in was: seconds since 1970, and ticks of 100 ns.
type logTime struct{ seconds, ticks int64 }

func (m logTime) compare(o logTime) int {
	return cmp.Or(cmp.Compare(m.seconds, o.seconds), cmp.Compare(m.ticks, o.ticks))
}

func (t *Tenant) momentOf(r signInRef) logTime {
	seconds := t.logStart() + r.seconds()
	return logTime{seconds, ticksAt(seconds, t.signInHash(r))}
}

// ticksAt is the fraction of a second of a sign-in: none for every other one,
// and at midnight none or the smallest that there is, since that is where
// programs cut the log.
func ticksAt(seconds int64, hash uint64) int64 {
	h := roll(hash, askFraction)
	switch {
	case h&1 == 0:
		return 0
	case seconds%day == 0:
		return 1
	}
	return 1 + int64(below(h, ticksPerSecond-1))
}

func (t *Tenant) signInHash(r signInRef) uint64 { return mix(t.key ^ mix(r.low()|1<<63)) }

// compareSignIns is the order of the log: by moment, the oldest first.
func (t *Tenant) compareSignIns(a, b signInRef) int {
	if a.seconds() != b.seconds() {
		return cmp.Compare(a, b)
	}
	return cmp.Or(t.momentOf(a).compare(t.momentOf(b)), cmp.Compare(a, b))
}

// sortSignIns makes the log.
func (t *Tenant) sortSignIns() []signInRef {
	var p person
	refs := make([]signInRef, 0, t.users*6)
	for i := range t.users {
		t.load(&p, i)
		refs = p.signInRefs(refs)
	}
	refs = t.principalRefs(refs)
	// By number first, which is fast, and by the fraction of a second where
	// that decides.
	slices.Sort(refs)
	for from := 0; from < len(refs); {
		to := from + 1
		for to < len(refs) && refs[to].seconds() == refs[from].seconds() {
			to++
		}
		if to-from > 1 {
			slices.SortFunc(refs[from:to], t.compareSignIns)
		}
		from = to
	}
	return refs
}

// place returns where in the log a sign-in is.
func (t *Tenant) place(r signInRef) (int, bool) {
	return slices.BinarySearchFunc(t.signInLog(), r, t.compareSignIns)
}

// placeOf returns how many sign-ins are before a moment, or with it.
func (t *Tenant) placeOf(m logTime, with bool) int {
	k, _ := slices.BinarySearchFunc(t.signInLog(), m, func(r signInRef, m logTime) int {
		if n := t.momentOf(r).compare(m); n != 0 || !with {
			return n
		}
		return -1
	})
	return k
}

// placesOf returns where in the log the sign-ins of a user are, in its order.
func (t *Tenant) placesOf(user int) []int32 {
	var p person
	t.load(&p, user)
	places := []int32{}
	for _, r := range p.signInRefs(nil) {
		if k, ok := t.place(r); ok {
			places = append(places, int32(k))
		}
	}
	slices.Sort(places)
	return places
}
