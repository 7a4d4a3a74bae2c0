package demo

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"time"
)

// downloadPath is where the files of reports are, on a host of their own.
const downloadPath = "/data/v1.0/download"

const downloadLifetime = 5 * time.Minute

// ticket is what the token in a download address stands for.
type ticket struct {
	Function    string
	First, Last int64
	Period      int
	Expires     int64 // milliseconds since 1970
}

// ticketKey seals tickets: nobody can read or change one.
type ticketKey struct{ cipher.AEAD }

func newTicketKey() ticketKey {
	var key [32]byte
	_, _ = rand.Read(key[:])                         // never fails
	block, _ := aes.NewCipher(key[:])                // 32 bytes are right
	sealer, _ := cipher.NewGCMWithRandomNonce(block) // AES is right
	return ticketKey{sealer}
}

func (k ticketKey) seal(t ticket) string {
	text, _ := json.Marshal(t) // strings and numbers always can
	return base64.RawURLEncoding.EncodeToString(k.Seal(nil, nil, text, nil))
}

func (k ticketKey) open(token string) (t ticket, ok bool) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil {
		return t, false
	}
	text, err := k.Open(nil, nil, sealed, nil)
	return t, err == nil && json.Unmarshal(text, &t) == nil
}

// downloadLink returns the address of a report's file, for whoever has it.
func (s *Server) downloadLink(r *report, w window) string {
	life := s.behaviour().DownloadLifetime
	if life == 0 {
		life = downloadLifetime
	}
	token := s.tickets.seal(ticket{r.function, w.first, w.last, w.period, time.Now().Add(life).UnixMilli()})
	address := "https://" + s.ReportHost() + downloadPath + "?token=" + token
	s.secrets.addAddress(address)
	return address
}

// ReportHost returns host and port of the reports' files, another host than
// Graph's: clients that keep their credentials to themselves tell hosts apart
// by name.
func (s *Server) ReportHost() string {
	host, port, _ := net.SplitHostPort(s.listeners[2].Addr().String()) // the listener made it
	graph, _, _ := net.SplitHostPort(s.GraphHost())
	if host == graph && net.ParseIP(host).IsLoopback() {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

// serveDownloads answers requests for the files of reports. They carry no
// access token: the address is enough, and the service refuses one.
func (s *Server) serveDownloads(w http.ResponseWriter, h *http.Request) {
	record := s.downloads.add(h, h.URL.Query())
	switches := s.behaviour()
	serveStruck(w, s.blowAtDownload(h, switches.Faults), &s.downloads, record, func(w http.ResponseWriter) {
		s.answerDownload(w, h, switches, record)
	})
}

func (s *Server) answerDownload(w http.ResponseWriter, h *http.Request, switches Behaviour, record int) {
	ticket, status, problem := s.checkDownload(w, h, &switches)
	if problem != "" {
		s.downloads.done(record, status, 0)
		http.Error(w, problem, status)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", `attachment; filename="`+ticket.Function+`.csv"`)
	var body io.Writer = w
	if switches.DownloadBytes > 0 {
		body = &brokenWriter{w, switches.DownloadBytes}
	}
	rows, err := ticket.write(s.tenant, switches, body)
	s.downloads.done(record, status, rows)
	if err != nil {
		// Else a client could take what it has got for the whole.
		panic(http.ErrAbortHandler)
	}
}

// checkDownload returns what a request may have, or why it gets nothing.
func (s *Server) checkDownload(w http.ResponseWriter, h *http.Request, switches *Behaviour) (t ticket, status int, problem string) {
	if switches.ThrottleDownload != nil {
		if status, after := switches.ThrottleDownload(h); status != 0 {
			if after != "" {
				w.Header().Set("Retry-After", after)
			}
			return t, status, http.StatusText(status)
		}
	}
	t, ok := s.tickets.open(h.URL.Query().Get("token"))
	switch {
	case h.URL.Path != downloadPath:
		return t, http.StatusNotFound, "Not found."
	case h.Method != http.MethodGet:
		return t, http.StatusMethodNotAllowed, "Method not allowed."
	case h.Header.Get("Authorization") != "":
		return t, http.StatusBadRequest, "The Authorization header is not allowed here."
	case !ok || time.Now().UnixMilli() >= t.Expires:
		return t, http.StatusForbidden, "The token is not valid, or has expired."
	}
	return t, http.StatusOK, ""
}

// write writes the file that a ticket is for.
func (t *ticket) write(tenant *Tenant, switches Behaviour, body io.Writer) (rows int, err error) {
	for _, r := range usageReports() {
		if r.function == t.Function {
			return r.file(tenant, window{first: t.First, last: t.Last, period: t.Period}, switches)(body)
		}
	}
	return 0, nil
}

// brokenWriter fails after so many bytes.
type brokenWriter struct {
	http.ResponseWriter
	left int
}

func (w *brokenWriter) Write(b []byte) (int, error) {
	n, err := w.ResponseWriter.Write(b[:min(len(b), w.left)])
	if w.left -= n; err == nil && n < len(b) {
		_ = http.NewResponseController(w.ResponseWriter).Flush() // the client went away
		err = io.ErrClosedPipe
	}
	return n, err
}
