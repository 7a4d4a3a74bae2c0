package graph

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// onlyNewest is a Graph that takes only the token of the number or a later one.
func onlyNewest(number *int32, challenge string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for n := *number; n < *number+10; n++ {
			if r.Header.Get("Authorization") == "Bearer "+fakeToken(n) {
				writeJSON(w, page("", "a"))
				return
			}
		}
		w.Header().Set("WWW-Authenticate", `Bearer realm="", error="insufficient_claims"`+challenge)
		refuseWith(w, http.StatusUnauthorized, "InvalidAuthenticationToken", "Continuous access evaluation resulted in challenge.")
	}
}

func parallel(n int, do func()) {
	var group sync.WaitGroup
	for range n {
		group.Go(do)
	}
	group.Wait()
}

func TestTokenIsAskedForOnce(t *testing.T) {
	newest := int32(1)
	f := startFake(t, onlyNewest(&newest, ""))
	c := f.client()
	ask := func() {
		if ids, err := all(t.Context(), c, rows); err != nil || len(ids) != 1 {
			t.Errorf("got %v, %v", ids, err)
		}
	}
	parallel(50, ask)
	ask()
	if n := f.tokens.Load(); n != 1 {
		t.Errorf("a token was asked for %d times", n)
	}
	newest = 2 // all requests are refused together
	parallel(50, ask)
	if n := f.tokens.Load(); n != 2 {
		t.Errorf("after 50 refusals a token was asked for %d times in all, want 2", n)
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	challenge := func(claims string) string {
		return `, claims="` + base64.StdEncoding.EncodeToString([]byte(claims)) + `"`
	}
	for name, test := range map[string]struct {
		challenge string
		newest    int32
		claims    string // that the second token is asked for with
		asked     int
		fault     string
	}{
		"plain":                {newest: 2, asked: 2},
		"claims":               {challenge: challenge(`{"access_token":{"nbf":{"essential":true,"value":"1702682181"}}}`), newest: 2, asked: 2, claims: `"nbf":{"essential":true,"value":"1702682181"}`},
		"claims no base64":     {challenge: `, claims="{}"`, newest: 2, asked: 2},
		"claims no object":     {challenge: challenge(`null`), newest: 2, asked: 2},
		"claims no JSON":       {challenge: challenge(`{"access`), newest: 2, asked: 2},
		"refused again":        {newest: 100, asked: 2, fault: "401 InvalidAuthenticationToken"},
		"claims refused again": {challenge: challenge(`{"a":{}}`), newest: 100, asked: 2, claims: `"a":{}`, fault: "Graph does not accept the token"},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, onlyNewest(&test.newest, test.challenge))
			var claims []string
			f.token = func(w http.ResponseWriter, r *http.Request) {
				claims = append(claims, r.PostFormValue("claims"))
				giveToken(w, f.tokens.Load(), 3600)
			}
			_, err := all(t.Context(), f.client(), rows)
			if test.fault != "" {
				wantError(t, err, test.fault)
			} else if err != nil {
				t.Error(err)
			}
			f.wantRequests(slices.Repeat([]string{"/rows"}, test.asked)...)
			if len(claims) != 2 || !strings.Contains(claims[1], test.claims) || test.claims != "" && strings.Contains(claims[0], test.claims) {
				t.Errorf("tokens were asked for with the claims %q, want %q in the second", claims, test.claims)
			}
		})
	}
}

// TestOnlyTheTokenThatIsKeptIsReplaced holds that a request that was refused late, with an old token, does
// not ask for another.
func TestOnlyTheTokenThatIsKeptIsReplaced(t *testing.T) {
	f := startFake(t, nil)
	c := f.client().credential
	scope := policy.TokenRequestOptions{Scopes: []string{c.help.endpoints.Scope()}}
	for _, step := range []struct{ refused, want int32 }{{0, 1}, {1, 2}, {1, 2}, {0, 2}, {2, 3}, {1, 3}} {
		c.refuse(fakeToken(step.refused), "")
		if got, err := c.GetToken(t.Context(), scope); err != nil || got.Token != fakeToken(step.want) {
			t.Errorf("after a refusal of token %d got %q, %v, want token %d", step.refused, got.Token, err, step.want)
		}
	}
}

// notesClaims gives tokens and notes the claims with which each was asked for.
func notesClaims(f *fake, asked *[]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, r.PostFormValue("claims"))
		giveToken(w, f.tokens.Load(), 3600)
	}
}

