package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// TokenError says why no token could be had, in one line that names what to change in the connection.
type TokenError struct {
	// Code is Microsoft Entra's, such as AADSTS7000215; "" when the token host did not answer.
	Code string
	// Advice names the argument and what to do about it.
	Advice string
	// Detail is the host's or the network's own reason, without secrets; "" when Advice says all.
	Detail string
}

// Error returns one line: code, advice, detail.
func (e *TokenError) Error() string {
	text := "cannot sign in: "
	if e.Code != "" {
		text += e.Code + ": "
	}
	text += e.Advice
	if e.Detail != "" {
		text += ": " + e.Detail
	}
	return text
}

// signInAdvice says for Microsoft Entra's codes what to change.
//
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes
var signInAdvice = map[string]string{
	"AADSTS7000215": "client_secret is wrong; give the secret's value, not its id, and check that it belongs to client_id {client_id}",
	"AADSTS7000222": "client_secret has expired; create a new secret for client_id {client_id} in its app registration",
	"AADSTS700016":  "client_id {client_id} is no application of the tenant {tenant_id}; check client_id and tenant_id",
	"AADSTS7000229": "client_id {client_id} has no service principal in the tenant {tenant_id}; an administrator must consent to it there",
	"AADSTS90002":   "tenant_id {tenant_id} was not found at {token_host}; check tenant_id, and cloud or token_host if the tenant is in another cloud",
	"AADSTS900023":  "tenant_id {tenant_id} is neither a directory id nor a domain name",
	"AADSTS90038":   "the tenant {tenant_id} belongs to another cloud than token_host {token_host}; set cloud to the tenant's",
	"AADSTS900382":  "the tenant {tenant_id} belongs to another cloud than token_host {token_host}; set cloud to the tenant's",
	"AADSTS900432":  "the tenant {tenant_id} belongs to another cloud than token_host {token_host}; set cloud to the tenant's",
	"AADSTS70011":   "graph_host {graph_host} is no Microsoft Graph of the cloud of token_host {token_host}; set cloud, or both hosts of one cloud",
	"AADSTS1002012": "graph_host {graph_host} is no Microsoft Graph of the cloud of token_host {token_host}; set cloud, or both hosts of one cloud",
	"AADSTS500011":  "graph_host {graph_host} is unknown to the tenant {tenant_id}; set cloud, or both hosts of one cloud",
	"AADSTS700027":  "the certificate of certificate_path is not one of client_id {client_id}; upload it to the app registration",
	"AADSTS7000112": "the application client_id {client_id} is disabled in the tenant {tenant_id}",
	"AADSTS53003":   "a conditional access policy of the tenant {tenant_id} blocks the application client_id {client_id}",
}

// tokenHelp turns azidentity's error, which has many lines, into a [TokenError].
type tokenHelp struct {
	identity  Identity
	endpoints Endpoints
}

// guidPattern is the form of a secret's id. A secret's value never has it.
var guidPattern = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// explain is told of azidentity's error and of the reason why there was no answer, nil when there was one.
func (h tokenHelp) explain(err, noAnswer error) error {
	var failed *azidentity.AuthenticationFailedError
	switch {
	case noAnswer != nil:
		advice, reason := unreachable("token_host", h.endpoints.TokenHost, noAnswer)
		return &TokenError{Advice: advice, Detail: h.withoutSecret(oneLine(reason.Error()))}
	case errors.As(err, &failed) && failed.RawResponse != nil:
		return h.refused(failed.RawResponse)
	}
	// only the first line: the body, which may hold a token, stands on others
	text, _, _ := strings.Cut(err.Error(), "\n")
	return &TokenError{Advice: h.fill("token_host {token_host} gave no token; check token_host and a proxy in between"), Detail: h.withoutSecret(oneLine(text))}
}

// refused explains what the token host answered.
func (h tokenHelp) refused(resp *http.Response) error {
	body := struct {
		Code        string `json:"error"`
		Description string `json:"error_description"`
		Codes       []int  `json:"error_codes"`
	}{}
	data, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	if json.Unmarshal(data, &body) != nil || body.Code == "" {
		return &TokenError{Advice: h.fill("token_host {token_host} answered " + resp.Status + ", which is no answer of Microsoft Entra; check token_host and a proxy in between")}
	}
	code := aadCode(body.Codes, body.Description)
	if isBusy(resp.StatusCode) {
		return &TokenError{Code: orElse(code, body.Code), Advice: h.fill("token_host {token_host} answered " + resp.Status + "; run the query again later"),
			Detail: h.withoutSecret(firstSentence(body.Description))}
	}
	if code == "AADSTS7000215" && guidPattern.MatchString(h.identity.ClientSecret.Reveal()) {
		return &TokenError{Code: code, Advice: h.fill("client_secret is the secret's id, not its value, which only the moment shows in which it is made; create a new secret for client_id {client_id} and copy its value")}
	}
	if advice, known := signInAdvice[code]; known {
		return &TokenError{Code: code, Advice: h.fill(advice)}
	}
	return &TokenError{Code: orElse(code, body.Code), Advice: h.fill("tenant_id {tenant_id}, client_id {client_id} at {token_host} were refused"),
		Detail: h.withoutSecret(firstSentence(body.Description))}
}

// fill puts the connection's values into an advice.
func (h tokenHelp) fill(advice string) string {
	return strings.NewReplacer(
		"{tenant_id}", strconv.Quote(h.identity.TenantID), "{client_id}", strconv.Quote(h.identity.ClientID),
		"{token_host}", strconv.Quote(h.endpoints.TokenHost), "{graph_host}", strconv.Quote(h.endpoints.GraphHost)).Replace(advice)
}

// withoutSecret is a last guard: no text of a server is known to repeat a secret.
func (h tokenHelp) withoutSecret(text string) string {
	if !h.identity.ClientSecret.IsSet() {
		return text
	}
	return strings.ReplaceAll(text, h.identity.ClientSecret.Reveal(), "(client_secret)")
}

var aadPattern = regexp.MustCompile(`AADSTS\d+`)

// aadCode prefers the code of the text, since the list may name several.
func aadCode(codes []int, description string) string {
	if code := aadPattern.FindString(description); code != "" {
		return code
	}
	if len(codes) > 0 {
		return fmt.Sprintf("AADSTS%d", slices.Min(codes))
	}
	return ""
}

// firstSentence drops the code in front and the trace ids behind, which stand on lines of their own.
func firstSentence(description string) string {
	line, _, _ := strings.Cut(description, "\n")
	_, text, found := strings.Cut(line, ": ")
	if !found || !strings.HasPrefix(line, "AADSTS") {
		text = line
	}
	text, _, _ = strings.Cut(text, " Trace ID:")
	return oneLine(text)
}
