package graph

import (
	"bytes"
	"context"
	"encoding/base64"
	stdjson "encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

// piece is a reader that gives so many bytes at a time.
type piece struct {
	rest []byte
	size int
}

func (p *piece) Read(b []byte) (int, error) {
	n := copy(b[:min(len(b), p.size)], p.rest)
	p.rest = p.rest[n:]
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// FuzzPage holds that a page is given whole, or is an error: the same rows however the body comes in pieces, as many
// as encoding/json finds in it, and never any from a body that was cut off.
func FuzzPage(f *testing.F) {
	for _, seed := range []string{page("", "a", "b"), page("https://graph.example.com/v1.0/rows?$skiptoken=x"), "{}", "[]", "", "null", `{"value":null}`, `{"value":{}}`,
		`{"value":[{"id":"a"},null,1]}`, `{"value":[],"value":[{"id":"x"}]}`, `{"value":[]}{}`, "<html>", "{\"value\":[{\"id\":\"\xff\\ud800\"}]}", `{"error":{"code":"x"}}`, `{"@odata.nextLink":7,"value":[]}`} {
		f.Add([]byte(seed), uint8(1))
	}
	f.Fuzz(func(t *testing.T, body []byte, size uint8) {
		var whole, pieces Page[row]
		err := whole.decode(bytes.NewReader(body))
		errPieces := pieces.decode(&piece{body, int(size%16) + 1})
		if (err == nil) != (errPieces == nil) || err == nil && (!reflect.DeepEqual(whole.Rows, pieces.Rows) || whole.next != pieces.next) {
			t.Fatalf("in pieces: %+v, %v; whole: %+v, %v", pieces, errPieces, whole, err)
		}
		if err != nil {
			return
		}
		var members map[string]stdjson.RawMessage
		var list []stdjson.RawMessage
		if stdjson.Unmarshal(body, &members) != nil || stdjson.Unmarshal(members["value"], &list) != nil {
			t.Fatalf("%q is no page, but has %d rows", body, len(whole.Rows))
		}
		if strings.Count(string(body), "value") == 1 && len(list) != len(whole.Rows) {
			t.Errorf("%q has %d rows, got %d", body, len(list), len(whole.Rows))
		}
		trimmed := bytes.TrimRight(body, " \t\r\n")
		if cut := new(Page[row]); cut.decode(bytes.NewReader(trimmed[:len(trimmed)-1])) == nil {
			t.Errorf("%q without its end is a page", body)
		}
	})
}

// dialled is the address that net/http would connect to for a URL; "" when it would not.
func dialled(t *testing.T, address string) string {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return ""
	}
	to := ""
	transport := &http.Transport{DialContext: func(_ context.Context, _, addr string) (net.Conn, error) {
		to = addr
		return nil, errors.New("not dialled")
	}}
	if resp, err := transport.RoundTrip(req); err == nil {
		resp.Body.Close()
	}
	return to
}

// links are URLs that try to look like others.
var links = []string{
	"https://graph.example.com/v1.0/users?$skiptoken=x", "HTTPS://GRAPH.example.com:443/", "https://graph.example.com./", "http://graph.example.com/", "//graph.example.com/",
	"https://graph.example.com:8443/", "https://graph.example.com@evil.example.com/", "https://evil.example.com/graph.example.com", "https://evil.example.com#graph.example.com",
	"https://graph.example.com%2eevil.example.com/", "https://graph.example.com\\@evil.example.com/", "https://[::1]/", "https://graph.example.com:0443/", "https://user:pass@graph.example.com/",
	"https://ｇraph.example.com/", "https://graph.example.com:/", "https:graph.example.com", "https:///graph.example.com", "https://graph.example.com\t/", "ftp://graph.example.com", "", "/v1.0/users",
	"https://127.0.0.1/x", "https://localhost/x", "https://x.localhost./x", "https://10.0.0.1/", "https://169.254.169.254/latest/meta-data", "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/", "https://127.1/",
	"https://2130706433/", "https://0x7f.0.0.1/", "https://0177.0.0.1/", "https://１２７.0.0.1/", "https://127。0。0。1/", "https://ⓛocalhost/", "https://files.example.com/x?token=y", "https://[::]/", "https://0.0.0.0/", "https://192.168.0.1./",
}

// FuzzOwnLink holds that a nextLink that is followed leads to the connection's own Graph, as net/http sees it.
func FuzzOwnLink(f *testing.F) {
	for _, link := range links {
		f.Add(link)
	}
	c, err := NewClient(Options{Endpoints: Endpoints{"login.example.com", "graph.example.com"}, Identity: fakeIdentity()})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, next string) {
		link, err := c.ownLink(next)
		if err != nil {
			return
		}
		host, port, err := net.SplitHostPort(dialled(t, link.String()))
		number, badPort := strconv.Atoi(port)
		if !strings.EqualFold(strings.TrimSuffix(host, "."), "graph.example.com") || number != 443 || badPort != nil || err != nil || link.Scheme != "https" || link.User != nil {
			t.Errorf("%q is followed to %s:%s", next, host, port)
		}
	})
}

