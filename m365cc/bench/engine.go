//go:build unix

package main

import (
	"context"
	"errors"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// openEngine is a statement of the embedded engine.
func openEngine(t tenant, _ int) (func(context.Context) (int, error), error) {
	config := m365cc.ConnectionConfig{
		TenantID: &t.TenantID, ClientID: &t.ClientID, ClientSecret: &t.ClientSecret,
		TokenHost: &t.TokenHost, GraphHost: &t.GraphHost,
	}
	settings, err := config.Resolve(func(string) string { return "" })
	if err != nil {
		return nil, err
	}
	connection, err := m365cc.NewConnection(settings, m365cc.ConnectionOptions{})
	if err != nil {
		return nil, err
	}
	db, err := engine.Open(engine.Options{Connections: []engine.Named{{Name: "bench", Connection: connection}}})
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (int, error) {
		defer connection.Close()
		var rows counter
		err := db.Query(ctx, "select "+strings.Join(columnNames(), ", ")+" from "+tableName, &rows)
		return int(rows), errors.Join(err, db.Close())
	}, nil
}

// counter throws rows away.
type counter int

func (c *counter) Begin([]engine.Column) error { return nil }

func (c *counter) Row([]m365cc.Value) error {
	*c++
	return nil
}

func (c *counter) End() error { return nil }
