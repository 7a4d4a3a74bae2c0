package graph

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	abstractions "github.com/microsoft/kiota-abstractions-go"
)

// Request is a read of Graph. Its zero values leave a part of the query out.
//
// https://learn.microsoft.com/graph/query-parameters
type Request struct {
	// Version is "beta"; "" is "v1.0".
	Version string
	// Path follows the version and begins with a slash; keys in it are escaped with [url.PathEscape].
	Path string
	// Select are the properties that are wanted; empty: Graph's own choice.
	Select []string
	// Optional are those of Select that the request can do without when Graph refuses them.
	Optional []Optional
	// Filter are conditions, all of which must hold.
	Filter Filter
	// Top is the page size; 0: Graph's own.
	Top int
	// MaxTop is the largest page size that Graph gives here, for when more rows than Limit are needed.
	MaxTop int
	// Limit is how many rows are likely to be enough; 0: all. It only keeps [List] from reading ahead.
	Limit int
	// Help is told with a refusal for want of a permission.
	Help Help
}

// Optional is a property that some tenants or applications may not read.
type Optional struct {
	Property string
	// Permission is the application permission that it needs beside the table's.
	Permission string
	// License is the licence that the tenant needs; "" when none.
	License string
}

// Help is what a user can do about a refusal.
type Help struct {
	// Table is the table that asks.
	Table string
	// Permissions are application permissions, any of which would do, the least first.
	Permissions []string
	// License is the licence that the tenant needs; "" when none.
	License string
}

// advice is what the error says for want of a permission or a licence.
func (h Help) advice(e *Error) string {
	switch {
	case e.LicenseMissing():
		return fmt.Sprintf("%s needs a tenant with %s", h.Table, orElse(h.License, "Microsoft Entra ID P1 or P2"))
	case e.Status == http.StatusForbidden && len(h.Permissions) > 0:
		return fmt.Sprintf("%s needs the application permission %s: add it to the app registration under API permissions, Microsoft Graph, Application permissions, and have an administrator grant consent",
			h.Table, strings.Join(h.Permissions, " or "))
	case e.Status == http.StatusUnauthorized:
		return "Graph does not accept the token: check that graph_host and token_host belong to the same cloud, and that the application is enabled"
	}
	return ""
}

// name is the request as errors and logs show it: never with the query, which may hold personal data.
func (r Request) name() string { return "GET /" + r.version() + r.Path }

func (r Request) version() string { return orElse(r.Version, "v1.0") }

// query is the query part by name.
func (r Request) query() map[string]any {
	q := map[string]any{}
	if len(r.Select) > 0 {
		q["$select"] = strings.Join(r.Select, ",")
	}
	if len(r.Filter) > 0 {
		q["$filter"] = r.Filter.String()
	}
	if r.Filter.Advanced() {
		q["$count"] = "true"
	}
	if r.Top > 0 {
		q["$top"] = fmt.Sprint(r.Top)
	}
	return q
}

// information is the request in kiota's form; link, unless nil, stands for path and query.
// It is made anew for each attempt, since kiota keeps the Authorization of the last.
func (c *Client) information(r Request, link *url.URL) *abstractions.RequestInformation {
	info := abstractions.NewRequestInformation()
	info.Method = abstractions.GET
	info.Headers.Add("Accept", "application/json")
	if r.Filter.Advanced() {
		info.Headers.Add("ConsistencyLevel", "eventual")
	}
	if link != nil {
		info.SetUri(*link)
		return info
	}
	info.UrlTemplate = "{+baseurl}/" + r.version() + "{+path}{?query*}"
	info.PathParameters["baseurl"] = c.base.String()
	info.PathParameters["path"] = r.Path
	info.QueryParametersAny["query"] = r.query()
	return info
}

