package m365cc_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// noPrices is the content of the price list of a connection that names none.
const noPrices = "none"

// priceFile writes a price list, "" being the tenant's own. It is "" for a connection that names none.
func priceFile(t testing.TB, server *demo.Server, content string) string {
	t.Helper()
	switch content {
	case noPrices:
		return ""
	case "":
		content = string(server.Tenant().PriceList())
	}
	name := filepath.Join(t.TempDir(), "prices.csv")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// licenseConfig is the part of a connection block about licences.
func licenseConfig(prices string, managed []string) string {
	config := ""
	if prices != "" {
		config += fmt.Sprintf("license_price_file = %q\n", prices)
	}
	if managed != nil {
		config += fmt.Sprintf("managed_licenses = [\"%s\"]\n", strings.Join(managed, `", "`))
	}
	return config
}

// licensePriceRows are the price list, completed by the names of products.
func licensePriceRows(tenant *demo.Tenant) []row {
	ids := map[string]string{}
	for part, sku := range skusByPart(tenant) {
		ids[part] = sku.SKUID
	}
	var rows []row
	for i, p := range tenant.Prices() {
		id, part := p.SKUID, p.SKUPartNumber
		if part == "" {
			part = partNumbers(tenant)[id]
		}
		if id == "" && part != previewPart { // which is in no table of Microsoft's
			id = ids[part]
		}
		name := licensing.ProductName(id, part)
		rows = append(rows, row{
			"sku_part_number": part, "sku_id": id, "sku_display_name": name, "title": name, "line_number": fmt.Sprint(i + 2), "is_current": fmt.Sprint(p.IsCurrent),
			"unit_cost": p.UnitCost, "yearly_cost": p.YearlyCost, "currency": p.Currency, "payment_frequency": p.PaymentFrequency,
			"effective_date": moment(p.EffectiveDate), "expiration_date": moment(p.ExpirationDate), "tenant_id": tenant.ID(),
		})
	}
	return rows
}

func skusByPart(tenant *demo.Tenant) map[string]demo.SKU {
	all := map[string]demo.SKU{}
	for _, s := range tenant.SKUs() {
		all[s.SKUPartNumber] = s
	}
	return all
}

// beginsWith says whether a part number begins in one of these ways.
func beginsWith(part string, beginnings []string) bool {
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(part, b) })
}

// skuRowsOf are the tenant's licences with a price list.
func skuRowsOf(prices []demo.Price) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		var rows []row
		for _, s := range tenant.SKUs() {
			r := truthOfSKU(tenant, s)
			r["effective_date"], r["expiration_date"] = boughtDates(tenant, s.SKUID)
			addPrice(r, prices)
			rows = append(rows, r)
		}
		return rows
	}
}

// skuRowsWithoutSubscriptions are those for an application that may not read the subscriptions.
func skuRowsWithoutSubscriptions(tenant *demo.Tenant) []row {
	var rows []row
	for _, s := range tenant.SKUs() {
		r := row{"sku_id": s.SKUID, "sku_part_number": s.SKUPartNumber}
		addPrice(r, tenant.Prices())
		rows = append(rows, r)
	}
	return rows
}

// addPrice adds the price of today to a licence.
func addPrice(r row, prices []demo.Price) {
	for _, p := range prices {
		if !p.IsCurrent || p.SKUID != r["sku_id"] && p.SKUPartNumber != r["sku_part_number"] {
			continue
		}
		r["unit_cost"], r["yearly_cost"], r["currency"], r["payment_frequency"] = p.UnitCost, p.YearlyCost, p.Currency, p.PaymentFrequency
		if !p.EffectiveDate.IsZero() {
			r["effective_date"] = moment(p.EffectiveDate)
		}
		if !p.ExpirationDate.IsZero() {
			r["expiration_date"] = moment(p.ExpirationDate)
		}
	}
}

// boughtDates are when the first subscription of a licence was made, and the next date on which one ends or is renewed;
// trials count only beside trials.
func boughtDates(tenant *demo.Tenant, id string) (effective, expiration string) {
	onlyTrials := true
	for _, s := range tenant.Subscriptions() {
		onlyTrials = onlyTrials && (s.SKUID != id || s.IsTrial)
	}
	for _, s := range tenant.Subscriptions() {
		if s.SKUID != id || s.IsTrial && !onlyTrials {
			continue
		}
		if made := moment(s.CreatedDateTime); effective == "" || made < effective {
			effective = made
		}
		if ends := moment(s.NextLifecycleDateTime); ends != "" && (expiration == "" || ends < expiration) {
			expiration = ends
		}
	}
	return effective, expiration
}

// managedCases are those of a connection that manages some licences: the others are nowhere but in what is Graph's own.
func managedCases() []suiteCase {
	managed := []string{"SPE_*", previewPart}
	only := func(table string) func(*demo.Tenant) []row {
		return managedRows(func(tenant *demo.Tenant) []row { return truthOf(tenant, table) }, "SPE_", previewPart)
	}
	cases := []suiteCase{
		{name: "licences of users", table: "m365cc_user_license", columns: []string{"user_id", "sku_id", "state"}, truth: only("m365cc_user_license"), atLeast: 100,
			requests: []string{withLicenses("", "id,"), get(tenantSKUs)}},
		{name: "licences of groups", table: "m365cc_group_license", columns: []string{"group_id", "sku_id"}, truth: only("m365cc_group_license"), atLeast: 3,
			requests: []string{someGroups("id,")}},
		{name: "subscriptions", table: "m365cc_subscription", columns: []string{"id"}, truth: only("m365cc_subscription"), atLeast: 5,
			requests: []string{get("/directory/subscriptions?$select=id,skuPartNumber")}},
		{name: "families, which are Microsoft's", table: "m365cc_license_family", columns: []string{"sku_id"}, atLeast: 300},
		{name: "users", columns: []string{"id", "licenses", "assigned_sku_ids", "assigned_licenses", "license_assignment_states"}, truth: managedUserRows("SPE_", previewPart), atLeast: 250,
			requests: []string{users("", "id,assignedLicenses,licenseAssignmentStates", "999"), get(tenantSKUs)}},
		{name: "users, ids of licences only", columns: []string{"assigned_sku_ids"}, truth: managedUserRows("SPE_", previewPart), atLeast: 250,
			requests: []string{users("", "assignedLicenses", "999"), get(tenantSKUs)}},
	}
	for i := range cases {
		cases[i].name, cases[i].managed = "managed "+cases[i].name, managed
	}
	return cases
}

// managedUserRows are the users with those of their licences that count.
func managedUserRows(beginnings ...string) func(*demo.Tenant) []row {
	return func(tenant *demo.Tenant) []row {
		var rows []row
		parts := partNumbers(tenant)
		for i := range tenant.Len() {
			u := tenant.User(i)
			r := truthOfUser(tenant, u)
			u.AssignedLicenses = slices.DeleteFunc(slices.Clone(u.AssignedLicenses), func(l demo.AssignedLicense) bool { return !beginsWith(parts[l.SKUID], beginnings) })
			r["licenses"], r["assigned_sku_ids"] = jsonOf(licenseNames(tenant, u)), jsonOf(skuIDs(u))
			rows = append(rows, r)
		}
		return rows
	}
}