// FuzzDownloadable holds that a file is fetched by https only, without a user name, and never from a private address.
func FuzzDownloadable(f *testing.F) {
	for _, link := range links {
		f.Add(link)
	}
	c, err := NewClient(Options{Endpoints: Endpoints{"login.example.com", "graph.example.com"}, Identity: fakeIdentity()})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, address string) {
		target, err := c.downloadable(address)
		if err != nil {
			if _, query, found := strings.Cut(address, "?"); found && len(query) > 8 && strings.Contains(err.Error(), query) {
				t.Errorf("the error shows the query of %q: %v", address, err)
			}
			return
		}
		host, _, err := net.SplitHostPort(dialled(t, target.String()))
		if target.Scheme != "https" || target.User != nil {
			t.Errorf("%q is fetched", address)
		}
		if err != nil { // net/http refuses it
			return
		}
		host = strings.ToLower(strings.TrimSuffix(host, "."))
		ip := net.ParseIP(strings.SplitN(host, "%", 2)[0])
		if ip != nil && (ip.IsLoopback() || ip.IsPrivate() || ip.IsUnspecified() || ip.IsLinkLocalUnicast() || ip.IsMulticast()) {
			t.Errorf("%q is fetched from %s", address, ip)
		}
		last := host[strings.LastIndex(host, ".")+1:]
		if host == "localhost" || strings.HasSuffix(host, ".localhost") || ip == nil && (last == "" || strings.Trim(last, "0123456789") == "") {
			t.Errorf("%q is fetched from %q", address, host)
		}
	})
}

// FuzzParseHost holds that a host is one: written in one way, and dialled as it is written.
func FuzzParseHost(f *testing.F) {
	for _, seed := range append(links, "graph.microsoft.com", " login.microsoftonline.com ", "127.0.0.1:9443", "[::1]:9443", "::1", "a b", "x:0", "x:99999", "x:-1", "x:", "https://x/path", "https://x/?q", "user:secret@x", "xn--nxasmq6b") {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, given string) {
		host, err := ParseHost(given)
		if err != nil || host == "" {
			if err == nil && strings.TrimSpace(given) != "" {
				t.Errorf("%q is no host, and no error", given)
			}
			return
		}
		if again, err := ParseHost(host); err != nil || again != host {
			t.Errorf("%q becomes %q, and that %q, %v", given, host, again, err)
		}
		u, err := url.Parse("https://" + host + "/")
		if err != nil || u.Host != host || u.User != nil || u.Path != "/" || strings.ContainsAny(host, "@/?#\\ \t\r\n") {
			t.Fatalf("%q becomes %q, which is no host: %v", given, host, err)
		}
		if to := dialled(t, u.String()); to == "" && u.Port() == "" && isASCIIName(host) {
			t.Errorf("%q becomes %q, which cannot be dialled", given, host)
		}
		if _, faults := ResolveEndpoints("", host, host); len(faults) > 0 && !strings.Contains(faults[0].Error(), "cloud") {
			t.Errorf("%q: %v", host, faults)
		}
	})
}

func isASCIIName(host string) bool {
	return strings.Trim(host, "abcdefghijklmnopqrstuvwxyz0123456789.-") == ""
}

// FuzzRetryAfter holds that a wait is never negative nor longer than a year, and as long as the seconds say.
func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "0", "1", "0.5", "-1", "NaN", "Inf", "1e300", "86400", "Sat, 28 Nov 2026 03:00:10 GMT", "Sat, 28 Nov 2126 03:00:10 GMT", "Saturday, 28-Nov-26 03:00:10 GMT", "x", "5 seconds", "0x10", "1_0"} {
		f.Add(seed, "")
	}
	f.Add("Sat, 28 Nov 2026 03:00:10 GMT", "Sat, 28 Nov 2026 03:00:00 GMT")
	now := time.Date(2026, 11, 28, 3, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value, date string) {
		wait := retryAfter(http.Header{"Retry-After": {value}, "Date": {date}}, now)
		if wait < 0 || wait > longestRetryAfter {
			t.Errorf("%q: %s", value, wait)
		}
		if seconds, err := strconv.ParseUint(value, 10, 16); err == nil && wait != time.Duration(seconds)*time.Second {
			t.Errorf("%q: %s", value, wait)
		}
	})
}

// FuzzGrantedRoles holds that the roles of a token are read back, whatever they are, and that nothing else is taken
// for roles.
func FuzzGrantedRoles(f *testing.F) {
	for _, seed := range []string{"User.Read.All", "", "a\",\"b", "\x00", "é", fakeToken(1, "x"), "a.b.c", "a.e30.c", "..", "a.eyJyb2xlcyI6WzFdfQ.c", "a.bnVsbA.c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if roles := grantedRoles(s); roles != nil && strings.Count(s, ".") != 2 {
			t.Errorf("%q has the roles %q", s, roles)
		}
		payload, err := stdjson.Marshal(map[string]any{"appid": "x", "roles": []string{s, "y"}})
		if err != nil {
			t.Fatal(err)
		}
		want := strings.ToValidUTF8(s, "\uFFFD")
		roles := grantedRoles("h." + base64.RawURLEncoding.EncodeToString(payload) + ".s")
		if len(roles) != 2 || strings.ToValidUTF8(roles[0], "\uFFFD") != want && strings.Count(roles[0], "\uFFFD") < strings.Count(want, "\uFFFD") || roles[1] != "y" {
			t.Errorf("%q became %q", s, roles)
		}
	})
}
