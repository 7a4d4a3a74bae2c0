package graph

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestFurtherRedirects holds that a file is found behind some redirects, to which the token never goes; see dispatch.
func TestFurtherRedirects(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			f := startFiles(t, fileAddress)
			f.file = func(w http.ResponseWriter, r *http.Request) {
				next := map[string]string{
					"/data/download": "https://cdn.example.com/1?" + addressQuery,
					"/1":             "2?" + addressQuery,
					"/2":             "//blobs.example.com/3?" + addressQuery,
					"/3":             "https://graph.example.com/4?" + addressQuery, // Graph's own host gets no token either
				}[r.URL.Path]
				if next == "" {
					says(200, "application/octet-stream", usageCSV)(w, r)
					return
				}
				w.Header().Set("Location", next)
				w.WriteHeader(status)
			}
			f.wantReport(t.Context())
			f.wantFetched(1, "https://files.example.com/data/download", "https://cdn.example.com/1", "https://cdn.example.com/2",
				"https://blobs.example.com/3", "https://graph.example.com/4")
		})
	}
}

// TestRedirectBackToTheReport holds that a redirect to the report itself is not taken for another request of ours.
func TestRedirectBackToTheReport(t *testing.T) {
	f := startFiles(t, "https://graph.example.com/beta/reports/other?"+addressQuery)
	way := f.report
	f.report = func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "other") {
			if r.Header.Get("Authorization") != "" {
				t.Error("the token came along")
			}
			says(401, "text/plain", "")(w, r)
			return
		}
		way(w, r)
	}
	f.wantRefused(", its file: 401 Unauthorized")
	f.wantFetched(4) // twice the report and twice its way
}

func TestRedirectsWithoutEnd(t *testing.T) {
	for name, file := range map[string]http.HandlerFunc{
		"the same":  redirects(fileAddress),
		"in a ring": answers(redirects("https://files.example.com/2?"+addressQuery), redirects(fileAddress), redirects("https://files.example.com/2?"+addressQuery), redirects(fileAddress)),
		"ever longer": func(w http.ResponseWriter, r *http.Request) {
			redirects("https://files.example.com"+r.URL.Path+"/x?"+addressQuery)(w, r)
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFiles(t, fileAddress)
			f.file = file
			f.wantRefused("the way to the report's file has more than 5 redirects")
			if len(f.fetched) != maxRedirects || len(f.requests()) != 1+maxRedirects || len(f.waited) != 0 {
				t.Errorf("asked for %q", f.fetched)
			}
		})
	}
}

// TestRedirectsNowhere holds that a redirect without an address is an error, neither an empty report nor the same request again.
func TestRedirectsNowhere(t *testing.T) {
	none := func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }
	for name, nowhere := range map[string]http.HandlerFunc{"no Location": none, "an empty one": redirects("")} {
		t.Run(name, func(t *testing.T) {
			f := startFiles(t, fileAddress)
			f.file = nowhere
			f.wantRefused("no address of the report's file")
			f.wantFetched(1, "https://files.example.com/data/download")
			f.report = nowhere
			f.wantRefused("no address of the report's file")
			f.wantFetched(2, "https://files.example.com/data/download")
		})
	}
}

// refusedAddresses are those that no file may be at, with the fault.
func refusedAddresses() map[string]string {
	refused := map[string]string{
		"http://files.example.com/x":           "the report's file is at http://files.example.com instead of an https address",
		"http://graph.example.com/x":           "the report's file is at http://graph.example.com instead",
		"ftp://files.example.com/x":            "the report's file is at ftp://files.example.com instead",
		"https://me:pass@files.example.com/x":  "the report's file is at https://files.example.com instead",
		"https://graph.example.com@10.0.0.1/x": "the report's file is at https://10.0.0.1 instead",
		"file:///etc/passwd":                   "no address of the report's file",
		"https:///x":                           "no address of the report's file",
		"https:files.example.com":              "no address of the report's file",
		"https://:443/x":                       "no address of the report's file",
		"https://files.example.com:%zz/x":      "no address of the report's file",
		"https://[files.example.com/x":         "no address of the report's file",
	}
	for _, host := range []string{"10.1.2.3", "10.1.2.3:8443", "172.16.0.1", "192.168.0.10", "169.254.169.254", "127.0.0.1", "127.8.9.1:8080", "0.0.0.0", "255.255.255.255", "224.0.0.1",
		"localhost", "LocalHost:443", "[::1]", "[::1]:8443", "[::]", "[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "[::ffff:127.0.0.1]", "localhost.", "files.localhost", "Files.LOCALHOST.", "10.0.0.1.", "127.0.0.1.:8443", "[fe80::1%25eth0]", "[::1%25lo]"} {
		refused["https://"+host+"/x"] = fmt.Sprintf("the report's file is at the private address %q", strings.ReplaceAll(host, "%25", "%"))
	}
	return refused
}

