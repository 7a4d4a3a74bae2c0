package m365cc_test

import "github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"

func skuCases() []suiteCase {
	const sku = "m365cc_subscribed_sku"
	skus := func(names string) string { return get("/subscribedSkus?$select=" + names) }
	const subscriptions = "/directory/subscriptions?$select=skuId,isTrial,nextLifecycleDateTime"
	return []suiteCase{
		{name: "SKUs with names", table: sku, columns: []string{"sku_part_number", "display_name", "enabled_units", "consumed_units", "available_units"}, atLeast: 10,
			requests: []string{skus("skuPartNumber,skuId,prepaidUnits,consumedUnits")}},
		{name: "SKUs, every other column", table: sku, atLeast: 10,
			columns:  []string{"id", "sku_id", "applies_to", "capability_status", "warning_units", "suspended_units", "locked_out_units", "subscription_ids", "account_id", "account_name", "title", "tenant_id"},
			requests: []string{skus("id,skuId,appliesTo,capabilityStatus,prepaidUnits,subscriptionIds,accountId,accountName,skuPartNumber")}},
		{name: "SKUs by a condition that Graph does not take", table: sku, columns: []string{"sku_part_number"}, where: []condition{where("sku_part_number", "=", "SPE_E5")},
			requests: []string{skus("skuPartNumber")}},
		{name: "SKUs with a limit", table: sku, columns: []string{"sku_id"}, limit: 2, requests: []string{skus("skuId")}},
		{name: "the subscriptions are asked for the licence type", table: sku, columns: []string{"sku_id", "license_type"}, atLeast: 10,
			requests: []string{skus("skuId"), get(subscriptions)}},
		{name: "no permission for subscriptions", table: sku, columns: []string{"sku_id", "license_type"}, null: []string{"license_type"}, atLeast: 10,
			behaviour: func(b *demo.Behaviour) { b.Roles = []string{"LicenseAssignment.Read.All"} },
			requests:  []string{skus("skuId"), get(subscriptions)}, warnings: []string{"license_type is NULL"}},
		{name: "no permission for SKUs", table: sku, columns: []string{"sku_id"}, behaviour: func(b *demo.Behaviour) { b.Roles = []string{"User.Read.All"} },
			fails:    "m365cc_subscribed_sku needs the application permission LicenseAssignment.Read.All or Organization.Read.All or Directory.Read.All",
			requests: []string{skus("skuId")}},
	}
}
