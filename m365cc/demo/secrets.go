package demo

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Secret is something that whoever reads it could misuse.
type Secret struct{ Name, Value string }

// secretLog keeps the secrets that came up while the server ran.
type secretLog struct {
	mu    sync.Mutex
	limit int
	kept  []Secret
}

func (l *secretLog) add(name, value string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.kept) < l.limit {
		l.kept = append(l.kept, Secret{name, value})
	}
}

// Secrets returns what no program may show that asks this tenant: the client secrets, the private key of the
// client certificate, and every access token, client assertion and address of a report's file until now, with the parts that
// are as good as the whole. It is for tests.
func (s *Server) Secrets() []Secret {
	all := []Secret{{"client secret", s.ClientSecret()}, {"expired client secret", s.ExpiredClientSecret()}}
	all = append(all, keyLines(string(s.ClientCertificatePEM()))...)
	s.secrets.mu.Lock()
	defer s.secrets.mu.Unlock()
	return append(all, s.secrets.kept...)
}

// addToken keeps a JWT: its payload tells of the tenant, its signature is what others lack.
func (l *secretLog) addToken(name, token string) {
	l.add(name, token)
	for _, part := range strings.Split(token, ".")[1:] {
		l.add("part of "+name, part)
	}
}

// addAddress keeps the address of a file.
func (l *secretLog) addAddress(address string) {
	l.add("address of a file", address)
	if _, query, found := strings.Cut(address, "?token="); found {
		l.add("token in the address of a file", query)
	}
}

// keyLines are the lines of a private key in PEM: one is enough to know that it was shown.
func keyLines(pem string) (lines []Secret) {
	key, _, _ := strings.Cut(pem, "-----END PRIVATE KEY")
	for line := range strings.SplitSeq(key, "\n") {
		if len(line) >= 40 && !strings.HasPrefix(line, "-----") {
			lines = append(lines, Secret{"private key", line})
		}
	}
	return lines
}

// FindSecrets returns the secrets, each of eight bytes or more, that stand in a text: as they are, escaped for a URL or
// for JSON, in hexadecimal, in base64 wherever that begins, or broken up by white space and quotation marks.
func FindSecrets(text string, secrets []Secret) []Secret {
	joined := strings.NewReplacer(" ", "", "\n", "", "\r", "", "\t", "", `"`, "", "'", "", `\n`, "").Replace(text)
	type form struct {
		text   string
		secret int
	}
	const head = 8 // the forms are found by their first bytes, since there are many of them
	forms := map[string][]form{}
	for i, s := range secrets {
		for _, f := range formsOf(s.Value) {
			if len(f) >= head {
				forms[f[:head]] = append(forms[f[:head]], form{f, i})
			}
		}
	}
	found := map[int]bool{}
	for _, searched := range []string{text, joined, strings.ToLower(text)} {
		for at := range max(len(searched)-head+1, 0) {
			for _, f := range forms[searched[at:at+head]] {
				if strings.HasPrefix(searched[at:], f.text) {
					found[f.secret] = true
				}
			}
		}
	}
	var all []Secret
	for _, i := range slices.Sorted(maps.Keys(found)) {
		all = append(all, secrets[i])
	}
	return all
}

func formsOf(secret string) []string {
	quoted, _ := json.Marshal(secret) // a string always can
	forms := []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.Trim(string(quoted), `"`), hex.EncodeToString([]byte(secret))}
	for shift := range 3 { // base64 has three forms of what stands within a longer text
		whole := append(make([]byte, shift), secret...)
		whole = whole[:len(whole)/3*3]
		if len(whole) < 9 {
			continue
		}
		encoded := base64.StdEncoding.EncodeToString(whole)[4*((shift+2)/3):]
		forms = append(forms, encoded, strings.NewReplacer("+", "-", "/", "_").Replace(encoded))
	}
	slices.Sort(forms)
	return slices.Compact(forms)
}
