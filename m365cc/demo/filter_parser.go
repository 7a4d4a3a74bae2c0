package demo

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// expression is a parsed $filter that knows nothing of a resource yet.
type expression struct {
	kind expressionKind
	args []*expression // and, or: two and more; not, any: one

	path     []string // the property; below an any without its variable
	counts   bool     // path/$count
	operator operator
	literals []literal // of a test, one; of in, all
}

type expressionKind uint8

const (
	exprAnd expressionKind = iota
	exprOr
	exprNot
	exprTest // path operator literal
)

// literal is a value in a filter.
type literal struct {
	kind   literalKind
	text   string
	flag   bool
	number int64
	time   time.Time
}

type literalKind uint8

const (
	literalNull literalKind = iota
	literalText
	literalBool
	literalNumber
	literalTime
	literalGUID
)

// maxNesting bounds parentheses, so that a hostile filter cannot exhaust the
// stack.
const maxNesting = 40

// parser reads OData by recursive descent: or, and, not, test.
//
// https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html
type parser struct {
	lexer    lexer
	token    token
	variable string // of the any around the present position
	nesting  int
}

// parseFilter parses a $filter. Its errors are syntaxErrors.
func parseFilter(filter string) (*expression, error) {
	p := &parser{lexer: lexer{filter: filter}}
	if err := p.advance(); err != nil {
		return nil, err
	}
	e, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.token.kind != tokenEnd {
		return nil, p.fail()
	}
	return e, nil
}

// FilterStrings returns the string literals of a $filter, in their order and
// with their quotes undone, and an error if the filter is no OData.
func FilterStrings(filter string) ([]string, error) {
	e, err := parseFilter(filter)
	if err != nil {
		return nil, fmt.Errorf("invalid filter clause: %w", err)
	}
	return e.strings(nil), nil
}

func (e *expression) strings(all []string) []string {
	for _, l := range e.literals {
		if l.kind == literalText {
			all = append(all, l.text)
		}
	}
	for _, a := range e.args {
		all = a.strings(all)
	}
	return all
}

func (p *parser) advance() (err error) {
	p.token, err = p.lexer.next()
	return err
}

func (p *parser) fail() error {
	return &syntaxError{fmt.Sprintf("Syntax error at position %d in '%s'.", p.token.at, p.lexer.filter)}
}

// isWord says whether the token is a keyword, in any case.
func (p *parser) isWord(word string) bool {
	return p.token.kind == tokenWord && strings.EqualFold(p.token.text, word)
}

func (p *parser) isSign(sign string) bool {
	return p.token.kind == tokenSign && p.token.text == sign
}

// sign reads a sign that has to stand here.
func (p *parser) sign(sign string) error {
	if !p.isSign(sign) {
		return p.fail()
	}
	return p.advance()
}

func (p *parser) or() (*expression, error)  { return p.chain(exprOr, "or", p.and) }
func (p *parser) and() (*expression, error) { return p.chain(exprAnd, "and", p.unary) }

func (p *parser) chain(kind expressionKind, word string, operand func() (*expression, error)) (*expression, error) {
	first, err := operand()
	if err != nil || !p.isWord(word) {
		return first, err
	}
	e := &expression{kind: kind, args: []*expression{first}}
	for p.isWord(word) {
		if err := p.advance(); err != nil {
			return nil, err
		}
		next, err := operand()
		if err != nil {
			return nil, err
		}
		e.args = append(e.args, next)
	}
	return e, nil
}

func (p *parser) unary() (*expression, error) {
	p.nesting++
	defer func() { p.nesting-- }()
	if p.nesting > maxNesting {
		return nil, p.fail()
	}
	switch {
	case p.isWord("not"):
		if err := p.advance(); err != nil {
			return nil, err
		}
		e, err := p.unary()
		return &expression{kind: exprNot, args: []*expression{e}}, err
	case p.isSign("("):
		if err := p.advance(); err != nil {
			return nil, err
		}
		e, err := p.or()
		if err != nil {
			return nil, err
		}
		return e, p.sign(")")
	}
	return p.test()
}

