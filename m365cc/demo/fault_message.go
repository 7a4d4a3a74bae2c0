package demo

import (
	"crypto/tls"
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// message is an answer that is kept back until a fault has changed it.
type message struct {
	header   http.Header
	status   int // 0: nothing was sent
	body     []byte
	delivery delivery
}

// delivery is how a message is sent.
type delivery int

const (
	asUsual    delivery = iota
	cutOff              // half of the body, without a Content-Length, and the connection ends
	tooShort            // half of the body, whose Content-Length is that of all
	resetFirst          // nothing: the connection is reset
	slowly              // in tiny pieces
)

func newMessage() *message { return &message{header: http.Header{}} }

func (m *message) Header() http.Header { return m.header }

func (m *message) WriteHeader(status int) { m.status = status }

func (m *message) Write(b []byte) (int, error) {
	if m.status == 0 {
		m.status = http.StatusOK
	}
	m.body = append(m.body, b...)
	return len(b), nil
}

// deliver sends the message. A client that went away is no fault.
func (m *message) deliver(w http.ResponseWriter) {
	if m.delivery == resetFirst {
		resetConnection(w)
		return
	}
	clear(w.Header())
	maps.Copy(w.Header(), m.header)
	w.Header().Del("Content-Length")
	switch m.delivery {
	case slowly:
		w.WriteHeader(m.status)
		sendSlowly(w, m.body)
	case cutOff, tooShort:
		if m.delivery == tooShort {
			w.Header().Set("Content-Length", strconv.Itoa(len(m.body)))
		}
		w.WriteHeader(m.status)
		_, _ = w.Write(m.body[:len(m.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler) // ends the connection
	default:
		send(w, m.status, m.body)
	}
}

const (
	slowPieces = 100
	slowPause  = time.Millisecond
)

// sendSlowly sends a hundred pieces, one byte each where there are not more.
func sendSlowly(w http.ResponseWriter, body []byte) {
	size := max(len(body)/slowPieces, 1)
	for len(body) > 0 {
		n := min(size, len(body))
		if _, err := w.Write(body[:n]); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
		time.Sleep(slowPause)
		body = body[n:]
	}
}

// resetConnection ends the connection without a farewell, so that the client
// sees a reset.
func resetConnection(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler) // HTTP/2 can reset its stream only
	}
	if encrypted, ok := conn.(*tls.Conn); ok {
		conn = encrypted.NetConn()
	}
	if direct, ok := conn.(*net.TCPConn); ok {
		_ = direct.SetLinger(0)
	}
	_ = conn.Close()
}
