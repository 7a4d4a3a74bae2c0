package m365cc_test

import (
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// licenseFamilyCases ask Graph nothing, so that nothing can be missing.
func licenseFamilyCases() []suiteCase {
	return of("m365cc_license_family", "families", []suiteCase{
		{name: "everything", columns: []string{"sku_id", "sku_part_number", "display_name", "family", "tier", "is_primary", "is_free_or_trial", "contains", "note"}, atLeast: 300},
		{name: "one", columns: []string{"family", "tier", "contains", "contains_sku_ids"}, where: []condition{where("sku_id", "=", e5)}},
		{name: "of a family", columns: []string{"sku_part_number", "tier"}, where: []condition{where("family", "=", "microsoft-365-enterprise")}, atLeast: 3},
		{name: "outside the order", columns: []string{"sku_part_number", "tier"}, where: []condition{where("tier", "is null")}, atLeast: 30},
		{name: "limit", columns: []string{"title"}, limit: 4, atLeast: 300},
		{name: "no permission at all", columns: []string{"title", "tenant_id"}, behaviour: func(b *demo.Behaviour) { b.Roles = []string{} }, atLeast: 300},
	})
}

// TestDowngrade joins who has a licence with what it contains, which is what the table is for.
func TestDowngrade(t *testing.T) {
	var got answer
	err := openDocsEngine(t).Query(t.Context(), `
		select f.sku_part_number, l.sku_part_number
		from m365cc_user_license as h
		join m365cc_license_family as f on f.sku_id = h.sku_id, json_each(f.contains_sku_ids) as c
		join m365cc_user_license as l on l.user_id = h.user_id and l.sku_id = c.value
		where h.user_principal_name = '`+adele+`' group by 1, 2`, &got)
	if err != nil || len(got.cells) != 2 || got.cells[1][0] != "SPE_E5" || got.cells[1][1] != "POWER_BI_PRO" {
		t.Errorf("got %q, %v", got.cells, err)
	}
}
