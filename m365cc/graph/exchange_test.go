package graph

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

// breaksOff writes half a page and ends the connection.
func breaksOff(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	half := page("", "a", "b", "c")
	_, _ = w.Write([]byte(half[:len(half)/2]))
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// tooShort promises more than it gives: the page is whole, the body is not.
func tooShort(w http.ResponseWriter, _ *http.Request) {
	body := page("", "a", "b", "c")
	w.Header().Set("Content-Length", fmt.Sprint(len(body)+10))
	writeJSON(w, body)
}

// cutOff gives a part of a page as if it were all.
func cutOff(w http.ResponseWriter, _ *http.Request) {
	body := page("", "a", "b", "c")
	writeJSON(w, body[:len(body)-3])
}

// dropped ends the connection without an answer.
func dropped(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// TestBrokenAnswers holds that a page is given whole or not at all, and no row twice.
func TestBrokenAnswers(t *testing.T) {
	good := gives("a", "b", "c")
	for name, test := range map[string]struct {
		graph    []http.HandlerFunc
		requests int
		fault    string
	}{
		"breaks off":           {list(breaksOff, good), 2, ""},
		"breaks off twice":     {list(breaksOff, breaksOff, good), 3, ""},
		"shorter than it says": {list(tooShort, good), 2, ""},
		"cut off":              {list(cutOff, good), 2, ""},
		"no answer":            {list(dropped, good), 2, ""},
		"no body":              {list(body(""), good), 2, ""},
		"always breaks off":    {list(breaksOff), 1 + maxTransportRetries, "the answer broke off: "},
		"always cut off":       {list(cutOff), 1 + maxTransportRetries, "the answer broke off: "},
		"never answers":        {list(dropped), 1 + maxTransportRetries, `graph_host "127.0.0.1:`},

		"a page of a proxy":  {list(says(200, "text/html; charset=utf-8", "<html><h1>Sign in</h1></html>")), 1 + maxStrangeRetries, `answered with "text/html; charset=utf-8" instead of JSON`},
		"a redirect":         {list(says(302, "text/html", "")), 1, "GET /v1.0/rows: 302 Found"},
		"nothing":            {list(says(204, "", "")), 1, "GET /v1.0/rows: 204 No Content"},
		"no JSON":            {list(body(`{"value":[{"id":"a"},}`)), 1 + maxStrangeRetries, "the answer is not one of Graph's"},
		"an error within":    {list(body(`{"value":[{"id":"a"},{"error":{"code":"InternalServerError"}}`), good), 2, ""},
		"another object":     {list(body(`{"id":"a"}`)), 1 + maxStrangeRetries, "it has no value"},
		"a list":             {list(body(`[{"id":"a"}]`)), 1 + maxStrangeRetries, "it is no JSON object"},
		"null":               {list(body(`null`)), 1 + maxStrangeRetries, "it is no JSON object"},
		"value is null":      {list(body(`{"value":null}`)), 1 + maxStrangeRetries, "its value is no list"},
		"value is empty":     {list(body(`{"value":{}}`)), 1 + maxStrangeRetries, "its value is no list"},
		"other types":        {list(body(`{"value":[{"id":1}]}`)), 1 + maxStrangeRetries, "the answer is not one of Graph's"},
		"two objects":        {list(body(page("", "a") + page("", "b"))), 1 + maxStrangeRetries, "more follows its end"},
		"a value is null":    {list(body(`{"value":[{"id":"a"},null]}`)), 1 + maxStrangeRetries, "one of its values is null"},
		"one strange answer": {list(says(200, "text/html", "<html>"), body(`{"value":null}`), good), 3, ""},
		"a server's errors":  {list(throttles(500, ""), throttles(502, ""), good), 3, ""},
		"always an error":    {list(throttles(502, "")), 1 + maxTransportRetries, "GET /v1.0/rows: 502 Busy"},
		"compressed, cut":    {list(compressed(0.5), good), 2, ""},
		"compressed, no end": {list(compressed(0.98), good), 2, ""},
		"link no text":       {list(body(`{"value":[],"@odata.nextLink":5}`)), 1 + maxStrangeRetries, "the answer is not one of Graph's"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, answers(test.graph...))
			c := f.hasty()
			ids, err := all(t.Context(), c, rows)
			if test.fault != "" {
				wantError(t, err, "GET /v1.0/rows: ", test.fault)
			} else if err != nil || !slices.Equal(ids, []string{"a", "b", "c"}) {
				t.Errorf("got %q, %v", ids, err)
			}
			if test.fault != "" && ids != nil {
				t.Errorf("an answer that failed gave %q", ids)
			}
			want := test.requests
			if name == "never answers" {
				want++ // net/http itself asks again once, on a connection that served before
			}
			if len(f.requests()) != want {
				t.Errorf("asked %d times, want %d", len(f.requests()), want)
			}
		})
	}
}

