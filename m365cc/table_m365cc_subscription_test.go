package m365cc_test

import "github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"

func subscriptionCases() []suiteCase {
	subscriptions := func(names string) string { return get("/directory/subscriptions?$select=" + withID(names)) }
	return of("m365cc_subscription", "subscriptions", []suiteCase{
		{name: "with names", columns: []string{"id", "sku_display_name", "status", "total_licenses", "is_trial"}, atLeast: 20,
			requests: []string{subscriptions("id,skuId,skuPartNumber,status,totalLicenses,isTrial")}},
		{name: "dates", columns: []string{"sku_part_number", "created_date_time", "next_lifecycle_date_time"}, where: []condition{where("next_lifecycle_date_time", "is not null")}, atLeast: 15,
			requests: []string{subscriptions("skuPartNumber,createdDateTime,nextLifecycleDateTime")}},
		{name: "trials, which Graph does not filter", columns: []string{"sku_part_number", "is_trial"}, where: []condition{where("is_trial", "=", true)}, atLeast: 3,
			requests: []string{subscriptions("skuPartNumber,isTrial")}},
		{name: "limit", columns: []string{"id"}, limit: 2, atLeast: 20, requests: []string{subscriptions("id")}},
		{name: "no permission", columns: []string{"id"}, behaviour: func(b *demo.Behaviour) { b.Roles = []string{"LicenseAssignment.Read.All"} },
			fails: "m365cc_subscription needs the application permission Organization.Read.All or Directory.Read.All", requests: []string{subscriptions("id")}},
	})
}
