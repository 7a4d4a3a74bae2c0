package demo

import (
	"encoding/base64"
	"encoding/hex"
	"maps"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// TestFindSecrets finds a secret in whatever form a program might let it out, and nothing in a text without one.
func TestFindSecrets(t *testing.T) {
	const secret = `A1~b"c d/ä+Zz09`
	secrets := []Secret{{"x", secret}, {"other", "not in there"}}
	for name, form := range map[string]string{
		"plain": secret, "query": url.QueryEscape(secret), "path": url.PathEscape(secret), "JSON": `A1~b\"c d/ä+Zz09`,
		"hex": hex.EncodeToString([]byte(secret)), "HEX": strings.ToUpper(hex.EncodeToString([]byte(secret))),
		"split":  url.QueryEscape(secret)[:5] + "\"\n  \"" + url.QueryEscape(secret)[5:],
		"base64": base64.StdEncoding.EncodeToString([]byte(secret)), "base64 at 1": base64.StdEncoding.EncodeToString([]byte("1" + secret + "1")),
		"base64 at 2": base64.URLEncoding.EncodeToString([]byte("12" + secret + "12")), "base64 at 3": base64.RawURLEncoding.EncodeToString([]byte("123" + secret + "12")),
	} {
		if got := FindSecrets("before "+form+" after", secrets); !slices.Equal(got, secrets[:1]) {
			t.Errorf("%s: found %q in %q", name, got, form)
		}
	}
	if got := FindSecrets("A1~b and c d/ and "+base64.StdEncoding.EncodeToString([]byte("A1~b and")), secrets); len(got) > 0 {
		t.Errorf("found %q", got)
	}
}

// TestSecrets are all that this server hands out, and what an application sends.
func TestSecrets(t *testing.T) {
	c := startServer(t, Options{Users: 3})
	c.beta("reports/getEmailActivityUserDetail(period='D7')?$format=text/csv")
	form := c.form()
	form.Del("client_secret")
	form.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
	form.Set("client_assertion", "header.payload.signature")
	c.postToken(c.server.TenantID(), form)
	names := map[string]int{}
	for _, secret := range c.server.Secrets() {
		names[secret.Name]++
		if secret.Value == "" || strings.Contains(secret.Value, "-----") {
			t.Errorf("%s is %q", secret.Name, secret.Value)
		}
	}
	private := names["private key"]
	delete(names, "private key")
	want := map[string]int{"client secret": 1, "expired client secret": 1, "access token": 1, "part of access token": 2, "client assertion": 1,
		"part of client assertion": 2, "address of a file": 1, "token in the address of a file": 1}
	if private < 20 || private > 30 || !maps.Equal(names, want) {
		t.Errorf("got %v and %d lines of the key, want %v", names, private, want)
	}
}
