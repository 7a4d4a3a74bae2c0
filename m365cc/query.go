package m365cc

import "slices"

// Operator is a condition's comparison. Each is one bit, so that a column declares a set of them.
type Operator uint16

// The operators that can be pushed down.
const (
	// Equal holds where the column has one of the condition's values.
	Equal Operator = 1 << iota
	// AtLeast holds where the column is not below the value; a "greater than" is one too.
	AtLeast
	// AtMost holds where the column is not above the value.
	AtMost
	// Below holds where the column is below the value.
	Below
	// StartsWith and EndsWith hold whatever the case of letters.
	StartsWith
	EndsWith
	// NotNull holds where the column has a value.
	NotNull
	// NotEqual holds where the column has another value, and may hold where it has none.
	NotEqual
	// Contains holds where the column, a JSON list of strings, has one of the values.
	Contains
)

// Ranges are the comparisons of an order.
const Ranges = AtLeast | AtMost | Below

// Condition is a part of a statement's WHERE that holds for every row that is wanted. It may be
// ignored: the SQL engines check it again. It must never be narrowed.
type Condition struct {
	Column   string
	Operator Operator
	// Values has one element, but for Equal and Contains any number; none for NotNull.
	Values []Value
	// Exact is set where SQL minds the case of letters, and for Contains where it means whole elements.
	// Otherwise the condition holds for more than what equals the values.
	Exact bool
}

// Query is what a SQL engine asks of a table.
type Query struct {
	// Connection is asked.
	Connection *Connection
	// Columns are the indexes of the wanted columns, ascending; none for count(*).
	Columns []int
	// Conditions must all hold.
	Conditions []Condition
	// Unclear are columns with a condition that no other one stands for: the engine does not know its value yet.
	Unclear []string
	// Asker is the table on whose behalf this one is read, which errors name; "": this one.
	Asker string
	// NewestFirst wants the rows in the descending order of the table's column that is declared newestFirst; the
	// engine does not sort them again.
	NewestFirst bool
	// Limit is how many rows are likely to be enough; 0: all. It is a hint: the engine stops by itself.
	Limit int
}

// condition returns the first condition on the column with the operator.
func (q *Query) condition(column string, operator Operator) (Condition, bool) {
	i := slices.IndexFunc(q.Conditions, func(c Condition) bool { return c.Column == column && c.Operator == operator })
	if i < 0 {
		return Condition{}, false
	}
	return q.Conditions[i], true
}
