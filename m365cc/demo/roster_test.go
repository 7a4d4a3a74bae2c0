package demo

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// A sign-in name may have these characters only.
var signInName = regexp.MustCompile(`^[a-z0-9'_!#^~.-]+$`)

func TestNamesLeadBack(t *testing.T) {
	families := map[string]string{}
	for _, c := range cultures() {
		givens := map[string]bool{}
		for _, g := range c.given {
			if givens[g.ascii] {
				t.Errorf("%s: two given names are %q", c.language, g.ascii)
			}
			givens[g.ascii] = true
			if strings.Contains(g.ascii, ".") {
				t.Errorf("%q has a dot, which ends a given name", g.ascii)
			}
		}
		for _, f := range c.family {
			if other, twice := families[f.ascii]; twice {
				t.Errorf("the family name %q is in %s and %s", f.ascii, other, c.language)
			}
			families[f.ascii] = c.language
			if unicode.IsDigit(rune(f.ascii[len(f.ascii)-1])) {
				t.Errorf("%q ends in a digit", f.ascii)
			}
		}
		for _, n := range append(append([]personName{}, c.given...), c.family...) {
			if !signInName.MatchString(n.ascii) || n.native == "" {
				t.Errorf("%s: %q cannot be in a sign-in name", c.language, n.ascii)
			}
		}
		if len(c.given) > 255 || len(c.family) > 255 {
			t.Errorf("%s has too many names for a namePair", c.language)
		}
		for _, p := range c.places {
			if p.city == "" || p.country == "" || len(p.usage) != 2 || p.street == "" || !strings.HasPrefix(p.phone, "+") || len(p.dataLocation) != 3 {
				t.Errorf("%s: place %+v", c.language, p)
			}
		}
	}
}

func TestScriptsOfNames(t *testing.T) {
	found := map[string]bool{}
	scripts := map[string]*unicode.RangeTable{"Greek": unicode.Greek, "Cyrillic": unicode.Cyrillic, "Han": unicode.Han,
		"Hiragana": unicode.Hiragana, "Hangul": unicode.Hangul, "Arabic": unicode.Arabic, "Latin": unicode.Latin}
	tenant := testTenant(t, 0)
	for i := range tenant.Len() {
		for _, c := range tenant.User(i).DisplayName {
			for name, table := range scripts {
				if unicode.Is(table, c) {
					found[name] = true
				}
			}
			if c > 0x7f && unicode.Is(unicode.Latin, c) {
				found["Latin with diacritics"] = true
			}
		}
	}
	if len(found) != len(scripts)+1 {
		t.Errorf("the first 250 users have only %v", found)
	}
}

func TestDealAndFind(t *testing.T) {
	for _, seed := range []int64{1, 2, 3, -7, 1 << 40} {
		r := newRoster(seed)
		total := len(r.pairs)
		seen := map[namePair]bool{}
		for x := range 3 * total {
			pair, round := r.deal(x)
			if round != x/total || round == 0 && seen[pair] {
				t.Fatalf("seed %d: number %d repeats a pair in round %d", seed, x, round)
			}
			seen[pair] = true
			c := r.cultures[pair.culture]
			local := c.given[pair.given].ascii + "." + c.family[pair.family].ascii
			if round > 0 {
				local += string(appendInt(nil, round+1, 1))
			}
			if got, ok := r.find(local); !ok || got != x {
				t.Fatalf("seed %d: %q leads to %d, %v, not to %d", seed, local, got, ok, x)
			}
		}
		if len(seen) != total {
			t.Errorf("seed %d: %d of %d pairs were dealt", seed, len(seen), total)
		}
	}
}

func TestFindRefuses(t *testing.T) {
	r := newRoster(1)
	for _, local := range []string{"", "anna", "anna.", ".kelly", "anna.nobody", "nobody.kelly", "brian.kelly1", "brian.kelly0",
		"brian.kelly-1", "brian.kelly99999999999999999999", "brian.mueller"} {
		if x, ok := r.find(local); ok {
			t.Errorf("%q is number %d", local, x)
		}
	}
}

func TestInverse(t *testing.T) {
	for _, n := range []int{2, 7, 97, 3104} {
		for a := 1; a < n; a++ {
			b := inverse(a, n)
			if b != 0 && a*b%n != 1 {
				t.Errorf("%d*%d mod %d is %d", a, b, n, a*b%n)
			}
		}
	}
	if inverse(4, 8) != 0 {
		t.Error("4 has an inverse modulo 8")
	}
}
