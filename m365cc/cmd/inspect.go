package cmd

import (
	"strings"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

func newInspectCmd(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "inspect TABLE",
		Short: "List the columns of a table",
		Long: `inspect lists the columns of a table with their types. A condition with one of the operators in the
column "pushed" is sent to Graph; all others are checked here, after the rows have come.`,
		Example: `  m365cc inspect m365cc_user`,
		Args: func(c *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usageErrorf(c, "inspect takes the name of one table, but got %d arguments; 'm365cc tables' lists the tables", len(args))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			for _, t := range m365cc.Tables() {
				if strings.EqualFold(t.Name, args[0]) {
					return inspect(s, t)
				}
			}
			return usageErrorf(c, "there is no table %q; 'm365cc tables' lists the tables", args[0])
		},
	}
}

func inspect(s *streams, t *m365cc.Table) error {
	rows := make([][]string, len(t.Columns))
	for i, c := range t.Columns {
		rows[i] = []string{c.Name, typeNames[c.Type], pushed(c.Operators), c.Description}
	}
	return writeTable(s, []string{"column", "type", "pushed", "description"}, rows)
}

var typeNames = map[m365cc.Type]string{
	m365cc.String:    "text",
	m365cc.Boolean:   "boolean",
	m365cc.Integer:   "integer",
	m365cc.Double:    "double",
	m365cc.Timestamp: "timestamp",
	m365cc.JSON:      "json",
}

// pushed names the operators as SQL writes them.
func pushed(operators m365cc.Operator) string {
	var names []string
	for _, o := range []struct {
		operator m365cc.Operator
		name     string
	}{
		{m365cc.Equal, "= in"},
		{m365cc.NotEqual, "<>"},
		{m365cc.AtLeast, "> >="},
		{m365cc.AtMost, "< <="},
		{m365cc.StartsWith, "like 'a%'"},
		{m365cc.EndsWith, "like '%a'"},
		{m365cc.Contains, "like '%a%'"},
		{m365cc.NotNull, "is not null"},
	} {
		if operators&o.operator != 0 {
			names = append(names, o.name)
		}
	}
	return strings.Join(names, ", ")
}
