package demo

import (
	"net/url"
	"slices"
	"strings"
	"testing"
)

func TestListGivesEachUserOnce(t *testing.T) {
	c := startServer(t, Options{Users: 777})
	tenant := c.server.Tenant()
	for _, test := range []struct {
		path  string
		pages int
	}{
		{"users?$select=id", 8},
		{"users?$select=id&$top=999", 1},
		{"users?$select=id&$top=777", 1},
		{"users?$select=id&$top=776", 2},
		{"users?$select=id&$top=259", 3},
		{"users?$select=id&$top=1", 777},
		{"users?$select=id&$orderby=displayName&$top=100", 8},
		{"users?$select=id&$orderby=userPrincipalName desc&$top=500", 2},
		{"users?$select=id,signInActivity&$top=999", 2},
	} {
		pages := c.all(test.path)
		if len(pages) != test.pages {
			t.Errorf("%s: %d pages, want %d", test.path, len(pages), test.pages)
		}
		seen := map[string]bool{}
		for _, page := range pages {
			for _, id := range page.texts("id") {
				if _, known := tenant.Find(id); !known || seen[id] {
					t.Fatalf("%s: %s is unknown or came twice", test.path, id)
				}
				seen[id] = true
			}
		}
		if len(seen) != 777 {
			t.Errorf("%s: %d users", test.path, len(seen))
		}
	}
}

func TestListIsInTheTenantsOrder(t *testing.T) {
	c := startServer(t, Options{})
	tenant := c.server.Tenant()
	i := 0
	for _, page := range c.all("users?$select=userPrincipalName&$top=60") {
		for _, upn := range page.texts("userPrincipalName") {
			if want := tenant.UserPrincipalName(i); upn != want {
				t.Fatalf("user %d is %q, want %q", i, upn, want)
			}
			i++
		}
	}
}

func TestDefaultProperties(t *testing.T) {
	c := startServer(t, Options{})
	want := []string{"businessPhones", "displayName", "givenName", "id", "jobTitle", "mail", "mobilePhone",
		"officeLocation", "preferredLanguage", "surname", "userPrincipalName"}
	for _, path := range []string{"users?$top=3", "users"} {
		a := c.ok(path)
		for _, row := range a.value() {
			if got := keys(row); !slices.Equal(got, want) {
				t.Fatalf("%s gives %v\nwant %v", path, got, want)
			}
		}
	}
	if n := len(c.ok("users").value()); n != 100 {
		t.Errorf("a page has %d users unless $top says otherwise", n)
	}
}

func TestSelectLeavesOutTheRest(t *testing.T) {
	c := startServer(t, Options{})
	for _, test := range []struct{ names, want string }{
		{"displayName", "displayName,id"},
		{"id", "id"},
		{"userType,accountEnabled", "accountEnabled,id,userType"},
		{" department , id ", "department,id"},
		{"displayName,displayName", "displayName,id"},
	} {
		for _, row := range c.ok("users?$top=5&$select=" + test.names).value() {
			if got := strings.Join(keys(row), ","); got != test.want {
				t.Errorf("$select=%s gives %s", test.names, got)
			}
		}
	}
}

func TestContextNamesWhatWasSelected(t *testing.T) {
	c := startServer(t, Options{})
	root := "https://" + c.server.GraphHost()
	id := c.server.Tenant().UserID(0)
	for path, want := range map[string]string{
		"users?$top=1":                         root + "/v1.0/$metadata#users",
		"users?$top=1&$select=displayName,id":  root + "/v1.0/$metadata#users(displayName,id)",
		"users/" + id:                          root + "/v1.0/$metadata#users/$entity",
		"users/" + id + "?$select=displayName": root + "/v1.0/$metadata#users(displayName)/$entity",
		root + "/beta/users?$top=1":            root + "/beta/$metadata#users",
		"subscribedSkus":                       root + "/v1.0/$metadata#subscribedSkus",
		"directory/subscriptions":              root + "/v1.0/$metadata#directory/subscriptions",
		"organization?$select=id":              root + "/v1.0/$metadata#organization(id)",
	} {
		if got := c.ok(path).json["@odata.context"]; got != want {
			t.Errorf("%s: context %v\nwant %s", path, got, want)
		}
	}
}

