package graph

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"
)

// rule is something that a Graph refuses: where the query has the part.
type rule struct {
	option, part  string
	status        int
	code, message string
}

// strict is a Graph that refuses by the first rule that fits, and gives a row to whom it does not.
func strict(rules ...rule) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for _, rule := range rules {
			if q := r.URL.Query(); q.Has(rule.option) && strings.Contains(q.Get(rule.option), rule.part) {
				refuseWith(w, rule.status, rule.code, rule.message)
				return
			}
		}
		writeJSON(w, page("", "a"))
	}
}

func badRequest(option, part, message string) rule {
	return rule{option, part, http.StatusBadRequest, "Request_BadRequest", message}
}

func denied(part, message string) rule {
	return rule{"$select", part, http.StatusForbidden, "Authorization_RequestDenied", message}
}

// people asks for two properties and three that may be done without.
func people(change func(*Request)) Request {
	r := Request{Path: "/users", Select: []string{"id", "mail", "signIns", "leave"}, MaxTop: 999, TopWith: map[string]int{"signIns": 500},
		Optional: []Optional{{Property: "signIns", Permission: "AuditLog.Read.All", License: "Microsoft Entra ID P1 or P2"},
			{Property: "leave", Permission: "LifeCycle.Read.All"}, {Property: "secrets", Permission: "Secrets.Read.All"}},
		Help: Help{Table: "m365cc_user", Permissions: []string{"User.Read.All"}}}
	if change != nil {
		change(&r)
	}
	return r
}

// filtered asks with a filter of the clauses, for five rows.
func filtered(clauses ...Clause) Request {
	return people(func(r *Request) { r.Select, r.Filter, r.Limit = []string{"id"}, clauses, 5 })
}

// learning is a request, what it and the same request again become, and what is said about it.
type learning struct {
	rules    []rule
	roles    []string // of the token
	request  Request
	first    []string // the queries, as long as Graph refuses them
	second   []string // of the same request again; nil: the last of the first
	missing  []string
	warnings []string // each a part of one
	notices  int
	fault    string
}

func (l learning) run(t *testing.T) {
	f := startFake(t, strict(l.rules...))
	f.token = func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, `{"token_type":"Bearer","expires_in":3600,"access_token":"`+fakeToken(1, l.roles...)+`"}`)
	}
	var notices []string
	c := f.client(func(o *Options) {
		o.Notice = func(text string) { notices = append(notices, text) }
		o.Log = hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: f})
	})
	want := l.second
	if want == nil {
		want = l.first[len(l.first)-1:]
	}
	want = slices.Concat(l.first, want, want)
	for range 3 {
		for page, err := range List[row](t.Context(), c, l.request, nil) {
			switch {
			case l.fault != "":
				wantError(t, err, l.fault)
			case err != nil:
				t.Fatal(err)
			case len(page.Rows) != 1 || !slices.Equal(slices.Sorted(slices.Values(page.Missing)), l.missing):
				t.Errorf("got %v without %q, want it without %q", page.Rows, page.Missing, l.missing)
			}
		}
	}
	for i := range want {
		want[i] = "/users" + want[i]
	}
	f.wantRequests(want...)
	lines := strings.Split(strings.TrimSpace(f.logged()), "\n")
	if f.logged() == "" {
		lines = nil
	}
	if len(lines) != len(l.warnings) || len(notices) != l.notices {
		t.Errorf("got the warnings %q and the notices %q, want %d and %d", lines, notices, len(l.warnings), l.notices)
	}
	for i, part := range l.warnings {
		if i < len(lines) && !strings.Contains(lines[i], part) {
			t.Errorf("warning %q lacks %q", lines[i], part)
		}
	}
}

const idOnly = "?$select=id&$top="

