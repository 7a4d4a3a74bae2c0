package cmd

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// tenants are the connections of a query.
type tenants struct {
	named  []engine.Named // those that are asked, the default one first
	names  []string       // of all that there are
	server *demo.Server   // the made-up tenant; nil: another is asked
	// secrets are the files with a secret of those that are asked.
	secrets []secretFile
	remove  func() // removes the made-up tenant's price list; nil with server
}

// add makes the connection of a block.
func (t *tenants) add(b connectionBlock, getenv func(string) string, options m365cc.ConnectionOptions) error {
	settings, err := b.config.Resolve(getenv)
	if err != nil {
		return b.unusable(err, getenv)
	}
	connection, err := m365cc.NewConnection(settings, options)
	if err != nil {
		return b.unusable(err, getenv)
	}
	t.named = append(t.named, engine.Named{Name: b.name, Connection: connection})
	t.secrets = append(t.secrets, b.secretFiles(getenv)...)
	return nil
}

// unusable says which connection cannot be used and why.
func (b connectionBlock) unusable(err error, getenv func(string) string) error {
	switch {
	case b.file != "":
		return fmt.Errorf("connection %q (%s) cannot be used: %w", b.name, b.file, err)
	case getenv("AZURE_TENANT_ID") == "" && getenv("AZURE_CLIENT_ID") == "":
		return fmt.Errorf("there is no connection: %w; or ask a made-up tenant with --demo", err)
	}
	return fmt.Errorf("the connection of the environment cannot be used: %w", err)
}

func (t *tenants) close() {
	for _, n := range t.named {
		n.Connection.Close()
	}
	if t.server != nil {
		_ = t.server.Close() // the process is about to end
		t.remove()
	}
}

// explain adds to an error about a table what there is in its place.
func (t *tenants) explain(err error) error {
	var sql *engine.SQLError
	if !errors.As(err, &sql) {
		return err
	}
	table, found := strings.CutPrefix(sql.Error(), "no such table: ")
	if !found {
		return err
	}
	if schema, _, qualified := strings.Cut(table, "."); qualified && !t.has(schema) {
		return fmt.Errorf("%w; there is no connection %q, there are: %s", err, schema, strings.Join(t.names, ", "))
	}
	return fmt.Errorf("%w; 'm365cc tables' lists the tables", err)
}

// has says whether SQL may have the name before a table.
func (t *tenants) has(schema string) bool {
	isSchema := func(name string) bool { return strings.EqualFold(name, schema) }
	return isSchema("main") || isSchema("temp") || slices.ContainsFunc(t.names, isSchema)
}
