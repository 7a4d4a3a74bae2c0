package m365cc

import (
	"context"
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

const eventTypeColumn = "sign_in_event_type"

// eventTypes are the kinds of sign-ins in the groups that Graph gives in one answer: it does not look for
// users and service principals at once.
//
// https://learn.microsoft.com/graph/api/resources/signin?view=graph-rest-beta
var eventTypes = [][]string{{"interactiveUser", "nonInteractiveUser"}, {"servicePrincipal"}, {"managedIdentity"}}

// eventType is the kind that the query asked for, else the first of the sign-in's.
func (s *signIn) eventType() string {
	if s.asked == "" && len(s.SignInEventTypes) > 0 {
		return s.SignInEventTypes[0]
	}
	return s.asked
}

// listSignIns reads the sign-ins of the kinds that the query asks for, one group after the other. Without a
// condition on the kind Graph gives the interactive ones, which are the table's rows then.
func listSignIns(ctx context.Context, q *request[signIn]) error {
	if q.NewestFirst {
		q = q.wanting("created_date_time")
	}
	asked, ok := askedEventTypes(q.Conditions)
	if !ok {
		return readSignIns(ctx, q)
	}
	return readGroups(ctx, q, grouped(asked), nil)
}

// readGroups reads groups of kinds; before are the kinds of groups whose sign-ins were given.
func readGroups(ctx context.Context, q *request[signIn], groups [][]string, before []string) error {
	var parts []part[signIn]
	for _, group := range groups {
		gone := slices.Clone(before)
		parts = append(parts, func(ctx context.Context, q *request[signIn]) error { return readGroup(ctx, q, group, gone) })
		before = append(before, group...)
	}
	return inParts(ctx, q, signInMoment, parts...)
}

// readGroup reads the sign-ins of a group of kinds, one kind after the other where Graph does not take them at once.
func readGroup(ctx context.Context, q *request[signIn], group, before []string) error {
	given, counted := false, *q
	counted.emit = func(b Batch) error {
		given = true
		return q.emit(b)
	}
	err := readSignIns(ctx, ofEventTypes(&counted, group, before))
	if len(group) == 1 || given || !graph.IsBadRequest(err) {
		return err
	}
	var alone [][]string
	for _, kind := range group {
		alone = append(alone, []string{kind})
	}
	return readGroups(ctx, q, alone, before)
}

func signInMoment(s *signIn) string { return s.CreatedDateTime }

// askedEventTypes are the kinds that satisfy all conditions on the kind, in Graph's spelling where it has one;
// false without a condition.
func askedEventTypes(conditions []Condition) (asked []string, ok bool) {
	for _, c := range conditions {
		if c.Column != eventTypeColumn || c.Operator != Equal {
			continue
		}
		var these []string
		for _, v := range c.Values {
			if name := spelled(v.Text()); !ok || slices.Contains(asked, name) {
				these = append(these, name)
			}
		}
		asked, ok = these, true
	}
	slices.Sort(asked)
	return slices.Compact(asked), ok
}

// spelled is a kind as Graph writes it.
func spelled(name string) string {
	for _, group := range eventTypes {
		for _, known := range group {
			if strings.EqualFold(known, name) {
				return known
			}
		}
	}
	return name
}

// grouped are kinds in groups that Graph takes; one that is not known goes alone.
func grouped(asked []string) [][]string {
	var groups [][]string
	for _, known := range eventTypes {
		group := slices.DeleteFunc(slices.Clone(known), func(name string) bool { return !slices.Contains(asked, name) })
		if len(group) > 0 {
			groups = append(groups, group)
		}
	}
	for _, name := range asked {
		if !slices.ContainsFunc(eventTypes, func(known []string) bool { return slices.Contains(known, name) }) {
			groups = append(groups, []string{name})
		}
	}
	return groups
}

// ofEventTypes is the query for the kinds of one group. A sign-in may have several kinds, and is given once: by
// the first group that has one of them, and with that one in its row, so that the engine's own check of the
// condition passes for every row that Graph gave for it.
func ofEventTypes(q *request[signIn], group, before []string) *request[signIn] {
	narrowed := q.wanting(eventTypeColumn)
	values := make([]Value, len(group))
	for i, name := range group {
		values[i] = StringValue(name)
	}
	narrowed.Conditions = []Condition{{Column: eventTypeColumn, Operator: Equal, Values: values, Exact: true}}
	for _, c := range q.Conditions {
		if c.Column != eventTypeColumn || c.Operator != Equal {
			narrowed.Conditions = append(narrowed.Conditions, c)
		}
	}
	narrowed.emit = func(b Batch) error { return giveChosen(q, b.(*batch[signIn]), group, before) }
	return narrowed
}

// giveChosen hands on the rows of a batch that are the group's.
func giveChosen(q *request[signIn], b *batch[signIn], group, before []string) error {
	for i := range b.rows {
		b.rows[i].asked = b.rows[i].chosen(group, before)
	}
	b.rows = slices.DeleteFunc(b.rows, func(s signIn) bool { return s.asked == "" })
	if len(b.rows) == 0 {
		b.Release()
		return nil
	}
	return q.emit(b)
}

// chosen is the sign-in's first kind of the group; "" if it has none, or one of a group that came before.
func (s *signIn) chosen(group, before []string) string {
	if slices.ContainsFunc(s.SignInEventTypes, func(name string) bool { return slices.Contains(before, name) }) {
		return ""
	}
	i := slices.IndexFunc(s.SignInEventTypes, func(name string) bool { return slices.Contains(group, name) })
	if i < 0 {
		return ""
	}
	return s.SignInEventTypes[i]
}

// eventTypeClause asks for sign-ins of the kinds. Graph gives other sign-ins without it, not more, so that the
// request cannot do without it.
func eventTypeClause(c Condition) (graph.Clause, bool) {
	clause := graph.HasElement("signInEventTypes", literals(c.Values)...)
	clause.Required = true
	return clause, true
}
