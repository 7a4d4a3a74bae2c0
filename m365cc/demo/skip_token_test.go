package demo

import (
	"net/http/httptest"
	"net/url"
	"testing"
)

// sealing is a request as the token sees it.
func sealing(tenant *Tenant, path string) *request {
	return &request{Request: httptest.NewRequest("GET", path, nil), tenant: tenant}
}

func TestSkipTokens(t *testing.T) {
	r := sealing(testTenant(t, 100), "/v1.0/users")
	values := url.Values{"$top": {"10"}, "$filter": {"x eq 'y'"}}
	seen := map[string]skipToken{}
	for _, from := range []int{0, 1, 10, 99, 1 << 20, 1<<40 + 7} {
		for _, empty := range []bool{false, true} {
			for _, advanced := range []bool{false, true} {
				want := skipToken{from, empty, advanced}
				text := r.seal(want, values)
				if other, twice := seen[text]; twice {
					t.Fatalf("%+v and %+v are one token", want, other)
				}
				seen[text] = want
				got, err := r.readSkipToken(url.Values{"$top": {"10"}, "$filter": {"x eq 'y'"}, "$skiptoken": {text}})
				if err != nil || got != want {
					t.Errorf("%+v came back as %+v, %v", want, got, err)
				}
			}
		}
	}
}

func TestSkipTokensBelongToOneQuery(t *testing.T) {
	tenant := testTenant(t, 100)
	r := sealing(tenant, "/v1.0/users")
	query := url.Values{"$top": {"10"}}
	text := r.seal(skipToken{from: 10}, query)
	open := func(r *request, query url.Values) error {
		query.Set("$skiptoken", text)
		_, err := r.readSkipToken(query)
		return err
	}
	if err := open(r, url.Values{"$top": {"10"}}); err != nil {
		t.Fatal(err)
	}
	reseeded, err := NewTenant(Options{Users: 100, Seed: 9, Now: testNow})
	if err != nil {
		t.Fatal(err)
	}
	for name, err := range map[string]error{
		"another page size": open(r, url.Values{"$top": {"11"}}),
		"one option more":   open(r, url.Values{"$top": {"10"}, "$count": {"true"}}),
		"another path":      open(sealing(tenant, "/v1.0/directory/subscriptions"), url.Values{"$top": {"10"}}),
		"another tenant":    open(sealing(reseeded, "/v1.0/users"), url.Values{"$top": {"10"}}),
		"another size":      open(sealing(testTenant(t, 101), "/v1.0/users"), url.Values{"$top": {"10"}}),
	} {
		if e := asGraphError(err); err == nil || e.code != "Directory_ExpiredPageToken" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever is sent instead of a token is refused, and nothing else happens.
func FuzzSkipToken(f *testing.F) {
	tenant := testTenant(f, 100)
	r := sealing(tenant, "/v1.0/users")
	good := r.seal(skipToken{from: 50}, url.Values{})
	for _, s := range []string{"", "RFNwdAIAAQ", good, good[:20], good + "=", "X'44537074'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := r.readSkipToken(url.Values{"$skiptoken": {s}})
		if err == nil && r.seal(got, url.Values{}) != s {
			t.Errorf("%q is taken for %+v", s, got)
		}
	})
}
