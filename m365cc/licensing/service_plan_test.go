package licensing

import (
	"slices"
	"strings"
	"testing"
)

const (
	planTeams    = "57ff2da0-773e-42df-b2af-ffb7a2317929" // TEAMS1
	planKiosk    = "4a82b400-a79f-41a4-b4e2-e94f5787b113" // EXCHANGE_S_DESKLESS
	planPowerBI  = "70d33638-9c74-4d01-bfd3-562de28bd4ba" // BI_AZURE_P2
	planProject2 = "31b4e2fc-4cd6-4e7d-9c1b-41407303bd66" // PROJECT_O365_P2, of the suites
	planVisio    = "663a804f-1c30-4ff0-9915-9db84f0d1cea" // VISIO_CLIENT_SUBSCRIPTION
)

func TestPlanName(t *testing.T) {
	for _, tt := range []struct{ id, name, want string }{
		{planTeams, "TEAMS1", "Microsoft Teams"},
		{strings.ToUpper(planTeams), "", "Microsoft Teams"},
		// Not "Dynamics 365 for Customer Service", which one line says.
		{"5dbe027f-2339-4123-9542-606e4d348a72", "SHAREPOINTENTERPRISE", "SharePoint (Plan 2)"},
		{"41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM", "Microsoft Entra ID P1"},
		// The identifier is as frequent, or more so, as the name.
		{"13696edf-5a08-49f6-8134-03083ed8ba30", "ONEDRIVESTANDARD", "OneDrive for Business (Plan 1)"},
		{"2049e525-b859-401b-b2a0-e0a31c4b1fe4", "BI_AZURE_P0", "Power BI (free)"},
		// As frequent: the newer name.
		{"fa200448-008c-4acb-abd4-ea106ed2199d", "FLOW_FOR_PROJECT", "Power Automate for Project"},
		{"7dc0e92d-bf15-401d-907e-0884efe7c760", "AAD_WRKLDID_P2", "Microsoft Entra Workload ID"},
		{unknownGUID, "NEW_PLAN", "NEW_PLAN"},
		{"", "TEAMS1", "TEAMS1"}, // never by name
		{unknownGUID, "", unknownGUID},
		{"", "", ""},
	} {
		if got := PlanName(tt.id, tt.name); got != tt.want {
			t.Errorf("PlanName(%q, %q) = %q, want %q", tt.id, tt.name, got, tt.want)
		}
	}
}

func TestEveryPlanHasAName(t *testing.T) {
	for row := range rows(plansData) {
		if name := PlanName(row[0], ""); name == row[0] {
			t.Errorf("plan %q has no name", row[0])
		}
	}
}

func TestPlanApplications(t *testing.T) {
	for _, tt := range []struct {
		id   string
		want []string
	}{
		{planTeams, []string{"Microsoft Teams"}},
		{strings.ToUpper(planKiosk), []string{"Outlook", "Microsoft Exchange Server"}},
		{planPowerBI, []string{"Power BI"}},
		{planVisio, []string{"Visio"}},
		{planProject2, nil},
		{unknownGUID, nil},
		{"TEAMS1", nil},
		{"", nil},
	} {
		got := PlanApplications(tt.id)
		if !slices.Equal(got, tt.want) || (got == nil) != (tt.want == nil) {
			t.Errorf("PlanApplications(%q) = %q, want %q", tt.id, got, tt.want)
		}
	}
}

// Every line of the hand-made table is answered, and nothing beyond it.
func TestPlanApplicationsAgainstSource(t *testing.T) {
	want := make(map[string]applicationSet)
	for _, line := range sourceTable(t, "service-plan-applications.csv") {
		set := parseApplications(line["application"])
		if set == 0 {
			t.Errorf("the source has an unknown application %q", line["application"])
		}
		want[line["service_plan_id"]] |= set
	}
	for id, set := range want {
		if got := PlanApplications(id); !slices.Equal(got, set.names()) {
			t.Errorf("PlanApplications(%q) = %q, want %q", id, got, set.names())
		}
	}
	for row := range rows(plansData) {
		if got := PlanApplications(row[0]); want[row[0]] == 0 && got != nil {
			t.Errorf("PlanApplications(%q) = %q, the source has none", row[0], got)
		}
	}
}

func TestExcludedPlansGiveNothing(t *testing.T) {
	for _, line := range sourceTable(t, "service-plan-excluded.csv") {
		id := line["service_plan_id"]
		if got := PlanApplications(id); got != nil {
			t.Errorf("PlanApplications(%q) = %q, but it is excluded: %s", id, got, line["reason"])
		}
		if got := EntitledApplications("SPE_E5", []string{id}); got != nil {
			t.Errorf("EntitledApplications of %q = %q, but it is excluded", id, got)
		}
	}
}
