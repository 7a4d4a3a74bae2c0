package cmd

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// least are permissions that are enough for everything, none of which can be missed.
var least = []string{"User.Read.All", "AuditLog.Read.All", "Reports.Read.All", "Organization.Read.All", "LicenseAssignment.Read.All", "Domain.Read.All",
	"Group.Read.All", "ReportSettings.Read.All", "User-LifeCycleInfo.Read.All", "CustomSecAttributeAssignment.Read.All"}

// checkWith checks a tenant with a behaviour.
func checkWith(t *testing.T, change func(*demo.Behaviour), args ...string) outcome {
	t.Helper()
	server := startTenant(t, demo.Options{Users: 10})
	server.Set(change)
	return call{roots: trust(server), env: environment(server)}.run(t, append([]string{"check"}, args...)...)
}

// TestCheckWithoutEachPermission takes each permission away in turn: it is named, with what lacks it, and no other is.
func TestCheckWithoutEachPermission(t *testing.T) {
	for _, c := range []struct {
		away, granted, needed string // what is to be granted, and for what
		code                  int
	}{
		{"none", "", "", exitOK},
		{"User.Read.All", "User.Read.All or Directory.Read.All", "m365cc_deleted_user, m365cc_app_activity, m365cc_license_activity, m365cc_user, m365cc_user_license", exitError},
		{"AuditLog.Read.All", "AuditLog.Read.All", "m365cc_signin, m365cc_app_activity (last_activity_date, source), m365cc_license_activity (last_activity_date, days_since_last_activity, source), m365cc_user (last_used_application, last_activity_date, days_since_last_activity), m365cc_mfa_registration, m365cc_user (is_mfa_registered, is_mfa_capable), m365cc_directory_audit, m365cc_license_activity (last_sign_in_date_time, last_non_interactive_sign_in_date_time, last_successful_sign_in_date_time), m365cc_user (last_sign_in_date_time, last_non_interactive_sign_in_date_time, last_successful_sign_in_date_time, last_sign_in_request_id, last_non_interactive_sign_in_request_id, last_successful_sign_in_request_id)", exitError},
		{"Reports.Read.All", "Reports.Read.All", "m365cc_email_activity, m365cc_app_activity (last_activity_date, source), m365cc_license_activity (last_activity_date, days_since_last_activity, source), m365cc_user (last_used_application, last_activity_date, days_since_last_activity), m365cc_app_platform_usage, m365cc_user (uses_windows, uses_mac, uses_mobile, uses_web), m365cc_mailbox_usage, m365cc_user (mail_storage_used_mb), m365cc_office_activation, m365cc_user (activations), m365cc_active_user, m365cc_app_activity (last_activity_date, source), m365cc_license_activity (last_activity_date, days_since_last_activity, source), m365cc_user (last_used_application, last_activity_date, days_since_last_activity), m365cc_onedrive_activity, m365cc_onedrive_usage, m365cc_user (onedrive_storage_used_mb), m365cc_sharepoint_activity, m365cc_teams_activity, m365cc_yammer_activity, m365cc_copilot_usage", exitError},
		{"Organization.Read.All", "Organization.Read.All or Directory.Read.All", "m365cc_subscription, m365cc_subscribed_sku (license_type)", exitOK},
		{"LicenseAssignment.Read.All", "", "", exitOK}, // Organization.Read.All does
		{"Domain.Read.All", "Domain.Read.All or Directory.Read.All", "m365cc_domain, m365cc_user (is_federated)", exitOK},
		{"Group.Read.All", "GroupMember.Read.All or Group.Read.All or Directory.Read.All", "m365cc_group_license, m365cc_user_license (assigned_by_group_display_name)", exitOK},
		{"ReportSettings.Read.All", "ReportSettings.Read.All", "m365cc_report_setting", exitOK},
		{"User-LifeCycleInfo.Read.All", "User-LifeCycleInfo.Read.All", "m365cc_user (employee_leave_date_time)", exitOK},
		{"CustomSecAttributeAssignment.Read.All", "CustomSecAttributeAssignment.Read.All", "m365cc_user (custom_security_attributes)", exitOK},
	} {
		t.Run(c.away, func(t *testing.T) {
			got := checkWith(t, func(b *demo.Behaviour) {
				b.Roles = slices.DeleteFunc(slices.Clone(least), func(r string) bool { return r == c.away })
			})
			_, advice, _ := strings.Cut(got.out, "+\n\n")
			want := "Everything can be read.\n"
			if c.granted != "" {
				want = "To grant:\n- " + c.granted + ": " + c.needed + "\n" + howToGrant
			}
			if got.code != c.code || advice != want || (got.err == "") != (c.code == exitOK) {
				t.Errorf("code %d, advice\n%s\nwant\n%s\nerr %s", got.code, advice, want, got.err)
			}
			if c.code != exitOK && !strings.Contains(got.err, c.granted) {
				t.Errorf("the error does not name %s: %s", c.granted, got.err)
			}
		})
	}
}

