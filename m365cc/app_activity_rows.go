package m365cc

import (
	"context"
	"slices"
)

// listedUser is a user of the directory.
type listedUser struct{ id, userPrincipalName string }

// userPages are the pages of a list that runs beside its reader. err is set when pages is closed.
type userPages struct {
	pages chan []listedUser
	// more, unless nil, takes the word of the reader that it needs another page: what the limit needs was read.
	more chan struct{}
	err  error
}

// readOn lets the list read another page.
func (u *userPages) readOn(ctx context.Context) {
	if u.more == nil {
		return
	}
	select {
	case u.more <- struct{}{}:
	case <-ctx.Done():
	}
}

// give hands a page to the reader.
func (u *userPages) give(ctx context.Context, page []listedUser) error {
	select {
	case u.pages <- page:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if u.more == nil {
		return nil
	}
	select {
	case <-u.more:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// listedUsers lists the users that the query's conditions allow, until the context ends. A limit is worth a user for
// each of so many rows.
func listedUsers(ctx context.Context, q *request[appActivity], rowsOfUser int) *userPages {
	u := &userPages{pages: make(chan []listedUser, 1)}
	id, name := tableUser.Column("id"), tableUser.Column("user_principal_name")
	query := &Query{Connection: q.Connection, Columns: []int{id, name}, Asker: q.table.name}
	onUsers := map[string]string{"user_id": "id", "user_principal_name": "user_principal_name"}
	query.Limit = (q.Limit + rowsOfUser - 1) / rowsOfUser
	for _, c := range q.Conditions {
		if column, ok := onUsers[c.Column]; ok {
			c.Column = column
			query.Conditions = append(query.Conditions, c)
		} else if c.Column != "application" { // which drops rows of each user
			query.Limit = 0
		}
	}
	if query.Limit > 0 {
		u.more = make(chan struct{})
	}
	go func() {
		defer close(u.pages)
		u.err = tableUser.Rows(ctx, query, func(b Batch) error {
			page := make([]listedUser, b.Len())
			for i := range page {
				page[i] = listedUser{b.Value(i, id).Text(), b.Value(i, name).Text()}
			}
			b.Release()
			return u.give(ctx, page)
		})
	}()
	return u
}

// rows are the rows of users whom the directory knows.
func (s *activitySources) rows(page []listedUser) []appActivity {
	rows := make([]appActivity, 0, len(page)*len(s.applications))
	for _, u := range page {
		seen := s.seen(u.userPrincipalName)
		for _, a := range s.applications {
			rows = append(rows, s.row(u, seen, a))
		}
	}
	return rows
}

// seenUser is what the reports tell of a user.
type seenUser struct{ active, email reportedUser }

func (s *activitySources) seen(userPrincipalName string) (seen seenUser) {
	if s.active != nil {
		seen.active = s.active.find(userPrincipalName)
	}
	if s.email != nil {
		seen.email = s.email.find(userPrincipalName)
	}
	return seen
}

// row is the row of a user and an application.
func (s *activitySources) row(u listedUser, seen seenUser, a activityApplication) appActivity {
	row := appActivity{userID: u.id, userPrincipalName: u.userPrincipalName, application: a.name}
	switch {
	case a.email:
		s.fill(&row, s.email, a, seen.email.days)
	case a.header != "":
		s.fill(&row, s.active, a, seen.active.days)
	default:
		s.fillSignIn(&row, u.id)
	}
	return row
}

// fill completes a row by a report, which may be unknown or lack the application.
func (s *activitySources) fill(row *appActivity, r *reportedActivity, a activityApplication, days [maxDays]Day) {
	if r == nil {
		return
	}
	if column, ok := r.column(a.header); ok {
		row.source, row.reportRefreshDate = r.function, r.refreshed
		row.lastActivityDate = s.days.of(days[column])
	}
}

func (s *activitySources) fillSignIn(row *appActivity, userID string) {
	if days := s.signIns[row.application]; days != nil {
		row.source = signInSource
		row.lastActivityDate = s.days.of(days[keyOfName(userID)])
	}
}

// giveGone gives the rows of users whom only a report still knows, for that report's applications.
func (s *activitySources) giveGone(q *request[appActivity]) error {
	if _, byID := q.condition("user_id", Equal); byID {
		return nil // they have none
	}
	for _, r := range []*reportedActivity{s.active, s.email} {
		if r == nil {
			continue
		}
		var rows []appActivity
		err := r.gone(func(line activityLine) error {
			if !q.allowsName(line.name) {
				return nil
			}
			for _, a := range s.applications {
				if !slices.Contains(r.headers, a.header) {
					continue
				}
				row := appActivity{userPrincipalName: line.name, application: a.name}
				s.fill(&row, r, a, line.days)
				rows = append(rows, row)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if err := q.give(rows, nil); err != nil {
			return err
		}
	}
	return nil
}

// allowsName says whether the conditions allow a user principal name.
func (q *request[R]) allowsName(name string) bool {
	for _, c := range q.Conditions {
		if c.Column == "user_principal_name" && c.Operator == Equal && !containsText(c.Values, name) {
			return false
		}
	}
	return true
}
