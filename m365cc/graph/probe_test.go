package graph

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// probedReport is a request for a usage report.
var probedReport = Request{Version: "beta", Path: "/reports/getUsage(period='D90')", Help: Help{Table: "m365cc_usage", Permissions: []string{"Reports.Read.All"}}}

// TestProbeDoesNotFollow asks where a report is, and does not go there.
func TestProbeDoesNotFollow(t *testing.T) {
	f := startFake(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "file") {
			t.Error("the file is fetched")
		}
		w.Header().Set("Location", "https://"+r.Host+"/file")
		w.WriteHeader(http.StatusFound)
	})
	if err := f.client().Probe(t.Context(), probedReport, nil); err != nil {
		t.Error(err)
	}
	if got := f.requests(); len(got) != 1 || !strings.HasSuffix(got[0], "?$format=text%2Fcsv") {
		t.Errorf("requests %q", got)
	}
}

// TestProbeAsksOnce: a refusal is given as it is, with what to do about it, and is neither tried again nor adapted to.
func TestProbeAsksOnce(t *testing.T) {
	asked := Request{Path: "/rows", Select: []string{"id", "secret"}, Top: 1, Help: rows.Help}
	for name, c := range map[string]struct {
		status        int
		code, message string
		want          string
	}{
		"busy":             {429, "TooManyRequests", "Too many requests.", "429 TooManyRequests"},
		"down":             {503, "ServiceUnavailable", "Later.", "503 ServiceUnavailable"},
		"no permission":    {403, "Authorization_RequestDenied", "No.", "m365cc_row needs the application permission Row.Read.All or Directory.Read.All"},
		"unknown property": {400, "BadRequest", "Could not find a property named 'secret' on type 'row'.", "400 BadRequest"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "60")
				refuseWith(w, c.status, c.code, c.message)
			})
			start := time.Now()
			err := f.client().Probe(t.Context(), asked, nil)
			wantError(t, err, c.want)
			if n := len(f.requests()); n != 1 || time.Since(start) > atOnce {
				t.Errorf("%d requests in %s", n, time.Since(start))
			}
			if IsUnknownProperty(err) != (name == "unknown property") {
				t.Errorf("unknown property: %v", err)
			}
		})
	}
}

// TestProbeDoesWithoutItsForm: a refused page size is left out.
func TestProbeDoesWithoutItsForm(t *testing.T) {
	f := startFake(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Has("$top") {
			refuseWith(w, http.StatusBadRequest, "BadRequest", "The query option top is not allowed.")
			return
		}
		writeJSON(w, page("", "a"))
	})
	var read string
	err := f.client().Probe(t.Context(), Request{Path: "/rows", Select: []string{"id"}, Top: 1}, func(body io.Reader) error {
		text, err := io.ReadAll(body)
		read = string(text)
		return err
	})
	if err != nil || read != page("", "a") {
		t.Errorf("read %q, %v", read, err)
	}
	f.wantRequests("/rows?$select=id&$top=1", "/rows?$select=id")
}

// TestProbeDoesNotWaitForALimit that is used up for long; nothing is sent, and the place in the window is free again.
func TestProbeDoesNotWaitForALimit(t *testing.T) {
	f := startFake(t, redirects(fileAddress))
	c := f.client()
	for range 14 {
		if err := c.Probe(t.Context(), probedReport, nil); err != nil {
			t.Fatal(err)
		}
	}
	for range 3 {
		err := c.Probe(t.Context(), probedReport, nil)
		var busy *BusyError
		if !errors.As(err, &busy) || busy.Limit != "usage reports" || busy.Wait < 9*time.Minute {
			t.Errorf("got %v", err)
		}
		wantError(t, err, "this connection has used up the limit of usage reports, and may ask again in 10m")
	}
	if n := len(f.requests()); n != 14 {
		t.Errorf("%d requests", n)
	}
	for key, w := range c.budgets.windows {
		if len(w.taken) != 14 {
			t.Errorf("%s: %d places are taken", key, len(w.taken))
		}
	}
}

func TestGrantedRolesOfAConnection(t *testing.T) {
	for token, want := range map[string][]string{fakeToken(1, "A", "B"): {"A", "B"}, "opaque": nil} {
		f := startFake(t, nil)
		f.token = func(w http.ResponseWriter, _ *http.Request) {
			writeJSON(w, `{"token_type":"Bearer","expires_in":3600,"access_token":"`+token+`"}`)
		}
		c := f.client()
		for range 2 {
			if got, err := c.GrantedRoles(t.Context()); err != nil || !slices.Equal(got, want) || (got == nil) != (want == nil) {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		}
		if n := f.tokens.Load(); n != 1 || len(f.requests()) != 0 {
			t.Errorf("%d tokens, requests %q", n, f.requests())
		}
	}
	f := startFake(t, nil)
	f.token = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, aadError("invalid_client", 7000222, "Expired."))
	}
	_, err := f.client().GrantedRoles(t.Context())
	wantError(t, err, "AADSTS7000222", "client_secret has expired")
}

// TestSecretID: who gives a secret's id in place of its value is told so.
func TestSecretID(t *testing.T) {
	f := startFake(t, nil)
	f.token = func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, aadError("invalid_client", 7000215, "Invalid client secret provided."))
	}
	_, err := f.client(func(o *Options) { o.Identity.ClientSecret = NewSecret("0f8fad5b-d9cb-469f-a165-70867728950e") }).GrantedRoles(t.Context())
	wantError(t, err, "AADSTS7000215: client_secret is the secret's id, not its value")
}

// TestKept has the values that are still good.
func TestKept(t *testing.T) {
	var s SharedBy[string, int]
	for key, until := range map[string]time.Time{"good": time.Now().Add(time.Hour), "stale": time.Now().Add(-time.Hour)} {
		if _, err := s.Get(t.Context(), key, func(context.Context) (int, time.Time, error) { return 7, until, nil }); err != nil {
			t.Fatal(err)
		}
	}
	if kept := s.Kept(); len(kept) != 1 || kept["good"] != 7 {
		t.Errorf("got %v", kept)
	}
}