func TestTopIsLimited(t *testing.T) {
	c := startServer(t, Options{})
	for top, want := range map[string]string{
		"1000": "Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.",
		"0":    "Invalid page size specified: '0'. Must be between 1 and 999 inclusive.",
		"-1":   "Invalid page size specified: '-1'. Must be between 1 and 999 inclusive.",
	} {
		c.get("users?$top="+top).wantRefusal(t, 400, "Request_UnsupportedQuery", want)
	}
	c.get("users?$top=many").wantRefusal(t, 400, "BadRequest",
		"Invalid value 'many' for $top query option found. The $top query option requires a non-negative integer value.")

	c.server.Set(func(b *Behaviour) { b.MaxTop = 50 })
	c.get("users?$top=51").wantRefusal(t, 400, "Request_UnsupportedQuery",
		"Invalid page size specified: '51'. Must be between 1 and 50 inclusive.")
	if n := len(c.ok("users?$top=50").value()); n != 50 {
		t.Errorf("%d users", n)
	}
}

func TestSignInActivityHasSmallerPages(t *testing.T) {
	c := startServer(t, Options{Users: 1200})
	selected := "users?$select=id,signInActivity&$top=999"
	filtered := "users?$select=id&$top=999&$filter=signInActivity/lastSignInDateTime ge 2000-01-01T00:00:00Z"
	for _, path := range []string{selected, filtered} {
		if n := len(c.ok(path).value()); n != 500 {
			t.Errorf("%s: a page of %d", path, n)
		}
	}
	c.server.Set(func(b *Behaviour) { b.SignInActivityMaxTop = 120 })
	c.get(selected).wantRefusal(t, 400, "Request_UnsupportedQuery",
		"Invalid page size specified: '999'. Must be between 1 and 120 inclusive.")
	if n := len(c.ok("users?$select=id,signInActivity&$top=120").value()); n != 120 {
		t.Errorf("a page of %d", n)
	}
	if n := len(c.ok("users?$select=id&$top=999").value()); n != 999 {
		t.Errorf("without sign-in data a page of %d", n)
	}
}

func TestPagesMayBeShorterOrEmpty(t *testing.T) {
	c := startServer(t, Options{})
	c.server.Set(func(b *Behaviour) { b.PageSize = 40 })
	sizes := func() (all []int) {
		for _, page := range c.all("users?$select=id&$top=999") {
			all = append(all, len(page.value()))
		}
		return all
	}
	if got := sizes(); !slices.Equal(got, []int{40, 40, 40, 40, 40, 40, 10}) {
		t.Errorf("pages of %v", got)
	}
	c.server.Set(func(b *Behaviour) { b.EmptyPages = true })
	if got := sizes(); !slices.Equal(got, []int{40, 0, 40, 0, 40, 0, 40, 0, 40, 0, 40, 0, 10}) {
		t.Errorf("pages of %v", got)
	}
	subscriptions := 0
	for _, page := range c.all("directory/subscriptions") {
		subscriptions += len(page.value())
	}
	if want := len(c.server.Tenant().Subscriptions()); subscriptions != want {
		t.Errorf("%d subscriptions, want %d", subscriptions, want)
	}
	if a := c.ok("subscribedSkus"); a.next() != "" || len(a.value()) != skuCount {
		t.Error("subscribedSkus is paged")
	}
}

