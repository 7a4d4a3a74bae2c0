package demo

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// refusing makes a fault that answers with a status, and with Retry-After where
// after is not nil.
func refusing(status int, after func(time.Duration) string) func(*blow, *message) bool {
	return func(b *blow, m *message) bool {
		retryAfter := ""
		if after != nil {
			retryAfter = after(b.fault.retryAfter())
		}
		b.refuse(m, interruption(status, retryAfter))
		return true
	}
}

// afterSeconds has a fraction only where it needs one.
func afterSeconds(d time.Duration) string { return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) }

// afterDate is not before the moment that is meant: dates have no fractions.
func afterDate(d time.Duration) string {
	return time.Now().Add(d + time.Second - 1).UTC().Format(http.TimeFormat)
}

// refuse makes the message an error of Graph, or of the host of the files.
func (b *blow) refuse(m *message, e *graphError) {
	id, clientID := m.header.Get("request-id"), m.header.Get("client-request-id")
	m.header.Del("Location")
	m.header.Del("Content-Disposition")
	for name, values := range e.header {
		m.header[name] = values
	}
	m.status, m.body = e.status, []byte(e.message+"\n")
	m.header.Set("Content-Type", "text/plain; charset=utf-8")
	if id != "" {
		m.header.Set("Content-Type", "application/json")
		m.body = e.body(id, clientID)
	}
}

// replace makes the message one of somebody who is not Microsoft.
func (m *message) replace(status int, contentType, body string) bool {
	m.header = http.Header{"Content-Type": {contentType}}
	m.status, m.body = status, []byte(body)
	return true
}

const proxyPage = `<!DOCTYPE html>
<html><head><title>Sign in to the network</title></head>
<body><h1>Sign in to the network</h1><p>Your session has ended.</p></body></html>
`

func (*blow) html(m *message) bool {
	return m.replace(http.StatusOK, "text/html; charset=utf-8", proxyPage)
}

func (*blow) badGateway(m *message) bool {
	return m.replace(http.StatusBadGateway, "text/html; charset=utf-8", "<html><body><h1>502 Bad Gateway</h1></body></html>\n")
}

// isGood says whether there is a body of an answer to spoil.
func (m *message) isGood() bool { return m.status == http.StatusOK }

// delivered makes the way in which a good answer is sent another one.
func delivered(how delivery) func(*blow, *message) bool {
	return func(_ *blow, m *message) bool {
		if m.isGood() {
			m.delivery = how
		}
		return m.isGood()
	}
}

func (*blow) reset(m *message) bool {
	m.delivery = resetFirst
	return true
}

// gzipCut needs a client that takes gzip.
func (b *blow) gzipCut(m *message) bool {
	if !m.isGood() || !strings.Contains(b.request.Header.Get("Accept-Encoding"), "gzip") {
		return false
	}
	all := compressed(m.body)
	m.body = all[:len(all)/2]
	m.header.Set("Content-Encoding", "gzip")
	return true
}

func compressed(body []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(body) // a buffer takes everything
	_ = w.Close()
	return out.Bytes()
}

func (*blow) empty(m *message) bool {
	if m.status >= http.StatusBadRequest {
		return false
	}
	m.header.Del("Location")
	m.status, m.body = http.StatusOK, nil
	return true
}
