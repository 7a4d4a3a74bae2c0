package m365cc_test

import (
	"context"
	"crypto/x509"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// connect makes a connection to a tenant that it names in its own way.
func connect(t *testing.T, server *demo.Server, tenant string) *m365cc.Connection {
	t.Helper()
	settings := settingsOf(t, server)
	settings.Identity.TenantID = tenant
	return connectWith(t, server, settings)
}

func connectWith(t *testing.T, server *demo.Server, settings m365cc.Settings) *m365cc.Connection {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CertificatePEM())
	connection, err := m365cc.NewConnection(settings, m365cc.ConnectionOptions{RootCAs: roots})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(connection.Close)
	return connection
}

// TestTenantID asks only for the id of a tenant that is named by a domain, and once.
func TestTenantID(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 5})
	for _, c := range []struct {
		tenant   string
		requests []string
	}{
		{server.TenantID(), nil},
		{strings.ToUpper(server.TenantID()), nil},
		{server.Tenant().Domain(), []string{"GET /v1.0/organization?$select=id"}},
	} {
		server.Reset()
		connection := connect(t, server, c.tenant)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if id, err := connection.TenantID(t.Context()); err != nil || id != server.TenantID() {
					t.Errorf("%s: %q, %v", c.tenant, id, err)
				}
			})
		}
		all.Wait()
		if got := requestsOf(server); strings.Join(got, "\n") != strings.Join(c.requests, "\n") {
			t.Errorf("%s: %q", c.tenant, got)
		}
		if n := len(server.TokenRequests()); len(c.requests) == 0 && n != 0 {
			t.Errorf("%s: %d token requests", c.tenant, n)
		}
	}
}

func TestTenantIDErrors(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 5})
	server.Set(func(b *demo.Behaviour) { b.Roles = []string{"Reports.Read.All"} })
	_, err := connect(t, server, server.Tenant().Domain()).TenantID(t.Context())
	var refused *graph.Error
	if !errors.As(err, &refused) || refused.Status != 403 || !strings.Contains(err.Error(), "Organization.Read.All") {
		t.Errorf("got %v", err)
	}
}

// TestTenantIDAfterAnError: an error is not kept.
func TestTenantIDAfterAnError(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 5})
	connection := connect(t, server, server.Tenant().Domain())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := connection.TenantID(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if id, err := connection.TenantID(t.Context()); err != nil || id != server.TenantID() {
		t.Errorf("got %q, %v", id, err)
	}
}

// TestConnectionClient is on the connection's hosts.
func TestConnectionClient(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 5})
	connection := connect(t, server, server.TenantID())
	if want := (graph.Endpoints{TokenHost: server.TokenHost(), GraphHost: server.GraphHost()}); connection.Client().Endpoints() != want {
		t.Errorf("got %v, want %v", connection.Client().Endpoints(), want)
	}
}

// TestConnectionCertificateWorks signs in with a certificate instead of the secret.
func TestConnectionCertificateWorks(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 5})
	settings := settingsOf(t, server)
	tenant, client, path := settings.Identity.TenantID, settings.Identity.ClientID, fileOf(t, "client.pem", server.ClientCertificatePEM())
	host, graphHost := server.TokenHost(), server.GraphHost()
	resolved, err := m365cc.ConnectionConfig{TenantID: &tenant, ClientID: &client, CertificatePath: &path, TokenHost: &host, GraphHost: &graphHost}.
		Resolve(func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	resolved.Identity.TenantID = server.Tenant().Domain()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CertificatePEM())
	connection, err := m365cc.NewConnection(resolved, m365cc.ConnectionOptions{RootCAs: roots})
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if id, err := connection.TenantID(t.Context()); err != nil || id != server.TenantID() {
		t.Errorf("got %q, %v", id, err)
	}
	if len(server.TokenRequests()) == 0 {
		t.Error("no token was asked for")
	}
}

// TestNewConnectionErrors finds at once what Microsoft's library refuses.
func TestNewConnectionErrors(t *testing.T) {
	for name, id := range map[string]graph.Identity{
		"tenant": {TenantID: "not a tenant/", ClientID: someClient, ClientSecret: graph.NewSecret(someSecret)},
		"none":   {TenantID: someTenant, ClientID: someClient},
	} {
		_, err := m365cc.NewConnection(m365cc.Settings{Identity: id, Endpoints: graph.Endpoints{TokenHost: "localhost", GraphHost: "localhost"}}, m365cc.ConnectionOptions{})
		if err == nil || !strings.Contains(err.Error(), "tenant_id, client_id or credential: ") {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
