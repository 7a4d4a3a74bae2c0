package demo

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strconv"
	"sync"
)

// Server serves a made-up tenant: a token server, Graph and the files of
// reports, on three ports of loopback, over TLS.
type Server struct {
	tenant *Tenant
	routes []route
	key    tokenKey

	authority *authority
	client    func() (*clientCertificate, error)

	requests      requestLog
	tokenRequests requestLog
	downloads     requestLog
	budget        budget
	reportLimits  reportLimits
	tickets       ticketKey
	secrets       secretLog
	logRequests   logWindow
	faults        faults

	mu       sync.Mutex
	switches Behaviour

	listeners [3]net.Listener // of the token server, of Graph and of the reports' files
	servers   [3]*http.Server
	running   lifetimes
}

// Start makes up a tenant and serves it until Close. It fails for options that
// NewTenant refuses and for an address where it cannot listen.
func Start(o Options) (*Server, error) {
	o = o.withDefaults()
	tenant, err := NewTenant(o)
	if err != nil {
		return nil, err
	}
	authority, err := newAuthority()
	if err != nil {
		return nil, fmt.Errorf("certificate authority: %w", err)
	}
	s := &Server{
		tenant: tenant, routes: graphRoutes(tenant), key: newTokenKey(),
		authority: authority, client: authority.lazyClient(),
		requests: requestLog{limit: o.KeepRequests}, tokenRequests: requestLog{limit: o.KeepRequests},
		downloads: requestLog{limit: o.KeepRequests}, tickets: newTicketKey(),
		secrets: secretLog{limit: o.KeepRequests},
	}
	for k, serve := range []struct {
		addr    string
		handler http.HandlerFunc
	}{{o.TokenAddr, s.serveTokens}, {o.GraphAddr, s.serveGraph}, {o.ReportAddr, s.serveDownloads}} {
		if err := s.serve(k, serve.addr, serve.handler); err != nil {
			return nil, errors.Join(err, s.Close())
		}
	}
	return s, nil
}

// serve starts one of the three servers.
func (s *Server) serve(k int, addr string, handler http.HandlerFunc) error {
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", addr)
	if err != nil {
		return fmt.Errorf("demo tenant: %w", err)
	}
	s.listeners[k] = listener
	host, _, _ := net.SplitHostPort(addr) // Listen has parsed it
	config, err := s.authority.serverTLS(host)
	if err != nil {
		return fmt.Errorf("certificate for %q: %w", addr, err)
	}
	server := &http.Server{
		Handler:   s.running.handler(handler),
		ConnState: s.running.connection,
		TLSConfig: config,
		// What a client does to its connection is no news here.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	s.servers[k] = server
	s.running.begin()
	go func() {
		defer s.running.end()
		_ = server.ServeTLS(listener, "", "") // it ends with Close
	}()
	return nil
}

// Close stops the server: it ends connections, also those with an answer under
// way, and waits until nothing of it runs.
func (s *Server) Close() error {
	s.running.noMore()
	var err error
	for k, server := range s.servers {
		if server != nil {
			err = errors.Join(err, server.Close())
		} else if s.listeners[k] != nil {
			err = errors.Join(err, s.listeners[k].Close())
		}
	}
	s.running.wait()
	return err
}

// Tenant returns the tenant that is served.
func (s *Server) Tenant() *Tenant { return s.tenant }

// TokenHost returns host and port of the token server.
func (s *Server) TokenHost() string { return s.listeners[0].Addr().String() }

// GraphHost returns host and port of Graph.
func (s *Server) GraphHost() string { return s.listeners[1].Addr().String() }

// audience is what tokens are for, and the scope without its /.default.
func (s *Server) audience() string { return "https://" + s.GraphHost() }

// TenantID returns the tenant's id, a GUID.
func (s *Server) TenantID() string { return s.tenant.ID() }

// ClientID returns the id of the application that may read the tenant.
func (s *Server) ClientID() string { return s.tenant.ids[guidTenant].text(2) }

// ClientSecret returns the application's secret. It follows from the seed and
// protects nothing but made-up data.
func (s *Server) ClientSecret() string { return s.secret(1) }

// ExpiredClientSecret returns a secret that the token server refuses because it
// has expired.
func (s *Server) ExpiredClientSecret() string { return s.secret(2) }

// secret makes up a secret that looks like Microsoft's.
func (s *Server) secret(n uint64) string {
	var random []byte
	for k := range uint64(24) {
		random = append(random, byte(mix(s.tenant.key^mix(n<<32|k))))
	}
	text := base64.RawURLEncoding.EncodeToString(random)
	return text[:3] + "8Q~" + text[3:]
}

// CertificatePEM returns the certificate of the authority that clients have to
// trust, for SSL_CERT_FILE.
func (s *Server) CertificatePEM() []byte { return s.authority.pem() }

// ClientCertificatePEM returns a certificate with its private key that the
// application may use instead of the secret. It is made at the first call.
func (s *Server) ClientCertificatePEM() []byte {
	client, err := s.client()
	if err != nil {
		return nil
	}
	return client.pem
}

// Requests returns every Graph request since the start or Reset, in order of
// arrival.
func (s *Server) Requests() []Request { return s.requests.all() }

// TokenRequests returns every request to the token server likewise.
func (s *Server) TokenRequests() []Request { return s.tokenRequests.all() }

// Downloads returns every request for a report's file likewise. Graph's answer
// with the address is among Requests.
func (s *Server) Downloads() []Request { return s.downloads.all() }

// Struck returns how often each fault struck since the start, Reset or a change
// of Behaviour.Faults. Those that did not strike are missing.
func (s *Server) Struck() map[string]int { return s.faults.all() }

// Reset forgets the requests, and which of them faults have struck, and fills
// the budgets again. The switches stay.
func (s *Server) Reset() {
	s.requests.reset()
	s.tokenRequests.reset()
	s.downloads.reset()
	s.reportLimits.reset()
	s.budget.refill()
	s.logRequests.clear()
	s.faults.forget()
}

// Set changes the switches, for requests that arrive from now on. Other faults
// begin anew. A fault of a name that is not known is a mistake in the caller's
// code, and panics: it would never strike, and no test would notice.
func (s *Server) Set(change func(b *Behaviour)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.switches.Faults
	change(&s.switches)
	faults := slices.Clone(s.switches.Faults) // the caller may go on to change its own
	s.switches.Faults = faults
	for _, f := range faults {
		if specOf(f.Name) == nil {
			panic("demo: there is no fault " + strconv.Quote(f.Name))
		}
	}
	if !slices.Equal(before, faults) {
		s.faults.forget()
	}
}

// behaviour returns the switches as they are now.
func (s *Server) behaviour() Behaviour {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.switches
}
