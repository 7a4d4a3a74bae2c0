//go:build unix

package cmd

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// binaryFolder has the program, once it is built.
var binaryFolder string

// binary builds the program once for all tests of the package.
var binary = sync.OnceValues(func() (string, error) {
	var err error
	if binaryFolder, err = os.MkdirTemp("", "m365cc-test-"); err != nil {
		return "", err
	}
	name := filepath.Join(binaryFolder, "m365cc")
	out, err := exec.Command("go", "build", "-o", name, "../..").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, out)
	}
	return name, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if binaryFolder != "" {
		os.RemoveAll(binaryFolder)
	}
	os.Exit(code)
}

// child is the program with the variables and no others that matter to it.
func child(t *testing.T, env map[string]string, args ...string) *exec.Cmd {
	t.Helper()
	name, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), name, args...)
	c.Env = []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH"), "TMPDIR=" + t.TempDir()}
	for name, value := range env {
		c.Env = append(c.Env, name+"="+value)
	}
	return c
}

// start starts a child; the function that it returns waits for its end.
func start(t *testing.T, c *exec.Cmd) func() outcome {
	t.Helper()
	var out, stderr bytes.Buffer
	if c.Stdout == nil {
		c.Stdout = &out
	}
	c.Stderr = &stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	return func() outcome {
		var exit *exec.ExitError
		if err := c.Wait(); err != nil && !errors.As(err, &exit) {
			t.Fatal(err)
		}
		return outcome{c.ProcessState.ExitCode(), out.String(), stderr.String()}
	}
}

// finish runs a child to its end.
func finish(t *testing.T, c *exec.Cmd) outcome {
	t.Helper()
	return start(t, c)()
}

// trusting is the variables for a tenant, and for the trust in it.
func trusting(t *testing.T, servers ...*demo.Server) map[string]string {
	t.Helper()
	env := environment(servers[0])
	var certificates []byte
	for _, s := range servers {
		certificates = append(certificates, s.CertificatePEM()...)
	}
	env["SSL_CERT_FILE"] = file(t, "tenants.pem", string(certificates))
	return env
}

func TestBinaryExitCodes(t *testing.T) {
	finish(t, child(t, nil, "query", "--demo", "select count(*) as n from m365cc_user")).succeeds(t, "n\n250\n")
	finish(t, child(t, nil, "query", "--demo", "select nope from m365cc_user where id = 'x'")).isTenantError(t, secret, "no such column: nope")
	finish(t, child(t, nil, "query", "--nope")).isUsageError(t, "m365cc query", "unknown flag: --nope")
	finish(t, child(t, nil, "query")).isUsageError(t, "m365cc query", "the SQL is empty")
	finish(t, child(t, nil, "query", "select 1")).fails(t, "there is no connection: tenant_id, client_id and client_secret (or certificate_path) are missing: set them in the connection, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH) in the environment; or ask a made-up tenant with --demo")
}

// TestBinaryTwoTenants reads the connections from Steampipe's folder in the home of a person.
func TestBinaryTwoTenants(t *testing.T) {
	one, two := startTenant(t, demo.Options{Users: 12}), startTenant(t, demo.Options{Users: 7, Seed: 2})
	env := trusting(t, one, two)
	for name := range environment(one) {
		delete(env, name)
	}
	c := child(t, env, "query", "select (select count(*) from m365cc_user) as a, (select count(*) from two.m365cc_user) as b")
	home := strings.TrimPrefix(c.Env[0], "HOME=")
	config := filepath.Join(home, ".steampipe", "config")
	if err := os.MkdirAll(config, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(config, "m365cc.spc"), []byte(block("m365cc", one)+block("two", two)), 0o600); err != nil {
		t.Fatal(err)
	}
	finish(t, c).succeeds(t, "a,b\n12,7\n")
}

// TestBinaryInterrupt presses Ctrl-C while Graph does not answer.
func TestBinaryInterrupt(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 30})
	held := make(chan struct{}, 1)
	server.Set(func(b *demo.Behaviour) {
		b.Hold = func(r *http.Request) { held <- struct{}{}; <-r.Context().Done() }
	})
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		c := child(t, trusting(t, server), "query", "select id from m365cc_user")
		wait := start(t, c)
		<-held
		at := time.Now()
		if err := c.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		got := wait()
		if want := (outcome{exitInterrupted, "", "Error: interrupted\n"}); got != want || time.Since(at) > atOnce {
			t.Errorf("%s: %s after %s", signal, got, time.Since(at))
		}
	}
}

// TestBinaryHead has a reader that wants two lines of many.
func TestBinaryHead(t *testing.T) {
	for _, form := range []string{"csv", "jsonl", "line", "table"} {
		c := child(t, nil, "query", "--demo-users", "20000", "-o", form, "select id, display_name from m365cc_user")
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		c.Stdout = w
		go func() {
			defer r.Close()
			lines := bufio.NewReader(r)
			_, _ = lines.ReadString('\n')
			_, _ = lines.ReadString('\n')
		}()
		got := finish(t, c)
		w.Close()
		if got != (outcome{exitOK, "", ""}) {
			t.Errorf("%s: %s", form, got)
		}
	}
}

// TestBinaryDemoServe starts the tenant alone, and asks it with what it prints.
func TestBinaryDemoServe(t *testing.T) {
	tenant := child(t, nil, "demo", "serve", "--users", "40")
	out, err := tenant.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := tenant.Start(); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	s, whole := served{}, false
	for lines := bufio.NewReader(out); !whole; s, whole = parsePrinted(text.String()) {
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("%v after %q", err, text.String())
		}
		text.WriteString(line)
	}
	spc := file(t, "m365cc.spc", s.block)
	env := map[string]string{"SSL_CERT_FILE": s.certificate}
	finish(t, child(t, env, "query", "--config", spc, "select count(*) as n from m365cc_user")).succeeds(t, "n\n40\n")
	if got := finish(t, child(t, nil, "query", "--config", spc, "select id from m365cc_user")); got.code != exitError || !strings.Contains(got.err, "certificate signed by unknown authority") {
		t.Errorf("without the certificate: %s", got)
	}

	_ = tenant.Process.Signal(os.Interrupt)
	if _, err := io.Copy(io.Discard, out); err != nil {
		t.Error(err)
	}
	if err := tenant.Wait(); err != nil {
		t.Errorf("after Ctrl-C: %v", err)
	}
	if _, err := os.Stat(s.certificate); err == nil {
		t.Error("the certificate stays")
	}
}
