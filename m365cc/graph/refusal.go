package graph

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/hashicorp/go-hclog"
)

// refusals is what a connection has learned about its Graph: which filters, properties and page sizes it
// does not take, although the documentation says so. Each is found out once, with one warning, and left
// out from then on; the rows are right either way, since the SQL engines check every condition again.
type refusals struct {
	mu         sync.Mutex
	filters    map[string]bool // by path and kind of a clause, or of a whole filter
	properties map[string]string
	tops       map[string]int
	warned     map[string]bool
}

// adaptation is a request on its way to what Graph takes.
type adaptation struct {
	known   *refusals
	request Request
	missing []string
	lessons []lesson
}

// lesson is something refused: told and remembered once the request succeeds without it.
type lesson struct {
	remember func(*refusals)
	warning  string
	err      error
	// visible lessons change the answer, others only the way to it.
	visible bool
}

// adapt leaves out of a request what is known to be refused.
func (k *refusals) adapt(r Request) *adaptation {
	k.mu.Lock()
	defer k.mu.Unlock()
	a := &adaptation{known: k, request: r}
	a.request.Select = slices.Clone(r.Select)
	for _, property := range r.Select {
		if _, refused := k.properties[r.Path+" "+property]; refused {
			a.drop(property)
		}
	}
	keep := func(c Clause) bool {
		_, property := k.properties[r.Path+" "+c.Property]
		return !property && !k.filters[r.Path+" "+c.kind()]
	}
	a.narrow(kept(r.Filter, keep))
	if k.filters[r.Path+" "+a.request.Filter.kind()] {
		a.narrow(nil)
	}
	if top, refused := k.tops[r.Path]; refused {
		a.request.Top = min(a.request.Top, top)
	}
	return a
}

// narrow sets a filter that is a part of the request's. Most rows that come without the rest will be
// dropped, so that pages of the limit's size would be too many.
func (a *adaptation) narrow(f Filter) {
	if len(f) < len(a.request.Filter) {
		a.request.Limit, a.request.Top = 0, a.request.MaxTop
	}
	a.request.Filter = f
}

func kept(f Filter, keep func(Clause) bool) Filter {
	var rest Filter
	for _, c := range f {
		if keep(c) {
			rest = append(rest, c)
		}
	}
	return rest
}

// drop takes a property out of the request.
func (a *adaptation) drop(property string) {
	if i := slices.Index(a.request.Select, property); i >= 0 {
		a.request.Select = slices.Delete(a.request.Select, i, i+1)
		a.missing = append(a.missing, property)
	}
	if len(a.request.Select) == 0 { // an empty $select would give Graph's own choice
		a.request.Select = []string{"id"}
	}
	a.narrow(kept(a.request.Filter, func(c Clause) bool { return c.Property != property }))
}

// without takes out what the error speaks of. It is false when the request cannot do without it.
func (a *adaptation) without(err error) bool {
	var refused *Error
	if !errors.As(err, &refused) {
		return false
	}
	switch refused.Status {
	case http.StatusForbidden:
		return a.withoutOptional(refused)
	case http.StatusBadRequest, http.StatusNotImplemented:
		return a.withoutUnknown(refused) || a.withSmallerTop(refused) || a.withoutFilter(refused)
	}
	return false
}

// withoutOptional does without the properties that this application or tenant may not read: those that
// the refusal names, else all that the request can do without.
func (a *adaptation) withoutOptional(refused *Error) bool {
	var candidates, named []Optional
	for _, o := range a.request.Optional {
		if !slices.Contains(a.request.Select, o.Property) && !a.filters(o.Property) {
			continue
		}
		candidates = append(candidates, o)
		if refused.LicenseMissing() && o.License != "" || mentions(refused.Message, o.Permission) || mentions(refused.Message, o.Property) {
			named = append(named, o)
		}
	}
	if len(named) > 0 {
		candidates = named
	}
	for _, o := range candidates {
		a.drop(o.Property)
		a.learn(lesson{remember: rememberProperty(a.request.Path, o.Property, o.need(refused)), err: refused, visible: true,
			warning: a.request.Help.Table + ": " + o.Property + " is NULL, since " + o.need(refused)})
	}
	return len(candidates) > 0
}

func (a *adaptation) filters(property string) bool {
	return slices.ContainsFunc(a.request.Filter, func(c Clause) bool { return c.Property == property })
}

// need says what is missing for the property.
func (o Optional) need(refused *Error) string {
	if refused.LicenseMissing() {
		return "the tenant has no " + orElse(o.License, "licence for it")
	}
	return "the application lacks the permission " + o.Permission +
		" (add it under API permissions, Microsoft Graph, Application permissions, and grant admin consent)"
}

var unknownProperty = regexp.MustCompile(`(?i)propert(?:y|ies) (?:named )?'([^']+)'`)

