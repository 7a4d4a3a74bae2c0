package demo

import "strconv"

// kind is what sort of account a user is.
type kind uint8

const (
	employee  kind = iota
	frontline      // a shop or warehouse worker
	guest          // from another company
	shared         // a shared mailbox
	room           // a meeting room
	service        // an account for a program
)

// person is one user while its row is being computed: load fills what nearly
// every property needs, the methods compute the rest. One person is loaded
// again and again, so that a list of users allocates nothing.
type person struct {
	cursor
	t       *Tenant
	i       int
	hash    uint64
	kind    kind
	cast    *castMember // nil but for the first users
	culture *culture
	given   string // "" for accounts that are nobody's
	family  string
	pair    namePair
	round   int
	place   *place

	grantsKnown bool
	grants      []grant
	licenceList []licence
}

// kindRates are the shares of the kinds of accounts, in thousandths; the rest
// are employees.
var kindRates = [...]int{frontline: 100, guest: 90, shared: 30, room: 15, service: 25}

// load makes p user i of the tenant.
func (t *Tenant) load(p *person, i int) {
	p.t, p.i, p.cast, p.grantsKnown = t, i, nil, false
	p.hash = mix(t.key ^ uint64(i))
	if i < len(cast) {
		c := &cast[i]
		p.cast, p.kind, p.given, p.family = c, c.kind, c.given, c.family
		p.culture = &t.roster.cultures[c.culture]
	} else {
		p.kind = kindOf(p.roll(askKind))
		p.pair, p.round = t.roster.deal(i - dealtFrom)
		p.culture = &t.roster.cultures[p.pair.culture]
		p.given, p.family = "", ""
		if p.kind <= guest {
			p.given = p.culture.given[p.pair.given].native
			p.family = p.culture.family[p.pair.family].native
		}
	}
	p.place = &p.culture.places[p.pick(askPlace, len(p.culture.places))]
}

func kindOf(h uint64) kind {
	n := below(h, 1000)
	for k, rate := range kindRates {
		if n < rate {
			return kind(k)
		}
		n -= rate
	}
	return employee
}

// roll answers a question about this user with 64 random bits, pick with one of
// n, once with yes in so many of a thousand cases.
func (p *person) roll(q question) uint64         { return roll(p.hash, q) }
func (p *person) pick(q question, n int) int     { return below(roll(p.hash, q), n) }
func (p *person) once(q question, rate int) bool { return p.pick(q, 1000) < rate }

// has says whether the person has a trait.
func (p *person) has(t trait) bool {
	if p.cast != nil {
		return p.cast.traits>>t&1 != 0
	}
	return below(roll(p.hash, askTrait.part(question(t))), 1000) < traitRates[t]
}

// isHuman is false for mailboxes, rooms and programs.
func (p *person) isHuman() bool { return p.kind <= guest }

// worksHere is true for the company's own people.
func (p *person) worksHere() bool { return p.kind <= frontline }

// appendInt appends a number padded with zeros to a width.
func appendInt(b []byte, n, width int) []byte {
	digits := 1
	for m := n; m >= 10; m /= 10 {
		digits++
	}
	for ; digits < width; digits++ {
		b = append(b, '0')
	}
	return strconv.AppendInt(b, int64(n), 10)
}
