//go:build unix

package main

import (
	"context"
	"fmt"
	"reflect"
	"time"

	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/proto"
	"github.com/turbot/steampipe-plugin-sdk/v5/plugin"
	"github.com/turbot/steampipe-plugin-sdk/v5/plugin/transform"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// floor is a plugin that has its rows ready and does nothing but hand them to the SDK, as the SDK ships.
type floor struct {
	// ten says that the table has the ten columns only; otherwise it has as many as m365cc_user.
	ten bool
	// functions says that a value comes from a function; otherwise the SDK looks a field up by its name, as
	// in nearly every plugin.
	functions bool
}

const floorTable = "bench_floor"

func openFloor(f floor) func(tenant, int) (func(context.Context) (int, error), error) {
	return func(_ tenant, rows int) (func(context.Context) (int, error), error) {
		columns, err := f.columns()
		if err != nil {
			return nil, err
		}
		made := func(context.Context) *plugin.Plugin {
			return &plugin.Plugin{Name: "steampipe-plugin-bench", TableMap: map[string]*plugin.Table{floorTable: f.table(columns, rows)}}
		}
		return openPlugin(made, "", floorTable, columnNames())
	}
}

// columns are the declared columns that the table has.
func (f floor) columns() ([]*m365cc.Column, error) {
	t, err := userTable()
	if err != nil || !f.ten {
		return t.Columns, err
	}
	columns := make([]*m365cc.Column, len(tenColumns))
	for i, c := range tenColumns {
		columns[i] = t.Columns[t.Column(c.name)]
	}
	return columns, nil
}

func (f floor) table(columns []*m365cc.Column, rows int) *plugin.Table {
	row := madeRow(columns)
	t := &plugin.Table{
		Name: floorTable,
		List: &plugin.ListConfig{Hydrate: func(ctx context.Context, d *plugin.QueryData, _ *plugin.HydrateData) (any, error) {
			for range rows {
				d.StreamListItem(ctx, row)
			}
			return nil, nil
		}},
	}
	for i, c := range columns {
		t.Columns = append(t.Columns, &plugin.Column{Name: c.Name, Type: floorTypes[c.Type], Transform: f.transform(row, i)})
	}
	return t
}

func (f floor) transform(row any, i int) *transform.ColumnTransforms {
	if !f.functions {
		return transform.FromField(fieldName(i))
	}
	value := reflect.ValueOf(row).Elem().Field(i).Interface()
	return transform.From(func(context.Context, *transform.TransformData) (any, error) { return value, nil })
}

var floorTypes = map[m365cc.Type]proto.ColumnType{
	m365cc.String:    proto.ColumnType_STRING,
	m365cc.Boolean:   proto.ColumnType_BOOL,
	m365cc.Integer:   proto.ColumnType_INT,
	m365cc.Double:    proto.ColumnType_DOUBLE,
	m365cc.Timestamp: proto.ColumnType_TIMESTAMP,
	m365cc.JSON:      proto.ColumnType_JSON,
}

// madeValues are of about the length that Graph's are.
var madeValues = map[m365cc.Type]any{
	m365cc.String:    "Adele Vance of Retail",
	m365cc.Boolean:   true,
	m365cc.Integer:   int64(25),
	m365cc.Double:    0.5,
	m365cc.Timestamp: time.Date(2021, time.March, 4, 5, 6, 7, 0, time.UTC),
	m365cc.JSON:      `[{"skuId":"05e9a617-0261-4cee-bb44-138d3ef5d965","disabledPlans":[]}]`,
}

// madeRow is a pointer to a struct with a field for each column.
func madeRow(columns []*m365cc.Column) any {
	fields := make([]reflect.StructField, len(columns))
	for i, c := range columns {
		fields[i] = reflect.StructField{Name: fieldName(i), Type: reflect.TypeOf(madeValues[c.Type])}
	}
	row := reflect.New(reflect.StructOf(fields))
	for i, c := range columns {
		row.Elem().Field(i).Set(reflect.ValueOf(madeValues[c.Type]))
	}
	return row.Interface()
}

func fieldName(i int) string { return fmt.Sprintf("Field%d", i) }
