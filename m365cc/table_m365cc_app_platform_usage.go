package m365cc

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableAppPlatformUsage = define(definition[appPlatformUsage]{
	name:        "m365cc_app_platform_usage",
	description: "Usage report of Microsoft 365 Apps: for each user, which of Outlook, Word, Excel, PowerPoint, OneNote and Teams were used on Windows, Mac, mobile devices and the web.",
	sources:     []source{appPlatformUsages.source()},
	list:        appPlatformUsages.list,
	columns: slices.Concat([]column[appPlatformUsage]{
		text("user_principal_name", "The user principal name; a code where is_concealed is true.", func(u *appPlatformUsage) string { return u.UserPrincipalName }),
		timestamp("last_activation_date", "The day on which the user last activated Microsoft 365 Apps on a device.", func(u *appPlatformUsage) string { return u.LastActivationDate }),
		timestamp("last_activity_date", "The last day on which the user used one of the six apps. It may lie before the period.", func(u *appPlatformUsage) string { return u.LastActivityDate }),
		boolean("windows", "True if the user used one of the six apps on Windows in the period.", func(u *appPlatformUsage) Flag { return u.Windows }),
		boolean("mac", "True if the user used one of the six apps on a Mac in the period.", func(u *appPlatformUsage) Flag { return u.Mac }),
		boolean("mobile", "True if the user used one of the six apps on a mobile device in the period.", func(u *appPlatformUsage) Flag { return u.Mobile }),
		boolean("web", "True if the user used one of the six apps in a browser in the period.", func(u *appPlatformUsage) Flag { return u.Web }),
		boolean("outlook", "True if the user used Outlook in the period.", func(u *appPlatformUsage) Flag { return u.Outlook }),
		boolean("word", "True if the user used Word in the period.", func(u *appPlatformUsage) Flag { return u.Word }),
		boolean("excel", "True if the user used Excel in the period.", func(u *appPlatformUsage) Flag { return u.Excel }),
		boolean("powerpoint", "True if the user used PowerPoint in the period.", func(u *appPlatformUsage) Flag { return u.PowerPoint }),
		boolean("onenote", "True if the user used OneNote in the period.", func(u *appPlatformUsage) Flag { return u.OneNote }),
		boolean("teams", "True if the user used Teams in the period.", func(u *appPlatformUsage) Flag { return u.Teams }),
		boolean("outlook_windows", "True if the user used Outlook on Windows in the period.", func(u *appPlatformUsage) Flag { return u.OutlookWindows }),
		boolean("word_windows", "True if the user used Word on Windows in the period.", func(u *appPlatformUsage) Flag { return u.WordWindows }),
		boolean("excel_windows", "True if the user used Excel on Windows in the period.", func(u *appPlatformUsage) Flag { return u.ExcelWindows }),
		boolean("powerpoint_windows", "True if the user used PowerPoint on Windows in the period.", func(u *appPlatformUsage) Flag { return u.PowerPointWindows }),
		boolean("onenote_windows", "True if the user used OneNote on Windows in the period.", func(u *appPlatformUsage) Flag { return u.OneNoteWindows }),
		boolean("teams_windows", "True if the user used Teams on Windows in the period.", func(u *appPlatformUsage) Flag { return u.TeamsWindows }),
		boolean("outlook_mac", "True if the user used Outlook on a Mac in the period.", func(u *appPlatformUsage) Flag { return u.OutlookMac }),
		boolean("word_mac", "True if the user used Word on a Mac in the period.", func(u *appPlatformUsage) Flag { return u.WordMac }),
		boolean("excel_mac", "True if the user used Excel on a Mac in the period.", func(u *appPlatformUsage) Flag { return u.ExcelMac }),
		boolean("powerpoint_mac", "True if the user used PowerPoint on a Mac in the period.", func(u *appPlatformUsage) Flag { return u.PowerPointMac }),
		boolean("onenote_mac", "True if the user used OneNote on a Mac in the period.", func(u *appPlatformUsage) Flag { return u.OneNoteMac }),
		boolean("teams_mac", "True if the user used Teams on a Mac in the period.", func(u *appPlatformUsage) Flag { return u.TeamsMac }),
		boolean("outlook_mobile", "True if the user used Outlook on a mobile device in the period.", func(u *appPlatformUsage) Flag { return u.OutlookMobile }),
		boolean("word_mobile", "True if the user used Word on a mobile device in the period.", func(u *appPlatformUsage) Flag { return u.WordMobile }),
		boolean("excel_mobile", "True if the user used Excel on a mobile device in the period.", func(u *appPlatformUsage) Flag { return u.ExcelMobile }),
		boolean("powerpoint_mobile", "True if the user used PowerPoint on a mobile device in the period.", func(u *appPlatformUsage) Flag { return u.PowerPointMobile }),
		boolean("onenote_mobile", "True if the user used OneNote on a mobile device in the period.", func(u *appPlatformUsage) Flag { return u.OneNoteMobile }),
		boolean("teams_mobile", "True if the user used Teams on a mobile device in the period.", func(u *appPlatformUsage) Flag { return u.TeamsMobile }),
		boolean("outlook_web", "True if the user used Outlook in a browser in the period.", func(u *appPlatformUsage) Flag { return u.OutlookWeb }),
		boolean("word_web", "True if the user used Word in a browser in the period.", func(u *appPlatformUsage) Flag { return u.WordWeb }),
		boolean("excel_web", "True if the user used Excel in a browser in the period.", func(u *appPlatformUsage) Flag { return u.ExcelWeb }),
		boolean("powerpoint_web", "True if the user used PowerPoint in a browser in the period.", func(u *appPlatformUsage) Flag { return u.PowerPointWeb }),
		boolean("onenote_web", "True if the user used OneNote in a browser in the period.", func(u *appPlatformUsage) Flag { return u.OneNoteWeb }),
		boolean("teams_web", "True if the user used Teams in a browser in the period.", func(u *appPlatformUsage) Flag { return u.TeamsWeb }),
		count("report_period", "The period of the report in days, as the report says it.", func(u *appPlatformUsage) Count { return u.ReportPeriod }),
		text("title", "The title of the resource: the user principal name.", func(u *appPlatformUsage) string { return u.UserPrincipalName }),
	}, appPlatformUsages.columns(
		func(u *appPlatformUsage) string { return u.ReportRefreshDate },
		func(u *appPlatformUsage) string { return u.UserPrincipalName },
	)),
})

