package demo

import (
	"fmt"
	"strings"
)

// operator is something that a filter does with a property.
type operator uint8

const (
	opEq operator = iota
	opNe
	opGe
	opLe
	opGt
	opLt
	opIn
	opStartsWith
	opEndsWith
	opContains
	opNot   // the property stands below a not
	opNull  // it is compared with null
	opCount // the length of a list is compared
	opAny   // an element of a list is looked for
)

// operatorNames are spelled as Graph's documentation spells them.
var operatorNames = [...]string{
	opEq: "eq", opNe: "ne", opGe: "ge", opLe: "le", opGt: "gt", opLt: "lt", opIn: "in",
	opStartsWith: "startsWith", opEndsWith: "endsWith", opContains: "contains",
	opNot: "not", opNull: "null", opCount: "$count", opAny: "any",
}

func (o operator) String() string { return operatorNames[o] }

// operatorNamed finds an operator by its name in any case.
func operatorNamed(name string) (operator, bool) {
	for o, n := range operatorNames {
		if strings.EqualFold(n, name) {
			return operator(o), true
		}
	}
	return 0, false
}

// operators is a set of operators.
type operators uint32

func (s operators) has(o operator) bool { return s>>o&1 == 1 }

// rule says which operators a property takes: by default, and in advanced
// queries, that is, with ConsistencyLevel: eventual and $count=true.
//
// https://learn.microsoft.com/graph/aad-advanced-queries
type rule struct{ plain, advanced operators }

// parseRule reads "eq in | ne not": by default | only in advanced queries.
func parseRule(text string) rule {
	plain, advanced, _ := strings.Cut(text, "|")
	r := rule{plain: parseOperators(plain)}
	r.advanced = r.plain | parseOperators(advanced)
	return r
}

func parseOperators(list string) operators {
	var set operators
	for name := range strings.FieldsSeq(list) {
		o, ok := operatorNamed(name)
		if !ok {
			panic(fmt.Sprintf("demo: no operator %q", name))
		}
		set |= 1 << o
	}
	return set
}
