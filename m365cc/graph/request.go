package graph

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	abstractions "github.com/microsoft/kiota-abstractions-go"
)

// Request is a read of Graph. Its zero values leave a part of the query out.
//
// https://learn.microsoft.com/graph/query-parameters
type Request struct {
	// Version is "beta"; "" is "v1.0".
	Version string
	// Path follows the version and begins with a slash; keys in it are escaped with [url.PathEscape].
	Path string
	// Select are the properties that are wanted; empty: Graph's own choice.
	Select []string
	// Optional are those of Select that the request can do without when Graph refuses them.
	Optional []Optional
	// SelectOptional is set where Graph gives every property without $select, which only saves bytes then:
	// the request can do without it when Graph refuses it.
	SelectOptional bool
	// Filter are conditions, all of which must hold.
	Filter Filter
	// MaxTop is the largest page size that Graph gives here; 0: Graph's own size.
	MaxTop int
	// TopOptional is set where no documentation knows a page size: the request can do without it when Graph refuses.
	TopOptional bool
	// TopWith are properties with which the largest page is smaller.
	TopWith map[string]int
	// Top is the page size; 0: that of the properties, or the limit where that is smaller.
	Top int
	// Limit is how many rows are likely to be enough; 0: all. It keeps [List] from reading ahead, and goes
	// with a part of the filter: most rows that come without it will be dropped.
	Limit int
	// NoReadAhead keeps List from asking for a page before the one before it is used up.
	NoReadAhead bool
	// Format is the form of a usage report; "": Graph's own.
	Format string
	// Help is told with a refusal for want of a permission.
	Help Help

	// file is set for what is answered with a file, or with the way to one, instead of JSON.
	file bool
	// patience is how long the request waits for a limit; 0: as long as that takes.
	patience time.Duration
}

// Optional is a property that some tenants or applications may not read.
type Optional struct {
	Property string
	// Permission is the application permission that it needs beside the table's.
	Permission string
	// License is the licence that the tenant needs; "" when none.
	License string
}

// Help is what a user can do about a refusal.
type Help struct {
	// Table is the table that asks.
	Table string
	// Permissions are application permissions, any of which would do, the least first.
	Permissions []string
	// License is the licence that the tenant needs; "" when none.
	License string
}

// advice is what the error says for want of a permission or a licence.
func (h Help) advice(e *Error) string {
	switch {
	case e.LicenseMissing():
		return fmt.Sprintf("%s needs a tenant with %s", h.Table, orElse(h.License, "Microsoft Entra ID P1 or P2"))
	case e.Status == http.StatusForbidden && len(h.Permissions) > 0:
		return fmt.Sprintf("%s needs the application permission %s: add it to the app registration under API permissions, Microsoft Graph, Application permissions, and have an administrator grant consent",
			h.Table, strings.Join(h.Permissions, " or "))
	case e.Status == http.StatusUnauthorized:
		return "Graph does not accept the token: check that graph_host and token_host belong to the same cloud, and that the application is enabled"
	}
	return ""
}

// name is the request as errors and logs show it: never with the query, which may hold personal data.
func (r Request) name() string { return "GET /" + r.version() + r.Path }

func (r Request) version() string { return orElse(r.Version, "v1.0") }

// speaksOf says whether the property is selected or filtered on.
func (r Request) speaksOf(property string) bool {
	return slices.Contains(r.Select, property) || slices.ContainsFunc(r.Filter, func(c Clause) bool { return c.Property == property })
}

// largestPage is the largest page size for the request's properties; 0: Graph's own.
func (r Request) largestPage() int {
	size := r.MaxTop
	for property, top := range r.TopWith {
		if r.speaksOf(property) {
			size = min(size, top)
		}
	}
	return size
}

// pageSize is the page size that suits the request; 0: Graph's own.
func (r Request) pageSize() int {
	switch size := r.largestPage(); {
	case r.Top > 0:
		return r.Top
	case r.Limit > 0:
		return min(size, r.Limit)
	default:
		return size
	}
}

// query is the query part by name.
func (r Request) query() map[string]any {
	q := map[string]any{}
	if len(r.Select) > 0 {
		q["$select"] = strings.Join(r.Select, ",")
	}
	if len(r.Filter) > 0 {
		q["$filter"] = r.Filter.String()
	}
	if r.Filter.Advanced() {
		q["$count"] = "true"
	}
	if r.Top > 0 {
		q["$top"] = fmt.Sprint(r.Top)
	}
	if r.Format != "" {
		q["$format"] = r.Format
	}
	return q
}

// information is the request in kiota's form; link, unless nil, stands for path and query.
// It is made anew for each attempt, since kiota keeps the Authorization of the last.
func (c *Client) information(r Request, link *url.URL) *abstractions.RequestInformation {
	info := abstractions.NewRequestInformation()
	info.Method = abstractions.GET
	if !r.file {
		info.Headers.Add("Accept", "application/json")
	}
	if r.Filter.Advanced() {
		info.Headers.Add("ConsistencyLevel", "eventual")
	}
	if link != nil {
		info.SetUri(*link)
		return info
	}
	info.UrlTemplate = "{+baseurl}/" + r.version() + "{+path}{?query*}"
	info.PathParameters["baseurl"] = c.base.String()
	info.PathParameters["path"] = r.Path
	info.QueryParametersAny["query"] = r.query()
	return info
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
