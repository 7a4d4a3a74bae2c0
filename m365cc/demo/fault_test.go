package demo

import (
	"encoding/csv"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// struckAnswers has what each fault does to an answer that it strikes, but for
// the faults of lists and token-expires, which have tests of their own.
func struckAnswers(s *Server) map[string]struckAs {
	graph, files := s.GraphHost(), s.ReportHost()
	html := wantBody(200, "text/html", isHTML)
	return map[string]struckAs{
		"throttle-seconds": wantStatus(429, isSecond), "throttle-date": wantStatus(429, isSoon), "throttle-bare": wantStatus(429, isNothing),
		"unavailable": wantStatus(503, isSecond), "unavailable-bare": wantStatus(503, isNothing),
		"gateway-timeout": wantStatus(504, isNothing), "bad-gateway": wantBody(502, "text/html", isHTML), "server-error": wantStatus(500, isNothing),
		"reset": wantReset, "cut": wantHalf(false), "short-body": wantHalf(true), "gzip-cut": wantGzipCut,

		"truncated-json": wantBody(200, "application/json", isHalf), "html": html,
		"malformed-json": wantBody(200, "application/json", isMistaken), "empty-body": wantBody(200, "", isEmpty),
		"no-value": wantPage(func(_ example, _, got map[string]any) bool { _, ok := got["value"]; return !ok }),
		"null-value": wantPage(func(_ example, _, got map[string]any) bool {
			value, ok := got["value"]
			return ok && value == nil
		}),

		"next-repeats":    wantNext(func(e example, next string) bool { return next == e.address }),
		"next-cycle":      wantNext(func(e example, next string) bool { return next == e.address+"&cycle=1" }),
		"next-other-host": wantNext(func(_ example, next string) bool { return leads(next, "https", "", files) }),
		"next-http":       wantNext(func(_ example, next string) bool { return leads(next, "http", "", graph) }),
		"next-user-info":  wantNext(func(_ example, next string) bool { return leads(next, "https", "someone:something", graph) }),
		"next-garbage":    wantNext(func(_ example, next string) bool { return next == "%zz:// no address" }),

		"redirect-http": wantRedirect(func(e example, to string) bool {
			return leads(to, "http", "", graph) || e.target&(Files|Addresses) != 0 && leads(to, "http", "", files)
		}),
		"redirect-private": wantRedirect(func(e example, to string) bool {
			return leads(to, "https", "", "10.0.0.1") != (e.target&(Files|Addresses) != 0 && leads(to, "https", "", "169.254.169.254"))
		}),
		"redirect-loop":  wantRedirect(func(e example, to string) bool { return to == e.address }),
		"redirect-other": wantRedirect(func(_ example, to string) bool { return leads(to, "https", "", files) }),

		"token-claims": wantChallenge(true), "token-revoked": wantChallenge(false),
		"token-server-down": wantStatus(503, isNothing), "token-server-html": html,

		"csv-cut": wantHalf(false), "csv-short-body": wantHalf(true), "csv-html": html,
		"csv-extra-field": wantFile(hasOtherFields(1)), "csv-few-fields": wantFile(hasOtherFields(-1)),
		"csv-quote": wantFile(func(_ [][]string, got string, err error) bool {
			return (errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote)) && strings.Count(got, `"`)%2 == 1
		}),
		"csv-nul": wantFile(func(_ [][]string, got string, err error) bool {
			return err == nil && strings.Contains(got, "\x00,\x00")
		}),
		"csv-truncated-line": wantFile(func(was [][]string, got string, err error) bool {
			kept, _ := csvRecords(got[:strings.LastIndex(got, "\n")])
			return errors.Is(err, csv.ErrFieldCount) && len(kept) == 1+(len(was)-1)/2 && !strings.HasSuffix(got, "\n")
		}),
		"csv-empty": wantBody(200, "application/octet-stream", isEmpty),
		"csv-no-header": wantFile(func(was [][]string, got string, err error) bool {
			kept, _ := csvRecords(got)
			return err == nil && !strings.Contains(got, was[0][0]) && len(kept) == len(was)-1
		}),
		"csv-binary":  wantFile(func(_ [][]string, got string, _ error) bool { return strings.HasPrefix(got, "\x1f\x8b") }),
		"csv-expired": wantStatus(403, isNothing), "csv-gone": wantStatus(404, isNothing),
		"csv-slow": func(_ example, was, got wire) error {
			if got.body != was.body || got.header.Get("Content-Length") != "" {
				return errors.New("the body is another one, or came at once")
			}
			return nil
		},
	}
}

