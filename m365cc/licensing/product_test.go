package licensing

import (
	"strings"
	"testing"
)

const (
	unknownGUID = "ffffffff-0000-4000-8000-000000000000"
	skuE5       = "06ebc4ee-1bb5-47dd-8120-11324bc54e06"
	skuE3       = "6fd2c87f-b296-42f0-b197-1e91e994b900"
)

func TestProductByID(t *testing.T) {
	for _, want := range []Product{
		{skuE5, "SPE_E5", "Microsoft 365 E5"},
		{skuE3, "ENTERPRISEPACK", "Office 365 E3"},
		{"f8a1db68-be16-40ed-86d5-cb42ce701560", "POWER_BI_PRO", "Power BI Pro"},
		{"53818b1b-4a27-454b-8896-0dba576410e6", "PROJECTPROFESSIONAL", "Planner and Project Plan 3"},
		// Renames: Microsoft's table has Power Virtual Agents for them too.
		{"4b74a65c-8b4a-4fc8-9f6b-5177ed11ddfa", "VIRTUAL_AGENT_USL", "Microsoft Copilot Studio User License"},
		{"f1de227b-f1bd-4959-bd80-b80547095e6d", "VIRTUAL_AGENT_USL_GCC", "Microsoft Copilot Studio User License for GCC"},
		{"606b54a9-78d8-4298-ad8b-df6ef4481c80", "CCIBOTS_PRIVPREV_VIRAL", "Microsoft Copilot Studio Viral Trial"},
		// U+00A0 and outer blanks in the part number.
		{"c2fe850d-fbbb-4858-b67d-bd0c6e746da3", "O365_w/o Teams Bundle_M3", "Microsoft 365 E3 EEA (no Teams)"},
		// Not in Microsoft's table.
		{"e4fa3838-3d01-42df-aa28-5e0a4c68604b", "ENTERPRISEPACK_FACULTY", "Office 365 Education E3 for Faculty"},
		// Of the two tables Microsoft's own name, with its small f.
		{"94763226-9b3c-4e75-a931-5c89701abe66", "STANDARDWOFFPACK_FACULTY", "Office 365 A1 for faculty"},
	} {
		for _, id := range []string{want.SKUID, strings.ToUpper(want.SKUID)} {
			if got, ok := ProductByID(id); !ok || got != want {
				t.Errorf("ProductByID(%q) = %+v, %t, want %+v", id, got, ok, want)
			}
		}
	}
}

func TestProductByIDUnknown(t *testing.T) {
	for _, id := range []string{"", "SPE_E5", unknownGUID} {
		if got, ok := ProductByID(id); ok || got != (Product{}) {
			t.Errorf("ProductByID(%q) = %+v, %t", id, got, ok)
		}
	}
}

func TestProductsByPartNumber(t *testing.T) {
	for _, tt := range []struct {
		part string
		ids  []string
	}{
		{"SPE_E5", []string{skuE5}},
		{"spe_e5", []string{skuE5}},
		{" Enterprisepack ", []string{skuE3}},
		{"O365_w/o\u00a0Teams\u00a0Bundle_M3", []string{"c2fe850d-fbbb-4858-b67d-bd0c6e746da3"}},
		{"MCOPSTN5", []string{"54a152dc-90de-4996-93d2-bc47e670fc06", "d43177b5-475b-4880-92d4-d54c27b5efbd"}},
		{"", nil},
		{"NO_SUCH_SKU", nil},
		{strings.Repeat("LONG", 100), nil},
		{"\xff", nil},
	} {
		got := ProductsByPartNumber(tt.part)
		if len(got) != len(tt.ids) {
			t.Errorf("ProductsByPartNumber(%q) = %+v, want %q", tt.part, got, tt.ids)
			continue
		}
		for i, product := range got {
			if product.SKUID != tt.ids[i] {
				t.Errorf("ProductsByPartNumber(%q)[%d] = %+v, want %q", tt.part, i, product, tt.ids[i])
			}
		}
	}
}

// Every product is found by both its keys: the neighbours that make a span are
// really neighbours.
func TestEveryProductIsFound(t *testing.T) {
	for row := range rows(productsData) {
		want := Product{PartNumber: row[0], SKUID: row[1], Name: row[2]}
		if want.Name == "" || want.PartNumber == "" {
			t.Errorf("product without a name: %+v", want)
		}
		if got, ok := ProductByID(want.SKUID); !ok || got != want {
			t.Errorf("ProductByID(%q) = %+v, %t", want.SKUID, got, ok)
		}
		found := false
		for _, got := range ProductsByPartNumber(strings.ToUpper(want.PartNumber)) {
			found = found || got == want
			if !strings.EqualFold(got.PartNumber, want.PartNumber) {
				t.Errorf("ProductsByPartNumber(%q) has %+v", want.PartNumber, got)
			}
		}
		if !found {
			t.Errorf("ProductsByPartNumber(%q) lacks %+v", want.PartNumber, want)
		}
	}
}

func TestProductsSurviveAnAppend(t *testing.T) {
	before := ProductsByPartNumber("AAD_BASIC")
	next := products().products[products().byPart["aad_basic"].to]
	_ = append(before, Product{Name: "Word"})
	if got, _ := ProductByID(next.SKUID); got != next {
		t.Errorf("an append changed the next product to %+v", got)
	}
}

func TestProductName(t *testing.T) {
	for _, tt := range []struct{ id, part, want string }{
		{skuE5, "SPE_E5", "Microsoft 365 E5"},
		{skuE5, "ENTERPRISEPACK", "Microsoft 365 E5"}, // the id decides
		{skuE5, "", "Microsoft 365 E5"},
		{"", "spe_e5", "Microsoft 365 E5"},
		{unknownGUID, "ENTERPRISEPACK", "Office 365 E3"},
		{unknownGUID, "MCOPSTN5", "MCOPSTN5"}, // two SKUs
		{unknownGUID, "Brand_New_SKU", "Brand_New_SKU"},
		{unknownGUID, "", unknownGUID},
		{"", "", ""},
	} {
		if got := ProductName(tt.id, tt.part); got != tt.want {
			t.Errorf("ProductName(%q, %q) = %q, want %q", tt.id, tt.part, got, tt.want)
		}
	}
}
