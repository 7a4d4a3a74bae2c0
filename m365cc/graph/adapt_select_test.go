package graph

import "testing"

// openly is people of a collection that gives every property without $select.
func openly(clauses ...Clause) Request {
	return people(func(r *Request) {
		r.Select, r.Filter, r.Optional, r.TopWith, r.SelectOptional = []string{"id", "mail"}, clauses, nil, nil, true
	})
}

func TestRefusedSelect(t *testing.T) {
	const every = "m365cc_user: every property is read, since Graph refused $select"
	const named = "The query specified in the URI is not valid. Query option 'Select' is not allowed."
	mail := Equal("mail", Text("m"))
	const by = "?$filter=mail eq 'm'&"
	for name, test := range map[string]learning{
		"by name": {rules: []rule{badRequest("$select", "", named)}, request: openly(), warnings: []string{every},
			first: []string{"?$select=id,mail&$top=999", "?$top=999"}},
		"by name beside a filter, which stays": {rules: []rule{badRequest("$select", "", named)}, request: openly(mail), warnings: []string{every},
			first: []string{by + "$select=id,mail&$top=999", by + "$top=999"}},
		"without a name": {rules: []rule{badRequest("$select", "", "Bad request.")}, request: openly(), warnings: []string{every},
			first: []string{"?$select=id,mail&$top=999", "?$top=999"}},
		"after the filter": {rules: []rule{badRequest("$filter", "", "Invalid filter clause"), badRequest("$select", "", "Bad request.")}, request: openly(mail),
			warnings: []string{"a filter on mail eq", every}, first: []string{by + "$select=id,mail&$top=999", "?$select=id,mail&$top=999", "?$top=999"}},
		"and more": {rules: []rule{badRequest("$top", "", "Bad request.")}, request: openly(), fault: "Bad request.",
			first: []string{"?$select=id,mail&$top=999", "?$top=999"}, second: []string{"?$select=id,mail&$top=999", "?$top=999"}},
		"but one property only": {rules: []rule{badRequest("$select", "mail", "Parsing OData Select and Expand failed: Could not find a property named 'mail' on type 'x'.")},
			request: openly(), missing: []string{"mail"}, warnings: []string{"mail is NULL"}, notices: 1,
			first: []string{"?$select=id,mail&$top=999", "?$select=id&$top=999"}},
		"where it is needed": {rules: []rule{badRequest("$select", "", named)}, request: people(nil), fault: "Query option 'Select'",
			first: []string{"?$select=id,mail,signIns,leave&$top=500"}},
	} {
		t.Run(name, test.run)
	}
}

// TestRequiredClauses holds that no refusal takes out the clause that decides what the collection holds.
func TestRequiredClauses(t *testing.T) {
	kinds := HasElement("kinds", Text("a"), Text("b"))
	kinds.Required = true
	mail := Equal("mail", Text("m"))
	const only = "?$filter=kinds/any(t: t eq 'a' or t eq 'b')"
	for name, test := range map[string]learning{
		"it is refused": {rules: []rule{badRequest("$filter", "kinds", "Invalid filter clause on kinds")}, request: filtered(kinds), fault: "Invalid filter clause on kinds",
			first: []string{only + "&$select=id&$top=5"}},
		"its property is unknown": {rules: []rule{badRequest("$filter", "kinds", "Could not find a property named 'kinds' on type 'x'.")}, request: filtered(kinds),
			fault: "Could not find a property named 'kinds'", first: []string{only + "&$select=id&$top=5"}},
		"another is refused": {rules: []rule{badRequest("$filter", "mail", "Invalid filter clause")}, request: filtered(kinds, mail), warnings: []string{"more rows"},
			first: []string{only + " and mail eq 'm'&$select=id&$top=5", only + "&$select=id&$top=999"}},
		"another is refused by name": {rules: []rule{badRequest("$filter", "mail", "no filter on mail")}, request: filtered(mail, kinds), warnings: []string{"a filter on mail eq:"},
			first: []string{"?$filter=mail eq 'm' and kinds/any(t: t eq 'a' or t eq 'b')&$select=id&$top=5", only + "&$select=id&$top=999"}},
	} {
		t.Run(name, test.run)
	}
}
