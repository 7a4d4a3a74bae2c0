package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// sample reads one of Microsoft's sample bodies, or skips the test where they are not at hand.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	folder := filepath.Join("..", "..", "..", "shared", "graph", "samples", "errors")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the sample bodies are not here")
	}
	body, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// aadError is the body of Microsoft Entra's refusal.
func aadError(kind string, code int, message string) string {
	body, _ := json.Marshal(map[string]any{"error": kind, "error_codes": []int{code}, "trace_id": "0000aaaa", "correlation_id": "aaaa0000",
		"error_description": fmt.Sprintf("AADSTS%d: %s\r\nTrace ID: 0000aaaa\r\nCorrelation ID: aaaa0000\r\nTimestamp: 2026-11-24 08:41:22Z", code, message)})
	return string(body)
}

// signInError is what a list says when the token host answers so.
func signInError(t testing.TB, status int, contentType, body string) error {
	t.Helper()
	f := startFake(t, nil)
	f.token = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
	_, err := all(t.Context(), f.client(func(o *Options) {
		o.Endpoints.GraphHost, o.Pause = "127.0.0.1:9", func(context.Context, time.Duration) error { return nil }
	}), rows)
	var token *TokenError
	if !errors.As(err, &token) {
		t.Errorf("got a %T, want a TokenError", err)
	}
	return err
}

func TestSignInErrorsNameTheArgument(t *testing.T) {
	client, tenant, graphHost := `client_id "`+fakeClient+`"`, `tenant `+`"`+fakeTenant+`"`, `graph_host "127.0.0.1:9"`
	for _, test := range []struct {
		status int
		kind   string
		code   int
		text   string
		want   []string
	}{
		{401, "invalid_client", 7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID", []string{"client_secret is wrong", "not its id", client}},
		{401, "invalid_client", 7000222, "The provided client secret keys are expired.", []string{"client_secret has expired", client}},
		{400, "unauthorized_client", 700016, "Application with identifier 'x' was not found in the directory 'y'.", []string{client, tenant, "check client_id and tenant_id"}},
		{400, "invalid_request", 90002, "Tenant 'x' not found.", []string{`tenant_id "` + fakeTenant + `" was not found at "127.0.0.1:`, "cloud or token_host"}},
		{400, "invalid_request", 900023, "Specified tenant identifier is neither a valid DNS name, nor a valid external domain.", []string{"tenant_id", "neither a directory id nor a domain name"}},
		{400, "invalid_request", 90038, "Tenant 'x' request is being redirected to the National Cloud 'y'.", []string{tenant, "another cloud", "set cloud"}},
		{400, "invalid_request", 900382, "Confidential Client is not supported in Cross Cloud request.", []string{tenant, "another cloud", "set cloud"}},
		{400, "invalid_request", 900432, "Confidential Client is not supported in Cross Cloud request.", []string{tenant, "another cloud", "set cloud"}},
		{400, "invalid_request", 900144, "The request body must contain the following parameter: 'scope'.", []string{"tenant_id", "client_id", "the following parameter: 'scope'"}},
		{400, "invalid_scope", 70011, "The provided value for the input parameter 'scope' isn't valid.", []string{graphHost, "set cloud"}},
		{400, "invalid_scope", 1002012, "The provided value for scope is not valid.", []string{graphHost, "set cloud"}},
		{400, "invalid_resource", 500011, "The resource principal named x was not found in the tenant named y.", []string{graphHost, tenant}},
		{400, "invalid_client", 7000229, "The client application is missing service principal in the tenant.", []string{client, "no service principal", tenant}},
		{401, "invalid_client", 700027, "Client assertion contains an invalid signature.", []string{"certificate_path", client}},
		{400, "invalid_grant", 53003, "Access has been blocked by Conditional Access policies.", []string{"conditional access", client}},
		{400, "unauthorized_client", 7000112, "Application 'x' is disabled.", []string{client, "is disabled"}},
		{400, "invalid_grant", 50105, "The signed in user is not assigned to a role for the application.", []string{"tenant_id", "client_id", "were refused: The signed in user is not assigned"}},
		{400, "invalid_grant", 99, "It was " + fakeSecret + ".", []string{"It was (client_secret)."}},
	} {
		t.Run(fmt.Sprint(test.code), func(t *testing.T) {
			err := signInError(t, test.status, "application/json", aadError(test.kind, test.code, test.text))
			wantError(t, err, append(test.want, fmt.Sprintf("cannot sign in: AADSTS%d: ", test.code))...)
			if strings.Contains(err.Error(), "Trace ID") {
				t.Errorf("%q has the trace", err)
			}
		})
	}
}

func TestSignInErrorsOfSamples(t *testing.T) {
	for name, want := range map[string]string{
		"token-400-invalid-scope.json":       "AADSTS70011: graph_host",
		"token-400-tenant-not-found.json":    "AADSTS90002: tenant_id",
		"token-400-unauthorized-client.json": "AADSTS700016: client_id",
		"token-401-invalid-client.json":      "AADSTS7000215: client_secret",
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, signInError(t, 400, "application/json; charset=utf-8", string(sample(t, name))), want)
		})
	}
}

