package m365cc

import (
	"regexp"
	"strings"
)

// LikeConditions turns a pattern of LIKE into what Graph can look for: the text before the first
// wildcard, or else that after the last. A pattern with neither gives none. escape takes the wildcards
// their meaning; 0: nothing does.
func LikeConditions(column, pattern string, escape rune) []Condition {
	prefix, suffix := fixedEnds(pattern, "%_", escape)
	return endConditions(column, prefix, suffix)
}

// GlobConditions is [LikeConditions] for a pattern of SQLite's GLOB.
func GlobConditions(column, pattern string) []Condition {
	prefix, suffix := fixedEnds(pattern, "*?[]", 0)
	return endConditions(column, prefix, suffix)
}

func endConditions(column, prefix, suffix string) []Condition {
	switch {
	case prefix != "":
		return []Condition{{Column: column, Operator: StartsWith, Values: []Value{StringValue(prefix)}}}
	case suffix != "":
		return []Condition{{Column: column, Operator: EndsWith, Values: []Value{StringValue(suffix)}}}
	}
	return nil
}

// fixedEnds are the texts before the first and after the last wildcard.
func fixedEnds(pattern, wildcards string, escape rune) (prefix, suffix string) {
	var text strings.Builder
	escaped, wild := false, false
	for _, r := range pattern {
		switch {
		case !escaped && escape != 0 && r == escape:
			escaped = true
			continue
		case !escaped && strings.ContainsRune(wildcards, r):
			if !wild {
				prefix, wild = text.String(), true
			}
			text.Reset()
		default:
			text.WriteRune(r)
		}
		escaped = false
	}
	if !wild {
		prefix = text.String()
	}
	return prefix, text.String()
}

// likeMatcher checks a text against a pattern as PostgreSQL's LIKE does, with a backslash to escape. To
// ignore case, it folds the letters of ASCII only, as Steampipe's database does, whose locale is C.
func likeMatcher(pattern string, ignoreCase bool) func(string) bool {
	var expression strings.Builder
	expression.WriteString("(?s)^")
	escaped := false
	for _, r := range pattern {
		switch {
		case !escaped && r == '\\':
			escaped = true
			continue
		case !escaped && r == '%':
			expression.WriteString(".*")
		case !escaped && r == '_':
			expression.WriteString(".")
		default:
			expression.WriteString(regexp.QuoteMeta(string(r)))
		}
		escaped = false
	}
	expression.WriteString("$")
	text := expression.String()
	if ignoreCase {
		text = LowerASCII(text)
	}
	matcher, err := regexp.Compile(text)
	if err != nil { // everything in it is quoted
		return func(string) bool { return true }
	}
	if !ignoreCase {
		return matcher.MatchString
	}
	return func(s string) bool { return matcher.MatchString(LowerASCII(s)) }
}

// LowerASCII folds the case of the letters of ASCII only, as SQLite and a database in the locale C do.
func LowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
