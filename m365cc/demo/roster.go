package demo

import (
	"strconv"
	"strings"
)

// roster deals out names: number x gets one given name and one family name of
// one culture. The pairs are dealt in an order that the seed decides, and again
// from the start with a number behind the name when all are used ("anna.kelly",
// "anna.kelly2"). It also goes the other way, from a sign-in name to x.
type roster struct {
	cultures []culture
	pairs    []namePair
	step     int // pair of x: (x*step + offset) mod len(pairs)
	offset   int
	back     int // inverse of step
	families map[string]familyRef
	givens   []map[string]int // by culture
	first    []int            // by culture, its first pair
}

type namePair struct {
	culture       uint8
	given, family uint8
}

type familyRef struct{ culture, family int }

func newRoster(seed int64) *roster {
	r := &roster{cultures: cultures(), families: map[string]familyRef{}}
	for c, cu := range r.cultures {
		r.first = append(r.first, len(r.pairs))
		r.givens = append(r.givens, map[string]int{})
		for g, given := range cu.given {
			r.givens[c][given.ascii] = g
			for f := range cu.family {
				r.pairs = append(r.pairs, namePair{uint8(c), uint8(g), uint8(f)})
			}
		}
		for f, family := range cu.family {
			r.families[family.ascii] = familyRef{c, f}
		}
	}
	total := len(r.pairs)
	// A step near the golden section spreads neighbours over all cultures.
	r.step = total*618/1000 + below(mix(uint64(seed)), total/10)
	for r.back = inverse(r.step, total); r.back == 0; r.back = inverse(r.step, total) {
		r.step++
	}
	r.offset = below(mix(uint64(seed)^1), total)
	return r
}

// inverse returns b with a*b = 1 modulo n, 0 if there is none.
func inverse(a, n int) int {
	x, y, u, v := a%n, n, 1, 0
	for y != 0 {
		q := x / y
		x, y = y, x-q*y
		u, v = v, u-q*v
	}
	if x != 1 {
		return 0
	}
	return (u%n + n) % n
}

// deal returns the names of number x; round is 0 the first time that the two
// are used together.
func (r *roster) deal(x int) (pair namePair, round int) {
	total := len(r.pairs)
	return r.pairs[((x%total)*r.step+r.offset)%total], x / total
}

// find returns x for a sign-in name such as "anna.kelly2".
func (r *roster) find(local string) (x int, ok bool) {
	given, family, ok := strings.Cut(local, ".")
	if !ok {
		return 0, false
	}
	name := strings.TrimRight(family, "0123456789")
	round := 0
	if name != family {
		n, err := strconv.Atoi(family[len(name):])
		if err != nil || n < 2 || n > 1<<30 {
			return 0, false
		}
		round = n - 1
	}
	f, ok := r.families[name]
	if !ok {
		return 0, false
	}
	g, ok := r.givens[f.culture][given]
	if !ok {
		return 0, false
	}
	pair := r.first[f.culture] + g*len(r.cultures[f.culture].family) + f.family
	total := len(r.pairs)
	return round*total + (pair-r.offset+total)%total*r.back%total, true
}
