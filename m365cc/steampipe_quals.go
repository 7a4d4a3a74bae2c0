package m365cc

import (
	"encoding/json"
	"slices"
	"sync"
	"time"

	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/proto"
	"github.com/turbot/steampipe-plugin-sdk/v5/plugin"
	"github.com/turbot/steampipe-plugin-sdk/v5/plugin/quals"
)

// steampipeQuery is what a statement of PostgreSQL says of a table. It is read from the statement's own
// quals (UnsafeQuals): SDK v5 rewrites the others, for example NOT IN, or LIKE ANY, to an equality.
type steampipeQuery struct {
	// conditions are for Graph.
	conditions []Condition
	// checks are the same conditions as PostgreSQL checks them. The list function must check them
	// too: the SDK counts the rows that it is given towards a LIMIT, before PostgreSQL drops any.
	checks []check
	// columns are those that the checks need.
	columns []int
	// never is set when no row can satisfy the statement: nothing equals NULL.
	never bool
	// unclear are columns with a declared operator and a value that cannot be relied on, and those that choose the
	// rows with another comparison.
	unclear []string
	// lists are how many values each list has that the SDK may call the list function for.
	lists []int
}

// check says whether a value may be what the statement asks for.
type check struct {
	column int
	holds  func(Value) bool
}

// readQuals reads the quals on columns that something can be pushed down for.
func readQuals(t *Table, d *plugin.QueryData) steampipeQuery {
	var s steampipeQuery
	for i, column := range t.Columns { // in a fixed order, so that a query gives the same request each time
		if len(steampipeOperators(column)) == 0 {
			continue // the SDK's cache knows nothing of quals on other columns
		}
		for _, q := range d.QueryContext.UnsafeQuals[column.Name].GetQuals() {
			s.read(column, i, q)
		}
	}
	return s
}

func (s *steampipeQuery) read(c *Column, index int, q *proto.Qual) {
	operator, value := q.GetStringValue(), q.GetValue()
	declared := slices.Contains(steampipeOperators(c), operator)
	list := value.GetListValue()
	if list != nil && declared {
		s.lists = append(s.lists, len(list.GetValues()))
	}
	if operator == quals.QualOperatorEqual && value.GetValue() == nil {
		s.never = true
	}
	made, holds := steampipeCondition(c, operator, value)
	if holds == nil && declared || c.Parameter && operator != quals.QualOperatorEqual && operator != quals.QualOperatorIsNull {
		s.unclear = append(s.unclear, c.Name)
	}
	if holds == nil || !declared && operator != quals.QualOperatorNotEqual {
		return
	}
	s.conditions = append(s.conditions, made...)
	s.checks = append(s.checks, check{index, holds})
	s.columns = append(s.columns, index)
}

// holds says whether a row passes all checks.
func (s *steampipeQuery) holds(b Batch, row int) bool {
	for _, c := range s.checks {
		if !c.holds(b.Value(row, c.column)) {
			return false
		}
	}
	return true
}

// inLists keeps SDK v5 from reading an `in` list once for each of its values: it calls the list function
// for each, side by side, and joins what they give without a check, so that a row which Graph gives for
// two of them (it ignores case), or a value that stands in the list twice, would give rows twice. The
// first call of a query takes the whole list, the others give nothing.
type inLists struct {
	mu    sync.Mutex
	calls map[*plugin.QueryContext]int // calls that are still to come
}

// claim says whether this call, one of so many of its query, is the first.
func (l *inLists) claim(query *plugin.QueryContext, calls int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	left, begun := l.calls[query]
	if !begun {
		left = calls
	}
	if left--; left > 0 {
		if l.calls == nil {
			l.calls = map[*plugin.QueryContext]int{}
		}
		l.calls[query] = left
	} else {
		delete(l.calls, query)
	}
	return !begun
}

// steampipeCondition turns one qual into conditions for Graph, none where it cannot be pushed down, and
// into PostgreSQL's own check, nil where the qual tells nothing that can be relied on.
func steampipeCondition(c *Column, operator string, value *proto.QualValue) ([]Condition, func(Value) bool) {
	switch operator {
	case quals.QualOperatorIsNotNull:
		return []Condition{{Column: c.Name, Operator: NotNull}}, func(v Value) bool { return !v.IsNull() }
	case quals.QualOperatorLike, quals.QualOperatorILike:
		return steampipeLike(c, operator == quals.QualOperatorILike, value)
	case quals.QualOperatorJsonbExistsOne:
		return steampipeContains(c, value)
	case quals.QualOperatorEqual:
		return steampipeEqual(c, value)
	case quals.QualOperatorNotEqual:
		return steampipeNot(c, value)
	}
	return steampipeRange(c, operator, value)
}

func steampipeLike(c *Column, ignoreCase bool, value *proto.QualValue) ([]Condition, func(Value) bool) {
	pattern, ok := steampipeText(value)
	if !ok {
		return nil, nil
	}
	var conditions []Condition
	for _, made := range LikeConditions(c.Name, pattern, '\\') {
		if c.Operators&made.Operator != 0 {
			made.Exact = !ignoreCase
			conditions = append(conditions, made)
		}
	}
	matches := likeMatcher(pattern, ignoreCase)
	return conditions, func(v Value) bool { return !v.IsNull() && matches(v.Text()) }
}

