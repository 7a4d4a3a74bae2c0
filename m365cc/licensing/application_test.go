package licensing

import (
	"slices"
	"sync"
	"testing"
)

func TestApplicationsOrder(t *testing.T) {
	want := []string{
		"Dynamics 365", "Project", "Visio", "Power BI", "Microsoft Teams", "Outlook",
		"Microsoft Exchange Server", "SharePoint", "OneDrive", "Yammer", "Skype for Business",
	}
	if !slices.Equal(Applications, want) {
		t.Errorf("Applications = %q, want %q", Applications, want)
	}
}

func TestParseApplications(t *testing.T) {
	for _, tt := range []struct {
		list string
		want []string
	}{
		{"", nil},
		{"Word", nil},
		{"Yammer", []string{"Yammer"}},
		{"SharePoint;OneDrive;Dynamics 365", []string{"Dynamics 365", "SharePoint", "OneDrive"}},
		{"Visio;Visio;Word", []string{"Visio"}},
	} {
		got := parseApplications(tt.list).names()
		if !slices.Equal(got, tt.want) || (got == nil) != (tt.want == nil) {
			t.Errorf("parseApplications(%q).names() = %q, want %q", tt.list, got, tt.want)
		}
	}
}

func TestNamesOfEverySet(t *testing.T) {
	for set := range applicationSet(1 << len(applications)) {
		var want []string
		for i, name := range Applications {
			if set&(1<<i) != 0 {
				want = append(want, name)
			}
		}
		for range 2 { // made, then kept
			if got := set.names(); !slices.Equal(got, want) {
				t.Fatalf("applicationSet(%b).names() = %q, want %q", set, got, want)
			}
		}
	}
}

func TestNamesSurviveAnAppend(t *testing.T) {
	set := parseApplications("Project;Visio;Yammer")
	_ = append(set.names(), "Word")
	_ = append(set.names()[:1:1], "Word")
	if got, want := set.names(), []string{"Project", "Visio", "Yammer"}; !slices.Equal(got, want) {
		t.Errorf("names() = %q after an append, want %q", got, want)
	}
}

func TestNamesInParallel(*testing.T) {
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for set := range applicationSet(1 << len(applications)) {
				set.names()
			}
		})
	}
	group.Wait()
}