func TestSignInErrorsThatAreNotEntras(t *testing.T) {
	const other = "check token_host and a proxy in between"
	token := `{"token_type":"Bearer","expires_in":3600,"access_token":"` + fakeToken(1)
	for name, test := range map[string]struct {
		status     int
		kind, body string
		want       []string
	}{
		"page of a proxy":        {407, "text/html", "<html>\n<h1>Sign in</h1></html>", []string{"407 Proxy Authentication Required", other}},
		"no body":                {403, "", "", []string{"403 Forbidden", other}},
		"JSON of somebody else":  {404, "application/json", `{"message":"no"}`, []string{"404 Not Found", other}},
		"a list":                 {400, "application/json", `[]`, []string{"400 Bad Request", other}},
		"an error without codes": {400, "application/json", `{"error":"invalid_request","error_description":"bad\nthing"}`, []string{"invalid_request: tenant_id", ": bad"}},
		"codes without a text":   {400, "application/json", `{"error":"x","error_codes":[7000222,90002]}`, []string{"AADSTS90002: tenant_id"}},
		"a redirect":             {302, "text/html", "", []string{"302 Found", other}},
		"HTML with status 200":   {200, "text/html", "<html>Sign in</html>", []string{"gave no token", other}},
		"a token cut off":        {200, "application/json", token, []string{"gave no token", other}},
		"busy":                   {503, "application/json", aadError("temporarily_unavailable", 90033, "A transient error has occurred."), []string{"AADSTS90033: token_host", "503 Service Unavailable; run the query again later: A transient"}},
		"no token":               {200, "application/json", `{}`, []string{"gave no token", other}},
	} {
		t.Run(name, func(t *testing.T) {
			err := signInError(t, test.status, test.kind, test.body)
			wantError(t, err, append(test.want, "cannot sign in: ", "127.0.0.1:")...)
		})
	}
}

// refusedPort is a port of loopback where nobody listens.
func refusedPort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestUnreachableHosts holds that a host that is misspelt or wrong is reported soon, in one line.
func TestUnreachableHosts(t *testing.T) {
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	strange, err := demo.Start(demo.Options{Users: 1}) // has an authority of its own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = strange.Close() })
	for name, test := range map[string]struct{ host, want string }{
		"nobody listens":        {refusedPort(t), "cannot be reached"},
		"no such host":          {"login.m365cc.invalid", "does not exist"},
		"certificate of others": {strange.GraphHost(), "is not trusted"},
		"not TLS":               {plain.Listener.Addr().String(), "cannot be reached"},
	} {
		for _, argument := range []string{"token_host", "graph_host"} {
			t.Run(name+" at "+argument, func(t *testing.T) {
				f := startFake(t, nil)
				c := f.client(func(o *Options) {
					if argument == "graph_host" {
						o.Endpoints.GraphHost = test.host
					} else {
						o.Endpoints.TokenHost = test.host
					}
					o.Pause = func(_ context.Context, d time.Duration) error {
						t.Errorf("asked again after %s", d)
						return nil
					}
				})
				_, err := all(t.Context(), c, rows)
				wantError(t, err, fmt.Sprintf("%s %q", argument, test.host), test.want, "check "+argument)
			})
		}
	}
}
