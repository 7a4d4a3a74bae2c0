package cmd

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// queryOptions are what the command query is told.
type queryOptions struct {
	*streams
	sources

	sql     string // "": from files or from in
	files   []string
	output  string // "": table on a terminal, else csv
	db      string
	command *cobra.Command
}

func newQueryCmd(s *streams) *cobra.Command {
	o := &queryOptions{streams: s}
	c := &cobra.Command{
		Use:   "query [SQL]",
		Short: "Run SQL on the embedded engine",
		Long: `query runs SQL (SQLite's dialect) on the tables of this plugin, with no Steampipe installed.

The SQL is the argument, or comes from the files of -f, or from standard input; several statements are
divided by semicolons. The connection is that of Steampipe's config folder (or --config FILE), named with
--connection; without any, the variables AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET are
enough, with M365CC_CLOUD, or M365CC_TOKEN_HOST and M365CC_GRAPH_HOST. With --demo a made-up tenant is asked.

Rows go to standard output, everything else to standard error.
Exit codes: 0 for success, 1 for an error, 2 for wrong usage, 130 when interrupted.`,
		Example: `  m365cc query --demo "select display_name, licenses from m365cc_user limit 5"
  m365cc query --demo --output json "select sku_part_number, available_units from m365cc_subscribed_sku"
  echo "select count(*) from m365cc_user where is_guest = true" | m365cc query --demo`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageErrorf(c, "query takes one argument, the SQL; put it in quotes")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			o.command = c
			if len(args) == 1 {
				o.sql = args[0]
			}
			return runQuery(c.Context(), o)
		},
	}
	c.Flags().StringArrayVarP(&o.files, "file", "f", nil, "read the SQL from `FILE` (- for standard input); may be given more than once")
	c.Flags().StringVarP(&o.output, "output", "o", "", "the form of the output: "+strings.Join(outputNames(), ", ")+" (default table on a terminal, else csv)")
	c.Flags().StringVar(&o.db, "db", "", "keep results in the SQLite database `FILE`: create table x as select ...")
	o.addFlags(c)
	return c
}

func runQuery(ctx context.Context, o *queryOptions) error {
	sql, err := o.readSQL()
	if err != nil {
		return err
	}
	if o.output == "" {
		o.output = "csv"
		if o.outIsTerminal {
			o.output = "table"
		}
	}
	if !slices.Contains(outputNames(), o.output) {
		return usageErrorf(o.command, "--output: %q is not one of %s", o.output, strings.Join(outputNames(), ", "))
	}
	connections, closeConnections, err := o.open(o.streams, sql)
	if err != nil {
		return err
	}
	defer closeConnections()
	db, err := engine.Open(engine.Options{Connections: connections, File: o.db})
	if err != nil {
		return err
	}
	ctx, show := watchProgress(ctx, o.streams, o.output, db)
	result := newOutput(o.output, o.out, show.hide)
	err = db.Query(ctx, sql, result)
	show.stop()
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	return err
}

// readSQL takes the SQL from the argument, the files, or standard input.
func (o *queryOptions) readSQL() (string, error) {
	if o.sql != "" && len(o.files) > 0 {
		return "", usageErrorf(o.command, "the SQL is given twice: as an argument and with -f")
	}
	sql := o.sql
	if sql == "" && len(o.files) == 0 {
		if o.inIsTerminal {
			return "", usageErrorf(o.command, "no SQL is given: as an argument, with -f FILE, or on standard input")
		}
		o.files = []string{"-"}
	}
	for _, name := range o.files {
		text, err := o.readFile(name)
		if err != nil {
			return "", err
		}
		sql += text + "\n;\n"
	}
	if strings.Trim(sql, " \t\r\n;") == "" {
		return "", usageErrorf(o.command, "the SQL is empty")
	}
	return sql, nil
}

func (o *queryOptions) readFile(name string) (string, error) {
	if name == "-" {
		text, err := io.ReadAll(o.in)
		if err != nil {
			return "", fmt.Errorf("read SQL from standard input: %w", err)
		}
		return string(text), nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("read SQL: %w", err)
	}
	return string(text), nil
}
