package m365cc

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/go-hclog"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

const fakeTenant = "11111111-2222-3333-4444-555555555555"

// fakeGraph is a token host and a Graph in one, for answers that the demo tenant does not give.
type fakeGraph struct {
	*httptest.Server
	answer http.HandlerFunc

	mu    sync.Mutex
	asked []string
	log   bytes.Buffer
}

// startFakeGraph starts a server whose Graph answers with the handler.
func startFakeGraph(t *testing.T, answer http.HandlerFunc) *fakeGraph {
	t.Helper()
	f := &fakeGraph{answer: answer}
	f.Server = httptest.NewTLSServer(http.HandlerFunc(f.serve))
	t.Cleanup(f.Close)
	return f
}

func (f *fakeGraph) serve(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasSuffix(r.URL.Path, "/openid-configuration"):
		writeBody(w, fmt.Sprintf(`{"token_endpoint":"%s/oauth2/v2.0/token","issuer":"%[1]s/v2.0","authorization_endpoint":"%[1]s/authorize"}`, f.URL+"/"+fakeTenant))
	case strings.HasSuffix(r.URL.Path, "/token"):
		writeBody(w, `{"token_type":"Bearer","expires_in":3600,"access_token":"token"}`)
	default:
		f.mu.Lock()
		f.asked = append(f.asked, readable(r))
		f.mu.Unlock()
		f.answer(w, r)
	}
}

// readable is a request as tests write it: the path, and the query in the order of its names.
func readable(r *http.Request) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(r.URL.Query())) {
		parts = append(parts, name+"="+r.URL.Query().Get(name))
	}
	if len(parts) == 0 {
		return r.URL.Path
	}
	return r.URL.Path + "?" + strings.Join(parts, "&")
}

func writeBody(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte(body))
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"error":{"code":%q,"message":%q}}`, code, message)
}

// Write takes the log.
func (f *fakeGraph) Write(line []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.Write(line)
}

// warnings are what was logged.
func (f *fakeGraph) warnings() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.log.String()
}

// wantRequests fails unless Graph was asked exactly these since the last time.
func (f *fakeGraph) wantRequests(t *testing.T, want ...string) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if !slices.Equal(f.asked, want) {
		t.Errorf("requests:\n%s\nwant:\n%s", strings.Join(f.asked, "\n"), strings.Join(want, "\n"))
	}
	f.asked = nil
}

// Connection is a connection to the server, with what it has learned of none before.
func (f *fakeGraph) Connection(t *testing.T) *Connection {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AddCert(f.Certificate())
	host := f.Listener.Addr().String()
	c, err := NewConnection(Settings{
		Identity:  graph.Identity{TenantID: fakeTenant, ClientID: "66666666-7777-8888-9999-000000000000", ClientSecret: graph.NewSecret("secret")},
		Endpoints: graph.Endpoints{TokenHost: host, GraphHost: host},
		MaxWait:   defaultMaxWait,
	}, ConnectionOptions{RootCAs: roots, Log: hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: f})})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// tableRow is a row by column.
type tableRow map[string]Value

// ask reads the columns of the rows for which the conditions may hold; no column: all.
func ask(ctx context.Context, c *Connection, table *Table, columns []string, conditions ...Condition) ([]tableRow, error) {
	return askQuery(ctx, &Query{Connection: c, Conditions: conditions}, table, columns...)
}

// askFirst is ask with a limit, with which the sign-in log is not cut into slices.
func askFirst(ctx context.Context, c *Connection, limit int, table *Table, columns []string, conditions ...Condition) ([]tableRow, error) {
	return askQuery(ctx, &Query{Connection: c, Limit: limit, Conditions: conditions}, table, columns...)
}

func askQuery(ctx context.Context, q *Query, table *Table, columns ...string) ([]tableRow, error) {
	for i, column := range table.Columns {
		if len(columns) == 0 || slices.Contains(columns, column.Name) {
			q.Columns = append(q.Columns, i)
		}
	}
	var rows []tableRow
	err := table.Rows(ctx, q, func(b Batch) error {
		for i := range b.Len() {
			row := tableRow{}
			for _, column := range q.Columns {
				row[table.Columns[column].Name] = b.Value(i, column)
			}
			rows = append(rows, row)
		}
		b.Release()
		return nil
	})
	return rows, err
}

// equal is a condition as `=` or `in` of SQL make it.
func equal(column string, values ...string) Condition {
	c := Condition{Column: column, Operator: Equal, Exact: true}
	for _, v := range values {
		c.Values = append(c.Values, StringValue(v))
	}
	return c
}
