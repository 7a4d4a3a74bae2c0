package m365cc_test

import (
	"slices"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

func allCases(tenant *demo.Tenant) []suiteCase { return slices.Concat(userCases(tenant), skuCases()) }

func TestSuiteSQLite(t *testing.T) {
	server := startTenant(t, demo.Options{})
	runSuite(t, server, sqliteRunner{server}, allCases(server.Tenant()))
}

func TestSuiteSteampipe(t *testing.T) {
	server := startTenant(t, demo.Options{})
	runSuite(t, server, startPlugin(t, server), allCases(server.Tenant()))
}
