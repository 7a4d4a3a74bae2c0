package m365cc_test

import "github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"

// licensePriceCases ask Graph nothing.
func licensePriceCases() []suiteCase {
	money := []string{"sku_part_number", "unit_cost", "yearly_cost", "currency", "payment_frequency"}
	return of("m365cc_license_price", "prices", []suiteCase{
		{name: "everything", columns: []string{"sku_part_number", "sku_id", "sku_display_name", "unit_cost", "yearly_cost", "currency", "payment_frequency", "effective_date", "expiration_date", "is_current", "line_number"}, atLeast: 13},
		{name: "no permission at all", columns: []string{"title", "tenant_id"}, behaviour: func(b *demo.Behaviour) { b.Roles = []string{} }, atLeast: 13},
		{name: "of a currency", columns: money, where: []condition{where("currency", "=", "EUR")}, atLeast: 2},
		{name: "that end soon", columns: []string{"sku_part_number", "expiration_date"}, where: []condition{where("expiration_date", "<", clock.AddDate(0, 0, 60)), where("is_current", "=", true)}},
		{name: "of a licence by its id", columns: money, where: []condition{where("sku_id", "=", e5)}, atLeast: 2},
		{name: "limit", columns: money, limit: 3, atLeast: 13},
		{name: "of managed licences", columns: money, managed: []string{"spe_*", "contoso_bundl?"}, truth: managedRows(licensePriceRows, "SPE_", "CONTOSO_BUNDLE"), atLeast: 4},
		{name: "no price list", columns: money, prices: noPrices,
			fails: "m365cc_license_price: there is no price list: set license_price_file in the connection, or M365CC_LICENSE_PRICE_FILE in the environment, to the path of a CSV file"},
		{name: "a mistake in the price list", columns: money, prices: "sku_part_number,unit_cost,currency,payment_frequency\nSPE_E5,1,USD,annual\nSPE_E3,\"1,5\",USD,annual\n",
			fails: `prices.csv:3: unit_cost: "1,5" is not an amount such as 36.70`},
	})
}

// managedRows are the rows of the licences whose part numbers begin in one of these ways.
func managedRows(all func(*demo.Tenant) []row, beginnings ...string) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		var rows []row
		for _, r := range all(tenant) {
			if beginsWith(r["sku_part_number"], beginnings) {
				rows = append(rows, r)
			}
		}
		return rows
	}
}
