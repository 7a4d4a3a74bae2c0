package m365cc

import (
	"context"
	"crypto/x509"
	"errors"
	"strings"
	"time"

	"github.com/hashicorp/go-hclog"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// Version is the plugin's version; the build sets it.
var Version = "0.1.0-dev"

// Connection is one tenant as the tables read it: one credential and one HTTP client, made once, and
// what several tables need, fetched once. It is safe for use by many queries at a time.
type Connection struct {
	client    *graph.Client
	settings  Settings
	tenantID  graph.Shared[string]
	skus      graph.Shared[map[string]string]
	contents  graph.Shared[map[string]skuContent]
	purchases graph.Shared[subscriptions]
	groups    graph.Shared[map[string]string]
	reports   graph.SharedBy[string, *graph.Report] // by path
	readables graph.SharedBy[string, *graph.Report] // that probes found readable, by path; with their heads, or nil
	signIns   graph.SharedBy[signInKey, map[string]signInDays]
	federated graph.Shared[map[string]Flag]                        // by domain in lower case
	mfa       graph.SharedBy[string, map[nameKey]userRegistration] // by the id of the only user; "": all
}

// ConnectionOptions are what a connection needs beside its arguments.
type ConnectionOptions struct {
	// RootCAs are trusted instead of the system's; nil: the system's.
	RootCAs *x509.CertPool
	// Log takes warnings; nil: nothing is logged.
	Log hclog.Logger
	// Notice is told once of each thing that makes an answer poorer; nil: only the log is.
	Notice func(text string)
	// Pause waits as [graph.Options] says; nil: it takes the time. For tests.
	Pause func(context.Context, time.Duration) error
}

// NewConnection makes a connection of its checked arguments. No request is sent yet.
func NewConnection(s Settings, o ConnectionOptions) (*Connection, error) {
	client, err := graph.NewClient(graph.Options{
		Endpoints: s.Endpoints, Identity: s.Identity, Version: Version,
		RootCAs: o.RootCAs, Log: o.Log, Notice: o.Notice, MaxWait: s.MaxWait, Pause: o.Pause,
	})
	if err != nil {
		return nil, err
	}
	return &Connection{client: client, settings: s}, nil
}

// Client returns the connection's Graph client.
func (c *Connection) Client() *graph.Client { return c.client }

// Close drops idle connections.
func (c *Connection) Close() { c.client.Close() }

// TenantID returns the id of the connection's tenant, which is asked for once when the connection names
// the tenant by a domain.
func (c *Connection) TenantID(ctx context.Context) (string, error) {
	if guidPattern.MatchString(c.settings.Identity.TenantID) {
		return strings.ToLower(c.settings.Identity.TenantID), nil
	}
	return c.tenantID.Get(ctx, c.fetchTenantID)
}

func (c *Connection) fetchTenantID(ctx context.Context) (string, time.Time, error) {
	type organization struct {
		ID string `json:"id"`
	}
	for page, err := range graph.List[organization](ctx, c.client, organizationRequest(), nil) {
		if err != nil {
			return "", time.Time{}, err
		}
		for _, o := range page.Rows {
			return o.ID, time.Now().AddDate(1, 0, 0), nil
		}
	}
	return "", time.Time{}, errors.New("GET /v1.0/organization: Graph gave no organization; set tenant_id to the directory (tenant) id")
}

// organizationRequest asks for the tenant's id.
//
// https://learn.microsoft.com/graph/api/organization-list
func organizationRequest() graph.Request {
	return graph.Request{Path: "/organization", Select: []string{"id"}, Help: graph.Help{Table: "tenant_id",
		Permissions: []string{"Organization.Read.All", "Directory.Read.All"}}}
}

// kept is until when a value that is fetched now is good.
func (c *Connection) kept() time.Time { return time.Now().Add(c.settings.CacheTTL) }