// TestRefusedAddresses holds that nothing is sent to an address that a service would not give, whoever gives it.
func TestRefusedAddresses(t *testing.T) {
	for address, fault := range refusedAddresses() {
		t.Run(address, func(t *testing.T) {
			address += "?" + addressQuery
			f := startFiles(t, address)
			f.wantRefused(fault)
			f.wantFetched(1)
			f.report, f.file = redirects(fileAddress), redirects(address)
			f.wantRefused(fault)
			f.wantFetched(2, "https://files.example.com/data/download")
			if want := []string{"files.example.com", "graph.example.com", "login.example.com"}; !slices.Equal(slices.Compact(slices.Sorted(slices.Values(f.dialled))), want) {
				t.Errorf("connected to %q", f.dialled)
			}
			if len(f.waited) != 0 {
				t.Errorf("waited %v", f.waited)
			}
		})
	}
}

// TestOwnPrivateHost holds that a tenant on this machine may keep files on it, without the token all the same.
func TestOwnPrivateHost(t *testing.T) {
	wantNoFiles(t)
	var header http.Header
	files := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header = r.Header
		says(200, "application/octet-stream", usageCSV)(w, r)
	}))
	defer files.Close()
	f := startFake(t, redirects(files.URL+"/x?"+addressQuery))
	report, err := f.hasty().Report(t.Context(), usage)
	if err != nil || content(t, report) != usageCSV || header.Get("Authorization") != "" {
		t.Errorf("got %v with %v", err, header)
	}
	f.graph = redirects("https://10.0.0.1/x?" + addressQuery)
	_, err = f.hasty().Report(t.Context(), usage)
	wantError(t, err, usageName, `the private address "10.0.0.1"`)
}

func TestIsOwnHost(t *testing.T) {
	for _, test := range []struct {
		graph, token, host string
		want               bool
	}{
		{"graph.example.com", "login.example.com", "GRAPH.example.com", true},
		{"graph.example.com:8443", "login.example.com", "graph.example.com", true},
		{"graph.example.com", "login.example.com", "login.example.com", true},
		{"graph.example.com", "login.example.com", "localhost", false},
		{"graph.example.com", "localhost:8443", "127.0.0.1", true},
		{"127.0.0.1:8443", "127.0.0.1:8444", "localhost", true},
		{"localhost", "localhost", "::1", true},
		{"[::1]:8443", "[::1]:8443", "127.0.0.1", true},
		{"127.0.0.1", "127.0.0.1", "10.0.0.1", false},
		{"10.0.0.1:8443", "10.0.0.2", "10.0.0.1", true},
		{"10.0.0.1:8443", "10.0.0.2", "10.0.0.3", false},
	} {
		c := &Client{endpoints: Endpoints{TokenHost: test.token, GraphHost: test.graph}}
		if got := c.isOwnHost(test.host); got != test.want {
			t.Errorf("%q of %s and %s: got %t", test.host, test.graph, test.token, got)
		}
	}
}

// TestUntrustedFileHost holds that a host without a good certificate gets nothing, and that the error says which host.
func TestUntrustedFileHost(t *testing.T) {
	f := startFiles(t, "https://untrusted.example.org/x?"+addressQuery)
	f.wantRefused(`the report's file at "untrusted.example.org" cannot be fetched; a firewall or proxy (HTTPS_PROXY) must let this host through: tls: failed to verify certificate: `)
	f.wantFetched(1)
}