func TestRefusedFilters(t *testing.T) {
	mail, name, city := Equal("mail", Text("m")), Equal("name", Text("a"), Text("b")), StartsWith("city", "C")
	far := EndsWith("mail", "x")
	far.Advanced = true
	const wider, by = "m365cc_user: more rows than needed are read, since Graph refused a filter on ", "?$filter="
	for name, test := range map[string]learning{
		"by property": {
			rules:   []rule{badRequest("$filter", "mail", "Unsupported or invalid query filter clause specified for property 'mail' of resource 'User'.")},
			request: filtered(mail, city), warnings: []string{wider + "mail eq:"},
			first: []string{by + "mail eq 'm' and startswith(city,'C')&$select=id&$top=5", by + "startswith(city,'C')&$select=id&$top=999"}},
		"two by property, one after the other": {
			rules:   []rule{badRequest("$filter", "mail", "filter on mail"), badRequest("$filter", "city", "filter on city")},
			request: filtered(mail, name, city), warnings: []string{wider + "mail eq:", wider + "city startswith:"},
			first: []string{by + "mail eq 'm' and name in ('a', 'b') and startswith(city,'C')&$select=id&$top=5",
				by + "name in ('a', 'b') and startswith(city,'C')&$select=id&$top=999", by + "name in ('a', 'b')&$select=id&$top=999"}},
		"by operator": {
			rules:   []rule{badRequest("$filter", " in ", "Operator 'in' is not supported in this query.")},
			request: filtered(mail, name), warnings: []string{wider + "name in:"},
			first: []string{by + "mail eq 'm' and name in ('a', 'b')&$select=id&$top=5", by + "mail eq 'm'&$select=id&$top=999"}},
		"by a word that is no operator": {
			rules:   []rule{badRequest("$filter", "city", "Something in any query is not right.")},
			request: filtered(name, city), warnings: []string{wider + "name in, city startswith:"},
			first: []string{by + "name in ('a', 'b') and startswith(city,'C')&$select=id&$top=5", idOnly + "999"}},
		"by no name": {
			rules:   []rule{badRequest("$filter", "city", "Unsupported Query.")},
			request: filtered(mail, city), warnings: []string{wider + "mail eq, city startswith:"},
			first: []string{by + "mail eq 'm' and startswith(city,'C')&$select=id&$top=5", idOnly + "999"}},
		"advanced": {
			rules:   []rule{badRequest("$count", "", "Unsupported Query.")},
			request: filtered(mail, far), warnings: []string{wider + "mail endswith:"},
			first: []string{"?$count=true&$filter=mail eq 'm' and endswith(mail,'x')&$select=id&$top=5", by + "mail eq 'm'&$select=id&$top=999"}},
		"with a page size of the caller's": {
			rules:   []rule{badRequest("$filter", "", "Invalid filter clause")},
			request: people(func(r *Request) { r.Select, r.Filter, r.Limit, r.Top = []string{"id"}, Filter{mail}, 5, 5 }), warnings: []string{wider + "mail eq:"},
			first: []string{by + "mail eq 'm'&$select=id&$top=5", idOnly + "999"}},
		"everything": {
			rules:   []rule{badRequest("$filter", "", "Invalid filter clause")},
			request: filtered(mail), warnings: []string{wider + "mail eq:"},
			first: []string{by + "mail eq 'm'&$select=id&$top=5", idOnly + "999"}},
		"not about the filter": {
			rules:   []rule{badRequest("$filter", "mail", "Invalid tenant.")},
			request: filtered(mail), fault: "400 Request_BadRequest: Invalid tenant.",
			first: []string{by + "mail eq 'm'&$select=id&$top=5"}},
		"without a filter": {
			rules:   []rule{badRequest("$select", "", "Unsupported query.")},
			request: filtered(), fault: "Unsupported query.", first: []string{idOnly + "5"}},
		"not remembered when it fails anyway": {
			rules:   []rule{badRequest("$filter", "", "Invalid filter clause"), badRequest("$select", "", "Invalid tenant.")},
			request: filtered(mail), fault: "Invalid tenant.",
			first:  []string{by + "mail eq 'm'&$select=id&$top=5", idOnly + "999"},
			second: []string{by + "mail eq 'm'&$select=id&$top=5", idOnly + "999"}},
	} {
		t.Run(name, test.run)
	}
}

