package demo

import (
	"strings"
	"testing"
)

// tries binds a filter for users; what comes back is what Graph would answer.
func tries(filter string, advanced bool, switches Behaviour) *graphError {
	_, err := userSchema.filter(filter, advanced, &switches)
	if err == nil {
		return nil
	}
	return asGraphError(err)
}

// tryValue is a literal that fits a property.
func tryValue(f *property[*person]) string {
	switch f.form {
	case formBool:
		return "true"
	case formTime, formNull:
		return "2026-01-01T00:00:00Z"
	case formInt:
		return "5"
	case formGUID:
		return "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
	}
	return "'x'"
}

// tryFilter uses one operator on a property.
func tryFilter(name string, f *property[*person], o operator) string {
	v := tryValue(f)
	switch o {
	case opIn:
		return name + " in (" + v + ")"
	case opStartsWith, opEndsWith, opContains:
		return o.String() + "(" + name + ",'x')"
	case opNot:
		return "not(" + name + " eq " + v + ")"
	case opNull:
		return name + " eq null"
	}
	return name + " " + o.String() + " " + v
}

// The table of the documentation: by default | only in advanced queries. A
// property that is not here takes no filter at all.
var documented = map[string]string{
	"id":                              "eq | ne not",
	"accountEnabled":                  "eq in | ne not",
	"ageGroup":                        "eq in | ne not",
	"consentProvidedForMinor":         "eq in | ne not",
	"userType":                        "eq in | ne not null",
	"userPrincipalName":               "eq in startsWith ge le | ne endsWith",
	"displayName":                     "eq in startsWith | ne not null",
	"mail":                            "eq ge le in startsWith | ne endsWith",
	"mailNickname":                    "eq ge le in startsWith | ne null",
	"createdDateTime":                 "eq ge le | ne not in",
	"deletedDateTime":                 "eq ge le | ne not in",
	"employeeHireDate":                "| eq ne ge le in",
	"employeeLeaveDateTime":           "| eq ne not ge le in",
	"employeeId":                      "eq startsWith | ne in null",
	"employeeType":                    "| eq ne ge le in startsWith",
	"givenName":                       "eq ge le in startsWith | ne null",
	"surname":                         "eq ge le in startsWith | ne null",
	"jobTitle":                        "eq ge le in | ne null",
	"department":                      "eq ge le in startsWith | ne not null",
	"companyName":                     "| eq ne not ge le in startsWith null",
	"country":                         "eq ge le in startsWith | ne not null",
	"state":                           "eq ge le in startsWith | ne not null",
	"city":                            "eq ge in startsWith | ne not null",
	"usageLocation":                   "eq ge le in startsWith | ne",
	"officeLocation":                  "| eq ne not ge le in startsWith null",
	"mobilePhone":                     "| eq ne not ge le in startsWith null",
	"postalCode":                      "| eq ne not ge le in startsWith null",
	"streetAddress":                   "| eq ne not ge le in startsWith null",
	"preferredLanguage":               "| eq ne not ge le in startsWith null",
	"faxNumber":                       "| eq ne not ge le in startsWith null",
	"onPremisesSyncEnabled":           "eq in | ne not null",
	"onPremisesLastSyncDateTime":      "| eq ne not ge le in",
	"onPremisesImmutableId":           "| eq ne not ge le in",
	"onPremisesSamAccountName":        "| eq ne not ge le in startsWith",
	"onPremisesSecurityIdentifier":    "eq in | ne null",
	"onPremisesUserPrincipalName":     "eq ge le in startsWith | ne",
	"externalUserState":               "eq in | ne not",
	"externalUserStateChangeDateTime": "eq in | ne not",
	"creationType":                    "eq in | ne not",
	"isResourceAccount":               "eq | ne",
	"passwordPolicies":                "| eq ne null",
	"showInAddressList":               "| eq ne in",

	"signInActivity/lastSignInDateTime":                 "eq ge le | ne not",
	"employeeOrgData/division":                          "| eq ne not ge le in",
	"employeeOrgData/costCenter":                        "| eq ne not ge le in",
	"onPremisesExtensionAttributes/extensionAttribute7": "| eq ne not ge le in",
	"customSecurityAttributes/Engineering/CostCenter":   "| eq ne not startsWith",
}

