package graph

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// usage is Request for the report of the tests.
var usage = Request{Version: "beta", Path: "/reports/getMailboxUsageDetail(period='D7')", Help: Help{Table: "m365cc_mailbox", Permissions: []string{"Reports.Read.All"}}}

const (
	usageName = "GET /beta/reports/getMailboxUsageDetail(period='D7')"
	// addressQuery is what is secret of a file's address; see wantNoSecret.
	addressQuery = "token=Zq8~address"
	fileAddress  = "https://files.example.com/data/download?" + addressQuery
	usageCSV     = "\uFEFFReport Refresh Date,User Principal Name,Display Name,Item Count\r\n" +
		"2026-11-22,adele@contoso.com,\"Vance, Adele\",5\r\n2026-11-22,alex@contoso.com,Alex Wilber,\r\n"
)

// fakeFiles is a Graph at graph.example.com that keeps its reports at other hosts of example.com. All are one server,
// which knows by which name it was asked.
type fakeFiles struct {
	*fake
	c *Client
	// report answers requests for the report; file answers all others.
	report, file http.HandlerFunc

	mu      sync.Mutex
	fetched []string // the addresses asked for, without the query
	dialled []string // the hosts that were connected to
	waited  []time.Duration
}

// startFiles starts a Graph that answers with the address, "" for another report, and a client that does not wait. In the end
// no file is left over, and no secret was sent or logged.
func startFiles(t testing.TB, address string) *fakeFiles {
	t.Helper()
	f := &fakeFiles{report: redirects(address), file: says(200, "application/octet-stream", usageCSV)}
	f.fake = startFake(t, f.dispatch)
	f.URL = "https://login.example.com" // where it says that tokens are
	f.c = f.client(func(o *Options) {
		o.Endpoints = Endpoints{TokenHost: "login.example.com", GraphHost: "graph.example.com"}
	})
	f.c.transport.DialContext = f.dial
	f.c.pause = func(ctx context.Context, d time.Duration) error {
		f.waited = append(f.waited, d)
		return ctx.Err()
	}
	wantNoFiles(t)
	t.Cleanup(func() { wantNoSecret(t, f.logged()) })
	return f
}

// wantNoFiles gives the test a folder for temporary files of its own, which must be empty in the end.
func wantNoFiles(t testing.TB) {
	t.Helper()
	folder := t.TempDir()
	for _, variable := range []string{"TMPDIR", "TMP", "TEMP"} {
		t.Setenv(variable, folder)
	}
	t.Cleanup(func() {
		for range 100 { // Windows removes a file when nobody holds its Report
			if left, err := os.ReadDir(folder); err == nil && len(left) == 0 {
				return
			}
			runtime.GC()
			time.Sleep(10 * time.Millisecond)
		}
		t.Error("temporary files are left over")
	})
}

func (f *fakeFiles) dial(ctx context.Context, network, address string) (net.Conn, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	host, port, _ := net.SplitHostPort(address)
	f.dialled = append(f.dialled, host)
	if port != "443" || !strings.HasSuffix(host, ".example.com") && host != "untrusted.example.org" {
		return nil, fmt.Errorf("%s is not to be connected to", address)
	}
	return new(net.Dialer).DialContext(ctx, network, f.host())
}

func (f *fakeFiles) dispatch(w http.ResponseWriter, r *http.Request) {
	if r.Host == "graph.example.com" && strings.HasPrefix(r.URL.Path, "/beta/reports/") {
		f.report(w, r)
		return
	}
	f.mu.Lock()
	f.fetched = append(f.fetched, "https://"+r.Host+r.URL.Path)
	f.mu.Unlock()
	for name, values := range r.Header {
		if name != "User-Agent" && name != "Accept-Encoding" {
			f.t.Errorf("the host of the file was sent %s: %q", name, values)
		}
	}
	f.file(w, r)
}

// wantFetched fails unless the report was asked for so many times, and then exactly these addresses, without their query.
func (f *fakeFiles) wantFetched(reports int, addresses ...string) {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if got := len(f.requests()) - len(f.fetched); got != reports || !slices.Equal(f.fetched, addresses) {
		f.t.Errorf("asked for the report %d times and for the files\n%s\nwant %d and\n%s", got, strings.Join(f.fetched, "\n"), reports, strings.Join(addresses, "\n"))
	}
}

// wantReport fetches the report, which must be whole.
func (f *fakeFiles) wantReport(ctx context.Context) *Report {
	f.t.Helper()
	report, err := f.c.Report(ctx, usage)
	if err != nil {
		f.t.Error(err)
		return nil
	}
	if got := content(f.t, report); got != usageCSV {
		f.t.Errorf("got the report %q", got)
	}
	return report
}

// wantRefused fetches the report, which must be an error with these parts and nothing secret.
func (f *fakeFiles) wantRefused(parts ...string) {
	f.t.Helper()
	report, err := f.c.Report(f.t.Context(), usage)
	if report != nil {
		f.t.Error("got a report beside the error")
	}
	wantError(f.t, err, append(parts, usageName)...)
}

// content is all of a report's file.
func content(t testing.TB, r *Report) string {
	t.Helper()
	body, err := r.reader()
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	runtime.KeepAlive(r)
	return string(all)
}

// redirects answers with a way to elsewhere.
func redirects(address string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Location"] = []string{address}
		w.WriteHeader(http.StatusFound)
	}
}
