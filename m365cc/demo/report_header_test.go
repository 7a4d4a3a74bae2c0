package demo

import (
	"slices"
	"strings"
	"testing"
)

// headers are the files that show the header of a report: those of the
// documentation, and rows of the real service.
var headers = map[*report][]string{
	activeUserDetail:             {"beta-getoffice365activeuserdetail.csv", "v1.0-getoffice365activeuserdetail.csv", "real/tenant-activeuserdetail.csv"},
	activationsUserDetail:        {"beta-getoffice365activationsuserdetail.csv", "v1.0-getoffice365activationsuserdetail.csv", "real/tenant-office365activationsuserdetail.csv"},
	emailActivityUserDetail:      {"beta-getemailactivityuserdetail.csv", "real/outlook-mailactivityuserdetail.csv"},
	m365AppUserDetail:            {"beta-getm365appuserdetail.csv"},
	mailboxUsageDetail:           {"beta-getmailboxusagedetail.csv", "real/outlook-mailboxusagedetail.csv"},
	oneDriveActivityUserDetail:   {"beta-getonedriveactivityuserdetail.csv", "v1.0-getonedriveactivityuserdetail.csv", "real/onedrive-activityuserdetail.csv"},
	oneDriveUsageAccountDetail:   {"beta-getonedriveusageaccountdetail.csv", "v1.0-getonedriveusageaccountdetail.csv", "real/onedrive-usageaccountdetail.csv"},
	sharePointActivityUserDetail: {"beta-getsharepointactivityuserdetail.csv", "v1.0-getsharepointactivityuserdetail.csv", "real/spo-activityuserdetail.csv"},
	teamsUserActivityUserDetail:  {"beta-getteamsuseractivityuserdetail.csv"},
	yammerActivityUserDetail:     {"beta-getyammeractivityuserdetail.csv", "v1.0-getyammeractivityuserdetail.csv"},
	copilotUsageUserDetail:       {"v1.0-copilot-usageuserdetail.csv"},
}

// allReports are those below /reports, and Copilot's.
func allReports() []*report { return append(usageReports(), copilotUsageUserDetail) }

// headerOf returns the header of the file of a report's version in a cloud.
func headerOf(r *report, cloud, version string) []string {
	var header []string
	for _, column := range r.columnsIn(&cloudFacts{name: cloud}, version) {
		if column.header != "" {
			header = append(header, column.header)
		}
	}
	return header
}

// newColumns are those that the samples are too old for, with their places: one of OneDrive that no documentation has,
// and those of Teams that its page has had since 2022.
var newColumns = map[*report]map[string]int{
	oneDriveUsageAccountDetail: {"Site Id": 1},
	teamsUserActivityUserDetail: {"Tenant Display Name": 1, "Shared Channel Tenant Display Names": 2, "User Id": 3,
		"Post Messages": 13, "Reply Messages": 14, "Urgent Messages": 15},
}

// copilotAdditions are what the second version of Copilot's report has behind the columns of the first.
var copilotAdditions = []string{"Prompts submitted for all apps", "Prompts submitted for Copilot Chat (work)", "Prompts submitted for Copilot Chat (web)",
	"Active Usage Days for all apps", "Copilot Chat (work) Last Activity Date", "Copilot Chat (web) Last Activity Date",
	"Microsoft 365 Copilot Last Activity Date", "Edge Last Activity Date", "Copilot Agent Last Activity Date"}

func TestSecondVersionOfCopilot(t *testing.T) {
	first, second := headerOf(copilotUsageUserDetail, "global", "v1"), headerOf(copilotUsageUserDetail, "global", "v2")
	if !slices.Equal(second, append(first, copilotAdditions...)) {
		t.Errorf("the header is %q", second)
	}
}

func TestHeadersAreMicrosofts(t *testing.T) {
	for _, r := range allReports() {
		if len(headers[r]) == 0 {
			t.Errorf("%s is compared with nothing", r.function)
		}
		got := headerOf(r, "global", "v1")
		for name, k := range newColumns[r] {
			if got[k] != name {
				t.Errorf("%s: column %d is %s, want %s", r.function, k, got[k], name)
			}
		}
		got = slices.DeleteFunc(got, func(name string) bool { return newColumns[r][name] > 0 })
		for _, name := range headers[r] {
			line, _, _ := strings.Cut(string(sample(t, "graph/samples/"+name)), "\n")
			want := strings.Split(strings.TrimSpace(line), ",")
			if !slices.Equal(got, want) {
				t.Errorf("%s\n%q\nin %s\n%q", r.function, got, name, want)
			}
		}
	}
}

// In China six columns are missing, and nowhere else any.
func TestColumnsThatACloudLacks(t *testing.T) {
	for _, r := range allReports() {
		all := headerOf(r, "global", "v2")
		for _, cloud := range clouds {
			missing := slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(headerOf(r, cloud.name, "v2"), name) })
			var want []string
			if r == activeUserDetail && cloud.name == "china" {
				want = []string{"Has Yammer License", "Has Teams License", "Yammer Last Activity Date", "Teams Last Activity Date",
					"Yammer License Assign Date", "Teams License Assign Date"}
			}
			if !slices.Equal(missing, want) {
				t.Errorf("%s in %s lacks %q", r.function, cloud.name, missing)
			}
		}
	}
}