// Every scalar property with every operator, in both kinds of queries.
func TestOperatorsOfEveryProperty(t *testing.T) {
	checked := 0
	check := func(name string, f *property[*person]) {
		rule := parseRule(documented[name])
		top, _, _ := strings.Cut(name, "/")
		for o := opEq; o <= opNull; o++ {
			if o >= opStartsWith && o <= opContains && f.form != formText {
				continue
			}
			needed := operators(1 << o)
			if o == opNot || o == opNull {
				needed |= 1 << opEq
			}
			for _, advanced := range []bool{false, true} {
				allowed := rule.plain
				if advanced {
					allowed = rule.advanced
				}
				filter := tryFilter(name, f, o)
				e := tries(filter, advanced, Behaviour{})
				if taken := allowed&needed == needed; taken != (e == nil) {
					t.Errorf("%s (advanced %v): %v", filter, advanced, e)
				} else if e != nil && (e.status != 400 || e.code != "Request_UnsupportedQuery" ||
					!strings.Contains(e.message, "'"+top+"'") && !strings.Contains(e.message, "perator '")) {
					t.Errorf("%s: %v", filter, e)
				}
				checked++
			}
		}
	}
	for k := range userSchema.properties {
		f := &userSchema.properties[k]
		for m := range f.fields {
			if sub := &f.fields[m]; f.form == formObject && sub.form != formObject && sub.form != formList {
				name := f.name + "/" + sub.name
				if strings.HasPrefix(name, "onPremisesExtensionAttributes/") {
					name = "onPremisesExtensionAttributes/extensionAttribute7"
				}
				check(name, sub)
			}
		}
		if f.form != formObject && f.form != formList && !f.notBuilt && f.name != "passwordProfile" {
			check(f.name, f)
		}
	}
	check("customSecurityAttributes/Engineering/CostCenter", userSchema.property("customSecurityAttributes").field("Engineering").field("CostCenter"))
	t.Logf("%d filters", checked)
}

func TestFiltersOnLists(t *testing.T) {
	const sku = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
	for filter, want := range map[string]string{ // default, advanced or never
		"assignedLicenses/any(l:l/skuId eq " + sku + ")":                                   "default",
		"not assignedLicenses/any(l:l/skuId eq " + sku + ")":                               "advanced",
		"assignedLicenses/any(l:l/skuId ne " + sku + ")":                                   "never",
		"assignedLicenses/any(l:l/disabledPlans eq " + sku + ")":                           "never",
		"assignedLicenses/$count eq 0":                                                     "advanced",
		"assignedLicenses/$count ne 0":                                                     "advanced",
		"assignedLicenses/$count eq 1":                                                     "advanced",
		"assignedLicenses/$count gt 0":                                                     "never",
		"assignedLicenses/$count eq 7":                                                     "never",
		"assignedLicenses/$count eq '0'":                                                   "never",
		"assignedLicenses eq null":                                                         "never",
		"assignedPlans/any(p:p/servicePlanId eq " + sku + ")":                              "default",
		"assignedPlans/any(p:p/service eq 'exchange' and p/capabilityStatus eq 'Enabled')": "default",
		"assignedPlans/$count eq 0":                                                        "never",
		"provisionedPlans/any(p:p/service eq 'exchange')":                                  "default",
		"not provisionedPlans/any(p:p/service ge 'exchange')":                              "advanced",
		"licenseAssignmentStates/any(s:s/skuId eq " + sku + ")":                            "never",
		"proxyAddresses/any(p:p eq 'smtp:a@b.c')":                                          "default",
		"proxyAddresses/any(p:startsWith(p,'smtp:'))":                                      "default",
		"proxyAddresses/any(p:endsWith(p,'@contoso.com'))":                                 "advanced",
		"proxyAddresses/any(p:p eq 'a' or p ge 'b')":                                       "default",
		"proxyAddresses/any(p:not(p eq 'a'))":                                              "never",
		"proxyAddresses/any(p:p ne 'a')":                                                   "never",
		"proxyAddresses/$count ne 0":                                                       "advanced",
		"not proxyAddresses/any(p:p eq 'a')":                                               "advanced",
		"proxyAddresses eq 'a'":                                                            "never",
		"otherMails/any(m:m in ('a','b'))":                                                 "default",
		"businessPhones/any(p:p eq '1')":                                                   "default",
		"imAddresses/any(p:startsWith(p,'a'))":                                             "default",
		"identities/any(i:i/issuer eq 'a' and i/issuerAssignedId eq 'b')":                  "default",
		"identities/any(i:i/signInType eq 'emailAddress')":                                 "never",
		"onPremisesProvisioningErrors/any(e:e/category eq 'PropertyConflict')":             "default",
		"serviceProvisioningErrors/any(e:e/isResolved eq false)":                           "never",
		"authorizationInfo/certificateUserIds/any(c:c eq 'x')":                             "advanced",
		"displayName/any(d:d eq 'x')":                                                      "never",
		"signInActivity eq null":                                                           "never",
		"employeeOrgData eq null":                                                          "never",
		"signInActivity/lastSuccessfulSignInDateTime le 2026-01-01T00:00:00Z":              "never",
	} {
		got := "never"
		if tries(filter, true, Behaviour{}) == nil {
			got = "advanced"
		}
		if tries(filter, false, Behaviour{}) == nil {
			got = "default"
		}
		if got != want {
			t.Errorf("%s works %s, want %s (%v)", filter, got, want, tries(filter, true, Behaviour{}))
		}
	}
}

