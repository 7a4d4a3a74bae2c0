package cmd

import (
	"bufio"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

func newTablesCmd(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "tables",
		Short: "List the tables",
		Long:  "tables lists the tables that SQL can ask, with what their rows are.",
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

// writeTable writes rows of text as a table. On a terminal the last column is wrapped.
func writeTable(s *streams, names []string, rows [][]string) error {
	out := &tableResult{w: &rowWriter{Writer: bufio.NewWriter(s.out)}}
	if s.outIsTerminal {
		out.lastWidth = wrapAt
	}
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
			return err
		}
	}
	return out.End()
}

// wrapAt is a width of text that is easy to read.
const wrapAt = 60
