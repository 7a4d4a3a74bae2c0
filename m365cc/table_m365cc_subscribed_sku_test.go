package m365cc_test

import (
	"slices"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// datesOnly is the header of a price list without costs.
const datesOnly = "sku_part_number,effective_date,expiration_date\n"

func skuCases() []suiteCase {
	const sku = "m365cc_subscribed_sku"
	skus := func(names string) string { return get("/subscribedSkus?$select=" + withID(names)) }
	const subscriptions = "/directory/subscriptions?$select=skuId,isTrial,createdDateTime,nextLifecycleDateTime"
	money := []string{"sku_id", "unit_cost", "yearly_cost", "currency", "payment_frequency"}
	dates := []string{"sku_id", "effective_date", "expiration_date"}
	allDated := datesOnly + "SPE_E5,2026-01-01,2036-01-01\n"
	return []suiteCase{
		{name: "the money of SKUs is in the price list", table: sku, columns: money, atLeast: 10, requests: []string{skus("skuId,skuPartNumber")}},
		{name: "SKUs with a cost", table: sku, columns: money, where: []condition{where("currency", "=", "EUR")}, atLeast: 2, requests: []string{skus("skuId,skuPartNumber")}},
		{name: "the subscriptions tell the dates that the price list does not", table: sku, columns: dates, atLeast: 10,
			requests: []string{skus("skuId,skuPartNumber"), get(subscriptions)}},
		{name: "no price list", table: sku, columns: append(slices.Clone(money), dates...), prices: noPrices, truth: skuRowsOf(nil), atLeast: 10,
			requests: []string{skus("skuId,skuPartNumber"), get(subscriptions)}},
		{name: "money without a price list", table: sku, columns: money, prices: noPrices, truth: skuRowsOf(nil), atLeast: 10, requests: []string{skus("skuId,skuPartNumber")}},
		{name: "the price list tells all dates", table: sku, columns: dates, managed: []string{"SPE_E5"}, prices: allDated,
			truth:    managedRows(skuRowsOf([]demo.Price{{SKUPartNumber: "SPE_E5", IsCurrent: true, EffectiveDate: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), ExpirationDate: time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC)}}), "SPE_E5"),
			requests: []string{skus("skuId,skuPartNumber")}},
		{name: "a mistake in the price list", table: sku, columns: money, prices: datesOnly + "SPE_E5,soon,\n",
			fails: `prices.csv:2: effective_date: "soon" is not a day`, requests: []string{skus("skuId,skuPartNumber")}},
		{name: "a mistake in a price list that nobody needs", table: sku, columns: []string{"sku_id"}, prices: datesOnly + "SPE_E5,soon,\n", atLeast: 10, requests: []string{skus("skuId")}},
		{name: "no permission for subscriptions, dates", table: sku, columns: dates, atLeast: 10, truth: skuRowsWithoutSubscriptions,
			behaviour: func(b *demo.Behaviour) { b.Roles = []string{"LicenseAssignment.Read.All"} },
			requests:  []string{skus("skuId,skuPartNumber"), get(subscriptions)}, warnings: []string{"so are the dates that the price list does not have"}},
		{name: "managed SKUs", table: sku, columns: []string{"sku_id", "consumed_units"}, managed: []string{"ENTERPRISE*", "em?"},
			truth: managedRows(func(tenant *demo.Tenant) []row { return truthOf(tenant, sku) }, "ENTERPRISE", "EMS"), atLeast: 3,
			requests: []string{skus("skuId,consumedUnits,skuPartNumber")}},
		{name: "managed SKUs with a limit", table: sku, columns: []string{"sku_id"}, managed: []string{"ENTERPRISE*"}, limit: 1,
			truth: managedRows(func(tenant *demo.Tenant) []row { return truthOf(tenant, sku) }, "ENTERPRISE"), atLeast: 2,
			requests: []string{skus("skuId,skuPartNumber")}},
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
