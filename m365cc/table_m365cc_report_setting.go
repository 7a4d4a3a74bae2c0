package m365cc

import (
	"context"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableReportSetting = define(definition[reportSetting]{
	name:        "m365cc_report_setting",
	description: "The tenant's setting for usage reports: whether these conceal the names of users, groups and sites. One row.",
	sources:     []source{newSource(reportSettingsRequest())},
	list:        listReportSettings,
	columns: []column[reportSetting]{
		boolean("display_concealed_names", "True if codes stand for the names in usage reports, so that the reports cannot be joined with users. An administrator can change that (Microsoft 365 admin centre, Settings, Org settings, Services, Reports).",
			func(s *reportSetting) Flag { return s.displayConcealedNames() }),
		text("title", "The title of the resource: Report settings.", func(*reportSetting) string { return "Report settings" }),
	},
})

// reportSetting is the setting, bare as Graph gives it or wrapped in a value as its documentation has it.
//
// https://learn.microsoft.com/graph/api/resources/adminreportsettings
type reportSetting struct {
	DisplayConcealedNames Flag `json:"displayConcealedNames"`
	Value                 struct {
		DisplayConcealedNames Flag `json:"displayConcealedNames"`
	} `json:"value"`
}

func (s *reportSetting) displayConcealedNames() Flag {
	if s.DisplayConcealedNames == Unknown {
		return s.Value.DisplayConcealedNames
	}
	return s.DisplayConcealedNames
}

// reportSettingsRequest asks beta, since v1.0 has the settings in the global cloud only.
//
// https://learn.microsoft.com/graph/api/adminreportsettings-get?view=graph-rest-beta
func reportSettingsRequest() graph.Request {
	return graph.Request{Version: "beta", Path: "/admin/reportSettings",
		Help: graph.Help{Table: "m365cc_report_setting", Permissions: []string{"ReportSettings.Read.All"}}}
}

func listReportSettings(ctx context.Context, q *request[reportSetting]) error {
	setting, _, err := graph.Get[reportSetting](ctx, q.Connection.Client(), reportSettingsRequest())
	if err != nil || setting == nil {
		return err
	}
	return q.give([]reportSetting{*setting}, nil)
}
