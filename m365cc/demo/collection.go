package demo

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// collection is a list of rows that Graph serves at a path. Users are one, and
// so is everything else.
type collection[R row] struct {
	name    string // the path below the version, and the name in @odata.context
	schema  *schema[R]
	roles   []string // any of these permissions is enough
	options []string // what a list takes
	cost    int      // resource units of a request
	page    int      // rows of a page unless $top says otherwise
	whole   bool     // never paged

	size  func() int
	empty func() R                 // a row to load others into
	load  func(R, int)             // makes it row i
	find  func(string) (int, bool) // by key; nil: there is no get
	order func(*property[R]) []int32

	// What the reports have of their own.
	admits        func(*request) error            // instead of roles and cost; nil: those
	plan          func(*request, *query[R]) error // narrows a list down, or refuses it; nil: nothing to do
	hides         func(R) bool                    // rows that are not in the collection; nil: none
	largest       int                             // of $top; 0: that of users
	newestFirst   bool                            // without $orderby the last row comes first
	sortsFiltered bool                            // $orderby goes together with $filter
}

// admit refuses a request that may not be answered now.
func (c *collection[R]) admit(r *request) error {
	if c.admits != nil {
		return c.admits(r)
	}
	return r.admit(c.roles, c.units(r))
}

// has says whether the row is in the collection, and in the list that q asks
// for.
func (c *collection[R]) has(q *query[R], row R) bool {
	return (c.hides == nil || !c.hides(row)) && (q.hides == nil || !q.hides(row))
}

// list answers GET on the collection.
func (c *collection[R]) list(r *request) (*reply, error) {
	if err := c.admit(r); err != nil {
		return nil, err
	}
	q, err := c.parse(r, c.options, false)
	if err == nil && c.plan != nil {
		err = c.plan(r, q)
	}
	if err != nil {
		return nil, err
	}
	rows, last, next := c.rows(q)
	if next >= 0 && len(rows) > 1 && r.paging.twice {
		r.paging.differs = true
		next = last
	}
	b, release := takeBuffer()
	b = append(b, `{"@odata.context":`...)
	b = appendString(b, r.root+"/$metadata#"+c.name+q.context)
	if q.advanced && !q.later {
		b = strconv.AppendInt(append(b, `,"@odata.count":`...), int64(c.matching(q)), 10)
	}
	if next >= 0 {
		link := c.nextLink(r, q, skipToken{from: next, empty: r.emptyPage(q.empty), advanced: q.advanced})
		b = appendString(append(b, `,"@odata.nextLink":`...), link)
	}
	b = append(b, `,"value":[`...)
	row := c.empty()
	for k, i := range rows {
		if k > 0 {
			b = append(b, ',')
		}
		c.load(row, i)
		b = appendObject(b, row, q.properties)
	}
	return &reply{body: append(b, "]}"...), rows: len(rows), release: release}, nil
}

// rows returns the rows of a page, the place of the last one in the order, and
// that where the next page begins, -1 if there is none.
func (c *collection[R]) rows(q *query[R]) (rows []int, last, next int) {
	if q.empty {
		return nil, 0, q.from
	}
	row, scratch := c.empty(), make([]byte, 0, 512)
	size := q.size(c.size())
	rows = make([]int, 0, min(q.top, size))
	for k := q.from; k < size; k++ {
		i := q.at(k, size)
		if q.filter != nil || q.hides != nil || c.hides != nil {
			c.load(row, i)
			if !c.has(q, row) || q.filter != nil && !q.filter.match(row, scratch) {
				continue
			}
		}
		if len(rows) == q.top {
			return rows, last, k
		}
		rows, last = append(rows, i), k
	}
	return rows, last, -1
}

// at returns the number of the row at place k of the order.
func (q *query[R]) at(k, size int) int {
	if q.descending {
		k = size - 1 - k
	}
	if q.order != nil {
		return int(q.order[k])
	}
	return q.low + k
}

// size returns how many rows the query looks at, of all.
func (q *query[R]) size(all int) int {
	switch {
	case q.order != nil:
		return len(q.order)
	case q.bounded:
		return max(q.high-q.low, 0)
	}
	return all
}

// matching counts the rows that the filter lets through.
func (c *collection[R]) matching(q *query[R]) int {
	if q.filter == nil {
		return c.size()
	}
	row, scratch := c.empty(), make([]byte, 0, 512)
	n := 0
	for i := range c.size() {
		c.load(row, i)
		if q.filter.match(row, scratch) {
			n++
		}
	}
	return n
}

// nextLink is the request's own address with another $skiptoken.
func (c *collection[R]) nextLink(r *request, q *query[R], token skipToken) string {
	var query []string
	for _, name := range odataOptions {
		if q.values.Has(name) && name != optSkipToken {
			query = append(query, name+"="+url.QueryEscape(q.values.Get(name)))
		}
	}
	values := url.Values{}
	for name, given := range q.values {
		if slices.Contains(odataOptions, name) {
			values[name] = given
		}
	}
	query = append(query, optSkipToken+"="+r.seal(token, values))
	return r.root + strings.TrimPrefix(r.URL.EscapedPath(), "/"+r.version) + "?" + strings.Join(query, "&")
}

// get answers GET on one row, by its key.
func (c *collection[R]) get(r *request, key string) (*reply, error) {
	if err := c.admit(r); err != nil {
		return nil, err
	}
	q, err := c.parse(r, []string{optSelect}, false)
	if err != nil {
		return nil, err
	}
	if _, _, isGUID := parseGUID(key); !isGUID && q.touchesSignIns() {
		// The sign-in store answers here, with a code that is none.
		return nil, refuse(400, "400", "Get By Key only supports UserId and the key has to be a valid Guid")
	}
	i, ok := c.find(key)
	if !ok {
		return nil, notFound(key)
	}
	row := c.empty()
	if c.load(row, i); !c.has(q, row) {
		return nil, notFound(key)
	}
	b, release := takeBuffer()
	b = append(b, `{"@odata.context":`...)
	b = append(appendString(b, r.root+"/$metadata#"+c.name+q.context+"/$entity"), ',')
	object := appendObject(nil, row, q.properties)
	return &reply{body: append(b, object[1:]...), rows: 1, release: release}, nil
}

// count answers GET on the $count segment: a number and nothing else.
func (c *collection[R]) count(r *request) (*reply, error) {
	if err := c.admit(r); err != nil {
		return nil, err
	}
	if !r.isEventual() || r.switches.RefuseAdvanced {
		return nil, refuse(400, "Request_BadRequest", "$count is not currently supported.")
	}
	q, err := c.parse(r, []string{optFilter}, true)
	if err != nil {
		return nil, err
	}
	return &reply{body: strconv.AppendInt(nil, int64(c.matching(q)), 10), contentType: "text/plain"}, nil
}

// units is what a request costs: less with $select and with a small $top.
//
// https://learn.microsoft.com/graph/throttling-limits
func (c *collection[R]) units(r *request) int {
	values := r.URL.Query()
	cost := c.cost
	if values.Has(optSelect) {
		cost--
	}
	if top, err := strconv.Atoi(values.Get(optTop)); err == nil && top < 20 {
		cost--
	}
	return max(cost, 1)
}
