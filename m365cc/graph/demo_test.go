package graph_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// tenant is a demo tenant and a client of it.
type tenant struct {
	*demo.Server
	*graph.Client
	t   testing.TB
	mu  sync.Mutex
	log bytes.Buffer
}

// startTenant starts a tenant that behaves so; change alters the client's options.
func startTenant(t testing.TB, behaviour func(*demo.Behaviour), change func(*demo.Server, *graph.Options)) *tenant {
	t.Helper()
	s, err := demo.Start(demo.Options{Now: time.Date(2026, 11, 24, 9, 30, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	if behaviour != nil {
		s.Set(behaviour)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(s.CertificatePEM())
	d := &tenant{Server: s, t: t}
	o := graph.Options{
		Endpoints: graph.Endpoints{TokenHost: s.TokenHost(), GraphHost: s.GraphHost()},
		Identity:  graph.Identity{TenantID: s.TenantID(), ClientID: s.ClientID(), ClientSecret: graph.NewSecret(s.ClientSecret())},
		RootCAs:   roots, MaxWait: time.Minute, Log: hclog.New(&hclog.LoggerOptions{Level: hclog.Trace, Output: d}),
	}
	if change != nil {
		change(s, &o)
	}
	if d.Client, err = graph.NewClient(o); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		d.Client.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		d.wantNoSecret(d.logged())
	})
	return d
}

// Write takes the log.
func (d *tenant) Write(line []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log.Write(line)
}

func (d *tenant) logged() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.log.String()
}

func (d *tenant) wantNoSecret(text string) {
	d.t.Helper()
	for _, secret := range []string{d.ClientSecret(), d.ExpiredClientSecret(), "eyJ"} {
		if strings.Contains(text, secret) {
			d.t.Errorf("%q stands in %q", secret, text)
		}
	}
}

// wantError fails unless the error is one line with all parts and without a secret.
func (d *tenant) wantError(err error, parts ...string) {
	d.t.Helper()
	if err == nil {
		d.t.Error("no error")
		return
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			d.t.Errorf("error %q lacks %q", err, part)
		}
	}
	if strings.ContainsAny(err.Error(), "\r\n") {
		d.t.Errorf("error %q has several lines", err)
	}
	d.wantNoSecret(err.Error())
}

// user is a row of the tests.
type user struct {
	ID             string `json:"id"`
	Department     string `json:"department"`
	AccountEnabled *bool  `json:"accountEnabled"`
	CompanyName    string `json:"companyName"`
	SignInActivity *struct {
		Last string `json:"lastSignInDateTime"`
	} `json:"signInActivity"`
}

// users reads a list to its end.
func (d *tenant) users(ctx context.Context, r graph.Request) (rows []user, missing []string, err error) {
	for page, err := range graph.List[user](ctx, d.Client, r, nil) {
		if err != nil {
			return rows, missing, err
		}
		rows, missing = append(rows, page.Rows...), page.Missing
	}
	return rows, missing, nil
}

// wantRequests fails unless Graph got exactly these queries for users; those of later pages are "next".
func (d *tenant) wantRequests(want ...string) {
	d.t.Helper()
	var got []string
	for _, r := range d.Requests() {
		query, _ := url.PathUnescape(r.RawQuery)
		if r.Query.Has("$skiptoken") {
			query = "next"
		}
		if r.Header.Get("ConsistencyLevel") != "" {
			query += " eventual"
		}
		got = append(got, query)
	}
	if !slices.Equal(got, want) {
		d.t.Errorf("requests:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
