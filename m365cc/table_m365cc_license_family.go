package m365cc

import (
	"context"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

var tableLicenseFamily = define(definition[licenseFamily]{
	name:        "m365cc_license_family",
	description: "Families of licences (SKUs) that Microsoft sells for the same purpose: which is the higher one, and which contains which. The table is part of the plugin and asks Microsoft Graph nothing.",
	list:        listLicenseFamilies,
	columns:     licenseFamilyColumns,
})

var licenseFamilyColumns = []column[licenseFamily]{
	text("sku_id", "The id (GUID) of the licence (SKU).", func(f *licenseFamily) string { return f.SKUID }),
	text("sku_part_number", "The part number of the licence; for example, SPE_E5 or POWER_BI_PRO.", func(f *licenseFamily) string { return f.SKUPartNumber }),
	text("display_name", "The name of the product as people know it, for example Microsoft 365 E5.", (*licenseFamily).name),
	text("family", "The family; licences of one are sold for the same purpose. It ends in -gcc, -gcchigh, -dod, -faculty or -student for those that only these customers buy.", func(f *licenseFamily) string { return f.Family.Family }),
	newColumn("tier", Integer, "The place in the family: a higher one contains a lower one as Microsoft sells them, equal ones are variants. NULL for what is outside the order (free or a trial).", (*licenseFamily).tier),
	boolean("is_primary", "True for a base licence: a suite, a frontline or business licence, Microsoft 365 Apps, or Enterprise Mobility + Security.", func(f *licenseFamily) Flag { return flagOf(f.IsPrimary) }),
	boolean("is_free_or_trial", "True if the licence is free or a trial.", func(f *licenseFamily) Flag { return flagOf(f.IsFreeOrTrial) }),
	list("contains", "The part numbers of the licences that this one covers, so that a user who has both does not need them; empty if none is known.", (*licenseFamily).contained),
	list("contains_sku_ids", "The ids (GUID) of these licences, in the same order.", (*licenseFamily).containedIDs),
	text("note", "How a containment was found, and what is unsure.", func(f *licenseFamily) string { return f.Note }),
	text("title", "The title of the resource: the name of the product.", (*licenseFamily).name),
}

// licenseFamily is a licence's place in its family.
type licenseFamily struct{ licensing.Family }

// listLicenseFamilies gives the whole table, which is small.
func listLicenseFamilies(_ context.Context, q *request[licenseFamily]) error {
	all := licensing.Families()
	rows := make([]licenseFamily, len(all))
	for i, f := range all {
		rows[i] = licenseFamily{f}
	}
	return q.give(rows, nil)
}

func (f *licenseFamily) name() string { return licensing.ProductName(f.SKUID, f.SKUPartNumber) }

func (f *licenseFamily) tier(*scope) Value {
	if f.Tier == 0 {
		return Value{}
	}
	return IntValue(int64(f.Tier))
}

func (f *licenseFamily) contained(*scope) []string {
	if f.Contains == nil {
		return []string{}
	}
	return f.Contains
}

// containedIDs are found by part number, which is unique in this table.
func (f *licenseFamily) containedIDs(*scope) []string {
	ids := make([]string, 0, len(f.Contains))
	for _, part := range f.Contains {
		if other, ok := licensing.FamilyByPartNumber(part); ok {
			ids = append(ids, other.SKUID)
		}
	}
	return ids
}
