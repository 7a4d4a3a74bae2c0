package graph

import (
	"strconv"
	"strings"
	"time"
)

// MaxValues is how many values Graph takes in one `in` or as alternatives joined by `or`.
//
// https://learn.microsoft.com/graph/filter-query-parameter
const MaxValues = 15

// Clause is one condition of a $filter.
type Clause struct {
	// Property is the property that it speaks of, in its first segment.
	Property string
	// Operator is OData's name, as Graph's refusals use it: eq, in, ge, startswith …
	Operator string
	// Text is the clause in OData's syntax.
	Text string
	// Advanced is set where Graph takes the clause only with ConsistencyLevel and $count.
	//
	// https://learn.microsoft.com/graph/aad-advanced-queries
	Advanced bool
	// Required is set where the clause decides what the collection holds, so that the request cannot do
	// without it: without the clause, rows that are wanted would be missing.
	Required bool
}

// kind is what a refusal is remembered by: the same property and operator are refused with any value.
func (c Clause) kind() string { return c.Property + " " + c.Operator }

// Filter are clauses, all of which must hold; none: everything.
type Filter []Clause

// String is the $filter.
func (f Filter) String() string {
	texts := make([]string, len(f))
	for i, c := range f {
		texts[i] = c.Text
	}
	return strings.Join(texts, " and ")
}

// Advanced says whether the request must be an advanced query.
func (f Filter) Advanced() bool {
	for _, c := range f {
		if c.Advanced {
			return true
		}
	}
	return false
}

func (f Filter) kind() string {
	kinds := make([]string, len(f))
	for i, c := range f {
		kinds[i] = c.kind()
	}
	return strings.Join(kinds, ", ")
}

// Text is a string as a literal; any string gives a valid one.
func Text(s string) string {
	return "'" + strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "'", "''") + "'"
}

// Time is a moment as a literal, in whole seconds.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// Bool is a truth value as a literal.
func Bool(b bool) string {
	if b {
		return "true"
	}
	return "false"
}

// Int is an integer as a literal.
func Int(i int64) string { return strconv.FormatInt(i, 10) }

// Equal holds for the rows whose property has one of the literals: eq for one, in for more.
func Equal(property string, literals ...string) Clause {
	if len(literals) == 1 {
		return compare(property, "eq", literals[0])
	}
	return Clause{Property: head(property), Operator: "in", Text: property + " in (" + strings.Join(literals, ", ") + ")"}
}

// EqualAny is [Equal] for properties that Graph compares with eq only.
func EqualAny(property string, literals ...string) Clause {
	texts := make([]string, len(literals))
	for i, l := range literals {
		texts[i] = property + " eq " + l
	}
	c := Clause{Property: head(property), Operator: "eq", Text: strings.Join(texts, " or ")}
	if len(literals) > 1 {
		c.Text = "(" + c.Text + ")"
	}
	return c
}

// AtLeast holds for the rows whose property is not below the literal.
func AtLeast(property, literal string) Clause { return compare(property, "ge", literal) }

// AtMost holds for the rows whose property is not above the literal.
func AtMost(property, literal string) Clause { return compare(property, "le", literal) }

// NotNull holds for the rows that have the property.
func NotNull(property string) Clause { return compare(property, "ne", "null") }

// NotEqual holds for the rows whose property is not the literal, also for those that lack it.
func NotEqual(property, literal string) Clause { return compare(property, "ne", literal) }

// StartsWith holds for the rows whose property begins with the text, in any case.
func StartsWith(property, text string) Clause { return call(property, "startswith", text) }

// EndsWith holds for the rows whose property ends with the text, in any case.
func EndsWith(property, text string) Clause { return call(property, "endswith", text) }

// HasAny holds for the rows whose collection has an element with one of the literals as its member.
func HasAny(collection, member string, literals ...string) Clause {
	texts := make([]string, len(literals))
	for i, l := range literals {
		texts[i] = collection + "/any(x:x/" + member + " eq " + l + ")"
	}
	c := Clause{Property: head(collection), Operator: "any", Text: strings.Join(texts, " or ")}
	if len(literals) > 1 {
		c.Text = "(" + c.Text + ")"
	}
	return c
}

// HasElement holds for the rows whose collection, of plain values, has one of the literals.
func HasElement(collection string, literals ...string) Clause {
	texts := make([]string, len(literals))
	for i, l := range literals {
		texts[i] = "t eq " + l
	}
	return Clause{Property: head(collection), Operator: "any", Text: collection + "/any(t: " + strings.Join(texts, " or ") + ")"}
}

// NotEmpty holds for the rows whose collection has an element.
func NotEmpty(collection string) Clause {
	return Clause{Property: head(collection), Operator: "$count", Text: collection + "/$count ne 0", Advanced: true}
}

func compare(property, operator, literal string) Clause {
	return Clause{Property: head(property), Operator: operator, Text: property + " " + operator + " " + literal}
}

func call(property, function, text string) Clause {
	return Clause{Property: head(property), Operator: function, Text: function + "(" + property + "," + Text(text) + ")"}
}

// head is the first segment of a property's path, which is the name that $select and refusals use.
func head(property string) string {
	first, _, _ := strings.Cut(property, "/")
	return first
}
