package m365cc_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// alwaysNull are the columns that a healthy tenant has no value for.
var alwaysNull = map[string]string{
	"deleted_date_time": "the users of the table are not deleted",
	"password_profile":  "Graph does not tell an application",
	"report_date":       "no condition asks for a day",
	"missing_sources":   "every source can be read",

	"code": "nothing is refused", "message": "nothing is refused", "request_id": "nothing is refused",

	"manufacturer": "reserved", "model": "reserved",
	"initiated_by_display_name": "Graph leaves it out",

	// Sign-ins have these where something is used that the tenant does not use, or that Graph rarely tells.
	"service_principal_credential_thumbprint":      "applications have secrets",
	"federated_credential_id":                      "applications have secrets",
	"client_session_id":                            "rarely told",
	"token_issuer_name":                            "Microsoft issues the tokens",
	"authentication_methods_used":                  "authentication_details tells it",
	"authentication_context_class_references":      "no policy uses an authentication context",
	"authentication_app_policy_evaluation_details": "no policy is about the authentication application",
	"applied_event_listeners":                      "no sign-in triggers anything",
	"location_altitude":                            "rarely told",
	"device_detail_browser_id":                     "rarely told",
	"ip_address_from_resource_provider":            "rarely told",
	"global_secure_access_ip_address":              "Global Secure Access is not used",
	"private_link_details":                         "private links are not used",
	"home_tenant_name":                             "rarely told",
	"site_url":                                     "Microsoft leaves it empty",
}

// onlyGlobal are the reports of tables that other clouds than the global one do not have.
var onlyGlobal = map[string]string{copilotUsage: copilotReport}

// lacks are words in the names of the columns that a cloud does not tell.
var lacks = map[string][]string{
	"gcc_high": {"locked_out_units"},
	"dod":      {"locked_out_units"},
	"china":    {"locked_out_units", "yammer", "teams"},
}

// TestEveryColumn compares all columns with the tenant's truth, in all four clouds, and wants a value in
// each of them for somebody.
func TestEveryColumn(t *testing.T) {
	for _, cloud := range []string{"global", "gcc_high", "dod", "china"} {
		t.Run(cloud, func(t *testing.T) {
			server := startTenant(t, demo.Options{Cloud: cloud})
			server.Set(func(b *demo.Behaviour) {
				b.LogRequests = -1 // each statement is a connection of its own, with a budget of its own
				b.Roles = append(demo.DefaultRoles(), "Policy.Read.ConditionalAccess")
			})
			for _, table := range m365cc.Tables() {
				t.Run(table.Name, func(t *testing.T) { everyColumn(t, server, table) })
			}
		})
	}
}

// conditionsForAll are those of the statements that together give every row of a table.
func conditionsForAll(table string) []string {
	if table != "m365cc_signin" {
		return []string{""}
	}
	const kinds = " where sign_in_event_type in ('%s', '%s')"
	return []string{fmt.Sprintf(kinds, interactive, nonInteractive), fmt.Sprintf(kinds, servicePrincipal, servicePrincipal), fmt.Sprintf(kinds, managedIdentity, managedIdentity)}
}

func everyRow(tenant *demo.Tenant, table string) []row {
	if table != "m365cc_signin" {
		return truthOf(tenant, table)
	}
	return signInRows(interactive, nonInteractive, servicePrincipal, managedIdentity)(tenant)
}

