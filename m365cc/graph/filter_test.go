package graph

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

func TestClauses(t *testing.T) {
	for _, test := range []struct {
		clause     Clause
		text, kind string
	}{
		{Equal("department", Text("Sales")), "department eq 'Sales'", "department eq"},
		{Equal("department", Text("Sales"), Text("O'Hara")), "department in ('Sales', 'O''Hara')", "department in"},
		{EqualAny("accountEnabled", Bool(true)), "accountEnabled eq true", "accountEnabled eq"},
		{EqualAny("accountEnabled", Bool(true), Bool(false)), "(accountEnabled eq true or accountEnabled eq false)", "accountEnabled eq"},
		{AtLeast("signInActivity/lastSignInDateTime", Time(time.Date(2026, 11, 24, 10, 0, 0, 999, time.FixedZone("", 3600)))),
			"signInActivity/lastSignInDateTime ge 2026-11-24T09:00:00Z", "signInActivity ge"},
		{AtMost("createdDateTime", Time(time.Unix(0, 0))), "createdDateTime le 1970-01-01T00:00:00Z", "createdDateTime le"},
		{NotNull("mail"), "mail ne null", "mail ne"},
		{NotEqual("mail", Text("")), "mail ne ''", "mail ne"},
		{StartsWith("displayName", "O'"), "startswith(displayName,'O''')", "displayName startswith"},
		{EndsWith("mail", "@contoso.com"), "endswith(mail,'@contoso.com')", "mail endswith"},
		{HasAny("assignedLicenses", "skuId", "a-b"), "assignedLicenses/any(x:x/skuId eq a-b)", "assignedLicenses any"},
		{HasAny("assignedLicenses", "skuId", "a", "b"), "(assignedLicenses/any(x:x/skuId eq a) or assignedLicenses/any(x:x/skuId eq b))", "assignedLicenses any"},
		{NotEmpty("assignedLicenses"), "assignedLicenses/$count ne 0", "assignedLicenses $count"},
		{HasElement("kinds", Text("a")), "kinds/any(t: t eq 'a')", "kinds any"},
		{HasElement("kinds", Text("a"), Text("b")), "kinds/any(t: t eq 'a' or t eq 'b')", "kinds any"},
		{EqualAny("status/errorCode", Int(0), Int(-7)), "(status/errorCode eq 0 or status/errorCode eq -7)", "status eq"},
	} {
		if test.clause.Text != test.text || test.clause.kind() != test.kind {
			t.Errorf("got %s (%s), want %s (%s)", test.clause.Text, test.clause.kind(), test.text, test.kind)
		}
	}
}

func TestFilter(t *testing.T) {
	plain := Filter{Equal("a", "1"), EqualAny("b", "2", "3")}
	if got, want := plain.String(), "a eq 1 and (b eq 2 or b eq 3)"; got != want || plain.Advanced() || plain.kind() != "a eq, b eq" {
		t.Errorf("got %s (%s), advanced %t", got, plain.kind(), plain.Advanced())
	}
	advanced := append(slices.Clone(plain), Clause{Property: "c", Operator: "ne", Text: "c ne 1", Advanced: true})
	if !advanced.Advanced() {
		t.Error("a filter with an advanced clause is none")
	}
	if none := (Filter)(nil); none.String() != "" || none.Advanced() {
		t.Error("no filter is one")
	}
}

// literals are strings that a filter or a URL might take for something else.
var literals = []string{
	"", "plain", "O'Brien", "'", "''", "'''", "' or 1 eq 1 or '", "a'b'c", "%", "%27", "%2527", "%zz", "50%", "+", "a+b c", "&$top=1", "a&b=c", "#", "#EXT#",
	"?", "$", "%24", "$filter", "/", "\\", "\"", ";", ",", "(", ")", "{x}", "{?query*}", "null", "true", "2026-11-24T08:00:00Z",
	"\n", "\r\n", "\t", " ", "  two  ", "\x00", "\x7f", "é", "ß", "名前", "🙂", "👨‍👩‍👧", "\u200b", "\u202e", "\ufeff", "\uFFFD", "\xff", "a\xc3", "\xed\xa0\x80",
	strings.Repeat("'", 100), strings.Repeat("x", 300),
}

// FuzzText holds that any string as a literal gives a filter that is read back as that string, from the
// query of a request as Graph gets it.
func FuzzText(f *testing.F) {
	for _, s := range literals {
		f.Add(s)
	}
	c, err := NewClient(Options{Endpoints: Endpoints{"login.example.com", "graph.example.com"}, Identity: fakeIdentity()})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		want := strings.ToValidUTF8(s, "\uFFFD")
		r := rows
		r.Filter = Filter{Equal("a", Text(s)), StartsWith("b", s), Equal("c", Text(s), Text("x")), HasAny("d", "e", Text(s))}
		uri, err := c.information(r, nil).GetUri()
		if err != nil {
			t.Fatal(err)
		}
		req, err := http.NewRequest(http.MethodGet, uri.String(), nil)
		if err != nil {
			t.Fatal(err)
		}
		dollars(req)
		query, err := url.ParseQuery(req.URL.RawQuery)
		if err != nil || len(query) != 1 {
			t.Fatalf("%q becomes the query %q: %v", s, req.URL.RawQuery, err)
		}
		got, err := demo.FilterStrings(query.Get("$filter"))
		if err != nil || !slices.Equal(got, []string{want, want, want, "x", want}) {
			t.Errorf("%q becomes %q, %v", s, got, err)
		}
	})
}

// TestTextReachesGraph is FuzzText over the wire.
func TestTextReachesGraph(t *testing.T) {
	var got string
	f := startFake(t, func(w http.ResponseWriter, r *http.Request) {
		got = r.URL.Query().Get("$filter")
		writeJSON(w, page(""))
	})
	c := f.client()
	for _, s := range literals {
		r := rows
		r.Filter = Filter{Equal("name", Text(s))}
		if _, err := all(t.Context(), c, r); err != nil {
			t.Fatal(err)
		}
		if read, err := demo.FilterStrings(got); err != nil || !slices.Equal(read, []string{strings.ToValidUTF8(s, "\uFFFD")}) {
			t.Errorf("%q became %s: %q, %v", s, got, read, err)
		}
	}
}
