package demo

import (
	"cmp"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// request is a Graph request while it is being answered.
type request struct {
	*http.Request
	tenant   *Tenant
	switches Behaviour
	server   *Server
	version  string // v1.0 or beta
	root     string // https://host/version
	granted  []string
	paging   paging
	header   http.Header // of the answer
}

// reply is an answer that is no error.
type reply struct {
	status      int // 0: 200
	body        []byte
	stream      func(io.Writer) (rows int, err error) // writes the body instead; nil: body is all
	contentType string                                // "": JSON
	rows        int
	release     func([]byte) // takes the body back when it has been sent; nil: no need
}

// serveGraph answers a Graph request, or lets a fault do it.
func (s *Server) serveGraph(w http.ResponseWriter, h *http.Request) {
	record := s.requests.add(h, h.URL.Query())
	r := &request{Request: h, tenant: s.tenant, switches: s.behaviour(), server: s}
	serveStruck(w, r.blowAtGraph(), &s.requests, record, func(w http.ResponseWriter) {
		r.header = w.Header()
		s.answerGraph(w, r, record)
	})
}

// answerGraph holds what all answers of Graph have in common.
func (s *Server) answerGraph(w http.ResponseWriter, r *request, record int) {
	requestID := newGUID()
	clientID := r.Header.Get("client-request-id")
	if clientID == "" {
		clientID = requestID
	}
	r.header.Set("request-id", requestID)
	r.header.Set("client-request-id", clientID)
	r.header.Set("Strict-Transport-Security", "max-age=31536000")
	r.header.Set("x-ms-ags-diagnostic", `{"ServerInfo":{"DataCenter":"Demo","Slice":"E","Ring":"5","ScaleUnit":"000","RoleInstance":"DEMO"}}`)

	answer, err := r.answer()
	if err != nil {
		e := asGraphError(err)
		for name, values := range e.header {
			r.header[name] = values
		}
		r.header.Set("Content-Type", "application/json")
		body := e.body(requestID, clientID)
		s.requests.done(record, e.status, 0)
		send(w, e.status, body)
		return
	}
	r.header.Set("Content-Type", "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8")
	r.header.Set("OData-Version", "4.0")
	r.header.Set("Cache-Control", "no-cache")
	if answer.contentType != "" {
		r.header.Set("Content-Type", answer.contentType)
	}
	if answer.stream != nil {
		rows, _ := answer.stream(w) // a client that went away is no fault
		s.requests.done(record, http.StatusOK, rows)
		return
	}
	status := cmp.Or(answer.status, http.StatusOK)
	s.requests.done(record, status, answer.rows)
	send(w, status, answer.body)
	if answer.release != nil {
		answer.release(answer.body)
	}
}

// send writes a whole answer. A client that went away is no fault.
func send(w http.ResponseWriter, status int, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body)
}

// answer finds out what a request gets.
func (r *request) answer() (*reply, error) {
	if r.switches.Throttle != nil {
		if status, after := r.switches.Throttle(r.Request); status != 0 {
			return nil, interruption(status, after)
		}
	}
	if r.switches.Hold != nil {
		r.switches.Hold(r.Request)
	}
	if r.switches.Latency > 0 {
		select {
		case <-time.After(r.switches.Latency):
		case <-r.Context().Done():
			return nil, refuse(499, "RequestAborted", "The client closed the connection.")
		}
	}
	var err error
	if r.granted, err = r.server.permissions(r.Header.Get("Authorization")); err != nil {
		return nil, err
	}
	path, err := r.segments()
	if err != nil {
		return nil, err
	}
	handle, _, err := r.server.route(path)
	if err != nil {
		return nil, err
	}
	if r.Method != http.MethodGet {
		return nil, &graphError{status: 405, code: "Request_BadRequest", header: http.Header{"Allow": {"GET"}},
			message: "Specified HTTP method is not allowed for the request target."}
	}
	return handle(r)
}

// segments cuts the path behind the version into its decoded segments. A key in
// parentheses, users('x'), becomes a segment of its own.
func (r *request) segments() ([]string, error) {
	version, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	if version != "v1.0" && version != "beta" {
		return nil, refuse(400, "BadRequest", "Invalid version: "+version)
	}
	r.version = version
	r.root = "https://" + r.server.GraphHost() + "/" + version
	var path []string
	for segment := range strings.SplitSeq(strings.TrimSuffix(rest, "/"), "/") {
		decoded, err := url.PathUnescape(segment)
		if err != nil {
			return nil, refuse(400, "BadRequest", "The path of the URI is not valid.")
		}
		name, key, ok := strings.Cut(decoded, "('")
		if key, quoted := strings.CutSuffix(key, "')"); ok && quoted {
			path = append(path, name, strings.ReplaceAll(key, "''", "'"))
			continue
		}
		path = append(path, decoded)
	}
	return path, nil
}

// isEventual says whether the request asks for an advanced query.
func (r *request) isEventual() bool {
	return strings.EqualFold(r.Header.Get("ConsistencyLevel"), "eventual")
}

// may says whether the application has a permission.
func (r *request) may(role string) bool { return slices.Contains(r.granted, role) }

// admit refuses a request without any of the permissions, or beyond the budget.
func (r *request) admit(roles []string, units int) error {
	if !slices.ContainsFunc(roles, r.may) {
		return forbidden()
	}
	return r.server.charge(r, units)
}

// newGUID is one that nobody has seen: the id of a request or a token.
func newGUID() string {
	return string(appendGUID(nil, rand.Uint64()&^0xf000|0x4000, rand.Uint64()>>2|1<<63))
}
