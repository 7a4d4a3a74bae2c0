package graph

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// refusal is the error of an answer with the body.
func refusal(status int, body string, header ...string) *Error {
	resp := &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
	for pair := range slices.Chunk(header, 2) {
		resp.Header.Add(pair[0], pair[1])
	}
	return newError("GET /v1.0/rows", resp)
}

func TestErrorText(t *testing.T) {
	for name, test := range map[string]struct {
		err  *Error
		want string
	}{
		"Graph's": {refusal(403, `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges.","innerError":{"request-id":"1-2"}}}`),
			"GET /v1.0/rows: 403 Authorization_RequestDenied: Insufficient privileges. (request id 1-2)"},
		"as the docs spell it": {refusal(400, `{"error":{"code":"badRequest","message":"no","innererror":{"request-id":"1-2"}}}`),
			"GET /v1.0/rows: 400 badRequest: no (request id 1-2)"},
		"nested": {refusal(400, `{"error":{"code":"a","message":"b","innerError":{"code":"c","innerError":{"request-id":"x"},"request-id":"1-2"}}}`),
			"GET /v1.0/rows: 400 a: b (request id 1-2)"},
		"the header's id wins": {refusal(400, `{"error":{"code":"a","message":"b","innerError":{"request-id":"1"}}}`, "Request-Id", "2"),
			"GET /v1.0/rows: 400 a: b (request id 2)"},
		"JSON in a string": {refusal(400, `{"error":{"code":"UnknownError","message":"{\"Message\":\"JSON format is not supported.\"}"}}`),
			"GET /v1.0/rows: 400 UnknownError: JSON format is not supported."},
		"a brace in a string": {refusal(400, `{"error":{"code":"a","message":"{x"}}`), "GET /v1.0/rows: 400 a: {x"},
		"several lines": {refusal(401, `{"error":{"code":"a\nb","message":"IDX14100: not well formed.\r\nThe token\u0085 needs\tto be","innerError":{"request-id":"1\n2"}}}`),
			"GET /v1.0/rows: 401 a b: IDX14100: not well formed. The token needs to be (request id 1 2)"},
		"no message":       {refusal(404, `{"error":{"code":"NotFound"}}`), "GET /v1.0/rows: 404 NotFound"},
		"no body":          {refusal(502, ""), "GET /v1.0/rows: 502 Bad Gateway"},
		"HTML":             {refusal(503, "<html>\n<h1>Service unavailable</h1></html>"), "GET /v1.0/rows: 503 Service Unavailable"},
		"another error":    {refusal(400, `{"error":"invalid_token","error_description":"x"}`), "GET /v1.0/rows: 400 Bad Request"},
		"other types":      {refusal(400, `{"error":{"code":5,"message":"no","innerError":"x"}}`), "GET /v1.0/rows: 400 Bad Request: no"},
		"a list":           {refusal(400, `[]`), "GET /v1.0/rows: 400 Bad Request"},
		"cut off":          {refusal(400, `{"error":{"code":"a"`), "GET /v1.0/rows: 400 Bad Request"},
		"very long":        {refusal(400, strings.Repeat("x", 1<<20)), "GET /v1.0/rows: 400 Bad Request"},
		"no such status":   {refusal(999, ""), "GET /v1.0/rows: 999"},
		"with advice":      {&Error{Request: "GET /a", Status: 403, Advice: "add it"}, "GET /a: 403 Forbidden; add it"},
		"advice and an id": {&Error{Request: "GET /a", Status: 403, Code: "C", Message: "M", Advice: "add it", RequestID: "1"}, "GET /a: 403 C: M; add it (request id 1)"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestErrorsOfSamples(t *testing.T) {
	want := map[string]string{
		"graph-403-insufficient-privileges.json":     "403 Authorization_RequestDenied: Insufficient privileges to complete the operation. (request id 93b6f17e-c05d-4f45-ad2a-6665c708d8a0)",
		"graph-403-missing-auditlog-permission.json": "403 Authentication_MSGraphPermissionMissing: Calling principal does not have required MSGraph permissions AuditLog.Read.All (request id redacted)",
		"graph-403-nonpremium.json":                  "403 Authentication_RequestFromNonPremiumTenantOrB2CTenant: Neither tenant is B2C or tenant doesn't have premium license (request id 2501535b-2fd7-43e3-87db-c12cbe31fca0)",
		"graph-429-toomanyrequests.json":             "429 TooManyRequests: Too many requests. (request id xxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxx)",
		"reports-400-invalid-date.json":              "400 InvalidArgument: Invalid date value specified: 2020-06-03. Only support data for the past 28 days. (request id [GUID])",
		"reports-400-json-not-supported-v1.json":     "400 UnknownError: JSON format is not supported. (request id 0f8d11ce-c95a-4c0a-ad88-703de85f437f)",
		"reports-400-segment-not-found.json":         "400 BadRequest: Resource not found for the segment 'getOffice365ActivationsUserDetail'. (request id 16cce514-af8d-443d-bb0f-a3d115963a0b)",
		"reports-403-s2sunauthorized.json":           "403 S2SUnauthorized: Invalid permission. (request id 9bcd8f9c-7422-4721-9b48-eb49429f39c7)",
	}
	sample(t, "graph-403-nonpremium.json") // or skip
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "graph", "samples", "errors", "*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		if strings.HasPrefix(name, "token-") { // see TestSignInErrorsOfSamples
			continue
		}
		body, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var status int
		_, _ = fmt.Sscanf(name[strings.Index(name, "-")+1:], "%d", &status)
		if got := refusal(status, string(body)).Error(); got != "GET /v1.0/rows: "+want[name] {
			t.Errorf("%s: got %q, want %q", name, got, want[name])
		}
	}
}

func TestErrorKinds(t *testing.T) {
	premium := &Error{Status: 403, Code: "Authentication_RequestFromNonPremiumTenantOrB2CTenant"}
	for _, test := range []struct {
		err                         error
		bad, forbidden, needLicense bool
	}{
		{&Error{Status: 400}, true, false, false},
		{fmt.Errorf("a: %w", &Error{Status: 400}), true, false, false},
		{&Error{Status: 403}, false, true, false},
		{premium, false, true, true},
		{&Error{Status: 400, Code: premium.Code}, true, false, false},
		{&Error{Status: 404}, false, false, false},
		{errors.New("400"), false, false, false},
		{nil, false, false, false},
	} {
		if IsBadRequest(test.err) != test.bad || IsForbidden(test.err) != test.forbidden {
			t.Errorf("%v: bad request %t, forbidden %t", test.err, IsBadRequest(test.err), IsForbidden(test.err))
		}
		var refused *Error
		if errors.As(test.err, &refused) && refused.LicenseMissing() != test.needLicense {
			t.Errorf("%v: licence missing %t", test.err, refused.LicenseMissing())
		}
	}
}

func TestIsUnknownSegment(t *testing.T) {
	unknown := refusal(400, `{"error":{"code":"BadRequest","message":"Resource not found for the segment 'getOffice365ActivationsUserDetail'."}}`)
	for name, test := range map[string]struct {
		err  error
		want bool
	}{
		"a report that a cloud lacks": {unknown, true},
		"wrapped":                     {fmt.Errorf("m365cc_row: %w", unknown), true},
		"another fault":               {refusal(400, `{"error":{"code":"InvalidArgument","message":"Invalid date value specified."}}`), false},
		"another status":              {&Error{Status: 404, Code: unknown.Code, Message: unknown.Message}, false},
		"another error":               {errors.New(unknown.Error()), false},
		"none":                        {nil, false},
	} {
		if got := IsUnknownSegment(test.err); got != test.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
	if body := sample(t, "reports-400-segment-not-found.json"); !IsUnknownSegment(refusal(400, string(body))) {
		t.Error("the sample is not taken for one")
	}
}

func TestErrorKeepsWhatTheHeadersSay(t *testing.T) {
	e := refusal(429, "", "Retry-After", "7", "Request-Id", "1-2")
	if e.RetryAfter != 7*time.Second || e.RequestID != "1-2" || e.claims != "" {
		t.Errorf("got %+v", e)
	}
	e = refusal(401, "", "WWW-Authenticate", `Basic realm="x"`, "WWW-Authenticate", `Bearer realm="", error="insufficient_claims", claims="eyJhIjp7fX0=", x="y"`)
	if e.claims != `{"a":{}}` {
		t.Errorf("got the claims %q", e.claims)
	}
}

func TestAdvice(t *testing.T) {
	help := Help{Table: "m365cc_row", Permissions: []string{"Row.Read.All", "Directory.Read.All"}}
	licence := Help{Table: "m365cc_row", License: "Microsoft Entra ID P2"}
	for _, test := range []struct {
		help Help
		err  *Error
		want string
	}{
		{help, &Error{Status: 403}, "m365cc_row needs the application permission Row.Read.All or Directory.Read.All: add it to the app registration"},
		{help, &Error{Status: 403, Code: codeNonPremium}, "m365cc_row needs a tenant with Microsoft Entra ID P1 or P2"},
		{licence, &Error{Status: 403, Code: codeNonPremium}, "m365cc_row needs a tenant with Microsoft Entra ID P2"},
		{licence, &Error{Status: 403}, ""},
		{help, &Error{Status: 401}, "check that graph_host and token_host belong to the same cloud"},
		{help, &Error{Status: 400}, ""},
		{help, &Error{Status: 500}, ""},
	} {
		if got := test.help.advice(test.err); !strings.Contains(got, test.want) || (got == "") != (test.want == "") {
			t.Errorf("%+v: got %q, want %q", test.err, got, test.want)
		}
	}
}
