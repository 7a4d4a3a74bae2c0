//go:build unix

package cmd

import (
	"encoding/base64"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// The proxy's user; no log and no error has the password.
const (
	proxyUser     = "proxy-user"
	proxyPassword = "pr0xy~pass"
)

// tunnel is a proxy that knows CONNECT, and whom it connected.
type tunnel struct {
	*httptest.Server
	mu    sync.Mutex
	hosts []string
}

func startTunnel(t *testing.T) *tunnel {
	t.Helper()
	p := &tunnel{}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.Close)
	return p
}

func (p *tunnel) serve(w http.ResponseWriter, r *http.Request) {
	right := "Basic " + base64.StdEncoding.EncodeToString([]byte(proxyUser+":"+proxyPassword))
	if r.Method != http.MethodConnect || r.Header.Get("Proxy-Authorization") != right {
		w.Header().Set("Proxy-Authenticate", "Basic")
		http.Error(w, "who are you", http.StatusProxyAuthRequired)
		return
	}
	p.mu.Lock()
	p.hosts = append(p.hosts, r.Host)
	p.mu.Unlock()
	out, err := net.Dial("tcp", r.Host)
	if err != nil {
		http.Error(w, "nobody there", http.StatusBadGateway)
		return
	}
	defer out.Close()
	w.WriteHeader(http.StatusOK)
	in, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer in.Close()
	go func() {
		_, _ = io.Copy(out, in)
		_ = out.Close()
	}()
	_, _ = io.Copy(in, out)
}

func (p *tunnel) connected() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	slices.Sort(p.hosts)
	return slices.Compact(slices.Clone(p.hosts))
}

// with is the address of the proxy with a password.
func (p *tunnel) with(password string) string {
	return strings.Replace(p.URL, "http://", "http://"+proxyUser+":"+password+"@", 1)
}

// proxied is a tenant that is not on a loopback address, for which net/http asks no proxy.
func proxied(t *testing.T) (*demo.Server, map[string]string) {
	t.Helper()
	server := startTenant(t, demo.Options{Users: 20, TokenAddr: "0.0.0.0:0", GraphAddr: "0.0.0.0:0", ReportAddr: "0.0.0.0:0"})
	env := trusting(t, server)
	env["M365CC_LOG_LEVEL"] = "trace"
	return server, env
}

// usersAndReport reads a list and a file.
const usersAndReport = "select (select count(*) from m365cc_user) as users, (select count(*) > 5 from m365cc_email_activity) as report"

// TestBinaryProxy: HTTPS_PROXY is asked for the token host, for Graph and for the files of reports, and NO_PROXY is not.
func TestBinaryProxy(t *testing.T) {
	server, env := proxied(t)
	p := startTunnel(t)
	env["HTTPS_PROXY"] = p.with(proxyPassword)
	hosts := []string{server.TokenHost(), server.GraphHost(), server.ReportHost()}
	slices.Sort(hosts)
	got := finish(t, child(t, env, "query", usersAndReport))
	if got.code != exitOK || got.out != "users,report\n20,1\n" || !slices.Equal(p.connected(), hosts) {
		t.Errorf("the proxy was asked for %q, want %q: %s", p.connected(), hosts, got)
	}
	hasNoPassword(t, got)
	p.hosts = nil
	env["NO_PROXY"] = "example.com,::"
	if got := finish(t, child(t, env, "query", usersAndReport)); got.code != exitOK || len(p.connected()) > 0 {
		t.Errorf("the proxy was asked for %q: %s", p.connected(), got)
	}
}

// TestBinaryProxyErrors: what is wrong with a proxy is said without its password, in the log too.
func TestBinaryProxyErrors(t *testing.T) {
	_, env := proxied(t)
	p := startTunnel(t)
	for name, c := range map[string]struct{ proxy, want string }{
		"another password":  {strings.Replace(p.with(proxyPassword), proxyUser, "another", 1), "Proxy Authentication Required"},
		"nobody there":      {"http://" + proxyUser + ":" + proxyPassword + "@127.0.0.1:1", "connection refused"},
		"no such host":      {"http://" + proxyUser + ":" + proxyPassword + "@proxy.invalid:3128", "HTTPS_PROXY"},
		"no URL":            {"http://" + proxyUser + ":" + proxyPassword + "@[127.0.0.1:1", "HTTPS_PROXY"},
		"a blank":           {"http://" + proxyUser + ":" + proxyPassword + " @127.0.0.1:1", "HTTPS_PROXY"},
		"an unknown scheme": {"ftp://" + proxyUser + ":" + proxyPassword + "@127.0.0.1:1", "HTTPS_PROXY"},
		"TLS where none is": {strings.Replace(p.with(proxyPassword), "http://", "https://", 1), "HTTPS_PROXY"},
	} {
		env["HTTPS_PROXY"] = c.proxy
		for _, args := range [][]string{{"query", usersAndReport}, {"check"}} {
			got := finish(t, child(t, env, args...))
			if got.code != exitError || !strings.Contains(got.err, c.want) {
				t.Errorf("%s: %s", name, got)
			}
			hasNoPassword(t, got)
		}
	}
}

func hasNoPassword(t *testing.T, got outcome) {
	t.Helper()
	found := demo.FindSecrets(got.out+got.err, []demo.Secret{{Name: "password", Value: proxyPassword}, {Name: "header", Value: base64.StdEncoding.EncodeToString([]byte(proxyUser + ":" + proxyPassword))}})
	if len(found) > 0 {
		t.Errorf("the password is shown: %s", got)
	}
}
