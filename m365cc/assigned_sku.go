package m365cc

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// assignedSku is a licence that somebody has, with the service plans that are off.
//
// https://learn.microsoft.com/graph/api/resources/assignedlicense
type assignedSku struct {
	SkuID         string   `json:"skuId"`
	DisabledPlans []string `json:"disabledPlans"`

	partNumber string
}

// name is the product's name as people know it; the part number, or else the id, where the product is in no table of
// names.
func (s *assignedSku) name() string { return licensing.ProductName(s.SkuID, s.partNumber) }

// planNames are the names of the plans that are off, as people know them.
func (s *assignedSku) planNames() []string {
	if s.DisabledPlans == nil {
		return nil
	}
	names := make([]string, len(s.DisabledPlans))
	for i, id := range s.DisabledPlans {
		names[i] = licensing.PlanName(id, "")
	}
	return names
}

// skuNameColumns are those for which the tenant's own SKUs may be asked: what licences are called.
var skuNameColumns = []string{"sku_part_number", "sku_display_name", "title"}

// partNumbers fills part numbers for a query. The tenant's own SKUs are asked only for a product that is in no table,
// and only if the query needs it, or the connection does not manage all.
func partNumbers[R any](ctx context.Context, q *request[R]) func(*assignedSku) error {
	return partNumbersOf(ctx, q.Connection, slices.ContainsFunc(skuNameColumns, q.wants) || len(q.Connection.settings.ManagedLicenses) > 0)
}

// partNumbersOf is partNumbers where the query needs all of them, or no more than the table of products tells.
func partNumbersOf(ctx context.Context, c *Connection, all bool) func(*assignedSku) error {
	own := sync.OnceValues(func() (map[string]string, error) { return c.skuPartNumbers(ctx) })
	return func(s *assignedSku) error {
		product, known := licensing.ProductByID(s.SkuID)
		s.partNumber = product.PartNumber
		if known || !all {
			return nil
		}
		parts, err := own()
		s.partNumber = parts[strings.ToLower(s.SkuID)]
		return err
	}
}

// skuColumns are the columns of a licence in the tables of who has which. The licence comes from a property of Graph's.
func skuColumns[R any](property string, sku func(*R) *assignedSku) []column[R] {
	return []column[R]{
		text("sku_id", "The id (GUID) of the licence (SKU).", func(r *R) string { return sku(r).SkuID }).from(property),
		text("sku_part_number", "The part number of the licence; for example, SPE_E5 or POWER_BI_PRO.", func(r *R) string { return sku(r).partNumber }).from(property),
		text("sku_display_name", "The name of the product as people know it, for example Microsoft 365 E5; the part number where the product is in no table of names.", func(r *R) string { return sku(r).name() }).from(property),
		list("disabled_plans", "The ids (GUID) of the service plans that are switched off; empty if none is.", func(r *R, _ *scope) []string { return sku(r).DisabledPlans }).from(property),
		list("disabled_plan_names", "The names of the service plans that are switched off, as people know them.", func(r *R, _ *scope) []string { return sku(r).planNames() }).from(property),
	}
}

// titled is the title of a licence that somebody has: who, and which.
func titled(who, sku string) string {
	if who == "" || sku == "" {
		return cmp.Or(sku, who)
	}
	return who + ": " + sku
}
