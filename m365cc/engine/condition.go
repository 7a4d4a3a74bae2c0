package engine

import (
	"errors"
	"strings"

	"github.com/ncruces/go-sqlite3"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// bound is a term with the value that SQLite gave it.
type bound struct {
	term
	values []sqlValue
}

// sqlValue is a value of SQLite's, copied out of its memory.
type sqlValue struct {
	kind sqlite3.Datatype
	text string
	num  int64
}

func copyValue(v sqlite3.Value) sqlValue {
	switch v.Type() {
	case sqlite3.TEXT:
		return sqlValue{kind: sqlite3.TEXT, text: v.Text()}
	case sqlite3.INTEGER:
		return sqlValue{kind: sqlite3.INTEGER, num: v.Int64()}
	}
	return sqlValue{kind: v.Type()}
}

// sqliteDone is SQLITE_DONE, which ends a list of values; the library has no name for it.
const sqliteDone = sqlite3.ErrorCode(101)

// bind copies the values of the plan's terms.
func (p *plan) bind(args []sqlite3.Value) ([]bound, error) {
	bounds := make([]bound, len(p.terms))
	for i, t := range p.terms {
		bounds[i].term = t
		if !t.in {
			bounds[i].values = []sqlValue{copyValue(args[i])}
			continue
		}
		v, err := args[i].InFirst()
		for ; err == nil; v, err = args[i].InNext() {
			bounds[i].values = append(bounds[i].values, copyValue(v))
		}
		if !errors.Is(err, sqliteDone) {
			return nil, err
		}
	}
	return bounds, nil
}

// isEqual says whether the term is an equality with one value or a list.
func (t term) isEqual() bool {
	return t.op == sqlite3.INDEX_CONSTRAINT_EQ || t.op == sqlite3.INDEX_CONSTRAINT_IS
}

// never says whether no row can satisfy the term: nothing equals NULL.
func (b bound) never() bool {
	if b.op != sqlite3.INDEX_CONSTRAINT_EQ {
		return false
	}
	for _, v := range b.values {
		if v.kind != sqlite3.NULL {
			return false
		}
	}
	return true
}

// conditions turns bound terms into the query's conditions. whole says whether each gave one.
func (t *table) conditions(bounds []bound) (conditions []m365cc.Condition, whole bool) {
	whole = true
	for _, b := range bounds {
		made := t.condition(b)
		whole = whole && len(made) > 0
		conditions = append(conditions, made...)
	}
	return conditions, whole
}

func (t *table) condition(b bound) []m365cc.Condition {
	column := t.def.Columns[b.column]
	if !b.comparesAsGraph(column.Type) {
		return nil
	}
	switch b.op {
	case sqlite3.INDEX_CONSTRAINT_EQ, sqlite3.INDEX_CONSTRAINT_IS:
		conditions := compared(column, m365cc.Equal, b.values)
		for i := range conditions {
			conditions[i].Exact = strings.EqualFold(b.collation, "BINARY")
		}
		return conditions
	case sqlite3.INDEX_CONSTRAINT_GT, sqlite3.INDEX_CONSTRAINT_GE:
		return compared(column, m365cc.AtLeast, b.values)
	case sqlite3.INDEX_CONSTRAINT_LT:
		return compared(column, m365cc.Below, b.values)
	case sqlite3.INDEX_CONSTRAINT_LE:
		return compared(column, m365cc.AtMost, b.values)
	case sqlite3.INDEX_CONSTRAINT_NE:
		return compared(column, m365cc.NotEqual, b.values)
	case sqlite3.INDEX_CONSTRAINT_ISNOTNULL:
		return []m365cc.Condition{{Column: column.Name, Operator: m365cc.NotNull}}
	}
	return patternCondition(column, b)
}

// comparesAsGraph says whether the collation finds no more rows than Graph, which ignores case.
func (t term) comparesAsGraph(kind m365cc.Type) bool {
	switch {
	case kind == m365cc.Timestamp:
		return strings.EqualFold(t.collation, timeCollation)
	case !t.isEqual():
		return true
	}
	return strings.EqualFold(t.collation, "BINARY") || strings.EqualFold(t.collation, "NOCASE")
}

// patternCondition is the condition of a LIKE or GLOB: a beginning or an end, or an element of a list of ids.
func patternCondition(column *m365cc.Column, b bound) []m365cc.Condition {
	pattern := b.values[0]
	switch {
	case pattern.kind != sqlite3.TEXT:
		return nil
	case column.Operators&m365cc.Contains != 0:
		element := strings.Trim(pattern.text, `%"`)
		if element == "" || strings.ContainsAny(element, "%_") || pattern.text[0] != '%' || pattern.text[len(pattern.text)-1] != '%' {
			return nil
		}
		whole := strings.Contains(pattern.text, `"`+element+`"`)
		return []m365cc.Condition{{Column: column.Name, Operator: m365cc.Contains, Values: []m365cc.Value{m365cc.StringValue(element)}, Exact: whole}}
	}
	conditions := m365cc.LikeConditions(column.Name, pattern.text, 0)
	if b.op == sqlite3.INDEX_CONSTRAINT_GLOB {
		conditions = m365cc.GlobConditions(column.Name, pattern.text)
		for i := range conditions {
			conditions[i].Exact = true
		}
	}
	if len(conditions) == 1 && column.Operators&conditions[0].Operator == 0 {
		return nil
	}
	return conditions
}

// compared is a comparison in the column's type; none where the column declares no such operator or a
// value is of another type, which SQLite then compares in its own way.
func compared(column *m365cc.Column, operator m365cc.Operator, given []sqlValue) []m365cc.Condition {
	if column.Operators&operator == 0 {
		return nil
	}
	values := make([]m365cc.Value, 0, len(given))
	for _, g := range given {
		if g.kind == sqlite3.NULL && operator == m365cc.Equal && len(given) > 1 {
			continue // no row equals it
		}
		v := typed(column.Type, g)
		if v.IsNull() {
			return nil
		}
		values = append(values, v)
	}
	if len(values) == 0 {
		return nil
	}
	return []m365cc.Condition{{Column: column.Name, Operator: operator, Values: values}}
}

// typed is the value in the type; NULL where it is of another.
func typed(t m365cc.Type, v sqlValue) m365cc.Value {
	switch {
	case t == m365cc.String && v.kind == sqlite3.TEXT:
		return m365cc.StringValue(v.text)
	case t == m365cc.Boolean && v.kind == sqlite3.INTEGER && (v.num == 0 || v.num == 1):
		return m365cc.BoolValue(v.num == 1)
	case t == m365cc.Integer && v.kind == sqlite3.INTEGER:
		return m365cc.IntValue(v.num)
	case t == m365cc.Timestamp && v.kind == sqlite3.TEXT:
		if moment, ok := parseMoment(v.text); ok {
			return m365cc.MomentValue(moment)
		}
	}
	return m365cc.Value{}
}
