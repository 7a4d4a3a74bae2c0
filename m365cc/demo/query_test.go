package demo

import (
	"slices"
	"testing"
)

func TestParseOptions(t *testing.T) {
	allowed := []string{optSelect, optFilter, optTop}
	for raw, want := range map[string]string{ // the code of the refusal, "" for none
		"":                             "",
		"$select=id":                   "",
		"%24select=id&%24top=5":        "",
		"$filter=a%20eq%20'b%26c'":     "",
		"$filter=a+eq+1":               "",
		"x=1&y":                        "",
		"$orderby=id":                  "Request_BadRequest",
		"$skip=1":                      "Request_BadRequest",
		"$expand=manager":              "Request_BadRequest",
		"$deltatoken=x":                "Request_BadRequest",
		"$unknown=1":                   "BadRequest",
		"$SELECT=id":                   "BadRequest",
		"filter=x":                     "BadRequest",
		"$top=1&$top=1":                "BadRequest",
		"$top=1;$select=id":            "BadRequest",
		"$filter=%":                    "BadRequest",
		"$filter=displayName eq 'a&b'": "",
	} {
		_, err := parseOptions(raw, allowed)
		got := ""
		if err != nil {
			got = asGraphError(err).code
		}
		if got != want {
			t.Errorf("%s: %q, want %q", raw, got, want)
		}
	}
	values, err := parseOptions("$filter=a+eq+'b%2Bc'&$select=id", allowed)
	if err != nil || values.Get("$filter") != "a eq 'b+c'" || values.Get("$select") != "id" {
		t.Errorf("%v, %v", values, err)
	}
}

// The order in which a query names properties changes nothing but the context.
func TestPropertiesComeInTheirOwnOrder(t *testing.T) {
	c := startServer(t, Options{Users: 1})
	a := c.ok("users?$select=displayName,accountEnabled,id").body
	b := c.ok("users?$select=id,accountEnabled,displayName").body
	cut := func(s string) string { return s[slices.Index([]byte(s), '['):] }
	if cut(a) != cut(b) {
		t.Errorf("%s\n%s", a, b)
	}
}

func TestPlacesInAnOrder(t *testing.T) {
	q := &query[*person]{}
	if q.at(3, 10) != 3 {
		t.Error("without an order, a place is the row")
	}
	q.descending = true
	if q.at(3, 10) != 6 {
		t.Error("descending begins at the end")
	}
	q.order = []int32{5, 6, 7}
	if q.at(0, 3) != 7 || q.at(2, 3) != 5 {
		t.Error("a descending order begins at its end")
	}
}

func TestOrderIsKept(t *testing.T) {
	tenant := testTenant(t, 300)
	for _, name := range []string{"displayName", "userPrincipalName", "createdDateTime"} {
		f := userSchema.property(name)
		first, second := tenant.order(f), tenant.order(f)
		if &first[0] != &second[0] {
			t.Errorf("%s is sorted again", name)
		}
		seen := slices.Clone(first)
		slices.Sort(seen)
		for k := range seen {
			if seen[k] != int32(k) {
				t.Fatalf("%s: user %d is missing", name, k)
			}
		}
	}
	// The two Adele Vances are equal, and stay in the order of the list.
	byName := tenant.order(userSchema.property("displayName"))
	if a, b := slices.Index(byName, 0), slices.Index(byName, 2); b != a+1 {
		t.Errorf("Adele Vance is at %d and at %d", a, b)
	}
	byDate := tenant.order(userSchema.property("createdDateTime"))
	if !tenant.User(int(byDate[0])).CreatedDateTime.IsZero() {
		t.Error("null does not come first")
	}
}

func TestRoutes(t *testing.T) {
	s := &Server{routes: graphRoutes(testTenant(t, 1))}
	for _, path := range [][]string{{"users"}, {"users", "x"}, {"users", "$count"}, {"subscribedSkus"}, {"subscribedSkus", "x"},
		{"directory", "subscriptions"}, {"directory", "subscriptions", "x"}, {"organization"}, {"organization", "x"}} {
		if _, _, err := s.route(path); err != nil {
			t.Errorf("%v: %v", path, err)
		}
	}
	for _, path := range [][]string{{""}, {"x"}, {"directory"}, {"directory", "x"}, {"users", "x", "y"}, {"users", "$count", "y"}, {"USERS"}} {
		if _, _, err := s.route(path); err == nil {
			t.Errorf("%v is served", path)
		}
	}
}

func TestSchemaNames(t *testing.T) {
	seen := map[string]bool{}
	for k := range userSchema.properties {
		name := userSchema.properties[k].name
		if seen[name] || userSchema.property(name) != &userSchema.properties[k] {
			t.Errorf("%s is there twice", name)
		}
		seen[name] = true
	}
	if userSchema.property("shoeSize") != nil || userSchema.property("") != nil {
		t.Error("an unknown property is known")
	}
	if n := len(userSchema.properties); n < 75 {
		t.Errorf("only %d properties", n)
	}
}

// Every plain property of Microsoft's type is here: the schema file names them,
// with their types, and the ones that lead to other resources.
func TestSchemaIsMicrosofts(t *testing.T) {
	for name, plain := range schemaFile(t) {
		if has := userSchema.property(name) != nil; has != plain {
			t.Errorf("%s: declared %v, a plain property of the type %v", name, has, plain)
		}
	}
	if !schemaFile(t)["displayName"] || schemaFile(t)["messages"] {
		t.Error("the schema file is not understood")
	}
}