// withoutUnknown does without a property that this cloud does not know.
func (a *adaptation) withoutUnknown(refused *Error) bool {
	if !mentions(refused.Message, "could not find a property") && refused.Status != http.StatusNotImplemented {
		return false
	}
	found := unknownProperty.FindStringSubmatch(refused.Message)
	if found == nil || !slices.Contains(a.request.Select, found[1]) && !a.filters(found[1]) {
		return false
	}
	a.drop(found[1])
	a.learn(lesson{remember: rememberProperty(a.request.Path, found[1], "this cloud does not know it"), err: refused, visible: true,
		warning: a.request.Help.Table + ": " + found[1] + " is NULL, since this Graph does not know it"})
	return true
}

var topRange = regexp.MustCompile(`between \d+ and (\d+)`)

// smallerTops are tried in this order when Graph does not say which page size it takes.
var smallerTops = []int{500, 120, 100}

// withSmallerTop asks for shorter pages.
func (a *adaptation) withSmallerTop(refused *Error) bool {
	if a.request.Top == 0 || !mentions(refused.Message, "page size") && !mentionsWord(refused.Message, "top") {
		return false
	}
	top := 0 // Graph's own page size
	if found := topRange.FindStringSubmatch(refused.Message); found != nil {
		top, _ = strconv.Atoi(found[1])
	}
	if top == 0 || top >= a.request.Top {
		top = 0
		for _, smaller := range smallerTops {
			if smaller < a.request.Top {
				top = smaller
				break
			}
		}
	}
	a.request.Top = top
	path := a.request.Path
	a.learn(lesson{remember: func(k *refusals) { k.tops[path] = top }, err: refused,
		warning: a.request.Help.Table + ": pages are shorter, since Graph refused the page size"})
	return true
}

// withoutFilter asks for more rows: without the clauses that the refusal names by property, else by
// operator, else without any.
func (a *adaptation) withoutFilter(refused *Error) bool {
	if len(a.request.Filter) == 0 || !speaksOfFilter(refused) {
		return false
	}
	before := a.request.Filter
	refusedBy := func(name func(Clause) string) Filter {
		return kept(before, func(c Clause) bool { return mentionsWord(refused.Message, name(c)) })
	}
	gone := refusedBy(func(c Clause) string { return c.Property })
	if len(gone) == 0 {
		gone = refusedBy(func(c Clause) string { return c.Operator })
	}
	kinds := make([]string, 0, len(gone))
	for _, c := range gone {
		kinds = append(kinds, c.kind())
	}
	if len(gone) == 0 {
		gone, kinds = before, []string{before.kind()}
	}
	a.narrow(kept(before, func(c Clause) bool { return !slices.Contains(gone, c) }))
	path := a.request.Path
	a.learn(lesson{err: refused, warning: a.request.Help.Table + ": more rows than needed are read, since Graph refused a filter on " + strings.Join(kinds, ", "),
		remember: func(k *refusals) {
			for _, kind := range kinds {
				k.filters[path+" "+kind] = true
			}
		}})
	return true
}

// speaksOfFilter says whether a 400 is about the filter rather than about something else.
func speaksOfFilter(e *Error) bool {
	for _, word := range []string{"filter", "query", "operator", "clause", "expression", "propert", "consistencylevel", "syntax"} {
		if mentions(e.Message, word) || mentions(e.Code, word) {
			return true
		}
	}
	return false
}

func (a *adaptation) learn(l lesson) { a.lessons = append(a.lessons, l) }

func rememberProperty(path, property, why string) func(*refusals) {
	return func(k *refusals) { k.properties[path+" "+property] = why }
}

// accept remembers what was left out, now that the request has succeeded, and warns of each once.
func (a *adaptation) accept(log hclog.Logger, notice func(string)) {
	for _, l := range a.lessons {
		a.known.remember(l)
		if !a.known.first(l.warning) {
			continue
		}
		log.Warn(l.warning, "refusal", l.err.Error())
		if l.visible && notice != nil {
			notice(l.warning)
		}
	}
	a.lessons = nil
}

func (k *refusals) remember(l lesson) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.filters == nil {
		k.filters, k.properties, k.tops = map[string]bool{}, map[string]string{}, map[string]int{}
	}
	l.remember(k)
}

// first says whether the warning is given for the first time.
func (k *refusals) first(warning string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.warned == nil {
		k.warned = map[string]bool{}
	}
	was := k.warned[warning]
	k.warned[warning] = true
	return !was
}

func mentions(text, part string) bool {
	return part != "" && strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// mentionsWord is mentions for a whole word, so that "in" is not found in "Invalid".
func mentionsWord(text, word string) bool {
	fields := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_')
	})
	return slices.Contains(fields, strings.ToLower(word))
}
