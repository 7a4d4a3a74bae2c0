package graph

import (
	"net/http"
	"reflect"
	"slices"
	"testing"
)

func TestGet(t *testing.T) {
	user := Request{Path: "/rows/a", Select: []string{"id", "name"}, Help: rows.Help}
	for name, test := range map[string]struct {
		graph    []http.HandlerFunc
		want     *row
		requests int
		fault    string
	}{
		"there":             {list(body(`{"@odata.context":"c","id":"a","name":"n"}`)), &row{ID: "a", Name: "n"}, 1, ""},
		"not there":         {list(says(404, "application/json", `{"error":{"code":"Request_ResourceNotFound","message":"no"}}`)), nil, 1, ""},
		"a proxy's 404":     {list(says(404, "text/html", `<html>`)), nil, 1, "GET /v1.0/rows/a: 404 Not Found"},
		"forbidden":         {list(throttles(403, "")), nil, 1, "403 Busy: Try later.; m365cc_row needs the application permission Row.Read.All or Directory.Read.All"},
		"refused":           {list(throttles(400, "")), nil, 1, "400 Busy"},
		"throttled":         {list(throttles(429, "1"), body(`{"id":"a"}`)), &row{ID: "a"}, 2, ""},
		"after an attempt":  {list(body(`{"id":"x","name":"old","tags":[1]`), body(`{"id":"a"}`)), &row{ID: "a"}, 2, ""},
		"two objects":       {list(body(`{"id":"a"}{"id":"b"}`)), nil, 1 + maxStrangeRetries, "not one of Graph's"},
		"a list":            {list(body(`[]`)), nil, 1 + maxStrangeRetries, "not one of Graph's"},
		"no JSON":           {list(says(200, "text/plain", `893`)), nil, 1 + maxStrangeRetries, "instead of JSON"},
		"null":              {list(body(`null`)), nil, 1 + maxStrangeRetries, "it is no JSON object"},
		"null, then it":     {list(body(`null`), body(`{"id":"a"}`)), &row{ID: "a"}, 2, ""},
		"shorter than said": {list(tooShort, body(`{"id":"a"}`)), &row{ID: "a"}, 2, ""},
		"a page of a proxy": {list(says(200, "text/html", "<html>")), nil, 1 + maxStrangeRetries, `answered with "text/html" instead of JSON`},
		"always broken off": {list(body(`{"id":"a"`)), nil, 1 + maxTransportRetries, "the answer broke off"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, answers(test.graph...))
			got, missing, err := Get[row](t.Context(), f.hasty(), user)
			if test.fault != "" {
				wantError(t, err, test.fault)
			} else if err != nil {
				t.Error(err)
			}
			if !reflect.DeepEqual(got, test.want) || missing != nil {
				t.Errorf("got %v without %q, want %v", got, missing, test.want)
			}
			f.wantRequests(slices.Repeat([]string{"/rows/a?$select=id,name"}, test.requests)...)
		})
	}
}

// TestGetLearnsForTheCollection holds that what one object lacks is not asked of the next.
func TestGetLearnsForTheCollection(t *testing.T) {
	f := startFake(t, answers(says(501, "application/json", `{"error":{"code":"NotImplemented","message":"The property 'name' is not supported by this request."}}`), body(`{"id":"a"}`)))
	c := f.client()
	for _, id := range []string{"a", "b"} {
		_, missing, err := Get[row](t.Context(), c, Request{Path: "/rows/" + id, Select: []string{"id", "name"}})
		if err != nil || !slices.Equal(missing, []string{"name"}) {
			t.Errorf("got %q, %v", missing, err)
		}
	}
	f.graph = gives("a")
	if _, err := all(t.Context(), c, Request{Path: "/rows", Select: []string{"name"}}); err != nil {
		t.Error(err)
	}
	f.wantRequests("/rows/a?$select=id,name", "/rows/a?$select=id", "/rows/b?$select=id", "/rows?$select=id")
}
