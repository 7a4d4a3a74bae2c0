package demo

import (
	"bytes"
	"cmp"
	"slices"
	"time"
)

// The directory keeps people who were deleted for thirty days: of those who are
// gone from the reports' point of view, the ones who went lately.

const deletedDays = 30

// deletedRow is one of them.
type deletedRow struct{ usage }

// deletedAt is when the account was deleted: a moment of the day that the reports
// will know.
func (u *usage) deletedAt() int64 {
	return u.goneDay*day + 1 + int64(u.pick(askGone.part(1), day-2))
}

// findDeleted returns the numbers of the deleted among those who are gone.
func (t *Tenant) findDeleted() []int {
	var numbers []int
	u := new(usage)
	for k := range t.goneCount() {
		t.loadGone(u, k)
		if at := u.deletedAt(); at < t.now && at >= t.now-deletedDays*day {
			numbers = append(numbers, k)
		}
	}
	return numbers
}

// deletedName appends the sign-in name that Graph gives: with the id, without
// hyphens, in front.
func (r *deletedRow) deletedName(b []byte) []byte {
	for _, c := range r.t.ids[guidUser].text(r.i) {
		if c != '-' {
			b = append(b, byte(c))
		}
	}
	return r.formerName(b)
}

func (r *deletedRow) formerName(b []byte) []byte {
	if r.goneName != "" {
		return append(b, r.goneName...)
	}
	return r.userPrincipalName(b)
}

// createdBefore is when the account was made, which was before it was deleted.
func (r *deletedRow) createdBefore() int64 {
	if at := r.createdDateTime(); at < r.goneDay*day {
		return at
	}
	return r.birthday() * day
}

// deletedSchema is the user's, but for what being deleted changes. Sign-in
// activity is not told.
//
// https://learn.microsoft.com/graph/api/directory-deleteditems-list
var deletedSchema = newSchema("microsoft.graph.user", "User", deletedProperties()...)

func deletedProperties() []property[*deletedRow] {
	changed := map[string]property[*deletedRow]{
		"userPrincipalName": text("userPrincipalName", (*deletedRow).deletedName),
		"displayName":       text("displayName", func(r *deletedRow, b []byte) []byte { return r.reportedDisplayName(b) }),
		"createdDateTime":   instant("createdDateTime", (*deletedRow).createdBefore),
		"deletedDateTime":   instant("deletedDateTime", func(r *deletedRow) int64 { return r.deletedAt() }),
	}
	var all []property[*deletedRow]
	for _, f := range userProperties() {
		if f.signInData {
			continue
		}
		g := lift(f, func(r *deletedRow) *person { return &r.person })
		if other, ok := changed[f.name]; ok {
			other.rule, other.standard, other.sorts = g.rule, g.standard, g.sorts
			g = other
		}
		g.sortsMore = f.name == "deletedDateTime"
		all = append(all, g)
	}
	return all
}

func deletedCollection(t *Tenant) *collection[*deletedRow] {
	return &collection[*deletedRow]{
		name: "users", schema: deletedSchema, roles: userRoles, cost: 1, page: 100,
		options: []string{optSelect, optFilter, optOrderBy, optTop, optCount, optSkipToken},
		size:    func() int { return len(t.deleted()) }, empty: func() *deletedRow { return new(deletedRow) },
		load:  func(r *deletedRow, i int) { t.loadGone(&r.usage, t.deleted()[i]) },
		order: t.deletedOrder,
	}
}

// deletedOrder returns the numbers of the deleted in the order of a property.
func (t *Tenant) deletedOrder(f *property[*deletedRow]) []int32 {
	rows := make([]deletedRow, len(t.deleted()))
	order := make([]int32, len(rows))
	for i := range rows {
		t.loadGone(&rows[i].usage, t.deleted()[i])
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		if f.form == formTime {
			return cmp.Compare(f.time(&rows[a]), f.time(&rows[b]))
		}
		return bytes.Compare(fold(f.text(&rows[a], nil)), fold(f.text(&rows[b], nil)))
	})
	return order
}

// DeletedUser is the truth about a user in the deleted items. UserPrincipalName
// is as Graph gives it, with the id in front.
type DeletedUser struct {
	User
	DeletedDateTime         time.Time
	FormerUserPrincipalName string
}

// DeletedUsers returns those in the deleted items, in Graph's order.
func (t *Tenant) DeletedUsers() []DeletedUser {
	var all []DeletedUser
	for _, k := range t.deleted() {
		var r deletedRow
		t.loadGone(&r.usage, k)
		d := DeletedUser{DeletedDateTime: moment(r.deletedAt()), FormerUserPrincipalName: word(r.formerName)}
		r.fillAccount(&d.User)
		r.fillWork(&d.User)
		r.fillMail(&d.User)
		r.fillLicences(&d.User)
		r.fillOnPremises(&d.User)
		d.UserPrincipalName, d.DisplayName = word(r.deletedName), word(r.reportedDisplayName)
		d.CreatedDateTime = moment(r.createdBefore())
		all = append(all, d)
	}
	return all
}
