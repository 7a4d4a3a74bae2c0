package m365cc_test

import "github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"

func domainCases() []suiteCase {
	domains := func(names string) string { return get("/domains?$select=" + withID(names)) }
	return of("m365cc_domain", "domains", []suiteCase{
		{name: "everything of the sign-in", columns: []string{"id", "authentication_type", "is_federated", "is_default", "is_initial", "is_root", "is_verified"}, atLeast: 4,
			requests: []string{domains("id,authenticationType,isDefault,isInitial,isRoot,isVerified")}},
		{name: "federated ones, which Graph does not filter", columns: []string{"id"}, where: []condition{where("is_federated", "=", true)},
			requests: []string{domains("id,authenticationType")}},
		{name: "passwords and services", columns: []string{"password_validity_period_in_days", "supported_services", "state_operation", "state_status"}, atLeast: 4,
			requests: []string{domains("supportedServices,passwordValidityPeriodInDays,state")}},
		{name: "limit", columns: []string{"title"}, limit: 1, atLeast: 4, requests: []string{domains("id")}},
		{name: "no permission", columns: []string{"id"}, behaviour: func(b *demo.Behaviour) { b.Roles = []string{"User.Read.All"} }, requests: []string{domains("id")},
			fails: "m365cc_domain needs the application permission Domain.Read.All or Directory.Read.All"},
	})
}
