package graph

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
)

func TestNewClientRefusesWhatCannotWork(t *testing.T) {
	hosts := Endpoints{"login.example.com", "graph.example.com"}
	for name, o := range map[string]Options{
		"no tenant":      {Endpoints: hosts, Identity: Identity{ClientID: fakeClient, ClientSecret: NewSecret(fakeSecret)}},
		"a tenant's URL": {Endpoints: hosts, Identity: Identity{TenantID: "https://x/", ClientID: fakeClient, ClientSecret: NewSecret(fakeSecret)}},
		"no credential":  {Endpoints: hosts, Identity: Identity{TenantID: fakeTenant, ClientID: fakeClient}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := NewClient(o)
			wantError(t, err, "tenant_id, client_id or credential: ")
		})
	}
	_, err := NewClient(Options{Endpoints: Endpoints{"login.example.com", "graph example"}, Identity: fakeIdentity()})
	wantError(t, err, "graph_host: ")
}

func TestNewClientSendsNothing(t *testing.T) {
	f := startFake(t, nil)
	c := f.client()
	if f.connections.Load() != 0 || c.Endpoints().GraphHost != f.host() {
		t.Errorf("%d connections to %v", f.connections.Load(), c.Endpoints())
	}
}

func TestCloseDropsConnections(t *testing.T) {
	f := startFake(t, gives("a"))
	c := f.client()
	if _, err := all(t.Context(), c, rows); err != nil {
		t.Fatal(err)
	}
	c.Close()
	for range 100 {
		if f.closed.Load() == f.connections.Load() {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%d of %d connections are closed", f.closed.Load(), f.connections.Load())
}

func TestTellOnce(t *testing.T) {
	f := startFake(t, nil)
	var notices []string
	c := f.client(func(o *Options) { o.Notice = func(text string) { notices = append(notices, text) } })
	for range 3 {
		c.Tell("m365cc_row: a is NULL", errors.New("no permission"))
		c.Tell("m365cc_row: b is NULL", errors.New("no licence"))
	}
	if want := []string{"m365cc_row: a is NULL: no permission", "m365cc_row: b is NULL: no licence"}; !slices.Equal(notices, want) {
		t.Errorf("got %q, want %q", notices, want)
	}
	if n := strings.Count(f.logged(), "[WARN]"); n != 2 {
		t.Errorf("got %d warnings:\n%s", n, f.logged())
	}
	silent := f.client(func(o *Options) { o.Log, o.Notice = nil, nil })
	silent.Tell("nobody listens", errors.New("x"))
}

func TestWatchIsToldOfEachRequest(t *testing.T) {
	f := startFake(t, nil)
	f.graph = answers(throttles(429, "0.01"), pages(f, 2), pages(f, 2))
	requests := make(chan bool, 10)
	waits := make(chan string, 10)
	ctx := WithWatch(t.Context(), &Watch{
		Request: func() { requests <- true },
		Wait:    func(reason string, _ time.Duration) { waits <- reason },
	})
	if _, err := all(ctx, f.client(), rows); err != nil {
		t.Fatal(err)
	}
	if len(requests) != 3 || len(waits) != 1 {
		t.Errorf("told of %d requests and %d waits", len(requests), len(waits))
	}
	if _, err := all(WithWatch(t.Context(), &Watch{}), f.client(), rows); err != nil {
		t.Error(err)
	}
}

// TestIPv6 holds that the token is sent to a Graph whose host is an address in brackets.
func TestIPv6(t *testing.T) {
	listener, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("no IPv6 here")
	}
	f := startFake(t, nil)
	six := httptest.NewUnstartedServer(nil)
	six.Listener.Close()
	six.Listener = listener
	six.Config.ErrorLog = hclog.NewNullLogger().StandardLogger(nil)
	turn := answers(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+fakeToken(1) {
			t.Errorf("got the token %q", r.Header.Get("Authorization"))
		}
		writeJSON(w, page(six.URL+"/v1.0/rows?n=1", "a"))
	}, gives("b"))
	six.Config.Handler = turn
	six.StartTLS()
	defer six.Close()
	c := f.client(func(o *Options) {
		host, err := ParseHost(listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		o.Endpoints.GraphHost = host
	})
	if ids, err := all(t.Context(), c, rows); err != nil || !slices.Equal(ids, []string{"a", "b"}) {
		t.Errorf("got %q, %v", ids, err)
	}
}
