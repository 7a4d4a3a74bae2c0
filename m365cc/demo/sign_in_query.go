package demo

import "slices"

// signInLogPage is the usual page and the longest one.
const signInLogPage = 1000

// signInVersions is the sign-in log of both versions. v1.0 has the sign-ins
// that people saw, and nothing else.
//
// https://learn.microsoft.com/graph/api/signin-list
func signInVersions(t *Tenant) resource {
	v1 := signInCollection(t, signInSchemaV1)
	v1.hides = func(s *signInRow) bool { return !s.isInteractive() }
	return versions{v1: v1, beta: signInCollection(t, betaSignInSchema)}
}

func signInCollection(t *Tenant, schema *schema[*signInRow]) *collection[*signInRow] {
	return &collection[*signInRow]{
		name: "auditLogs/signIns", schema: schema, page: signInLogPage, largest: signInLogPage,
		options: []string{optTop, optSkipToken, optFilter, optOrderBy, optSelect},
		size:    func() int { return len(t.signInLog()) }, empty: func() *signInRow { return &signInRow{t: t} },
		load: (*signInRow).load, find: t.findSignIn,
		order:  func(*property[*signInRow]) []int32 { return nil },
		admits: (*request).admitToLog, plan: t.planSignIns, newestFirst: true, sortsFiltered: true,
	}
}

// planSignIns reads out of a filter where in the log its rows can be at all. The
// filter itself is asked about each row as well.
func (t *Tenant) planSignIns(r *request, q *query[*signInRow]) error {
	if r.switches.RefuseSignInSelect && q.values.Has(optSelect) {
		return refuse(400, "BadRequest", "Query option 'Select' is not allowed.")
	}
	if !slices.ContainsFunc(policyRoles, r.may) {
		q.properties = withoutPolicies(q.properties)
	}
	kinds := [signInKinds]bool{interactiveUser: true}
	if q.filter != nil {
		if err := checkSignInFilter(r, q.filter.root); err != nil {
			return err
		}
		if speaksOfKinds(q.filter.root) {
			kinds = [signInKinds]bool{true, true, true, true}
		}
		q.bounded, q.high = true, len(t.signInLog())
		for _, c := range conjuncts(q.filter.root) {
			t.narrow(q, c, &kinds)
		}
	}
	q.hides = func(s *signInRow) bool { return !kinds[s.ref.kind()] }
	return nil
}

// noPolicies is what applications without a permission for policies get.
var noPolicies = texts("appliedConditionalAccessPolicies", func(*signInRow) int { return 0 }, nil)

func withoutPolicies(all []*property[*signInRow]) []*property[*signInRow] {
	all = slices.Clone(all)
	for k, f := range all {
		if f.name == noPolicies.name {
			all[k] = &noPolicies
		}
	}
	return all
}

// conjuncts returns the clauses that all have to hold.
func conjuncts[R row](c *clause[R]) []*clause[R] {
	if c.kind != exprAnd {
		return []*clause[R]{c}
	}
	var all []*clause[R]
	for _, a := range c.args {
		all = append(all, conjuncts(a)...)
	}
	return all
}

// narrow takes one clause that has to hold into account.
func (t *Tenant) narrow(q *query[*signInRow], c *clause[*signInRow], kinds *[signInKinds]bool) {
	if onlyOfKinds(c) {
		for kind := range signInKinds {
			probe := signInRow{t: t, ref: newSignInRef(0, 0, kind, 0)}
			kinds[kind] = kinds[kind] && c.match(&probe, 0, nil)
		}
		return
	}
	if c.kind != exprTest || len(c.values) != 1 {
		return
	}
	switch v := c.values[0]; c.property.name {
	case "createdDateTime":
		m := logTime{v.time.Unix(), int64(v.time.Nanosecond()+99) / 100}
		exact := v.time.Nanosecond()%100 == 0
		if c.operator == opGe || c.operator == opEq {
			q.low = max(q.low, t.placeOf(m, false))
		}
		if c.operator == opLe || c.operator == opEq {
			q.high = min(q.high, t.placeOf(m, exact))
		}
	case "userId", "userPrincipalName":
		if c.operator == opEq && v.text != "" && q.order == nil {
			q.order = []int32{}
			if i, ok := t.Find(v.text); ok {
				q.order = t.placesOf(i)
			}
		}
	}
}