func steampipeContains(c *Column, value *proto.QualValue) ([]Condition, func(Value) bool) {
	element, ok := steampipeText(value)
	if !ok {
		return nil, nil
	}
	return []Condition{{Column: c.Name, Operator: Contains, Values: []Value{StringValue(element)}, Exact: true}}, func(v Value) bool {
		var list []string
		return json.Unmarshal([]byte(v.Text()), &list) == nil && slices.Contains(list, element)
	}
}

// steampipeText is a text; false for what the FDW gives in place of a value that it does not know yet, as
// of `= (select …)`.
func steampipeText(value *proto.QualValue) (string, bool) {
	text, ok := value.GetValue().(*proto.QualValue_StringValue)
	if !ok || text.StringValue == unknownText {
		return "", false
	}
	return text.StringValue, true
}

// unknownText is the text that the FDW makes of a value that it does not know yet.
const unknownText = "?"

func steampipeEqual(c *Column, value *proto.QualValue) ([]Condition, func(Value) bool) {
	values, ok := steampipeValues(c, value)
	if !ok {
		return nil, nil
	}
	return []Condition{{Column: c.Name, Operator: Equal, Values: values, Exact: true}}, func(v Value) bool { return slices.ContainsFunc(values, v.same) }
}

// steampipeNot is the qual of `not flag` and of `flag is not true`, which PostgreSQL writes alike although
// the second holds for NULL too.
func steampipeNot(c *Column, value *proto.QualValue) ([]Condition, func(Value) bool) {
	flag, ok := value.GetValue().(*proto.QualValue_BoolValue)
	if !ok || c.Type != Boolean {
		return nil, nil
	}
	var conditions []Condition
	if c.Operators&NotEqual != 0 {
		conditions = []Condition{{Column: c.Name, Operator: NotEqual, Values: []Value{BoolValue(flag.BoolValue)}}}
	}
	return conditions, func(v Value) bool { return v.IsNull() || v.Bool() != flag.BoolValue }
}

// steampipeRange is a comparison of moments.
func steampipeRange(c *Column, operator string, value *proto.QualValue) ([]Condition, func(Value) bool) {
	bound, ok := steampipeValue(c, value)
	if !ok || c.Type != Timestamp {
		return nil, nil
	}
	at := bound.Time()
	made := func(o Operator, holds func(time.Time) bool) ([]Condition, func(Value) bool) {
		return []Condition{{Column: c.Name, Operator: o, Values: []Value{bound}}}, func(v Value) bool { return !v.IsNull() && holds(v.Time()) }
	}
	switch operator {
	case quals.QualOperatorGreater:
		return made(AtLeast, at.Before)
	case quals.QualOperatorGreaterOrEqual:
		return made(AtLeast, func(t time.Time) bool { return !t.Before(at) })
	case quals.QualOperatorLess:
		return made(Below, at.After)
	case quals.QualOperatorLessOrEqual:
		return made(AtMost, func(t time.Time) bool { return !t.After(at) })
	}
	return nil, nil
}

// steampipeValues are the values of a qual in the column's type; false when one is not to be relied on.
func steampipeValues(c *Column, value *proto.QualValue) ([]Value, bool) {
	list := value.GetListValue()
	if list == nil {
		// PostgreSQL writes `= false` as `not`, so that this is a value which the FDW does not know yet
		if flag, ok := value.GetValue().(*proto.QualValue_BoolValue); ok && !flag.BoolValue {
			return nil, false
		}
		v, ok := steampipeValue(c, value)
		return []Value{v}, ok
	}
	values := make([]Value, 0, len(list.GetValues()))
	for _, given := range list.GetValues() {
		if given.GetValue() == nil {
			continue // nothing equals NULL
		}
		v, ok := steampipeValue(c, given)
		if !ok {
			return nil, false
		}
		values = append(values, v)
	}
	return values, len(values) > 0
}

func steampipeValue(c *Column, value *proto.QualValue) (Value, bool) {
	switch v := value.GetValue().(type) {
	case *proto.QualValue_StringValue:
		return StringValue(v.StringValue), c.Type == String && v.StringValue != "" && v.StringValue != unknownText
	case *proto.QualValue_BoolValue:
		return BoolValue(v.BoolValue), c.Type == Boolean
	case *proto.QualValue_Int64Value:
		return IntValue(v.Int64Value), c.Type == Integer
	case *proto.QualValue_DoubleValue:
		return DoubleValue(v.DoubleValue), c.Type == Double
	case *proto.QualValue_TimestampValue:
		t := v.TimestampValue.AsTime()
		return MomentValue(t), c.Type == Timestamp && t.After(firstMoment)
	}
	return Value{}, false
}

// firstMoment is the last moment that is not to be relied on: the FDW gives the beginning of 2000 in place of
// a value that it does not know yet, and others of about then for infinity. No tenant is as old.
var firstMoment = time.Date(2000, time.January, 2, 0, 0, 0, 0, time.UTC)
