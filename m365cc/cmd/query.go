package cmd

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// queryOptions are what the command query is told.
type queryOptions struct {
	*streams
	sources
	statements

	output string // "": table on a terminal, else csv
	db     string
}

func newQueryCmd(s *streams) *cobra.Command {
	o := &queryOptions{streams: s}
	c := &cobra.Command{
		Use:   "query [SQL]",
		Short: "Run SQL on the embedded engine",
		Long: `query runs SQL (SQLite's dialect) on the tables of this plugin, with no Steampipe installed.

The SQL is the argument, or comes from the files of -f, or from standard input; several statements are
divided by semicolons.

The tenant is that of a connection in Steampipe's config folder (~/.steampipe/config), or in --config
FILE: of the one that --connection names, else of m365cc, else of the first by name. The tables of the
others are CONNECTION.m365cc_user, and so on. Without any connection the variables AZURE_TENANT_ID,
AZURE_CLIENT_ID and AZURE_CLIENT_SECRET are enough, with M365CC_CLOUD, or M365CC_TOKEN_HOST and
M365CC_GRAPH_HOST, for another cloud than the global one. With --demo a made-up tenant is asked.

On a terminal a query that takes longer than a second shows its progress. M365CC_LOG_LEVEL (trace, debug,
info, warn or error) asks for a log.

Rows go to standard output, everything else to standard error.
Exit codes: 0 for success, 1 for an error, 2 for wrong usage, 130 when interrupted.`,
		Example: `  m365cc query --demo "select display_name, licenses from m365cc_user limit 5"
  m365cc query --demo --output json "select sku_part_number, available_units from m365cc_subscribed_sku"
  echo "select count(*) from m365cc_user where is_guest = true" | m365cc query --demo`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageErrorf(c, "query takes one argument, the SQL, but got %d; put the SQL in quotes", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			o.args = args
			if err := o.check(c); err != nil {
				return err
			}
			return runQuery(c.Context(), o)
		},
	}
	c.Flags().StringArrayVarP(&o.files, "file", "f", nil, "read the SQL from `FILE` (- for standard input); may be given more than once")
	c.Flags().StringVarP(&o.output, "output", "o", "", "the `FORM` of the output: "+strings.Join(outputNames(), ", ")+" (default table on a terminal, else csv)")
	c.Flags().StringVar(&o.db, "db", "", "keep results in the SQLite database `FILE`: create table x as select ...")
	o.addFlags(c)
	return c
}

// check finds contradictions in what the command is told, and fills in defaults.
func (o *queryOptions) check(c *cobra.Command) error {
	if err := noEmptyFlags(c, "output", "db", "config", "connection"); err != nil {
		return err
	}
	if o.output == "" {
		o.output = "csv"
		if o.outIsTerminal {
			o.output = "table"
		}
	}
	if !slices.Contains(outputNames(), o.output) {
		return usageErrorf(c, "--output: %q is not one of %s", o.output, strings.Join(outputNames(), ", "))
	}
	return errors.Join(o.sources.check(c), o.statements.check(c, o.inIsTerminal))
}

func runQuery(ctx context.Context, o *queryOptions) (err error) {
	sql, err := o.read(ctx, o.in)
	if err != nil {
		return err
	}
	screen := &screen{err: o.err}
	tenants, err := o.open(screen, o.streams, sql)
	if err != nil {
		return err
	}
	defer tenants.close()
	db, err := engine.Open(engine.Options{Connections: tenants.named, File: o.db})
	if err != nil {
		return err
	}
	defer func() {
		if closing := db.Close(); err == nil {
			err = closing
		}
	}()
	ctx, progress := watchProgress(ctx, screen, o.errIsTerminal, db.RowsRead)
	defer progress.stop()
	result := newResult(o.output, o.onto(screen), o.outIsTerminal)
	if err := db.Query(ctx, sql, result); err != nil {
		result.abandon()
		return tenants.explain(err)
	}
	return nil
}

// onto is where rows go: on a terminal the line of progress makes way for them.
func (o *queryOptions) onto(s *screen) io.Writer {
	if o.outIsTerminal {
		return output{s, o.out}
	}
	return o.out
}
