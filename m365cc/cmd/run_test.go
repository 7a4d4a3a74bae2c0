package cmd

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// testNow is the clock of all tests, so that their tenants never change.
var testNow = time.Date(2026, time.November, 24, 9, 30, 0, 0, time.UTC)

// atOnce is a time in which a busy machine gets done what happens at once, and far below what it would take otherwise.
const atOnce = 10 * time.Second

// secret stands in configurations where it must not be repeated.
const secret = "S3CRET~value"

// call is how a test starts the command line.
type call struct {
	in  io.Reader // nil: nothing
	env map[string]string
	// terminals has the letters i, o and e of the streams that are terminals.
	terminals string
	roots     *x509.CertPool
	ctx       context.Context // nil: it never ends
}

// outcome is what came of it.
type outcome struct {
	code     int
	out, err string
}

// run runs the command line in this process. Unless the environment says otherwise there is no config folder.
func (c call) run(t testing.TB, args ...string) outcome {
	t.Helper()
	env := map[string]string{"STEAMPIPE_INSTALL_DIR": filepath.Join(t.TempDir(), "none")}
	for name, value := range c.env {
		env[name] = value
	}
	if c.in == nil {
		c.in = strings.NewReader("")
	}
	if c.ctx == nil {
		c.ctx = t.Context()
	}
	var out, err bytes.Buffer
	s := &streams{
		in: c.in, out: &out, err: &err, roots: c.roots,
		inIsTerminal: strings.Contains(c.terminals, "i"), outIsTerminal: strings.Contains(c.terminals, "o"), errIsTerminal: strings.Contains(c.terminals, "e"),
		getenv: func(name string) string { return env[name] },
	}
	code := run(c.ctx, s, args)
	return outcome{code, out.String(), err.String()}
}

// succeeds wants rows and no other word.
func (o outcome) succeeds(t testing.TB, out string) {
	t.Helper()
	if want := (outcome{exitOK, out, ""}); o != want {
		t.Errorf("got\n%s\nwant\n%s", o, want)
	}
}

// fails wants an error of one line and no rows.
func (o outcome) fails(t testing.TB, text string) {
	t.Helper()
	if want := (outcome{exitError, "", "Error: " + text + "\n"}); o != want {
		t.Errorf("got\n%s\nwant\n%s", o, want)
	}
}

// isUsageError wants the error, and where help is.
func (o outcome) isUsageError(t testing.TB, command, text string) {
	t.Helper()
	if want := (outcome{exitUsage, "", "Error: " + text + "\nRun '" + command + " --help' for usage.\n"}); o != want {
		t.Errorf("got\n%s\nwant\n%s", o, want)
	}
}

func (o outcome) String() string { return fmt.Sprintf("code %d\nout %q\nerr %q", o.code, o.out, o.err) }

// startTenant serves a tenant for one test.
func startTenant(t testing.TB, o demo.Options) *demo.Server {
	t.Helper()
	if o.Now.IsZero() {
		o.Now = testNow
	}
	server, err := demo.Start(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return server
}

// shared is a tenant for the tests that neither change it nor count its requests.
var shared = sync.OnceValue(func() *demo.Server {
	server, err := demo.Start(demo.Options{Now: testNow})
	if err != nil {
		panic(err)
	}
	server.Set(func(b *demo.Behaviour) { b.ReportRequests, b.LogRequests = -1, -1 }) // all tests ask for the same reports
	return server                                                                    // it ends with the process
})

// trust is the certificates of the servers.
func trust(servers ...*demo.Server) *x509.CertPool {
	pool := x509.NewCertPool()
	for _, s := range servers {
		pool.AppendCertsFromPEM(s.CertificatePEM())
	}
	return pool
}

// block is the connection block for a tenant.
func block(name string, s *demo.Server) string {
	return fmt.Sprintf("connection %q {\n  plugin = \"local/m365cc\"\n  tenant_id = %q\n  client_id = %q\n  client_secret = %q\n  token_host = %q\n  graph_host = %q\n}\n",
		name, s.TenantID(), s.ClientID(), s.ClientSecret(), s.TokenHost(), s.GraphHost())
}

// environment is the variables for a tenant.
func environment(s *demo.Server) map[string]string {
	return map[string]string{
		"AZURE_TENANT_ID": s.TenantID(), "AZURE_CLIENT_ID": s.ClientID(), "AZURE_CLIENT_SECRET": s.ClientSecret(),
		"M365CC_TOKEN_HOST": s.TokenHost(), "M365CC_GRAPH_HOST": s.GraphHost(),
	}
}

// file writes a file for the test and returns its name.
func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// ask runs SQL on the shared tenant.
func ask(t testing.TB, args ...string) outcome {
	t.Helper()
	return call{roots: trust(shared()), env: environment(shared())}.run(t, append([]string{"query"}, args...)...)
}
