package m365cc

import (
	"context"
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// maxReportTop is the largest page of a report in JSON. It is not documented: Graph refuses more than that, and might
// refuse any.
//
// https://github.com/microsoftgraph/microsoft-graph-docs/issues/5438
const maxReportTop = 10_000

// readPages reads the report as JSON, which beta has of every report.
func (r *report[R]) readPages(ctx context.Context, q *request[R]) error {
	asked := r.edition(q)
	asked.Format, asked.MaxTop, asked.TopOptional = "application/json", maxReportTop, true
	if !slices.ContainsFunc(q.Conditions, func(c Condition) bool { return !q.table.columns[q.columnIndex(c.Column)].Parameter }) {
		asked.Limit = q.Limit
	} // else most rows may be dropped, so that a page of the limit's size would be the first of many
	for page, err := range graph.List(ctx, q.Connection.Client(), asked, r.pool) {
		if err != nil {
			return err
		}
		if err := q.give(page.Rows, page); err != nil {
			return err
		}
	}
	return nil
}
