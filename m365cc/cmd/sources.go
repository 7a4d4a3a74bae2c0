package cmd

import (
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/hashicorp/go-hclog"
	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// sources say which tenants are asked.
type sources struct {
	config     string
	connection string
	demo       bool
	demoUsers  int
}

func (o *sources) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.config, "config", "", "read the connections from `FILE`.spc (default: all of Steampipe's config folder)")
	c.Flags().StringVar(&o.connection, "connection", "", "the connection `NAME` whose tables need no prefix (default: m365cc, else the first)")
	c.Flags().BoolVar(&o.demo, "demo", false, "ask a made-up tenant; no Microsoft account is needed")
	c.Flags().IntVar(&o.demoUsers, "demo-users", 250, "how many users the made-up tenant has")
}

// open makes the connections, the default one first, and of the others those that the SQL names. The
// function that it returns closes them.
func (o *sources) open(s *streams, sql string) ([]engine.Named, func(), error) {
	options := m365cc.ConnectionOptions{
		Log:    newLogger(s),
		Notice: func(text string) { fmt.Fprintln(s.err, "Warning: "+text) },
	}
	if o.demo {
		return o.openDemo(options)
	}
	named, err := o.blocks(s.getenv)
	if err != nil {
		return nil, nil, err
	}
	var connections []engine.Named
	closeAll := func() {
		for _, c := range connections {
			c.Connection.Close()
		}
	}
	for i, block := range named {
		if i > 0 && !strings.Contains(strings.ToLower(sql), strings.ToLower(block.name)) {
			continue
		}
		connection, err := openConnection(block, s.getenv, options)
		if err != nil {
			closeAll()
			return nil, nil, err
		}
		connections = append(connections, engine.Named{Name: block.name, Connection: connection})
	}
	return connections, closeAll, nil
}

func openConnection(b connectionBlock, getenv func(string) string, options m365cc.ConnectionOptions) (*m365cc.Connection, error) {
	settings, err := b.config.Resolve(getenv)
	if err != nil {
		return nil, fmt.Errorf("connection %q cannot be used: %w", b.name, err)
	}
	connection, err := m365cc.NewConnection(settings, options)
	if err != nil {
		return nil, fmt.Errorf("connection %q cannot be used: %w", b.name, err)
	}
	return connection, nil
}

// openDemo starts the made-up tenant in this process and connects to it.
func (o *sources) openDemo(options m365cc.ConnectionOptions) ([]engine.Named, func(), error) {
	if o.demoUsers < 1 {
		return nil, nil, fmt.Errorf("--demo-users: %d is too few; give 1 or more", o.demoUsers)
	}
	server, err := demo.Start(demo.Options{Users: o.demoUsers})
	if err != nil {
		return nil, nil, fmt.Errorf("start the made-up tenant: %w", err)
	}
	options.RootCAs = x509.NewCertPool()
	options.RootCAs.AppendCertsFromPEM(server.CertificatePEM())
	tenant, client, secret, tokenHost, graphHost := server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost()
	block := connectionBlock{name: "demo", config: m365cc.ConnectionConfig{
		TenantID: &tenant, ClientID: &client, ClientSecret: &secret, TokenHost: &tokenHost, GraphHost: &graphHost,
	}}
	connection, err := openConnection(block, func(string) string { return "" }, options)
	if err != nil {
		return nil, nil, errors.Join(err, server.Close())
	}
	closeAll := func() {
		connection.Close()
		_ = server.Close() // the process is about to end
	}
	return []engine.Named{{Name: block.name, Connection: connection}}, closeAll, nil
}

// logLevels are the variables that ask for a log, the first that is set wins.
var logLevels = []string{"M365CC_LOG_LEVEL", "STEAMPIPE_LOG_LEVEL"}

// newLogger logs to standard error what the variables ask for; nothing without them.
func newLogger(s *streams) hclog.Logger {
	for _, name := range logLevels {
		if level := hclog.LevelFromString(s.getenv(name)); level != hclog.NoLevel {
			return hclog.New(&hclog.LoggerOptions{Name: "m365cc", Level: level, Output: s.err})
		}
	}
	return hclog.New(&hclog.LoggerOptions{Level: hclog.Off, Output: io.Discard})
}
