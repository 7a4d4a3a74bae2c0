package m365cc_test

import "github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"

const reportSettings = "m365cc_report_setting"

// reportSettingRows is the one row of a tenant that conceals nothing.
func reportSettingRows(tenant *demo.Tenant) []row {
	return []row{{"display_concealed_names": "false", "title": "Report settings", "tenant_id": tenant.ID()}}
}

func reportSettingCases() []suiteCase {
	columns := []string{"display_concealed_names", "title", "tenant_id"}
	requests := []string{"GET /beta/admin/reportSettings"}
	return []suiteCase{
		{name: "report settings", table: reportSettings, columns: columns, requests: requests},
		{name: "report settings of a tenant that conceals", table: reportSettings, columns: columns, behaviour: conceal, requests: requests,
			truth: func(tenant *demo.Tenant) []row {
				rows := reportSettingRows(tenant)
				rows[0]["display_concealed_names"] = "true"
				return rows
			}},
		{name: "report settings, no permission", table: reportSettings, columns: columns, behaviour: without("ReportSettings.Read.All"), requests: requests,
			fails: "m365cc_report_setting needs the application permission ReportSettings.Read.All"},
	}
}
