//go:build unix

package main

import (
	"context"
	"fmt"

	"github.com/turbot/steampipe-plugin-sdk/v5/anywhere"
	"github.com/turbot/steampipe-plugin-sdk/v5/grpc"
	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/proto"
	"github.com/turbot/steampipe-plugin-sdk/v5/plugin"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// openSteampipe is our plugin as Steampipe's own SQLite extension and export tool run it.
func openSteampipe(t tenant, _ int) (func(context.Context) (int, error), error) {
	config := fmt.Sprintf("tenant_id = %q\nclient_id = %q\nclient_secret = %q\ntoken_host = %q\ngraph_host = %q\n",
		t.TenantID, t.ClientID, t.ClientSecret, t.TokenHost, t.GraphHost)
	return openPlugin(m365cc.Plugin, config, tableName, columnNames())
}

const connectionName = "bench"

// openPlugin is a scan of a table of a plugin, in this process and past the SDK's cache.
func openPlugin(p plugin.PluginFunc, config, table string, columns []string) (func(context.Context) (int, error), error) {
	server := plugin.Server(&plugin.ServeOpts{PluginFunc: p})
	answer, err := server.SetAllConnectionConfigs(&proto.SetAllConnectionConfigsRequest{
		Configs: []*proto.ConnectionConfig{{
			Connection: connectionName, Plugin: "bench", PluginShortName: "bench", PluginInstance: "bench", Config: config,
		}},
		MaxCacheSizeMb: 1, // the SDK allocates its cache beforehand
	})
	if err != nil {
		return nil, err
	}
	if failed := answer.GetFailedConnections(); len(failed) > 0 {
		return nil, fmt.Errorf("the connection cannot be used: %s", failed[connectionName])
	}
	return func(ctx context.Context) (int, error) { return scan(ctx, server, table, columns) }, nil
}

// scan asks for all rows and throws them away.
func scan(ctx context.Context, server *grpc.PluginServer, table string, columns []string) (int, error) {
	stream := anywhere.NewLocalPluginStream(ctx)
	server.CallExecuteAsync(&proto.ExecuteRequest{
		Table:        table,
		QueryContext: &proto.QueryContext{Columns: columns, Quals: map[string]*proto.Quals{}},
		CallId:       "bench",
		Connection:   connectionName,
		ExecuteConnectionData: map[string]*proto.ExecuteConnectionData{
			connectionName: {CacheEnabled: false},
		},
	}, stream)
	rows := 0
	for {
		answer, err := stream.Recv()
		if err != nil {
			return rows, err
		}
		if answer == nil {
			return rows, nil
		}
		for _, column := range columns {
			if answer.Row.Columns[column] == nil {
				return rows, fmt.Errorf("a row has no column %q", column)
			}
		}
		rows++
	}
}