func TestUnknownProperties(t *testing.T) {
	unknown := func(option, part string) rule {
		return badRequest(option, part, "Parsing OData Select and Expand failed: Could not find a property named '"+part+"' on type 'microsoft.graph.user'.")
	}
	const gone = "m365cc_user: mail is NULL, since this Graph does not know it"
	alone := people(func(r *Request) { r.Select = []string{"mail"} })
	for name, test := range map[string]learning{
		"in $select": {rules: []rule{unknown("$select", "mail")}, request: people(nil), missing: []string{"mail"}, warnings: []string{gone}, notices: 1,
			first: []string{"?$select=id,mail,signIns,leave&$top=500", "?$select=id,signIns,leave&$top=500"}},
		"alone in $select": {rules: []rule{unknown("$select", "mail")}, request: alone, missing: []string{"mail"}, warnings: []string{gone}, notices: 1,
			first: []string{"?$select=mail&$top=999", idOnly + "999"}},
		"in $filter": {rules: []rule{unknown("$filter", "mail")}, request: filtered(NotNull("mail")), warnings: []string{gone}, notices: 1,
			first: []string{"?$filter=mail ne null&$select=id&$top=5", idOnly + "999"}},
		"in $filter, without $select": {rules: []rule{unknown("$filter", "mail")}, warnings: []string{gone}, notices: 1,
			request: people(func(r *Request) { r.Select, r.Filter = nil, Filter{NotNull("mail")} }),
			first:   []string{"?$filter=mail ne null&$top=999", "?$top=999"}},
		"in both": {rules: []rule{unknown("$select", "mail"), unknown("$filter", "mail")}, missing: []string{"mail"}, warnings: []string{gone}, notices: 1,
			request: people(func(r *Request) { r.Select, r.Filter = []string{"id", "mail"}, Filter{NotNull("mail")} }),
			first:   []string{"?$filter=mail ne null&$select=id,mail&$top=999", idOnly + "999"}},
		"within an object": {rules: []rule{badRequest("$filter", "signIns", "Invalid filter clause: Could not find a property named 'last' on type 'microsoft.graph.signIns'.")},
			request: filtered(AtLeast("signIns/last", "x")), warnings: []string{"refused a filter on signIns ge"},
			first: []string{"?$filter=signIns/last ge x&$select=id&$top=5", idOnly + "999"}},
		"not built": {rules: []rule{{"$select", "mail", 501, "NotImplemented", "The property 'mail' is not supported by this request."}},
			request: people(nil), missing: []string{"mail"}, warnings: []string{gone}, notices: 1,
			first: []string{"?$select=id,mail,signIns,leave&$top=500", "?$select=id,signIns,leave&$top=500"}},
		"two": {rules: []rule{unknown("$select", "leave"), unknown("$select", "mail")}, request: people(nil), missing: []string{"leave", "mail"},
			warnings: []string{"leave is NULL", gone}, notices: 2,
			first: []string{"?$select=id,mail,signIns,leave&$top=500", "?$select=id,mail,signIns&$top=500", "?$select=id,signIns&$top=500"}},
		"not asked for": {rules: []rule{badRequest("$select", "", "Could not find a property named 'other' on type 'x'.")}, request: alone,
			fault: "Could not find a property named 'other'", first: []string{"?$select=mail&$top=999"}},
	} {
		t.Run(name, test.run)
	}
}