// TestClaimsAreKept: a plain refusal of the token that has them, which another request may be waiting with, is answered by
// a token that has them too.
func TestClaimsAreKept(t *testing.T) {
	f := startFake(t, nil)
	var asked []string
	f.token = notesClaims(f, &asked)
	c := f.client().credential
	scope := policy.TokenRequestOptions{Scopes: []string{c.help.endpoints.Scope()}}
	for i, claims := range []string{"", `{"access_token":{"nbf":{"value":"1"}}}`, "", `{"access_token":{"nbf":{"value":"2"}}}`, ""} {
		c.refuse(fakeToken(int32(i)), claims)
		if _, err := c.GetToken(t.Context(), scope); err != nil {
			t.Fatal(err)
		}
	}
	for i, want := range []string{"", `"1"`, `"1"`, `"2"`, `"2"`} {
		if !strings.Contains(asked[i], want) || want == "" && strings.Contains(asked[i], "nbf") {
			t.Errorf("token %d was asked for with the claims %q, want %q in them", i+1, asked[i], want)
		}
	}
}

// TestClaimsOfALateRefusal: the token that a request was refused with has been replaced, by one that lacks the claims.
func TestClaimsOfALateRefusal(t *testing.T) {
	f := startFake(t, nil)
	claims := `{"access_token":{"nbf":{"value":"1"}}}`
	var asked []string
	f.token = notesClaims(f, &asked)
	c := f.client().credential
	scope := policy.TokenRequestOptions{Scopes: []string{c.help.endpoints.Scope()}}
	for _, step := range []struct {
		refused int32
		claims  string
		want    int32
	}{{0, "", 1}, {1, "", 2}, {1, claims, 3}, {1, claims, 3}, {2, "", 3}} {
		c.refuse(fakeToken(step.refused), step.claims)
		if got, err := c.GetToken(t.Context(), scope); err != nil || got.Token != fakeToken(step.want) {
			t.Errorf("after a refusal of token %d got %q, %v, want token %d", step.refused, got.Token, err, step.want)
		}
	}
	if len(asked) != 3 || !strings.Contains(asked[2], `"nbf"`) || strings.Contains(asked[1], `"nbf"`) {
		t.Errorf("tokens were asked for with the claims %q", asked)
	}
}

// TestClaimsWhileATokenIsAskedFor: a token that was on its way when a refusal asked for claims is asked for again.
func TestClaimsWhileATokenIsAskedFor(t *testing.T) {
	f := startFake(t, nil)
	var c *sharedCredential
	var asked []string
	give := notesClaims(f, &asked)
	f.token = func(w http.ResponseWriter, r *http.Request) {
		if len(asked) == 0 {
			c.refuse(fakeToken(0), `{"access_token":{"nbf":{"value":"1"}}}`)
		}
		give(w, r)
	}
	c = f.client().credential
	got, err := c.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{c.help.endpoints.Scope()}})
	if err != nil || got.Token != fakeToken(2) || len(asked) != 2 || !strings.Contains(asked[1], `"nbf"`) {
		t.Errorf("got %q, %v; tokens were asked for with the claims %q", got.Token, err, asked)
	}
}

// TestTokenHostIsAskedAgain: a token host that does not answer or is busy is asked as often as Graph, one that sends what
// is no answer of Microsoft Entra's less often, and one that refuses once.
func TestTokenHostIsAskedAgain(t *testing.T) {
	for name, test := range map[string]struct {
		token http.HandlerFunc
		want  int32
	}{
		"does not answer": {dropped, tokenAttempts},
		"breaks off":      {breaksOff, strangeAttempts},
		"busy":            {throttles(503, ""), tokenAttempts},
		"a proxy's page":  {says(200, "text/html", "<html>"), strangeAttempts},
		"refuses":         {says(401, "application/json", aadError("invalid_client", 7000222, "expired")), 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, gives("a"))
			f.token = test.token
			_, err := all(t.Context(), f.hasty(), rows)
			if n := f.tokens.Load(); err == nil || n != test.want {
				t.Errorf("got %v after %d attempts, want %d", err, n, test.want)
			}
			f.tokens.Store(0)
			f.token = func(w http.ResponseWriter, r *http.Request) {
				if n := f.tokens.Load(); n < test.want {
					test.token(w, r)
				} else {
					giveToken(w, n, 3600)
				}
			}
			if ids, err := all(t.Context(), f.hasty(), rows); err != nil || len(ids) != 1 {
				t.Errorf("the last attempt gives %q, %v", ids, err)
			}
		})
	}
	if tokenAttempts != 5 || strangeAttempts != 3 {
		t.Errorf("at most %d attempts, %d where the answers are strange", tokenAttempts, strangeAttempts)
	}
}

