package graph

import (
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/go-hclog"
)

// adaptation is a request on its way to what Graph takes.
type adaptation struct {
	refusals *refusals
	known    *learned // of this collection, with what this request has found out
	place    string
	request  Request
	missing  []string
	lessons  []lesson
}

// adapt leaves out of a request what the collection at the path is known to refuse.
func (k *refusals) adapt(r Request, path string) *adaptation {
	a := &adaptation{refusals: k, place: r.version() + path, request: r}
	a.known = k.of(a.place)
	if a.known.noSelect && r.SelectOptional {
		a.request.Select = nil
	}
	for _, property := range a.request.Select {
		if a.known.properties[property] {
			a.drop(property)
		}
	}
	a.narrow(func(c Clause) bool { return a.known.properties[c.Property] || a.known.filters[c.kind()] })
	if a.known.filters[a.request.Filter.kind()] {
		a.narrow(func(Clause) bool { return true })
	}
	return a
}

// narrow takes clauses out of the filter, never a required one. Most rows that come without them will be dropped, so that pages
// of the limit's size would be too many.
func (a *adaptation) narrow(out func(Clause) bool) {
	rest := slices.DeleteFunc(slices.Clone(a.request.Filter), func(c Clause) bool { return !c.Required && out(c) })
	if len(rest) < len(a.request.Filter) {
		a.request.Limit = 0
		a.request.Top = 0
	}
	a.request.Filter = rest
}

// drop takes a property out of the request.
func (a *adaptation) drop(property string) {
	if i := slices.Index(a.request.Select, property); i >= 0 {
		a.request.Select = slices.Delete(slices.Clone(a.request.Select), i, i+1)
		a.missing = append(a.missing, property)
		if len(a.request.Select) == 0 { // an empty $select would give Graph's own choice
			a.request.Select = []string{"id"}
		}
	}
	a.narrow(func(c Clause) bool { return c.Property == property })
}

// sized is the request with its page size.
func (a *adaptation) sized() Request {
	r := a.request
	r.Top = r.pageSize()
	if taken, refused := a.known.tops[a.request.largestPage()]; refused {
		r.Top = min(r.Top, taken)
	}
	return r
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
		return a.withoutUnknown(refused) || a.withSmallerTop(refused) || mentionsWord(refused.Message, "select") && a.withoutSelect(refused) ||
			a.withoutFilter(refused) || a.withoutSelect(refused) || a.withoutTop(refused)
	}
	return false
}

// withoutOptional does without the properties that this application or tenant may not read.
func (a *adaptation) withoutOptional(refused *Error) bool {
	unreadable := a.unreadable(refused)
	for _, o := range unreadable {
		a.drop(o.Property)
		a.learn(lesson{remember: rememberProperty(o.Property), err: refused, visible: true,
			warning: a.request.Help.Table + ": " + o.Property + " is NULL, since " + o.need(refused)})
	}
	return len(unreadable) > 0
}

// unreadable are the optional properties that a refusal is about: those that it names, else those whose
// permission the token lacks, else all.
func (a *adaptation) unreadable(refused *Error) []Optional {
	var candidates, named, lacking []Optional
	for _, o := range a.request.Optional {
		if !a.request.speaksOf(o.Property) {
			continue
		}
		candidates = append(candidates, o)
		if refused.LicenseMissing() && o.License != "" || mentions(refused.Message, o.Permission) || mentions(refused.Message, o.Property) {
			named = append(named, o)
		}
		if refused.granted != nil && !slices.Contains(refused.granted, o.Permission) {
			lacking = append(lacking, o)
		}
	}
	for _, fewer := range [][]Optional{named, lacking} {
		if len(fewer) > 0 {
			return fewer
		}
	}
	return candidates
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
	if !IsUnknownProperty(refused) && refused.Status != http.StatusNotImplemented {
		return false
	}
	found := unknownProperty.FindStringSubmatch(refused.Message)
	if found == nil || !a.request.speaksOf(found[1]) || a.requires(found[1]) {
		return false
	}
	a.drop(found[1])
	a.learn(lesson{remember: rememberProperty(found[1]), err: refused, visible: true,
		warning: a.request.Help.Table + ": " + found[1] + " is NULL, since this Graph does not know it"})
	return true
}

var topRange = regexp.MustCompile(`between \d+ and (\d+)`)

// smallerTops are tried in this order when Graph does not say which page size it takes, and then its own.
var smallerTops = []int{500, 120, 100, 0}

