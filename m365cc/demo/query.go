package demo

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// The query options of OData. Which of them a resource takes is its own affair.
//
// https://learn.microsoft.com/graph/query-parameters
const (
	optSelect    = "$select"
	optFilter    = "$filter"
	optOrderBy   = "$orderby"
	optTop       = "$top"
	optCount     = "$count"
	optSkipToken = "$skiptoken"
)

var odataOptions = []string{optSelect, optFilter, optOrderBy, optTop, optCount, optSkipToken,
	"$expand", "$search", "$skip", "$format", "$deltatoken", "$apply", "$compute"}

// parseOptions reads a query string and refuses the options that are not
// allowed. Parameters that are none of OData's are ignored as Graph ignores
// them, but not "top" for "$top", which Graph takes in some places only.
func parseOptions(raw string, allowed []string) (url.Values, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, refuse(400, "BadRequest", "The query specified in the URI is not valid.")
	}
	for name, given := range values {
		switch {
		case slices.Contains(odataOptions, "$"+name), strings.HasPrefix(name, "$") && !slices.Contains(odataOptions, name):
			return nil, refuse(400, "BadRequest", fmt.Sprintf("The query parameter '%s' is not supported.", name))
		case !strings.HasPrefix(name, "$"):
		case !slices.Contains(allowed, name):
			return nil, refuse(400, "Request_BadRequest", fmt.Sprintf("'%s' is not supported by the service.", name))
		case len(given) > 1:
			return nil, refuse(400, "BadRequest", fmt.Sprintf("Query option '%s' was specified more than once, but it must be specified at most once.", name))
		}
	}
	return values, nil
}

// query is what a request asks of a collection.
type query[R row] struct {
	values     url.Values
	properties []*property[R] // to give, in the resource's order
	context    string         // what @odata.context says of them
	filter     *filter[R]     // nil: all rows
	order      []int32        // nil: the collection's own
	descending bool
	top        int
	advanced   bool
	from       int  // the row, in the order, to begin with
	empty      bool // give an empty page first
	later      bool // not the first page

	bounded   bool         // only the rows from low up to high are looked at
	low, high int          // of the collection's own order
	hides     func(R) bool // rows that this list leaves out beside the filter; nil: none
}

// parse reads a request's query. counting is true for the $count segment, which
// is an advanced query without $count=true.
func (c *collection[R]) parse(r *request, allowed []string, counting bool) (*query[R], error) {
	values, err := parseOptions(r.URL.RawQuery, allowed)
	if err != nil {
		return nil, err
	}
	q := &query[R]{values: values}
	for _, step := range []func(*request, *query[R]) error{
		c.parseCount, c.parseSelect, c.parseFilter, c.parseOrder, c.permit, c.parseTop, c.resume,
	} {
		q.advanced = q.advanced || counting
		if err := step(r, q); err != nil {
			return nil, err
		}
	}
	return q, nil
}

func (c *collection[R]) parseCount(r *request, q *query[R]) error {
	switch value := q.values.Get(optCount); value {
	case "true":
		q.advanced = r.isEventual()
	case "", "false":
	default:
		return refuse(400, "BadRequest", fmt.Sprintf("Invalid value '%s' for $count query option found. The $count query option requires 'true' or 'false'.", value))
	}
	if q.advanced && r.switches.RefuseAdvanced {
		return unsupported("Unsupported Query.")
	}
	return nil
}

func (c *collection[R]) parseSelect(r *request, q *query[R]) error {
	if !q.values.Has(optSelect) {
		for k := range c.schema.properties {
			if f := &c.schema.properties[k]; f.standard {
				q.properties = append(q.properties, f)
			}
		}
		return nil
	}
	wanted := map[string]bool{"id": true}
	var names []string
	for name := range strings.SplitSeq(q.values.Get(optSelect), ",") {
		name = strings.TrimSpace(name)
		f := c.schema.property(name)
		if f == nil || slices.Contains(r.switches.UnknownProperties, name) {
			return refuse(400, "BadRequest", fmt.Sprintf("Parsing OData Select and Expand failed: Could not find a property named '%s' on type '%s'.", name, c.schema.typeName))
		}
		if f.notBuilt {
			return refuse(501, "NotImplemented", fmt.Sprintf("The property '%s' is not supported by this request.", name))
		}
		wanted[name] = true
		names = append(names, name)
	}
	q.context = "(" + strings.Join(names, ",") + ")"
	for k := range c.schema.properties {
		if f := &c.schema.properties[k]; wanted[f.name] {
			q.properties = append(q.properties, f)
		}
	}
	return nil
}

