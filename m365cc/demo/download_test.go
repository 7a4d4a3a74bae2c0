package demo

import (
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// link asks for a report and returns the address of its file.
func (c *client) link(r *report) string {
	c.t.Helper()
	a := c.straight().beta(r.path(r.call()))
	if a.status != 302 {
		c.t.Fatalf("%d %s", a.status, a.body)
	}
	return a.header.Get("Location")
}

// The files are on a host of another name, with a certificate of the same
// authority, and take no token.
func TestDownloadHost(t *testing.T) {
	c := unlimited(t, Options{})
	graph, _, _ := net.SplitHostPort(c.server.GraphHost())
	host, port, err := net.SplitHostPort(c.server.ReportHost())
	if err != nil || host == graph {
		t.Errorf("files at %s, Graph at %s", c.server.ReportHost(), c.server.GraphHost())
	}
	link := c.link(activeUserDetail)
	if a := c.do("GET", link, nil); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := c.do("GET", strings.Replace(link, host, "127.0.0.1", 1), nil); a.status != 200 {
		t.Errorf("by address: %d", a.status)
	}
	if a := c.do("GET", strings.Replace(link, c.server.ReportHost(), c.server.GraphHost(), 1), nil); a.status != 401 {
		t.Errorf("Graph serves files: %d", a.status)
	}
	if a := c.get("https://" + c.server.ReportHost() + "/v1.0/users"); a.status != 404 {
		t.Errorf("the files' host answers as Graph: %d", a.status)
	}
	taken := startServer(t, Options{Users: 1, ReportAddr: "localhost:0"})
	if got, _, _ := net.SplitHostPort(taken.server.ReportHost()); got == "" {
		t.Errorf("host %q", got)
	}
	if _, err := Start(Options{Users: 1, ReportAddr: "127.0.0.1:" + port}); err == nil {
		t.Error("two servers on one port")
	}
}

// A client that sends its credentials to the other host is found out.
func TestDownloadsRefuseTokens(t *testing.T) {
	c := unlimited(t, Options{})
	link := c.link(activeUserDetail)
	a := c.do("GET", link, nil, "Authorization", "Bearer "+c.token)
	if a.status != 400 || strings.Contains(a.body, "Report Refresh Date") {
		t.Errorf("%d %.100s", a.status, a.body)
	}
	c.do("GET", link, nil)
	d := c.server.Downloads()
	if len(d) != 2 || !d[0].HasToken || d[0].Status != 400 || d[1].HasToken || d[1].Status != 200 || d[0].Header.Get("Authorization") != "" {
		t.Errorf("%+v", d)
	}
	for _, r := range c.server.Requests() {
		if !r.HasToken {
			t.Errorf("Graph was asked without a token: %+v", r)
		}
	}
}

func TestDownloadTokens(t *testing.T) {
	c := unlimited(t, Options{})
	link := c.link(activeUserDetail)
	u, err := url.Parse(link)
	if err != nil {
		t.Fatal(err)
	}
	token := u.Query().Get("token")
	if strings.Contains(token, "Active") || len(u.Query()) != 1 || u.Path != "/data/v1.0/download" {
		t.Errorf("address %s", link)
	}
	other := unlimited(t, Options{})
	first := token[:1]
	changed := "A"
	if first == changed {
		changed = "B"
	}
	for name, bad := range map[string]string{
		"none": "", "changed": changed + token[1:], "short": token[:len(token)-4], "long": token + "AAAA", "no base64": "*" + token[1:],
		"another server's": strings.TrimPrefix(other.link(activeUserDetail), "https://"+other.server.ReportHost()+downloadPath+"?token="),
	} {
		if a := c.do("GET", "https://"+c.server.ReportHost()+downloadPath+"?token="+bad, nil); a.status != 403 {
			t.Errorf("%s: %d", name, a.status)
		}
	}
	// The address of a report gives that report, as often as one likes.
	for range 2 {
		if header, _ := parseFile(t, c.do("GET", link, nil).body); len(header) != 24 {
			t.Errorf("%d columns", len(header))
		}
	}
	if c.link(activeUserDetail) == link {
		t.Error("two requests got the same address")
	}
	if a := c.do("POST", link, nil); a.status != 405 {
		t.Errorf("POST: %d", a.status)
	}
	if a := c.do("GET", strings.Replace(link, "/download", "/upload", 1), nil); a.status != 404 {
		t.Errorf("another path: %d", a.status)
	}
}

func TestDownloadTokensExpire(t *testing.T) {
	c := unlimited(t, Options{})
	usual, ok := c.server.tickets.open(strings.TrimPrefix(c.link(activeUserDetail), "https://"+c.server.ReportHost()+downloadPath+"?token="))
	if left := time.Until(time.UnixMilli(usual.Expires)); !ok || left > 5*time.Minute || left < 4*time.Minute {
		t.Errorf("%v left", left)
	}
	c.server.Set(func(b *Behaviour) { b.DownloadLifetime = 300 * time.Millisecond })
	link := c.link(activeUserDetail)
	if a := c.do("GET", link, nil); a.status != 200 {
		t.Errorf("%d at once", a.status)
	}
	time.Sleep(310 * time.Millisecond)
	if a := c.do("GET", link, nil); a.status != 403 {
		t.Errorf("%d after its end", a.status)
	}
}

// Graph's requests and the downloads are told apart.
func TestDownloadsAreKept(t *testing.T) {
	c := unlimited(t, Options{})
	_, rows := c.file(activeUserDetail, "getOffice365ActiveUserDetail(period='D7')")
	requests, downloads := c.server.Requests(), c.server.Downloads()
	if len(requests) != 1 || requests[0].Path != "/beta/reports/getOffice365ActiveUserDetail(period='D7')" || requests[0].RawQuery != "$format=text/csv" ||
		requests[0].Status != 302 || requests[0].Rows != 0 {
		t.Errorf("requests %+v", requests)
	}
	if len(downloads) != 1 || downloads[0].Path != downloadPath || downloads[0].Status != 200 || downloads[0].Rows != len(rows) {
		t.Errorf("downloads %+v", downloads)
	}
	c.server.Reset()
	if len(c.server.Downloads()) != 0 {
		t.Error("downloads after Reset")
	}
}

func TestBrokenDownloads(t *testing.T) {
	c := unlimited(t, Options{})
	for _, bytes := range []int{1, 1000, 40_000} {
		c.server.Set(func(b *Behaviour) { b.DownloadBytes = bytes })
		response, err := c.http.Get(c.link(activeUserDetail))
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, 100_000)
		n, err := 0, error(nil)
		for err == nil {
			var more int
			more, err = response.Body.Read(got[n:])
			n += more
		}
		response.Body.Close()
		if err.Error() != "unexpected EOF" || n != bytes {
			t.Errorf("%d bytes of %d, then %v", n, bytes, err)
		}
	}
	c.server.Set(func(b *Behaviour) {
		b.DownloadBytes = 0
		b.ThrottleDownload = func(*http.Request) (int, string) { return 503, "3" }
	})
	if a := c.do("GET", c.link(activeUserDetail), nil); a.status != 503 || a.header.Get("Retry-After") != "3" {
		t.Errorf("%d after %q", a.status, a.header.Get("Retry-After"))
	}
	if d := c.server.Downloads(); d[len(d)-1].Status != 503 {
		t.Errorf("%+v", d)
	}
}
