package demo

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const roleReports = "Reports.Read.All"

// invocation is a call of a report's function.
type invocation struct {
	report    *report
	arguments map[string]string
}

// reportCalls answers below /reports, or below another path, what is the call
// of a report's function; nil for anything else.
func reportCalls(reports ...*report) func(rest []string) handler {
	return func(rest []string) handler {
		// Some pages of the documentation have /content behind the call.
		if len(rest) > 2 || len(rest) == 2 && rest[1] != "content" {
			return nil
		}
		name, list, isCall := strings.Cut(rest[0], "(")
		k := slices.IndexFunc(reports, func(r *report) bool { return r.function == name })
		if k < 0 {
			return nil
		}
		call := invocation{report: reports[k]}
		list, isClosed := strings.CutSuffix(list, ")")
		call.arguments = parseArguments(list)
		return func(q *request) (*reply, error) {
			switch {
			case !call.isServed(q) && call.report.isDirect:
				return nil, noSegment("copilot")
			case !call.isServed(q), isCall && !isClosed, call.arguments == nil, !call.fits():
				return nil, noSegment(name)
			}
			return call.answer(q)
		}
	}
}

// parseArguments reads period='D7',version='v1'; nil: it is no such list.
func parseArguments(list string) map[string]string {
	arguments := map[string]string{}
	if list == "" {
		return arguments
	}
	for part := range strings.SplitSeq(list, ",") {
		name, value, ok := strings.Cut(strings.TrimSpace(part), "=")
		if _, twice := arguments[name]; !ok || twice {
			return nil
		}
		arguments[name] = value
	}
	return arguments
}

// fits says whether the function has a form with these parameters.
func (c *invocation) fits() bool {
	var given parameters
	for name := range c.arguments {
		p, known := map[string]parameters{"period": byPeriod, "date": byDate, "version": byVersion}[name]
		if !known {
			return false
		}
		given |= p
	}
	switch given {
	case byPeriod, byDate, noParameter:
		return given&c.report.takes == given && (given != noParameter) == (c.report.takes != noParameter)
	}
	return given == byPeriod|byVersion && c.report.takes&byVersion != 0
}

// isServed says whether the cloud has the function in the request's version.
func (c *invocation) isServed(q *request) bool {
	return q.tenant.cloud.name == "global" || q.version == "beta" && !c.report.isDirect
}

// answer gives the report, or the way to it.
func (c *invocation) answer(q *request) (*reply, error) {
	if !q.may(roleReports) {
		return nil, refuse(403, "S2SUnauthorized", "Invalid permission.")
	}
	values, err := parseOptions(q.URL.RawQuery, []string{"$format", optTop, optSkipToken})
	if err != nil {
		return nil, err
	}
	format := strings.ToLower(strings.TrimSpace(values.Get("$format")))
	if format == "" && c.report.isDirect && q.version == "beta" {
		format = formatJSON
	}
	isJSON := format == formatJSON
	if err := q.server.chargeReport(q, c.report.function, isJSON); err != nil {
		return nil, err
	}
	w, err := c.window(q.tenant)
	switch {
	case err != nil:
		return nil, err
	case isJSON && q.version != "beta":
		return nil, refuse(400, "UnknownError", `{"Message":"JSON format is not supported."}`)
	case isJSON:
		return c.report.jsonPage(q, w, values)
	case format != "" && format != "text/csv":
		return nil, refuse(400, "BadRequest", "The value of the query option '$format' is not supported.")
	case c.report.isDirect:
		return &reply{contentType: "application/octet-stream", stream: c.report.file(q.tenant, w, q.switches)}, nil
	}
	q.header.Set("Location", q.server.downloadLink(c.report, w))
	return &reply{status: 302, contentType: "text/plain"}, nil
}

const formatJSON = "application/json"

// window reads the days that the arguments ask for.
func (c *invocation) window(t *Tenant) (window, error) {
	if text, ok := c.arguments["date"]; ok {
		return dateWindow(t, text)
	}
	text, ok := c.arguments["period"]
	if !ok {
		return t.periodWindow(180), nil
	}
	period, isQuoted := unquote(text)
	version, isVersionQuoted := unquote(cmp.Or(c.arguments["version"], "'v1'"))
	if !isQuoted || !isVersionQuoted {
		return window{}, badSyntax()
	}
	read := c.report.reads
	if read == nil {
		read = usualPeriod
	}
	w, ok := read(t, period, version)
	if !ok {
		return w, refuse(400, "InvalidArgument", "Invalid period value specified: "+period+".")
	}
	return w, nil
}

// usualPeriod reads the periods that most reports have.
func usualPeriod(t *Tenant, period, _ string) (window, bool) {
	for _, days := range []int{7, 30, 90, 180} {
		if period == "D"+strconv.Itoa(days) {
			return t.periodWindow(days), true
		}
	}
	return window{}, false
}

// dateWindow reads a day, of which nothing is known after some weeks.
func dateWindow(t *Tenant, text string) (window, error) {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return window{}, badSyntax()
	}
	d, today := at.Unix()/day, t.now/day
	if d > today || d < today-28 {
		return window{}, refuse(400, "InvalidArgument", "Invalid date value specified: "+text+". Only support data for the past 28 days.")
	}
	return window{first: d, last: d}, nil
}

func unquote(text string) (string, bool) {
	inside, ok := strings.CutPrefix(text, "'")
	inside, closed := strings.CutSuffix(inside, "'")
	return inside, ok && closed
}

func badSyntax() error {
	return refuse(400, "BadRequest", "Bad Request - Error in query syntax.")
}
