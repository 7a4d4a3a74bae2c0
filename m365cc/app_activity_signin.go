package m365cc

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// signInReach is how far back the sign-in log is read: as long as Microsoft keeps it.
const signInReach = 30 * 24 * time.Hour

// signInDays are the last days on which users signed in to an application, by the user's id. Queries share them.
type signInDays map[nameKey]Day

// applicationSignIn is what counts here of a sign-in.
type applicationSignIn struct {
	UserID          string `json:"userId"`
	CreatedDateTime string `json:"createdDateTime"`
	AppID           string `json:"appId"`
	ResourceID      string `json:"resourceId"`
	Status          struct {
		ErrorCode int64 `json:"errorCode"`
	} `json:"status"`
}

var applicationSignIns = new(graph.Pool[applicationSignIn])

// signInKey says which sign-ins were read: those to an application, or of a user, since a moment.
type signInKey struct{ application, user, since string }

// activityQuestion is on whose behalf the sources of activity are read, and how much of the sign-in log.
type activityQuestion struct {
	connection *Connection
	table      string
	since      time.Time
	// user is the id of the only user that is asked about; "": everybody.
	user string
}

// signInDays returns the days of the sign-ins to an application, read once in a while for all queries: Graph answers
// five requests for the log in ten seconds, and a statement has one for each application.
func (q activityQuestion) signInDays(ctx context.Context, a activityApplication) (signInDays, error) {
	days, err := q.keptSignIns(ctx, signInKey{application: a.name, since: graph.Time(q.since)}, a)
	return days[a.name], err
}

// keptSignIns returns the days of sign-ins by application.
func (q activityQuestion) keptSignIns(ctx context.Context, key signInKey, applications ...activityApplication) (map[string]signInDays, error) {
	return q.connection.signIns.Get(ctx, key, func(ctx context.Context) (map[string]signInDays, time.Time, error) {
		days, err := q.fetchSignIns(ctx, applications)
		return days, q.connection.kept(), err
	})
}

// fetchSignIns reads the sign-ins to an application, or a user's to several. Interactive and non-interactive ones
// count, and only those that succeeded.
func (q activityQuestion) fetchSignIns(ctx context.Context, applications []activityApplication) (map[string]signInDays, error) {
	days := map[string]signInDays{}
	for _, a := range applications {
		days[a.name] = signInDays{}
	}
	err := q.addSignIns(ctx, applications, days, eventTypes[0]...)
	if !graph.IsBadRequest(err) {
		return days, err
	}
	for _, kind := range eventTypes[0] { // a Graph that takes one kind at a time
		if err := q.addSignIns(ctx, applications, days, kind); err != nil {
			return nil, err
		}
	}
	return days, nil
}

func (q activityQuestion) addSignIns(ctx context.Context, applications []activityApplication, days map[string]signInDays, kinds ...string) error {
	whose := graph.Equal("userId", graph.Text(q.user))
	if q.user == "" {
		whose = applicationClause(applications[0])
	}
	r := graph.Request{Version: signIns.version, Path: signIns.path, MaxTop: signIns.top, Help: signIns.help, SelectOptional: true,
		Select: []string{"userId", "createdDateTime", "appId", "resourceId", "status"}, Filter: useFilter(whose, q.since, kinds)}
	r.Help.Table = q.table
	for page, err := range graph.List(ctx, q.connection.Client(), r, applicationSignIns) {
		if err != nil {
			return err
		}
		for i := range page.Rows {
			for _, a := range applications {
				days[a.name].add(&page.Rows[i], a)
			}
		}
		page.Release()
	}
	return nil
}

// add counts a sign-in if it is to the application: Graph may have refused a part of the filter.
func (d signInDays) add(s *applicationSignIn, a activityApplication) {
	moment, ok := ParseTime(s.CreatedDateTime)
	if !ok || s.Status.ErrorCode != 0 || !slices.Contains(a.ids, strings.ToLower(s.AppID)) && !slices.Contains(a.ids, strings.ToLower(s.ResourceID)) {
		return
	}
	key := keyOfName(s.UserID)
	d[key] = max(d[key], dayOf(moment))
}

// logSince is from when the log can be read.
func logSince(now time.Time) time.Time { return now.Add(-signInReach).UTC().Truncate(24 * time.Hour) }

// signInsSince is from when the log is read. An upper bound is never sent: it would make an older sign-in the last.
func signInsSince(q *request[appActivity], now time.Time) time.Time {
	since := logSince(now)
	if c, ok := q.condition("last_activity_date", AtLeast); ok && c.Values[0].Time().After(since) {
		since = c.Values[0].Time()
	}
	return since
}

// useFilter asks for the successful sign-ins of some kinds for which another clause holds.
func useFilter(clause graph.Clause, since time.Time, kinds []string) graph.Filter {
	literals := make([]string, len(kinds))
	for i, kind := range kinds {
		literals[i] = graph.Text(kind)
	}
	ofKinds := graph.HasElement("signInEventTypes", literals...)
	ofKinds.Required = true
	return graph.Filter{
		graph.AtLeast("createdDateTime", graph.Time(since)),
		ofKinds,
		graph.Equal("status/errorCode", graph.Int(0)),
		clause,
	}
}

// applicationClause holds for the application's ids, be they the client's or the resource's.
func applicationClause(a activityApplication) graph.Clause {
	texts := make([]string, 0, 2*len(a.ids))
	for _, property := range []string{"appId", "resourceId"} {
		for _, id := range a.ids {
			texts = append(texts, property+" eq "+graph.Text(id))
		}
	}
	return graph.Clause{Property: "appId", Operator: "eq", Text: "(" + strings.Join(texts, " or ") + ")"}
}
