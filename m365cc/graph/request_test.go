package graph

import (
	"maps"
	"net/http"
	"testing"
)

func TestQuery(t *testing.T) {
	advanced := NotNull("mail")
	advanced.Advanced = true
	for name, test := range map[string]struct {
		request Request
		want    map[string]any
	}{
		"nothing":  {Request{}, map[string]any{}},
		"all":      {Request{Select: []string{"id", "mail"}, Filter: Filter{Equal("a", "1"), Equal("b", "2")}, Top: 5}, map[string]any{"$select": "id,mail", "$filter": "a eq 1 and b eq 2", "$top": "5"}},
		"format":   {Request{Format: "text/csv"}, map[string]any{"$format": "text/csv"}},
		"advanced": {Request{Filter: Filter{advanced}}, map[string]any{"$filter": "mail ne null", "$count": "true"}},
	} {
		if got := test.request.query(); !maps.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", name, got, test.want)
		}
	}
}

// TestOrderAndFormatReachGraph holds that every page is asked for as it was meant, and that a list is JSON whatever its format.
func TestOrderAndFormatReachGraph(t *testing.T) {
	f := startFake(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept") != "application/json" {
			t.Errorf("accepts %q", r.Header.Get("Accept"))
		}
		writeJSON(w, page("", "a"))
	})
	r := rows
	r.Format = "application/json"
	if ids, err := all(t.Context(), f.client(), r); err != nil || len(ids) != 1 {
		t.Errorf("got %q, %v", ids, err)
	}
	f.wantRequests("/rows?$format=application/json")
}

func TestRequestName(t *testing.T) {
	r := Request{Path: "/users", Filter: Filter{Equal("mail", Text("private"))}}
	if got := r.name(); got != "GET /v1.0/users" {
		t.Errorf("got %s", got)
	}
	r.Version = "beta"
	if got := r.name(); got != "GET /beta/users" {
		t.Errorf("got %s", got)
	}
}

func TestPageSize(t *testing.T) {
	signIns := map[string]int{"signInActivity": 500, "other": 5}
	filtered := Filter{AtLeast("signInActivity/lastSignInDateTime", "x")}
	for name, test := range map[string]struct {
		request Request
		want    int
	}{
		"Graph's own":            {Request{}, 0},
		"no $top here":           {Request{Limit: 5}, 0},
		"the largest":            {Request{MaxTop: 999, TopWith: signIns, Select: []string{"id"}}, 999},
		"selected":               {Request{MaxTop: 999, TopWith: signIns, Select: []string{"id", "signInActivity"}}, 500},
		"filtered":               {Request{MaxTop: 999, TopWith: signIns, Filter: filtered}, 500},
		"never larger":           {Request{MaxTop: 100, TopWith: signIns, Filter: filtered}, 100},
		"a limit":                {Request{MaxTop: 999, Limit: 5}, 5},
		"a large limit":          {Request{MaxTop: 999, Limit: 5000}, 999},
		"a limit between":        {Request{MaxTop: 999, TopWith: signIns, Filter: filtered, Limit: 700}, 500},
		"a size of the caller's": {Request{MaxTop: 999, Top: 20, Limit: 5}, 20},
	} {
		if got := test.request.pageSize(); got != test.want {
			t.Errorf("%s: got %d, want %d", name, got, test.want)
		}
	}
}
