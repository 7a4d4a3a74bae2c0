package cmd

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

func newTablesCmd(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "tables",
		Short: "List the tables",
		Example: `  m365cc tables
  m365cc inspect m365cc_user`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			rows := [][]string{}
			for _, t := range m365cc.Tables() {
				rows = append(rows, []string{t.Name, t.Description})
			}
			return writeTable(s, []string{"table", "description"}, rows)
		},
	}
}

func noArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageErrorf(c, "%s takes no argument, but got %q", c.Name(), args[0])
	}
	return nil
}

// writeTable writes rows of text as a table.
func writeTable(s *streams, names []string, rows [][]string) error {
	out := newOutput("table", s.out, func() {})
	columns := make([]engine.Column, len(names))
	for i, n := range names {
		columns[i] = engine.Column{Name: n}
	}
	if err := out.Begin(columns); err != nil {
		return err
	}
	for _, row := range rows {
		values := make([]m365cc.Value, len(row))
		for i, cell := range row {
			values[i] = m365cc.TypedText(m365cc.String, cell)
		}
		if err := out.Row(values); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return out.End()
}
