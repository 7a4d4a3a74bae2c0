package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

// maxRedirects bounds the way to a file.
const maxRedirects = 5

// expiredError says that the address of a file is no longer good.
type expiredError struct{ refused *Error }

func (e *expiredError) Error() string { return e.refused.Error() }

func (e *expiredError) Unwrap() error { return e.refused }

// download fetches the file at an address that Graph gave for a request. The address is a secret, since it needs no
// token: it stands in no log and no error.
func (c *Client) download(ctx context.Context, r Request, address string, report *Report) error {
	r.Help = Help{} // a refusal of the file is for want of no permission
	return advised(ctx, r, c.retry(ctx, r, func() error { return c.downloadOnce(ctx, r, address, report) }))
}

// downloadOnce follows the redirects to the file.
func (c *Client) downloadOnce(ctx context.Context, r Request, address string, report *Report) error {
	for range maxRedirects {
		next, err := c.fetchFile(ctx, r, address, report)
		if err != nil || next == "" {
			return err
		}
		address = next
	}
	return fmt.Errorf("the way to the report's file has more than %d redirects", maxRedirects)
}

// fetchFile fills the report from an address, or returns the address where the file is instead.
func (c *Client) fetchFile(ctx context.Context, r Request, address string, report *Report) (next string, err error) {
	target, err := c.downloadable(address)
	if err != nil {
		return "", err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target.String(), nil)
	if err != nil {
		return "", errNoAddress
	}
	resp, err := c.transport.RoundTrip(req) // never with the token
	if err != nil {
		return "", fmt.Errorf("the report's file at %q cannot be fetched; a firewall or proxy (HTTPS_PROXY) must let this host through: %w", target.Host, err)
	}
	defer resp.Body.Close()
	switch {
	case isRedirect(resp.StatusCode):
		location, err := resp.Location()
		if err != nil {
			return "", errNoAddress
		}
		return location.String(), nil
	case resp.StatusCode == http.StatusOK:
		return "", report.fill(resp)
	}
	refused := newError(r.name()+", its file", resp)
	if resp.StatusCode >= 400 && resp.StatusCode < 500 && !retryStatus(resp.StatusCode) {
		refused.Advice = fmt.Sprintf("Graph gave this address a moment ago, so check whether a firewall or proxy (HTTPS_PROXY) lets the host %q through", target.Host)
		return "", &expiredError{refused}
	}
	return "", refused
}

var errNoAddress = errors.New("there is no address of the report's file in the answer")

// downloadable checks where a file is: on a host of the service, over TLS. A private address is none, but the
// tenant's own may be, which the connection names.
func (c *Client) downloadable(address string) (*url.URL, error) {
	target, err := url.Parse(address)
	switch {
	case err != nil || target.Hostname() == "":
		return nil, errNoAddress
	case target.Scheme != "https" || target.User != nil:
		return nil, fmt.Errorf("the report's file is at %s://%s instead of an https address; it is not fetched", target.Scheme, target.Host)
	case !isPlain(target.Hostname()):
		return nil, fmt.Errorf("the report's file is at %q, which is no plain name of a host; it is not fetched", target.Host)
	case isPrivate(target.Hostname()) && !c.isOwnHost(target.Hostname()):
		return nil, fmt.Errorf("the report's file is at the private address %q; it is not fetched", target.Host)
	}
	return target, nil
}

// isOwnHost says whether the connection names the host, with whatever port. This machine has several names.
func (c *Client) isOwnHost(hostname string) bool {
	for _, own := range []string{c.endpoints.GraphHost, c.endpoints.TokenHost} {
		u, err := url.Parse("https://" + own)
		if err == nil && (strings.EqualFold(u.Hostname(), hostname) || isLoopback(u.Hostname()) && isLoopback(hostname)) {
			return true
		}
	}
	return false
}

// isPlain says whether the host is written so that nobody takes it for another one: in ASCII, since net/http turns other
// letters and dots into such, and not as a number, which some systems take for an address (127.1, 0x7f000001).
func isPlain(hostname string) bool {
	if addressOf(hostname).IsValid() {
		return true
	}
	if strings.IndexFunc(hostname, func(r rune) bool { return r <= ' ' || r > '~' || r == '%' }) >= 0 {
		return false
	}
	name := strings.TrimSuffix(hostname, ".")
	last := name[strings.LastIndexByte(name, '.')+1:]
	_, notHex := strconv.ParseUint(last, 0, 64)
	return strings.Trim(last, "0123456789") != "" && notHex != nil
}

func isPrivate(hostname string) bool {
	ip := addressOf(hostname)
	return isLoopback(hostname) || ip.IsValid() && (!ip.IsGlobalUnicast() || ip.IsPrivate())
}

func isLoopback(hostname string) bool {
	name := strings.ToLower(strings.TrimSuffix(hostname, "."))
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || addressOf(name).IsLoopback()
}

// addressOf is the address that the host is written as, without the interface; the zero one for a name.
func addressOf(hostname string) netip.Addr {
	ip, err := netip.ParseAddr(strings.TrimSuffix(hostname, "."))
	if err != nil {
		return netip.Addr{}
	}
	return ip.Unmap().WithZone("")
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}
