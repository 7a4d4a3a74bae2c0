package cmd

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

func newDemoCmd(s *streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "demo",
		Short: "Serve a made-up tenant",
		Long:  "demo serves a made-up tenant, so that Steampipe and others can be tried without a Microsoft account.",
		Example: `  m365cc demo serve
  m365cc query --demo "select count(*) from m365cc_user"`,
		Args: cobra.ArbitraryArgs,
		RunE: runGroup,

		SuggestionsMinimumDistance: 2,
	}
	c.AddCommand(newDemoServeCmd(s))
	return c
}

// serveOptions are what the command demo serve is told.
type serveOptions struct {
	*streams
	demo.Options
	certificate    string // "": a temporary file
	withoutPremium bool
	concealNames   bool
	without        []string // permissions
	faults         []string
	parsed         []demo.Fault // of faults
}

func newDemoServeCmd(s *streams) *cobra.Command {
	o := &serveOptions{streams: s}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the made-up tenant alone, for Steampipe",
		Long: `serve runs the made-up tenant, a token server and Graph on this machine, until it is interrupted. It
prints the connection block for Steampipe's config folder, and the variable with which programs trust the
tenant's certificate. On macOS and Windows, where Go programs do not look at that variable, add the
certificate to those that the system trusts.

` + faultHelp(),
		Example: `  m365cc demo serve
  m365cc demo serve --users 100000 --graph-addr 127.0.0.1:9443 --token-addr 127.0.0.1:9444
  m365cc demo serve --cloud gcc_high --without-permission AuditLog.Read.All
  m365cc demo serve --fault throttle-seconds --fault cut:7 --fault html:always@groups`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			return runDemoServe(c.Context(), o)
		},
	}
	c.Flags().IntVar(&o.Users, "users", 250, "how many users the tenant has: `N`")
	c.Flags().Int64Var(&o.Seed, "seed", 1, "another number `N` makes up another tenant")
	c.Flags().StringVar(&o.Cloud, "cloud", "global", "the `CLOUD` that the tenant is in: "+strings.Join(graph.CloudNames(), ", "))
	c.Flags().StringVar(&o.TokenAddr, "token-addr", "127.0.0.1:0", "the `ADDRESS` of the token server (port 0: any)")
	c.Flags().StringVar(&o.GraphAddr, "graph-addr", "127.0.0.1:0", "the `ADDRESS` of Graph (port 0: any)")
	c.Flags().StringVar(&o.certificate, "certificate", "", "the `FILE` to write the tenant's certificate to (default a temporary file)")
	c.Flags().BoolVar(&o.withoutPremium, "without-premium", false, "a tenant without Microsoft Entra ID P1 or P2")
	c.Flags().BoolVar(&o.concealNames, "conceal-names", false, "a tenant that conceals names in its usage reports")
	c.Flags().StringArrayVar(&o.without, "without-permission", nil, "take a `PERMISSION` away from the application, for example AuditLog.Read.All; may be given more than once")
	c.Flags().StringArrayVar(&o.faults, "fault", nil, "a `FAULT` on the way to the client, as explained above; may be given more than once")
	return c
}

