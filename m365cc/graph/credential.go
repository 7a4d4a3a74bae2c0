package graph

import (
	"context"
	"crypto"
	"crypto/x509"
	"errors"
	"net/http"
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
	// ClientSecret is the secret's value; "" with a certificate.
	ClientSecret string
	// Certificates and PrivateKey come from [azidentity.ParseCertificates]; nil with a secret.
	Certificates []*x509.Certificate
	PrivateKey   crypto.PrivateKey
}

// newCredential makes Microsoft's credential for the identity. No request is sent yet.
func newCredential(id Identity, e Endpoints, transport *http.Client) (azcore.TokenCredential, error) {
	options := azcore.ClientOptions{
		Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: "https://" + e.TokenHost + "/"},
		Transport: transport,
		Retry:     policy.RetryOptions{MaxRetries: 2, RetryDelay: firstBackoff, ShouldRetry: retryToken},
	}
	// Microsoft's list of authorities knows only Microsoft's own hosts.
	offList := !e.isMicrosoftAuthority()
	if id.ClientSecret != "" {
		return azidentity.NewClientSecretCredential(id.TenantID, id.ClientID, id.ClientSecret,
			&azidentity.ClientSecretCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: offList})
	}
	return azidentity.NewClientCertificateCredential(id.TenantID, id.ClientID, id.Certificates, id.PrivateKey,
		&azidentity.ClientCertificateCredentialOptions{ClientOptions: options, DisableInstanceDiscovery: offList, SendCertificateChain: true})
}

// retryToken asks the token host again only where that can help: a host that cannot be reached is
// reported at once.
func retryToken(resp *http.Response, err error) bool {
	if err != nil {
		return isTransient(err)
	}
	return retryStatus(resp.StatusCode) || resp.StatusCode == http.StatusInternalServerError || resp.StatusCode == http.StatusBadGateway
}

const (
	// renewBefore is how long before its end a token is renewed, as azidentity does.
	renewBefore = 5 * time.Minute
	// tokenTimeout bounds one attempt to get a token, with azidentity's own retries.
	tokenTimeout = 2 * time.Minute
)

// sharedCredential asks for a token once for all who wait: azidentity holds a lock that ignores the context.
type sharedCredential struct {
	inner   azcore.TokenCredential
	explain func(error) error
	token   Shared[azcore.AccessToken]
}

var _ azcore.TokenCredential = (*sharedCredential)(nil)

// GetToken returns a token that is good for a while yet. With claims it asks for a new one in any case.
func (c *sharedCredential) GetToken(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, error) {
	ask := func(ctx context.Context) (azcore.AccessToken, time.Time, error) { return c.ask(ctx, options) }
	if options.Claims != "" {
		return c.token.Renew(ctx, ask)
	}
	return c.token.Get(ctx, ask)
}

// ask gets a token; it is to be renewed five minutes before its end, or at a tenth of a shorter life.
func (c *sharedCredential) ask(ctx context.Context, options policy.TokenRequestOptions) (azcore.AccessToken, time.Time, error) {
	ctx, cancel := context.WithTimeout(ctx, tokenTimeout)
	defer cancel()
	token, err := c.inner.GetToken(ctx, options)
	if err != nil {
		return azcore.AccessToken{}, time.Time{}, c.explain(err)
	}
	margin := min(renewBefore, time.Until(token.ExpiresOn)/10)
	return token, token.ExpiresOn.Add(-margin), nil
}

// replaced says whether the token is no longer the one that was refused, so that of many requests
// that were refused together only the first asks for a new one.
func (c *sharedCredential) replaced(refused string) bool {
	now := c.token.Peek().Token
	return now != "" && now != refused
}

// rawResponse is what the token host answered, nil when it did not.
func rawResponse(err error) *http.Response {
	var failed *azidentity.AuthenticationFailedError
	if errors.As(err, &failed) {
		return failed.RawResponse
	}
	return nil
}
