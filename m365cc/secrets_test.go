package m365cc_test

import (
	"cmp"
	"context"
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// Secrets stand in nothing that is written: every table is read by every way, with whatever goes wrong, at the most
// talkative log level, and all that comes of it is searched.

// longestTable is how long a table may take that waits for a limit; the others are done long before.
const longestTable = 6 * time.Second

// misfortune is what goes wrong with a connection or its tenant.
type misfortune struct {
	name string
	// arguments change those of the connection; nil: they are right.
	arguments func(t *testing.T, server *demo.Server) arguments
	// behaviour changes the tenant; nil: it is a healthy one.
	behaviour func(*demo.Behaviour)
	// tables are asked; nil: all.
	tables []string
	// fails is set where each of the tables must fail.
	fails bool
}

// The secrets of these tests beside the tenant's own.
const (
	wrongSecret   = "Zq8~wrong_secret.with-all.the~signs"
	secretID      = "0f8fad5b-d9cb-469f-a165-70867728950e"
	rightPassword = "correct horse/battery+staple"
	wrongPassword = "wrong pass&word=of the certificate"
)

func misfortunes() []misfortune {
	all := ownMisfortunes()
	for i, fault := range demo.Faults() {
		var tables []string // each fault has another part of them
		for k, name := range (misfortune{}).tableNames() {
			if (i+k)%4 == 0 || name == "m365cc_email_activity" {
				tables = append(tables, name)
			}
		}
		all = append(all, misfortune{name: "fault " + fault.Name, tables: tables, behaviour: func(b *demo.Behaviour) {
			b.Faults = []demo.Fault{{Name: fault.Name, Every: demo.Always}}
		}})
	}
	return all
}

// ownMisfortunes are those beside the faults that the made-up tenant knows.
func ownMisfortunes() []misfortune {
	answer := func(status int, after string) func(*http.Request) (int, string) {
		return func(*http.Request) (int, string) { return status, after }
	}
	argument := func(name, value string) func(*testing.T, *demo.Server) arguments {
		return func(*testing.T, *demo.Server) arguments { return arguments{name: value} }
	}
	certificate := func(path func(*testing.T, *demo.Server) string, password string) func(*testing.T, *demo.Server) arguments {
		return func(t *testing.T, server *demo.Server) arguments {
			return arguments{"client_secret": "", "certificate_path": path(t, server), "certificate_password": password}
		}
	}
	return []misfortune{
		{name: "nothing"},
		{name: "a certificate", arguments: certificate(func(t *testing.T, s *demo.Server) string { return fileOf(t, "client.pem", s.ClientCertificatePEM()) }, "")},
		{name: "pages and filters refused", behaviour: func(b *demo.Behaviour) {
			b.RefuseFilter, b.RefuseAdvanced, b.EmptyPages = []string{"*"}, true, true
		}},
		{name: "wrong secret", arguments: argument("client_secret", wrongSecret), fails: true},
		{name: "the secret's id", arguments: argument("client_secret", secretID), fails: true},
		{name: "expired secret", arguments: func(_ *testing.T, s *demo.Server) arguments {
			return arguments{"client_secret": s.ExpiredClientSecret()}
		}, fails: true},
		{name: "wrong tenant", arguments: argument("tenant_id", someTenant), fails: true},
		{name: "wrong client", arguments: argument("client_id", someClient), fails: true},
		{name: "token host away", arguments: argument("token_host", "127.0.0.1:1"), fails: true},
		{name: "secret in a host", arguments: argument("graph_host", "https://user:"+wrongSecret+"@127.0.0.1"), fails: true},
		{name: "secret and certificate", arguments: argument("certificate_path", "/no/such/file"), fails: true},
		{name: "wrong password", arguments: certificate(func(t *testing.T, _ *demo.Server) string {
			return pfxFile(t, rightPassword, asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26})
		}, wrongPassword), fails: true},
		{name: "unknown certificate", arguments: certificate(func(t *testing.T, _ *demo.Server) string {
			key, certificate := selfSigned(t)
			return pemFile(t, key, certificate)
		}, wrongPassword), fails: true},
		{name: "key without certificate", arguments: certificate(func(t *testing.T, s *demo.Server) string {
			key, _, _ := strings.Cut(string(s.ClientCertificatePEM()), "-----BEGIN CERTIFICATE")
			return fileOf(t, "key.pem", []byte(key))
		}, ""), fails: true},
		{name: "broken key", arguments: certificate(func(t *testing.T, s *demo.Server) string {
			return fileOf(t, "key.pem", []byte(strings.Replace(string(s.ClientCertificatePEM()), "\nM", "\n\nx:M", 1)))
		}, ""), fails: true},
		{name: "no permission", behaviour: func(b *demo.Behaviour) { b.Roles = []string{} }},
		{name: "no premium", behaviour: func(b *demo.Behaviour) { b.NoPremium = true }},
		{name: "throttled", behaviour: func(b *demo.Behaviour) { b.Throttle = answer(429, "86400") }},
		{name: "throttled for a while", behaviour: func(b *demo.Behaviour) {
			var mu sync.Mutex
			seen := map[string]bool{}
			b.Throttle = func(r *http.Request) (int, string) {
				mu.Lock()
				defer mu.Unlock()
				if !seen[r.URL.Path] {
					seen[r.URL.Path] = true
					return 503, "0.01"
				}
				return 0, ""
			}
		}},
		{name: "token refused", behaviour: func(b *demo.Behaviour) { b.Throttle = answer(401, "") }},
		{name: "broken Graph", behaviour: func(b *demo.Behaviour) { b.Throttle = answer(500, "") }},
		{name: "short tokens", behaviour: func(b *demo.Behaviour) { b.TokenLifetime = time.Millisecond }},
		{name: "address refused", behaviour: func(b *demo.Behaviour) { b.ThrottleDownload = answer(403, "") }},
		{name: "address throttled", behaviour: func(b *demo.Behaviour) { b.ThrottleDownload = answer(429, "86400") }},
		{name: "address at its end", behaviour: func(b *demo.Behaviour) { b.DownloadLifetime = time.Nanosecond }},
		{name: "redirect to nowhere", behaviour: func(b *demo.Behaviour) { b.ThrottleDownload = answer(302, "") }},
		{name: "broken download", behaviour: func(b *demo.Behaviour) { b.DownloadBytes = 100 }, tables: []string{"m365cc_email_activity"}, fails: true},
		{name: "bad row", behaviour: func(b *demo.Behaviour) { b.BadRow = 2 }},
		{name: "names concealed", behaviour: func(b *demo.Behaviour) { b.ConcealNames = true }},
	}
}

