package demo

import (
	"slices"
	"strings"
	"testing"
)

// described reads what Microsoft's schema file says about each property of a
// type: its type, and its description.
func described(t *testing.T, file, typeName string) map[string]string {
	t.Helper()
	all := map[string]string{}
	name, inType := "", false
	for line := range strings.Lines(string(sample(t, file))) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "    microsoft.graph."):
			inType = line == "    microsoft.graph."+typeName+":"
		case inType && strings.HasPrefix(line, `        "`):
			name = strings.Trim(strings.TrimSpace(line), `":`)
		case inType && strings.HasPrefix(line, "          "):
			all[name] += line
		}
	}
	return all
}

// filtersIn reads "Supports $filter (eq, startsWith)" out of a description.
func filtersIn(description string) []string {
	_, rest, ok := strings.Cut(description, "Supports $filter (")
	if !ok {
		if _, rest, ok = strings.Cut(description, "$orderby, $filter ("); !ok {
			return nil
		}
	}
	list, _, _ := strings.Cut(rest, ")")
	words := strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ' ' })
	words = slices.DeleteFunc(words, func(w string) bool { return w == "and" || w == "with" })
	slices.Sort(words)
	return words
}

// operatorsOf returns what a property takes; the any that reaches the elements
// of a list is not among what descriptions name.
func operatorsOf(r rule, without operator) []string {
	var all []string
	for o := range operatorNames {
		if r.plain.has(operator(o)) && operator(o) != without {
			all = append(all, operator(o).String())
		}
	}
	slices.Sort(all)
	return all
}

func TestSignInFiltersAreTheDocumentedOnes(t *testing.T) {
	descriptions := described(t, "graph/schemas/beta-signIns.yaml", "signIn")
	checked := 0
	for name, description := range descriptions {
		f := betaSignInSchema.property(name)
		want := filtersIn(description)
		if f.form == formObject { // the description is about members
			if len(operatorsOf(f.rule, opAny)) > 0 {
				t.Errorf("%s itself takes %v", name, operatorsOf(f.rule, opAny))
			}
			for k := range f.fields {
				member := &f.fields[k]
				wanted := []string(nil)
				if _, about, ok := strings.Cut(description, "Supports $filter"); ok && strings.Contains(about, member.name) {
					wanted = want
				}
				if name == "status" && member.name == "errorCode" {
					wanted = []string{"eq"}
				}
				if got := operatorsOf(member.rule, opAny); !slices.Equal(got, wanted) {
					t.Errorf("%s/%s takes %v, want %v", name, member.name, got, wanted)
				}
			}
			continue
		}
		if name == "riskEventTypes_v2" { // this file has no description of it; Microsoft's page has
			want = []string{"eq", "startsWith"}
		}
		if got := operatorsOf(f.rule, opAny); !slices.Equal(got, want) {
			t.Errorf("%s takes %v, want %v: %s", name, got, want, description)
		}
		checked += len(want)
	}
	if checked < 30 {
		t.Errorf("only %d operators were read", checked)
	}
	// v1.0 takes the same.
	for k := range signInSchemaV1.properties {
		f := &signInSchemaV1.properties[k]
		if other := betaSignInSchema.property(f.name); other != nil && other.rule != f.rule {
			t.Errorf("v1.0: %s takes something else", f.name)
		}
	}
}

func TestRegistrationFiltersAreTheDocumentedOnes(t *testing.T) {
	for name, description := range described(t, "graph/schemas/beta-userRegistrationDetails.yaml", "userRegistrationDetails") {
		want := filtersIn(description)
		if slices.Contains(undocumentedFilters, name) {
			if len(want) > 0 {
				t.Errorf("%s is documented: %v", name, want)
			}
			want = []string{"eq"}
		}
		if got := operatorsOf(betaRegistrationSchema.property(name).rule, opNull); !slices.Equal(got, want) {
			t.Errorf("%s takes %v, want %v", name, got, want)
		}
	}
}

// possible reads the members of an enumeration out of a description.
func possible(description string) []string {
	_, rest, ok := strings.Cut(description, "ossible values are: ")
	if !ok {
		if _, rest, ok = strings.Cut(description, "ossible values: "); !ok {
			return nil
		}
	}
	list, _, _ := strings.Cut(rest, ".")
	return strings.FieldsFunc(list, func(c rune) bool { return c == ',' || c == ' ' })
}

// No row has a member of an enumeration that Microsoft does not know.
func TestEnumerations(t *testing.T) {
	c := startLog(t, Options{Users: 600})
	var rows []map[string]any
	for _, filter := range []string{"t ne 'managedIdentity'", "t eq 'managedIdentity'"} {
		for _, page := range c.all(c.betaPath("auditLogs/signIns?$filter=signInEventTypes/any(t: " + filter + ")")) {
			rows = append(rows, page.value()...)
		}
	}
	checkEnumerations(t, described(t, "graph/schemas/beta-signIns.yaml", "signIn"), rows, 12)
	var people []map[string]any
	for _, page := range c.all(c.betaPath(registrations)) {
		people = append(people, page.value()...)
	}
	checkEnumerations(t, described(t, "graph/schemas/beta-userRegistrationDetails.yaml", "userRegistrationDetails"), people, 3)
}

func checkEnumerations(t *testing.T, descriptions map[string]string, rows []map[string]any, atLeast int) {
	t.Helper()
	checked := 0
	for name, description := range descriptions {
		members := possible(description)
		if len(members) == 0 || !strings.Contains(description, "x-enum") {
			continue
		}
		checked++
		for _, row := range rows {
			value, isText := row[name].(string)
			if isText && value != "" && !slices.Contains(members, value) {
				t.Errorf("%s is %q, which is none of %v", name, value, members)
				break
			}
		}
	}
	if checked < atLeast {
		t.Errorf("%d enumerations were read", checked)
	}
}

// Every property says something in some row, but for those that hardly any
// tenant fills.
func TestNoSignInPropertyIsAlwaysEmpty(t *testing.T) {
	never := []string{"appTokenProtectionStatus", "appliedEventListeners", "authenticationAppPolicyEvaluationDetails",
		"authenticationContextClassReferences", "authenticationMethodsUsed", "clientSessionId", "federatedCredentialId",
		"globalSecureAccessIpAddress", "homeTenantName", "ipAddressFromResourceProvider", "mfaDetail", "privateLinkDetails",
		"servicePrincipalCredentialThumbprint", "tokenIssuerName"}
	c := startLog(t, Options{Users: 600})
	c.server.Set(func(b *Behaviour) { b.Roles = append(DefaultRoles(), "Policy.Read.All") })
	c.renew()
	filled := map[string]bool{}
	for _, filter := range []string{"t eq 'interactiveUser' or t eq 'nonInteractiveUser'", "t eq 'servicePrincipal' or t eq 'managedIdentity'"} {
		for _, page := range c.all(c.betaPath("auditLogs/signIns?$filter=signInEventTypes/any(t: " + filter + ")")) {
			for _, row := range page.value() {
				for name, value := range row {
					list, isList := value.([]any)
					filled[name] = filled[name] || value != nil && value != "" && (!isList || len(list) > 0)
				}
			}
		}
	}
	for name, isFilled := range filled {
		if isFilled == slices.Contains(never, name) {
			t.Errorf("%s is filled: %v", name, isFilled)
		}
	}
}
