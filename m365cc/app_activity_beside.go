package m365cc

import (
	"context"
	"time"
)

// besideSources are sources of activity that are read while something else is.
type besideSources struct {
	done    chan struct{}
	sources *activitySources
	err     error
}

// readBeside begins to read the sources of the applications on behalf of a table, until the context ends.
func readBeside(ctx context.Context, q *Query, table string, applications []activityApplication) *besideSources {
	b := &besideSources{done: make(chan struct{})}
	question := activityQuestion{connection: q.Connection, table: table, since: logSince(time.Now())}
	go func() {
		defer close(b.done)
		b.sources, b.err = readActivitySources(ctx, question, applications)
	}()
	return b
}

// get returns the sources when they are there.
func (b *besideSources) get(ctx context.Context) (*activitySources, error) {
	select {
	case <-b.done:
		return b.sources, b.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// wait ends the reading.
func (b *besideSources) wait(cancel func()) {
	cancel()
	<-b.done
}

// addActivity completes the rows of one user. Each application is looked up once, since several licences may entitle
// to it.
func (s *activitySources) addActivity(rows []licenseActivity) {
	u := listedUser{rows[0].user.ID, rows[0].user.UserPrincipalName}
	seen := s.seen(u.userPrincipalName)
	for _, a := range s.applications {
		var activity *appActivity
		for i := range rows {
			if rows[i].application != a.name {
				continue
			}
			if activity == nil {
				activity = new(s.row(u, seen, a))
			}
			rows[i].lastActivityDate, rows[i].source, rows[i].reportRefreshDate = activity.lastActivityDate, activity.source, activity.reportRefreshDate
		}
	}
}