// argumentsOf are the connection's arguments, after the misfortune.
func (m misfortune) argumentsOf(t *testing.T, server *demo.Server) arguments {
	all := arguments{"tenant_id": server.TenantID(), "client_id": server.ClientID(), "client_secret": server.ClientSecret(),
		"token_host": server.TokenHost(), "graph_host": server.GraphHost(), "license_price_file": priceFile(t, server, "")}
	if m.arguments != nil {
		maps.Copy(all, m.arguments(t, server))
	}
	maps.DeleteFunc(all, func(_, value string) bool { return value == "" })
	return all
}

// hcl is the arguments as a .spc file has them.
func (a arguments) hcl() string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(a)) {
		fmt.Fprintf(&b, "%s = %q\n", name, a[name])
	}
	return b.String()
}

// tenant serves a tenant that behaves so.
func (m misfortune) tenant(t *testing.T) *demo.Server {
	t.Helper()
	server := startTenant(t, demo.Options{Users: 25})
	server.Set(func(b *demo.Behaviour) {
		b.LogRequests, b.ReportRequests = -1, -1
		if m.behaviour != nil {
			m.behaviour(b)
		}
	})
	return server
}

func (m misfortune) tableNames() []string {
	if m.tables != nil {
		return m.tables
	}
	var names []string
	for _, table := range m365cc.Tables() {
		names = append(names, table.Name)
	}
	return names
}

// eachTable calls a function for each misfortune and table, side by side, since they wait most of the time. It gets a
// tenant, and returns whether the table failed.
func eachTable(t *testing.T, tenants []*demo.Server, call func(i int, m misfortune, table string, a arguments) (failed bool)) {
	t.Helper()
	var wait sync.WaitGroup
	failures := make([]atomic.Int32, len(tenants))
	for i, m := range misfortunes() {
		a := m.argumentsOf(t, tenants[i])
		for _, table := range m.tableNames() {
			wait.Go(func() {
				if call(i, m, table, a) {
					failures[i].Add(1)
				}
			})
		}
	}
	wait.Wait()
	for i, m := range misfortunes() {
		if failed, want := int(failures[i].Load()), max(len(m.tableNames())-3, 1); m.fails && failed < want { // three ask nobody
			t.Errorf("%s: %d of %d tables fail", m.name, failed, len(m.tableNames()))
		}
	}
}