func (c *collection[R]) parseFilter(r *request, q *query[R]) (err error) {
	if q.values.Has(optFilter) {
		q.filter, err = c.schema.filter(q.values.Get(optFilter), q.advanced, &r.switches)
	}
	return err
}

// parseOrder reads $orderby of one property.
func (c *collection[R]) parseOrder(_ *request, q *query[R]) error {
	if !q.values.Has(optOrderBy) {
		q.descending = c.newestFirst
		return nil
	}
	name, direction, _ := strings.Cut(strings.TrimSpace(q.values.Get(optOrderBy)), " ")
	f := c.schema.property(name)
	switch {
	case f == nil:
		return refuse(400, "BadRequest", fmt.Sprintf("Could not find a property named '%s' on type '%s'.", name, c.schema.typeName))
	case !f.sorts && !f.sortsMore, !q.advanced && (f.sortsMore || q.filter != nil && !c.sortsFiltered):
		return unsupported("Sorting not supported for current query.")
	case direction != "" && direction != "asc" && direction != "desc":
		return refuse(400, "BadRequest", fmt.Sprintf("Syntax error in the $orderby clause '%s'.", q.values.Get(optOrderBy)))
	}
	q.order, q.descending = c.order(f), direction == "desc"
	return nil
}

// permit checks what single properties need beside the permission for the
// resource, and leaves out the ones that Graph leaves out.
func (c *collection[R]) permit(r *request, q *query[R]) error {
	var filtered []*property[R]
	if q.filter != nil {
		filtered = q.filter.properties
	}
	for _, f := range slices.Concat(q.properties, filtered) {
		switch {
		case f.signInData && !r.may(f.role):
			return missingPermission(f.role)
		case f.signInData && r.switches.NoPremium:
			return notPremium()
		case f.role != "" && !r.may(f.role) && (!f.quiet || slices.Contains(filtered, f)):
			return forbidden()
		}
	}
	q.properties = slices.DeleteFunc(q.properties, func(f *property[R]) bool { return f.role != "" && !r.may(f.role) })
	return nil
}

// touchesSignIns says whether sign-in data is selected or filtered on.
func (q *query[R]) touchesSignIns() bool {
	isSignIn := func(f *property[R]) bool { return f.signInData }
	return slices.ContainsFunc(q.properties, isSignIn) || q.filter != nil && slices.ContainsFunc(q.filter.properties, isSignIn)
}

// signInPage is the longest page with sign-in data.
const signInPage = 500

func (c *collection[R]) parseTop(r *request, q *query[R]) error {
	q.top = c.page
	if q.values.Has(optTop) {
		text := q.values.Get(optTop)
		top, err := strconv.Atoi(text)
		if err != nil {
			return refuse(400, "BadRequest", fmt.Sprintf("Invalid value '%s' for $top query option found. The $top query option requires a non-negative integer value.", text))
		}
		limit := r.switches.maxTop()
		if c.largest > 0 {
			limit = c.largest
		}
		if q.touchesSignIns() && r.switches.SignInActivityMaxTop > 0 {
			limit = min(limit, r.switches.SignInActivityMaxTop)
		}
		if top < 1 || top > limit {
			return unsupported(fmt.Sprintf("Invalid page size specified: '%d'. Must be between 1 and %d inclusive.", top, limit))
		}
		q.top = top
	}
	if q.touchesSignIns() {
		q.top = min(q.top, signInPage)
	}
	if !c.whole {
		q.top = r.pageSize(q.top, !q.values.Has(optSkipToken))
	}
	return nil
}

// resume continues where a nextLink says.
func (c *collection[R]) resume(r *request, q *query[R]) error {
	if !q.values.Has(optSkipToken) {
		return nil
	}
	token, err := r.readSkipToken(q.values)
	if err != nil {
		return err
	}
	if token.advanced && !r.isEventual() {
		return unsupported("Paging of this query is not supported because the 'ConsistencyLevel:eventual' header is missing. Refer to https://aka.ms/graph-docs/advanced-queries for more information")
	}
	q.from, q.empty, q.later = token.from, token.empty, true
	return nil
}
