package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	jsonserialization "github.com/microsoft/kiota-serialization-json-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models/odataerrors"
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
	// claims is the challenge of a 401, base64 as it came.
	claims string
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
		fmt.Fprintf(&b, ": %s", oneLine(e.Message))
	}
	if e.Advice != "" {
		fmt.Fprintf(&b, "; %s", e.Advice)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&b, " (request id %s)", e.RequestID)
	}
	return b.String()
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

// readBody fills code, message and request id from the form that all of Graph's errors have.
func (e *Error) readBody(body []byte) {
	node, err := jsonserialization.NewJsonParseNodeFactory().GetRootParseNode("application/json", body)
	if err != nil {
		return
	}
	parsed, err := node.GetObjectValue(odataerrors.CreateODataErrorFromDiscriminatorValue)
	if err != nil {
		return
	}
	odata, ok := parsed.(*odataerrors.ODataError)
	if !ok || odata.GetErrorEscaped() == nil {
		return
	}
	main := odata.GetErrorEscaped()
	e.Code, e.Message = deref(main.GetCode()), unwrapMessage(deref(main.GetMessage()))
	if inner := main.GetInnerError(); inner != nil && e.RequestID == "" {
		e.RequestID = deref(inner.GetRequestId())
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

// claimsChallenge returns the claims that a 401 asks a new token to have, "" when there are none.
//
// https://learn.microsoft.com/entra/identity-platform/claims-challenge
func claimsChallenge(h http.Header) string {
	for _, challenge := range h.Values("WWW-Authenticate") {
		if _, after, found := strings.Cut(challenge, `claims="`); found {
			claims, _, _ := strings.Cut(after, `"`)
			return claims
		}
	}
	return ""
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// oneLine folds white space, so that an error fits into one line of a log.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// IsBadRequest says whether Graph refused the form of the request.
func IsBadRequest(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Status == http.StatusBadRequest
}

// IsForbidden says whether a permission or a licence is missing.
func IsForbidden(err error) bool {
	var refused *Error
	return errors.As(err, &refused) && refused.Status == http.StatusForbidden
}