// TestCheckOfCoreTables: three permissions are enough for the core tables.
func TestCheckOfCoreTables(t *testing.T) {
	three := func(b *demo.Behaviour) {
		b.Roles = []string{"AuditLog.Read.All", "Reports.Read.All", "Directory.Read.All"}
	}
	got := checkWith(t, three)
	if got.code != exitOK || got.err != "" || !strings.Contains(got.out, "- ReportSettings.Read.All: m365cc_report_setting\n") || strings.Contains(got.out, "- AuditLog.Read.All") {
		t.Error(got)
	}
	rows := cells(t, got.out)
	if rows[0][0] != "permission_missing" || rows[len(rows)-1][0] != "ok" {
		t.Errorf("what is missing does not come first: %q", rows)
	}
}

// TestCheckOfWhatIsNoPermission has the other reasons why something cannot be read.
func TestCheckOfWhatIsNoPermission(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*demo.Behaviour)
		code   int
		out    string
		err    string
	}{
		"no P1 or P2": {func(b *demo.Behaviour) { b.NoPremium = true }, exitError,
			"\nThe tenant needs Microsoft Entra ID P1 or P2:\n- m365cc_signin, m365cc_app_activity (last_activity_date, source), m365cc_license_activity (last_activity_date, days_since_last_activity, source), m365cc_user (last_used_application, last_activity_date, days_since_last_activity)\n- m365cc_mfa_registration, m365cc_user (is_mfa_registered, is_mfa_capable)\n- m365cc_license_activity (last_sign_in_date_time, last_non_interactive_sign_in_date_time, last_successful_sign_in_date_time), m365cc_user (last_sign_in",
			"Error: the core tables lack /beta/auditLogs/signIns (license missing), /beta/reports/authenticationMethods/userRegistrationDetails (license missing)\n"},
		"names concealed": {func(b *demo.Behaviour) { b.ConcealNames = true }, exitError, "\nNames are concealed (Microsoft 365 admin centre, Settings, Org settings, Services, Reports:",
			"Error: the core tables lack /beta/reports/getEmailActivityUserDetail (concealed), /beta/reports/getOffice365ActiveUserDetail (concealed)\n"},
	} {
		got := checkWith(t, c.change)
		if got.code != c.code || got.err != c.err || !strings.Contains(got.out, c.out) || strings.Contains(got.out, "To grant") {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// TestCheckOfACloud: what a cloud does not have is said, and is none of the core tables.
func TestCheckOfACloud(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 10, Cloud: "china"})
	got := call{roots: trust(server), env: environment(server)}.run(t, "check")
	if got.code != exitOK || got.err != "" || !strings.Contains(got.out, "\nThis cloud does not have:\n- m365cc_copilot_usage\n") ||
		!strings.Contains(got.out, "\n/beta/reports/getOffice365ActiveUserDetail: here the report has no ") || !strings.Contains(got.out, "Teams Last Activity Date") {
		t.Error(got)
	}
}

// TestCheckOutput: all forms but the table have the rows as they are.
func TestCheckOutput(t *testing.T) {
	for _, form := range []string{"json", "jsonl", "csv", "line"} {
		got := checkWith(t, withoutRoles("AuditLog.Read.All"), "--output", form)
		if got.code != exitError || !strings.Contains(got.err, "the core tables lack /beta/auditLogs/signIns (AuditLog.Read.All)") || strings.Contains(got.out, "To grant") {
			t.Errorf("%s: %s", form, got)
		}
		if form != "json" {
			continue
		}
		var rows []map[string]any
		if err := json.Unmarshal([]byte(got.out), &rows); err != nil || len(rows) < 20 {
			t.Fatalf("%d rows, %v", len(rows), err)
		}
		first := rows[0]
		if first["path"] != "/beta/auditLogs/signIns" || first["status"] != "permission_missing" || first["has_permission"] != false || first["task"] != "Application Access" || first["http_status"] != nil {
			t.Errorf("got %v", first)
		}
	}
}