// compressed gives a part of a compressed page, as if it were all.
func compressed(part float64) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		var body bytes.Buffer
		z := gzip.NewWriter(&body)
		_, _ = z.Write([]byte(page("", "a", "b", "c")))
		_ = z.Close()
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(body.Bytes()[:int(part*float64(body.Len()))])
	}
}

func list(of ...http.HandlerFunc) []http.HandlerFunc { return of }

// body answers with this JSON.
func body(text string) http.HandlerFunc { return says(http.StatusOK, "application/json", text) }

func says(status int, kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}
}

func TestNoRowTwiceAfterABrokenPage(t *testing.T) {
	broken := map[string]bool{}
	f := startFake(t, nil)
	f.graph = func(w http.ResponseWriter, r *http.Request) {
		n := r.URL.Query().Get("n")
		if !broken[n] {
			broken[n] = true
			breaksOff(w, r)
		}
		next := map[string]string{"": f.URL + "/v1.0/rows?n=1", "1": f.URL + "/v1.0/rows?n=2"}[n]
		writeJSON(w, page(next, "a"+n, "b"+n, "c"+n))
	}
	ids, err := all(t.Context(), f.hasty(), rows)
	if want := []string{"a", "b", "c", "a1", "b1", "c1", "a2", "b2", "c2"}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("got %q, %v", ids, err)
	}
	f.wantRequests("/rows", "/rows", "/rows?n=1", "/rows?n=1", "/rows?n=2", "/rows?n=2")
}

// TestKnownHostMayBeAway holds that a host that has answered before is asked again when it cannot be
// connected to, within a long list for instance.
func TestKnownHostMayBeAway(t *testing.T) {
	f := startFake(t, gives("a"))
	c := f.client()
	if _, err := all(t.Context(), c, rows); err != nil {
		t.Fatal(err)
	}
	address := f.host()
	f.Close()
	waits := 0
	c.pause = func(context.Context, time.Duration) error {
		if waits++; waits == 2 {
			back := httptest.NewUnstartedServer(http.HandlerFunc(f.serve))
			back.Listener.Close()
			var err error
			if back.Listener, err = net.Listen("tcp", address); err != nil {
				t.Fatal(err)
			}
			back.StartTLS()
			t.Cleanup(back.Close)
		}
		return nil
	}
	if ids, err := all(t.Context(), c, rows); err != nil || len(ids) != 1 || waits != 2 {
		t.Errorf("got %q, %v after %d waits", ids, err, waits)
	}
}

// TestConnectionsAreUsedAgain holds that every body is read to its end and closed.
func TestConnectionsAreUsedAgain(t *testing.T) {
	for name, graph := range map[string]http.HandlerFunc{
		"rows": gives("a", "b"),
		"many": gives(strings.Split(strings.Repeat("a ", 1_000), " ")...),
		"refusals": func(w http.ResponseWriter, _ *http.Request) {
			refuseWith(w, 400, "BadRequest", strings.Repeat("no ", 5_000))
		},
		"throttle": throttles(429, "1000"),
		"spaces": func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, page("", "a")+strings.Repeat(" \n", 5_000))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, graph)
			c := f.client()
			for range 10 {
				_, _ = all(t.Context(), c, rows)
				_, _, _ = Get[row](t.Context(), c, Request{Path: "/rows/a"})
			}
			if n := f.connections.Load(); n != 1 || len(f.requests()) != 20 {
				t.Errorf("%d connections for %d requests", n, len(f.requests()))
			}
		})
	}
}

