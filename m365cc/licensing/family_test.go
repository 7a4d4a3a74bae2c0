package licensing

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestFamilyByID(t *testing.T) {
	got, ok := FamilyByID(strings.ToUpper(skuE5))
	if !ok || got.SKUPartNumber != "SPE_E5" || got.SKUID != skuE5 || got.Family != "microsoft-365-enterprise" ||
		got.Tier != 4 || !got.IsPrimary || got.IsFreeOrTrial {
		t.Errorf("FamilyByID(%q) = %+v, %t", skuE5, got, ok)
	}
	for _, part := range []string{"SPE_E3", "ENTERPRISEPREMIUM", "POWER_BI_PRO"} {
		if !slices.Contains(got.Contains, part) {
			t.Errorf("SPE_E5 does not contain %q", part)
		}
	}
	free, ok := FamilyByID("f30db892-07e9-47e9-837c-80727f46fd3d")
	if !ok || !free.IsFreeOrTrial || free.IsPrimary || free.Tier != 0 || free.Contains != nil {
		t.Errorf("FamilyByID of FLOW_FREE = %+v, %t", free, ok)
	}
}

func TestFamilyByIDUnknown(t *testing.T) {
	for _, id := range []string{"", "SPE_E5", unknownGUID, "54a152dc-90de-4996-93d2-bc47e670fc06"} {
		if got, ok := FamilyByID(id); ok || !reflect.DeepEqual(got, Family{}) {
			t.Errorf("FamilyByID(%q) = %+v, %t", id, got, ok)
		}
	}
}

func TestFamilyByPartNumber(t *testing.T) {
	for _, want := range Families() {
		if got, ok := FamilyByPartNumber(want.SKUPartNumber); !ok || got.SKUID != want.SKUID {
			t.Errorf("FamilyByPartNumber(%q) = %+v, %t", want.SKUPartNumber, got, ok)
		}
	}
	for _, part := range []string{"", "spe_e5", skuE5} {
		if got, ok := FamilyByPartNumber(part); ok || got.SKUID != "" {
			t.Errorf("FamilyByPartNumber(%q) = %+v, %t", part, got, ok)
		}
	}
}

func TestFamiliesAreSortedAndFound(t *testing.T) {
	families := Families()
	if !slices.IsSortedFunc(families, func(a, b Family) int {
		return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.Tier, b.Tier),
			cmp.Compare(strings.ToLower(a.SKUPartNumber), strings.ToLower(b.SKUPartNumber)))
	}) {
		t.Error("families are not sorted by family, tier and part number")
	}
	for _, want := range families {
		if got, ok := FamilyByID(want.SKUID); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("FamilyByID(%q) = %+v, %t", want.SKUID, got, ok)
		}
		if product, ok := ProductByID(want.SKUID); !ok || product.PartNumber != want.SKUPartNumber {
			t.Errorf("family of %q, but the product is %+v, %t", want.SKUPartNumber, product, ok)
		}
	}
}

func TestContainmentsStayInTheTable(t *testing.T) {
	known := make(map[string]bool)
	for _, family := range Families() {
		if known[family.SKUPartNumber] {
			t.Errorf("%q is there twice", family.SKUPartNumber)
		}
		known[family.SKUPartNumber] = true
	}
	for _, family := range Families() {
		for _, part := range family.Contains {
			if !known[part] || part == family.SKUPartNumber {
				t.Errorf("%q contains %q", family.SKUPartNumber, part)
			}
		}
	}
}

// The table says all that the source says, and no more.
func TestFamiliesRoundTrip(t *testing.T) {
	source := sourceTable(t, "license-families.csv")
	if len(source) != len(Families()) {
		t.Errorf("%d families, the source has %d", len(Families()), len(source))
	}
	for _, want := range source {
		family, ok := FamilyByID(want["sku_id"])
		got := map[string]string{
			"sku_part_number":           family.SKUPartNumber,
			"sku_id":                    family.SKUID,
			"family":                    family.Family,
			"tier":                      strconv.Itoa(family.Tier),
			"is_primary":                strconv.FormatBool(family.IsPrimary),
			"is_free_or_trial":          strconv.FormatBool(family.IsFreeOrTrial),
			"contains_sku_part_numbers": strings.Join(family.Contains, ";"),
			"note":                      family.Note,
		}
		if !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("family of %q is\n%v, the source says\n%v", want["sku_part_number"], got, want)
		}
	}
}
