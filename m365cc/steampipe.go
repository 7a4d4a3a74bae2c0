package m365cc

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/proto"
	"github.com/turbot/steampipe-plugin-sdk/v5/plugin"
	"github.com/turbot/steampipe-plugin-sdk/v5/plugin/quals"
	"github.com/turbot/steampipe-plugin-sdk/v5/plugin/transform"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// steampipeTable makes Steampipe's form of a table. There is no Get: SDK v5 would ask once for each value
// of an `in` list and twice for a value that stands in it twice; the list function sees a key by itself.
// Nor does the SDK keep results: it fills the buffer of its cache, 1,000 rows, anew while it still sends from it, so that
// of a longer result some rows come twice and as many never. What several queries need the connection keeps itself.
func steampipeTable(t *Table, connections *steampipeConnections) *plugin.Table {
	s := &plugin.Table{
		Name:        t.Name,
		Description: t.Description,
		List: &plugin.ListConfig{
			Hydrate: steampipeList(t, connections),
			Tags:    steampipeTags(t),
		},
		Cache: &plugin.TableCacheOptions{Enabled: false},
	}
	for i, c := range t.Columns {
		s.Columns = append(s.Columns, steampipeColumn(c, i))
		if operators := steampipeOperators(c); len(operators) > 0 {
			s.List.KeyColumns = append(s.List.KeyColumns, &plugin.KeyColumn{Name: c.Name, Operators: operators, Require: plugin.Optional})
		}
	}
	return s
}

// steampipeTags are what a user's limiter finds the table by: the service of Graph whose limits its rows draw on, and what
// is asked of it. A table that no endpoint stands behind has the plugin itself for a service.
//
// https://steampipe.io/docs/guides/limiter
func steampipeTags(t *Table) map[string]string {
	if len(t.sources) == 0 {
		return map[string]string{"service": "m365cc", "action": t.Name + ".list"}
	}
	path := t.sources[0].afterVersion()
	action := strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", ".")
	if !strings.Contains(action, ".get") { // a report's function is a verb already
		action = strings.Replace(action, "microsoft.graph.", "", 1) + ".list"
	}
	return map[string]string{"service": graph.Service(path), "action": action}
}

// rowRef is a row in its batch; it is what the SDK carries from the list function to the columns. Without a batch it is
// no row, and its columns wait for the end of the query: SDK v5 has both the error of a list and the end of its rows to
// look at, takes either, and so loses an error now and then. While a row is being built, the rows do not end.
type rowRef struct {
	batch Batch
	index int
	// wanted are the columns that the statement needs, by index.
	wanted []bool
}

// steampipeColumn is a column whose value comes from a function: the SDK's transforms by field name
// compile a regular expression for each value.
func steampipeColumn(c *Column, index int) *plugin.Column {
	sort := plugin.SortNone
	if c.NewestFirst {
		sort = plugin.SortDesc
	}
	return &plugin.Column{
		Name:        c.Name,
		Type:        steampipeTypes[c.Type],
		Description: c.Description,
		Sort:        sort,
		Hydrate:     rareHydrates[c.Rare],
		Transform: transform.From(func(ctx context.Context, d *transform.TransformData) (any, error) {
			row, ok := d.HydrateItem.(*rowRef)
			if !ok {
				return nil, fmt.Errorf("column %s got a %T instead of a row", c.Name, d.HydrateItem)
			}
			if row.batch == nil {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			if !row.wanted[index] { // the SDK asks for every column that is in no rare set
				return nil, nil
			}
			return row.batch.Value(row.index, index).Any(), nil
		}),
	}
}

var steampipeTypes = map[Type]proto.ColumnType{
	String:    proto.ColumnType_STRING,
	Boolean:   proto.ColumnType_BOOL,
	Integer:   proto.ColumnType_INT,
	Double:    proto.ColumnType_DOUBLE,
	Timestamp: proto.ColumnType_TIMESTAMP,
	JSON:      proto.ColumnType_JSON,
}

// steampipeOperators are the SQL operators that become conditions of the column.
func steampipeOperators(c *Column) []string {
	var operators []string
	add := func(operator Operator, names ...string) {
		if c.Operators&operator != 0 {
			operators = append(operators, names...)
		}
	}
	if c.Type != Integer { // the FDW gives 0 in place of a number that it does not know yet, and 0 is what most ask for
		add(Equal, quals.QualOperatorEqual)
	}
	add(AtLeast, quals.QualOperatorGreater, quals.QualOperatorGreaterOrEqual)
	add(AtMost, quals.QualOperatorLess, quals.QualOperatorLessOrEqual)
	add(StartsWith|EndsWith, quals.QualOperatorLike, quals.QualOperatorILike)
	add(NotNull, quals.QualOperatorIsNotNull)
	add(Contains, quals.QualOperatorJsonbExistsOne)
	return operators
}

// errEnough ends a list whose engine needs no more rows.
var errEnough = errors.New("enough rows")

// steampipeList is the list function: the table's own, with its rows handed to the SDK.
func steampipeList(t *Table, connections *steampipeConnections) plugin.HydrateFunc {
	var lists inLists
	return func(ctx context.Context, d *plugin.QueryData, _ *plugin.HydrateData) (any, error) {
		connection, err := connections.of(ctx, d.Connection)
		if err != nil {
			keepFailure(ctx, d.Connection.Name, err)
			return nil, err
		}
		s := readQuals(t, d)
		if s.never || len(s.lists) == 1 && !lists.claim(d.QueryContext, s.lists[0]) {
			return nil, nil
		}
		q := &Query{Connection: connection, Columns: steampipeColumns(t, d, s.columns), Conditions: s.conditions, Unclear: s.unclear,
			NewestFirst: len(d.QueryContext.SortOrder) > 0, Limit: steampipeLimit(d)}
		wanted := make([]bool, len(t.Columns))
		for _, i := range q.Columns {
			wanted[i] = true
		}
		err = t.Rows(ctx, q, func(b Batch) error { return stream(ctx, d, &s, b, wanted) })
		if errors.Is(err, errEnough) {
			return nil, nil
		}
		if err != nil {
			keepFailure(ctx, d.Connection.Name, err)
			d.StreamListItem(ctx, &rowRef{})
		}
		return nil, err
	}
}

// stream hands the rows of a batch to the SDK.
func stream(ctx context.Context, d *plugin.QueryData, s *steampipeQuery, b Batch, wanted []bool) error {
	rows := make([]rowRef, b.Len())
	for i := range rows {
		if !s.holds(b, i) {
			continue
		}
		rows[i] = rowRef{b, i, wanted}
		d.StreamListItem(ctx, &rows[i])
		if d.RowsRemaining(ctx) <= 0 {
			return errEnough
		}
	}
	return nil
}

// steampipeColumns are the columns that the statement needs, and the checks.
func steampipeColumns(t *Table, d *plugin.QueryData, checked []int) []int {
	columns := slices.Clone(checked)
	for _, name := range d.QueryContext.Columns {
		if i := t.Column(name); i >= 0 {
			columns = append(columns, i)
		}
	}
	slices.Sort(columns)
	return slices.Compact(columns)
}

func steampipeLimit(d *plugin.QueryData) int {
	if d.QueryContext.Limit == nil || *d.QueryContext.Limit < 0 {
		return 0
	}
	return int(*d.QueryContext.Limit)
}
