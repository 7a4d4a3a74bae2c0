package cmd

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// TestTenantErrors has what goes wrong between a connection and its tenant: each is one line that says what
// is wrong and what to change, without the secret.
func TestTenantErrors(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 10})
	const nobody = "11111111-2222-3333-4444-555555555555"
	for _, c := range []struct {
		name   string
		change map[string]string
		server func(*demo.Behaviour)
		want   []string // parts of the error
	}{
		{name: "wrong secret", change: map[string]string{"AZURE_CLIENT_SECRET": secret},
			want: []string{"AADSTS7000215", "client_secret is wrong", fmt.Sprintf("client_id %q", server.ClientID())}},
		{name: "expired secret", change: map[string]string{"AZURE_CLIENT_SECRET": server.ExpiredClientSecret()},
			want: []string{"AADSTS7000222", "client_secret has expired"}},
		{name: "wrong tenant", change: map[string]string{"AZURE_TENANT_ID": nobody},
			want: []string{"AADSTS90002", fmt.Sprintf("tenant_id %q was not found at %q", nobody, server.TokenHost()), "cloud"}},
		{name: "wrong client", change: map[string]string{"AZURE_CLIENT_ID": nobody},
			want: []string{"AADSTS700016", fmt.Sprintf("client_id %q", nobody), "tenant_id"}},
		{name: "missing permission", server: withoutRoles("User.Read.All", "Directory.Read.All"),
			want: []string{"GET /v1.0/users: 403 Authorization_RequestDenied", "m365cc_user needs the application permission User.Read.All", "grant consent", "request id"}},
		{name: "unreachable token host", change: map[string]string{"M365CC_TOKEN_HOST": "127.0.0.1:1"},
			want: []string{`token_host "127.0.0.1:1" cannot be reached`, "connection refused"}},
		{name: "Graph of another cloud", change: map[string]string{"M365CC_GRAPH_HOST": "graph.microsoft.us"},
			want: []string{"AADSTS500011", `graph_host "graph.microsoft.us"`, "set cloud"}},
		{name: "two clouds", change: map[string]string{"M365CC_TOKEN_HOST": "login.microsoftonline.us", "M365CC_GRAPH_HOST": "graph.microsoft.com"},
			want: []string{`token_host "login.microsoftonline.us" belongs to the cloud gcc_high or dod, graph_host "graph.microsoft.com" to global`}},
		{name: "unknown cloud", change: map[string]string{"M365CC_CLOUD": "gcc"},
			want: []string{`cloud (from M365CC_CLOUD): "gcc" is not one of global, gcc_high, dod, china`}},
		{name: "not encrypted", change: map[string]string{"M365CC_GRAPH_HOST": "http://" + server.GraphHost()},
			want: []string{"graph_host (from M365CC_GRAPH_HOST): ", "is not https"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := environment(server)
			for name, value := range c.change {
				env[name] = value
			}
			server.Set(func(b *demo.Behaviour) { *b = demo.Behaviour{} })
			if c.server != nil {
				server.Set(c.server)
			}
			got := call{roots: trust(server), env: env}.run(t, "query", "select display_name from m365cc_user")
			got.isTenantError(t, env["AZURE_CLIENT_SECRET"], c.want...)
		})
	}
}

// isTenantError wants one line with the parts, and without the secret.
func (o outcome) isTenantError(t *testing.T, secret string, parts ...string) {
	t.Helper()
	if o.code != exitError || o.out != "" || strings.Count(o.err, "\n") != 1 || !strings.HasPrefix(o.err, "Error: ") || strings.Contains(o.err, secret) {
		t.Error(o)
	}
	for _, part := range parts {
		if !strings.Contains(o.err, part) {
			t.Errorf("%q is not in %s", part, o.err)
		}
	}
}

func withoutRoles(roles ...string) func(*demo.Behaviour) {
	return func(b *demo.Behaviour) {
		b.Roles = slices.DeleteFunc(demo.DefaultRoles(), func(r string) bool { return slices.Contains(roles, r) })
	}
}

// TestUntrustedHost is a host with a certificate that nobody trusts, such as a proxy's.
func TestUntrustedHost(t *testing.T) {
	env := environment(shared())
	call{roots: x509.NewCertPool(), env: env}.run(t, "query", "select id from m365cc_user").
		isTenantError(t, env["AZURE_CLIENT_SECRET"], fmt.Sprintf("token_host %q", shared().TokenHost()), "certificate signed by unknown authority")
}

// TestUnreachableGraph has a token host that gives a token for any Graph.
func TestUnreachableGraph(t *testing.T) {
	mux := http.NewServeMux()
	tokens := httptest.NewTLSServer(mux)
	defer tokens.Close()
	mux.HandleFunc("GET /contoso.com/v2.0/.well-known/openid-configuration", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"token_endpoint": "%[1]s/token", "authorization_endpoint": "%[1]s/authorize", "issuer": "%[1]s/contoso.com/v2.0"}`, tokens.URL)
	})
	mux.HandleFunc("POST /token", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"token_type": "Bearer", "expires_in": 3600, "access_token": "token"}`)
	})
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: tokens.Certificate().Raw}))
	call{roots: roots, env: map[string]string{
		"AZURE_TENANT_ID": "contoso.com", "AZURE_CLIENT_ID": shared().ClientID(), "AZURE_CLIENT_SECRET": secret,
		"M365CC_TOKEN_HOST": tokens.URL, "M365CC_GRAPH_HOST": "127.0.0.1:1",
	}}.run(t, "query", "select id from m365cc_user").
		isTenantError(t, secret, `graph_host "127.0.0.1:1" cannot be reached; check graph_host, cloud and a proxy (HTTPS_PROXY)`, "connection refused")
}