// TestBrokenBodiesAreClosed holds that what is not read to its end does not stay open.
func TestBrokenBodiesAreClosed(t *testing.T) {
	for name, graph := range map[string]http.HandlerFunc{
		"no JSON":        body("no JSON" + strings.Repeat(" ", 1<<20)),
		"long refusal":   says(400, "text/html", strings.Repeat("no ", 1<<19)),
		"page of others": says(200, "text/html", strings.Repeat("no ", 1<<19)),
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, graph)
			c := f.hasty()
			for range 5 {
				if _, _, err := Get[row](t.Context(), c, Request{Path: "/rows/a"}); err == nil { // a list cancels its context in the end
					t.Error("no error")
				}
			}
			for range 100 {
				if f.connections.Load()-f.closed.Load() <= 1 {
					return
				}
				time.Sleep(20 * time.Millisecond)
			}
			t.Errorf("%d connections, of which %d are closed", f.connections.Load(), f.closed.Load())
		})
	}
}

func TestHeaders(t *testing.T) {
	var got http.Header
	f := startFake(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.Header
		writeJSON(w, page(""))
	})
	if _, err := all(t.Context(), f.client(), rows); err != nil {
		t.Fatal(err)
	}
	if got.Get("Authorization") != "Bearer "+fakeToken(1) || got.Get("Accept") != "application/json" ||
		!strings.Contains(got.Get("User-Agent"), "m365cc/1.2.3") || !strings.Contains(got.Get("SdkVersion"), "graph-go") || got.Get("ConsistencyLevel") != "" {
		t.Errorf("got %v", got)
	}
}

// TestKeysReachGraphAsTheyAre holds that any key reaches Graph as it is.
func TestKeysReachGraphAsTheyAre(t *testing.T) {
	for _, key := range []string{"a", "o'brien@contoso.com", "a/b", "a?b", "a#b", "50%25", "a+b c", "ß 名 🙂", "..", "guest_gmail.com#EXT#@contoso.com", "{x}", "a;b,c=d&e", `"\`} {
		var got string
		f := startFake(t, func(w http.ResponseWriter, r *http.Request) {
			got = r.URL.Path
			writeJSON(w, `{"id":"x"}`)
		})
		if _, _, err := Get[row](t.Context(), f.client(), Request{Path: "/rows/" + url.PathEscape(key)}); err != nil || got != "/v1.0/rows/"+key {
			t.Errorf("key %q became %q, %v", key, got, err)
		}
	}
}

// TestNothingSecretIsLogged runs what succeeds and what fails and searches log and errors.
func TestNothingSecretIsLogged(t *testing.T) {
	elsewhere := httptest.NewServer(nil)
	defer elsewhere.Close()
	f := startFake(t, nil)
	refused := int32(100)
	f.graph = answers(gives("a"), throttles(429, "0.01"), breaksOff, gives("a"),
		onlyNewest(&refused, ""), body("no JSON"), throttles(403, ""), throttles(401, ""), throttles(401, ""),
		func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, page(elsewhere.URL+"/file?sig=pre-authenticated", "a"))
		},
		func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, elsewhere.URL+"/file?sig=pre-authenticated", http.StatusFound)
		},
		throttles(429, "9999"))
	c := f.hasty()
	r := rows
	r.Filter = Filter{Equal("name", Text("somebody private"))}
	var text strings.Builder
	for range 12 {
		if _, err := all(t.Context(), c, r); err != nil {
			fmt.Fprintln(&text, err)
			wantError(t, err)
		}
	}
	f.CloseClientConnections()
	f.Close()
	_, err := all(t.Context(), c, r)
	fmt.Fprintln(&text, err)
	text.WriteString(f.logged())
	wantNoSecret(t, text.String())
	for _, private := range []string{"pre-authenticated", "somebody", "private", "Bearer"} {
		if strings.Contains(text.String(), private) {
			t.Errorf("%q is logged:\n%s", private, text.String())
		}
	}
	for _, part := range []string{"[TRACE]", "asking again", "status=429", "302 Found", "401 Busy", "the answer broke off", "the nextLink leads to"} {
		if !strings.Contains(text.String(), part) {
			t.Errorf("%q did not happen:\n%s", part, text.String())
		}
	}
}
