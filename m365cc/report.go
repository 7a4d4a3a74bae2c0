package m365cc

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// report is a usage report of Graph that a table is read from. It is read as CSV from beta, the only form that every
// cloud has. R names the CSV column of each of its fields in a tag, as [graph.Rows] says.
//
// https://learn.microsoft.com/graph/api/resources/report
type report[R any] struct {
	// function is Graph's name of the report.
	function string
	// noPeriod and noDate are set where Graph takes no such parameter.
	noPeriod, noDate bool
	// periods are those that Graph takes; nil: those of most reports.
	periods []string
	// request, unless nil, asks for an edition that is not where most reports are.
	request func(edition) graph.Request
	// onlyInJSON are columns that the CSV lacks: where one is wanted, the report is read as JSON instead, which takes
	// more requests.
	onlyInJSON []string
	// varies is set where the columns of the file differ between the clouds.
	varies bool
	pool   *graph.Pool[R]
}

// defaultPeriod is what a connection reads unless it says otherwise.
const defaultPeriod = "D90"

// periods are those that Graph takes for most reports.
var periods = []string{"D7", "D30", "D90", "D180"}

// oldestReportDay is how many days ago Graph still has the report of a day.
const oldestReportDay = 28

// concealedName is what stands for a name in a tenant that conceals names in reports.
var concealedName = regexp.MustCompile(`^[0-9A-Fa-f]{32}$`).MatchString

// reportHelp is what a user can do about a refusal.
var reportHelp = graph.Help{Permissions: []string{"Reports.Read.All"}}

func validPeriod(period string, periods []string) error {
	if slices.Contains(periods, period) {
		return nil
	}
	return fmt.Errorf("%q is no period of Graph's reports; the periods are %s", period, strings.Join(periods, ", "))
}

// periodsTaken are the periods of the report.
func (r *report[R]) periodsTaken() []string {
	if r.periods == nil {
		return periods
	}
	return r.periods
}

// edition is what a report is read for: a period, or a day.
type edition struct {
	period string
	day    time.Time
}

// parameter is the edition as Graph writes it.
func (e edition) parameter() string {
	switch {
	case e.period != "":
		return "(period='" + e.period + "')"
	case !e.day.IsZero():
		return "(date=" + e.day.Format(time.DateOnly) + ")"
	}
	return ""
}

// columns are those that every table of the report has.
func (r *report[R]) columns(refreshed func(*R) string, name func(*R) string) []column[R] {
	columns := []column[R]{
		timestamp("report_refresh_date", "The last day that the report covers, which is the same in all rows; reports lag by up to three days.", refreshed),
		newColumn("is_concealed", Boolean, "True if the tenant conceals the names in its reports: the user principal name and the display name are then codes that stand for nobody. An administrator can change that (Microsoft 365 admin centre, Settings, Org settings, Services, Reports).",
			func(row *R, _ *scope) Value { return BoolValue(concealedName(name(row))) }),
	}
	if !r.noPeriod {
		columns = append(columns, newColumn("period", String, r.periodDescription(),
			func(_ *R, s *scope) Value { return StringValue(s.edition.period) }).parameter())
	}
	if !r.noDate {
		columns = append(columns, newColumn("report_date", Timestamp, "The day that the report is read for, one of the last 28; NULL unless a condition asks for one.",
			func(_ *R, s *scope) Value {
				if s.edition.day.IsZero() {
					return Value{}
				}
				return MomentValue(s.edition.day)
			}).parameter())
	}
	return columns
}

func (r *report[R]) periodDescription() string {
	taken := r.periodsTaken()
	last := len(taken) - 1
	text := "The period that the report is read for: " + strings.Join(taken[:last], ", ") + " or " + taken[last] +
		" (days). Without a condition it is the connection's report_period, D90 by default"
	if r.noDate {
		return text + "."
	}
	return text + "; NULL with report_date."
}

// list gives the rows of the editions that the query asks for.
func (r *report[R]) list(ctx context.Context, q *request[R]) error {
	editions, err := r.editions(q)
	if err != nil {
		return fmt.Errorf("%s: %w", q.table.name, err)
	}
	for _, e := range editions {
		part := *q // rows that are still being read keep their edition
		part.scope.edition = e
		if err := r.read(ctx, &part); err != nil {
			return err
		}
	}
	return nil
}

