package demo

import (
	"fmt"
	"slices"
)

// What a filter of sign-ins says as a whole.

// tests calls f with each test in a clause, those within an any too.
func (c *clause[R]) tests(f func(*clause[R])) {
	if c.kind == exprTest && c.operator != opAny {
		f(c)
	}
	for _, a := range c.args {
		a.tests(f)
	}
}

// anys calls f with each any in a clause.
func (c *clause[R]) anys(f func(*clause[R])) {
	if c.kind == exprTest && c.operator == opAny {
		f(c)
		return
	}
	for _, a := range c.args {
		a.anys(f)
	}
}

const eventTypes = "signInEventTypes"

// speaksOfKinds says whether a clause says anything about the kinds, and
// onlyOfKinds whether it says nothing else.
func speaksOfKinds(c *clause[*signInRow]) (speaks bool) {
	c.anys(func(a *clause[*signInRow]) { speaks = speaks || a.property.name == eventTypes })
	return speaks
}

func onlyOfKinds(c *clause[*signInRow]) bool {
	if c.kind == exprTest {
		return c.operator == opAny && c.property.name == eventTypes
	}
	return !slices.ContainsFunc(c.args, func(a *clause[*signInRow]) bool { return !onlyOfKinds(a) })
}

// checkSignInFilter refuses what is known to be impossible beside the rules of
// single properties.
func checkSignInFilter(r *request, root *clause[*signInRow]) error {
	var users, others bool
	root.anys(func(a *clause[*signInRow]) {
		if a.property.name != eventTypes {
			return
		}
		a.args[0].tests(func(test *clause[*signInRow]) {
			if test.operator == opEq {
				isUser := string(test.values[0].folded) == "interactiveuser" || string(test.values[0].folded) == "noninteractiveuser"
				users, others = users || isUser, others || !isUser
			}
		})
	})
	if users && others {
		return unsupported("Filtering on both user and service principal sign-in event types is not supported.")
	}
	if n, limit := longestOr(root), r.switches.SignInClauses; limit > 0 && n > limit {
		return unsupported(fmt.Sprintf("The filter joins %d clauses by 'or'. Max allowed: %d.", n, limit))
	}
	return nil
}

// longestOr returns how many clauses the longest or joins.
func longestOr[R row](c *clause[R]) int {
	n := 0
	if c.kind == exprOr {
		c.tests(func(*clause[R]) { n++ })
		return n
	}
	for _, a := range c.args {
		n = max(n, longestOr(a))
	}
	return n
}
