package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"slices"
	"strings"
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
	"AADSTS7000215": "client_secret is wrong; give the secret's value, not its id, and check that it belongs to client_id %[2]q",
	"AADSTS7000222": "client_secret has expired; create a new secret for client_id %[2]q in its app registration",
	"AADSTS700016":  "client_id %[2]q is no application of the tenant %[1]q; check client_id and tenant_id",
	"AADSTS7000229": "client_id %[2]q has no service principal in the tenant %[1]q; an administrator must consent to it there",
	"AADSTS90002":   "tenant_id %[1]q was not found at %[3]q; check tenant_id, and cloud or token_host if the tenant is in another cloud",
	"AADSTS900023":  "tenant_id %[1]q is neither a directory id nor a domain name",
	"AADSTS90038":   "the tenant %[1]q belongs to another cloud than token_host %[3]q; set cloud to the tenant's",
	"AADSTS900382":  "the tenant %[1]q belongs to another cloud than token_host %[3]q; set cloud to the tenant's",
	"AADSTS900432":  "the tenant %[1]q belongs to another cloud than token_host %[3]q; set cloud to the tenant's",
	"AADSTS70011":   "graph_host %[4]q is no Microsoft Graph of the cloud of token_host %[3]q; set cloud, or both hosts of one cloud",
	"AADSTS1002012": "graph_host %[4]q is no Microsoft Graph of the cloud of token_host %[3]q; set cloud, or both hosts of one cloud",
	"AADSTS500011":  "graph_host %[4]q is unknown to the tenant %[1]q; set cloud, or both hosts of one cloud",
	"AADSTS700027":  "the certificate of certificate_path is not one of client_id %[2]q; upload it to the app registration",
	"AADSTS7000112": "the application client_id %[2]q is disabled in the tenant %[1]q",
	"AADSTS53003":   "a conditional access policy of the tenant %[1]q blocks the application client_id %[2]q",
}

// tokenHelp turns azidentity's error, which has many lines, into a [TokenError].
type tokenHelp struct {
	identity  Identity
	endpoints Endpoints
}

func (h tokenHelp) explain(err error) error {
	if resp := rawResponse(err); resp != nil {
		return h.refused(resp)
	}
	return h.unreachable(err)
}

// refused explains what the token host answered.
func (h tokenHelp) refused(resp *http.Response) error {
	body := struct {
		Code        string `json:"error"`
		Description string `json:"error_description"`
		Codes       []int  `json:"error_codes"`
	}{}
	data, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody))
	if json.Unmarshal(data, &body) != nil {
		return &TokenError{Advice: fmt.Sprintf("token_host %q answered %s, which is no answer of Microsoft Entra; check token_host and a proxy in between", h.endpoints.TokenHost, resp.Status)}
	}
	code := aadCode(body.Codes, body.Description)
	if advice, known := signInAdvice[code]; known {
		return &TokenError{Code: code, Advice: h.fill(advice)}
	}
	if code == "" {
		code = body.Code
	}
	return &TokenError{Code: code, Advice: h.fill("tenant_id %[1]q, client_id %[2]q at %[3]q were refused"), Detail: h.withoutSecret(firstSentence(body.Description))}
}

func (h tokenHelp) fill(advice string) string {
	text := fmt.Sprintf(advice+"%.0[1]s%.0[2]s%.0[3]s%.0[4]s", h.identity.TenantID, h.identity.ClientID, h.endpoints.TokenHost, h.endpoints.GraphHost)
	return text
}

// unreachable explains why there was no answer.
func (h tokenHelp) unreachable(err error) error {
	var dns *net.DNSError
	reason := h.withoutSecret(oneLine(rootText(err)))
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return &TokenError{Advice: fmt.Sprintf("token_host %q does not exist; check token_host and cloud", h.endpoints.TokenHost)}
	default:
		return &TokenError{Advice: fmt.Sprintf("token_host %q cannot be reached; check token_host, cloud and a proxy (HTTPS_PROXY)", h.endpoints.TokenHost), Detail: reason}
	}
}

// rootText is the innermost reason, without azidentity's and MSAL's framing.
func rootText(err error) string {
	text := strings.TrimSuffix(err.Error(), "\n")
	for _, mark := range []string{": dial tcp", ": tls:", ": x509:", ": read tcp", ": EOF"} {
		if i := strings.LastIndex(text, mark); i >= 0 {
			text = text[i+2:]
		}
	}
	text, _, _ = strings.Cut(text, " To troubleshoot")
	return strings.TrimRight(text, ". ")
}

// withoutSecret is a last guard: no text of a server is known to repeat a secret.
func (h tokenHelp) withoutSecret(text string) string {
	if h.identity.ClientSecret == "" {
		return text
	}
	return strings.ReplaceAll(text, h.identity.ClientSecret, "(client_secret)")
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
