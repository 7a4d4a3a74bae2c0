package licensing

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

const (
	skuF1        = "50f60901-3181-4b75-8a2c-4c8e4c1d5a72" // M365_F1_COMM
	skuF1NoTeams = "0666269f-b167-4c5b-a76f-fc574f2b1118" // Microsoft_365_F1_EEA_(no_Teams)
)

func TestEntitledApplications(t *testing.T) {
	mail := []string{"Outlook", "Microsoft Exchange Server"}
	for _, tt := range []struct {
		name  string
		part  string
		plans []string
		want  []string
	}{
		{"no plan", "SPE_E5", nil, nil},
		{"only plans that give nothing", "SPE_E5", []string{planProject2, unknownGUID, ""}, nil},
		{"in order, none twice", "ANY", []string{planKiosk, planTeams, planVisio, planTeams},
			[]string{"Visio", "Microsoft Teams", "Outlook", "Microsoft Exchange Server"}},
		{"any case", "ANY", []string{strings.ToUpper(planPowerBI)}, []string{"Power BI"}},
		{"no part number", "", []string{planKiosk}, mail},
		{"F3 has the mailbox", "SPE_F1", []string{planKiosk}, mail},
		{"F1 has not", "M365_F1_COMM", []string{planKiosk, planTeams}, []string{"Microsoft Teams"}},
		{"F1 in small letters", "m365_f1_comm", []string{planKiosk}, nil},
		{"F1 EEA has not", "Microsoft_365_F1_EEA_(no_Teams)", []string{planKiosk}, nil},
		{"GCC F3 has a part number like F1", "M365_F1_GOV", []string{planKiosk}, mail},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := EntitledApplications(tt.part, tt.plans)
			if !slices.Equal(got, tt.want) || (got == nil) != (tt.want == nil) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestProductApplications(t *testing.T) {
	suite := []string{
		"Microsoft Teams", "Outlook", "Microsoft Exchange Server",
		"SharePoint", "OneDrive", "Yammer", "Skype for Business",
	}
	for _, tt := range []struct {
		id   string
		want []string
	}{
		{skuE3, suite},
		{skuE5, append([]string{"Power BI"}, suite...)},                                         // neither Project nor Visio
		{strings.ToUpper("f8a1db68-be16-40ed-86d5-cb42ce701560"), []string{"Power BI"}},         // POWER_BI_PRO
		{"53818b1b-4a27-454b-8896-0dba576410e6", []string{"Project", "SharePoint", "OneDrive"}}, // PROJECTPROFESSIONAL
		{"c5928f49-12ba-48f7-ada3-0d743a3601d5", []string{"Visio", "OneDrive"}},                 // VISIOCLIENT
		{"f30db892-07e9-47e9-837c-80727f46fd3d", nil},                                           // FLOW_FREE
		{"e4fa3838-3d01-42df-aa28-5e0a4c68604b", nil},                                           // of the additional ones
		{unknownGUID, nil},
		{"", nil},
	} {
		got := ProductApplications(tt.id)
		if !slices.Equal(got, tt.want) || (got == nil) != (tt.want == nil) {
			t.Errorf("ProductApplications(%q) = %q, want %q", tt.id, got, tt.want)
		}
	}
}

func TestF1HasNoMailbox(t *testing.T) {
	for _, id := range []string{skuF1, skuF1NoTeams} {
		product, _ := ProductByID(id)
		got := ProductApplications(id)
		if slices.Contains(got, AppOutlook) || slices.Contains(got, AppExchange) {
			t.Errorf("%q entitles to %q", product.PartNumber, got)
		}
		if !slices.Contains(got, AppSharePoint) {
			t.Errorf("%q entitles to %q, but not to SharePoint", product.PartNumber, got)
		}
	}
}

// No suite gives Project or Visio: the plans of the suites are for viewing, and
// their Visio has no plan.
func TestSuitesGiveNeitherProjectNorVisio(t *testing.T) {
	for _, family := range Families() {
		if !family.IsPrimary {
			continue
		}
		got := ProductApplications(family.SKUID)
		if slices.Contains(got, AppProject) || slices.Contains(got, AppVisio) {
			t.Errorf("%q entitles to %q", family.SKUPartNumber, got)
		}
	}
}

// With the plans of Microsoft's table both ways give the same.
func TestEntitlementsAgree(t *testing.T) {
	plans := make(map[string][]string)
	for _, line := range sourceTable(t, "product-names-and-service-plans.csv") {
		id := strings.TrimSpace(line["GUID"]) // U+00A0 in some
		plans[id] = append(plans[id], strings.TrimSpace(line["Service_Plan_Id"]))
	}
	for _, id := range slices.Sorted(maps.Keys(plans)) {
		product, ok := ProductByID(id)
		if !ok {
			t.Errorf("SKU %q of the source is not known", id)
		}
		want := EntitledApplications(product.PartNumber, plans[id])
		if got := ProductApplications(id); !slices.Equal(got, want) {
			t.Errorf("ProductApplications(%q) = %q, EntitledApplications %q", id, got, want)
		}
	}
}
