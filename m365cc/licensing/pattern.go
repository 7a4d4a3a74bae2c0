package licensing

import (
	"fmt"
	"strings"
)

// Patterns are part numbers with * for any letters, none included, and ? for one. The zero value matches every licence.
type Patterns []string

// ParsePatterns checks patterns, and drops the blanks around them. The error names the place of an empty one.
func ParsePatterns(given []string) (Patterns, error) {
	var patterns Patterns
	for i, p := range given {
		p = strings.TrimSpace(p)
		if p == "" {
			return nil, fmt.Errorf("pattern %d is empty; give part numbers such as SPE_E5, with * for any letters and ? for one", i+1)
		}
		patterns = append(patterns, p)
	}
	return patterns, nil
}

// Match says whether one of the patterns matches the part number, in any case of letters. A part number that is not
// known, "", matches only what matches everything.
func (p Patterns) Match(partNumber string) bool {
	if len(p) == 0 {
		return true
	}
	key := []rune(string(partKey(nil, partNumber)))
	for _, pattern := range p {
		if matches([]rune(string(partKey(nil, pattern))), key) {
			return true
		}
	}
	return false
}

// matches walks both texts once, and again from behind the last * where a letter does not fit.
func matches(pattern, text []rune) bool {
	i, j := 0, 0
	star, again := -1, 0
	for j < len(text) {
		switch {
		case i < len(pattern) && pattern[i] == '*':
			star, again = i, j
			i++
		case i < len(pattern) && (pattern[i] == '?' || pattern[i] == text[j]):
			i++
			j++
		case star >= 0:
			again++
			i, j = star+1, again
		default:
			return false
		}
	}
	for i < len(pattern) && pattern[i] == '*' {
		i++
	}
	return i == len(pattern)
}
