package m365cc

import (
	"context"
	"regexp"
	"strings"
	"testing"
)

// TestTags: each table has what a limiter finds it by, from the endpoint that it declares.
func TestTags(t *testing.T) {
	want := map[string][2]string{
		"m365cc_user":              {"directory", "users.list"},
		"m365cc_deleted_user":      {"directory", "directory.deletedItems.user.list"},
		"m365cc_signin":            {"auditLogs", "auditLogs.signIns.list"},
		"m365cc_mfa_registration":  {"auditLogs", "reports.authenticationMethods.userRegistrationDetails.list"},
		"m365cc_mailbox_usage":     {"reports", "reports.getMailboxUsageDetail"},
		"m365cc_copilot_usage":     {"reports", "copilot.reports.getMicrosoft365CopilotUsageUserDetail"},
		"m365cc_license_family":    {"m365cc", "m365cc_license_family.list"},
		"m365cc_report_setting":    {"directory", "admin.reportSettings.list"},
		"m365cc_license_activity":  {"directory", "users.list"},
		"m365cc_office_activation": {"reports", "reports.getOffice365ActivationsUserDetail"},
	}
	action := regexp.MustCompile(`^[A-Za-z0-9_]+(\.[A-Za-z0-9]+)+$`)
	tables := Plugin(context.Background()).TableMap
	for _, table := range Tables() {
		tags := tables[table.Name].List.Tags
		switch tags["service"] {
		case "directory", "reports", "auditLogs":
			if len(table.sources) == 0 {
				t.Errorf("%s: the service %q without an endpoint", table.Name, tags["service"])
			}
		case "m365cc":
			if len(table.sources) > 0 {
				t.Errorf("%s has an endpoint and no service of Graph's", table.Name)
			}
		default:
			t.Errorf("%s: the service %q", table.Name, tags["service"])
		}
		if !action.MatchString(tags["action"]) || strings.Contains(tags["action"], "v1.0") || strings.Contains(tags["action"], "beta") {
			t.Errorf("%s: the action %q", table.Name, tags["action"])
		}
		if w, ok := want[table.Name]; ok && w != [2]string{tags["service"], tags["action"]} {
			t.Errorf("%s: got %v, want %q", table.Name, tags, w)
		}
		delete(want, table.Name)
	}
	if len(want) > 0 {
		t.Errorf("there are no tables %v", want)
	}
}