func TestRefusedPageSizes(t *testing.T) {
	const shorter = "m365cc_user: pages are shorter, since Graph refused the page size"
	byID := people(func(r *Request) { r.Select = []string{"id"} })
	can := func(r Request) Request {
		r.TopOptional = true
		return r
	}
	tooLarge := func(message string, tops ...string) (rules []rule) {
		for _, top := range tops {
			rules = append(rules, badRequest("$top", top, message))
		}
		return rules
	}
	for name, test := range map[string]learning{
		"with the range": {rules: tooLarge("Invalid page size specified: '999'. Must be between 1 and 300 inclusive.", "999"), request: byID,
			warnings: []string{shorter}, first: []string{idOnly + "999", idOnly + "300"}},
		"without a range": {rules: tooLarge("The limit of '500' for Top query has been exceeded.", "999"), request: byID,
			warnings: []string{shorter}, first: []string{idOnly + "999", idOnly + "500"}},
		"without a range, again and again": {rules: tooLarge("Invalid page size.", "999", "500", "120"), request: byID,
			warnings: []string{shorter}, first: []string{idOnly + "999", idOnly + "500", idOnly + "120", idOnly + "100"}},
		"of any size": {rules: tooLarge("Invalid page size.", ""), request: byID,
			warnings: []string{shorter}, first: []string{idOnly + "999", idOnly + "500", idOnly + "120", idOnly + "100", "?$select=id"}},
		"with a range that does not help": {rules: tooLarge("Invalid page size. Must be between 1 and 999.", "999"), request: byID,
			warnings: []string{shorter}, first: []string{idOnly + "999", idOnly + "500"}},
		"with a filter, too": {rules: append(tooLarge("Invalid page size, must be between 1 and 100.", "999"), badRequest("$filter", "", "Invalid filter clause")),
			request: people(func(r *Request) { r.Select, r.Filter = []string{"id"}, Filter{NotNull("mail")} }), warnings: []string{shorter, "refused a filter"},
			first: []string{"?$filter=mail ne null&$select=id&$top=999", "?$filter=mail ne null&$select=id&$top=100", idOnly + "100"}},
		"not even named, where the request can do without": {rules: tooLarge("Bad request.", ""), request: can(byID),
			warnings: []string{shorter}, first: []string{idOnly + "999", "?$select=id"}},
		"named, where the request can do without": {rules: tooLarge("Invalid page size, must be between 1 and 200.", "999"), request: can(byID),
			warnings: []string{shorter}, first: []string{idOnly + "999", idOnly + "200"}},
		"or something else, where the request can do without": {rules: []rule{badRequest("$select", "", "Bad request.")}, request: can(byID), fault: "Bad request.",
			first: []string{idOnly + "999", "?$select=id"}, second: []string{idOnly + "999", "?$select=id"}},
		"not where nothing is": {rules: []rule{badRequest("$select", "", "Resource not found for the segment 'people'.")}, request: can(byID), fault: "not found for the segment",
			first: []string{idOnly + "999"}, second: []string{idOnly + "999"}},
		"not about the page": {rules: tooLarge("Stop it.", "999"), request: byID, fault: "Stop it.", first: []string{idOnly + "999"}},
	} {
		t.Run(name, test.run)
	}
}

// TestPageSizeIsLearnedForItsProperties holds that the smaller pages of a property are not asked for without it.
func TestPageSizeIsLearnedForItsProperties(t *testing.T) {
	f := startFake(t, strict(badRequest("$top", "500", "Invalid page size specified: '500'. Must be between 1 and 120 inclusive.")))
	c := f.client()
	few := func(limit int) Request {
		return people(func(r *Request) { r.Select, r.Limit = []string{"signIns"}, limit })
	}
	for _, r := range []Request{few(0), few(0), few(5), few(400), people(func(r *Request) { r.Select = []string{"id"} })} {
		if _, err := all(t.Context(), c, r); err != nil {
			t.Error(err)
		}
	}
	f.wantRequests("/users?$select=signIns&$top=500", "/users?$select=signIns&$top=120", "/users?$select=signIns&$top=120",
		"/users?$select=signIns&$top=5", "/users?$select=signIns&$top=120", "/users?$select=id&$top=999")
}

func TestUnreadableProperties(t *testing.T) {
	const (
		noAudit, noLeave       = "m365cc_user: signIns is NULL, since the application lacks the permission AuditLog.Read.All", "m365cc_user: leave is NULL, since the application lacks the permission LifeCycle.Read.All"
		noLicence              = "m365cc_user: signIns is NULL, since the tenant has no Microsoft Entra ID P1 or P2"
		full, insufficient     = "?$select=id,mail,signIns,leave&$top=500", "Insufficient privileges to complete the operation."
		withLeave, withSignIns = "?$select=id,mail,leave&$top=999", "?$select=id,mail,signIns&$top=500"
	)
	premium := rule{"$select", "signIns", 403, codeNonPremium, "Neither tenant is B2C or tenant doesn't have premium license"}
	for name, test := range map[string]learning{
		"no licence": {rules: []rule{premium}, request: people(nil), missing: []string{"signIns"}, warnings: []string{noLicence}, notices: 1,
			first: []string{full, withLeave}},
		"no licence, filtered": {rules: []rule{{"$filter", "signIns", 403, codeNonPremium, "no"}}, request: filtered(AtLeast("signIns/last", "x")),
			warnings: []string{noLicence}, notices: 1, first: []string{"?$filter=signIns/last ge x&$select=id&$top=5", idOnly + "999"}},
		"a permission that is named": {rules: []rule{denied("signIns", "Calling principal does not have required MSGraph permissions AuditLog.Read.All")},
			request: people(nil), missing: []string{"signIns"}, warnings: []string{noAudit}, notices: 1, first: []string{full, withLeave}},
		"a property that is named": {rules: []rule{denied("leave", "Access to 'leave' is denied.")},
			request: people(nil), missing: []string{"leave"}, warnings: []string{noLeave}, notices: 1, first: []string{full, withSignIns}},
		"what the token lacks": {rules: []rule{denied("leave", insufficient)}, roles: []string{"User.Read.All", "AuditLog.Read.All"},
			request: people(nil), missing: []string{"leave"}, warnings: []string{noLeave}, notices: 1, first: []string{full, withSignIns}},
		"all, when nothing is known": {rules: []rule{denied("leave", insufficient)}, roles: []string{"AuditLog.Read.All", "LifeCycle.Read.All"},
			request: people(nil), missing: []string{"leave", "signIns"}, warnings: []string{noAudit, noLeave}, notices: 2, first: []string{full, "?$select=id,mail&$top=999"}},
		"the table's own, too": {rules: []rule{denied("signIns", "required MSGraph permissions AuditLog.Read.All"), denied("", insufficient)}, request: people(nil),
			fault:  "403 Authorization_RequestDenied: " + insufficient + "; m365cc_user needs the application permission User.Read.All",
			first:  []string{full, withLeave, "?$select=id,mail&$top=999"},
			second: []string{full, withLeave, "?$select=id,mail&$top=999"}},
		"nothing to do without": {rules: []rule{denied("", insufficient)}, request: filtered(), fault: "needs the application permission User.Read.All", first: []string{idOnly + "5"}},
	} {
		t.Run(name, test.run)
	}
}

