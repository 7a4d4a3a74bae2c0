package cmd

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// coreTables are the tables that a check has to find readable.
var coreTables = []string{"m365cc_active_user", "m365cc_email_activity", "m365cc_signin", "m365cc_mfa_registration", "m365cc_app_activity"}

// checkedEndpoint is a row of m365cc_endpoint.
type checkedEndpoint struct {
	path, status, message        string
	tables, columns, permissions []string
	// hasPermission is false where the token lacks the permissions, or does not tell.
	hasPermission bool
}

// endpoints are the rows that were checked.
func (c *findings) endpoints() []checkedEndpoint {
	all := make([]checkedEndpoint, len(c.rows))
	for i, row := range c.rows {
		texts := map[string]string{}
		for k, v := range row {
			texts[c.columns[k].Name] = plain(v)
		}
		all[i] = checkedEndpoint{texts["path"], texts["status"], texts["message"], listOf(texts["tables"]), listOf(texts["columns"]), listOf(texts["permissions"]), texts["has_permission"] == "true"}
	}
	return all
}

// listOf reads a JSON list of strings, which the plugin wrote.
func listOf(text string) (list []string) {
	_ = json.Unmarshal([]byte(text), &list)
	return list
}

// table is what is drawn of the rows.
func (c *findings) table() [][]string {
	var rows [][]string
	for _, e := range c.endpoints() {
		rows = append(rows, []string{e.status, e.path, printable(e.neededFor())})
	}
	return rows
}

// neededFor names the tables, and the columns by table.
func (e checkedEndpoint) neededFor() string {
	parts := slices.Clone(e.tables)
	byTable := map[string][]string{}
	for _, c := range e.columns {
		table, column, _ := strings.Cut(c, ".")
		byTable[table] = append(byTable[table], column)
	}
	for _, table := range slices.Sorted(maps.Keys(byTable)) {
		parts = append(parts, table+" ("+strings.Join(byTable[table], ", ")+")")
	}
	return strings.Join(parts, ", ")
}

// isCore says whether a core table needs the endpoint.
func (e checkedEndpoint) isCore() bool {
	return slices.ContainsFunc(coreTables, func(table string) bool {
		return slices.Contains(e.tables, table) || slices.ContainsFunc(e.columns, func(c string) bool { return strings.HasPrefix(c, table+".") })
	})
}

// isMissing says whether something is known to be missing. Of a throttled endpoint only the permission is known,
// which is there.
func (e checkedEndpoint) isMissing() bool { return e.status != "ok" && e.status != "throttled" }

// coreError names what the core tables lack; nil if it is nothing.
func (c *findings) coreError() error {
	var lacking []string
	for _, e := range c.endpoints() {
		if e.isCore() && e.isMissing() {
			lacking = append(lacking, e.path+" ("+e.lack()+")")
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return errors.New("the core tables lack " + strings.Join(lacking, ", "))
}

// lack is what is missing, in a few words.
func (e checkedEndpoint) lack() string {
	if e.toGrant() {
		return strings.Join(e.permissions, " or ")
	}
	return strings.ReplaceAll(e.status, "_", " ")
}

const howToGrant = `Microsoft Entra admin center, App registrations, the application of this connection, API permissions,
Add a permission, Microsoft Graph, Application permissions; then Grant admin consent. Delegated permissions
do not work. A permission counts from the next token on, which may take an hour for a plugin that is running.
`

// advice says what to do about the rows that are not ok.
func (c *findings) advice() string {
	var b strings.Builder
	grant := map[string][]string{} // what is needed, by permissions
	for _, e := range c.endpoints() {
		if e.toGrant() {
			key := strings.Join(e.permissions, " or ")
			grant[key] = append(grant[key], e.neededFor())
		}
	}
	if len(grant) > 0 {
		b.WriteString("\nTo grant:\n")
		for _, permission := range slices.Sorted(maps.Keys(grant)) {
			fmt.Fprintf(&b, "- %s: %s\n", permission, strings.Join(grant[permission], ", "))
		}
		b.WriteString(howToGrant)
	}
	for _, kind := range []struct{ status, text string }{
		{"license_missing", "The tenant needs Microsoft Entra ID P1 or P2"},
		{"not_in_cloud", "This cloud does not have"},
		{"concealed", "Names are concealed (Microsoft 365 admin centre, Settings, Org settings, Services, Reports: clear \"Display concealed user, group, and site names in all reports\")"},
		{"throttled", "Graph is busy; the permission is there, and the rest is found out by another check later"},
	} {
		if needed := c.neededWith(kind.status); len(needed) > 0 {
			fmt.Fprintf(&b, "\n%s:\n- %s\n", kind.text, strings.Join(needed, "\n- "))
		}
	}
	for _, e := range c.endpoints() {
		if e.status == "ok" && e.message != "" {
			fmt.Fprintf(&b, "\n%s: %s\n", e.path, printable(e.message))
		}
		if e.status == "error" || e.status == "permission_missing" && !e.toGrant() && !c.lacksWhole(e) {
			fmt.Fprintf(&b, "\n%s: %s\n", e.path, printable(cmp.Or(e.message, "an error without a message")))
		}
	}
	if b.Len() == 0 {
		return "\nEverything can be read.\n"
	}
	return b.String()
}

// toGrant says whether one of the permissions has to be granted.
func (e checkedEndpoint) toGrant() bool { return e.status == "permission_missing" && !e.hasPermission }

// lacksWhole says whether it is the permission of the whole endpoint that a property lacks, which is told there.
func (c *findings) lacksWhole(e checkedEndpoint) bool {
	whole, _, isProperty := strings.Cut(e.path, "?")
	return isProperty && slices.ContainsFunc(c.endpoints(), func(other checkedEndpoint) bool { return other.path == whole && other.toGrant() })
}

// neededWith is what the endpoints of a status are needed for.
func (c *findings) neededWith(status string) []string {
	var needed []string
	for _, e := range c.endpoints() {
		if e.status == status {
			needed = append(needed, e.neededFor())
		}
	}
	return needed
}
