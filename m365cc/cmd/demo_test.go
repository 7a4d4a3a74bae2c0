package cmd

import (
	"bytes"
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// served is a tenant that the command demo serve runs in this process.
type served struct {
	text        string // what it printed
	block       string // the connection block of it
	certificate string // the file's name
	stop        func() outcome
}

// lockedBuffer is read while a command writes to it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

var (
	printedBlock       = regexp.MustCompile(`(?s)\nconnection "m365cc" \{\n.*?\n\}\n`)
	printedCertificate = regexp.MustCompile(`\nSSL_CERT_FILE=(\S+) m365cc query "`)
)

// parsePrinted takes the block and the certificate out of what demo serve printed; false while it is not all there.
func parsePrinted(text string) (served, bool) {
	certificate := printedCertificate.FindStringSubmatch(text)
	if certificate == nil || !strings.HasSuffix(text, "\n") {
		return served{}, false
	}
	return served{text: text, block: printedBlock.FindString(text), certificate: certificate[1]}, true
}

// serve runs demo serve until stop, or the end of the test.
func serve(t *testing.T, args ...string) served {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out, stderr lockedBuffer
	ended := make(chan int, 1)
	go func() {
		s := &streams{out: &out, err: &stderr, getenv: func(string) string { return "" }}
		ended <- run(ctx, s, append([]string{"demo", "serve"}, args...))
	}()
	code := sync.OnceValue(func() int { cancel(); return <-ended })
	t.Cleanup(func() { code() })
	for range 500 {
		if s, whole := parsePrinted(out.String()); whole {
			s.stop = func() outcome { return outcome{code(), "", stderr.String()} }
			return s
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatalf("demo serve prints %q, %q", out.String(), stderr.String())
	return served{}
}

// ask runs SQL with the block and the certificate that were printed.
func (s served) ask(t *testing.T, sql string) outcome {
	t.Helper()
	pem, err := os.ReadFile(s.certificate)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	return call{roots: roots}.run(t, "query", "--config", file(t, "m365cc.spc", s.block), sql)
}

func TestDemoServe(t *testing.T) {
	s := serve(t)
	s.ask(t, "select count(*) as n from m365cc_user").succeeds(t, "n\n250\n")
	if !strings.HasPrefix(s.text, "The made-up tenant is running with 250 users; Ctrl-C ends it.\n") {
		t.Error(s.text)
	}
	info, err := os.Stat(s.certificate)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if got := s.stop(); got != (outcome{exitOK, "", ""}) {
		t.Error(got)
	}
	if _, err := os.Stat(s.certificate); err == nil {
		t.Error("the certificate stays")
	}
}

func TestDemoServeFlags(t *testing.T) {
	one, two := serve(t, "--users", "1"), serve(t, "--users", "20", "--seed", "2")
	one.ask(t, "select count(*) as n from m365cc_user").succeeds(t, "n\n1\n")
	two.ask(t, "select count(*) as n from m365cc_user").succeeds(t, "n\n20\n")
	if a, b := one.ask(t, "select tenant_id from m365cc_user limit 1"), two.ask(t, "select tenant_id from m365cc_user limit 1"); a.code+b.code != 0 || a.out == b.out {
		t.Errorf("another seed is the same tenant: %s", a)
	}
	if !strings.Contains(one.text, "with 1 user;") {
		t.Error(one.text)
	}

	certificate := filepath.Join(t.TempDir(), "here.pem")
	s := serve(t, "--certificate", certificate, "--cloud", "china", "--users", "20")
	if s.certificate != certificate {
		t.Error(s.text)
	}
	s.ask(t, "select count(*) as n from m365cc_user where user_principal_name like '%@contoso.cn'").succeeds(t, "n\n18\n")
	s.stop()
	if _, err := os.Stat(certificate); err != nil {
		t.Errorf("a file that was named goes away: %v", err)
	}
}

func TestDemoServeWithout(t *testing.T) {
	s := serve(t, "--without-premium")
	got := s.ask(t, "select count(last_sign_in_date_time) as n from m365cc_user")
	if want := (outcome{exitOK, "n\n0\n", "Warning: m365cc_user: signInActivity is NULL, since the tenant has no Microsoft Entra ID P1 or P2\n"}); got != want {
		t.Error(got)
	}
	s = serve(t, "--without-permission", "User.Read.All", "--without-permission", "Directory.Read.All")
	got = s.ask(t, "select count(*) as n from m365cc_user")
	got.isTenantError(t, secret, "m365cc_user needs the application permission User.Read.All")
	s.ask(t, "select count(*) > 0 as b from m365cc_subscribed_sku").succeeds(t, "b\n1\n")
}

func TestDemoServeConcealed(t *testing.T) {
	s := serve(t, "--conceal-names")
	s.ask(t, "select count(*) > 0 as b, min(is_concealed) as concealed from m365cc_email_activity").succeeds(t, "b,concealed\n1,1\n")
}

// TestDemoServePrices: the block names the tenant's price list.
func TestDemoServePrices(t *testing.T) {
	s := serve(t)
	s.ask(t, "select unit_cost, currency from m365cc_subscribed_sku where sku_part_number = 'SPE_E3'").succeeds(t, "unit_cost,currency\n36.00,USD\n")
	prices := regexp.MustCompile(`license_price_file = "([^"]+)"`).FindStringSubmatch(s.block)
	s.stop()
	if _, err := os.Stat(prices[1]); !os.IsNotExist(err) {
		t.Errorf("the price list stays: %v", err)
	}
}

// TestDemoServeFaults: what goes wrong is overcome, or is an error, as the fault says; and the help knows all.
func TestDemoServeFaults(t *testing.T) {
	s := serve(t, "--fault", "cut", "--fault", "null-value:always@subscribedSkus", "--users", "20")
	s.ask(t, "select count(*) as n from m365cc_user").succeeds(t, "n\n20\n")
	s.ask(t, "select * from m365cc_subscribed_sku").isTenantError(t, secret, "GET /v1.0/subscribedSkus", "its value is no list")

	call{}.run(t, "demo", "serve", "--fault", "cut:often").isUsageError(t, "m365cc demo serve",
		`--fault: "often" does not say when cut strikes; give cut, cut:always or cut:7 for every seventh request`)
	unknown := call{}.run(t, "demo", "serve", "--fault", "none")
	if unknown.code != exitUsage || !strings.HasPrefix(unknown.err, `Error: --fault: "none" is not one of throttle-seconds, `) {
		t.Error(unknown)
	}
	help := call{}.run(t, "demo", "serve", "--help")
	for _, f := range demo.Faults() {
		if !strings.Contains(help.out, "\n  "+f.Name+" ") || !strings.Contains(help.out, " "+f.Says+"\n") {
			t.Errorf("the help is without %s", f.Name)
		}
	}
}

func TestDemoServeAddresses(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	addr := taken.Addr().String()
	call{}.run(t, "demo", "serve", "--graph-addr", addr).fails(t, fmt.Sprintf("start the made-up tenant: demo tenant: listen tcp %s: bind: address already in use", addr))
	call{}.run(t, "demo", "serve", "--certificate", "/none/x.pem").fails(t, "--certificate: open /none/x.pem: no such file or directory")
}

func TestQuoted(t *testing.T) {
	for word, want := range map[string]string{"/tmp/x.pem": "/tmp/x.pem", "/my files/x.pem": "'/my files/x.pem'", "it's": `'it'\''s'`, "$HOME": "'$HOME'"} {
		if got := quoted(word); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