// TestEveryPageSaysWhatIsMissing holds that rows of later pages are not taken for whole either.
func TestEveryPageSaysWhatIsMissing(t *testing.T) {
	f := startFake(t, nil)
	serve := pages(f, 3)
	f.graph = func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Query().Get("$select"), "signIns") {
			refuseWith(w, 403, codeNonPremium, "no")
			return
		}
		serve(w, r)
	}
	n := 0
	r := people(nil)
	r.Path = "/rows"
	for page, err := range List[row](t.Context(), f.client(), r, nil) {
		if err != nil || !slices.Equal(page.Missing, []string{"signIns"}) {
			t.Fatalf("got %v, %v", page, err)
		}
		n++
	}
	if n != 3 {
		t.Errorf("got %d pages", n)
	}
}

// TestCollectionsLearnApart holds that a refusal of one collection or version says nothing about another.
func TestCollectionsLearnApart(t *testing.T) {
	f := startFake(t, strict(badRequest("$filter", "", "Invalid filter clause")))
	c := f.client()
	other, beta := filtered(NotNull("mail")), filtered(NotNull("mail"))
	other.Path, beta.Version = "/groups", "beta"
	for _, r := range []Request{filtered(NotNull("mail")), other, beta, filtered(NotNull("mail"))} {
		if _, err := all(t.Context(), c, r); err != nil {
			t.Error(err)
		}
	}
	if got := f.requests(); len(got) != 7 {
		t.Errorf("got %q", got)
	}
}

func TestRequestsAreNotChanged(t *testing.T) {
	f := startFake(t, strict(badRequest("$filter", "", "Invalid filter clause"), denied("signIns", "AuditLog.Read.All")))
	r := people(func(r *Request) { r.Filter = Filter{NotNull("mail")} })
	if _, err := all(t.Context(), f.client(), r); err != nil {
		t.Fatal(err)
	}
	if len(r.Filter) != 1 || !slices.Equal(r.Select, []string{"id", "mail", "signIns", "leave"}) || r.MaxTop != 999 {
		t.Errorf("the caller's request became %+v", r)
	}
}

func TestMentionsOperator(t *testing.T) {
	for text, want := range map[string]bool{
		"Operator 'in' is not supported": true, `operator "IN"`: true, "Unsupported operator in.": true, "the in operator": true, "clause operator 'In'.": true,
		"Something in the query": false, "'inside'": false, "operator inner": false, "": false, "'x in y'": false,
	} {
		if got := mentionsOperator(text, "in"); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}

func TestMentionsWord(t *testing.T) {
	for text, want := range map[string]bool{"for property 'mail'": true, "Mail eq": true, "mailNickname": false, "e-mail": true, "": false} {
		if got := mentionsWord(text, "mail"); got != want {
			t.Errorf("%q: got %t", text, got)
		}
	}
}
