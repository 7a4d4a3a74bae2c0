package graph

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
)

const (
	fakeTenant = "11111111-2222-3333-4444-555555555555"
	fakeClient = "66666666-7777-8888-9999-000000000000"
	fakeSecret = "Zq8~very+secret/value="
)

// fake is a token host and a Graph on one TLS server, for what the demo tenant never does.
type fake struct {
	*httptest.Server
	t testing.TB
	// token answers a request for a token; nil: a new one each time.
	token http.HandlerFunc
	// graph answers all other requests.
	graph http.HandlerFunc

	tokens, connections, closed atomic.Int32

	mu    sync.Mutex
	asked []string // of Graph: method and URI
	log   strings.Builder
}

// startFake starts a server whose Graph answers with the handler.
func startFake(t testing.TB, graph http.HandlerFunc) *fake {
	t.Helper()
	f := &fake{t: t, graph: graph}
	f.Server = httptest.NewUnstartedServer(http.HandlerFunc(f.serve))
	f.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			f.connections.Add(1)
		case http.StateClosed:
			f.closed.Add(1)
		}
	}
	f.Config.ErrorLog = hclog.NewNullLogger().StandardLogger(nil) // handshakes that a test breaks
	f.EnableHTTP2 = true                                          // as Graph; the client does not take it up
	f.StartTLS()
	t.Cleanup(f.Close)
	return f
}

func (f *fake) host() string { return f.Listener.Addr().String() }

func (f *fake) roots() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(f.Certificate())
	return pool
}

func (f *fake) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasSuffix(r.URL.Path, "/openid-configuration"):
		base := f.URL + "/" + fakeTenant
		writeJSON(w, fmt.Sprintf(`{"token_endpoint":"%s/oauth2/v2.0/token","issuer":"%[1]s/v2.0","authorization_endpoint":"%[1]s/oauth2/v2.0/authorize"}`, base))
	case strings.HasSuffix(r.URL.Path, "/token"):
		n := f.tokens.Add(1)
		if f.token != nil {
			f.token(w, r)
			return
		}
		giveToken(w, n, 3600)
	default:
		f.mu.Lock()
		f.asked = append(f.asked, r.Method+" "+r.URL.RequestURI())
		f.mu.Unlock()
		f.graph(w, r)
	}
}

// fakeToken is the nth token, in the form of a real one.
func fakeToken(n int32, roles ...string) string {
	payload := fmt.Sprintf(`{"n":%d,"roles":["%s"]}`, n, strings.Join(roles, `","`))
	return "eyJ0eXAiOiJKV1QifQ." + base64.RawURLEncoding.EncodeToString([]byte(payload)) + ".c2lnbmF0dXJl"
}

func giveToken(w http.ResponseWriter, n int32, seconds int) {
	writeJSON(w, fmt.Sprintf(`{"token_type":"Bearer","expires_in":%d,"access_token":"%s"}`, seconds, fakeToken(n)))
}

func writeJSON(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(body))
}

// refuseWith answers with a status and an error of Graph's.
func refuseWith(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"error":{"code":%q,"message":%q}}`, code, message)
}

func fakeIdentity() Identity {
	return Identity{TenantID: fakeTenant, ClientID: fakeClient, ClientSecret: NewSecret(fakeSecret)}
}

// client returns a client of the server, after the changes of its options.
func (f *fake) client(changes ...func(*Options)) *Client {
	f.t.Helper()
	o := Options{
		Endpoints: Endpoints{TokenHost: f.host(), GraphHost: f.host()}, Identity: fakeIdentity(),
		Version: "1.2.3", RootCAs: f.roots(), MaxWait: defaultWait,
		Log: hclog.New(&hclog.LoggerOptions{Level: hclog.Trace, Output: f}),
	}
	for _, change := range changes {
		change(&o)
	}
	c, err := NewClient(o)
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(c.Close)
	return c
}

// hasty is a client that does not wait between two attempts.
func (f *fake) hasty() *Client {
	f.t.Helper()
	return f.client(func(o *Options) {
		o.Pause = func(ctx context.Context, _ time.Duration) error { return context.Cause(ctx) }
	})
}

// Write takes the log.
func (f *fake) Write(line []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.Write(line)
}

func (f *fake) logged() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.String()
}

// requests are those that Graph was asked so far.
func (f *fake) requests() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.asked)
}

// wantRequests fails unless Graph was asked exactly these, each the URI behind the version, unescaped.
func (f *fake) wantRequests(want ...string) {
	f.t.Helper()
	for i := range want {
		want[i] = "GET /v1.0" + want[i]
	}
	got := f.requests()
	for i := range got {
		got[i], _ = url.PathUnescape(got[i])
	}
	if !slices.Equal(got, want) {
		f.t.Errorf("requests:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// row is a row of the tests.
type row struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Tags []int  `json:"tags"`
}

// all reads a list and returns the ids of its rows.
func all(ctx context.Context, c *Client, r Request) (ids []string, err error) {
	for page, err := range List[row](ctx, c, r, nil) {
		if err != nil {
			return ids, err
		}
		for _, r := range page.Rows {
			ids = append(ids, r.ID)
		}
	}
	return ids, nil
}

// rows is Request for the rows of the tests.
var rows = Request{Path: "/rows", Help: Help{Table: "m365cc_row", Permissions: []string{"Row.Read.All", "Directory.Read.All"}}}

// atOnce is a time in which a busy machine gets done what happens at once, and far below what it would take otherwise.
const atOnce = 10 * time.Second

// wantError fails unless the error is one line with all parts and no secret or token.
func wantError(t testing.TB, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Error("no error")
		return
	}
	text := err.Error()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("error %q lacks %q", text, part)
		}
	}
	wantNoSecret(t, text)
	if strings.ContainsAny(text, "\r\n") {
		t.Errorf("error %q has several lines", text)
	}
}

// wantNoSecret fails when a text holds a secret or anything like a token.
func wantNoSecret(t testing.TB, text string) {
	t.Helper()
	for _, secret := range []string{fakeSecret, "Zq8~", "eyJ", "c2lnbmF0dXJl"} {
		if i := strings.Index(text, secret); i >= 0 {
			t.Errorf("%q stands in %q", secret, text[max(0, i-100):min(len(text), i+100)])
		}
	}
}

// page is the body of a page with rows of the ids.
func page(next string, ids ...string) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprintf(`{"id":%q,"name":"name of %s"}`, id, id))
	}
	if next != "" {
		next = fmt.Sprintf(`"@odata.nextLink":%q,`, next)
	}
	return "{" + next + `"value":[` + strings.Join(list, ",") + "]}"
}
