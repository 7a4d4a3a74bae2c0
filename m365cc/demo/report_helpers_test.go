package demo

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"time"
)

// beta asks Graph's beta version and follows redirects.
func (c *client) beta(path string) answer {
	c.t.Helper()
	return c.get("https://" + c.server.GraphHost() + "/beta/" + path)
}

// straight is a client that follows no redirect.
func (c *client) straight() *client {
	other := *c
	other.http = &http.Client{Transport: c.http.Transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}
	return &other
}

// unlimited serves a tenant that may be asked for reports as often as a test
// likes.
func unlimited(t testing.TB, o Options) *client {
	t.Helper()
	c := startServer(t, o)
	c.server.Set(func(b *Behaviour) { b.ReportRequests = -1 })
	return c
}

// call is a report's function with the shortest arguments that it takes.
func (r *report) call() string {
	if r.takes == noParameter {
		return r.function
	}
	return r.function + "(period='D7')"
}

// path is the report's path below the version.
func (r *report) path(call string) string {
	if r.isDirect {
		return "copilot/reports/" + call
	}
	return "reports/" + call
}

// file gets a report's file and returns its header and rows.
func (c *client) file(r *report, call string) (header []string, rows [][]string) {
	c.t.Helper()
	a := c.beta(r.path(call) + "?$format=text/csv")
	if a.status != 200 {
		c.t.Fatalf("%s: %d %s", call, a.status, a.body)
	}
	return parseFile(c.t, a.body)
}

func parseFile(t testing.TB, body string) (header []string, rows [][]string) {
	t.Helper()
	text, ok := strings.CutPrefix(body, "\ufeff")
	if !ok {
		t.Fatalf("the file begins with %.20q", body)
	}
	all, err := csv.NewReader(strings.NewReader(text)).ReadAll() // refuses rows of another length
	if err != nil {
		t.Fatal(err)
	}
	return all[0], all[1:]
}

// column returns one column of a file.
func column(t testing.TB, header []string, rows [][]string, name string) []string {
	t.Helper()
	for k := range header {
		if header[k] != name {
			continue
		}
		var values []string
		for _, row := range rows {
			values = append(values, row[k])
		}
		return values
	}
	t.Fatalf("there is no column %q among %q", name, header)
	return nil
}

// written is a day as the files have it.
func written(day time.Time) string {
	if day.IsZero() {
		return ""
	}
	return day.Format(time.DateOnly)
}
