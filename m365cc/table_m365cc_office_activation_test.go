package m365cc_test

const officeActivation = "m365cc_office_activation"

func officeActivationCases() []suiteCase {
	u := usageTable{name: officeActivation, function: "getOffice365ActivationsUserDetail",
		columns: []string{"user_principal_name", "product_type", "last_activated_date", "windows", "mac", "windows_10_mobile", "ios", "android", "activated_on_shared_computer"},
		names:   []string{"user_principal_name", "display_name", "title", "is_concealed", "product_type", "report_refresh_date"}}
	return u.cases(
		suiteCase{name: "activations of Project and Visio", columns: u.columns, where: []condition{where("product_type", "like", "%CLIENT%")}, requests: u.standard()},
		suiteCase{name: "activations on shared computers", columns: u.columns, where: []condition{where("activated_on_shared_computer", "=", true)}, requests: u.standard()},
	)
}
