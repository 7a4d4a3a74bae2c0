package m365cc

import (
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// Column is what both engines know of a column.
type Column struct {
	Name        string
	Type        Type
	Description string
	// Operators are those that are pushed down to Graph.
	Operators Operator
	// Parameter says that the column chooses what is read: without an equality on it the table holds the rows of a
	// default only, so that rows which were read without one do not answer a statement that has one.
	Parameter bool
	// NewestFirst says that the table can give its rows in the descending order of this column, whose values are
	// never NULL.
	NewestFirst bool
	// Rare columns are computed by Steampipe's SDK only for the statements that name one of their set.
	// It computes every column that is in no set, whatever was asked.
	Rare RareSet

	// properties are Graph's properties that the value is made of.
	properties []string
	push       pushDown
}

// RareSet names a set of columns that are seldom asked for; "" is none.
type RareSet string

// pushDown says how conditions on a column become clauses of a $filter.
type pushDown struct {
	// path is the property's path in OData.
	path string
	// basic operators work as they are, advanced ones with ConsistencyLevel and $count.
	basic, advanced Operator
	// alone is set where Graph takes no other clause beside this one.
	alone bool
	// each is set where Graph takes no `in`, but several eq joined by or.
	each bool
	// exact is set where Graph minds the case of letters, so that only conditions that mind it too are for it,
	// and with lower, where the property is always in lower case, others in lower case.
	exact, lower bool
	// clause, unless nil, makes the clause itself; false: it cannot.
	clause func(Condition) (graph.Clause, bool)
}

// column is a column of the rows R.
type column[R any] struct {
	Column
	value func(*R, *scope) Value
	// source, unless nil, is what the value comes from beside the table's own source.
	source *joinedSource[R]
}

// scope is what the rows of one query have in common.
type scope struct {
	// tenantID is the connection's tenant.
	tenantID string
	// edition is what a report is read for.
	edition edition
	// missing are the sources that could not be read, of those that the query needs.
	missing []string
}

func newColumn[R any](name string, t Type, description string, value func(*R, *scope) Value) column[R] {
	return column[R]{Column: Column{Name: name, Type: t, Description: description}, value: value}
}

// text is a column of strings, "" being NULL.
func text[R any](name, description string, value func(*R) string) column[R] {
	return newColumn(name, String, description, func(r *R, _ *scope) Value { return StringValue(value(r)) })
}

// boolean is a column of booleans.
func boolean[R any](name, description string, value func(*R) Flag) column[R] {
	return newColumn(name, Boolean, description, func(r *R, _ *scope) Value { return value(r).value() })
}

// integer is a column of integers, nil being NULL.
func integer[R any](name, description string, value func(*R) *int64) column[R] {
	return newColumn(name, Integer, description, func(r *R, _ *scope) Value {
		if i := value(r); i != nil {
			return IntValue(*i)
		}
		return Value{}
	})
}

// double is a column of doubles, nil being NULL.
func double[R any](name, description string, value func(*R) *float64) column[R] {
	return newColumn(name, Double, description, func(r *R, _ *scope) Value {
		if f := value(r); f != nil {
			return DoubleValue(*f)
		}
		return Value{}
	})
}

// timestamp is a column of moments as Graph writes them, "" being NULL.
func timestamp[R any](name, description string, value func(*R) string) column[R] {
	return newColumn(name, Timestamp, description, func(r *R, _ *scope) Value { return TimestampValue(value(r)) })
}

// document is a column of JSON as Graph gave it.
func document[R any](name, description string, value func(*R) jsontext.Value) column[R] {
	return newColumn(name, JSON, description, func(r *R, _ *scope) Value { return JSONValue(value(r)) })
}

// list is a column of lists of strings, nil being NULL.
func list[R any](name, description string, value func(*R, *scope) []string) column[R] {
	return newColumn(name, JSON, description, func(r *R, s *scope) Value { return ListValue(value(r, s)) })
}

// from names Graph's properties that the value is made of. The first is the one that conditions are on.
func (c column[R]) from(properties ...string) column[R] {
	c.properties = properties
	if c.push.path == "" && len(properties) > 0 {
		c.push.path = properties[0]
	}
	return c
}

// at is the path of the property that conditions are on, where it is not the property itself.
func (c column[R]) at(path string) column[R] {
	c.push.path = path
	return c
}

// where pushes conditions with these operators down.
func (c column[R]) where(operators Operator) column[R] {
	c.push.basic = operators
	c.Operators |= operators
	return c
}

// whereAdvanced pushes conditions with these operators down as an advanced query.
func (c column[R]) whereAdvanced(operators Operator) column[R] {
	c.push.advanced = operators
	c.Operators |= operators
	return c
}

// whereAlone is where for a property that Graph filters on only by itself.
func (c column[R]) whereAlone(operators Operator) column[R] {
	c.push.alone = true
	return c.where(operators)
}

// whereEach is where for a property that Graph compares with eq only.
func (c column[R]) whereEach(operators Operator) column[R] {
	c.push.each = true
	return c.where(operators)
}

// whereExact is whereEach for a property of which Graph minds the case of letters.
func (c column[R]) whereExact(operators Operator) column[R] {
	c.push.exact = true
	return c.whereEach(operators)
}

// whereLower is whereExact for a property that Graph keeps in lower case.
func (c column[R]) whereLower(operators Operator) column[R] {
	c.push.lower = true
	return c.whereExact(operators)
}

// whereBy pushes conditions with these operators down as the clause that f makes of them.
func (c column[R]) whereBy(operators Operator, f func(Condition) (graph.Clause, bool)) column[R] {
	c.push.clause = f
	return c.where(operators)
}

// parameter makes the column choose what is read.
func (c column[R]) parameter() column[R] {
	c.Parameter = true
	c.Operators |= Equal
	return c
}

// newestFirst says that the table's list function obeys [Query.NewestFirst] for this column.
func (c column[R]) newestFirst() column[R] {
	c.NewestFirst = true
	return c
}

// rare puts the column into a set of columns that are seldom asked for.
func (c column[R]) rare(set RareSet) column[R] {
	c.Rare = set
	return c
}

// inSet puts all of the columns into a set of columns that are seldom asked for.
func inSet[R any](set RareSet, columns []column[R]) []column[R] {
	for i := range columns {
		columns[i].Rare = set
	}
	return columns
}

// clause turns a condition on the column into a clause; false where it cannot be pushed down.
func (c *Column) clause(condition Condition) (graph.Clause, bool) {
	if c.Operators&condition.Operator == 0 || condition.Operator != NotNull && len(condition.Values) == 0 {
		return graph.Clause{}, false
	}
	if c.push.exact && !condition.Exact {
		if !c.push.lower {
			return graph.Clause{}, false
		}
		condition.Values = lowered(condition.Values)
	}
	if c.push.clause != nil {
		return c.push.clause(condition)
	}
	clause, ok := c.plainClause(condition)
	clause.Advanced = c.push.advanced&condition.Operator != 0
	return clause, ok
}

func (c *Column) plainClause(condition Condition) (graph.Clause, bool) {
	path := c.push.path
	switch condition.Operator {
	case NotNull:
		return graph.NotNull(path), true
	case StartsWith:
		return graph.StartsWith(path, condition.Values[0].Text()), true
	case EndsWith:
		return graph.EndsWith(path, condition.Values[0].Text()), true
	case NotEqual:
		return graph.NotEqual(path, literals(condition.Values[:1])[0]), true
	case Equal:
		if c.Type == Timestamp || slices.ContainsFunc(condition.Values, isTooLarge) {
			return graph.Clause{}, false // see atMoments
		}
		if c.push.each {
			return graph.EqualAny(path, literals(condition.Values)...), true
		}
		return graph.Equal(path, literals(condition.Values)...), true
	}
	return c.rangeClause(condition)
}

// rangeClause bounds a moment. Graph's literals are whole seconds here, and what it stores may be finer
// than what it shows, so a bound is moved outwards to the next second.
func (c *Column) rangeClause(condition Condition) (graph.Clause, bool) {
	if c.Type != Timestamp {
		return graph.Clause{}, false
	}
	t := condition.Values[0].Time()
	second := t.Truncate(timeStep)
	switch {
	case condition.Operator == AtLeast:
		return graph.AtLeast(c.push.path, graph.Time(second)), true
	case condition.Operator == Below && second.Equal(t):
		return graph.AtMost(c.push.path, graph.Time(second)), true
	}
	return graph.AtMost(c.push.path, graph.Time(second.Add(timeStep))), true
}

// literals are the values as OData writes them, sorted, so that the same list gives the same request, and
// without repetition.
func literals(values []Value) []string {
	var out []string
	for _, v := range values {
		switch v.Type() {
		case Boolean:
			out = append(out, graph.Bool(v.Bool()))
		case Integer:
			out = append(out, graph.Int(v.Int()))
		default:
			out = append(out, graph.Text(v.Text()))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// isTooLarge says whether a value is no integer of Graph's, which have 32 bits.
func isTooLarge(v Value) bool {
	return v.Type() == Integer && int64(int32(v.Int())) != v.Int()
}

// lowered are texts in lower case.
func lowered(values []Value) []Value {
	out := make([]Value, len(values))
	for i, v := range values {
		out[i] = StringValue(strings.ToLower(v.Text()))
	}
	return out
}

// folded is a text of the column as Graph compares it.
func (c *Column) folded(s string) string {
	if c.push.exact {
		return s
	}
	return strings.ToLower(s)
}
