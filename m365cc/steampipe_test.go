package m365cc_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/proto"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

var everybody = suiteCase{table: "m365cc_user", columns: []string{"id"}}

// TestSchema: Steampipe sees the tables and columns as they are declared, the standard columns among them.
func TestSchema(t *testing.T) {
	server := startTenant(t, demo.Options{})
	p := startPlugin(t, server)
	answer, err := p.plugin.GetSchema(&proto.GetSchemaRequest{Connection: "first"})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range m365cc.Tables() {
		schema := answer.GetSchema().GetSchema()[table.Name]
		if schema == nil || schema.GetDescription() != table.Description {
			t.Fatalf("%s is missing or has another description", table.Name)
		}
		for _, c := range table.Columns {
			if !slices.ContainsFunc(schema.GetColumns(), func(d *proto.ColumnDefinition) bool {
				return d.GetName() == c.Name && d.GetDescription() == c.Description
			}) {
				t.Errorf("%s.%s is missing or has another description", table.Name, c.Name)
			}
		}
	}
	if len(answer.GetSchema().GetSchema()) != len(m365cc.Tables()) {
		t.Errorf("%d tables, want %d", len(answer.GetSchema().GetSchema()), len(m365cc.Tables()))
	}
}

// TestChangedConfiguration: a changed .spc takes effect without a restart.
func TestChangedConfiguration(t *testing.T) {
	server, other := startTenant(t, demo.Options{}), startTenant(t, demo.Options{Users: 40, Seed: 7})
	p := startPlugin(t, server)
	change := func(config string) {
		t.Helper()
		answer, err := p.plugin.UpdateConnectionConfigs(&proto.UpdateConnectionConfigsRequest{Changed: []*proto.ConnectionConfig{connectionConfig("first", config)}})
		if err != nil || len(answer.GetFailedConnections()) > 0 {
			t.Fatal(err, answer.GetFailedConnections())
		}
	}
	want := func(rows int, failure string) {
		t.Helper()
		got, err := p.execute("first", everybody)
		if len(got) != rows || (err == nil) != (failure == "") || err != nil && !strings.Contains(err.Error(), failure) {
			t.Fatalf("%d rows, error %v; want %d rows, error %q", len(got), err, rows, failure)
		}
	}
	want(250, "")
	secret := server.ClientSecret()
	change(strings.Replace(configOf(server), secret, "wrong"+secret, 1))
	want(0, "AADSTS7000215: client_secret is wrong")
	change(configOf(server))
	want(250, "")
	change(configOf(other)) // its certificate is not trusted here, so that the connection is seen to be another
	want(0, "token_host")
}

// TestConfigurationErrors: one bad connection is reported by its own queries, with everything that is wrong, and
// keeps no other from working.
func TestConfigurationErrors(t *testing.T) {
	server := startTenant(t, demo.Options{})
	p := startPlugin(t, server)
	p.add(t, "bad", `cloud = "mars"`)
	_, err := p.execute("bad", everybody)
	for _, part := range []string{`connection "bad" cannot be used`, "tenant_id", "AZURE_TENANT_ID", "client_id", "AZURE_CLIENT_ID",
		"client_secret", "AZURE_CLIENT_SECRET", "certificate_path", "AZURE_CLIENT_CERTIFICATE_PATH", `cloud: "mars" is not one of global, gcc_high, dod, china`} {
		if err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("the error lacks %q: %v", part, err)
		}
	}
	if rows, err := p.execute("first", everybody); err != nil || len(rows) != 250 {
		t.Errorf("the good connection: %d rows, %v", len(rows), err)
	}
}

// TestParallelQueries: one credential and one client serve all queries of a connection at once.
func TestParallelQueries(t *testing.T) {
	server := startTenant(t, demo.Options{})
	p := startPlugin(t, server)
	server.Set(func(b *demo.Behaviour) { b.PageSize = 50 })
	var wait sync.WaitGroup
	for i := range 20 {
		wait.Go(func() {
			c := everybody
			if i%2 == 1 {
				c = suiteCase{table: "m365cc_user", columns: []string{"id"}, where: []condition{where("display_name", "in", "Adele Vance", "adele vance", "Adele Vance")}}
			}
			rows, err := p.execute("first", c)
			if want := []int{250, 2}[i%2]; err != nil || len(rows) != want {
				t.Errorf("%d rows, %v; want %d", len(rows), err, want)
			}
		})
	}
	wait.Wait()
	tokens := 0
	for _, r := range server.TokenRequests() {
		if r.Method == "POST" {
			tokens++
		}
	}
	if tokens != 1 {
		t.Errorf("%d tokens were asked for, want 1", tokens)
	}
}

// TestCancelledQuery: a query that Steampipe cancels stops fetching.
func TestCancelledQuery(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 20_000})
	p := startPlugin(t, server)
	server.Set(func(b *demo.Behaviour) { b.Latency = 50 * time.Millisecond })
	stream, _, cancel, err := p.plugin.Execute(&proto.ExecuteRequest{
		Table: "m365cc_user", Connection: "first", CallId: "cancelled", QueryContext: &proto.QueryContext{Columns: []string{"id"}},
		ExecuteConnectionData: map[string]*proto.ExecuteConnectionData{"first": {}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Recv(); err != nil {
		t.Fatal(err)
	}
	cancel()
	time.Sleep(time.Second)
	made := len(server.Requests())
	time.Sleep(time.Second)
	if later := len(server.Requests()); later != made || made > 15 {
		t.Errorf("%d requests a second after the end, %d after two; the whole list is 21", made, later)
	}
}

// TestSlowReader: every row comes once, however far the list runs ahead of who reads it. SDK v5's cache of results would
// overwrite rows that it has not sent yet.
func TestSlowReader(t *testing.T) {
	t.Parallel()
	server := startTenant(t, demo.Options{Users: 3000})
	p := startPlugin(t, server)
	p.dawdle = time.Second
	c := suiteCase{table: "m365cc_user", columns: []string{"id", "user_principal_name", "assigned_plans", "proxy_addresses"}}
	for range 2 {
		asked := len(server.Requests())
		rows, err := p.execute("first", c)
		if err != nil {
			t.Fatal(err)
		}
		ids := map[string]bool{}
		for _, r := range rows {
			ids[r["id"]] = true
		}
		if len(rows) != 3000 || len(ids) != 3000 {
			t.Errorf("%d rows with %d ids, want 3000 of both", len(rows), len(ids))
		}
		if len(server.Requests()) == asked {
			t.Error("the rows come from the cache of the SDK")
		}
	}
}

// TestUnknownValues: what the foreign data wrapper gives in place of a value that it does not know yet, as of
// `= (select …)`, narrows nothing.
func TestUnknownValues(t *testing.T) {
	server := startTenant(t, demo.Options{})
	p := startPlugin(t, server)
	for _, w := range []condition{
		where("user_principal_name", "=", "?"), where("display_name", "like", "?"), where("assigned_sku_ids", "contains", "?"),
		where("created_date_time", "<", time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)),
	} {
		rows, err := p.execute("first", suiteCase{table: "m365cc_user", columns: []string{"id"}, where: []condition{w}})
		if err != nil || len(rows) != 250 {
			t.Errorf("%v: %d rows, %v; want all 250", w, len(rows), err)
		}
	}
	never := suiteCase{table: "m365cc_user", columns: []string{"id"}, where: []condition{where("id", "=", nil)}}
	if rows, err := p.execute("first", never); err != nil || len(rows) != 0 {
		t.Errorf("= NULL: %d rows, %v; want none", len(rows), err)
	}
}
