package m365cc_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// holds says whether SQL's conditions hold for a row of the truth, in PostgreSQL's or in SQLite's sense.
func (c suiteCase) holds(truth row, postgres bool) bool {
	for _, w := range c.where {
		if !w.holds(truth[w.column], postgres) {
			return false
		}
	}
	return true
}

func (w condition) holds(value string, postgres bool) bool {
	if value == "" { // NULL
		return w.operator == "is null" || w.operator == "is not true"
	}
	switch w.operator {
	case "is null":
		return false
	case "is not null":
		return true
	case "=", "in":
		return slices.ContainsFunc(w.values, func(v any) bool { return sameValue(value, v) })
	case "<>", "is not true":
		return !sameValue(value, w.values[0])
	case "like":
		return matches(value, w.values[0].(string), !postgres)
	case "ilike":
		return matches(value, w.values[0].(string), true)
	case "contains":
		var list []string
		return json.Unmarshal([]byte(value), &list) == nil && slices.Contains(list, w.values[0].(string))
	}
	return w.inRange(value)
}

func (w condition) inRange(value string) bool {
	at, err := time.Parse(time.RFC3339Nano, value)
	if err != nil {
		return false
	}
	order := at.Compare(w.values[0].(time.Time))
	switch w.operator {
	case ">":
		return order > 0
	case ">=":
		return order >= 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	}
	panic("the suite does not know the operator " + w.operator)
}

func sameValue(value string, v any) bool {
	if at, ok := v.(time.Time); ok {
		t, err := time.Parse(time.RFC3339Nano, value)
		return err == nil && t.Equal(at)
	}
	return value == fmt.Sprint(v)
}

// matches is LIKE, written apart from the plugin's own.
func matches(s, pattern string, ignoreCase bool) bool {
	if ignoreCase {
		s, pattern = strings.ToLower(s), strings.ToLower(pattern)
	}
	return match([]rune(s), []rune(pattern))
}

func match(s, pattern []rune) bool {
	if len(pattern) == 0 {
		return len(s) == 0
	}
	switch pattern[0] {
	case '%':
		for i := range len(s) + 1 {
			if match(s[i:], pattern[1:]) {
				return true
			}
		}
		return false
	case '_':
		return len(s) > 0 && match(s[1:], pattern[1:])
	}
	return len(s) > 0 && s[0] == pattern[0] && match(s[1:], pattern[1:])
}

// sql is the case as a statement of SQLite.
func (c suiteCase) sql() string {
	var b strings.Builder
	columns := make([]string, len(c.columns))
	for i, name := range c.columns {
		columns[i] = `"` + name + `"`
	}
	fmt.Fprintf(&b, "select %s from %s", strings.Join(columns, ", "), c.table)
	for i, w := range c.where {
		b.WriteString([]string{" where ", " and "}[min(i, 1)] + w.sql())
	}
	if c.order != "" {
		b.WriteString(" order by " + c.momentColumn() + " " + c.order)
	}
	if c.limit > 0 {
		fmt.Fprintf(&b, " limit %d", c.limit)
	}
	return b.String()
}

func (w condition) sql() string {
	literals := make([]string, len(w.values))
	for i, v := range w.values {
		literals[i] = literal(v)
	}
	switch w.operator {
	case "is null", "is not null", "is not true":
		return w.column + " " + w.operator
	case "in":
		return w.column + " in (" + strings.Join(literals, ", ") + ")"
	case "contains":
		return w.column + " like " + literal("%"+w.values[0].(string)+"%")
	case "ilike":
		return w.column + " like " + literals[0]
	}
	return w.column + " " + w.operator + " " + literals[0]
}

func literal(v any) string {
	switch v := v.(type) {
	case string:
		return "'" + strings.ReplaceAll(v, "'", "''") + "'"
	case time.Time:
		return "'" + v.Format(time.RFC3339Nano) + "'"
	}
	return fmt.Sprint(v)
}
