package demo

import (
	"errors"
	"net/http"
	"strings"
	"time"
)

// graphError is an answer that is not 200. Handlers return it as an error, and
// one place gives it Graph's form.
//
// https://learn.microsoft.com/graph/errors
type graphError struct {
	status        int
	code, message string
	header        http.Header // beside the usual ones; nil: none
}

func (e *graphError) Error() string { return e.code + ": " + e.message }

func refuse(status int, code, message string) error {
	return &graphError{status: status, code: code, message: message}
}

// The answers that more than one place gives.

// noSegment names a segment that is not known, a function without its arguments.
func noSegment(segment string) error {
	name, _, _ := strings.Cut(segment, "(")
	return refuse(400, "BadRequest", "Resource not found for the segment '"+name+"'.")
}

func notFound(key string) error {
	return refuse(404, "Request_ResourceNotFound", "Resource '"+key+
		"' does not exist or one of its queried reference-property objects are not present.")
}

func forbidden() error {
	return refuse(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
}

func missingPermission(role string) error {
	return refuse(403, "Authentication_MSGraphPermissionMissing",
		"Calling principal does not have required MSGraph permissions "+role)
}

func notPremium() error {
	return refuse(403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
		"Neither tenant is B2C or tenant doesn't have premium license")
}

// badToken is the answer to a token that does not count.
func badToken(message string) error {
	return &graphError{status: 401, code: "InvalidAuthenticationToken", message: message, header: http.Header{
		"Www-Authenticate": {`Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"`},
	}}
}

// interruption is the answer of a service that wants to be asked again later.
func interruption(status int, retryAfter string) *graphError {
	e := &graphError{status: status, code: "TooManyRequests", message: "Too many requests.", header: http.Header{}}
	switch status {
	case http.StatusTooManyRequests:
	case http.StatusServiceUnavailable:
		e.code, e.message = "ServiceUnavailable", "The service is temporarily unavailable."
	case http.StatusGatewayTimeout:
		e.code, e.message = "GatewayTimeout", "The gateway did not receive a response in time."
	default:
		e.code, e.message = "UnknownError", http.StatusText(status)
	}
	if retryAfter != "" {
		e.header.Set("Retry-After", retryAfter)
	}
	return e
}

// asGraphError is err as Graph would show it.
func asGraphError(err error) *graphError {
	var e *graphError
	if errors.As(err, &e) {
		return e
	}
	return &graphError{status: 500, code: "InternalServerError", message: err.Error()}
}

// body is the error's JSON, its ids and its date as Graph has them.
func (e *graphError) body(requestID, clientRequestID string) []byte {
	b := append([]byte(nil), `{"error":{"code":`...)
	b = appendString(b, e.code)
	b = appendString(append(b, `,"message":`...), e.message)
	b = appendString(append(b, `,"innerError":{"date":`...), time.Now().UTC().Format("2006-01-02T15:04:05"))
	b = appendString(append(b, `,"request-id":`...), requestID)
	b = appendString(append(b, `,"client-request-id":`...), clientRequestID)
	return append(b, "}}}"...)
}