func TestCount(t *testing.T) {
	c := startServer(t, Options{})
	pages := c.all("users?$select=id&$top=200&$count=true", eventual...)
	if got := pages[0].json["@odata.count"]; got != 250.0 {
		t.Errorf("count %v", got)
	}
	if _, there := pages[1].json["@odata.count"]; there {
		t.Error("the second page has a count too")
	}
	// Without the header the count is not refused but ignored.
	if _, there := c.ok("users?$select=id&$count=true").json["@odata.count"]; there {
		t.Error("a count without ConsistencyLevel")
	}
	c.get("users?$count=yes").wantRefusal(t, 400, "BadRequest",
		"Invalid value 'yes' for $count query option found. The $count query option requires 'true' or 'false'.")

	filtered := c.advanced("users?$select=id&$top=1&$filter=accountEnabled eq false")
	disabled := 0
	for i := range 250 {
		if !c.server.Tenant().User(i).AccountEnabled {
			disabled++
		}
	}
	if got := filtered.json["@odata.count"]; got != float64(disabled) {
		t.Errorf("count of disabled users %v, want %d", got, disabled)
	}
	if segment := c.ok("users/$count?$filter=accountEnabled eq false", eventual...); segment.body != filteredCount(filtered) {
		t.Errorf("$count segment %q", segment.body)
	}
}

func filteredCount(a answer) string {
	_, rest, _ := strings.Cut(a.body, `"@odata.count":`)
	count, _, _ := strings.Cut(rest, ",")
	return count
}

func TestCountSegment(t *testing.T) {
	c := startServer(t, Options{Users: 1234})
	a := c.ok("users/$count", eventual...)
	if a.body != "1234" || a.header.Get("Content-Type") != "text/plain" {
		t.Errorf("%q of type %q", a.body, a.header.Get("Content-Type"))
	}
	c.get("users/$count").wantRefusal(t, 400, "Request_BadRequest", "$count is not currently supported.")
	// What only advanced queries can filter on, the segment can too.
	c.ok("users/$count?$filter=companyName eq 'Contoso Ltd.'", eventual...)
	c.get("users/$count?$select=id", eventual...).wantRefusal(t, 400, "Request_BadRequest", "'$select' is not supported by the service.")
	c.get("subscribedSkus/x/$count").wantRefusal(t, 400, "BadRequest", "Resource not found for the segment '$count'.")
}

func TestOrderBy(t *testing.T) {
	c := startServer(t, Options{Users: 600})
	names := func(path string, header ...string) []string {
		var all []string
		for _, page := range c.all(path, header...) {
			all = append(all, page.texts("displayName")...)
		}
		return all
	}
	lower := func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }
	up := names("users?$select=displayName&$orderby=displayName")
	if len(up) != 600 || !slices.IsSortedFunc(up, lower) {
		t.Errorf("%d names, not sorted: %q", len(up), up[:20])
	}
	down := names("users?$select=displayName&$orderby=displayName desc")
	slices.Reverse(down)
	if !slices.Equal(up, down) {
		t.Error("desc is not asc the other way round")
	}
	filtered := names("users?$select=displayName&$orderby=displayName&$count=true&$filter=accountEnabled eq true", eventual...)
	if len(filtered) == 0 || len(filtered) == 600 || !slices.IsSortedFunc(filtered, lower) {
		t.Errorf("%d enabled names", len(filtered))
	}
	created := c.advanced("users?$top=999&$select=createdDateTime&$orderby=createdDateTime").texts("createdDateTime")
	if !slices.IsSorted(created) {
		t.Error("not sorted by date, null first")
	}
}

func TestOrderByIsRefused(t *testing.T) {
	c := startServer(t, Options{})
	const unsorted = "Sorting not supported for current query."
	for _, path := range []string{
		"users?$orderby=department",
		"users?$orderby=createdDateTime",
		"users?$orderby=displayName&$filter=accountEnabled eq true",
		"users?$orderby=displayName,userPrincipalName",
	} {
		a := c.get(path)
		if code, message := a.refusal(); a.status != 400 || code != "Request_UnsupportedQuery" && code != "BadRequest" {
			t.Errorf("%s: %d %s %s", path, a.status, code, message)
		}
	}
	c.get("users?$orderby=department").wantRefusal(t, 400, "Request_UnsupportedQuery", unsorted)
	c.get("users?$orderby=displayName&$filter=accountEnabled eq true").wantRefusal(t, 400, "Request_UnsupportedQuery", unsorted)
	c.get("users?$orderby=shoeSize").wantRefusal(t, 400, "BadRequest", "Could not find a property named 'shoeSize' on type 'microsoft.graph.user'.")
	c.get("users?$orderby=displayName sideways").wantRefusal(t, 400, "BadRequest", "Syntax error in the $orderby clause 'displayName sideways'.")
}

