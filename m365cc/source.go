package m365cc

import (
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// source is an endpoint of Graph that a table is read from, or some of its columns.
type source struct {
	// path begins with the version and has no parameters, but $select for a property with a permission of its own.
	path        string
	permissions []string
	// whole are the permissions of the whole endpoint, which a property needs beside its own; nil: there are no others.
	whole []string
	// columns are those that are read from it; none: the table's rows are.
	columns []string
	// property is that of $select, whose columns are those that are made of it; "" for a whole endpoint.
	property string
	// isReport is set for usage reports, which may conceal names.
	isReport bool
	// probe is the smallest request that tells whether the endpoint can be read.
	probe func(Settings) graph.Request
	// lacks, unless nil, are the columns that a report's file does not have.
	lacks func(*graph.Report) ([]string, error)
}

// newSource is the source of a request, which probes it too.
func newSource(r graph.Request) source {
	return source{path: endpointPath(r), permissions: r.Help.Permissions, probe: func(Settings) graph.Request { return r }}
}

// endpointPath is the path of a request as m365cc_endpoint has it: without the parameters of a report.
func endpointPath(r graph.Request) string {
	path, _, _ := strings.Cut(r.Path, "(")
	if r.Version == "" {
		return "/v1.0" + path
	}
	return "/" + r.Version + path
}

// afterVersion is the path without its version and $select.
func (s source) afterVersion() string {
	path, _, _ := strings.Cut(s.path, "?")
	_, path, _ = strings.Cut(path[1:], "/")
	return "/" + path
}

// source is the collection as a whole.
func (c *collection[R]) source() source { return newSource(c.probe()) }

// sources are the collection and its properties that not every application can read.
func (c *collection[R]) sources() []source {
	all := []source{c.source()}
	for _, o := range c.optional {
		asked := c.probe()
		asked.Select = append(asked.Select, o.Property)
		s := newSource(asked)
		s.path += "?$select=" + o.Property
		s.permissions, s.whole, s.property = []string{o.Permission}, s.permissions, o.Property
		all = append(all, s)
	}
	return all
}

// probe asks for one object, where the collection has pages.
func (c *collection[R]) probe() graph.Request {
	r := graph.Request{Version: c.version, Path: c.path, Top: min(c.top, 1), Help: c.help}
	if !c.selectOptional { // others may refuse it
		r.Select = []string{"id"}
	}
	return r
}

// source is the report of the connection's period, which a query without a condition reads too.
func (r *report[R]) source() source {
	probe := func(s Settings) graph.Request {
		e := edition{period: s.ReportPeriod}
		if r.noPeriod {
			e = edition{}
		}
		return r.asked(e)
	}
	s := newSource(probe(Settings{}))
	s.isReport, s.probe = true, probe
	if r.varies {
		s.lacks = r.lacks
	}
	return s
}

// lacks are the columns of the row that the file does not have.
func (r *report[R]) lacks(file *graph.Report) ([]string, error) {
	for page, err := range graph.Rows[R](file, nil) {
		if err != nil {
			return nil, err
		}
		return page.Missing, nil
	}
	return nil, nil
}

// of is the source where only these columns of a table are read from it.
func (s source) of(columns ...string) source {
	s.columns = columns
	return s
}

// joinedSources are what columns come from beside the table's own source.
func (d *definition[R]) joinedSources() []source {
	var all []source
	for i := range d.columns {
		c := &d.columns[i]
		if c.source == nil {
			continue
		}
		for _, s := range c.source.endpoints {
			at := slices.IndexFunc(all, func(other source) bool { return other.path == s.path })
			if at < 0 {
				at = len(all)
				all = append(all, s)
			}
			all[at].columns = append(slices.Clip(all[at].columns), c.Name)
		}
	}
	return all
}

// withColumns completes the sources of a table by the columns that are made of a property.
func withColumns(sources []source, columns []*Column) []source {
	sources = slices.Clone(sources)
	for i := range sources {
		s := &sources[i]
		for _, c := range columns {
			if s.property != "" && slices.Contains(c.properties, s.property) {
				s.columns = append(s.columns, c.Name)
			}
		}
	}
	return sources
}
