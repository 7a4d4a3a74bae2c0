package demo

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"
)

// claims are what an access token says.
//
// https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
type claims struct {
	Audience string   `json:"aud"`
	Issuer   string   `json:"iss"`
	Issued   float64  `json:"iat"`
	Begins   float64  `json:"nbf"`
	Expires  float64  `json:"exp"` // with a fraction: tests use short lives
	AppID    string   `json:"appid"`
	TenantID string   `json:"tid"`
	Roles    []string `json:"roles"`
	Type     string   `json:"idtyp"`
	ID       string   `json:"uti"`
	Version  string   `json:"ver"`
}

// tokenKey signs access tokens. Real ones are signed with RSA, but no client
// may look into them.
type tokenKey [32]byte

func newTokenKey() (k tokenKey) {
	_, _ = rand.Read(k[:]) // never fails
	return k
}

func seconds(t time.Time) float64 { return float64(t.UnixMilli()) / 1000 }

const tokenHeader = `{"typ":"JWT","alg":"HS256"}`

// sign returns the claims as a JWT.
func (k *tokenKey) sign(c claims) string {
	body, _ := json.Marshal(c) // strings and numbers always can
	text := base64.RawURLEncoding.EncodeToString([]byte(tokenHeader)) + "." + base64.RawURLEncoding.EncodeToString(body)
	return text + "." + base64.RawURLEncoding.EncodeToString(k.mac(text))
}

func (k *tokenKey) mac(text string) []byte {
	h := hmac.New(sha256.New, k[:])
	h.Write([]byte(text))
	return h.Sum(nil)
}

// verify returns what a token says that this key has signed.
func (k *tokenKey) verify(token string) (c claims, ok bool) {
	end := strings.LastIndexByte(token, '.')
	if end < 0 {
		return c, false
	}
	signature, err := base64.RawURLEncoding.DecodeString(token[end+1:])
	if err != nil || !hmac.Equal(signature, k.mac(token[:end])) {
		return c, false
	}
	_, payload, _ := strings.Cut(token[:end], ".")
	body, err := base64.RawURLEncoding.DecodeString(payload)
	return c, err == nil && json.Unmarshal(body, &c) == nil
}

// permissions checks the Authorization header of a Graph request and returns
// the roles in its token.
func (s *Server) permissions(authorization string) ([]string, error) {
	scheme, token, _ := strings.Cut(authorization, " ")
	switch {
	case authorization == "" || !strings.EqualFold(scheme, "Bearer") || token == "":
		return nil, badToken("Access token is empty.")
	case strings.Count(token, ".") != 2:
		return nil, badToken("IDX14100: JWT is not well formed, there are no dots (.).")
	}
	c, ok := s.key.verify(token)
	switch {
	case !ok:
		return nil, badToken("Access token validation failure. Invalid signature.")
	case c.Audience != s.audience():
		return nil, badToken("Access token validation failure. Invalid audience.")
	case c.TenantID != s.TenantID():
		return nil, badToken("Access token validation failure. Invalid tenant.")
	case seconds(time.Now()) >= c.Expires:
		return nil, badToken("Lifetime validation failed, the token is expired.")
	}
	return c.Roles, nil
}
