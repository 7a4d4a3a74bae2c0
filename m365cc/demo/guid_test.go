package demo

import (
	"strings"
	"testing"
)

func TestGUIDsLeadBackToTheirNumber(t *testing.T) {
	g := newGUIDSpace(1, guidUser)
	seen := map[string]int{}
	numbers := []int{1 << 20, 1<<30 - 1, 1 << 30, 1<<30 + 1, 1 << 40, 1<<60 - 1}
	for i := range 20_000 {
		numbers = append(numbers, i)
	}
	for _, i := range numbers {
		text := g.text(i)
		if other, twice := seen[text]; twice {
			t.Fatalf("%d and %d are both %s", i, other, text)
		}
		seen[text] = i
		hi, lo, ok := parseGUID(text)
		if !ok {
			t.Fatalf("%q is no GUID", text)
		}
		if n, known := g.index(hi, lo); !known || n != i {
			t.Fatalf("%s leads to %d, %v, not to %d", text, n, known, i)
		}
		if text[14] != '4' || !strings.ContainsRune("89ab", rune(text[19])) {
			t.Fatalf("%s has not version 4 and variant 1", text)
		}
	}
}

func TestMadeUpGUIDsAreUnknown(t *testing.T) {
	g, other := newGUIDSpace(1, guidUser), newGUIDSpace(1, guidGroup)
	same, reseeded := newGUIDSpace(1, guidUser), newGUIDSpace(2, guidUser)
	for i := range 1000 {
		hi, lo := g.at(i)
		for k := range 64 {
			if _, known := g.index(hi^1<<k, lo); known {
				t.Fatalf("a changed GUID of %d is known", i)
			}
			if _, known := g.index(hi, lo^1<<k); known {
				t.Fatalf("a changed GUID of %d is known", i)
			}
		}
		if _, known := other.index(hi, lo); known {
			t.Fatal("a user's id is a group's too")
		}
		if g.text(i) != same.text(i) || g.text(i) == reseeded.text(i) {
			t.Fatal("the ids do not follow from the seed")
		}
	}
}

func TestParseGUID(t *testing.T) {
	hi, lo, ok := parseGUID("06EBC4ee-1bb5-47dd-8120-11324bc54e06")
	if !ok || hi != 0x06ebc4ee1bb547dd || lo != 0x812011324bc54e06 {
		t.Errorf("%x %x %v", hi, lo, ok)
	}
	if got := string(appendGUID(nil, hi, lo)); got != "06ebc4ee-1bb5-47dd-8120-11324bc54e06" {
		t.Errorf("written as %s", got)
	}
	for _, bad := range []string{
		"", "06ebc4ee", "06ebc4ee-1bb5-47dd-8120-11324bc54e0", "06ebc4ee-1bb5-47dd-8120-11324bc54e066",
		"{06ebc4ee-1bb5-47dd-8120-11324bc54e0}", "06ebc4ee+1bb5-47dd-8120-11324bc54e06",
		"06ebc4eg-1bb5-47dd-8120-11324bc54e06", "06ebc4ee1-bb5-47dd-8120-11324bc54e06", "adele.vance@contoso.onmicrosoft.comx",
	} {
		if _, _, ok := parseGUID(bad); ok {
			t.Errorf("%q is taken for a GUID", bad)
		}
	}
}

func TestRandomIsEven(t *testing.T) {
	const n, rolls = 20, 200_000
	var counts [n]int
	for i := range uint64(rolls) {
		k := below(roll(mix(i), askKind), n)
		if k < 0 || k >= n {
			t.Fatalf("%d is not below %d", k, n)
		}
		counts[k]++
	}
	for k, c := range counts {
		if c < rolls/n*9/10 || c > rolls/n*11/10 {
			t.Errorf("%d came %d times of %d", k, c, rolls)
		}
	}
	if askPlace.part(1) == askPlace.part(2) || roll(1, askPlace) == roll(1, askPlace.part(1)) {
		t.Error("parts of a question are not apart")
	}
	if below(1<<64-1, 1<<31-1) >= 1<<31-1 || below(1<<64-1, 1) != 0 {
		t.Error("below reaches its bound")
	}
}
