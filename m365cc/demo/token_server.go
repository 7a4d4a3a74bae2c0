package demo

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// serveTokens answers a request to the token server: POST for a token, GET for
// the discovery document.
//
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
func (s *Server) serveTokens(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form is not well-formed", http.StatusBadRequest)
		return
	}
	record := s.tokenRequests.add(r, withoutSecrets(r.PostForm))
	serveStruck(w, s.blowAtTokens(r, s.behaviour().Faults), &s.tokenRequests, record, func(w http.ResponseWriter) {
		s.answerTokens(w, r, record)
	})
}

func (s *Server) answerTokens(w http.ResponseWriter, r *http.Request, record int) {
	tenant, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	var answer any
	var err error
	switch {
	case rest == "oauth2/v2.0/token" && r.Method == http.MethodPost:
		answer, err = s.token(tenant, r.PostForm)
	case rest == "v2.0/.well-known/openid-configuration" && r.Method == http.MethodGet:
		answer, err = s.discovery(tenant)
	default:
		s.tokenRequests.done(record, http.StatusNotFound, 0)
		http.NotFound(w, r)
		return
	}
	var refused *tokenError
	if errors.As(err, &refused) {
		s.tokenRequests.done(record, refused.status, 0)
		s.sendTokenError(w, r, refused)
		return
	}
	body, _ := json.Marshal(answer) // strings and numbers always can
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	s.tokenRequests.done(record, http.StatusOK, 1)
	send(w, http.StatusOK, body)
}

// withoutSecrets is a token request's form as it may be shown.
func withoutSecrets(form url.Values) url.Values {
	shown := url.Values{}
	for name, values := range form {
		if slices.Contains([]string{"client_id", "grant_type", "scope", "client_assertion_type", "claims"}, name) {
			shown[name] = values
		}
	}
	return shown
}

// isTenant says whether a path names this tenant: by its id or a domain.
func (s *Server) isTenant(name string) bool {
	return slices.ContainsFunc(append(s.tenant.Domains(), s.TenantID()), func(known string) bool { return strings.EqualFold(known, name) })
}

// discovery is the document in which clients find the token endpoint.
func (s *Server) discovery(tenant string) (any, error) {
	if !s.isTenant(tenant) {
		return nil, unknownTenant("invalid_tenant", tenant)
	}
	base := "https://" + s.TokenHost() + "/" + s.TenantID()
	return map[string]any{
		"token_endpoint":                        base + "/oauth2/v2.0/token",
		"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt", "client_secret_basic"},
		"jwks_uri":                              base + "/discovery/v2.0/keys",
		"response_modes_supported":              []string{"query", "fragment", "form_post"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"RS256"},
		"response_types_supported":              []string{"code", "id_token", "code id_token", "id_token token"},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"issuer":                                base + "/v2.0",
		"authorization_endpoint":                base + "/oauth2/v2.0/authorize",
		"device_authorization_endpoint":         base + "/oauth2/v2.0/devicecode",
		"end_session_endpoint":                  base + "/oauth2/v2.0/logout",
		"tenant_region_scope":                   s.tenant.cloud.region,
		"cloud_instance_name":                   s.tenant.cloud.instance,
		"msgraph_host":                          s.tenant.cloud.graphHost,
	}, nil
}

// token answers a request for a token.
func (s *Server) token(tenant string, form url.Values) (any, error) {
	if !s.isTenant(tenant) {
		return nil, unknownTenant("invalid_request", tenant)
	}
	for _, name := range []string{"grant_type", "client_id", "scope"} {
		if form.Get(name) == "" {
			return nil, missingParameter(name)
		}
	}
	if grant := form.Get("grant_type"); grant != "client_credentials" {
		return nil, unsupportedGrant(grant)
	}
	if client := form.Get("client_id"); !strings.EqualFold(client, s.ClientID()) {
		return nil, unknownApplication(client, directoryName)
	}
	if err := s.checkScope(form.Get("scope")); err != nil {
		return nil, err
	}
	if err := s.checkCredential(form); err != nil {
		return nil, err
	}
	switches := s.behaviour()
	now, life, id := time.Now(), switches.tokenLifetime(), newGUID()
	if hasChallenge(form.Get("claims")) {
		s.faults.claim(id)
	}
	token := s.key.sign(claims{
		Audience: s.audience(), Issuer: "https://sts.windows.net/" + s.TenantID() + "/",
		Issued: seconds(now), Begins: seconds(now), Expires: seconds(now.Add(life)),
		AppID: s.ClientID(), TenantID: s.TenantID(), Roles: switches.roles(), Type: "app", ID: id, Version: "1.0",
	})
	s.secrets.addToken("access token", token)
	// A client must not think that the token lives longer than it does.
	left := int(life / time.Second)
	return map[string]any{"token_type": "Bearer", "expires_in": left, "ext_expires_in": left, "access_token": token}, nil
}

// directoryName is what messages call the tenant.
const directoryName = "Contoso"

// checkScope wants the Graph of this cloud and nothing else. Scopes of OpenID
// Connect beside it change nothing; Microsoft's client libraries send them.
func (s *Server) checkScope(scope string) error {
	var resources []string
	for one := range strings.FieldsSeq(scope) {
		if !slices.Contains([]string{"openid", "profile", "offline_access"}, one) {
			resources = append(resources, one)
		}
	}
	if len(resources) != 1 {
		return badScope(scope)
	}
	resource, ok := strings.CutSuffix(resources[0], "/.default")
	switch {
	case !ok:
		return badScope(resources[0])
	case resource != s.audience():
		return unknownResource(resource, directoryName)
	}
	return nil
}

// checkCredential wants the secret, or an assertion signed with the client
// certificate.
func (s *Server) checkCredential(form url.Values) error {
	secret, assertion := form.Get("client_secret"), form.Get("client_assertion")
	switch {
	case assertion != "":
		if form.Get("client_assertion_type") != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer" {
			return missingParameter("client_assertion_type")
		}
		return s.checkAssertion(assertion)
	case secret == "":
		return &tokenError{401, "invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."}
	case subtle.ConstantTimeCompare([]byte(secret), []byte(s.ClientSecret())) == 1:
		return nil
	case secret == s.ExpiredClientSecret():
		return expiredSecret(s.ClientID())
	}
	return wrongSecret(s.ClientID())
}
