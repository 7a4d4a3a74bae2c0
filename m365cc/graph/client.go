package graph

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-hclog"
	khttp "github.com/microsoft/kiota-http-go"
	msgraphcore "github.com/microsoftgraph/msgraph-sdk-go-core"
	"github.com/microsoftgraph/msgraph-sdk-go-core/authentication"
)

// Options make a [Client].
type Options struct {
	Endpoints Endpoints
	Identity  Identity
	// Version is ours, for the User-Agent.
	Version string
	// RootCAs are trusted instead of the system's; nil: the system's, with SSL_CERT_FILE.
	RootCAs *x509.CertPool
	// Log takes warnings and traces; nil: nothing is logged.
	Log hclog.Logger
	// MaxWait is what one request may wait in all after refusals and broken connections before its error is given;
	// 0: no request is sent again. Waits for Graph's limits, which the client keeps by itself, do not count.
	MaxWait time.Duration
	// Notice is told once of each thing that makes an answer poorer (a column that is NULL for want of a
	// permission), for people who do not read logs; nil: only the log is.
	Notice func(text string)
	// Pause waits before another attempt and for Graph's limits, or returns the context's cause as soon as that ends;
	// nil: it takes the time. Tests give their own so as not to wait.
	Pause func(context.Context, time.Duration) error
}

// Client speaks to the Graph of one connection. It is safe for use by many queries at a time.
type Client struct {
	base       *url.URL
	endpoints  Endpoints
	transport  *http.Transport
	http       *http.Client
	adapter    *msgraphcore.GraphRequestAdapterBase
	credential *sharedCredential
	answered   atomic.Bool // Graph has answered before, so that its host is not misspelt
	budgets    *budgets
	refusals   refusals
	joints     joints
	maxWait    time.Duration
	pause      func(context.Context, time.Duration) error // before another attempt; tests do not wait
	log        hclog.Logger
	notice     func(string)
}

// NewClient makes the client; no request is sent yet.
func NewClient(o Options) (*Client, error) {
	if o.Log == nil {
		o.Log = hclog.NewNullLogger()
	}
	if o.Pause == nil {
		o.Pause = sleep
	}
	base, err := url.Parse(o.Endpoints.graphURL())
	if err != nil {
		return nil, fmt.Errorf("graph_host: %w", err)
	}
	transport := newTransport(o.RootCAs)
	// Redirects are ours to follow: a token must not go to where a redirect leads.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	credential, err := newCredential(o.Identity, o.Endpoints, &http.Client{Transport: transport, CheckRedirect: stay}, o.Pause)
	if err != nil {
		return nil, err
	}
	c := &Client{
		base:       base,
		endpoints:  o.Endpoints,
		transport:  transport,
		http:       &http.Client{Transport: identified(transport, o.Version), CheckRedirect: stay},
		credential: credential,
		budgets:    newBudgets(o.Pause),
		maxWait:    o.MaxWait,
		pause:      o.Pause,
		log:        o.Log,
		notice:     o.Notice,
	}
	return c, c.connectKiota()
}

// connectKiota sets up what turns request information into authenticated requests.
func (c *Client) connectKiota() error {
	auth, err := authentication.NewAzureIdentityAuthenticationProviderWithScopesAndValidHosts(
		c.credential, []string{c.endpoints.Scope()}, []string{c.base.Hostname()})
	if err != nil {
		return err
	}
	c.adapter, err = msgraphcore.NewGraphRequestAdapterBaseWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
		auth, msgraphcore.GraphClientOptions{}, nil, nil, c.http)
	if err != nil {
		return err
	}
	c.adapter.SetBaseUrl(c.base.String())
	return nil
}

// Endpoints returns the two hosts.
func (c *Client) Endpoints() Endpoints { return c.endpoints }

// Tell says once, in the log and to the user, what an answer lacks and why.
func (c *Client) Tell(what string, why error) {
	if c.refusals.first(what) {
		c.log.Warn(what, "because", why.Error())
		if c.notice != nil {
			c.notice(what + ": " + why.Error())
		}
	}
}

// Close drops idle connections.
func (c *Client) Close() { c.transport.CloseIdleConnections() } // kiota's transport does not pass it on

// newTransport has no timeout for a whole request, since a body may be read slowly, but one for
// each step that a server must take by itself.
func newTransport(roots *x509.CertPool) *http.Transport {
	dialer := &net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           dialer.DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		TLSHandshakeTimeout:   15 * time.Second,
		ResponseHeaderTimeout: 2 * time.Minute,
		IdleConnTimeout:       90 * time.Second,
		MaxIdleConnsPerHost:   16,
		// HTTP/1.1: a list has one request at a time, and without the frames of HTTP/2 it takes a tenth less CPU
		ForceAttemptHTTP2: false,
	}
}

// identified adds Microsoft's telemetry header and our name to each request.
func identified(transport http.RoundTripper, version string) http.RoundTripper {
	agent := khttp.NewUserAgentHandlerOptions()
	agent.ProductName, agent.ProductVersion = "m365cc", version
	return khttp.NewCustomTransportWithParentTransport(transport,
		msgraphcore.NewGraphTelemetryHandler(&msgraphcore.GraphClientOptions{GraphServiceVersion: "v1.0"}),
		khttp.NewUserAgentHandlerWithOptions(agent))
}

// watchKey finds the [Watch] of a query in its context.
type watchKey struct{}

// Watch is told what a query makes the client do, for a display of its progress. Its functions may be
// called from several goroutines; nil ones are left out.
type Watch struct {
	// Request is told of each request that is sent.
	Request func()
	// Wait is told of each wait for a limit or after a refusal, with its length.
	Wait func(reason string, wait time.Duration)
}

// WithWatch returns a context whose requests are watched.
func WithWatch(ctx context.Context, w *Watch) context.Context {
	return context.WithValue(ctx, watchKey{}, w)
}

func watchOf(ctx context.Context) *Watch {
	if w, ok := ctx.Value(watchKey{}).(*Watch); ok {
		return w
	}
	return &Watch{}
}

func (w *Watch) request() {
	if w.Request != nil {
		w.Request()
	}
}

func (w *Watch) wait(reason string, d time.Duration) {
	if w.Wait != nil {
		w.Wait(reason, d)
	}
}