func (r *report[R]) read(ctx context.Context, q *request[R]) error {
	if slices.ContainsFunc(r.onlyInJSON, q.wants) {
		return r.known(q, r.readPages(ctx, q))
	}
	file, err := q.Connection.report(ctx, r.edition(q))
	if err != nil {
		return r.known(q, err)
	}
	for page, err := range graph.Rows(file, r.pool) {
		if err != nil {
			return err
		}
		q.scope.missing = page.Missing
		if err := q.give(page.Rows, page); err != nil {
			return err
		}
	}
	return nil
}

// edition is the request for what the query reads.
func (r *report[R]) edition(q *request[R]) graph.Request {
	request := r.asked(q.scope.edition)
	request.Help.Table = q.table.name
	return request
}

// asked is the request for an edition.
func (r *report[R]) asked(e edition) graph.Request {
	if r.request != nil {
		return r.request(e)
	}
	return usageReport(r.function, e)
}

// usageReport is the request for an edition of a report where most are.
func usageReport(function string, e edition) graph.Request {
	return graph.Request{Version: "beta", Path: "/reports/" + function + e.parameter(), Help: reportHelp}
}

// known makes the error of a Graph that does not have the report speak of the cloud.
func (r *report[R]) known(q *request[R], err error) error {
	if !graph.IsUnknownSegment(err) {
		return err
	}
	endpoints := q.Connection.settings.Endpoints
	return fmt.Errorf("%s: the cloud %s does not have the report %s: %w", q.table.name, cmp.Or(endpoints.CloudName(), "of "+endpoints.GraphHost), r.function, err)
}

// editions are what the query's conditions ask for. The error says what Graph would not take.
func (r *report[R]) editions(q *request[R]) ([]edition, error) {
	byPeriod, hasPeriod := q.condition("period", Equal)
	byDay, hasDay := q.condition("report_date", Equal)
	switch {
	case hasPeriod && hasDay:
		return nil, fmt.Errorf("period and report_date exclude each other: give the one or the other")
	case hasPeriod:
		return periodEditions(byPeriod.Values, r.periodsTaken())
	case hasDay:
		return dayEditions(byDay.Values, time.Now().UTC())
	case r.noPeriod:
		return []edition{{}}, nil
	}
	return []edition{{period: q.Connection.settings.ReportPeriod}}, nil
}

func periodEditions(values []Value, periods []string) ([]edition, error) {
	var editions []edition
	for _, v := range values {
		if err := validPeriod(v.Text(), periods); err != nil {
			return nil, err
		}
		if e := (edition{period: v.Text()}); !slices.Contains(editions, e) {
			editions = append(editions, e)
		}
	}
	return editions, nil
}

// dayEditions are the editions of days. The day of now may have begun elsewhere already.
func dayEditions(values []Value, now time.Time) ([]edition, error) {
	last := now.Truncate(24 * time.Hour)
	first := last.AddDate(0, 0, -oldestReportDay)
	var editions []edition
	for _, v := range values {
		day := v.Time().UTC()
		if !day.Truncate(24 * time.Hour).Equal(day) {
			return nil, fmt.Errorf("report_date must be a day (midnight UTC), not %s", v.Text())
		}
		if day.Before(first) || day.After(last) {
			return nil, fmt.Errorf("report_date must be one of the last %d days, from %s to %s, not %s", oldestReportDay, first.Format(time.DateOnly), last.Format(time.DateOnly), day.Format(time.DateOnly))
		}
		if e := (edition{day: day}); !slices.Contains(editions, e) {
			editions = append(editions, e)
		}
	}
	return editions, nil
}

// report returns a report's file, fetched once in a while for all queries.
func (c *Connection) report(ctx context.Context, r graph.Request) (*graph.Report, error) {
	return c.reports.Get(ctx, r.Version+r.Path, func(ctx context.Context) (*graph.Report, time.Time, error) {
		file, err := c.client.Report(ctx, r)
		return file, c.kept(), err
	})
}

// products is a column of a report's list of products.
func products[R any](name, description, header string, value func(*R) string) column[R] {
	return list(name, description, func(row *R, s *scope) []string {
		if slices.Contains(s.missing, header) {
			return nil
		}
		return productNames(value(row))
	})
}

// productNames are the names in a report's list, which joins them with a plus sign. One that has blanks around it
// belongs to a name: ENTERPRISE MOBILITY + SECURITY E3.
func productNames(joined string) []string {
	names := []string{}
	inside := false
	for part := range strings.SplitSeq(joined, "+") {
		if inside && strings.HasPrefix(part, " ") {
			names[len(names)-1] += "+" + part
		} else if part != "" {
			names = append(names, part)
		}
		inside = strings.HasSuffix(part, " ")
	}
	return names
}