// notStruck are faults that spare a request of a kind that they strike: what
// Graph gives itself has no address that could be lost.
func notStruck(name string, e example) bool {
	return (name == "csv-expired" || name == "csv-gone") && strings.Contains(e.address, "copilot")
}

// quietServer serves a tenant without budgets.
func quietServer(t *testing.T, o Options) *client {
	t.Helper()
	c := startServer(t, o)
	c.server.Set(func(b *Behaviour) { b.ReportRequests, b.LogRequests, b.ResourceUnits = -1, -1, -1 })
	return c
}

func (c *client) setFaults(faults ...Fault) {
	c.server.Set(func(b *Behaviour) { b.Faults = faults })
}

// Each fault does what it says to each kind of request that it strikes, once
// and always, and to no other; the log and the counts say so.
func TestFaultsOnTheWire(t *testing.T) {
	c := quietServer(t, Options{})
	kinds, healthy := examples(c), map[string]wire{}
	for _, e := range kinds {
		healthy[e.address] = e.send(c)
	}
	answers := struckAnswers(c.server)
	for _, info := range Faults() {
		if specOf(info.Name).needsPages {
			continue
		}
		want := answers[info.Name]
		if want == nil {
			t.Errorf("%s has no test", info.Name)
			continue
		}
		t.Run(info.Name, func(t *testing.T) {
			for _, e := range kinds {
				if e.target&info.Strikes != 0 && !notStruck(info.Name, e) {
					strikesAsSaid(t, c, info, e, healthy[e.address], want)
				} else {
					spares(t, c, info, e, healthy[e.address])
				}
			}
		})
	}
}

// strikesAsSaid sends requests with the fault once, and then always.
func strikesAsSaid(t *testing.T, c *client, info FaultInfo, e example, was wire, want struckAs) {
	t.Helper()
	send := func() wire { return e.send(c, "Accept-Encoding", "gzip") }
	c.server.Reset()
	c.setFaults(Fault{Name: info.Name})
	if err := want(e, was, send()); err != nil {
		t.Errorf("%s: %v", e.address, err)
	}
	if specOf(info.Name).stays == nil {
		if again := send(); again.err != nil || again.status != was.status || e.target&(Tokens|Addresses) == 0 && again.body != was.body {
			t.Errorf("%s: the second attempt gets %d, %v", e.address, again.status, again.err)
		}
		if n := c.server.Struck(); len(n) != 1 || n[info.Name] != 1 {
			t.Errorf("%s: struck %v", e.address, n)
		}
	}
	c.setFaults(Fault{Name: info.Name, Every: Always})
	for range 2 {
		if err := want(e, was, send()); err != nil {
			t.Errorf("%s, always: %v", e.address, err)
		}
	}
	log := slices.Concat(c.server.Requests(), c.server.Downloads(), c.server.TokenRequests())
	first, last := log[0], log[len(log)-1]
	if first.Fault != info.Name || last.Fault != info.Name || last.Status != want.status(info) || c.server.Struck()[info.Name] != 2 {
		t.Errorf("%s: the log has %+v", e.address, last)
	}
}

// status is what the log notes of a fault; -1 is never right.
func (want struckAs) status(info FaultInfo) int {
	for status, names := range map[int][]string{
		0: {"reset"}, 302: {"redirect-http", "redirect-private", "redirect-loop", "redirect-other"}, 401: {"token-claims", "token-revoked"},
		403: {"csv-expired"}, 404: {"csv-gone"}, 429: {"throttle-seconds", "throttle-date", "throttle-bare"}, 500: {"server-error"}, 502: {"bad-gateway"},
		503: {"unavailable", "unavailable-bare", "token-server-down"}, 504: {"gateway-timeout"},
	} {
		if slices.Contains(names, info.Name) {
			return status
		}
	}
	return http.StatusOK
}

