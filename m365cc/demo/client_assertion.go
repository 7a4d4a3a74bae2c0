package demo

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"
)

// assertionHeader and assertionClaims are the parts of a client_assertion that
// count.
//
// https://learn.microsoft.com/entra/identity-platform/certificate-credentials
type assertionHeader struct {
	Algorithm string `json:"alg"`
	SHA1      string `json:"x5t"`
	SHA256    string `json:"x5t#S256"`
}

type assertionClaims struct {
	Audience string      `json:"aud"`
	Issuer   string      `json:"iss"`
	Subject  string      `json:"sub"`
	Begins   json.Number `json:"nbf"`
	Expires  json.Number `json:"exp"`
}

// clockSkew is how far the clocks of client and server may be apart.
const clockSkew = 5 * time.Minute

// checkAssertion checks a JWT that the client signed with its certificate.
func (s *Server) checkAssertion(assertion string) error {
	s.secrets.addToken("client assertion", assertion)
	client, err := s.client()
	if err != nil {
		return badAssertion(50027, "JWT token is invalid or malformed.")
	}
	var header assertionHeader
	var said assertionClaims
	parts := strings.Split(assertion, ".")
	if len(parts) != 3 || !decodePart(parts[0], &header) || !decodePart(parts[1], &said) {
		return badAssertion(50027, "JWT token is invalid or malformed.")
	}
	if !header.names(client.certificate) {
		return badAssertion(700027, "The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found.]")
	}
	if !header.signed(client.certificate, parts) {
		return badAssertion(700027, "Client assertion contains an invalid signature. [Reason - The key used is the wrong one.]")
	}
	return s.checkClaims(said)
}

func (s *Server) checkClaims(said assertionClaims) error {
	if said.Issuer != s.ClientID() || said.Subject != s.ClientID() {
		return badAssertion(700021, "Client assertion application identifier doesn't match 'client_id' parameter.")
	}
	token, issuer := "/oauth2/v2.0/token", "/v2.0"
	var audiences []string
	for _, tenant := range append(s.tenant.Domains(), s.TenantID()) {
		base := "https://" + s.TokenHost() + "/" + tenant
		audiences = append(audiences, base+token, base+issuer)
	}
	if !slices.Contains(audiences, said.Audience) {
		return badAssertion(700023, fmt.Sprintf("Client assertion audience claim does not match Realm issuer. Expected audience: %s.", audiences[len(audiences)-1]))
	}
	expires, err := said.Expires.Float64()
	if err != nil {
		return badAssertion(50027, "JWT token is invalid or malformed.")
	}
	begins, _ := said.Begins.Float64() // absent: it has begun
	now := time.Now()
	if seconds(now) >= expires || seconds(now.Add(clockSkew)) < begins {
		return badAssertion(700024, "Client assertion is not within its valid time range.")
	}
	return nil
}

func decodePart(part string, into any) bool {
	body, err := base64.RawURLEncoding.DecodeString(part)
	return err == nil && json.Unmarshal(body, into) == nil
}

// names says whether the thumbprint in the header is the certificate's.
// Microsoft's library for Go encodes it as plain base64, others for URLs.
func (h assertionHeader) names(certificate *x509.Certificate) bool {
	short, long := sha1.Sum(certificate.Raw), sha256.Sum256(certificate.Raw)
	is := func(text string, sum []byte) bool {
		text = strings.NewReplacer("+", "-", "/", "_").Replace(strings.TrimRight(text, "="))
		return text == base64.RawURLEncoding.EncodeToString(sum)
	}
	return is(h.SHA256, long[:]) || h.SHA256 == "" && is(h.SHA1, short[:])
}

// signed says whether the assertion's signature is the certificate's.
func (h assertionHeader) signed(certificate *x509.Certificate, parts []string) bool {
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	key, ok := certificate.PublicKey.(*rsa.PublicKey)
	if err != nil || !ok {
		return false
	}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	switch h.Algorithm {
	case "RS256":
		return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil
	case "PS256":
		return rsa.VerifyPSS(key, crypto.SHA256, sum[:], signature, nil) == nil
	}
	return false
}
