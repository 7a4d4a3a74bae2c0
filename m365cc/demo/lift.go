package demo

// lift makes a property of one kind of row that of another, which leads to a row
// of the first kind.
func lift[A, B row](f property[A], of func(B) A) property[B] {
	g := property[B]{
		name: f.name, key: f.key, form: f.form, rule: f.rule, standard: f.standard, role: f.role, quiet: f.quiet, omitted: f.omitted,
		blank: f.blank, notBuilt: f.notBuilt, exact: f.exact, sorts: f.sorts, sortsMore: f.sortsMore, signInData: f.signInData,
	}
	if f.text != nil {
		g.text = func(r B, b []byte) []byte { return f.text(of(r), b) }
	}
	if f.flag != nil {
		g.flag = func(r B) trilean { return f.flag(of(r)) }
	}
	if f.time != nil {
		g.time = func(r B) int64 { return f.time(of(r)) }
	}
	if f.ticks != nil {
		g.ticks = func(r B) int64 { return f.ticks(of(r)) }
	}
	if f.number != nil {
		g.number = func(r B) (int64, bool) { return f.number(of(r)) }
	}
	if f.present != nil {
		g.present = func(r B) bool { return f.present(of(r)) }
	}
	if f.count != nil {
		g.count = func(r B) int { return f.count(of(r)) }
	}
	if f.element != nil {
		element := lift(*f.element, of)
		g.element = &element
	}
	for _, field := range f.fields {
		g.fields = append(g.fields, lift(field, of))
	}
	return g
}
