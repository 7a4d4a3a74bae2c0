package demo

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// blow is a fault that strikes a request, with what it has to know.
type blow struct {
	fault   Fault
	spec    *faultSpec
	server  *Server
	request *http.Request
	target  Target
	own     string // the address of the request
	paging  *paging
}

// serveStruck answers a request, or lets the fault that strikes it change the
// answer. b is nil where none does.
func serveStruck(w http.ResponseWriter, b *blow, log *requestLog, record int, answer func(http.ResponseWriter)) {
	if b == nil {
		answer(w)
		return
	}
	m := newMessage()
	answer(m)
	if b.hits(m) {
		status := m.status
		if m.delivery == resetFirst {
			status = 0
		}
		b.server.faults.note(b.spec.Name)
		log.struck(record, b.spec.Name, status)
	}
	m.deliver(w)
}

// hits changes the message, or says that the fault has nothing to do here.
func (b *blow) hits(m *message) bool {
	if b.spec.spoil == nil {
		return b.paging.differs
	}
	return b.spec.spoil(b, m)
}

// blowAt finds the fault that strikes a request; nil: none does.
func (s *Server) blowAt(all []Fault, h *http.Request, v victim, host string) *blow {
	b, ok := s.faults.strike(all, v)
	if !ok {
		return nil
	}
	return &blow{fault: b.fault, spec: b.spec, server: s, request: h, target: v.target, own: "https://" + host + h.URL.RequestURI(), paging: new(paging)}
}

// blowAtGraph is asked before the request is answered. The pages of a list are
// made as its fault wants them.
func (r *request) blowAtGraph() *blow {
	all := r.switches.Faults
	if len(all) == 0 {
		return nil
	}
	if slices.ContainsFunc(all, func(f Fault) bool { return specOf(f.Name).needsPages }) {
		r.paging.first = shortFirstPage
	}
	address := r.URL.RequestURI()
	unmark(r.URL)
	path, err := r.segments()
	if err != nil {
		return nil
	}
	_, target, err := r.server.route(path)
	if err != nil {
		return nil
	}
	query := r.URL.Query()
	if isReport := target&(Addresses|Files) != 0; isReport && isJSONReport(r, query, target == Files) {
		target = ReportPages
	}
	_, below, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	v := victim{key: r.Method + r.URL.RequestURI(), path: below, target: target, host: Pages, later: query.Has(optSkipToken)}
	if token, ok := r.server.key.verify(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")); ok {
		v.token = token.ID
	}
	b := r.server.blowAt(all, r.Request, v, r.server.GraphHost())
	if b != nil {
		b.own, b.paging = "https://"+r.server.GraphHost()+address, &r.paging
		if b.spec.pages != nil {
			b.spec.pages(&r.paging)
		}
	}
	return b
}

// isJSONReport says whether a report is asked for in JSON.
func isJSONReport(r *request, query url.Values, isDirect bool) bool {
	format := strings.ToLower(strings.TrimSpace(query.Get("$format")))
	return format == formatJSON || format == "" && isDirect && r.version == "beta"
}

// blowAtDownload tells files apart by what they are: each address of one is new.
func (s *Server) blowAtDownload(h *http.Request, all []Fault) *blow {
	t, ok := s.tickets.open(h.URL.Query().Get("token"))
	if len(all) == 0 || !ok {
		return nil
	}
	path := "reports/" + t.Function
	key := strings.Join([]string{path, strconv.FormatInt(t.First, 10), strconv.FormatInt(t.Last, 10), strconv.Itoa(t.Period)}, " ")
	return s.blowAt(all, h, victim{key: key, path: path, target: Files, host: Files}, s.ReportHost())
}

// blowAtTokens strikes both requests that a client sends for a token.
func (s *Server) blowAtTokens(h *http.Request, all []Fault) *blow {
	if len(all) == 0 {
		return nil
	}
	_, below, _ := strings.Cut(strings.TrimPrefix(h.URL.Path, "/"), "/")
	return s.blowAt(all, h, victim{key: h.Method + h.URL.Path, path: below, target: Tokens, host: Tokens}, s.TokenHost())
}
