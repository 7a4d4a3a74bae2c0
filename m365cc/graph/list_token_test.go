package graph

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestTokenEndsWithinAList: it is renewed once, and the page is asked for again; what fails then ends the list.
func TestTokenEndsWithinAList(t *testing.T) {
	claims := `, claims="` + base64.StdEncoding.EncodeToString([]byte(`{"access_token":{"nbf":{"essential":true}}}`)) + `"`
	first, second := []string{"a0", "b0"}, []string{"/rows", "/rows?n=1", "/rows?n=1"}
	whole := append(slices.Clone(second), "/rows?n=2")
	for name, test := range map[string]struct {
		challenge string
		newest    int32 // the token that Graph takes from the second page on
		token     http.HandlerFunc
		ids       []string
		requests  []string
		tokens    int32
		fault     []string
	}{
		"plain":            {newest: 2, ids: threePages, requests: whole, tokens: 2},
		"with claims":      {challenge: claims, newest: 2, ids: threePages, requests: whole, tokens: 2},
		"for good":         {newest: 9, ids: first, requests: second, tokens: 2, fault: []string{"GET /v1.0/rows: 401 InvalidAuthenticationToken", "Graph does not accept the token"}},
		"claims, for good": {challenge: claims, newest: 9, ids: first, requests: second, tokens: 2, fault: []string{"401 InvalidAuthenticationToken"}},
		"a proxy's page": {newest: 2, token: says(200, "text/html", "<html>"), ids: first, requests: second[:2], tokens: 1 + strangeAttempts,
			fault: []string{"cannot sign in: ", "check token_host and a proxy in between"}},
		"expired secret": {newest: 2, token: says(401, "application/json", `{"error":"invalid_client","error_description":"AADSTS7000222: expired.","error_codes":[7000222]}`),
			ids: first, requests: second[:2], tokens: 2, fault: []string{"cannot sign in: AADSTS7000222: client_secret has expired"}},
	} {
		t.Run(name, func(t *testing.T) {
			f := startFake(t, nil)
			f.token = func(w http.ResponseWriter, r *http.Request) {
				if n := f.tokens.Load(); n == 1 || test.token == nil {
					giveToken(w, n, 3600)
					return
				}
				test.token(w, r)
			}
			serve := pages(f, 3)
			f.graph = func(w http.ResponseWriter, r *http.Request) {
				if r.URL.RawQuery != "" && r.Header.Get("Authorization") != "Bearer "+fakeToken(test.newest) {
					w.Header().Set("WWW-Authenticate", `Bearer realm=""`+test.challenge)
					refuseWith(w, http.StatusUnauthorized, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
					return
				}
				serve(w, r)
			}
			ids, err := all(t.Context(), f.hasty(), rows)
			if test.fault != nil {
				wantError(t, err, test.fault...)
			} else if err != nil {
				t.Error(err)
			}
			if !slices.Equal(ids, test.ids) || f.tokens.Load() != test.tokens {
				t.Errorf("got %q with %d tokens, want %q with %d", ids, f.tokens.Load(), test.ids, test.tokens)
			}
			f.wantRequests(slices.Clone(test.requests)...)
		})
	}
}

// TestFaultsInLaterPages: whatever a page comes as, it is given whole and once, or the list ends with the error.
func TestFaultsInLaterPages(t *testing.T) {
	for name, test := range map[string]struct {
		fault http.HandlerFunc
		text  string // of the error when it stays
	}{
		"breaks off":     {breaksOff, "the answer broke off"},
		"too short":      {tooShort, "the answer broke off"},
		"cut off":        {cutOff, "the answer broke off"},
		"compressed":     {compressed(0.7), "the answer broke off"},
		"no answer":      {dropped, "cannot be reached"},
		"empty":          {body(""), "the answer broke off"},
		"a proxy's page": {says(200, "text/html", "<html>"), "instead of JSON"},
		"no value":       {body(`{"error":{"code":"x"}}`), "it has no value"},
		"null":           {body(`{"value":null}`), "its value is no list"},
		"no JSON":        {body(`{"value":[{"id":"a"},}`), "the answer is not one of Graph's"},
		"busy":           {throttles(503, "1"), "max_wait"},
		"an error":       {throttles(500, ""), "500 Busy"},
		"a redirect":     {redirects(fileAddress), "302 Found; a redirect is not followed here"},
	} {
		for _, times := range []int{1, 1000} {
			t.Run(fmt.Sprint(name, " ", times), func(t *testing.T) {
				f := startFake(t, nil)
				serve, faults := pages(f, 3), 0
				f.graph = func(w http.ResponseWriter, r *http.Request) {
					if r.URL.RawQuery == "n=1" && faults < times {
						faults++
						test.fault(w, r)
						return
					}
					serve(w, r)
				}
				ids, err := all(t.Context(), f.hasty(), rows)
				if times == 1 && name != "a redirect" {
					if err != nil || !slices.Equal(ids, threePages) {
						t.Errorf("got %q, %v", ids, err)
					}
					return
				}
				wantError(t, err, "GET /v1.0/rows: ", test.text)
				if !slices.Equal(ids, threePages[:2]) || strings.Contains(fmt.Sprint(err), "example.com") {
					t.Errorf("got %q, %v", ids, err)
				}
			})
		}
	}
}
