package demo

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRequestsAreKept(t *testing.T) {
	c := startServer(t, Options{})
	c.ok("users?$select=id&$top=7&$filter=startsWith(displayName,'a') or accountEnabled eq true")
	c.get("users?$skip=1", "ConsistencyLevel", "eventual")
	c.get("nowhere")
	c.ok("users/AdeleV@contoso.com")
	got := c.server.Requests()
	if len(got) != 4 {
		t.Fatalf("%d requests", len(got))
	}
	first := got[0]
	if first.Method != "GET" || first.Path != "/v1.0/users" || first.Status != 200 || first.Rows != 7 {
		t.Errorf("%+v", first)
	}
	if first.Query.Get("$top") != "7" || first.Query.Get("$filter") != "startsWith(displayName,'a') or accountEnabled eq true" ||
		!strings.HasPrefix(first.RawQuery, "$select=id&$top=7&$filter=startsWith") {
		t.Errorf("query %v of %q", first.Query, first.RawQuery)
	}
	if first.Header.Get("Authorization") != "" || got[1].Header.Get("ConsistencyLevel") != "eventual" {
		t.Errorf("headers %v", got[1].Header)
	}
	for k, want := range []int{200, 400, 400, 200} {
		if got[k].Status != want {
			t.Errorf("request %d: status %d", k, got[k].Status)
		}
	}
	if got[3].Rows != 1 || got[1].Rows != 0 {
		t.Errorf("rows %d and %d", got[3].Rows, got[1].Rows)
	}
	c.server.Reset()
	if n := len(c.server.Requests()) + len(c.server.TokenRequests()); n != 0 {
		t.Errorf("%d requests after Reset", n)
	}
}

func TestRequestLogForgetsTheOldest(t *testing.T) {
	l := requestLog{limit: 10}
	r, _ := http.NewRequest("GET", "https://h/p", nil)
	var numbers []int
	for range 25 {
		numbers = append(numbers, l.add(r, nil))
	}
	for k, n := range numbers {
		l.done(n, 200+k, k)
	}
	kept := l.all()
	if len(kept) > 10 || len(kept) < 5 || kept[len(kept)-1].Status != 224 {
		t.Fatalf("%d kept, the last is %+v", len(kept), kept[len(kept)-1])
	}
	for k := 1; k < len(kept); k++ {
		if kept[k].Status != kept[k-1].Status+1 {
			t.Errorf("a gap between %d and %d", kept[k-1].Status, kept[k].Status)
		}
	}
	number := l.add(r, nil)
	l.reset()
	l.done(number, 500, 1)
	if len(l.all()) != 0 {
		t.Error("a request under way came back after the reset")
	}
}

func TestTwoHosts(t *testing.T) {
	c := startServer(t, Options{Users: 1})
	if c.server.TokenHost() == c.server.GraphHost() || !strings.HasPrefix(c.server.TokenHost(), "127.0.0.1:") {
		t.Errorf("hosts %s and %s", c.server.TokenHost(), c.server.GraphHost())
	}
	if a := c.get("https://" + c.server.TokenHost() + "/v1.0/users"); a.status != 404 {
		t.Errorf("the token server answers as Graph: %d", a.status)
	}
}

func TestCertificates(t *testing.T) {
	c := startServer(t, Options{Users: 1})
	block, rest := pem.Decode(c.server.CertificatePEM())
	if block == nil || block.Type != "CERTIFICATE" || len(bytes.TrimSpace(rest)) > 0 {
		t.Fatal("the authority is not one certificate")
	}
	strange := &http.Client{Transport: &http.Transport{}}
	if _, err := strange.Get("https://" + c.server.GraphHost() + "/v1.0/users"); err == nil {
		t.Error("a client that does not know the authority trusts the server")
	}
	_, port, _ := net.SplitHostPort(c.server.GraphHost())
	if a := c.do("GET", "https://localhost:"+port+"/v1.0/users", nil); a.status != 401 {
		t.Errorf("by the name localhost: %d", a.status)
	}
}

func TestStartFails(t *testing.T) {
	for name, o := range map[string]Options{
		"an unknown cloud": {Cloud: "moon"}, "a bad size": {Users: -5},
		"a bad token address": {TokenAddr: "256.0.0.1:0"}, "a bad Graph address": {GraphAddr: "127.0.0.1:99999"},
	} {
		if s, err := Start(o); err == nil {
			s.Close()
			t.Errorf("%s starts", name)
		}
	}
	taken := startServer(t, Options{Users: 1})
	if _, err := Start(Options{Users: 1, GraphAddr: taken.server.TokenHost()}); err == nil {
		t.Error("two servers on one port")
	}
}

func TestAddresses(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	c := startServer(t, Options{Users: 1, GraphAddr: addr})
	if c.server.GraphHost() != addr {
		t.Errorf("Graph listens at %s, not %s", c.server.GraphHost(), addr)
	}
}

// Close leaves no goroutine behind, neither with a request that hangs nor with
// HTTP/2.
func TestCloseIsClean(t *testing.T) {
	before := settled(0, 40*time.Millisecond)
	for _, second := range []bool{false, true} {
		s, err := Start(Options{Users: 20, Now: testNow})
		if err != nil {
			t.Fatal(err)
		}
		transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: second}
		c := &client{t: t, server: s, http: &http.Client{Transport: transport}}
		c.renew()
		c.ok("users")
		s.Set(func(b *Behaviour) { b.Hold = func(r *http.Request) { <-r.Context().Done() } })
		hung := make(chan error)
		go func() {
			response, err := c.http.Get("https://" + s.GraphHost() + "/v1.0/users")
			if err == nil {
				response.Body.Close()
			}
			hung <- err
		}()
		for len(s.Requests()) < 2 {
			time.Sleep(time.Millisecond)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := <-hung; err == nil {
			t.Error("the hanging request was answered")
		}
		transport.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Errorf("the second Close: %v", err)
		}
	}
	if after := settled(before, 5*time.Second); after > before {
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines before, %d after\n%s", before, after, stacks[:runtime.Stack(stacks, true)])
	}
}

// settled counts the goroutines when those of clients have had some time to end, or when no more than so many are left.
func settled(enough int, most time.Duration) int {
	n := runtime.NumGoroutine()
	for deadline := time.Now().Add(most); n > enough && time.Now().Before(deadline); time.Sleep(2 * time.Millisecond) {
		n = min(n, runtime.NumGoroutine())
	}
	return n
}

// Many clients at once get the same answers as one.
func TestParallelClients(t *testing.T) {
	c := startServer(t, Options{Users: 500})
	want := c.ok("users?$select=id,displayName,assignedLicenses&$top=250").body
	results := make(chan string)
	for range 8 {
		go func() {
			for range 10 {
				results <- c.get("users?$select=id,displayName,assignedLicenses&$top=250").body
			}
		}()
	}
	for range 80 {
		if got := <-results; got != want {
			t.Fatal("two answers differ")
		}
	}
	if n := len(c.server.Requests()); n != 81 {
		t.Errorf("%d requests were kept", n)
	}
	if !slices.ContainsFunc(c.server.Requests(), func(r Request) bool { return r.Rows == 250 }) {
		t.Error("no request has its rows")
	}
}