func misfortunateTenants(t *testing.T) []*demo.Server {
	t.Helper()
	var servers []*demo.Server
	for _, m := range misfortunes() {
		servers = append(servers, m.tenant(t))
	}
	return servers
}

// wantNoSecrets fails for each secret in what was written, which must not be nothing.
func wantNoSecrets(t *testing.T, servers []*demo.Server, written string) {
	t.Helper()
	secrets := []demo.Secret{{Name: "wrong secret", Value: wrongSecret}, {Name: "secret's id", Value: secretID}, {Name: "password", Value: rightPassword}, {Name: "wrong password", Value: wrongPassword}}
	kinds := map[string]bool{}
	for _, server := range servers {
		for _, s := range server.Secrets() {
			secrets, kinds[s.Name] = append(secrets, s), true
		}
	}
	for _, kind := range []string{"client secret", "access token", "client assertion", "private key", "address of a file", "token in the address of a file"} {
		if !kinds[kind] {
			t.Errorf("no %s came up: %v", kind, kinds)
		}
	}
	t.Logf("%d secrets in %d bytes", len(secrets), len(written))
	all := demo.FindSecrets(written, secrets)
	for _, found := range all[:min(len(all), 5)] {
		line := ""
		for l := range strings.Lines(written) {
			if strings.Contains(l, found.Value) {
				line = l
			}
		}
		t.Errorf("%s %q is in what was written: %q", found.Name, found.Value, cmp.Or(line, "(in another form)"))
	}
}

// TestNoSecretsOfEngine reads every table with the embedded engine.
func TestNoSecretsOfEngine(t *testing.T) {
	tenants, written := misfortunateTenants(t), &safeBuffer{}
	eachTable(t, tenants, func(i int, _ misfortune, table string, a arguments) (failed bool) {
		err := askEngine(t, tenants[i], a, table, written) // on a connection of its own, with limits of its own
		for err := err; err != nil; err = errors.Unwrap(err) {
			fmt.Fprintf(written, "%s: %v %+v %#v\n", table, err, err, err)
		}
		return err != nil
	})
	wantNoSecrets(t, tenants, written.String())
}

// askEngine reads a table; log and notices are written.
func askEngine(t *testing.T, server *demo.Server, a arguments, table string, written *safeBuffer) error {
	settings, err := a.config(t).Resolve(func(string) string { return "" })
	if err != nil {
		return err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CertificatePEM())
	connection, err := m365cc.NewConnection(settings, m365cc.ConnectionOptions{
		RootCAs: roots, Notice: func(text string) { fmt.Fprintln(written, text) },
		Log: hclog.New(&hclog.LoggerOptions{Level: hclog.Trace, Output: written}),
	})
	if err != nil {
		return err
	}
	defer connection.Close()
	db, err := engine.Open(engine.Options{Connections: []engine.Named{{Name: "m365cc", Connection: connection}}})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(t.Context(), longestTable)
	defer cancel()
	return errors.Join(db.Query(ctx, "select * from "+table, discard{}), db.Close())
}

// discard takes rows.
type discard struct{}

func (discard) Begin([]engine.Column) error { return nil }
func (discard) Row([]m365cc.Value) error    { return nil }
func (discard) End() error                  { return nil }

// TestNoSecretsOfSteampipe reads every table as Steampipe does, with the log of the SDK and of Microsoft's library.
func TestNoSecretsOfSteampipe(t *testing.T) {
	t.Parallel()
	tenants, written := misfortunateTenants(t), &safeBuffer{}
	p := startPluginWith(t, tenants, hclog.Trace, "STEAMPIPE_LOG_LEVEL=TRACE", "AZURE_SDK_GO_LOGGING=all")
	eachTable(t, tenants, func(i int, m misfortune, table string, a arguments) (failed bool) {
		if i > 0 && m.tables == nil && (i+len(table))%4 > 0 { // some of the tables for each misfortune, all of them when nothing goes wrong
			return true
		}
		name := fmt.Sprintf("misfortune%d_%s", i, table)
		p.add(t, name, a.hcl())
		done := make(chan error, 1)
		go func() {
			_, err := p.execute(name, suiteCase{table: table, columns: columnNames(table)})
			done <- err
		}()
		select {
		case err := <-done:
			if err != nil {
				fmt.Fprintf(written, "%s: %v %+v %#v\n", table, err, err, err)
			}
			return err != nil
		case <-time.After(longestTable): // it waits for a limit, and ends with the plugin
			return true
		}
	})
	for _, bad := range badConfigs {
		answer, err := p.plugin.UpdateConnectionConfigs(updateWith("bad", strings.ReplaceAll(bad, "SECRET", wrongSecret)))
		fmt.Fprintln(written, answer, err)
	}
	log := p.log.String()
	for _, part := range []string{"[TRACE]", "Request", "misfortune0"} {
		if !strings.Contains(log, part) {
			t.Errorf("%s is not in the log of %d bytes", part, len(log))
		}
	}
	wantNoSecrets(t, tenants, log+written.String())
}

