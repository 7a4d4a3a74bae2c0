package demo

import (
	"slices"
	"strings"
	"testing"
)

// plainTypes are the complex types that are properties, and not resources of
// their own.
var plainTypes = []string{"assignedLicense", "assignedPlan", "authorizationInfo", "customSecurityAttributeValue", "employeeOrgData",
	"licenseAssignmentState", "mailboxSettings", "objectIdentity", "onPremisesExtensionAttributes", "onPremisesProvisioningError",
	"passwordProfile", "provisionedPlan", "serviceProvisioningError", "signInActivity"}

// schemaFile reads the field list of the user from the schema file: each
// property's name, and whether it is a plain one.
func schemaFile(t *testing.T) map[string]bool {
	t.Helper()
	all := map[string]bool{"id": true, "deletedDateTime": true} // of directoryObject
	name, inUser := "", false
	for line := range strings.Lines(string(sample(t, "graph/schemas/v1.0-users.yaml"))) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "    microsoft.graph."):
			inUser = line == "    microsoft.graph.user:"
		case !inUser:
		case strings.HasPrefix(line, `        "`):
			name = strings.Trim(strings.TrimSpace(line), `":`)
		case strings.HasPrefix(line, "          schema:"):
			_, reference, isComplex := strings.Cut(line, "microsoft.graph.")
			reference, _, _ = strings.Cut(reference, "'")
			all[name] = !isComplex || slices.Contains(plainTypes, reference)
		}
	}
	if len(all) < 100 {
		t.Fatalf("only %d properties were read", len(all))
	}
	return all
}

// fileProperties reads the names of a type's properties from a schema file.
func fileProperties(t *testing.T, file, typeName string) []string {
	t.Helper()
	var all []string
	inType := false
	for line := range strings.Lines(string(sample(t, file))) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "    microsoft.graph."):
			inType = line == "    microsoft.graph."+typeName+":"
		case inType && strings.HasPrefix(line, `        "`):
			all = append(all, strings.Trim(strings.TrimSpace(line), `":`))
		}
	}
	if len(all) < 5 {
		t.Fatalf("only %d properties of %s were read", len(all), typeName)
	}
	return all
}
