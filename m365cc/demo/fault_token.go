package demo

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
)

// tokenExpired refuses the token of a request that is otherwise good.
func (b *blow) tokenExpired(m *message) bool {
	b.refuse(m, asGraphError(badToken("Lifetime validation failed, the token is expired.")))
	return true
}

// challengeTime is the moment from which on tokens count, as a challenge names it.
const challengeTime = "1604106651"

const challenge = `{"access_token":{"nbf":{"essential":true,"value":"` + challengeTime + `"}}}`

// tokenClaims is a refusal that says what the next token must be asked for with.
//
// https://learn.microsoft.com/entra/identity-platform/claims-challenge
func (b *blow) tokenClaims(m *message) bool {
	refused := asGraphError(badToken("Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp."))
	const name = "Www-Authenticate"
	refused.header.Set(name, refused.header.Get(name)+`, error="insufficient_claims", claims="`+base64.StdEncoding.EncodeToString([]byte(challenge))+`"`)
	b.refuse(m, refused)
	return true
}

// hasChallenge says whether the claims of a token request have those of the
// challenge among them.
func hasChallenge(claims string) bool {
	var asked struct {
		AccessToken struct {
			NotBefore struct {
				Essential bool   `json:"essential"`
				Value     string `json:"value"`
			} `json:"nbf"`
		} `json:"access_token"`
	}
	return json.Unmarshal([]byte(claims), &asked) == nil && asked.AccessToken.NotBefore.Essential && asked.AccessToken.NotBefore.Value == challengeTime
}

func (b *blow) tokenServerDown(m *message) bool {
	e := &tokenError{http.StatusServiceUnavailable, "temporarily_unavailable", 90033, "A transient error has occurred. Please try again."}
	m.status, m.body = e.status, e.body(b.server.tenant.cloud.loginHost, b.request.Header.Get("client-request-id"))
	m.header.Set("Content-Type", "application/json; charset=utf-8")
	return true
}
