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
// take. link, unless nil, is a nextLink that stands for the request's path and query.
func (c *Client) do(ctx context.Context, r Request, link *url.URL, take answer) error {
	return c.retry(ctx, r, func() error { return c.attempt(ctx, r, link, take) })
}

// retry makes attempts of a request until one succeeds, or fails for good.
func (c *Client) retry(ctx context.Context, r Request, attempt func() error) error {
	var tries retries
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
			return advised(r, giveUp)
		}
		c.log.Debug("asking again", "request", r.name(), "after", wait, "because", err)
		watchOf(ctx).wait(r.name(), wait)
		if err := c.pause(ctx, wait); err != nil {
			return err
		}
	}
}

// advised adds to a refusal what the user can do about it, and to any other error which request it was.
func advised(r Request, err error) error {
	var refused *Error
	if errors.As(err, &refused) {
		if refused.Advice == "" {
			refused.Advice = r.Help.advice(refused)
		}
		return err
	}
	var token *TokenError
	if errors.As(err, &token) {
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
	return token, read(r, resp, token, take)
}

// read hands an answer to take, unless it is a refusal.
func read(r Request, resp *http.Response, token string, take answer) error {
	if resp.StatusCode != http.StatusOK && (!r.file || !isRedirect(resp.StatusCode)) {
		refused := newError(r.name(), resp)
		refused.granted = grantedRoles(token)
		return refused
	}
	return take(resp)
}

// decoding is the answer that is JSON, whose body decode reads.
func (c *Client) decoding(decode func(io.Reader) error) answer {
	return func(resp *http.Response) error {
		if kind := resp.Header.Get("Content-Type"); !strings.Contains(kind, "json") {
			return fmt.Errorf("graph_host %q answered with %q instead of JSON; check graph_host and a proxy in between", c.endpoints.GraphHost, kind)
		}
		return decodeBuffered(resp.Body, decode)
	}
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
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("%s %q does not exist; check %s and cloud", argument, host, argument), err
	case errors.As(err, &untrusted):
		return fmt.Sprintf("%s %q is not trusted; check %s and a proxy in between, or add its authority to the system's (SSL_CERT_FILE)", argument, host, argument), err
	}
	return fmt.Sprintf("%s %q cannot be reached; check %s, cloud and a proxy (HTTPS_PROXY)", argument, host, argument), err
}