func everyColumn(t *testing.T, server *demo.Server, table *m365cc.Table) {
	var got collector
	for _, condition := range conditionsForAll(table.Name) {
		err := openEngine(t, server, nil).Query(t.Context(), "select * from "+table.Name+condition, &got)
		if missing := onlyGlobal[table.Name]; missing != "" && server.Tenant().Cloud() != "global" {
			if want := fmt.Sprintf("%s: the cloud of %s does not have the report %s: ", table.Name, server.GraphHost(), missing); err == nil || !strings.HasPrefix(err.Error(), want) {
				t.Errorf("error %v, want %s…", err, want)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	filled := map[string]bool{}
	for _, r := range got.rows {
		for name, value := range r {
			filled[name] = filled[name] || value != "" && value != "[]" && value != "{}"
		}
	}
	for _, c := range table.Columns {
		lacking := slices.ContainsFunc(lacks[server.Tenant().Cloud()], func(word string) bool { return strings.Contains(c.Name, word) })
		if !filled[c.Name] && alwaysNull[c.Name] == "" && !lacking {
			t.Errorf("column %s has no value in any row", c.Name)
		}
	}
	truth := everyRow(server.Tenant(), table.Name)
	columns := slices.Sorted(maps.Keys(truth[0]))
	have, want := make([]string, len(got.rows)), make([]string, len(truth))
	for i, r := range got.rows {
		have[i] = render(columns, r)
	}
	for i, r := range truth {
		want[i] = render(columns, r)
	}
	slices.Sort(have)
	slices.Sort(want)
	if !slices.Equal(have, want) {
		t.Errorf("%d rows, want %d\n%s", len(have), len(want), difference(have, want))
	}
}

// TestDescriptions holds what the hub asks for: sentences, and names that SQL need not quote.
func TestDescriptions(t *testing.T) {
	for _, table := range m365cc.Tables() {
		if !strings.HasSuffix(table.Description, ".") {
			t.Errorf("%s: the description is no sentence: %q", table.Name, table.Description)
		}
		seen := map[string]bool{}
		for _, c := range table.Columns {
			if !strings.HasSuffix(c.Description, ".") || seen[c.Name] || strings.ToLower(c.Name) != c.Name {
				t.Errorf("%s.%s: twice, in capitals, or described by no sentence: %q", table.Name, c.Name, c.Description)
			}
			seen[c.Name] = true
		}
		if !seen["title"] || !seen["tenant_id"] {
			t.Errorf("%s has no title or no tenant_id", table.Name)
		}
	}
}

// TestSixteenthColumn keeps a trap of Steampipe's foreign data wrapper shut: for `not f(column)` it makes up the
// qual "16th column <> true", which a boolean there would be filtered by.
func TestSixteenthColumn(t *testing.T) {
	for _, table := range m365cc.Tables() {
		if len(table.Columns) >= 16 && table.Columns[15].Type == m365cc.Boolean && table.Columns[15].Operators != 0 {
			t.Errorf("the 16th column of %s is the boolean %s, on which conditions are pushed down; move it", table.Name, table.Columns[15].Name)
		}
	}
}

// operatorsOfSQL are the operators of a condition in the suite by the plugin's.
var operatorsOfSQL = map[m365cc.Operator][]string{
	m365cc.Equal:      {"=", "in"},
	m365cc.NotEqual:   {"<>"},
	m365cc.AtLeast:    {">", ">="},
	m365cc.AtMost:     {"<="},
	m365cc.Below:      {"<"},
	m365cc.StartsWith: {"like"},
	m365cc.EndsWith:   {"like"},
	m365cc.NotNull:    {"is not null"},
	m365cc.Contains:   {"contains"},
}

// TestEveryOperatorHasACase: what is pushed down is held by a case with rows and requests.
func TestEveryOperatorHasACase(t *testing.T) {
	cases := allCases(startTenant(t, demo.Options{}).Tenant())
	for _, table := range m365cc.Tables() {
		for _, c := range table.Columns {
			for operator, names := range operatorsOfSQL {
				has := slices.ContainsFunc(cases, func(s suiteCase) bool {
					return slices.ContainsFunc(s.where, func(w condition) bool {
						return w.column == c.Name && slices.Contains(names, w.operator) && (operator != m365cc.EndsWith || strings.HasPrefix(w.values[0].(string), "%"))
					})
				})
				if c.Operators&operator != 0 && !has {
					t.Errorf("%s.%s: no case with %v", table.Name, c.Name, names)
				}
			}
		}
	}
}
