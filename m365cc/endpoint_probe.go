package m365cc

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// probesAtOnce is how many endpoints are asked side by side.
const probesAtOnce = 8

// prober finds out which endpoints a connection can read.
type prober struct {
	connection *Connection
	roles      []string // of the token; nil: it does not tell
	settings   reportSettingsProbe
	places     chan struct{}
}

// reportSettingsProbe is the answer of the report settings, asked for once.
type reportSettingsProbe struct {
	once      sync.Once
	concealed Flag
	err       error
}

func newProber(c *Connection, roles []string) *prober {
	return &prober{connection: c, roles: roles, places: make(chan struct{}, probesAtOnce)}
}

// mayRead says whether the token has one of the permissions. Who may write may read.
func (p *prober) mayRead(permissions []string) Flag {
	if p.roles == nil {
		return Unknown
	}
	return flagOf(slices.ContainsFunc(permissions, func(name string) bool {
		return slices.Contains(p.roles, name) || slices.Contains(p.roles, strings.Replace(name, ".Read.", ".ReadWrite.", 1))
	}))
}

// lacking are permissions one of which the token needs for the endpoint and does not have; nil when nothing is known to
// be missing.
func (p *prober) lacking(s source) []string {
	for _, needed := range [][]string{s.permissions, s.whole} {
		if needed != nil && p.mayRead(needed) == No {
			return needed
		}
	}
	return nil
}

// probeAll fills what is known only after a request. The error is that of the context.
func (p *prober) probeAll(ctx context.Context, endpoints []endpoint) error {
	var work sideBySide
	for i := range endpoints {
		e := &endpoints[i]
		if e.lacking = p.lacking(e.source); e.lacking != nil {
			e.status = statusPermissionMissing
			continue
		}
		work.do(func() error {
			p.places <- struct{}{}
			defer func() { <-p.places }()
			p.probe(ctx, e)
			return context.Cause(ctx)
		})
	}
	return work.wait()
}

// probe asks an endpoint, unless its report was read or found readable a moment ago.
func (p *prober) probe(ctx context.Context, e *endpoint) {
	asked := e.probe(p.connection.settings)
	file, kept := p.connection.reports.Kept()[asked.Version+asked.Path]
	switch {
	case e.isReport && kept:
	case e.isReport:
		file, e.err = p.connection.readable(ctx, asked, e.lacks != nil)
		e.answered = e.err == nil
	case e.path == reportSettingsPath:
		_, e.err = p.askSettings(ctx)
		e.answered = e.err == nil
	default:
		e.err = p.connection.client.Probe(ctx, asked, nil)
		e.answered = e.err == nil
	}
	if e.lacks != nil && e.err == nil {
		e.absent, e.err = e.lacks(file)
	}
	if e.status = statusOf(e.err); e.status == statusOK && e.isReport && p.conceals(ctx) {
		e.status, e.err = statusConcealed, errConcealed
	}
}

// readable says whether a usage report can be read, and returns its head where that is wanted. What a probe found readable
// counts for a while, since each probe draws on the few requests that Graph gives for a report.
func (c *Connection) readable(ctx context.Context, r graph.Request, withHead bool) (head *graph.Report, err error) {
	return c.readables.Get(ctx, r.Version+r.Path, func(ctx context.Context) (head *graph.Report, until time.Time, err error) {
		if withHead {
			head, err = c.client.ReportHead(ctx, r)
		} else {
			err = c.client.Probe(ctx, r, nil)
		}
		return head, c.kept(), err
	})
}

var reportSettingsPath = endpointPath(reportSettingsRequest())

// statusOf is what the error of a probe means.
func statusOf(err error) endpointStatus {
	var refused *graph.Error
	var busy *graph.BusyError
	switch {
	case err == nil:
		return statusOK
	case errors.As(err, &busy):
		return statusThrottled
	case !errors.As(err, &refused):
		return statusError
	case refused.Status == http.StatusTooManyRequests:
		return statusThrottled
	case refused.LicenseMissing():
		return statusLicenseMissing
	case refused.Status == http.StatusForbidden:
		return statusPermissionMissing
	case graph.IsUnknownSegment(err), graph.IsUnknownProperty(err):
		return statusNotInCloud
	}
	return statusError
}

// conceals says whether reports have codes in place of names: by the tenant's settings where they can be read, else by
// a report that was read a moment ago.
func (p *prober) conceals(ctx context.Context) bool {
	if p.mayRead(reportSettingsRequest().Help.Permissions) != No {
		if concealed, err := p.askSettings(ctx); err == nil && concealed != Unknown {
			return concealed == Yes
		}
	}
	for _, file := range p.connection.reports.Kept() {
		if hasConcealedNames(file) {
			return true
		}
	}
	return false
}

// askSettings asks for the report settings, once for all who want to know.
func (p *prober) askSettings(ctx context.Context) (concealed Flag, err error) {
	s := &p.settings
	s.once.Do(func() {
		var setting reportSetting
		s.err = p.connection.client.Probe(ctx, reportSettingsRequest(), func(body io.Reader) error {
			setting = reportSetting{}
			return json.UnmarshalRead(body, &setting)
		})
		s.concealed = setting.displayConcealedNames()
	})
	return s.concealed, s.err
}

// reportNames are the names of a report's line, under the headers that reports have for them.
type reportNames struct {
	User  string `csv:"User Principal Name"`
	Owner string `csv:"Owner Principal Name"`
}

// hasConcealedNames looks at the first line of a report.
func hasConcealedNames(file *graph.Report) bool {
	for page, err := range graph.Rows[reportNames](file, nil) {
		return err == nil && len(page.Rows) > 0 && (concealedName(page.Rows[0].User) || concealedName(page.Rows[0].Owner))
	}
	return false
}