// What a client reads in a refusal.
func TestRefusalsOfFilters(t *testing.T) {
	const missing = "' is not supported because the 'ConsistencyLevel:eventual' header is missing. Refer to https://aka.ms/graph-docs/advanced-queries for more information"
	const unsupported = "Request_UnsupportedQuery"
	property := func(name string) string {
		return "Unsupported or invalid query filter clause specified for property '" + name + "' of resource 'User'."
	}
	for filter, want := range map[string]struct{ code, message string }{
		"companyName eq 'Contoso'":                {unsupported, property("companyName")},
		"department eq null":                      {unsupported, property("department")},
		"assignedLicenses/$count eq 0":            {unsupported, property("assignedLicenses")},
		"employeeOrgData/division eq 'EMEA'":      {unsupported, property("employeeOrgData")},
		"createdDateTime gt 2026-01-01T00:00:00Z": {unsupported, property("createdDateTime")},
		"contains(displayName,'x')":               {unsupported, property("displayName")},
		"accountEnabled ne true":                  {unsupported, "Unsupported property filter clause operator 'NotEqualsMatch'."},
		"endsWith(mail,'x')":                      {unsupported, "Operator 'endsWith" + missing},
		"not (accountEnabled eq true)":            {unsupported, "Operator 'not" + missing},
		"shoeSize eq 43":                          {"BadRequest", "Invalid filter clause: Could not find a property named 'shoeSize' on type 'microsoft.graph.user'."},
		"DisplayName eq 'x'":                      {"BadRequest", "Invalid filter clause: Could not find a property named 'DisplayName' on type 'microsoft.graph.user'."},
		"signInActivity/x eq 'x'":                 {"BadRequest", "Invalid filter clause: Could not find a property named 'x' on type 'microsoft.graph.user'."},
		"displayName/x eq 'x'":                    {"BadRequest", "Invalid filter clause: Could not find a property named 'x' on type 'microsoft.graph.user'."},
		"assignedLicenses/any(l:l/x eq 'x')":      {"BadRequest", "Invalid filter clause: Could not find a property named 'x' on type 'microsoft.graph.user'."},
		"displayName eq 'x":                       {"BadRequest", "Invalid filter clause: There is an unterminated string literal at position 15 in 'displayName eq 'x'."},
		"accountEnabled eq 'true'":                {"BadRequest", "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.Boolean' and 'Edm.String' for operator kind 'Equal'."},
		"displayName eq true":                     {"BadRequest", "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.String' and 'Edm.Boolean' for operator kind 'Equal'."},
		"createdDateTime ge '2026-01-01'":         {"BadRequest", "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.DateTimeOffset' and 'Edm.String' for operator kind 'GreaterThanOrEqual'."},
		"assignedLicenses/any(l:l/skuId eq 'x')":  {"BadRequest", "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types 'Edm.Guid' and 'Edm.String' for operator kind 'Equal'."},
		"startsWith(accountEnabled,'t')":          {"BadRequest", "Invalid filter clause: No function signature for the function with name 'startswith' matches the specified arguments."},
		"startsWith(displayName,null)":            {"BadRequest", "Invalid filter clause: No function signature for the function with name 'startswith' matches the specified arguments."},
		"signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z and accountEnabled eq true": {unsupported, property("signInActivity")},
		"userType eq 'Guest' or signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z":     {unsupported, property("signInActivity")},
	} {
		e := tries(filter, false, Behaviour{})
		if e == nil || e.status != 400 || e.code != want.code || e.message != want.message {
			t.Errorf("%s\n got %v\nwant %s: %s", filter, e, want.code, want.message)
		}
	}
	// A range of the same property is no other property.
	if e := tries("signInActivity/lastSignInDateTime le 2026-02-01T00:00:00Z and signInActivity/lastSignInDateTime ge 2026-01-01T00:00:00Z", false, Behaviour{}); e != nil {
		t.Error(e)
	}
}