func spares(t *testing.T, c *client, info FaultInfo, e example, was wire) {
	t.Helper()
	c.server.Reset()
	c.setFaults(Fault{Name: info.Name, Every: Always})
	if got := e.send(c, "Accept-Encoding", "gzip"); got.err != nil || got.status != was.status || len(c.server.Struck()) != 0 {
		t.Errorf("%s is struck: %d, %v", e.address, got.status, got.err)
	}
}

// A refusal is left as it is by faults that spoil a body.
func TestFaultsNeedAnAnswer(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	for _, name := range []string{"cut", "short-body", "gzip-cut", "truncated-json", "malformed-json", "no-value", "next-http", "redirect-http", "empty-body"} {
		c.setFaults(Fault{Name: name, Every: Always})
		c.get("users?$select=none", "Accept-Encoding", "gzip").wantRefusal(t, 400, "BadRequest",
			"Parsing OData Select and Expand failed: Could not find a property named 'none' on type 'microsoft.graph.user'.")
	}
	if n := c.server.Struck(); len(n) != 0 {
		t.Errorf("struck %v", n)
	}
	c.setFaults(Fault{Name: "gzip-cut", Every: Always})
	if got := c.try("GET", "https://"+c.server.GraphHost()+"/v1.0/users", nil, "Authorization", "Bearer "+c.token); got.err != nil || got.json == nil {
		t.Errorf("a client that takes no gzip gets %v", got.err)
	}
}

func TestFaultRetryAfter(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	for asked, want := range map[time.Duration]string{0: "1", 50 * time.Millisecond: "0.05", time.Hour: "3600"} {
		c.setFaults(Fault{Name: "throttle-seconds", RetryAfter: asked})
		if got := c.get("users"); got.header.Get("Retry-After") != want {
			t.Errorf("%v: Retry-After %q", asked, got.header.Get("Retry-After"))
		}
	}
	c.setFaults(Fault{Name: "throttle-date", RetryAfter: time.Hour})
	if at, err := http.ParseTime(c.get("users").header.Get("Retry-After")); err != nil || time.Until(at) < 59*time.Minute {
		t.Errorf("%v, %v", at, err)
	}
}

func TestFaultInfos(t *testing.T) {
	names := map[string]bool{}
	for _, info := range Faults() {
		if names[info.Name] || info.Says == "" || strings.HasSuffix(info.Says, ".") || info.Strikes == 0 {
			t.Errorf("%+v", info)
		}
		names[info.Name] = true
	}
	if len(names) < 50 {
		t.Errorf("only %d faults", len(names))
	}
	defer func() {
		if recover() == nil {
			t.Error("a fault that is not known is taken")
		}
	}()
	quietServer(t, Options{Users: 1}).setFaults(Fault{Name: "none"})
}

func TestParseFault(t *testing.T) {
	for text, want := range map[string]Fault{
		"reset": {Name: "reset"}, "reset:always": {Name: "reset", Every: Always}, "cut:7": {Name: "cut", Every: 7},
		"cut:7@users": {Name: "cut", Every: 7, Where: "users"}, "html@/reports/getOffice365": {Name: "html", Where: "reports/getOffice365"},
	} {
		if got, err := ParseFault(text); err != nil || got != want {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for text, says := range map[string]string{
		"": `"" is not one of throttle-seconds, `, "rest:7": `"rest" is not one of throttle-seconds, `,
		"cut:": `"" does not say when cut strikes; give cut, cut:always or cut:7`, "cut:0": `"0" does not`, "cut:1": `"1" does not`, "cut:-2": `"-2" does not`, "cut:often": `"often" does not`,
	} {
		if got, err := ParseFault(text); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	_, err := ParseFault("none")
	for _, info := range Faults() {
		if !strings.Contains(err.Error(), info.Name) {
			t.Errorf("%v is without %s", err, info.Name)
		}
	}
}
