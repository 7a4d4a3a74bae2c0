package demo

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

const (
	reportPage = 200    // rows of a JSON page
	maxReport  = 10_000 // the largest $top
)

// jsonPage answers a request for a report as JSON.
func (r *report) jsonPage(q *request, w window, values url.Values) (*reply, error) {
	top, err := r.top(q, values)
	if err != nil {
		return nil, err
	}
	var place skipToken
	if values.Has(optSkipToken) {
		if place, err = q.readSkipToken(values); err != nil {
			return nil, err
		}
	}
	if place.empty {
		top = 0
	}
	outer, inner := r.members(&q.tenant.cloud, w.version)
	u := &usage{window: w, conceal: q.switches.ConcealNames}
	rows, count := []byte(nil), 0
	end := r.rows(q.tenant, u, place.from, func() bool {
		if count == top {
			return false
		}
		if count++; count > 1 {
			rows = append(rows, ',')
		}
		rows = r.appendObject(rows, u, outer, inner)
		return true
	})
	b := append([]byte(nil), `{"@odata.context":`...)
	b = appendString(b, q.root+"/$metadata#Collection(microsoft.graph."+r.typeName()+")")
	if end < q.tenant.subjects() {
		b = appendString(append(b, `,"@odata.nextLink":`...), q.nextReportLink(values, skipToken{from: end, empty: q.emptyPage(place.empty)}))
	}
	b = append(append(b, `,"value":[`...), rows...)
	return &reply{body: append(b, "]}"...), rows: count}, nil
}

// top is the number of rows of a page.
func (r *report) top(q *request, values url.Values) (int, error) {
	top := max(r.page, reportPage)
	if values.Has(optTop) {
		if q.switches.RefuseUndocumented {
			return 0, refuse(400, "UnknownError", "")
		}
		text := values.Get(optTop)
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > maxReport {
			return 0, refuse(400, "InvalidArgument", fmt.Sprintf("Invalid page size specified: '%s'. Must be between 1 and %d inclusive.", text, maxReport))
		}
		top = n
	}
	return q.pageSize(top, !values.Has(optSkipToken)), nil
}

// members are the columns of a JSON object, and those of the list in it.
func (r *report) members(c *cloudFacts, version string) (outer, inner []reportColumn) {
	for _, column := range r.columnsIn(c, version) {
		if column.inner {
			inner = append(inner, column)
		} else {
			outer = append(outer, column)
		}
	}
	return outer, inner
}

func (r *report) appendObject(b []byte, u *usage, outer, inner []reportColumn) []byte {
	b = appendMembers(append(b, '{'), u, outer)
	if r.list == "" {
		return append(b, '}')
	}
	b = append(appendString(append(b, ','), r.list), ":["...)
	for k := range r.count(u) {
		if k > 0 {
			b = append(b, ',')
		}
		u.at[0] = k
		b = append(appendMembers(append(b, '{'), u, inner), '}')
	}
	return append(b, "]}"...)
}

func appendMembers(b []byte, u *usage, columns []reportColumn) []byte {
	for k := range columns {
		if k > 0 {
			b = append(b, ',')
		}
		b = append(appendString(b, columns[k].name), ':')
		b = columns[k].json(u, b)
	}
	return b
}

// typeName is the type of a row: getX gives x.
func (r *report) typeName() string {
	name := strings.TrimPrefix(r.function, "get")
	return strings.ToLower(name[:1]) + name[1:]
}

// nextReportLink is the request's own address with another $skiptoken.
func (q *request) nextReportLink(values url.Values, place skipToken) string {
	values = url.Values{"$format": values["$format"], optTop: values[optTop]}
	token := q.seal(place, values)
	var query []string
	for _, name := range []string{"$format", optTop} {
		if len(values[name]) > 0 {
			query = append(query, name+"="+url.QueryEscape(values.Get(name)))
		}
	}
	query = append(query, optSkipToken+"="+token)
	return q.root + strings.TrimPrefix(q.URL.EscapedPath(), "/"+q.version) + "?" + strings.Join(query, "&")
}
