package m365cc

import (
	"context"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// userRegistration is what a user has registered for MFA.
type userRegistration struct{ registered, capable Flag }

// registrationSource leaves disabled users out.
var registrationSource = &joinedSource[user]{name: "userRegistrationDetails", endpoints: mfaRegistrations.sources(), needs: []string{"id"}, read: readRegistrations}

// registrationLine is what counts here of a registration.
type registrationLine struct {
	ID           string `json:"id"`
	IsRegistered Flag   `json:"isMfaRegistered"`
	IsCapable    Flag   `json:"isMfaCapable"`
}

var registrationLines = new(graph.Pool[registrationLine])

func readRegistrations(ctx context.Context, q *request[user], only *user) (func(*user), []string, error) {
	r := graph.Request{Version: mfaRegistrations.version, Path: mfaRegistrations.path, Help: mfaRegistrations.help, SelectOptional: true,
		Select: []string{"id", "isMfaRegistered", "isMfaCapable"}}
	r.Help.Table = q.table.name
	id, fetch := "", fetchRegistrations
	if only != nil {
		id, fetch = only.ID, fetchRegistration
		r.Path += "/" + id
	}
	all, err := q.Connection.mfa.Get(ctx, id, func(ctx context.Context) (map[nameKey]userRegistration, time.Time, error) {
		found, err := fetch(ctx, q.Connection.client, r)
		return found, q.Connection.kept(), err
	})
	return func(u *user) { u.join().registration = all[keyOfName(u.ID)] }, nil, err
}

// fetchRegistrations reads those of all users.
func fetchRegistrations(ctx context.Context, c *graph.Client, r graph.Request) (map[nameKey]userRegistration, error) {
	all := map[nameKey]userRegistration{}
	for page, err := range graph.List(ctx, c, r, registrationLines) {
		if err != nil {
			return nil, err
		}
		for _, line := range page.Rows {
			all[keyOfName(line.ID)] = userRegistration{line.IsRegistered, line.IsCapable}
		}
		page.Release()
	}
	return all, nil
}

// fetchRegistration reads that of a user, if there is one.
func fetchRegistration(ctx context.Context, c *graph.Client, r graph.Request) (map[nameKey]userRegistration, error) {
	line, _, err := graph.Get[registrationLine](ctx, c, r)
	if line == nil {
		return nil, err
	}
	return map[nameKey]userRegistration{keyOfName(line.ID): {line.IsRegistered, line.IsCapable}}, err
}

// federationSource is joined by the domain of the user principal name.
var federationSource = &joinedSource[user]{name: "domains", endpoints: domains.sources(), needs: []string{"userPrincipalName"}, read: readFederation}

func readFederation(ctx context.Context, q *request[user], _ *user) (func(*user), []string, error) {
	federated, err := q.Connection.federated.Get(ctx, func(ctx context.Context) (map[string]Flag, time.Time, error) {
		all := map[string]Flag{}
		r := graph.Request{Path: domains.path, Select: []string{"id", "authenticationType"}, SelectOptional: true, Help: domains.help}
		r.Help.Table = q.table.name
		for page, err := range graph.List[domain](ctx, q.Connection.client, r, nil) {
			if err != nil {
				return nil, time.Time{}, err
			}
			for i := range page.Rows {
				all[strings.ToLower(page.Rows[i].ID)] = page.Rows[i].federated()
			}
		}
		return all, q.Connection.kept(), nil
	})
	return func(u *user) { u.join().federated = federated[domainOf(u.UserPrincipalName)] }, nil, err
}

// domainOf is the domain of a user principal name, in lower case.
func domainOf(userPrincipalName string) string {
	return strings.ToLower(userPrincipalName[strings.LastIndexByte(userPrincipalName, '@')+1:])
}