func TestNextLink(t *testing.T) {
	c := startServer(t, Options{})
	a := c.ok("users?$select=id,displayName&$top=100&$filter=startsWith(displayName,'a') or accountEnabled eq true")
	link, err := url.Parse(a.next())
	if err != nil || link.Scheme != "https" || link.Host != c.server.GraphHost() || link.Path != "/v1.0/users" {
		t.Fatalf("nextLink %q", a.next())
	}
	q := link.Query()
	if q.Get("$select") != "id,displayName" || q.Get("$top") != "100" || !strings.Contains(q.Get("$filter"), "startsWith") || q.Get("$skiptoken") == "" {
		t.Errorf("the nextLink lost a part of the query: %v", q)
	}
	if strings.Contains(q.Get("$skiptoken"), "100") {
		t.Error("the token shows its position")
	}
	c.ok(a.next())
}

func TestNextLinkIsSealed(t *testing.T) {
	c := startServer(t, Options{})
	first := c.ok("users?$select=id&$top=50")
	link, _ := url.Parse(first.next())
	second := c.ok(first.next())
	other, _ := url.Parse(second.next())
	with := func(change func(q url.Values)) string {
		q := link.Query()
		change(q)
		copied := *link
		copied.RawQuery = q.Encode()
		return copied.String()
	}
	const expired = "The specified page token value has expired and can no longer be included in your request."
	for name, address := range map[string]string{
		"another page size":   with(func(q url.Values) { q.Set("$top", "60") }),
		"another selection":   with(func(q url.Values) { q.Set("$select", "id,displayName") }),
		"a filter":            with(func(q url.Values) { q.Set("$filter", "accountEnabled eq true") }),
		"no page size":        with(func(q url.Values) { q.Del("$top") }),
		"a token of nothing":  with(func(q url.Values) { q.Set("$skiptoken", "") }),
		"a made-up token":     with(func(q url.Values) { q.Set("$skiptoken", "RFNwdAIAAQ50") }),
		"a longer token":      with(func(q url.Values) { q.Set("$skiptoken", q.Get("$skiptoken")+"AA") }),
		"a changed token":     with(func(q url.Values) { q.Set("$skiptoken", changed(q.Get("$skiptoken"))) }),
		"beta instead of 1.0": strings.Replace(first.next(), "/v1.0/", "/beta/", 1),
	} {
		a := c.get(address)
		if code, message := a.refusal(); a.status != 400 || code != "Directory_ExpiredPageToken" || message != expired {
			t.Errorf("%s: %d %s %s", name, a.status, code, message)
		}
	}
	// A token of the same query counts, wherever it comes from.
	c.ok(with(func(q url.Values) { q.Set("$skiptoken", other.Query().Get("$skiptoken")) }))
}

// changed is a token with one character changed in the middle.
func changed(token string) string {
	b := []byte(token)
	middle := len(b) / 2
	if b[middle] == 'A' {
		b[middle] = 'B'
	} else {
		b[middle] = 'A'
	}
	return string(b)
}

func TestNextLinkOfAnAdvancedQueryWantsTheHeader(t *testing.T) {
	c := startServer(t, Options{})
	for _, path := range []string{"users?$select=id&$top=50&$count=true", "users?$select=id&$top=50&$count=true&$filter=country ne 'Japan'"} {
		link := c.ok(path, eventual...).next()
		if a := c.get(link); a.status != 400 {
			t.Errorf("%s: next page without the header: %d", path, a.status)
		}
		c.ok(link, eventual...)
	}
}

func TestTheSameTenantTakesItsLinksAfterARestart(t *testing.T) {
	first := startServer(t, Options{})
	link, _ := url.Parse(first.ok("users?$select=id&$top=50").next())
	same, bigger := startServer(t, Options{}), startServer(t, Options{Users: 251})
	path := "users?" + link.RawQuery
	same.ok(path)
	if a := bigger.get(path); a.status != 400 {
		t.Error("another tenant takes the link")
	}
}