// TestCheckErrors: what is wrong with the credential is said, without the secret.
func TestCheckErrors(t *testing.T) {
	server := startTenant(t, demo.Options{Users: 10})
	for value, want := range map[string]string{
		secret:                                 "AADSTS7000215: client_secret is wrong; give the secret's value, not its id",
		server.ExpiredClientSecret():           "AADSTS7000222: client_secret has expired",
		"0f8fad5b-d9cb-469f-a165-70867728950e": "AADSTS7000215: client_secret is the secret's id, not its value",
	} {
		env := environment(server)
		env["AZURE_CLIENT_SECRET"] = value
		call{roots: trust(server), env: env}.run(t, "check").isTenantError(t, value, want)
	}
}

func TestCheckUsage(t *testing.T) {
	for text, args := range map[string][]string{
		`--output: "xml" is not one of table, line, csv, json, jsonl`:                                {"--output", "xml"},
		"--output: the value is empty":                                                               {"--output", ""},
		`check takes no argument, but got "x"`:                                                       {"x"},
		"--demo asks a made-up tenant, --config and --connection another: give the one or the other": {"--demo", "--connection", "x"},
	} {
		call{}.run(t, append([]string{"check"}, args...)...).isUsageError(t, "m365cc check", text)
	}
}

// TestCheckOfFiles: a file with a secret that others can read is warned about.
func TestCheckOfFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a mode says nothing there")
	}
	c := call{roots: trust(shared())}
	own, open := file(t, "own.spc", block("m365cc", shared())), file(t, "open.spc", block("m365cc", shared()))
	pem := file(t, "client.pem", string(shared().ClientCertificatePEM()))
	certificate := file(t, "certificate.spc", strings.Replace(block("m365cc", shared()), "client_secret = \""+shared().ClientSecret(), "certificate_path = \""+pem, 1))
	for name, mode := range map[string]os.FileMode{open: 0o644, pem: 0o640, certificate: 0o644} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	for config, want := range map[string]string{
		own:         "",
		open:        "Warning: " + open + " holds a client secret, and other users of this machine can read it (mode 0644): chmod 600 " + open + "\n",
		certificate: "Warning: " + pem + " holds a private key, and other users of this machine can read it (mode 0640): chmod 600 " + pem + "\n",
	} {
		if got := c.run(t, "check", "--config", config); got.code != exitOK || got.err != want {
			t.Errorf("%s: %s, want %q", config, got, want)
		}
	}
}

// TestCheckOfLinkedFiles: what counts is the file behind a link, and a certificate that the environment names.
func TestCheckOfLinkedFiles(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a mode says nothing there")
	}
	for mode, warned := range map[os.FileMode]bool{0o600: false, 0o400: false, 0o700: false, 0o640: true, 0o604: true, 0o666: true, 0o620: false} {
		spc, pem := file(t, "target.spc", block("m365cc", shared())), file(t, "target.pem", string(shared().ClientCertificatePEM()))
		env := environment(shared())
		delete(env, "AZURE_CLIENT_SECRET")
		env["AZURE_CLIENT_CERTIFICATE_PATH"] = filepath.Join(t.TempDir(), "link.pem")
		link := filepath.Join(t.TempDir(), "link.spc")
		err := errors.Join(os.Symlink(spc, link), os.Symlink(pem, env["AZURE_CLIENT_CERTIFICATE_PATH"]), os.Chmod(spc, mode), os.Chmod(pem, mode))
		if err != nil {
			t.Fatal(err)
		}
		for name, got := range map[string]outcome{
			link:                                 call{roots: trust(shared())}.run(t, "check", "--config", link),
			env["AZURE_CLIENT_CERTIFICATE_PATH"]: call{roots: trust(shared()), env: env}.run(t, "check"),
		} {
			if got.code != exitOK || strings.HasPrefix(got.err, "Warning: "+name+" holds ") != warned {
				t.Errorf("%04o: %s", mode, got.err)
			}
		}
	}
}

// TestCheckOfTheConnection: of several tenants the one that is meant is checked.
func TestCheckOfTheConnection(t *testing.T) {
	one, two, c, spc := twoTenants(t)
	if got := c.run(t, "check", "--config", spc, "--connection", "two"); got.code != exitOK || len(two.Requests()) == 0 || len(one.Requests()) != 0 {
		t.Errorf("%d and %d requests: %s", len(one.Requests()), len(two.Requests()), got)
	}
}