// do sends a request until it is answered, within the budgets and the bounds of waiting, and
// hands the body of the answer to decode. decode may be called again after a broken body, and
// begins anew then. link, unless nil, is a nextLink that stands for the request's path and query.
func (c *Client) do(ctx context.Context, r Request, link *url.URL, decode func(io.Reader) error) error {
	var tries retries
	for {
		err := c.attempt(ctx, r, link, decode)
		if err == nil || ctx.Err() != nil {
			return err
		}
		wait, giveUp := tries.next(err)
		if giveUp != nil {
			return advised(r, giveUp)
		}
		c.log.Debug("asking again", "request", r.name(), "after", wait, "because", err)
		watchOf(ctx).wait(r.name(), wait)
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// advised adds to a refusal what the user can do about it, and to any other error which request it was.
func advised(r Request, err error) error {
	var refused *Error
	if errors.As(err, &refused) {
		refused.Advice = r.Help.advice(refused)
		return err
	}
	var token *TokenError
	if errors.As(err, &token) {
		return token
	}
	return fmt.Errorf("%s: %w", r.name(), err)
}

// attempt sends a request once, and once more with a new token when the token is refused.
func (c *Client) attempt(ctx context.Context, r Request, link *url.URL, decode func(io.Reader) error) error {
	token, err := c.exchange(ctx, r, link, "", decode)
	var refused *Error
	if !errors.As(err, &refused) || refused.Status != http.StatusUnauthorized {
		return err
	}
	claims := refused.claims
	if claims == "" && !c.credential.replaced(token) {
		claims = base64.StdEncoding.EncodeToString([]byte("{}"))
	}
	_, err = c.exchange(ctx, r, link, claims, decode)
	return err
}

// exchange sends a request and reads the answer. It returns the token that was sent. claims, unless
// "", are those that a new token is asked for with.
func (c *Client) exchange(ctx context.Context, r Request, link *url.URL, claims string, decode func(io.Reader) error) (string, error) {
	req, err := c.authenticated(ctx, r, link, claims)
	if err != nil {
		return "", err
	}
	token := strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")
	if err := c.budgets.take(ctx, r, watchOf(ctx).wait); err != nil {
		return token, err
	}
	watchOf(ctx).request()
	resp, err := c.http.Do(req)
	if err != nil {
		return token, c.unreachable(ctx, err)
	}
	defer resp.Body.Close()
	c.log.Trace("answer", "request", r.name(), "status", resp.StatusCode, "request-id", resp.Header.Get("request-id"))
	if resp.StatusCode != http.StatusOK {
		return token, newError(r.name(), resp)
	}
	if kind := resp.Header.Get("Content-Type"); !strings.Contains(kind, "json") {
		return token, fmt.Errorf("graph_host %q answered with %q instead of JSON; check graph_host and a proxy in between", c.endpoints.GraphHost, kind)
	}
	if err := decode(resp.Body); err != nil {
		return token, err
	}
	_, err = io.Copy(io.Discard, resp.Body) // the connection is used again only after the end
	return token, err
}

// authenticated builds the request with a token.
func (c *Client) authenticated(ctx context.Context, r Request, link *url.URL, claims string) (*http.Request, error) {
	info := c.information(r, link)
	if claims != "" {
		if err := c.auth.AuthenticateRequest(ctx, info, map[string]any{"claims": claims}); err != nil {
			return nil, err
		}
	}
	native, err := c.adapter.ConvertToNativeRequest(ctx, info)
	if err != nil {
		return nil, err
	}
	req, ok := native.(*http.Request)
	if !ok {
		return nil, fmt.Errorf("kiota gave a %T instead of a request", native)
	}
	if link == nil { // RFC 6570 escapes the dollar of $select; everybody else does not
		req.URL.RawQuery = strings.ReplaceAll(req.URL.RawQuery, "%24", "$")
	}
	return req, nil
}

// unreachable drops the URL, whose query may hold personal data, from a transport error.
func (c *Client) unreachable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var full *url.Error
	if errors.As(err, &full) {
		err = full.Err
	}
	return fmt.Errorf("graph_host %q cannot be reached; check graph_host, cloud and a proxy (HTTPS_PROXY): %w", c.endpoints.GraphHost, err)
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
