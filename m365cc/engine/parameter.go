package engine

import (
	"slices"

	"github.com/ncruces/go-sqlite3"
)

// A parameter is a column that chooses what a table is read for, such as the period of a report: rows that were
// read for one value do not answer a loop that has another.

// parameters are the equalities with such columns.
func (t *table) parameters(bounds []bound) []bound {
	return slices.DeleteFunc(slices.Clone(bounds), func(b bound) bool { return !t.isParameter(b) })
}

func (t *table) isParameter(b bound) bool {
	return b.isEqual() && t.def.Columns[b.column].Parameter
}

// isParameterOf says whether a condition is an equality with such a column. A plan that cannot use it is none.
func (t *table) isParameterOf(c sqlite3.IndexConstraint) bool {
	return c.Column >= 0 && t.def.Columns[c.Column].Parameter && (c.Op == sqlite3.INDEX_CONSTRAINT_EQ || c.Op == sqlite3.INDEX_CONSTRAINT_IS)
}

// refusedParameter is a parameter that a statement compares in another way than by equality, such as <> or LIKE: it
// would see the rows of the default only.
func (t *table) refusedParameter(constraints []sqlite3.IndexConstraint) string {
	equal := func(column int) bool {
		return slices.ContainsFunc(constraints, func(c sqlite3.IndexConstraint) bool { return c.Column == column && t.isParameterOf(c) })
	}
	for _, c := range constraints {
		if isLimit(c.Op) || c.Column < 0 || !t.def.Columns[c.Column].Parameter || c.Op == sqlite3.INDEX_CONSTRAINT_ISNULL {
			continue
		}
		if !equal(c.Column) {
			return t.def.Columns[c.Column].Name
		}
	}
	return ""
}

// readsDefault says whether a plan has no value for a table that has such columns.
func (t *table) readsDefault(p *plan) bool {
	return len(t.parameterNames()) > 0 && !slices.ContainsFunc(p.terms, func(m term) bool { return m.isEqual() && t.def.Columns[m.column].Parameter })
}

func (t *table) hasVaryingParameter(bounds []bound) bool {
	return slices.ContainsFunc(bounds, func(b bound) bool { return !b.constant && t.isParameter(b) })
}

func (t *table) parameterNames() []string {
	var names []string
	for _, c := range t.def.Columns {
		if c.Parameter {
			names = append(names, c.Name)
		}
	}
	return names
}

// sameBounds says whether both ask for the same values.
func sameBounds(a, b []bound) bool {
	return slices.EqualFunc(a, b, func(a, b bound) bool { return a.column == b.column && slices.Equal(a.values, b.values) })
}
