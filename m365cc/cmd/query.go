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

	check  rowCheck
	output string // "": table on a terminal, else csv
	db     string
	// spreadsheetSafe is for csv only.
	spreadsheetSafe bool
}

func newQueryCmd(s *streams) *cobra.Command {
	o := &queryOptions{streams: s}
	c := &cobra.Command{
		Use:   "query [SQL | FILE.sql...]",
		Short: "Run SQL on the embedded engine",
		Long: `query runs SQL (SQLite's dialect) on the tables of this plugin, with no Steampipe installed.

The SQL is the argument, or comes from the files of -f, or from standard input; several statements are
divided by semicolons. Arguments that end in .sql are files too.

The tenant is that of a connection in Steampipe's config folder (~/.steampipe/config), or in --config
FILE: of the one that --connection names, else of m365cc, else of the first by name. The tables of the
others are CONNECTION.m365cc_user, and so on. Without any connection the variables AZURE_TENANT_ID,
AZURE_CLIENT_ID and AZURE_CLIENT_SECRET are enough, with M365CC_CLOUD, or M365CC_TOKEN_HOST and
M365CC_GRAPH_HOST, for another cloud than the global one. With --demo a made-up tenant is asked.

On a terminal a query that takes longer than a second shows its progress. M365CC_LOG_LEVEL (trace, debug,
info, warn or error) asks for a log.

With --fail-on-rows a query is a check, for a schedule or a pipeline: each row is a finding. The exit code
is 3 if any statement returns rows, and 0 only if none does and everything could be read: where a missing
permission, licence or report makes the answer poorer, which is a warning without this flag, it is 1.

Rows go to standard output, everything else to standard error.
` + exitCodes,
		Example: `  m365cc query --demo "select display_name, licenses from m365cc_user limit 5"
  m365cc query --demo --output json "select sku_part_number, available_units from m365cc_subscribed_sku"
  m365cc query --demo --fail-on-rows "select id from m365cc_user where account_enabled is null"
  echo "select count(*) from m365cc_user where is_guest = true" | m365cc query --demo`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 && slices.ContainsFunc(args, func(arg string) bool { return !isFileName(arg) }) {
				return usageErrorf(c, "query takes one argument, the SQL, but got %d; put the SQL in quotes", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			o.take(args)
			if err := o.checkFlags(c); err != nil {
				return err
			}
			o.notice = func() { o.check.poorer.Store(true) }
			return o.check.judge(runQuery(c.Context(), o))
		},
	}
	c.Flags().StringArrayVarP(&o.files, "file", "f", nil, "read the SQL from `FILE` (- for standard input); may be given more than once")
	c.Flags().StringVarP(&o.output, "output", "o", "", "the `FORM` of the output: "+strings.Join(outputNames(), ", ")+" (default table on a terminal, else csv)")
	c.Flags().BoolVar(&o.spreadsheetSafe, "spreadsheet-safe", false, "csv for a spreadsheet: an apostrophe before each text that it would take for a formula (=, +, -, @, tab); numbers stay")
	c.Flags().StringVar(&o.db, "db", "", "keep results in the SQLite database `FILE`: create table x as select ...")
	c.Flags().BoolVar(&o.check.asked, "fail-on-rows", false, "exit with 3 if there are rows, with 1 if not everything could be read")
	o.addFlags(c)
	return c
}

// checkFlags finds contradictions in what the command is told, and fills in defaults.
func (o *queryOptions) checkFlags(c *cobra.Command) error {
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
	if o.spreadsheetSafe && o.output != "csv" {
		return usageErrorf(c, "--spreadsheet-safe is for csv, but the output is %s: give --output csv", o.output)
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
	result := countedResult{newResult(form{o.output, o.outIsTerminal, o.spreadsheetSafe}, o.onto(screen)), &o.check.rows}
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
