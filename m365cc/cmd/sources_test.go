package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// twoTenants are a tenant "one" and another "two", in one file.
func twoTenants(t testing.TB) (one, two *demo.Server, c call, spc string) {
	t.Helper()
	one, two = startTenant(t, demo.Options{Users: 12, Seed: 1}), startTenant(t, demo.Options{Users: 7, Seed: 2})
	return one, two, call{roots: trust(one, two)}, file(t, "m365cc.spc", block("two", two)+block("one", one))
}

func TestConnections(t *testing.T) {
	one, two, c, spc := twoTenants(t)
	id := func(s *demo.Server) string { return "id\n" + s.Tenant().UserID(3) + "\n" }
	const count = "select count(*) as n from "
	for _, test := range []struct {
		name string
		args []string
		out  string
	}{
		{"the first by name", []string{count + "m365cc_user"}, "n\n12\n"},
		{"named", []string{"--connection", "two", count + "m365cc_user"}, "n\n7\n"},
		{"named in capitals", []string{"--connection", "TWO", count + "m365cc_user"}, "n\n7\n"},
		{"with a prefix", []string{count + "two.m365cc_user"}, "n\n7\n"},
		{"with a prefix in quotes", []string{count + `"Two".m365cc_user`}, "n\n7\n"},
		{"with a prefix in brackets", []string{count + `[two] . m365cc_user`}, "n\n7\n"},
		{"the default with its prefix", []string{count + "one.m365cc_user"}, "n\n12\n"},
		{"the other when one is named", []string{"--connection", "two", count + "one.m365cc_user"}, "n\n12\n"},
		{"both", []string{"select (select count(*) from m365cc_user) as a, (select count(*) from two.m365cc_user) as b"}, "a,b\n12,7\n"},
		{"rows of the one", []string{"select id from one.m365cc_user where id in ('" + one.Tenant().UserID(3) + "', '" + two.Tenant().UserID(3) + "')"}, id(one)},
		{"rows of the other", []string{"select id from two.m365cc_user where id in ('" + one.Tenant().UserID(3) + "', '" + two.Tenant().UserID(3) + "')"}, id(two)},
		{"kept", []string{"create table t as select id from two.m365cc_user; select count(*) as n from t"}, "n\n7\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			c.run(t, append([]string{"query", "--config", spc}, test.args...)...).succeeds(t, test.out)
		})
	}
}