// faultHelp explains the flag --fault, and lists all faults.
func faultHelp() string {
	var b strings.Builder
	b.WriteString(`With --fault, something goes wrong on the way to the client: in answers of Graph, in the files of reports or
at the token server. NAME strikes the first attempt of each request, so that another attempt succeeds;
NAME:always strikes every request, and NAME:7 every seventh. With @PREFIX it strikes only where the path below the
version begins so, as in html@users. Several faults that strike equally often take turns.
`)
	for _, group := range []struct {
		outcome demo.Outcome
		title   string
	}{
		{demo.Curable, "Another attempt helps against these:"},
		{demo.Harmless, "The result must be whole in spite of these:"},
		{demo.Fatal, "These must end in an error:"},
	} {
		fmt.Fprintf(&b, "\n%s\n", group.title)
		for _, f := range demo.Faults() {
			if f.Outcome == group.outcome {
				fmt.Fprintf(&b, "  %-18s %s\n", f.Name, f.Says)
			}
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// check finds what would be served otherwise than it was asked for.
func (o *serveOptions) check(c *cobra.Command) error {
	if err := noEmptyFlags(c, "cloud", "token-addr", "graph-addr", "certificate"); err != nil {
		return err
	}
	switch {
	case o.Users < 1:
		return usageErrorf(c, "--users: %d is too few; give 1 or more", o.Users)
	case !slices.Contains(graph.CloudNames(), o.Cloud):
		return usageErrorf(c, "--cloud: %q is not one of %s", o.Cloud, strings.Join(graph.CloudNames(), ", "))
	}
	for _, permission := range o.without {
		if !slices.Contains(demo.DefaultRoles(), permission) {
			return usageErrorf(c, "--without-permission: the application has no permission %q; it has %s", permission, strings.Join(demo.DefaultRoles(), ", "))
		}
	}
	for _, text := range o.faults {
		fault, err := demo.ParseFault(text)
		if err != nil {
			return usageErrorf(c, "--fault: %w", err)
		}
		o.parsed = append(o.parsed, fault)
	}
	return nil
}

func runDemoServe(ctx context.Context, o *serveOptions) error {
	server, err := demo.Start(o.Options)
	if err != nil {
		return fmt.Errorf("start the made-up tenant: %w", err)
	}
	defer server.Close()
	server.Set(func(b *demo.Behaviour) {
		b.NoPremium, b.ConcealNames, b.Faults = o.withoutPremium, o.concealNames, o.parsed
		if len(o.without) > 0 {
			b.Roles = slices.DeleteFunc(demo.DefaultRoles(), func(role string) bool { return slices.Contains(o.without, role) })
		}
	})
	file, remove, err := writeCertificate(o.certificate, server.CertificatePEM())
	if err != nil {
		return err
	}
	defer remove()
	prices, removePrices, err := priceListFile(server)
	if err != nil {
		return err
	}
	defer removePrices()
	if err := introduce(o, server, file, prices); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// writeCertificate writes to a file, by default a temporary one that goes with the tenant.
func writeCertificate(name string, pem []byte) (file string, remove func(), err error) {
	if name != "" {
		if err := os.WriteFile(name, pem, 0o600); err != nil {
			return "", nil, fmt.Errorf("--certificate: %w", err)
		}
		return name, func() {}, nil
	}
	if file, remove, err = temporaryFile("m365cc-demo-*.pem", pem); err != nil {
		return "", nil, fmt.Errorf("write the tenant's certificate: %w", err)
	}
	return file, remove, nil
}

// priceListFile writes the tenant's price list to a temporary file.
func priceListFile(server *demo.Server) (file string, remove func(), err error) {
	if file, remove, err = temporaryFile("m365cc-demo-*.csv", server.Tenant().PriceList()); err != nil {
		return "", nil, fmt.Errorf("write the price list of the made-up tenant: %w", err)
	}
	return file, remove, nil
}

// temporaryFile makes a file that lasts until it is removed.
func temporaryFile(pattern string, content []byte) (name string, remove func(), err error) {
	f, err := os.CreateTemp("", pattern)
	if err != nil {
		return "", nil, err
	}
	remove = func() { _ = os.Remove(f.Name()) } // a file that stays does no harm
	_, err = f.Write(content)
	if err = errors.Join(err, f.Close()); err != nil {
		remove()
		return "", nil, err
	}
	return f.Name(), remove, nil
}

// introduce tells how to ask the tenant.
func introduce(o *serveOptions, server *demo.Server, certificate, prices string) error {
	_, err := fmt.Fprintf(o.out, `The made-up tenant is running with %s; Ctrl-C ends it.

Put this into a file of Steampipe's config folder, for example m365cc.spc:

connection "m365cc" {
  plugin        = "local/m365cc"
  tenant_id     = %q
  client_id     = %q
  client_secret = %q
  token_host    = %q
  graph_host    = %q

  license_price_file = %q
}

Start Steampipe with the tenant's certificate:

SSL_CERT_FILE=%[8]s steampipe query "select display_name, licenses from m365cc_user limit 5"

Or ask without Steampipe:

SSL_CERT_FILE=%[8]s m365cc query "select display_name, licenses from m365cc_user limit 5"
`, counted(int64(server.Tenant().Len()), "user"), server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost(), prices, quoted(certificate))
	return err
}

// quoted is a word as a shell takes it.
func quoted(word string) string {
	if !strings.ContainsAny(word, " \t\n'\"\\$`&;|<>()*?[#~!{") {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