// appPlatformUsage is a line of the report.
//
// https://learn.microsoft.com/graph/api/reportroot-getm365appuserdetail
type appPlatformUsage struct {
	ReportRefreshDate  string `csv:"Report Refresh Date"`
	UserPrincipalName  string `csv:"User Principal Name"`
	LastActivationDate string `csv:"Last Activation Date"`
	LastActivityDate   string `csv:"Last Activity Date"`
	Windows            Flag   `csv:"Windows"`
	Mac                Flag   `csv:"Mac"`
	Mobile             Flag   `csv:"Mobile"`
	Web                Flag   `csv:"Web"`
	Outlook            Flag   `csv:"Outlook"`
	Word               Flag   `csv:"Word"`
	Excel              Flag   `csv:"Excel"`
	PowerPoint         Flag   `csv:"PowerPoint"`
	OneNote            Flag   `csv:"OneNote"`
	Teams              Flag   `csv:"Teams"`
	OutlookWindows     Flag   `csv:"Outlook (Windows)"`
	WordWindows        Flag   `csv:"Word (Windows)"`
	ExcelWindows       Flag   `csv:"Excel (Windows)"`
	PowerPointWindows  Flag   `csv:"PowerPoint (Windows)"`
	OneNoteWindows     Flag   `csv:"OneNote (Windows)"`
	TeamsWindows       Flag   `csv:"Teams (Windows)"`
	OutlookMac         Flag   `csv:"Outlook (Mac)"`
	WordMac            Flag   `csv:"Word (Mac)"`
	ExcelMac           Flag   `csv:"Excel (Mac)"`
	PowerPointMac      Flag   `csv:"PowerPoint (Mac)"`
	OneNoteMac         Flag   `csv:"OneNote (Mac)"`
	TeamsMac           Flag   `csv:"Teams (Mac)"`
	OutlookMobile      Flag   `csv:"Outlook (Mobile)"`
	WordMobile         Flag   `csv:"Word (Mobile)"`
	ExcelMobile        Flag   `csv:"Excel (Mobile)"`
	PowerPointMobile   Flag   `csv:"PowerPoint (Mobile)"`
	OneNoteMobile      Flag   `csv:"OneNote (Mobile)"`
	TeamsMobile        Flag   `csv:"Teams (Mobile)"`
	OutlookWeb         Flag   `csv:"Outlook (Web)"`
	WordWeb            Flag   `csv:"Word (Web)"`
	ExcelWeb           Flag   `csv:"Excel (Web)"`
	PowerPointWeb      Flag   `csv:"PowerPoint (Web)"`
	OneNoteWeb         Flag   `csv:"OneNote (Web)"`
	TeamsWeb           Flag   `csv:"Teams (Web)"`
	ReportPeriod       Count  `csv:"Report Period"`
}

var appPlatformUsages = report[appPlatformUsage]{function: "getM365AppUserDetail", pool: new(graph.Pool[appPlatformUsage])}
