package graph

import (
	"bytes"
	"cmp"
	"context"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// Identity is the application that signs in, with one of a secret or a certificate.
//
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
type Identity struct {
	// TenantID is the directory's id or one of its domains.
	TenantID string
	ClientID string
	// ClientSecret is the secret's value; none with a certificate.
	ClientSecret Secret
	// Certificates and PrivateKey come from [azidentity.ParseCertificates]; nil with a secret.
	Certificates []*x509.Certificate
	PrivateKey   crypto.PrivateKey
}

// newCredential makes a credential for the identity. No request is sent yet.
func newCredential(id Identity, e Endpoints, client *http.Client, pause func(context.Context, time.Duration) error) (*sharedCredential, error) {
	options := azcore.ClientOptions{
		Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: "https://" + e.TokenHost + "/"},
		Transport: tokenTransport{client},
		Retry:     policy.RetryOptions{MaxRetries: -1}, // ask does that, for answers that are none of Entra's too
	}
	inner, err := microsoftCredential(id, options, !e.isMicrosoftAuthority())
	if err != nil {
		return nil, fmt.Errorf("tenant_id, client_id or credential: %s", oneLine(err.Error()))
	}
	return &sharedCredential{inner: inner, help: tokenHelp{id, e}, pause: pause}, nil
}

// microsoftCredential is Microsoft's own. Its list of authorities knows only Microsoft's own hosts.
func microsoftCredential(id Identity, options azcore.ClientOptions, offList bool) (azcore.TokenCredential, error) {
	if id.ClientSecret.IsSet() {
		return azidentity.NewClientSecretCredential(id.TenantID, id.ClientID, id.ClientSecret.Reveal(),
			&azidentity.ClientSecretCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: offList})
	}
	return azidentity.NewClientCertificateCredential(id.TenantID, id.ClientID, id.Certificates, id.PrivateKey,
		&azidentity.ClientCertificateCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: offList, SendCertificateChain: true})
}

// isBusy says whether a status is none of the connection's fault, so that another attempt may help.
func isBusy(status int) bool { return retryStatus(status) || brokenStatus(status) }

// tokenTransport keeps the reason why the token host gave no answer, of which azidentity gives only the text.
type tokenTransport struct{ client *http.Client }

// noAnswer is that reason, in the context of an attempt to get a token.
type noAnswer struct{ err error }

type noAnswerKey struct{}

func (t tokenTransport) Do(req *http.Request) (*http.Response, error) {
	if req.Body != nil { // azcore rewinds it for another attempt while net/http may still be sending it
		form, err := io.ReadAll(req.Body)
		if err != nil {
			return nil, err
		}
		req = req.Clone(req.Context())
		req.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(form)), nil }
		req.Body, _ = req.GetBody()
	}
	resp, err := t.client.Do(req)
	if reason, ok := req.Context().Value(noAnswerKey{}).(*noAnswer); ok {
		reason.err = err
	}
	return resp, err
}

const (
	// renewBefore is how long before its end a token is renewed, as azidentity does.
	renewBefore = 5 * time.Minute
	// renewAgain is the time between two attempts to renew a token that is still good.
	renewAgain = 30 * time.Second
	// tokenTimeout bounds the attempts to get a token.
	tokenTimeout = 2 * time.Minute
	// tokenAttempts is how many they are at most.
	tokenAttempts = maxTransportRetries + 1
	// strangeAttempts is how many they are where the answers are none of Microsoft Entra's.
	strangeAttempts = maxStrangeRetries + 1
	// longestTokenWait is the longest wait between them that the token host may ask for.
	longestTokenWait = time.Minute
)

// sharedCredential asks for a token once for all who wait: azidentity holds a lock that ignores the context.
type sharedCredential struct {
	inner azcore.TokenCredential
	help  tokenHelp
	token Shared[azcore.AccessToken]
	pause func(context.Context, time.Duration) error // before another attempt

	mu     sync.Mutex
	claims string // that tokens are asked for with, those of the last refusal that had any
}

var _ azcore.TokenCredential = (*sharedCredential)(nil)

// GetToken returns a token that is good for a while yet.
func (c *sharedCredential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return c.token.Get(ctx, func(ctx context.Context) (azcore.AccessToken, time.Time, error) { return c.ask(ctx, options) })
}

// ask gets a token; it is to be renewed five minutes before its end, or at a tenth of a shorter life.
func (c *sharedCredential) ask(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, tokenTimeout)
	defer cancel()
	options.Claims = c.nextClaims()
	for attempt := 1; ; attempt++ {
		var reason noAnswer
		token, err := c.inner.GetToken(context.WithValue(ctx, noAnswerKey{}, &reason), options)
		if err == nil && c.nextClaims() != options.Claims { // a refusal has asked for others meanwhile
			options.Claims = c.nextClaims()
			continue
		}
		if err == nil {
			margin := min(renewBefore, time.Until(token.ExpiresOn)/10)
			return token, token.ExpiresOn.Add(-margin), nil
		}
		wait, again := retryToken(err, reason.err, attempt)
		if again && c.pause(ctx, wait) == nil {
			continue
		}
		if kept := c.token.Peek(); time.Until(kept.ExpiresOn) > 2*renewAgain {
			return kept, time.Now().Add(renewAgain), nil
		}
		return azcore.AccessToken{}, time.Time{}, c.help.explain(err, reason.err)
	}
}

// retryToken says whether to ask the token host again, and after which wait. It is, where that can help: a host that
// cannot be reached is reported at once, and so is a refusal. noAnswer is why there was no answer, nil when there was one.
func retryToken(err, noAnswer error, attempt int) (wait time.Duration, again bool) {
	wait, most := backoff(attempt), tokenAttempts
	var failed *azidentity.AuthenticationFailedError
	switch {
	case noAnswer != nil:
		again = isTransient(noAnswer, false)
	case errors.As(err, &failed) && failed.RawResponse != nil:
		again = isBusy(failed.RawResponse.StatusCode)
		wait = cmp.Or(retryAfter(failed.RawResponse.Header, time.Now()), wait)
	default: // an answer that is none of Microsoft Entra's, such as a proxy's page
		again, most = true, strangeAttempts
	}
	return wait, again && attempt < most && wait <= longestTokenWait
}

// refuse forgets a token that Graph refused, unless there is another by now that would do: of many requests that were
// refused together, only one asks for a new token. claims are those that Graph wants in it, which a token that was got
// meanwhile may lack; a refusal without any takes back none, since another request may be waiting with the token that has
// them.
func (c *sharedCredential) refuse(token, claims string) {
	c.token.Drop(func(kept azcore.AccessToken) bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		others := claims != "" && claims != c.claims
		if others {
			c.claims = claims
		}
		return others || kept.Token == token
	})
}

// nextClaims are those to ask for. There are always some, since azidentity would otherwise give the token
// that it keeps itself.
func (c *sharedCredential) nextClaims() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return orElse(c.claims, "{}")
}

// grantedRoles are the application permissions in a token; nil when it cannot be read, which Microsoft
// does not promise. The token of an application that was granted nothing has no claim of roles. They only help to
// understand a refusal, and to foresee one.
func grantedRoles(token string) []string {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	var claims struct {
		AppID string   `json:"appid"`
		Roles []string `json:"roles"`
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || json.Unmarshal(payload, &claims) != nil {
		return nil
	}
	if claims.Roles == nil && claims.AppID != "" {
		return []string{}
	}
	return claims.Roles
}
