package main

import (
	"slices"
	"testing"
)

func TestBest(t *testing.T) {
	for _, tt := range []struct {
		names nameCount
		want  string
	}{
		{nameCount{"Microsoft Teams": 1}, "Microsoft Teams"},
		{nameCount{"SharePoint (Plan 2)": 45, "SharePoint Online (Plan 2)": 5, "DYNAMICS 365 FOR CUSTOMER SERVICE": 1}, "SharePoint (Plan 2)"},
		// Capitals and identifiers lose, however frequent.
		{nameCount{"BI_AZURE_P0": 2, "Power BI (free)": 1}, "Power BI (free)"},
		{nameCount{"Deskless_Plan": 9, "FLOW FREE": 5, "Flow Free": 1}, "Flow Free"},
		{nameCount{"YAMMER_MIDSIZE": 2, "YAMMER MIDSIZE": 1}, "YAMMER_MIDSIZE"},
		// On a tie the newer, the longer, the first.
		{nameCount{"Flow for Project": 2, "Power Automate for Project": 2}, "Power Automate for Project"},
		{nameCount{"Azure Active Directory workload identities P2": 1, "Microsoft Entra Workload ID": 1}, "Microsoft Entra Workload ID"},
		{nameCount{"Viva Topics": 1, "Microsoft Viva Topics": 1}, "Microsoft Viva Topics"},
		{nameCount{"Plan b": 1, "Plan a": 1}, "Plan a"},
		// More frequent is stronger than newer.
		{nameCount{"Azure Active Directory": 4, "Microsoft Entra ID": 1}, "Azure Active Directory"},
	} {
		for range 20 { // whatever the order of the map
			if got := tt.names.best(); got != tt.want {
				t.Fatalf("best of %v = %q, want %q", tt.names, got, tt.want)
			}
		}
	}
}

func TestCurrent(t *testing.T) {
	for _, tt := range []struct {
		names nameCount
		want  []string
	}{
		{nameCount{"Power Virtual Agent User License": 9, "Microsoft Copilot Studio User License": 1},
			[]string{"Microsoft Copilot Studio User License"}},
		{nameCount{"Power Virtual Agents": 1}, []string{"Power Virtual Agents"}},
		{nameCount{"B": 1, "A": 1}, []string{"A", "B"}},
	} {
		if got := tt.names.current(); !slices.Equal(got, tt.want) {
			t.Errorf("current of %v = %q, want %q", tt.names, got, tt.want)
		}
	}
}

func TestCount(t *testing.T) {
	names := make(map[string]nameCount)
	for _, name := range []string{"Teams", "Teams", "TEAMS1"} {
		count(names, "id", name)
	}
	if names["id"]["Teams"] != 2 || names["id"]["TEAMS1"] != 1 || len(names) != 1 {
		t.Errorf("counted %v", names)
	}
}

func TestIsShouted(t *testing.T) {
	for name, want := range map[string]bool{
		"":                              true,
		"FLOW FREE":                     true,
		"Dynamics_365_Onboarding":       true,
		"Flow Free":                     false,
		"Common Data Service_P2":        false,
		"Office for the web":            false,
		"EXCHANGE ONLINE (PLAN 1) test": false,
	} {
		if got := isShouted(name); got != want {
			t.Errorf("isShouted(%q) = %t", name, got)
		}
	}
}
