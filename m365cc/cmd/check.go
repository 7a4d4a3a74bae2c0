package cmd

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// checkOptions are what the command check is told.
type checkOptions struct {
	*streams
	sources

	output string
}

func newCheckCmd(s *streams) *cobra.Command {
	o := &checkOptions{streams: s}
	c := &cobra.Command{
		Use:   "check",
		Short: "Say what this connection can read, and what to grant",
		Long: `check signs in, and says which endpoints of Microsoft Graph the connection can read, which permission or
licence is missing where, and which tables and columns lack it. Each endpoint is asked for as little as
possible; one whose permission is missing is not asked at all. It is the table m365cc_endpoint with advice.

The connection is found as 'm365cc query' finds it. A file with a client secret or a private key that
other users of this machine can read is warned about.

The core tables are ` + strings.Join(coreTables[:4], ", ") + `
and ` + coreTables[4] + `. AuditLog.Read.All, Reports.Read.All and Directory.Read.All are enough for them.

Exit codes: 0 if the core tables have all that they need, 1 if not or if the check failed, 2 for wrong
usage, 130 when interrupted.`,
		Example: `  m365cc check --demo
  m365cc check --demo --output json`,
		Args: noArguments,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.check(c); err != nil {
				return err
			}
			return runCheck(c.Context(), o)
		},
	}
	c.Flags().StringVarP(&o.output, "output", "o", "table", "the `FORM` of the output: "+strings.Join(outputNames(), ", ")+"; all but table have the rows of m365cc_endpoint")
	o.addFlags(c)
	return c
}

func (o *checkOptions) check(c *cobra.Command) error {
	if err := noEmptyFlags(c, "output", "config", "connection"); err != nil {
		return err
	}
	if !slices.Contains(outputNames(), o.output) {
		return usageErrorf(c, "--output: %q is not one of %s", o.output, strings.Join(outputNames(), ", "))
	}
	return o.sources.check(c)
}

// checkSQL asks for what cannot be read first.
const checkSQL = "select path, tables, columns, task, permissions, has_permission, status, http_status, code, message, request_id" +
	" from m365cc_endpoint order by status = 'ok', path"

func runCheck(ctx context.Context, o *checkOptions) error {
	screen := &screen{err: o.err}
	tenants, err := o.open(screen, o.streams, "")
	if err != nil {
		return err
	}
	defer tenants.close()
	for _, text := range tenants.openFiles() {
		warn(screen, text)
	}
	found, err := o.find(ctx, screen, tenants)
	if err != nil {
		return err
	}
	if err := o.write(found); err != nil {
		return err
	}
	return found.coreError()
}

// find asks the connection.
func (o *checkOptions) find(ctx context.Context, s *screen, t *tenants) (found *findings, err error) {
	db, err := engine.Open(engine.Options{Connections: t.named})
	if err != nil {
		return nil, err
	}
	defer func() {
		if closing := db.Close(); err == nil {
			err = closing
		}
	}()
	ctx, progress := watchProgress(ctx, s, o.errIsTerminal, db.RowsRead)
	defer progress.stop()
	found = &findings{}
	return found, db.Query(ctx, checkSQL, found)
}

// write writes the rows, in the form for people with what to do.
func (o *checkOptions) write(found *findings) error {
	if o.output != "table" {
		return found.replay(newResult(form{name: o.output, terminal: o.outIsTerminal}, o.out))
	}
	if err := writeTable(o.streams, []string{"status", "endpoint", "needed for"}, found.table()); err != nil {
		return err
	}
	_, err := fmt.Fprint(o.out, found.advice())
	return err
}

// findings keeps the rows of a check.
type findings struct {
	columns []engine.Column
	rows    [][]m365cc.Value
}

func (c *findings) Begin(columns []engine.Column) error {
	c.columns = columns
	return nil
}

func (c *findings) Row(values []m365cc.Value) error {
	c.rows = append(c.rows, slices.Clone(values))
	return nil
}

func (c *findings) End() error { return nil }

// replay gives the rows to another result.
func (c *findings) replay(out engine.Result) error {
	if err := out.Begin(c.columns); err != nil {
		return err
	}
	for _, row := range c.rows {
		if err := out.Row(row); err != nil {
			return err
		}
	}
	return out.End()
}
