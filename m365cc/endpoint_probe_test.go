package m365cc

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

func TestMayRead(t *testing.T) {
	for _, c := range []struct {
		roles, permissions []string
		want               Flag
	}{
		{nil, []string{"User.Read.All"}, Unknown},
		{[]string{}, []string{"User.Read.All"}, No},
		{[]string{"Directory.Read.All"}, []string{"User.Read.All", "Directory.Read.All"}, Yes},
		{[]string{"User.ReadWrite.All"}, []string{"User.Read.All", "Directory.Read.All"}, Yes},
		{[]string{"User.ReadBasic.All"}, []string{"User.Read.All"}, No},
	} {
		if got := newProber(nil, c.roles).mayRead(c.permissions); got != c.want {
			t.Errorf("%q for %q: %v, want %v", c.roles, c.permissions, got, c.want)
		}
	}
}

func TestStatusOf(t *testing.T) {
	for want, err := range map[endpointStatus]error{
		statusOK:                nil,
		statusThrottled:         &graph.BusyError{Limit: "usage reports"},
		statusPermissionMissing: &graph.Error{Status: http.StatusForbidden, Code: "Authorization_RequestDenied"},
		statusLicenseMissing:    &graph.Error{Status: http.StatusForbidden, Code: "Authentication_RequestFromNonPremiumTenantOrB2CTenant"},
		statusNotInCloud:        &graph.Error{Status: http.StatusBadRequest, Message: "Resource not found for the segment 'getX'."},
		statusError:             &graph.Error{Status: http.StatusServiceUnavailable},
	} {
		if got := statusOf(err); got != want {
			t.Errorf("%v: %s, want %s", err, got, want)
		}
	}
	if got := statusOf(errors.New("the connection broke")); got != statusError {
		t.Errorf("got %s", got)
	}
}

// TestEndpointsOfAnOpaqueToken: where the token does not tell, Graph is asked, and says what is missing.
func TestEndpointsOfAnOpaqueToken(t *testing.T) {
	f := startFakeGraph(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.Contains(r.URL.Path, "/domains"):
			refuse(w, http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
		case strings.Contains(r.URL.Path, "/groups"):
			w.Header().Set("request-id", "the-id")
			refuse(w, http.StatusInternalServerError, "InternalServerError", "Something broke.")
		default:
			writeBody(w, `{"value":[]}`)
		}
	})
	rows, err := ask(t.Context(), f.Connection(t), tableEndpoint, nil, equal("path", "/v1.0/domains", "/v1.0/groups", "/v1.0/users"))
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v, %v", rows, err)
	}
	for i, want := range []map[string]Value{
		{"status": StringValue("permission_missing"), "http_status": IntValue(403), "code": StringValue("Authorization_RequestDenied"), "has_permission": {}},
		{"status": StringValue("error"), "http_status": IntValue(500), "message": StringValue("Something broke."), "request_id": StringValue("the-id"), "has_permission": {}},
		{"status": StringValue("ok"), "http_status": IntValue(200), "code": {}, "message": {}, "request_id": {}, "has_permission": {}},
	} {
		for name, value := range want {
			if rows[i][name] != value {
				t.Errorf("%s: %s is %v, want %v", rows[i]["path"].Text(), name, rows[i][name], value)
			}
		}
	}
}

// TestEndpointsOfADomain: whose tenant is named by a domain needs its id from Graph for tenant_id.
func TestEndpointsOfADomain(t *testing.T) {
	for tenant, found := range map[string]bool{fakeTenant: false, "contoso.com": true} {
		c := &Connection{settings: Settings{Identity: graph.Identity{TenantID: tenant}}}
		all := c.endpoints(Tables())
		i := slices.IndexFunc(all, func(e endpoint) bool { return e.path == "/v1.0/organization" })
		if found != (i >= 0) || found && (len(all[i].tables) > 0 || len(all[i].columns) != len(Tables())) {
			t.Errorf("%s: %v", tenant, all)
		}
	}
}

// withoutSource are the tables that are not read from Graph, and the one that asks each endpoint.
var withoutSource = []string{"m365cc_endpoint", "m365cc_license_family", "m365cc_license_price"}

// TestEveryTableHasASource, but for those that ask Graph nothing of their own.
func TestEveryTableHasASource(t *testing.T) {
	for _, table := range Tables() {
		if own := slices.Contains(withoutSource, table.Name); own != (len(table.sources) == 0) {
			t.Errorf("%s has the sources %v", table.Name, table.sources)
		}
		for _, s := range table.sources {
			if len(s.permissions) == 0 || !strings.HasPrefix(s.path, "/v1.0/") && !strings.HasPrefix(s.path, "/beta/") || strings.Contains(s.path, "(") {
				t.Errorf("%s: %+v", table.Name, s)
			}
		}
	}
	paths := map[string]bool{}
	for _, e := range (&Connection{}).endpoints(Tables()) {
		paths[e.path] = true
	}
	for path := range endpointTasks {
		if !paths[path] {
			t.Errorf("a task needs %s, which no table reads", path)
		}
	}
}

// TestEndpointsEndWithTheContext: a check that is cancelled is no list of errors.
func TestEndpointsEndWithTheContext(t *testing.T) {
	hold := make(chan struct{})
	f := startFakeGraph(t, func(http.ResponseWriter, *http.Request) { <-hold })
	t.Cleanup(func() { close(hold) })
	ctx, cancel := context.WithCancel(t.Context())
	c := f.Connection(t)
	if _, err := c.client.GrantedRoles(ctx); err != nil {
		t.Fatal(err)
	}
	go cancel()
	if rows, err := ask(ctx, c, tableEndpoint, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("%d rows, %v", len(rows), err)
	}
}
