package m365cc_test

import (
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// idsOfApplication are the ids that count as use of an application, as that of the client or of the resource, and those
// of one that is none of the eleven.
var idsOfApplication = func() map[string][]string {
	ids := demo.SignInApplications()
	ids["Power Apps"] = []string{"4e291c71-d680-4d0e-9640-0a3358e31177", "475226c6-020e-4fb2-8a90-7a972cbfc1d4"}
	return ids
}()

// isUseOf says whether a sign-in, successful or not, is to an application.
func isUseOf(s demo.SignIn, application string) bool {
	return isClientOf(s, application) || slices.Contains(idsOfApplication[application], s.ResourceID)
}

func isClientOf(s demo.SignIn, application string) bool {
	return slices.Contains(idsOfApplication[application], s.AppID)
}

// userWhose finds a user for whom fits holds of the sign-ins to one of the four applications, and that application.
func userWhose(tenant *demo.Tenant, fits func(application string, signIns []demo.SignIn) bool) (id, application string) {
	for i := range tenant.Len() {
		all := tenant.UserSignIns(i)
		for _, application := range signInApplications {
			ofIt := slices.DeleteFunc(slices.Clone(all), func(s demo.SignIn) bool { return !isUseOf(s, application) })
			if len(ofIt) > 0 && fits(application, ofIt) {
				return tenant.UserID(i), application
			}
		}
	}
	panic("the tenant has no such user")
}

// each says whether something holds of all sign-ins.
func each(holds func(demo.SignIn) bool) func(string, []demo.SignIn) bool {
	return func(_ string, signIns []demo.SignIn) bool {
		return !slices.ContainsFunc(signIns, func(s demo.SignIn) bool { return !holds(s) })
	}
}

func failed(s demo.SignIn) bool { return s.ErrorCode != 0 }

// succeeded keeps the successful ones.
func succeeded(signIns []demo.SignIn) []demo.SignIn {
	return slices.DeleteFunc(slices.Clone(signIns), failed)
}

// userOfPowerAppsOnly finds a user who has used Power Apps and none of the four.
func userOfPowerAppsOnly(tenant *demo.Tenant) string {
	for i := range tenant.Len() {
		uses := func(s demo.SignIn) bool { return s.ErrorCode == 0 && isUseOf(s, "Power Apps") }
		if slices.ContainsFunc(tenant.UserSignIns(i), uses) && len(tenant.LastUse(i)) == 0 {
			return tenant.UserID(i)
		}
	}
	panic("nobody uses Power Apps only")
}

// reportedLine finds a line of the report of active users.
func reportedLine(tenant *demo.Tenant, fits func(demo.ActiveUser) bool) demo.ActiveUser {
	lines := tenant.ActiveUsers(ninety)
	i := slices.IndexFunc(lines, fits)
	if i < 0 {
		panic("the report has no such line")
	}
	return lines[i]
}

// heirs are users who have the name of somebody who has been deleted.
func heirs(tenant *demo.Tenant) (names []any) {
	for _, u := range tenant.ActiveUsers(ninety) {
		if _, known := tenant.Find(u.UserPrincipalName); known && u.User < 0 {
			names = append(names, u.UserPrincipalName)
		}
	}
	return names
}

// otherCase is the name with its letters in the other case.
func otherCase(name string) string {
	if lower := strings.ToLower(name); lower != name {
		return lower
	}
	return strings.ToUpper(name)
}
