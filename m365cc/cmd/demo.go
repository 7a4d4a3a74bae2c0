package cmd

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

func newDemoCmd(s *streams) *cobra.Command {
	c := &cobra.Command{
		Use:   "demo",
		Short: "Serve a made-up tenant",
		Args:  noArguments,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(newDemoServeCmd(s))
	return c
}

// serveOptions are what the command demo serve is told.
type serveOptions struct {
	*streams
	demo.Options
	certificate    string
	withoutPremium bool
	without        []string // permissions
}

func newDemoServeCmd(s *streams) *cobra.Command {
	o := &serveOptions{streams: s}
	c := &cobra.Command{
		Use:   "serve",
		Short: "Serve the made-up tenant alone, for Steampipe",
		Long: `serve runs the made-up tenant, a token server and Graph on this machine, until it is interrupted. It
prints the connection block for Steampipe's config folder, and the variable with which Steampipe trusts
the tenant's certificate.`,
		Example: `  m365cc demo serve
  m365cc demo serve --users 100000 --graph-addr 127.0.0.1:9443 --token-addr 127.0.0.1:9444
  m365cc demo serve --cloud gcc_high --without-permission AuditLog.Read.All`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error { return runDemoServe(c.Context(), o) },
	}
	c.Flags().IntVar(&o.Users, "users", 250, "how many users the tenant has")
	c.Flags().Int64Var(&o.Seed, "seed", 1, "another number makes up other people")
	c.Flags().StringVar(&o.Cloud, "cloud", "global", "the cloud that the tenant is in: global, gcc_high, dod or china")
	c.Flags().StringVar(&o.TokenAddr, "token-addr", "127.0.0.1:0", "the `ADDRESS` of the token server (port 0: any)")
	c.Flags().StringVar(&o.GraphAddr, "graph-addr", "127.0.0.1:0", "the `ADDRESS` of Graph (port 0: any)")
	c.Flags().StringVar(&o.certificate, "certificate", filepath.Join(os.TempDir(), "m365cc-demo.pem"), "the `FILE` to write the tenant's certificate to")
	c.Flags().BoolVar(&o.withoutPremium, "without-premium", false, "a tenant without Microsoft Entra ID P1 or P2")
	c.Flags().StringArrayVar(&o.without, "without-permission", nil, "take a `PERMISSION` away from the application, for example AuditLog.Read.All")
	return c
}

func runDemoServe(ctx context.Context, o *serveOptions) error {
	server, err := demo.Start(o.Options)
	if err != nil {
		return fmt.Errorf("start the made-up tenant: %w", err)
	}
	defer server.Close()
	server.Set(func(b *demo.Behaviour) {
		b.NoPremium = o.withoutPremium
		if len(o.without) > 0 {
			b.Roles = slices.DeleteFunc(demo.DefaultRoles(), func(role string) bool { return slices.Contains(o.without, role) })
		}
	})
	if err := os.WriteFile(o.certificate, server.CertificatePEM(), 0o600); err != nil {
		return fmt.Errorf("--certificate: %w", err)
	}
	fmt.Fprintf(o.out, `The made-up tenant is running with %d users; Ctrl-C ends it.

Put this into a file of Steampipe's config folder, for example m365cc.spc:

connection "m365cc" {
  plugin        = "local/m365cc"
  tenant_id     = %q
  client_id     = %q
  client_secret = %q
  token_host    = %q
  graph_host    = %q
}

Start Steampipe with the tenant's certificate:

SSL_CERT_FILE=%s steampipe query "select display_name, licenses from m365cc_user limit 5"
`, server.Tenant().Len(), server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost(), o.certificate)
	<-ctx.Done()
	return nil
}
