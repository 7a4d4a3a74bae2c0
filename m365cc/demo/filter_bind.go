package demo

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// maxAlternatives is how many clauses an or, and how many values an in, may
// have.
const maxAlternatives = 15

// clause is a part of a filter that is bound to a resource's properties and
// that Graph would take.
type clause[R row] struct {
	kind     expressionKind
	args     []*clause[R]
	property *property[R]
	operator operator
	counts   bool
	exact    bool
	within   []func(R) bool // the objects around the property: false where one is null
	values   []value
}

// value is a literal made ready for comparing.
type value struct {
	literal
	folded []byte // the text in lower case, unless case counts
}

// filter is a whole $filter.
type filter[R row] struct {
	root       *clause[R]
	properties []*property[R] // the resource's properties that it names
}

// binder turns a parsed filter into clauses and refuses what Graph refuses.
type binder[R row] struct {
	schema   *schema[R]
	advanced bool // an advanced query
	switches *Behaviour
	found    []*property[R]
	negated  bool
}

// bind checks a parsed filter against the resource's rules.
func (s *schema[R]) bind(e *expression, advanced bool, switches *Behaviour) (*filter[R], error) {
	b := &binder[R]{schema: s, advanced: advanced, switches: switches}
	root, err := b.clause(e)
	if err != nil {
		return nil, err
	}
	for _, f := range b.found {
		// Sign-in data lives in another store than the directory.
		if f.signInData && len(b.found) > 1 {
			return nil, b.unsupported(f.name)
		}
	}
	return &filter[R]{root, b.found}, nil
}

func (b *binder[R]) clause(e *expression) (*clause[R], error) {
	switch {
	case e.kind == exprTest:
		return b.test(e)
	case e.kind == exprOr && !b.schema.anyLength && e.alternatives() > maxAlternatives:
		return nil, tooManyClauses(e.alternatives())
	case e.kind == exprNot:
		if err := b.operator(opNot); err != nil {
			return nil, err
		}
		defer func(before bool) { b.negated = before }(b.negated)
		b.negated = true
	}
	c := &clause[R]{kind: e.kind}
	for _, a := range e.args {
		arg, err := b.clause(a)
		if err != nil {
			return nil, err
		}
		c.args = append(c.args, arg)
	}
	return c, nil
}

// alternatives counts the clauses that an or joins, those of an or in it too.
func (e *expression) alternatives() int {
	if e.kind != exprOr {
		return 1
	}
	n := 0
	for _, a := range e.args {
		n += a.alternatives()
	}
	return n
}

// test binds one test of one property.
func (b *binder[R]) test(e *expression) (*clause[R], error) {
	top := b.schema.property(e.path[0])
	if top == nil || slices.Contains(b.switches.UnknownProperties, e.path[0]) {
		return nil, b.unknown(e.path[0])
	}
	if !slices.Contains(b.found, top) {
		b.found = append(b.found, top)
	}
	if b.switches.refusesFilter(e.path) {
		return nil, b.unsupported(top.name)
	}
	f, takes := top, top.rule
	var within []func(R) bool
	for _, name := range e.path[1:] {
		field := f.field(name)
		if field == nil {
			return nil, b.unknown(name)
		}
		if f.present != nil {
			within = append(within, f.present)
		}
		if f = field; f.rule != (rule{}) {
			takes = f.rule
		}
	}
	c, err := b.property(e, f, takes, top)
	if err != nil {
		return nil, err
	}
	c.within = within
	return c, nil
}

// field returns the member of an object, nil if there is none.
func (f *property[R]) field(name string) *property[R] {
	for k := range f.fields {
		if f.fields[k].name == name {
			return &f.fields[k]
		}
	}
	return nil
}

// property binds a test of f, which top contains or is.
func (b *binder[R]) property(e *expression, f *property[R], takes rule, top *property[R]) (*clause[R], error) {
	c := &clause[R]{kind: exprTest, property: f, operator: e.operator, counts: e.counts, exact: top.exact}
	switch {
	case e.operator == opAny:
		return c, b.element(c, e.args[0], takes, top)
	case e.counts:
		return c, b.count(c, e, takes, top)
	case f.form == formList || f.form == formObject:
		return nil, b.unsupported(top.name)
	}
	return c, b.values(c, e, takes, top)
}

// element binds what an any says about an element of a list.
func (b *binder[R]) element(c *clause[R], e *expression, takes rule, top *property[R]) error {
	if c.property.form != formList {
		return b.unsupported(top.name)
	}
	if err := b.allow(opAny, takes, top); err != nil {
		return err
	}
	inner := &binder[R]{schema: b.schema, advanced: b.advanced, switches: b.switches}
	arg, err := inner.predicate(e, c.property.element, takes, top)
	c.args = []*clause[R]{arg}
	return err
}

// predicate binds a condition on an element: texts have the rule of their list,
// members of objects their own.
func (b *binder[R]) predicate(e *expression, element *property[R], takes rule, top *property[R]) (*clause[R], error) {
	if e.kind == exprTest {
		f := element
		for _, name := range e.path {
			if f = f.field(name); f == nil {
				return nil, b.unknown(name)
			}
			takes = f.rule
		}
		return b.property(e, f, takes, top)
	}
	if e.kind == exprNot {
		return nil, b.unsupported(top.name)
	}
	c := &clause[R]{kind: e.kind}
	for _, a := range e.args {
		arg, err := b.predicate(a, element, takes, top)
		if err != nil {
			return nil, err
		}
		c.args = append(c.args, arg)
	}
	return c, nil
}

