package demo

import (
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestPaths(t *testing.T) {
	c := startServer(t, Options{})
	for path, segment := range map[string]string{
		"user": "user", "users2": "users2", "devices": "devices", "": "", "directory": "directory", "directory/x": "x", "directory/deletedItems": "deletedItems",
		"users/x/y": "y", "users/$count/x": "x", "subscribedSkus/a/b": "b", "Users": "Users",
		"reports/getUnknownUserDetail(period='D7')": "getUnknownUserDetail", "reports": "reports", "admin/x": "x",
		"reports/x": "x", "auditLogs": "auditLogs",
	} {
		c.get(path).wantRefusal(t, 400, "BadRequest", "Resource not found for the segment '"+segment+"'.")
	}
	host := "https://" + c.server.GraphHost()
	c.get(host+"/v2.0/users").wantRefusal(t, 400, "BadRequest", "Invalid version: v2.0")
	c.get(host+"/").wantRefusal(t, 400, "BadRequest", "Invalid version: ")
	c.ok(host + "/beta/users?$top=1")
}

func TestOnlyGet(t *testing.T) {
	c := startServer(t, Options{})
	for _, method := range []string{"POST", "PATCH", "PUT", "DELETE"} {
		a := c.do(method, "https://"+c.server.GraphHost()+"/v1.0/users", strings.NewReader("{}"), "Authorization", "Bearer "+c.token)
		a.wantRefusal(t, 405, "Request_BadRequest", "Specified HTTP method is not allowed for the request target.")
		if a.header.Get("Allow") != "GET" {
			t.Errorf("Allow %q", a.header.Get("Allow"))
		}
	}
}

func TestQueryOptions(t *testing.T) {
	c := startServer(t, Options{})
	for option, want := range map[string]struct{ code, message string }{
		"$skip=10":            {"Request_BadRequest", "'$skip' is not supported by the service."},
		"$expand=manager":     {"Request_BadRequest", "'$expand' is not supported by the service."},
		"$search=\"x:y\"":     {"Request_BadRequest", "'$search' is not supported by the service."},
		"$format=json":        {"Request_BadRequest", "'$format' is not supported by the service."},
		"$tpo=10":             {"BadRequest", "The query parameter '$tpo' is not supported."},
		"top=10":              {"BadRequest", "The query parameter 'top' is not supported."},
		"select=id":           {"BadRequest", "The query parameter 'select' is not supported."},
		"$top=1&$top=2":       {"BadRequest", "Query option '$top' was specified more than once, but it must be specified at most once."},
		"$filter=a%zz":        {"BadRequest", "The query specified in the URI is not valid."},
		"$select=shoeSize":    {"BadRequest", "Parsing OData Select and Expand failed: Could not find a property named 'shoeSize' on type 'microsoft.graph.user'."},
		"$select=id,":         {"BadRequest", "Parsing OData Select and Expand failed: Could not find a property named '' on type 'microsoft.graph.user'."},
		"$select=DisplayName": {"BadRequest", "Parsing OData Select and Expand failed: Could not find a property named 'DisplayName' on type 'microsoft.graph.user'."},
		"$select=*":           {"BadRequest", "Parsing OData Select and Expand failed: Could not find a property named '*' on type 'microsoft.graph.user'."},
		"$select=signInActivity/lastSignInDateTime": {"BadRequest", "Parsing OData Select and Expand failed: Could not find a property named 'signInActivity/lastSignInDateTime' on type 'microsoft.graph.user'."},
		"$filter=displayName like 'x'":              {"BadRequest", "Invalid filter clause: Syntax error at position 12 in 'displayName like 'x''."},
	} {
		c.get("users?"+option).wantRefusal(t, 400, want.code, want.message)
	}
	c.ok("users?x=1&y=2&$top=1") // Graph ignores what is none of OData's
}

func TestPropertiesOfSharePointAreNotBuilt(t *testing.T) {
	c := startServer(t, Options{})
	for _, name := range []string{"aboutMe", "birthday", "hireDate", "interests", "mySite", "pastProjects", "preferredName",
		"responsibilities", "schools", "skills", "mailboxSettings"} {
		a := c.get("users?$select=id," + name)
		if code, message := a.refusal(); a.status != 501 || code != "NotImplemented" || !strings.Contains(message, name) {
			t.Errorf("%s: %d %s %s", name, a.status, code, message)
		}
	}
}

// The bodies have the members of Microsoft's own, and say the same.
func TestErrorsAreLikeTheSamples(t *testing.T) {
	c := startServer(t, Options{})
	for _, test := range []struct {
		name   string
		change func(b *Behaviour)
		path   string
		status int
	}{
		{"graph-403-insufficient-privileges", func(b *Behaviour) { b.Roles = []string{} }, "users", 403},
		{"graph-403-missing-auditlog-permission", func(b *Behaviour) { b.Roles = []string{"User.Read.All"} }, "users?$select=signInActivity", 403},
		{"graph-403-nonpremium", func(b *Behaviour) { b.NoPremium = true }, "users?$select=signInActivity", 403},
		{"graph-429-toomanyrequests", func(b *Behaviour) { b.ResourceUnits = 1 }, "users", 429},
		{"reports-400-segment-not-found", func(*Behaviour) {}, "reports/getOffice365ActivationsUserDetail(period='D7')", 400},
		{"reports-400-invalid-date", func(*Behaviour) {}, "reports/getOffice365ActiveUserDetail(date=2020-06-03)", 400},
		{"reports-400-json-not-supported-v1", func(*Behaviour) {}, "reports/getOffice365ActivationsUserDetail?$format=application/json", 400},
		{"reports-403-s2sunauthorized", func(b *Behaviour) { b.Roles = []string{"Directory.Read.All"} }, "reports/getOffice365ActivationsUserDetail", 403},
	} {
		c.server.Set(func(b *Behaviour) { *b = Behaviour{}; test.change(b) })
		c.renew()
		var want struct{ Error map[string]any }
		if err := json.Unmarshal(sample(t, "graph/samples/errors/"+test.name+".json"), &want); err != nil {
			t.Fatal(err)
		}
		a := c.get(test.path)
		got, _ := a.json["error"].(map[string]any)
		if a.status != test.status || got["code"] != want.Error["code"] || got["message"] != want.Error["message"] {
			t.Errorf("%s: %d %v\nwant %v", test.name, a.status, got, want.Error)
		}
		if !slices.Equal(keys(got), keys(want.Error)) || len(a.json) != 1 {
			t.Errorf("%s: members %v, want %v", test.name, keys(got), keys(want.Error))
		}
		inner, _ := got["innerError"].(map[string]any)
		wanted, _ := want.Error["innerError"].(map[string]any)
		for name := range maps.Keys(wanted) {
			if inner[name] == nil {
				t.Errorf("%s: innerError lacks %s", test.name, name)
			}
		}
	}
}

func TestIDsOfRequests(t *testing.T) {
	c := startServer(t, Options{})
	guid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	date := regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$`)
	seen := map[string]bool{}
	for _, path := range []string{"users?$top=1", "nothing", "users/x", "users?$skip=1", "users/$count"} {
		a := c.get(path, "client-request-id", "mine")
		id := a.header.Get("request-id")
		if !guid.MatchString(id) || seen[id] || a.header.Get("client-request-id") != "mine" {
			t.Errorf("%s: request-id %q, client-request-id %q", path, id, a.header.Get("client-request-id"))
		}
		seen[id] = true
		if e, bad := a.json["error"].(map[string]any); bad {
			inner, _ := e["innerError"].(map[string]any)
			if inner["request-id"] != id || inner["client-request-id"] != "mine" || !date.MatchString(inner["date"].(string)) {
				t.Errorf("%s: innerError %v", path, inner)
			}
		}
	}
	if a := c.get("users?$top=1"); a.header.Get("client-request-id") != a.header.Get("request-id") {
		t.Error("without an id of the client's, the request's own is not echoed")
	}
	a := c.get("users?$top=1")
	if a.header.Get("OData-Version") != "4.0" || !strings.HasPrefix(a.header.Get("Content-Type"), "application/json;odata.metadata=minimal") {
		t.Errorf("headers %v", a.header)
	}
}

func TestUnknownFaultsAreGraphErrors(t *testing.T) {
	e := asGraphError(errors.New("something broke"))
	if e.status != 500 || e.code != "InternalServerError" {
		t.Errorf("%+v", e)
	}
	if e.Error() != e.code+": "+e.message {
		t.Errorf("%q", e.Error())
	}
}
