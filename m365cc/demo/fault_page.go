package demo

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
)

func (*blow) truncate(m *message) bool {
	if !m.isGood() {
		return false
	}
	m.body = m.body[:len(m.body)/2]
	return true
}

// malform doubles a comma in the second half, where it is none of a text.
func (*blow) malform(m *message) bool {
	if !m.isGood() {
		return false
	}
	for k := len(m.body) / 2; ; k++ {
		n := bytes.IndexByte(m.body[min(k, len(m.body)):], ',')
		if n < 0 {
			m.body = append(m.body, '}')
			return true
		}
		k += n
		if changed := bytes.Join([][]byte{m.body[:k], m.body[k:]}, []byte(",")); !json.Valid(changed) {
			m.body = changed
			return true
		}
	}
}

// page is a page's JSON, its rows as they are.
type page map[string]json.RawMessage

// editPage changes a page; anything else stays as it is.
func (m *message) editPage(change func(page)) bool {
	var p page
	if !m.isGood() || json.Unmarshal(m.body, &p) != nil || p["value"] == nil {
		return false
	}
	change(p)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(p) // it was read from JSON
	m.body = out.Bytes()
	return true
}

func (*blow) noValue(m *message) bool {
	return m.editPage(func(p page) { delete(p, "value") })
}

func (*blow) nullValue(m *message) bool {
	return m.editPage(func(p page) { p["value"] = json.RawMessage("null") })
}

// next gives a page another nextLink, also one that has none. It is made of the
// page's own nextLink, or of the request's address.
func (b *blow) next(m *message, change func(*url.URL)) bool {
	return m.editPage(func(p page) {
		link := b.own
		_ = json.Unmarshal(p["@odata.nextLink"], &link) // where there is none, link stays
		p.setNext(rewritten(link, change))
	})
}

func (p page) setNext(link string) { p["@odata.nextLink"] = appendString(nil, link) }

// rewritten is an address with a change. It is one that this server made.
func rewritten(address string, change func(*url.URL)) string {
	u, _ := url.Parse(address)
	change(u)
	return u.String()
}

func (b *blow) nextOtherHost(m *message) bool {
	return b.next(m, func(u *url.URL) { u.Host = b.server.ReportHost() })
}

func (b *blow) nextHTTP(m *message) bool {
	return b.next(m, func(u *url.URL) { u.Scheme = "http" })
}

func (b *blow) nextUserInfo(m *message) bool {
	return b.next(m, func(u *url.URL) { u.User = url.UserPassword("someone", "something") })
}

func (*blow) nextGarbage(m *message) bool {
	return m.editPage(func(p page) { p.setNext("%zz:// no address") })
}

func (b *blow) nextRepeats(m *message) bool {
	return m.editPage(func(p page) { p.setNext(b.own) })
}

// cycleMark makes a second address of a page. The server takes it away again.
const cycleMark = "cycle=1"

// nextCycle leads to the page's other address, and from there back to this one.
func (b *blow) nextCycle(m *message) bool {
	return m.editPage(func(p page) {
		p.setNext(rewritten(b.own, func(u *url.URL) {
			if !unmark(u) {
				u.RawQuery = strings.TrimPrefix(u.RawQuery+"&"+cycleMark, "&")
			}
		}))
	})
}

// unmark takes the mark away, and says whether it was there.
func unmark(u *url.URL) bool {
	query, ok := strings.CutSuffix(u.RawQuery, cycleMark)
	if !ok || query != "" && !strings.HasSuffix(query, "&") {
		return false
	}
	u.RawQuery = strings.TrimSuffix(query, "&")
	return true
}

// redirect sends the client to a changed form of the address of the file, where
// the answer has one, or of the request's own.
func (b *blow) redirect(m *message, change func(*url.URL)) bool {
	if m.status >= http.StatusBadRequest {
		return false
	}
	link := m.header.Get("Location")
	if link == "" {
		link = b.own
	}
	m.header.Set("Location", rewritten(link, change))
	m.header.Set("Content-Type", "text/plain")
	m.status, m.body = http.StatusFound, nil
	return true
}

func (b *blow) redirectHTTP(m *message) bool {
	return b.redirect(m, func(u *url.URL) { u.Scheme = "http" })
}

// redirectPrivate leads to a machine of a network at home, and for files to
// where cloud machines keep their credentials.
func (b *blow) redirectPrivate(m *message) bool {
	host := "10.0.0.1"
	if b.target&(Addresses|Files) != 0 {
		host = "169.254.169.254"
	}
	return b.redirect(m, func(u *url.URL) { u.Host = host })
}

func (b *blow) redirectLoop(m *message) bool {
	return b.redirect(m, func(*url.URL) {})
}

// redirectOther leads to the host of the files, which notes a token that it is
// sent.
func (b *blow) redirectOther(m *message) bool {
	return b.redirect(m, func(u *url.URL) { u.Host = b.server.ReportHost() })
}