// test reads "path eq literal", "path in (...)", "startsWith(path,literal)" or
// "path/any(x:...)".
func (p *parser) test() (*expression, error) {
	if p.token.kind != tokenWord {
		return nil, p.fail()
	}
	name := p.token.text
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.isSign("(") {
		return p.call(name)
	}
	e := &expression{kind: exprTest}
	if isAny, err := p.path(e, name); isAny || err != nil {
		return e, err
	}
	op, ok := operatorNamed(p.token.text)
	if p.token.kind != tokenWord || !ok || op > opIn {
		return nil, p.fail()
	}
	e.operator = op
	if err := p.advance(); err != nil {
		return nil, err
	}
	if op == opIn {
		return e, p.literals(e)
	}
	return e, p.literal(e)
}

// call reads a function of a property and a string.
func (p *parser) call(function string) (*expression, error) {
	op, ok := operatorNamed(function)
	if !ok || op != opStartsWith && op != opEndsWith && op != opContains {
		return nil, &syntaxError{fmt.Sprintf("An unknown function with name '%s' was found.", function)}
	}
	e := &expression{kind: exprTest, operator: op}
	if err := p.advance(); err != nil {
		return nil, err
	}
	name := p.token
	if err := p.advance(); err != nil || name.kind != tokenWord {
		return nil, p.fail()
	}
	if isAny, err := p.path(e, name.text); isAny || err != nil {
		return nil, p.fail()
	}
	if err := p.sign(","); err != nil {
		return nil, err
	}
	if err := p.literal(e); err != nil {
		return nil, err
	}
	return e, p.sign(")")
}

// path reads the rest of a path whose first segment is name. A path that ends
// in any(...) makes e the whole test, and isAny is true.
func (p *parser) path(e *expression, name string) (isAny bool, err error) {
	e.path = []string{name}
	for p.isSign("/") {
		if err := p.advance(); err != nil {
			return false, err
		}
		segment := p.token
		if segment.kind != tokenWord || e.counts {
			return false, p.fail()
		}
		if err := p.advance(); err != nil {
			return false, err
		}
		switch {
		case segment.text == "$count":
			e.counts = true
		case strings.EqualFold(segment.text, "any") && p.isSign("(") && p.variable == "":
			return true, p.any(e)
		default:
			e.path = append(e.path, segment.text)
		}
	}
	if p.variable != "" {
		if e.path[0] != p.variable {
			return false, &syntaxError{fmt.Sprintf("Could not find a property named '%s' in the range of '%s'.", e.path[0], p.variable)}
		}
		e.path = e.path[1:]
	}
	return false, nil
}

// any reads "(x:predicate)".
func (p *parser) any(e *expression) error {
	e.operator = opAny
	if err := p.advance(); err != nil {
		return err
	}
	variable := p.token
	if variable.kind != tokenWord {
		return p.fail()
	}
	if err := p.advance(); err != nil {
		return err
	}
	if err := p.sign(":"); err != nil {
		return err
	}
	p.variable = variable.text
	predicate, err := p.or()
	p.variable = ""
	if err != nil {
		return err
	}
	e.args = []*expression{predicate}
	return p.sign(")")
}

// literals reads "(literal, literal ...)".
func (p *parser) literals(e *expression) error {
	if err := p.sign("("); err != nil {
		return err
	}
	for {
		if err := p.literal(e); err != nil {
			return err
		}
		if !p.isSign(",") {
			return p.sign(")")
		}
		if err := p.advance(); err != nil {
			return err
		}
	}
}

func (p *parser) literal(e *expression) error {
	t := p.token
	l := literal{text: t.text, time: t.time}
	switch t.kind {
	case tokenText:
		l.kind = literalText
	case tokenGUID:
		l.kind = literalGUID
	case tokenTime:
		l.kind = literalTime
	case tokenNumber:
		l.kind = literalNumber
		l.number, _ = strconv.ParseInt(t.text, 10, 64) // the lexer has seen to it
	case tokenWord:
		words := []string{"null", "false", "true"}
		k := slices.Index(words, t.text)
		if k < 0 {
			return p.fail()
		}
		if k > 0 {
			l.kind, l.flag = literalBool, k == 2
		}
	default:
		return p.fail()
	}
	e.literals = append(e.literals, l)
	return p.advance()
}