// count binds path/$count, which Graph compares with none and with one only.
func (b *binder[R]) count(c *clause[R], e *expression, takes rule, top *property[R]) error {
	if c.property.form != formList || len(e.literals) != 1 || e.literals[0].kind != literalNumber ||
		e.operator != opEq && e.operator != opNe || e.literals[0].number>>1 != 0 {
		return b.unsupported(top.name)
	}
	c.values = []value{{literal: e.literals[0]}}
	return b.allow(opCount, takes, top)
}

// values binds the literals of a test.
func (b *binder[R]) values(c *clause[R], e *expression, takes rule, top *property[R]) error {
	if len(e.literals) > maxAlternatives {
		return tooManyClauses(len(e.literals))
	}
	for _, l := range e.literals {
		if err := fits(c.property.form, e.operator, l); err != nil {
			return err
		}
		if l.kind == literalNull {
			if err := b.allow(opNull, takes, top); err != nil {
				return err
			}
		}
		v := value{literal: l, folded: []byte(l.text)}
		if !c.exact {
			v.folded = bytes.ToLower(v.folded)
		}
		c.values = append(c.values, v)
	}
	return b.allow(e.operator, takes, top)
}

// formTypes are the literals that may be compared with a property.
var formTypes = map[form]struct {
	literal literalKind
	edm     string
}{
	formText: {literalText, "Edm.String"}, formGUID: {literalGUID, "Edm.Guid"}, formBool: {literalBool, "Edm.Boolean"},
	formTime: {literalTime, "Edm.DateTimeOffset"}, formInt: {literalNumber, "Edm.Int32"},
	formDouble: {literalNumber, "Edm.Double"},
}

var literalTypes = [...]string{literalText: "Edm.String", literalBool: "Edm.Boolean",
	literalNumber: "Edm.Int32", literalTime: "Edm.DateTimeOffset", literalGUID: "Edm.Guid"}

var operatorKinds = map[operator]string{opEq: "Equal", opNe: "NotEqual", opGe: "GreaterThanOrEqual",
	opLe: "LessThanOrEqual", opGt: "GreaterThan", opLt: "LessThan", opIn: "In"}

// fits refuses a literal of another type than the property's.
func fits(f form, o operator, l literal) error {
	want := formTypes[f]
	isFunction := o >= opStartsWith
	if f == formNull || l.kind == want.literal && (!isFunction || f == formText) || l.kind == literalNull && !isFunction {
		return nil
	}
	if isFunction {
		return badFilter(fmt.Sprintf("No function signature for the function with name '%s' matches the specified arguments.", strings.ToLower(o.String())))
	}
	return badFilter(fmt.Sprintf("A binary operator with incompatible types was detected. Found operand types '%s' and '%s' for operator kind '%s'.",
		want.edm, literalTypes[l.kind], operatorKinds[o]))
}

// allow refuses an operator that the property does not take in this query.
func (b *binder[R]) allow(o operator, takes rule, top *property[R]) error {
	needed := []operator{o}
	if b.negated {
		needed = append(needed, opNot)
	}
	for _, o := range needed {
		if err := b.operator(o); err != nil {
			return err
		}
		if !takes.advanced.has(o) || !b.advanced && !takes.plain.has(o) {
			if takes.advanced.has(o) && o == opNe {
				return unsupported("Unsupported property filter clause operator 'NotEqualsMatch'.")
			}
			return b.unsupported(top.name)
		}
	}
	return nil
}

// operator refuses what the switches refuse, and the operators that no property
// takes without an advanced query.
func (b *binder[R]) operator(o operator) error {
	if b.switches.refusesOperator(o) {
		return unsupported(fmt.Sprintf("Unsupported property filter clause operator '%s'.", o))
	}
	if (o == opNot || o == opEndsWith) && !b.advanced {
		return unsupported(fmt.Sprintf("Operator '%s' is not supported because the 'ConsistencyLevel:eventual' header is missing. Refer to https://aka.ms/graph-docs/advanced-queries for more information", o))
	}
	return nil
}

func (b *binder[R]) unsupported(property string) error {
	return unsupported(fmt.Sprintf("Unsupported or invalid query filter clause specified for property '%s' of resource '%s'.", property, b.schema.resource))
}

func (b *binder[R]) unknown(property string) error {
	return badFilter(fmt.Sprintf("Could not find a property named '%s' on type '%s'.", property, b.schema.typeName))
}

func tooManyClauses(n int) error {
	return unsupported(fmt.Sprintf("Too many child clauses specified in search filter expression containing 'OR' operators: %d. Max allowed: %d.", n, maxAlternatives))
}

// badFilter is the answer to a filter that is not well-formed for this type.
func badFilter(message string) error {
	return refuse(400, "BadRequest", "Invalid filter clause: "+message)
}

// unsupported is the answer to a query that is well-formed, and not possible.
func unsupported(message string) error { return refuse(400, "Request_UnsupportedQuery", message) }

// filter parses and binds the text of a $filter.
func (s *schema[R]) filter(text string, advanced bool, switches *Behaviour) (*filter[R], error) {
	e, err := parseFilter(text)
	var syntax *syntaxError
	if errors.As(err, &syntax) {
		return nil, badFilter(syntax.message)
	}
	return s.bind(e, advanced, switches)
}
