package m365cc_test

import (
	"slices"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

func allCases(tenant *demo.Tenant) []suiteCase {
	return slices.Concat(userCases(tenant), userJoinedCases(tenant), skuCases(), activeUserCases(), emailActivityCases(), appActivityCases(tenant),
		signInCases(tenant), registrationCases(tenant), licenseCases(tenant), usageCases(), endpointCases())
}

// TestSuiteChina runs what is otherwise in the cloud that lacks most.
func TestSuiteChina(t *testing.T) {
	server := startTenant(t, demo.Options{Cloud: "china"})
	cases := slices.Concat(chinaCases(), userJoinedChinaCases())
	t.Run("SQLite", func(t *testing.T) { runSuite(t, server, sqliteRunner{server}, cases) })
	t.Run("Steampipe", func(t *testing.T) { runSuite(t, server, startPlugin(t, server), cases) })
}

func TestSuiteSQLite(t *testing.T) {
	t.Parallel()
	server := startTenant(t, demo.Options{})
	runSuite(t, server, sqliteRunner{server}, allCases(server.Tenant()))
}

func TestSuiteSteampipe(t *testing.T) {
	t.Parallel()
	server := startTenant(t, demo.Options{})
	runSuite(t, server, startPlugin(t, server), allCases(server.Tenant()))
}
