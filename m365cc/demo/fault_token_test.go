package demo

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// asked is the claims that a refusal asks for.
func (a answer) asked(t *testing.T) string {
	t.Helper()
	_, after, _ := strings.Cut(a.header.Get("WWW-Authenticate"), `claims="`)
	text, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(after, `"`))
	if a.status != 401 || err != nil || len(text) == 0 {
		t.Fatalf("%d %q, %v", a.status, a.header.Get("WWW-Authenticate"), err)
	}
	return string(text)
}

// renewWith gets a token that is asked for with claims.
func (c *client) renewWith(claims string) {
	c.t.Helper()
	form := c.form()
	form.Set("claims", claims)
	a := c.postToken(c.server.TenantID(), form)
	if c.token, _ = a.json["access_token"].(string); a.status != 200 || c.token == "" {
		c.t.Fatalf("%d %s", a.status, a.body)
	}
}

// statuses asks for a path so many times.
func (c *client) statuses(path string, n int) string {
	text := ""
	for range n {
		text += fmt.Sprintf("%d ", c.get(path).status)
	}
	return strings.TrimSpace(text)
}

// A token that ends in the middle of a list stays refused there; another one is
// good.
func TestTokenExpires(t *testing.T) {
	c := quietServer(t, Options{})
	c.setFaults(Fault{Name: "token-expires"})
	first := c.ok("users?$select=id&$top=999")
	if len(first.value()) != shortFirstPage || first.next() == "" {
		t.Fatalf("the first page has %d rows", len(first.value()))
	}
	old := c.token
	if got := c.statuses(first.next(), 2); got != "401 401" {
		t.Errorf("the second page: %s", got)
	}
	if got := c.statuses("users?$select=id&$top=999", 1); got != "200" {
		t.Errorf("the first page again: %s", got)
	}
	c.renew()
	if got := c.statuses(first.next(), 2); got != "200 200" {
		t.Errorf("with a new token: %s", got)
	}
	if c.token = old; c.get(first.next()).status != 401 {
		t.Error("the old token is good again")
	}
	c.renew()
	c.setFaults(Fault{Name: "token-expires", Every: Always})
	for range 2 {
		if got := c.statuses(first.next(), 1); got != "401" {
			t.Errorf("always: %s", got)
		}
		c.renew()
	}
}

func TestTokenRevoked(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	c.setFaults(Fault{Name: "token-revoked", Every: 3})
	if got := c.statuses("users", 4); got != "200 200 401 401" {
		t.Error(got)
	}
	c.renew()
	if got := c.statuses("groups", 2); got != "401 401" {
		t.Errorf("with a new token: %s", got)
	}
	c.token = ""
	c.get("users").wantRefusal(t, 401, "InvalidAuthenticationToken", "Access token is empty.")
}

// A token with the claims is wanted, and one is enough for all requests.
func TestTokenClaims(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	c.setFaults(Fault{Name: "token-claims"})
	asked := c.get("users").asked(t)
	for name, claims := range map[string]string{"no claims": "", "others": "{}", "broken": asked[:20], "another moment": strings.Replace(asked, "16", "17", 1)} {
		if c.renewWith(claims); c.get("users").status != 401 {
			t.Errorf("a token with %s is good", name)
		}
	}
	c.renewWith(strings.TrimSuffix(asked, "}}") + `,"xms_cc":{"values":["cp1"]}}}`)
	if got := c.statuses("users", 2) + " " + c.statuses("groups", 2); got != "200 200 200 200" {
		t.Errorf("with the claims: %s", got)
	}
	c.setFaults(Fault{Name: "token-claims", Every: Always})
	if c.renewWith(asked); c.get("users").asked(t) != asked {
		t.Error("another challenge")
	}
}

// What is struck shows no secret: neither an answer nor the log.
func TestTokenFaultsKeepSecrets(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	kinds := examples(c)
	for _, info := range Faults() {
		if info.Strikes&Tokens == 0 {
			continue
		}
		c.setFaults(Fault{Name: info.Name, Every: Always})
		for _, e := range kinds {
			if e.target != Tokens {
				continue
			}
			got := e.send(c)
			if text := fmt.Sprint(got.header, got.body, got.err, c.server.TokenRequests()); strings.Contains(text, c.server.ClientSecret()) {
				t.Errorf("%s shows the secret", info.Name)
			}
		}
	}
}

// A token that follows a redirect or a nextLink to another host is noted there.
func TestOtherHostNotesTokens(t *testing.T) {
	c := quietServer(t, Options{Users: 30})
	c.setFaults(Fault{Name: "redirect-other"}, Fault{Name: "next-other-host"})
	for _, link := range []string{c.straight().get("users").header.Get("Location"), c.ok("groups").next()} {
		c.get(link)
	}
	d := c.server.Downloads()
	if len(d) != 2 || !d[0].HasToken || !d[1].HasToken {
		t.Errorf("%+v", d)
	}
}