func TestFifteenAlternatives(t *testing.T) {
	or := func(n int) string { return strings.Repeat("displayName eq 'x' or ", n-1) + "displayName eq 'x'" }
	in := func(n int) string { return "displayName in (" + strings.Repeat("'x',", n-1) + "'x')" }
	const message = "Too many child clauses specified in search filter expression containing 'OR' operators: 16. Max allowed: 15."
	for _, good := range []string{or(15), in(15), "(" + or(8) + ") or (" + or(7) + ")", "(" + or(15) + ") and (" + or(15) + ")"} {
		if e := tries(good, false, Behaviour{}); e != nil {
			t.Errorf("%s: %v", good, e)
		}
	}
	for _, bad := range []string{or(16), in(16), "(" + or(8) + ") or (" + or(8) + ")"} {
		if e := tries(bad, true, Behaviour{}); e == nil || e.code != "Request_UnsupportedQuery" || e.message != message {
			t.Errorf("%s: %v", bad, e)
		}
	}
}

func TestSwitchesRefuseFilters(t *testing.T) {
	const skus = "assignedLicenses/any(l:l/skuId eq 06ebc4ee-1bb5-47dd-8120-11324bc54e06)"
	for _, test := range []struct {
		filter   string
		switches Behaviour
		message  string // "": taken
	}{
		{"department eq 'x'", Behaviour{RefuseFilter: []string{"department"}}, "Unsupported or invalid query filter clause specified for property 'department' of resource 'User'."},
		{"department eq 'x' and country eq 'y'", Behaviour{RefuseFilter: []string{"country"}}, "Unsupported or invalid query filter clause specified for property 'country' of resource 'User'."},
		{"department eq 'x'", Behaviour{RefuseFilter: []string{"country"}}, ""},
		{"department eq 'x'", Behaviour{RefuseFilter: []string{"*"}}, "Unsupported or invalid query filter clause specified for property 'department' of resource 'User'."},
		{skus, Behaviour{RefuseFilter: []string{"assignedLicenses"}}, "Unsupported or invalid query filter clause specified for property 'assignedLicenses' of resource 'User'."},
		{"signInActivity/lastSignInDateTime ge 2026-01-01", Behaviour{RefuseFilter: []string{"signInActivity/lastSignInDateTime"}}, "Unsupported or invalid query filter clause specified for property 'signInActivity' of resource 'User'."},
		{"department in ('x')", Behaviour{RefuseOperators: []string{"in"}}, "Unsupported property filter clause operator 'in'."},
		{"department eq 'x'", Behaviour{RefuseOperators: []string{"in"}}, ""},
		{"startswith(department,'x')", Behaviour{RefuseOperators: []string{"startswith"}}, "Unsupported property filter clause operator 'startsWith'."},
		{"department ne 'x'", Behaviour{RefuseOperators: []string{"ne"}}, "Unsupported property filter clause operator 'ne'."},
		{"not(department eq 'x')", Behaviour{RefuseOperators: []string{"not"}}, "Unsupported property filter clause operator 'not'."},
		{"endsWith(mail,'x')", Behaviour{RefuseOperators: []string{"endsWith"}}, "Unsupported property filter clause operator 'endsWith'."},
		{"department eq null", Behaviour{RefuseOperators: []string{"null"}}, "Unsupported property filter clause operator 'null'."},
		{skus, Behaviour{RefuseOperators: []string{"any"}}, "Unsupported property filter clause operator 'any'."},
		{"assignedLicenses/$count eq 0", Behaviour{RefuseOperators: []string{"$count"}}, "Unsupported property filter clause operator '$count'."},
		{"department eq 'x'", Behaviour{UnknownProperties: []string{"department"}}, "Invalid filter clause: Could not find a property named 'department' on type 'microsoft.graph.user'."},
	} {
		e := tries(test.filter, true, test.switches)
		if (e == nil) != (test.message == "") || e != nil && (e.status != 400 || e.message != test.message) {
			t.Errorf("%s with %+v: %v", test.filter, test.switches, e)
		}
	}
}

func TestOperatorNames(t *testing.T) {
	for o := opEq; o <= opAny; o++ {
		for _, name := range []string{o.String(), strings.ToUpper(o.String())} {
			if got, ok := operatorNamed(name); !ok || got != o {
				t.Errorf("%q is %v, %v", name, got, ok)
			}
		}
	}
	if _, ok := operatorNamed("has"); ok {
		t.Error("has is an operator")
	}
	defer func() {
		if recover() == nil {
			t.Error("a rule with an unknown operator passes")
		}
	}()
	parseRule("eq | has")
}
