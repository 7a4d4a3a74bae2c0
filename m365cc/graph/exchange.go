package graph

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// answer takes an answer that is no refusal. It reads the body to its end, so that the connection can be used
// again. It may be called again after a broken body, and begins anew then.
type answer func(*http.Response) error

// do sends a request until it is answered, within the budgets and the bounds of waiting, and hands the answer to
// take. link, unless nil, is a nextLink that stands for the request's path and query. Requests for the same at the same
// time are one, but for files, which are shared as a whole.
func (c *Client) do(ctx context.Context, r Request, link *url.URL, take answer) error {
	if r.file {
		return advised(ctx, r, c.retry(ctx, r, func() error { return c.attempt(ctx, r, link, take) }))
	}
	return advised(ctx, r, c.doJointly(ctx, r, link, take))
}

// retry makes attempts of a request until one succeeds, or fails for good.
func (c *Client) retry(ctx context.Context, r Request, attempt func() error) error {
	tries := retries{most: c.maxWait}
	for {
		err := attempt()
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		wait, giveUp := tries.next(err, c.answered.Load())
		if giveUp != nil {
			return giveUp
		}
		c.log.Debug("asking again", "request", r.name(), "after", wait, "because", err)
		watchOf(ctx).wait(r.name(), wait)
		if err := c.pause(ctx, wait); err != nil {
			return err
		}
	}
}

// advised adds to a refusal what the user can do about it, and to any other error which request it was. It leaves the
// error itself as it is, since others may have been given it too, and says nothing about a query that was cancelled.
func advised(ctx context.Context, r Request, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	if refused, ok := err.(*Error); ok { //nolint:errorlint // within another error its text stands already
		own := *refused
		own.Advice = orElse(own.Advice, r.Help.advice(refused))
		return &own
	}
	var token *TokenError
	switch {
	case errors.As(err, new(*Error)):
		return err
	case errors.As(err, &token):
		return token
	}
	return fmt.Errorf("%s: %w", r.name(), err)
}

// attempt sends a request once, and once more with a new token when the token is refused.
func (c *Client) attempt(ctx context.Context, r Request, link *url.URL, take answer) error {
	token, err := c.exchange(ctx, r, link, take)
	var refused *Error
	if errors.As(err, &refused) && refused.Status == http.StatusUnauthorized {
		c.credential.refuse(token, refused.claims)
		_, err = c.exchange(ctx, r, link, take)
	}
	return err
}

// exchange sends a request and reads the answer. It returns the token that was sent.
func (c *Client) exchange(ctx context.Context, r Request, link *url.URL, take answer) (string, error) {
	if err := c.budgets.take(ctx, r, watchOf(ctx).wait); err != nil {
		return "", err
	}
	req, err := c.authenticated(ctx, r, link) // after the wait, in which a token may end
	if err != nil {
		return "", err
	}
	token := strings.TrimPrefix(req.Header.Get("Authorization"), "Bearer ")
	watchOf(ctx).request()
	resp, err := c.http.Transport.RoundTrip(req) // a Client's error would show a Location that is no URL
	if err != nil {
		advice, reason := unreachable("graph_host", c.endpoints.GraphHost, err)
		return token, fmt.Errorf("%s: %w", advice, reason)
	}
	defer resp.Body.Close()
	c.answered.Store(true)
	c.log.Trace("answer", "request", r.name(), "status", resp.StatusCode, "request-id", resp.Header.Get("request-id"))
	return token, c.read(r, resp, token, take)
}

// read hands an answer to take, unless it is a refusal or somebody else's.
func (c *Client) read(r Request, resp *http.Response, token string, take answer) error {
	switch {
	case resp.StatusCode == http.StatusOK && !r.file && !strings.Contains(resp.Header.Get("Content-Type"), "json"):
		return &strangeError{fmt.Errorf("graph_host %q answered with %q instead of JSON; check graph_host and a proxy in between",
			c.endpoints.GraphHost, resp.Header.Get("Content-Type"))}
	case resp.StatusCode == http.StatusOK && r.file:
		if err := noFile(resp); err != nil {
			return err
		}
	case resp.StatusCode != http.StatusOK && (!r.file || !isRedirect(resp.StatusCode)):
		refused := newError(r.name(), resp)
		refused.granted = grantedRoles(token)
		switch {
		case refused.Code != "":
		case isRedirect(resp.StatusCode):
			refused.Advice = "a redirect is not followed here; check graph_host and a proxy in between"
		case resp.StatusCode >= http.StatusInternalServerError:
			refused.Advice = "this is no answer of Graph's own; check graph_host and a proxy in between"
		}
		return refused
	}
	return take(resp)
}

// decoding is the answer whose body decode reads.
func decoding(decode func(io.Reader) error) answer {
	return func(resp *http.Response) error { return decodeBuffered(resp.Body, decode) }
}

// bodyReaders read bodies in large pieces: the JSON decoder asks for 4 KB at a time.
var bodyReaders = sync.Pool{New: func() any { return bufio.NewReaderSize(nil, 64<<10) }}

func decodeBuffered(body io.Reader, decode func(io.Reader) error) error {
	buffered, _ := bodyReaders.Get().(*bufio.Reader)
	buffered.Reset(body)
	defer func() {
		buffered.Reset(nil) // keeps no body alive
		bodyReaders.Put(buffered)
	}()
	return decode(buffered)
}

// authenticated builds the request with a token.
func (c *Client) authenticated(ctx context.Context, r Request, link *url.URL) (*http.Request, error) {
	native, err := c.adapter.ConvertToNativeRequest(ctx, c.information(r, link))
	if err != nil {
		return nil, err
	}
	req, ok := native.(*http.Request)
	if !ok {
		return nil, fmt.Errorf("kiota gave a %T instead of a request", native)
	}
	if link == nil {
		dollars(req)
	}
	return req, nil
}

// dollars writes the dollar of $select as everybody does; RFC 6570 escapes it.
func dollars(req *http.Request) {
	req.URL.RawQuery = strings.ReplaceAll(req.URL.RawQuery, "%24", "$")
}

// unreachable says which argument to check when a host gave no answer, and why it did not. The reason is
// without the URL, whose query may hold personal data.
func unreachable(argument, host string, err error) (advice string, reason error) {
	var full *url.Error
	if errors.As(err, &full) {
		err = full.Err
	}
	var dns *net.DNSError
	var untrusted *tls.CertificateVerificationError
	var proxy *net.OpError
	switch {
	case errors.As(err, &proxy) && proxy.Op == "proxyconnect":
		return fmt.Sprintf("%s %q cannot be reached through the proxy, which does not answer; check HTTPS_PROXY and NO_PROXY", argument, host), err
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("%s %q does not exist; check %s and cloud", argument, host, argument), err
	case errors.As(err, &untrusted):
		return fmt.Sprintf("%s %q is not trusted; check %s and a proxy in between, or add its authority to the system's (SSL_CERT_FILE)", argument, host, argument), err
	}
	return fmt.Sprintf("%s %q cannot be reached; check %s, cloud and a proxy (HTTPS_PROXY)", argument, host, argument), err
}