// badConfigs are slips of a hand in a connection.
var badConfigs = []string{
	`client_secret = SECRET`, `client_secret = "SECRET`, "client_secret = \"SECRET\n\"", `client_secret "SECRET"`, `client_secret = ["SECRET"]`,
	`client_secret = "SECRET" "SECRET"`, `client_secrets = "SECRET"`, `tenant_id = "x" client_secret = "SECRET"`, `cache_ttl = "SECRET"`, `client_secret = {a = "SECRET"}`,
}

func columnNames(table string) []string {
	var names []string
	for _, t := range m365cc.Tables() {
		if t.Name == table {
			for _, c := range t.Columns {
				names = append(names, c.Name)
			}
		}
	}
	return names
}

// TestNoSecretsOfCommands runs the commands, each a process of its own.
func TestNoSecretsOfCommands(t *testing.T) {
	t.Parallel()
	binary, err := buildBinary()
	if err != nil {
		t.Fatal(err)
	}
	tenants, written := misfortunateTenants(t), &safeBuffer{}
	certificates := certificateFile(t, tenants...)
	run := func(folder string, args ...string) bool {
		ctx, cancel := context.WithTimeout(t.Context(), longestTable)
		defer cancel()
		cmd := exec.CommandContext(ctx, binary, args...)
		cmd.Env = []string{"SSL_CERT_FILE=" + certificates, "M365CC_LOG_LEVEL=trace", "AZURE_SDK_GO_LOGGING=all", "STEAMPIPE_INSTALL_DIR=" + folder, "HOME=" + folder, "TMPDIR=" + folder}
		cmd.Stdout, cmd.Stderr = written, written
		return cmd.Run() == nil
	}
	folders := make([]string, len(tenants))
	for i, m := range misfortunes() {
		folders[i] = steampipeFolder(t, m.argumentsOf(t, tenants[i]).hcl())
	}
	var wait sync.WaitGroup
	for i, m := range misfortunes() {
		wait.Go(func() {
			run(folders[i], "check")
			if run(folders[i], "query", "-o", "json", "select * from m365cc_email_activity") && m.fails {
				t.Errorf("%s: the query does not fail", m.name)
			}
		})
	}
	wait.Wait()
	run(folders[0], "tables")
	run(folders[0], "inspect", "m365cc_user")
	run(folders[0], "query", "--demo", "-o", "line", "select * from m365cc_domain")
	for _, bad := range badConfigs {
		run(steampipeFolder(t, strings.ReplaceAll(bad, "SECRET", wrongSecret)+"\n"), "check")
	}
	wantNoSecrets(t, tenants, written.String())
}

// steampipeFolder has a connection with the arguments in its config folder.
func steampipeFolder(t *testing.T, arguments string) string {
	t.Helper()
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "config"), 0o700); err != nil {
		t.Fatal(err)
	}
	text := "connection \"m365cc\" {\n  plugin = \"m365cc\"\n" + arguments + "}\n"
	if err := os.WriteFile(filepath.Join(folder, "config", "m365cc.spc"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// TestSecretsAreFound: a line of a log with any of the secrets is one that these tests find.
func TestSecretsAreFound(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 5})
	db := openEngine(t, server, hclog.NewNullLogger())
	if err := db.Query(t.Context(), "select * from m365cc_email_activity", discard{}); err != nil {
		t.Fatal(err)
	}
	for _, s := range server.Secrets() {
		if found := demo.FindSecrets(fmt.Sprintf("2026-11-28T03:07:17.016Z [TRACE] m365cc: asking: value=%q", s.Value), server.Secrets()); !slices.Contains(found, s) {
			t.Errorf("%s is not found", s.Name)
		}
	}
}
