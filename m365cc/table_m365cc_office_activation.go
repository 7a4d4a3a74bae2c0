package m365cc

import (
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableOfficeActivation = define(definition[officeActivation]{
	name:        "m365cc_office_activation",
	description: "Usage report of activations: for each user and product that is installed, such as Microsoft 365 Apps, Project and Visio, the devices on which it is activated.",
	sources:     []source{officeActivations.source()},
	list:        officeActivations.list,
	columns: slices.Concat([]column[officeActivation]{
		text("user_principal_name", "The user principal name; a code where is_concealed is true.", func(a *officeActivation) string { return a.UserPrincipalName }),
		text("display_name", "The display name; a code where is_concealed is true.", func(a *officeActivation) string { return a.DisplayName }),
		text("product_type", "The product, in capitals, for example MICROSOFT 365 APPS FOR ENTERPRISE.", func(a *officeActivation) string { return a.ProductType }),
		timestamp("last_activated_date", "The day of the last activation; NULL if the user has a licence for the product and has never activated it.", func(a *officeActivation) string { return a.LastActivatedDate }),
		count("windows", "The Windows computers on which the user has activated the product.", func(a *officeActivation) Count { return a.Windows }),
		count("mac", "The Macs on which the user has activated the product.", func(a *officeActivation) Count { return a.Mac }),
		count("windows_10_mobile", "The devices with Windows 10 Mobile on which the user has activated the product.", func(a *officeActivation) Count { return a.Windows10Mobile }),
		count("ios", "The iPhones and iPads on which the user has activated the product.", func(a *officeActivation) Count { return a.IOS }),
		count("android", "The Android devices on which the user has activated the product.", func(a *officeActivation) Count { return a.Android }),
		boolean("activated_on_shared_computer", "True if the user has activated the product on a shared computer.", func(a *officeActivation) Flag { return a.ActivatedOnSharedComputer }),
		text("title", "The title of the resource: the display name.", func(a *officeActivation) string { return a.DisplayName }),
	}, officeActivations.columns(
		func(a *officeActivation) string { return a.ReportRefreshDate },
		func(a *officeActivation) string { return a.UserPrincipalName },
	)),
})

// officeActivation is a line of the report: a user and a product.
//
// https://learn.microsoft.com/graph/api/reportroot-getoffice365activationsuserdetail
type officeActivation struct {
	ReportRefreshDate         string `csv:"Report Refresh Date"`
	UserPrincipalName         string `csv:"User Principal Name"`
	DisplayName               string `csv:"Display Name"`
	ProductType               string `csv:"Product Type"`
	LastActivatedDate         string `csv:"Last Activated Date"`
	Windows                   Count  `csv:"Windows"`
	Mac                       Count  `csv:"Mac"`
	Windows10Mobile           Count  `csv:"Windows 10 Mobile"`
	IOS                       Count  `csv:"iOS"`
	Android                   Count  `csv:"Android"`
	ActivatedOnSharedComputer Flag   `csv:"Activated On Shared Computer"`
}

// officeActivations has the state of today only.
var officeActivations = report[officeActivation]{function: "getOffice365ActivationsUserDetail", noPeriod: true, noDate: true, pool: new(graph.Pool[officeActivation])}
