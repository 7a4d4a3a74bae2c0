package graph

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Error is Graph's refusal of a request. Its text is one line that names the request, Graph's
// reason and, where one is known, the way out.
//
// https://learn.microsoft.com/graph/errors
type Error struct {
	// Request is the method and the path, without the query.
	Request string
	// Status is the HTTP status.
	Status int
	// Code and Message are Graph's; "" when the body was none of Graph's.
	Code    string
	Message string
	// RequestID is what Microsoft's support asks for; "" when Graph gave none.
	RequestID string
	// RetryAfter is how long Graph asked to wait; zero when it did not.
	RetryAfter time.Duration
	// Advice says what to change; "" when nothing is known.
	Advice string
	// claims are those that a 401 asks a new token to have, in JSON; "" when it asks for none.
	claims string
	// granted are the application permissions of the token that was refused; nil: nobody knows.
	granted []string
}

// Error returns one line: request, status, code, message, advice, request id.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d", e.Request, e.Status)
	switch {
	case e.Code != "":
		fmt.Fprintf(&b, " %s", e.Code)
	default:
		fmt.Fprintf(&b, " %s", http.StatusText(e.Status))
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
	}
	if e.Advice != "" {
		fmt.Fprintf(&b, "; %s", e.Advice)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request id %s)", e.RequestID)
	}
	return oneLine(b.String())
}

// codeNonPremium is Graph's code for data that need Microsoft Entra ID P1 or P2.
const codeNonPremium = "Authentication_RequestFromNonPremiumTenantOrB2CTenant"

// LicenseMissing says whether the tenant lacks the Entra ID licence that the data need.
func (e *Error) LicenseMissing() bool {
	return e.Status == http.StatusForbidden && e.Code == codeNonPremium
}

// maxErrorBody bounds what is read of a refusal; Graph's bodies have some 500 bytes.
const maxErrorBody = 64 << 10

// newError reads a refusal. It does not close the body.
func newError(request string, resp *http.Response) *Error {
	e := &Error{
		Request:    request,
		Status:     resp.StatusCode,
		RequestID:  resp.Header.Get("request-id"),
		RetryAfter: retryAfter(resp.Header, time.Now()),
		claims:     claimsChallenge(resp.Header),
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	if err == nil {
		e.readBody(body)
	}
	return e
}

// errorBody is the form that all of Graph's errors have. Graph writes innerError, its documentation innererror;
// names are matched without regard to case.
type errorBody struct {
	Error struct {
		Code       string `json:"code"`
		Message    string `json:"message"`
		InnerError struct {
			RequestID string `json:"request-id"`
		} `json:"innerError"`
	} `json:"error"`
}

// readBody fills code, message and request id. What has another form stays empty.
func (e *Error) readBody(data []byte) {
	var body errorBody
	_ = json.Unmarshal(data, &body) // a member of another type leaves the others
	e.Code, e.Message = body.Error.Code, unwrapMessage(body.Error.Message)
	if e.RequestID == "" {
		e.RequestID = body.Error.InnerError.RequestID
	}
}

// unwrapMessage takes the text out of the reports' messages, which are JSON in a string.
func unwrapMessage(message string) string {
	var wrapped struct{ Message string }
	if strings.HasPrefix(message, "{") && json.Unmarshal([]byte(message), &wrapped) == nil && wrapped.Message != "" {
		return wrapped.Message
	}
	return message
}

// claimsChallenge returns the claims that a 401 asks a new token to have, as JSON; "" when there are none.
//
// https://learn.microsoft.com/entra/identity-platform/claims-challenge
func claimsChallenge(h http.Header) string {
	for _, challenge := range h.Values("WWW-Authenticate") {
		_, after, _ := strings.Cut(challenge, `claims="`)
		encoded, _, _ := strings.Cut(after, `"`)
		claims, err := base64.StdEncoding.DecodeString(encoded)
		var object map[string]any
		if err == nil && json.Unmarshal(claims, &object) == nil && object != nil {
			return string(claims)
		}
	}
	return ""
}

// oneLine folds white space, so that an error fits into one line of a log.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// IsBadRequest says whether Graph refused the form of the request.
func IsBadRequest(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Status == http.StatusBadRequest
}

// IsForbidden says whether a permission or a licence is missing. A 403 of the host of a report's file says neither.
func IsForbidden(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Status == http.StatusForbidden && !errors.As(err, new(*expiredError))
}

// IsUnknownProperty says whether this Graph does not know a property that was asked for.
func IsUnknownProperty(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Status == http.StatusBadRequest && mentions(refused.Message, "could not find a property")
}

// IsUnknownSegment says whether this Graph does not have the resource at all, as the clouds lack some reports.
func IsUnknownSegment(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Status == http.StatusBadRequest && mentions(refused.Message, "not found for the segment")
}
