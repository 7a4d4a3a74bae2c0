package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"
)

// formerBrands are names that Microsoft gave up: of two names for one thing,
// the one without them is the newer.
var formerBrands = []string{
	"Power Virtual Agent", // Copilot Studio
	"Azure Active Directory",
	"Flow",
	"Intune Advanced endpoint analytics",
}

// A nameCount counts how often each name of one thing occurs.
type nameCount map[string]int

// count adds one to the name's count under the id.
func count(names map[string]nameCount, id, name string) {
	if names[id] == nil {
		names[id] = make(nameCount)
	}
	names[id][name]++
}

// current gives the names that are not of a former brand, sorted; all of them
// if no other is left.
func (c nameCount) current() []string {
	names := slices.Sorted(maps.Keys(c))
	newer := slices.DeleteFunc(slices.Clone(names), isFormer)
	if len(newer) == 0 {
		return names
	}
	return newer
}

// best gives the name that people know: the most frequent, but none in capitals
// or in the form of an identifier if there is another; on a tie the newer, the
// longer, the first in order.
func (c nameCount) best() string {
	names := slices.Collect(maps.Keys(c))
	return slices.MinFunc(names, func(a, b string) int {
		return cmp.Or(
			compareBool(isShouted(a), isShouted(b)),
			cmp.Compare(c[b], c[a]),
			compareBool(isFormer(a), isFormer(b)),
			cmp.Compare(len(b), len(a)),
			cmp.Compare(a, b),
		)
	})
}

// isFormer tells whether the name is of a brand that Microsoft gave up.
func isFormer(name string) bool {
	return slices.ContainsFunc(formerBrands, func(brand string) bool {
		return strings.Contains(name, brand)
	})
}

// isShouted tells whether the name is in capitals, or an identifier.
func isShouted(name string) bool {
	isIdentifier := strings.Contains(name, "_") && !strings.Contains(name, " ")
	return isIdentifier || !strings.ContainsFunc(name, unicode.IsLower)
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}