// withSmallerTop asks for shorter pages.
func (a *adaptation) withSmallerTop(refused *Error) bool {
	sent := a.sized().Top
	if sent == 0 || !mentions(refused.Message, "page size") && !mentionsWord(refused.Message, "top") {
		return false
	}
	top := smallerTops[slices.IndexFunc(smallerTops, func(smaller int) bool { return smaller < sent })]
	if found := topRange.FindStringSubmatch(refused.Message); found != nil {
		if most, err := strconv.Atoi(found[1]); err == nil && most < sent {
			top = most
		}
	}
	largest := a.request.largestPage()
	a.learn(lesson{remember: func(k *learned) { k.tops[largest] = top }, err: refused,
		warning: a.request.Help.Table + ": pages are shorter, since Graph refused the page size"})
	return true
}

// withoutTop takes Graph's own pages, where a refusal without another cause may be about the page size.
func (a *adaptation) withoutTop(refused *Error) bool {
	if !a.request.TopOptional || a.sized().Top == 0 || IsUnknownSegment(refused) {
		return false
	}
	largest := a.request.largestPage()
	a.learn(lesson{remember: func(k *learned) { k.tops[largest] = 0 }, err: refused,
		warning: a.request.Help.Table + ": pages are shorter, since Graph refused the page size"})
	return true
}

// requires says whether the request cannot do without a filter on the property.
func (a *adaptation) requires(property string) bool {
	return slices.ContainsFunc(a.request.Filter, func(c Clause) bool { return c.Required && c.Property == property })
}

// withoutSelect asks for every property, where that is all that going without $select means. Graph need not
// name it: where the documentation knows no $select, a refusal without another cause is taken to be about it.
func (a *adaptation) withoutSelect(refused *Error) bool {
	if !a.request.SelectOptional || len(a.request.Select) == 0 {
		return false
	}
	a.request.Select = nil
	a.learn(lesson{remember: func(k *learned) { k.noSelect = true }, err: refused,
		warning: a.request.Help.Table + ": every property is read, since Graph refused $select"})
	return true
}

// withoutFilter asks for more rows: without the clauses that the refusal is about.
func (a *adaptation) withoutFilter(refused *Error) bool {
	if len(a.request.Filter) == 0 || !speaksOfFilter(refused) {
		return false
	}
	gone, kinds := a.refusedClauses(refused)
	if len(gone) == 0 {
		return false
	}
	a.narrow(func(c Clause) bool { return slices.Contains(gone, c) })
	a.learn(lesson{err: refused, warning: a.request.Help.Table + ": more rows than needed are read, since Graph refused a filter on " + strings.Join(kinds, ", "),
		remember: func(k *learned) {
			for _, kind := range kinds {
				k.filters[kind] = true
			}
		}})
	return true
}

// refusedClauses are those that the refusal names by property, else by operator, else those that need an
// advanced query, which some tenants lack, else all; none of those that are required. It returns what they
// are remembered by, too.
func (a *adaptation) refusedClauses(refused *Error) (gone Filter, kinds []string) {
	whole := slices.DeleteFunc(slices.Clone(a.request.Filter), func(c Clause) bool { return c.Required })
	for _, isRefused := range []func(Clause) bool{
		func(c Clause) bool { return mentionsWord(refused.Message, c.Property) },
		func(c Clause) bool { return mentionsOperator(refused.Message, c.Operator) },
		func(c Clause) bool { return c.Advanced },
	} {
		for _, c := range whole {
			if isRefused(c) {
				gone, kinds = append(gone, c), append(kinds, c.kind())
			}
		}
		if len(gone) > 0 {
			return gone, kinds
		}
	}
	return whole, []string{a.request.Filter.kind()}
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

// learn adapts the request by a lesson, which is kept back until the request succeeds.
func (a *adaptation) learn(l lesson) {
	l.remember(a.known)
	a.lessons = append(a.lessons, l)
}

// accept remembers what was left out, now that the request has succeeded, and warns of each once.
func (a *adaptation) accept(log hclog.Logger, notice func(string)) {
	for _, l := range a.lessons {
		a.refusals.remember(a.place, l)
		if !a.refusals.first(l.warning) {
			continue
		}
		log.Warn(l.warning, "refusal", l.err.Error())
		if l.visible && notice != nil {
			notice(l.warning)
		}
	}
	a.lessons = nil
}

func mentions(text, part string) bool {
	return part != "" && strings.Contains(strings.ToLower(text), strings.ToLower(part))
}

// mentionsWord is mentions for a whole word, so that "top" is not found in "stop".
func mentionsWord(text, word string) bool {
	return slices.Contains(words(text), strings.ToLower(word))
}

func words(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_'
	})
}

// mentionsOperator wants the name in quotes or beside the word operator, since "in" and "any" stand in any
// sentence.
func mentionsOperator(text, operator string) bool {
	name := regexp.QuoteMeta(operator)
	return regexp.MustCompile(`(?i)['"]` + name + `['"]|\boperator ` + name + `\b|\b` + name + ` operator\b`).MatchString(text)
}
