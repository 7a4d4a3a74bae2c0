package cmd

import (
	"crypto/x509"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// sources say which tenants are asked.
type sources struct {
	config     string
	connection string
	demo       bool
	demoUsers  int
	// notice is told when an answer becomes poorer, beside the warning; nil: nobody asks.
	notice func()
}

func (o *sources) addFlags(c *cobra.Command) {
	c.Flags().StringVar(&o.config, "config", "", "read the connections from `FILE`, in place of Steampipe's config folder")
	c.Flags().StringVar(&o.connection, "connection", "", "the connection `NAME` whose tables need no prefix (default m365cc, else the first)")
	c.Flags().BoolVar(&o.demo, "demo", false, "ask a made-up tenant; no Microsoft account is needed")
	c.Flags().IntVar(&o.demoUsers, "demo-users", 250, "ask a made-up tenant of `N` users")
}

// check finds contradictions. A size of the made-up tenant asks for one.
func (o *sources) check(c *cobra.Command) error {
	o.demo = o.demo || c.Flags().Changed("demo-users")
	switch {
	case o.demo && (o.config != "" || o.connection != ""):
		return usageErrorf(c, "--demo asks a made-up tenant, --config and --connection another: give the one or the other")
	case o.demoUsers < 1:
		return usageErrorf(c, "--demo-users: %d is too few; give 1 or more", o.demoUsers)
	}
	return nil
}

// open makes the connections: the default one, and of the others those that the SQL names. Warnings and
// the log go to w.
func (o *sources) open(w io.Writer, s *streams, sql string) (*tenants, error) {
	log, err := newLogger(w, s.getenv)
	if err != nil {
		return nil, err
	}
	options := m365cc.ConnectionOptions{RootCAs: s.roots, Log: log, Notice: o.teller(w, "")}
	if o.demo {
		return o.openDemo(options)
	}
	all, err := o.blocks(s.getenv)
	if err != nil {
		return nil, err
	}
	blocks, err := asked(all, sql)
	if err != nil {
		return nil, err
	}
	t := &tenants{names: namesOf(all)}
	for _, b := range blocks {
		if len(blocks) > 1 {
			options.Notice = o.teller(w, b.name+".")
		}
		if err := t.add(b, s.getenv, options); err != nil {
			t.close()
			return nil, err
		}
	}
	return t, nil
}

// teller warns of what makes an answer poorer.
func (o *sources) teller(w io.Writer, prefix string) func(string) {
	return func(text string) {
		if o.notice != nil {
			o.notice()
		}
		warn(w, prefix+text)
	}
}

func warn(w io.Writer, text string) { fmt.Fprintf(w, "Warning: %s\n", printable(text)) }

// openDemo starts the made-up tenant in this process and connects to it.
func (o *sources) openDemo(options m365cc.ConnectionOptions) (*tenants, error) {
	server, err := demo.Start(demo.Options{Users: o.demoUsers})
	if err != nil {
		return nil, fmt.Errorf("start the made-up tenant: %w", err)
	}
	options.RootCAs = x509.NewCertPool()
	options.RootCAs.AppendCertsFromPEM(server.CertificatePEM())
	tenant, client, secret, tokenHost, graphHost := server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost()
	prices, remove, err := priceListFile(server)
	if err != nil {
		_ = server.Close() // the first error is told
		return nil, err
	}
	block := connectionBlock{name: "demo", file: "--demo", config: m365cc.ConnectionConfig{
		TenantID: &tenant, ClientID: &client, ClientSecret: &secret, TokenHost: &tokenHost, GraphHost: &graphHost, LicensePriceFile: &prices,
	}}
	t := &tenants{names: []string{block.name}, server: server, remove: remove}
	if err := t.add(block, func(string) string { return "" }, options); err != nil {
		t.close()
		return nil, err
	}
	return t, nil
}