// TestUnknownConnection is an error, never the rows of another tenant.
func TestUnknownConnection(t *testing.T) {
	one, two, c, spc := twoTenants(t)
	for sql, want := range map[string]string{
		"select id from tow.m365cc_user":             `no such table: tow.m365cc_user; there is no connection "tow", there are: one, two`,
		`select id from "m365cc".m365cc_user`:        `no such table: m365cc.m365cc_user; there is no connection "m365cc", there are: one, two`,
		"select id from two.m365cc_usr":              "no such table: two.m365cc_usr; 'm365cc tables' lists the tables",
		"select id from m365cc_usr":                  "no such table: m365cc_usr; 'm365cc tables' lists the tables",
		"create table t as select id from x.m365cc_": `no such table: x.m365cc_; there is no connection "x", there are: one, two`,
	} {
		c.run(t, "query", "--config", spc, sql).fails(t, want)
	}
	c.run(t, "query", "--config", spc, "--connection", "three", "select 1").fails(t, `--connection: there is no connection "three"; there are: one, two`)
	if n := len(one.Requests()) + len(two.Requests()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestUnusableConnection is no hindrance for those who do not ask it.
func TestUnusableConnection(t *testing.T) {
	spc := file(t, "m365cc.spc", block("a", shared())+"connection \"b\" {\n  plugin = \"m365cc\"\n  tenant_id = \"nonsense\"\n}\n")
	c := call{roots: trust(shared())}
	c.run(t, "query", "--config", spc, "select 'b' as b, count(*) as n from m365cc_user b").succeeds(t, "b,n\nb,250\n")
	want := fmt.Sprintf(`connection "b" (%s) cannot be used: client_id and client_secret (or certificate_path) are missing: set them in the connection, or AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH) in the environment; tenant_id: "nonsense" is neither a directory (tenant) id nor a domain of the tenant`, spc)
	c.run(t, "query", "--config", spc, "select count(*) from b.m365cc_user").fails(t, want)
	c.run(t, "query", "--config", spc, "--connection", "b", "select 1").fails(t, want)
}

// TestConfigFolder is Steampipe's own, with files of other plugins.
func TestConfigFolder(t *testing.T) {
	steampipe := t.TempDir()
	c := call{roots: trust(shared()), env: map[string]string{"STEAMPIPE_INSTALL_DIR": steampipe}}
	config := filepath.Join(steampipe, "config")
	if err := os.MkdirAll(filepath.Join(config, "folder.spc"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"tenants.spc": block("prod", shared()) + "connection \"all\" {\n  plugin = \"m365cc\"\n  type = \"aggregator\"\n  connections = [\"*\"]\n}\n",
		"broken.spc":  "connection \"aws\" {\n",
		"notes.txt":   "connection \"m365cc\" {\n",
	} {
		if err := os.WriteFile(filepath.Join(config, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const sql = "select count(*) as n from prod.m365cc_user"
	c.run(t, "query", sql).succeeds(t, "n\n250\n")
	c.run(t, "query", "--connection", "all", sql).fails(t, `--connection: there is no connection "all"; there are: prod`)

	again := filepath.Join(config, "zz.spc")
	if err := os.WriteFile(again, []byte(block("PROD", shared())), 0o600); err != nil {
		t.Fatal(err)
	}
	c.run(t, "query", sql).fails(t, fmt.Sprintf(`the connection "PROD" is there twice, in %s and in %s`, filepath.Join(config, "tenants.spc"), again))
}

func TestReservedNames(t *testing.T) {
	spc := file(t, "m365cc.spc", block("m365cc", shared())+block("temp", shared()))
	c := call{roots: trust(shared())}
	c.run(t, "query", "--config", spc, "select count(*) as temp from m365cc_user").succeeds(t, "temp\n250\n")
	c.run(t, "query", "--config", spc, "--connection", "temp", "select count(*) as n from m365cc_user").succeeds(t, "n\n250\n")
	c.run(t, "query", "--config", spc, "select count(*) from temp.m365cc_user").
		fails(t, `connection "temp": SQLite has this name for itself; ask it with --connection temp, without a prefix`)
}

func TestEnvironment(t *testing.T) {
	gov := startTenant(t, demo.Options{Users: 5, Cloud: "gcc_high"})
	env := environment(gov)
	env["M365CC_CLOUD"] = "gcc_high"
	c := call{roots: trust(gov), env: env}
	c.run(t, "query", "select count(*) as n from m365cc_user").succeeds(t, "n\n5\n")
	c.run(t, "query", "--connection", "m365cc", "select count(*) as n from m365cc.m365cc_user").succeeds(t, "n\n5\n")
	c.run(t, "query", "--connection", "x", "select 1").fails(t, `--connection: there is no connection "x"; there are: none`)

	delete(env, "AZURE_CLIENT_SECRET")
	env["AZURE_CLIENT_CERTIFICATE_PATH"] = file(t, "client.pem", string(gov.ClientCertificatePEM()))
	c.run(t, "query", "select count(*) as n from m365cc_user").succeeds(t, "n\n5\n")
}

func TestEnvironmentErrors(t *testing.T) {
	const tenant, client = "11111111-2222-3333-4444-555555555555", "66666666-7777-8888-9999-000000000000"
	for _, c := range []struct {
		name string
		env  map[string]string
		text string
	}{
		{"nothing", nil, "there is no connection: tenant_id, client_id and client_secret (or certificate_path) are missing: set them in the connection, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH) in the environment; or ask a made-up tenant with --demo"},
		{"one missing", map[string]string{"AZURE_TENANT_ID": tenant, "AZURE_CLIENT_SECRET": secret}, "the connection of the environment cannot be used: client_id is missing: set it in the connection, or AZURE_CLIENT_ID in the environment"},
		{"contradiction", map[string]string{"AZURE_TENANT_ID": tenant, "AZURE_CLIENT_ID": client, "AZURE_CLIENT_SECRET": secret, "AZURE_CLIENT_CERTIFICATE_PATH": "x.pem"}, "the connection of the environment cannot be used: client_secret and certificate_path (AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH) are both set: give the one or the other"},
		{"cloud", map[string]string{"AZURE_TENANT_ID": tenant, "AZURE_CLIENT_ID": client, "AZURE_CLIENT_SECRET": secret, "M365CC_CLOUD": "mars"}, `the connection of the environment cannot be used: cloud (from M365CC_CLOUD): "mars" is not one of global, gcc_high, dod, china`},
		{"log level", map[string]string{"M365CC_LOG_LEVEL": "loud"}, `M365CC_LOG_LEVEL: "loud" is not one of trace, debug, info, warn, error, off`},
	} {
		t.Run(c.name, func(t *testing.T) { call{env: c.env}.run(t, "query", "select 1").fails(t, c.text) })
	}
}

func TestDemo(t *testing.T) {
	for want, args := range map[string][]string{
		"n\n250\n": {"--demo"}, "n\n3\n": {"--demo-users", "3"}, "n\n4\n": {"--demo", "--demo-users=4"},
	} {
		call{}.run(t, append([]string{"query", "select count(*) as n from m365cc_user"}, args...)...).succeeds(t, want)
	}
	call{}.run(t, "query", "--demo", "select count(*) > 0 as b from demo.m365cc_subscribed_sku").succeeds(t, "b\n1\n")
	t.Setenv("TMPDIR", t.TempDir())
	call{}.run(t, "query", "--demo", "select unit_cost from m365cc_license_price where is_current and sku_part_number = 'SPE_E5'").succeeds(t, "unit_cost\n684.00\n")
	if files, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(files) > 0 {
		t.Errorf("left behind: %v, %v", files, err)
	}
	call{}.run(t, "query", "--demo-users", "100000001", "select 1").fails(t, "start the made-up tenant: 100000001 users: not a number from 1 to 100000000")
}

// TestWarnings are on standard error, once, and name the tenant where there are several.
func TestWarnings(t *testing.T) {
	_, two, c, spc := twoTenants(t)
	two.Set(func(b *demo.Behaviour) { b.NoPremium = true })
	const signIn = "select count(last_sign_in_date_time) as n from "
	const warning = "m365cc_user: signInActivity is NULL, since the tenant has no Microsoft Entra ID P1 or P2\n"

	got := c.run(t, "query", "--config", spc, "--connection", "two", signIn+"m365cc_user; "+signIn+"m365cc_user where account_enabled = true")
	if want := (outcome{exitOK, "n\n0\nn\n0\n", "Warning: " + warning}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	got = c.run(t, "query", "--config", spc, signIn+"two.m365cc_user")
	if want := (outcome{exitOK, "n\n0\n", "Warning: two." + warning}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got = c.run(t, "query", "--config", spc, "select count(display_name) as n from two.m365cc_user"); got.err != "" {
		t.Error(got)
	}
}

func TestLog(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 5})
	server.Set(func(b *demo.Behaviour) { b.RefuseFilter = []string{"displayName"} })
	for _, c := range []struct {
		own, steampipe string
		logged         bool
	}{
		{"", "", false}, {"trace", "", true}, {"WARN", "", true}, {"", "info", true}, {"off", "trace", false}, {"error", "trace", false}, {"", "loud", false},
	} {
		env := environment(server)
		env["M365CC_LOG_LEVEL"], env["STEAMPIPE_LOG_LEVEL"] = c.own, c.steampipe
		got := call{roots: trust(server), env: env}.run(t, "query", "select count(*) as n from m365cc_user where display_name = 'x'")
		logged := strings.Contains(got.err, "[WARN]  m365cc: m365cc_user: more rows than needed are read")
		if got.code != exitOK || got.out != "n\n0\n" || logged != c.logged || !logged && got.err != "" || strings.Contains(got.err, server.ClientSecret()) {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
