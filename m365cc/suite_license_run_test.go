package m365cc_test

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// licenseCases are those of the tables of licences and of the directory.
func licenseCases(tenant *demo.Tenant) []suiteCase {
	return slices.Concat(userLicenseCases(tenant), groupLicenseCases(tenant), subscriptionCases(), licenseFamilyCases(), licensePriceCases(), managedCases(), licenseActivityCases(tenant),
		domainCases(), deletedUserCases(tenant), directoryAuditCases(tenant))
}

// of gives cases their table, in front of their names too.
func of(table, about string, cases []suiteCase) []suiteCase {
	for i := range cases {
		cases[i].name, cases[i].table = about+": "+cases[i].name, table
	}
	return cases
}
