package demo

import (
	"compress/gzip"
	"encoding/base64"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// wire is what came over the wire: an answer that may have broken off.
type wire struct {
	answer
	err error // of the request, or of the body
}

// end says how it ended.
func (w wire) end() string {
	if w.err == nil {
		return "whole"
	}
	return w.err.Error()
}

// try sends a request on a connection of its own, so that net/http does not
// repeat it by itself, and follows no redirect.
func (c *client) try(method, address string, body io.Reader, header ...string) wire {
	c.t.Helper()
	transport := c.http.Transport.(*http.Transport).Clone()
	transport.DisableKeepAlives, transport.DisableCompression = true, true
	r, err := http.NewRequest(method, address, body)
	if err != nil {
		c.t.Fatal(err)
	}
	for k := 0; k < len(header); k += 2 {
		r.Header.Set(header[k], header[k+1])
	}
	response, err := transport.RoundTrip(r)
	if err != nil {
		return wire{err: err}
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	a := answer{status: response.StatusCode, header: response.Header, body: string(text)}
	if json.Unmarshal(text, &a.json) != nil {
		a.json = nil
	}
	return wire{a, err}
}

// example is a request of a kind.
type example struct {
	target  Target
	send    func(c *client, header ...string) wire
	address string
}

// examples returns a request of each kind.
func examples(c *client) []example {
	c.t.Helper()
	graph := "https://" + c.server.GraphHost()
	call := "reports/" + activeUserDetail.function + "(period='D7')"
	all := []example{
		{target: Pages, address: graph + "/v1.0/users?$select=id,displayName&$top=100"},
		{target: ReportPages, address: graph + "/beta/" + call + "?$format=application/json"},
		{target: Objects, address: graph + "/v1.0/users/" + c.server.Tenant().UserID(3)},
		{target: Objects, address: graph + "/beta/admin/reportSettings"},
		{target: Counts, address: graph + "/v1.0/users/$count"},
		{target: Addresses, address: graph + "/v1.0/" + call},
		{target: Files, address: graph + "/v1.0/copilot/reports/" + copilotUsageUserDetail.function + "(period='D7')"},
	}
	for k := range all {
		address := all[k].address
		all[k].send = func(c *client, header ...string) wire {
			return c.try("GET", address, nil, append(header, "Authorization", "Bearer "+c.token, "ConsistencyLevel", "eventual")...)
		}
	}
	link := c.link(activeUserDetail)
	all = append(all, example{Files, func(c *client, header ...string) wire { return c.try("GET", link, nil, header...) }, link})
	tokens := "https://" + c.server.TokenHost() + "/" + c.server.TenantID()
	return append(all,
		example{Tokens, func(c *client, _ ...string) wire {
			return c.try("POST", tokens+"/oauth2/v2.0/token", strings.NewReader(c.form().Encode()), "Content-Type", "application/x-www-form-urlencoded")
		}, tokens + "/oauth2/v2.0/token"},
		example{Tokens, func(c *client, _ ...string) wire {
			return c.try("GET", tokens+"/v2.0/.well-known/openid-configuration", nil)
		}, tokens + "/v2.0/.well-known/openid-configuration"})
}

// struckAs is what a test wants of an answer that a fault struck. was is the
// answer without the fault.
type struckAs func(e example, was, got wire) error

func wantStatus(status int, retryAfter func(string) bool) struckAs {
	return func(_ example, _, got wire) error {
		if got.err != nil || got.status != status || !retryAfter(got.header.Get("Retry-After")) || got.header.Get("Location") != "" {
			return fmt.Errorf("%d after %q, %v", got.status, got.header.Get("Retry-After"), got.end())
		}
		return nil
	}
}

func isSecond(after string) bool { return after == "1" }

func isNothing(after string) bool { return after == "" }

func isSoon(after string) bool {
	at, err := http.ParseTime(after)
	return err == nil && time.Until(at) > 0 && time.Until(at) <= 2*time.Second
}

func wantReset(_ example, _, got wire) error {
	if !errors.Is(got.err, syscall.ECONNRESET) || got.status != 0 {
		return fmt.Errorf("%d, %v", got.status, got.end())
	}
	return nil
}

// wantHalf is a body that breaks off; length says whether it told its length.
func wantHalf(length bool) struckAs {
	return func(_ example, was, got wire) error {
		told := got.header.Get("Content-Length")
		if got.status != 200 || !errors.Is(got.err, io.ErrUnexpectedEOF) || got.body != was.body[:len(was.body)/2] ||
			length && told != strconv.Itoa(len(was.body)) || !length && told != "" {
			return fmt.Errorf("%d bytes of %d, Content-Length %q, %v", len(got.body), len(was.body), told, got.end())
		}
		return nil
	}
}

func wantGzipCut(_ example, was, got wire) error {
	r, err := gzip.NewReader(strings.NewReader(got.body))
	if err != nil || got.err != nil || got.header.Get("Content-Encoding") != "gzip" {
		return fmt.Errorf("%q, %s: %w", got.header.Get("Content-Encoding"), got.end(), errors.Join(err, got.err))
	}
	text, err := io.ReadAll(r)
	if !errors.Is(err, io.ErrUnexpectedEOF) || !strings.HasPrefix(was.body, string(text)) {
		return fmt.Errorf("%d bytes, %s", len(text), wire{err: err}.end())
	}
	return nil
}

// wantBody is an answer that arrived whole, with another body.
func wantBody(status int, contentType string, right func(was, got string) bool) struckAs {
	return func(_ example, was, got wire) error {
		if got.err != nil || got.status != status || !strings.Contains(got.header.Get("Content-Type"), contentType) ||
			got.header.Get("Content-Length") != strconv.Itoa(len(got.body)) || !right(was.body, got.body) {
			return fmt.Errorf("%d %q, %v, body %.200q", got.status, got.header.Get("Content-Type"), got.end(), got.body)
		}
		return nil
	}
}

func isHTML(_, got string) bool { return strings.Contains(got, "<html>") }

func isEmpty(_, got string) bool { return got == "" }

func isHalf(was, got string) bool {
	return got == was[:len(was)/2] && !json.Valid([]byte(got))
}

// isMistaken wants broken JSON whose mistake is beyond the middle.
func isMistaken(was, got string) bool {
	var syntax *json.SyntaxError
	err := json.Unmarshal([]byte(got), new(any))
	return len(got) == len(was)+1 && errors.As(err, &syntax) && syntax.Offset > int64(len(was)/2)
}

// wantPage is a page whose members are those of the healthy one but for two.
func wantPage(right func(e example, was, got map[string]any) bool) struckAs {
	return func(e example, was, got wire) error {
		if got.err != nil || got.status != 200 || was.json["@odata.context"] != got.json["@odata.context"] || !right(e, was.json, got.json) {
			return fmt.Errorf("%d, %v, body %.300q", got.status, got.end(), got.body)
		}
		return nil
	}
}

// wantNext is a page with all its rows, and another nextLink.
func wantNext(right func(e example, next string) bool) struckAs {
	return wantPage(func(e example, was, got map[string]any) bool {
		next, ok := got["@odata.nextLink"].(string)
		return ok && next != was["@odata.nextLink"] && right(e, next) && fmt.Sprint(was["value"]) == fmt.Sprint(got["value"])
	})
}

// leads says whether a link is an address with this scheme, user and host.
func leads(link, scheme, user, host string) bool {
	u, err := url.Parse(link)
	return err == nil && u.Scheme == scheme && u.User.String() == user && u.Host == host
}

func wantRedirect(right func(e example, location string) bool) struckAs {
	return func(e example, _, got wire) error {
		if location := got.header.Get("Location"); got.err != nil || got.status != 302 || got.body != "" || !right(e, location) {
			return fmt.Errorf("%d to %q, %v", got.status, location, got.end())
		}
		return nil
	}
}

// wantChallenge is a refusal of the token; claims says whether it names some.
func wantChallenge(claims bool) struckAs {
	return func(_ example, _, got wire) error {
		code, _ := got.refusal()
		_, after, found := strings.Cut(got.header.Get("WWW-Authenticate"), `, error="insufficient_claims", claims="`)
		text, err := base64.StdEncoding.DecodeString(strings.TrimSuffix(after, `"`))
		if got.err != nil || got.status != 401 || code != "InvalidAuthenticationToken" || found != claims || err != nil || claims && !json.Valid(text) {
			return fmt.Errorf("%d %s %q, %v", got.status, code, got.header.Get("WWW-Authenticate"), got.end())
		}
		return nil
	}
}

// csvRecords reads a file as strictly as encoding/csv does.
func csvRecords(body string) ([][]string, error) {
	return csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\ufeff"))).ReadAll()
}

// wantFile is a file that arrived whole and is not right.
func wantFile(right func(was [][]string, got string, err error) bool) struckAs {
	return wantBody(200, "application/octet-stream", func(was, got string) bool {
		healthy, err := csvRecords(was)
		_, broken := csvRecords(got)
		return err == nil && right(healthy, got, broken)
	})
}

// hasOtherFields wants a line in the middle of so many fields more.
func hasOtherFields(more int) func([][]string, string, error) bool {
	return func(was [][]string, got string, err error) bool {
		r := csv.NewReader(strings.NewReader(strings.TrimPrefix(got, "\ufeff")))
		r.FieldsPerRecord = -1
		all, _ := r.ReadAll()
		middle := 1 + (len(was)-1)/2
		return errors.Is(err, csv.ErrFieldCount) && len(all) == len(was) && len(all[middle]) == len(was[0])+more && len(all[middle-1]) == len(was[0])
	}
}
