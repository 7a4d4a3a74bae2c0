package demo

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/url"
	"strings"
)

// skipToken is where a list goes on. It is given out sealed: signed together
// with the path and the whole query, so that Graph's rule holds that a nextLink
// is followed as it is.
type skipToken struct {
	from     int  // the row to begin with
	empty    bool // an empty page comes first
	advanced bool // the list is an advanced query
}

const sealSize = 16

// seal returns the token for the next page of a request's query.
func (r *request) seal(t skipToken, values url.Values) string {
	var plain [8]byte
	number := uint64(t.from) << 2
	if t.empty {
		number |= 1
	}
	if t.advanced {
		number |= 2
	}
	binary.BigEndian.PutUint64(plain[:], number)
	mac := r.mac(plain[:], values)
	// The position is hidden too: nobody shall count with it.
	for k := range plain {
		plain[k] ^= mac[k+sealSize-8]
	}
	return "RFNwdAIAAQ" + base64.RawURLEncoding.EncodeToString(append(mac[:sealSize:sealSize], plain[:]...))
}

// readSkipToken opens the token of a request's query.
func (r *request) readSkipToken(values url.Values) (skipToken, error) {
	expired := refuse(400, "Directory_ExpiredPageToken", "The specified page token value has expired and can no longer be included in your request.")
	text, ok := strings.CutPrefix(values.Get(optSkipToken), "RFNwdAIAAQ")
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(text)
	// The decoder would skip line breaks.
	if !ok || err != nil || len(sealed) != sealSize+8 || strings.ContainsAny(text, "\r\n") {
		return skipToken{}, expired
	}
	plain := sealed[sealSize:]
	for k := range plain {
		plain[k] ^= sealed[k+sealSize-8]
	}
	if !hmac.Equal(sealed[:sealSize], r.mac(plain, values)[:sealSize]) {
		return skipToken{}, expired
	}
	number := binary.BigEndian.Uint64(plain)
	return skipToken{from: int(number >> 2), empty: number&1 == 1, advanced: number&2 == 2}, nil
}

// mac signs a position in the answer to a path and query. The key is the
// tenant, so that a link outlives a restart of the server.
func (r *request) mac(plain []byte, values url.Values) []byte {
	query := url.Values{}
	for name, given := range values {
		if name != optSkipToken {
			query[name] = given
		}
	}
	t := r.tenant
	var key []byte
	for _, n := range []uint64{uint64(t.seed), uint64(t.users), uint64(t.now)} {
		key = binary.BigEndian.AppendUint64(key, n)
	}
	h := hmac.New(sha256.New, append(key, t.cloud.name...))
	h.Write(plain)
	h.Write([]byte(r.URL.Path + "?" + query.Encode()))
	return h.Sum(nil)
}
