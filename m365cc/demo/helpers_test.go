package demo

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// testNow is the clock of all tests, so that their tenants never change.
var testNow = time.Date(2026, time.November, 24, 9, 30, 0, 0, time.UTC)

// testTenant returns a tenant of so many users; 0: the default.
func testTenant(t testing.TB, users int) *Tenant {
	t.Helper()
	tenant, err := NewTenant(Options{Users: users, Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	return tenant
}

// client is a test's way to a server.
type client struct {
	t      testing.TB
	server *Server
	http   *http.Client
	token  string // "": none is sent
}

// startServer serves a tenant for one test and returns a client with a token.
func startServer(t testing.TB, o Options) *client {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = testNow
	}
	s, err := Start(o)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(s.CertificatePEM()) {
		t.Fatal("the authority's certificate is no certificate")
	}
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	c := &client{t: t, server: s, http: &http.Client{Transport: transport}}
	c.renew()
	return c
}

// renew gets a token with the roles that the server grants now.
func (c *client) renew() {
	c.t.Helper()
	a := c.postToken(c.server.TenantID(), c.form())
	if a.status != 200 {
		c.t.Fatalf("token: %d %s", a.status, a.body)
	}
	c.token, _ = a.json["access_token"].(string)
}

// form is a token request that is right.
func (c *client) form() url.Values {
	return url.Values{
		"grant_type": {"client_credentials"}, "client_id": {c.server.ClientID()},
		"client_secret": {c.server.ClientSecret()}, "scope": {"https://" + c.server.GraphHost() + "/.default"},
	}
}

func (c *client) postToken(tenant string, form url.Values) answer {
	c.t.Helper()
	return c.do("POST", "https://"+c.server.TokenHost()+"/"+tenant+"/oauth2/v2.0/token", strings.NewReader(form.Encode()),
		"Content-Type", "application/x-www-form-urlencoded")
}

// answer is what a server answered.
type answer struct {
	status int
	header http.Header
	body   string
	json   map[string]any // nil: the body is no JSON object
}

// do sends a request; header is names and values in turn.
func (c *client) do(method, address string, body io.Reader, header ...string) answer {
	c.t.Helper()
	r, err := http.NewRequest(method, address, body)
	if err != nil {
		c.t.Fatal(err)
	}
	for pair := range slices.Chunk(header, 2) {
		r.Header.Set(pair[0], pair[1])
	}
	response, err := c.http.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	a := answer{status: response.StatusCode, header: response.Header, body: string(text)}
	if json.Unmarshal(text, &a.json) != nil {
		a.json = nil
	}
	return a
}

// get asks Graph: a path below the version v1.0 with its query, blanks allowed,
// or a whole address.
func (c *client) get(path string, header ...string) answer {
	c.t.Helper()
	if !strings.HasPrefix(path, "https://") {
		path = "https://" + c.server.GraphHost() + "/v1.0/" + strings.ReplaceAll(path, " ", "%20")
	}
	if c.token != "" {
		header = append([]string{"Authorization", "Bearer " + c.token}, header...)
	}
	return c.do("GET", path, nil, header...)
}

// eventual is the header of an advanced query.
var eventual = []string{"ConsistencyLevel", "eventual"}

// advanced asks Graph an advanced query.
func (c *client) advanced(path string) answer {
	c.t.Helper()
	return c.get(path+"&$count=true", eventual...)
}

// ok asks Graph and fails unless the answer is 200.
func (c *client) ok(path string, header ...string) answer {
	c.t.Helper()
	a := c.get(path, header...)
	if a.status != 200 {
		c.t.Fatalf("GET %s: %d %s", path, a.status, a.body)
	}
	return a
}

// value returns the rows of a list.
func (a answer) value() []map[string]any {
	list, _ := a.json["value"].([]any)
	rows := make([]map[string]any, len(list))
	for k := range list {
		rows[k], _ = list[k].(map[string]any)
	}
	return rows
}

// texts returns one property of all rows of a list.
func (a answer) texts(property string) []string {
	all := []string{}
	for _, row := range a.value() {
		text, _ := row[property].(string)
		all = append(all, text)
	}
	return all
}

func (a answer) next() string {
	link, _ := a.json["@odata.nextLink"].(string)
	return link
}

// refusal returns code and message of an error.
func (a answer) refusal() (code, message string) {
	e, _ := a.json["error"].(map[string]any)
	code, _ = e["code"].(string)
	message, _ = e["message"].(string)
	return code, message
}

// wantRefusal fails unless the answer is this error.
func (a answer) wantRefusal(t testing.TB, status int, code, message string) {
	t.Helper()
	c, m := a.refusal()
	if a.status != status || c != code || m != message {
		t.Errorf("got %d %s %q\nwant %d %s %q", a.status, c, m, status, code, message)
	}
}

// keys returns the sorted names of an object's members.
func keys(object map[string]any) []string { return slices.Sorted(maps.Keys(object)) }

// sample reads one of Microsoft's sample bodies, or skips the test where they
// are not at hand.
func sample(t testing.TB, name string) []byte {
	t.Helper()
	folder := filepath.Join("..", "..", "..", "shared")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("the sample bodies are not here")
	}
	body, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// all follows the nextLinks from a path to the last page and returns the pages.
func (c *client) all(path string, header ...string) []answer {
	c.t.Helper()
	var pages []answer
	for link := path; link != ""; {
		a := c.ok(link, header...)
		pages = append(pages, a)
		link = a.next()
		if len(pages) > 10_000 {
			c.t.Fatal("the list does not end")
		}
	}
	return pages
}
