package demo

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// tokenError is an answer of the token server that is not a token.
//
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes
type tokenError struct {
	status  int
	kind    string // error, as OAuth has it
	code    int    // AADSTS
	message string // without the code and the trace
}

func (e *tokenError) Error() string { return fmt.Sprintf("AADSTS%d: %s", e.code, e.message) }

func missingParameter(name string) error {
	return &tokenError{400, "invalid_request", 900144, "The request body must contain the following parameter: '" + name + "'."}
}

func unknownTenant(kind, tenant string) error {
	return &tokenError{400, kind, 90002, fmt.Sprintf("Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.", tenant)}
}

func unknownApplication(client, directory string) error {
	return &tokenError{400, "unauthorized_client", 700016, fmt.Sprintf("Application with identifier '%s' was not found in the directory '%s'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.", client, directory)}
}

func wrongSecret(client string) error {
	return &tokenError{401, "invalid_client", 7000215, fmt.Sprintf("Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.", client)}
}

func expiredSecret(client string) error {
	return &tokenError{401, "invalid_client", 7000222, fmt.Sprintf("The provided client secret keys for app '%s' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.", client)}
}

func badScope(scope string) error {
	return &tokenError{400, "invalid_scope", 70011, fmt.Sprintf("The provided value for the input parameter 'scope' isn't valid. The scope %s isn't valid.", scope)}
}

func unknownResource(resource, directory string) error {
	return &tokenError{400, "invalid_resource", 500011, fmt.Sprintf("The resource principal named %s was not found in the tenant named %s. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You might have sent your authentication request to the wrong tenant.", resource, directory)}
}

func unsupportedGrant(grant string) error {
	return &tokenError{400, "unsupported_grant_type", 70003, fmt.Sprintf("The app requested an unsupported grant type '%s'.", grant)}
}

// badAssertion is about a client_assertion; the codes differ by what is wrong.
func badAssertion(code int, message string) error {
	return &tokenError{401, "invalid_client", code, message}
}

// body is the error's JSON, with ids and the date as Microsoft has them.
func (e *tokenError) body(loginHost, correlation string) []byte {
	now := time.Now().UTC().Format("2006-01-02 15:04:05Z")
	trace := newGUID()
	if correlation == "" {
		correlation = newGUID()
	}
	text := strings.Join([]string{e.Error(), "Trace ID: " + trace, "Correlation ID: " + correlation, "Timestamp: " + now}, "\r\n")
	body, _ := json.Marshal(map[string]any{ // strings and numbers always can
		"error": e.kind, "error_description": text, "error_codes": []int{e.code}, "timestamp": now,
		"trace_id": trace, "correlation_id": correlation,
		"error_uri": fmt.Sprintf("https://%s/error?code=%d", loginHost, e.code),
	})
	return body
}

// sendTokenError writes err, which is a tokenError.
func (s *Server) sendTokenError(w http.ResponseWriter, r *http.Request, e *tokenError) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store, no-cache")
	send(w, e.status, e.body(s.tenant.cloud.loginHost, r.Header.Get("client-request-id")))
}