func TestWaiterLeavesWhileTheTokenIsAskedFor(t *testing.T) {
	newest := int32(1)
	f := startFake(t, onlyNewest(&newest, ""))
	asked, answer := make(chan bool, 2), make(chan bool)
	f.token = func(w http.ResponseWriter, _ *http.Request) {
		asked <- true
		<-answer
		giveToken(w, 1, 3600)
	}
	c := f.client()
	var group sync.WaitGroup
	group.Go(func() { // served by the attempt that the one that leaves began or joined
		if _, err := all(t.Context(), c, rows); err != nil {
			t.Error(err)
		}
	})
	<-asked
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := all(ctx, c, rows); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > atOnce {
		t.Errorf("got %v after %s", err, time.Since(start))
	}
	close(answer)
	group.Wait()
	if n := f.tokens.Load(); n != 1 {
		t.Errorf("a token was asked for %d times", n)
	}
}

func TestTokenIsRenewedInTime(t *testing.T) {
	for _, test := range []struct {
		life, kept int // seconds
	}{{3600, 3300}, {86400, 86100}, {600, 540}, {20, 18}} {
		f := startFake(t, nil)
		f.token = func(w http.ResponseWriter, _ *http.Request) { giveToken(w, 1, test.life) }
		c := f.client().credential
		before := time.Now()
		if _, err := c.GetToken(t.Context(), policy.TokenRequestOptions{Scopes: []string{c.help.endpoints.Scope()}}); err != nil {
			t.Fatal(err)
		}
		if kept := c.token.until.Sub(before).Seconds(); kept < float64(test.kept)-1 || kept > float64(test.kept)+2 {
			t.Errorf("a token that lives %d s is kept %.0f s, want %d", test.life, kept, test.kept)
		}
	}
}

func TestRenewalFailsWhileTheTokenIsGood(t *testing.T) {
	newest := int32(1)
	f := startFake(t, onlyNewest(&newest, ""))
	c := f.client()
	if _, err := all(t.Context(), c, rows); err != nil {
		t.Fatal(err)
	}
	f.token = func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusNotFound) }
	expire := func(left time.Duration) {
		c.credential.token.value.ExpiresOn = time.Now().Add(left)
		c.credential.token.until = time.Now()
	}
	expire(4 * time.Minute)
	for range 2 {
		if _, err := all(t.Context(), c, rows); err != nil {
			t.Error(err)
		}
	}
	if n := f.tokens.Load(); n != 2 {
		t.Errorf("the renewal was tried %d times, want once", n-1)
	}
	expire(time.Second)
	_, err := all(t.Context(), c, rows)
	wantError(t, err, "token_host")
	newest = 2 // a token that was refused is not used again
	expire(4 * time.Minute)
	_, err = all(t.Context(), c, rows)
	wantError(t, err, "token_host")
}

func TestTokenHostIsAskedAgainWhereThatHelps(t *testing.T) {
	for status, asked := range map[int]int32{429: 2, 500: 2, 502: 2, 503: 2, 504: 2, 400: 1, 401: 1, 403: 1, 404: 1} {
		t.Run(strconv.Itoa(status), func(t *testing.T) {
			f := startFake(t, func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, page("")) })
			f.token = func(w http.ResponseWriter, _ *http.Request) {
				if n := f.tokens.Load(); n > 1 {
					giveToken(w, n, 3600)
					return
				}
				w.Header().Set("Retry-After-Ms", "10")
				w.WriteHeader(status)
			}
			_, err := all(t.Context(), f.client(), rows)
			if (err == nil) != (asked == 2) || f.tokens.Load() != asked {
				t.Errorf("got %v after %d requests, want %d", err, f.tokens.Load(), asked)
			}
		})
	}
}

func TestGrantedRoles(t *testing.T) {
	for token, want := range map[string][]string{
		fakeToken(1, "A", "B"):   {"A", "B"},
		"":                       nil,
		"opaque":                 nil,
		"a.b":                    nil,
		"a.!.c":                  nil,
		"a.bm8.c":                nil,
		"a.e30.c":                nil,
		"a.eyJyb2xlcyI6W119.c":   {},
		"a.eyJhcHBpZCI6IngifQ.c": {}, // nothing but an appid
		"a.eyJyb2xlcyI6Mn0.c.d":  nil,
	} {
		if got := grantedRoles(token); !slices.Equal(got, want) || (got == nil) != (want == nil) {
			t.Errorf("%q: got %q, want %q", token, got, want)
		}
	}
}
