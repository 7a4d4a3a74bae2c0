package demo

import (
	"fmt"
	"strings"
	"time"
)

// tokenKind is what a piece of a $filter is.
type tokenKind uint8

const (
	tokenEnd    tokenKind = iota
	tokenWord             // a name, an operator, true, false, null
	tokenText             // 'a string', its quotes undone
	tokenNumber           // 12
	tokenTime             // 2026-01-31T00:00:00Z, or a date alone
	tokenGUID             // 06ebc4ee-1bb5-47dd-8120-11324bc54e06
	tokenSign             // ( ) , / :
)

type token struct {
	kind tokenKind
	text string
	time time.Time
	at   int // position in the filter
}

// syntaxError is a filter that is no OData.
type syntaxError struct{ message string }

func (e *syntaxError) Error() string { return e.message }

// lexer cuts a filter into tokens.
type lexer struct {
	filter string
	at     int
}

func (l *lexer) fail() error {
	return &syntaxError{fmt.Sprintf("Syntax error at position %d in '%s'.", l.at, l.filter)}
}

// next returns the token at the present position and moves behind it.
func (l *lexer) next() (token, error) {
	for l.at < len(l.filter) && (l.filter[l.at] == ' ' || l.filter[l.at] == '\t') {
		l.at++
	}
	rest := l.filter[l.at:]
	switch {
	case rest == "":
		return token{kind: tokenEnd, at: l.at}, nil
	case rest[0] == '\'':
		return l.quoted(rest)
	case strings.IndexByte("(),/:", rest[0]) >= 0:
		return l.take(tokenSign, 1), nil
	}
	length := run(rest, isWordByte)
	if length >= 36 {
		if _, _, ok := parseGUID(rest[:length]); ok {
			return l.take(tokenGUID, length), nil
		}
	}
	switch {
	case isDigit(rest[0]) || rest[0] == '-':
		return l.number(rest)
	case length > 0:
		// A hyphen belongs to GUIDs, numbers and times only.
		if n := strings.IndexByte(rest[:length], '-'); n >= 0 {
			length = n
		}
		return l.take(tokenWord, length), nil
	}
	return token{}, l.fail()
}

func (l *lexer) take(kind tokenKind, length int) token {
	t := token{kind: kind, text: l.filter[l.at : l.at+length], at: l.at}
	l.at += length
	return t
}

// quoted reads a string literal; two quotes in it are one.
func (l *lexer) quoted(rest string) (token, error) {
	var text strings.Builder
	for k := 1; k < len(rest); k++ {
		if rest[k] != '\'' {
			text.WriteByte(rest[k])
			continue
		}
		if k+1 < len(rest) && rest[k+1] == '\'' {
			text.WriteByte('\'')
			k++
			continue
		}
		t := token{kind: tokenText, text: text.String(), at: l.at}
		l.at += k + 1
		return t, nil
	}
	return token{}, &syntaxError{fmt.Sprintf("There is an unterminated string literal at position %d in '%s'.", l.at, l.filter)}
}

// timeLayouts are the forms of Edm.DateTimeOffset and Edm.Date.
var timeLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00", time.DateOnly}

func (l *lexer) number(rest string) (token, error) {
	length := run(rest, func(c byte) bool { return isWordByte(c) || c == ':' || c == '.' || c == '+' })
	for _, layout := range timeLayouts {
		if at, err := time.Parse(layout, rest[:length]); err == nil {
			t := l.take(tokenTime, length)
			t.time = at
			return t, nil
		}
	}
	digits := strings.TrimPrefix(rest[:length], "-")
	if digits == "" || len(digits) > 9 || run(digits, isDigit) < len(digits) {
		return token{}, l.fail()
	}
	return l.take(tokenNumber, length), nil
}

// run returns how many bytes s begins with that fit.
func run(s string, fits func(byte) bool) int {
	n := 0
	for n < len(s) && fits(s[n]) {
		n++
	}
	return n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func isWordByte(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == '$' || c == '-'
}
