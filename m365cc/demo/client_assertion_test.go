package demo

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"
)

// signer makes client assertions as client libraries do.
type signer struct {
	key       *rsa.PrivateKey
	algorithm string
	header    map[string]any
	claims    map[string]any
}

// newSigner reads the certificate that the server gives out.
func newSigner(t *testing.T, s *Server, algorithm string) *signer {
	t.Helper()
	pair, err := tls.X509KeyPair(s.ClientCertificatePEM(), s.ClientCertificatePEM())
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(pair.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	short, long := sha1.Sum(certificate.Raw), sha256.Sum256(certificate.Raw)
	header := map[string]any{"alg": algorithm, "typ": "JWT", "x5t": base64.RawURLEncoding.EncodeToString(short[:])}
	if algorithm == "PS256" {
		// Microsoft's library for Go encodes the thumbprint so.
		header = map[string]any{"alg": algorithm, "typ": "JWT", "x5t#S256": base64.StdEncoding.EncodeToString(long[:])}
	}
	now := time.Now()
	return &signer{key: pair.PrivateKey.(*rsa.PrivateKey), algorithm: algorithm, header: header, claims: map[string]any{
		"aud": "https://" + s.TokenHost() + "/" + s.TenantID() + "/oauth2/v2.0/token",
		"iss": s.ClientID(), "sub": s.ClientID(), "jti": newGUID(), "nbf": now.Unix(), "exp": now.Add(10 * time.Minute).Unix(),
	}}
}

func (g *signer) assertion(t *testing.T) string {
	t.Helper()
	part := func(v any) string {
		body, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return base64.RawURLEncoding.EncodeToString(body)
	}
	text := part(g.header) + "." + part(g.claims)
	sum := sha256.Sum256([]byte(text))
	var signature []byte
	var err error
	if g.algorithm == "PS256" {
		signature, err = rsa.SignPSS(rand.Reader, g.key, crypto.SHA256, sum[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	} else {
		signature, err = rsa.SignPKCS1v15(rand.Reader, g.key, crypto.SHA256, sum[:])
	}
	if err != nil {
		t.Fatal(err)
	}
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

// asks requests a token with an assertion instead of a secret.
func (c *client) asks(assertion string) answer {
	c.t.Helper()
	form := c.form()
	form.Del("client_secret")
	form.Set("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
	form.Set("client_assertion", assertion)
	return c.postToken(c.server.TenantID(), form)
}

func TestClientCertificate(t *testing.T) {
	c := startServer(t, Options{Users: 1})
	for _, algorithm := range []string{"RS256", "PS256"} {
		g := newSigner(t, c.server, algorithm)
		a := c.asks(g.assertion(t))
		if a.status != 200 {
			t.Fatalf("%s: %d %s", algorithm, a.status, a.body)
		}
		c.token, _ = a.json["access_token"].(string)
		c.ok("users")
		for _, audience := range []string{"/contoso.com/oauth2/v2.0/token", "/" + c.server.TenantID() + "/v2.0"} {
			g.claims["aud"] = "https://" + c.server.TokenHost() + audience
			if a := c.asks(g.assertion(t)); a.status != 200 {
				t.Errorf("%s: audience %s: %s", algorithm, audience, a.body)
			}
		}
		delete(g.claims, "nbf")
		if a := c.asks(g.assertion(t)); a.status != 200 {
			t.Errorf("%s: without nbf: %s", algorithm, a.body)
		}
	}
	if first, second := c.server.ClientCertificatePEM(), c.server.ClientCertificatePEM(); string(first) != string(second) {
		t.Error("the certificate is another one each time")
	}
}

func TestClientAssertionsAreChecked(t *testing.T) {
	c := startServer(t, Options{Users: 1})
	stranger, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		change func(g *signer)
		code   float64
	}{
		"another key":         {func(g *signer) { g.key = stranger }, 700027},
		"another certificate": {func(g *signer) { g.header["x5t"] = "AAAA" }, 700027},
		"no certificate":      {func(g *signer) { delete(g.header, "x5t") }, 700027},
		"another algorithm":   {func(g *signer) { g.header["alg"] = "none" }, 700027},
		"the other algorithm": {func(g *signer) { g.header["alg"] = "PS256" }, 700027},
		"another audience":    {func(g *signer) { g.claims["aud"] = "https://login.microsoftonline.com/x/v2.0" }, 700023},
		"another issuer":      {func(g *signer) { g.claims["iss"] = "x" }, 700021},
		"another subject":     {func(g *signer) { g.claims["sub"] = "x" }, 700021},
		"expired":             {func(g *signer) { g.claims["exp"] = time.Now().Add(-time.Minute).Unix() }, 700024},
		"not begun":           {func(g *signer) { g.claims["nbf"] = time.Now().Add(time.Hour).Unix() }, 700024},
		"without an end":      {func(g *signer) { delete(g.claims, "exp") }, 50027},
	} {
		g := newSigner(t, c.server, "RS256")
		test.change(g)
		a := c.asks(g.assertion(t))
		codes, _ := a.json["error_codes"].([]any)
		if a.status != 401 || a.json["error"] != "invalid_client" || len(codes) != 1 || codes[0] != test.code {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	for _, bad := range []string{"a.b", "a.b.c", "..", "e30.e30.e30", "e30.e30.!"} {
		if a := c.asks(bad); a.status != 401 {
			t.Errorf("%q: %d %s", bad, a.status, a.body)
		}
	}
}
