package m365cc_test

import (
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

const registrationPath = "GET /beta/reports/authenticationMethods/userRegistrationDetails"

// registrations is a request for registrations with a $select of the names.
func registrations(filter, names string) string {
	if filter != "" {
		filter = "$filter=" + filter + "&"
	}
	return registrationPath + "?" + filter + "$select=" + withID(names)
}

// registrationFlags are the flags that conditions are pushed down on, with their properties.
var registrationFlags = [][2]string{
	{"is_admin", "isAdmin"}, {"is_mfa_registered", "isMfaRegistered"}, {"is_mfa_capable", "isMfaCapable"},
	{"is_sspr_registered", "isSsprRegistered"}, {"is_sspr_enabled", "isSsprEnabled"}, {"is_sspr_capable", "isSsprCapable"},
	{"is_passwordless_capable", "isPasswordlessCapable"},
	{"is_system_preferred_authentication_method_enabled", "isSystemPreferredAuthenticationMethodEnabled"},
}

func registrationCases(tenant *demo.Tenant) []suiteCase {
	all := slices.Concat(registrationFlagCases(), registrationKeyCases(tenant), registrationTextCases(tenant), registrationRefusalCases())
	for i := range all {
		all[i].name, all[i].table = "registrations: "+all[i].name, "m365cc_mfa_registration"
	}
	return all
}

func registrationFlagCases() []suiteCase {
	var all []suiteCase
	for _, f := range registrationFlags {
		columns, names := []string{"id", f[0]}, "id,"+f[1]
		all = append(all,
			suiteCase{name: f[0] + " = true", columns: columns, where: []condition{where(f[0], "=", true)}, atLeast: 5,
				requests: []string{registrations(f[1]+" eq true", names)}},
			suiteCase{name: f[0] + " = false", columns: columns, where: []condition{where(f[0], "=", false)}, atLeast: 5,
				// PostgreSQL writes NOT, which Graph does not know here
				requests: []string{registrations(f[1]+" eq false", names)}, steampipe: []string{registrations("", names)}})
	}
	return all
}

func registrationKeyCases(tenant *demo.Tenant) []suiteCase {
	enabled, _ := tenant.Registration(0)
	other, _ := tenant.Registration(1)
	ids := slices.Sorted(slices.Values([]string{enabled.ID, other.ID}))
	columns, names := []string{"id", "user_display_name"}, "id,userDisplayName"
	one := func(id string) string { return registrationPath + "/" + id + "?$select=" + withID(names) }
	disabled := ""
	for i := range tenant.Len() {
		if _, ok := tenant.Registration(i); !ok {
			disabled = tenant.UserID(i)
		}
	}
	return []suiteCase{
		{name: "everything", columns: columns, requests: []string{registrations("", names)}, atLeast: 200},
		{name: "limit", columns: columns, limit: 5, requests: []string{registrations("", names)}},
		{name: "by id", columns: columns, where: []condition{where("id", "=", enabled.ID)}, requests: []string{one(enabled.ID)}},
		{name: "by ids", columns: columns, where: []condition{where("id", "in", ids[0], ids[1])}, atLeast: 2, requests: []string{one(ids[0]), one(ids[1])}},
		{name: "by id of a disabled user", columns: columns, where: []condition{where("id", "=", disabled)}, nothing: true, requests: []string{one(disabled)}},
		{name: "by id that is none", columns: columns, where: []condition{where("id", "=", "none")}, nothing: true},
	}
}

func registrationTextCases(tenant *demo.Tenant) []suiteCase {
	first, _ := tenant.Registration(0)
	second, _ := tenant.Registration(1)
	upns := slices.Sorted(slices.Values([]string{first.UserPrincipalName, second.UserPrincipalName}))
	var all []suiteCase
	text := func(name, column, property, clause string, c condition) {
		all = append(all, suiteCase{name: column + " " + name, columns: []string{"id", column}, where: []condition{c}, requests: []string{registrations(clause, "id,"+property)}})
	}
	for _, c := range []struct{ column, property, value string }{
		{"user_principal_name", "userPrincipalName", first.UserPrincipalName}, {"user_display_name", "userDisplayName", first.UserDisplayName},
	} {
		text("=", c.column, c.property, c.property+" eq "+quoted(c.value), where(c.column, "=", c.value))
		text("like", c.column, c.property, "startswith("+c.property+","+quoted(c.value[:4])+")", where(c.column, "like", c.value[:4]+"%"))
	}
	text("in", "user_principal_name", "userPrincipalName", "(userPrincipalName eq "+quoted(upns[0])+" or userPrincipalName eq "+quoted(upns[1])+")",
		where("user_principal_name", "in", upns[0], upns[1]))
	text("= guest", "user_type", "userType", "userType eq 'guest'", where("user_type", "=", "guest"))
	const clause = "methodsRegistered/any(t: t eq 'mobilePhone')"
	text("contains", "methods_registered", "methodsRegistered", "", where("methods_registered", "contains", "mobilePhone")) // LIKE finds alternateMobilePhone
	all[len(all)-1].steampipe = []string{registrations(clause, "id,methodsRegistered")}
	text("like, in double quotes", "methods_registered", "methodsRegistered", clause, where("methods_registered", "like", `%"mobilePhone"%`))
	all[len(all)-1].sqliteOnly = true
	text("like what is no method", "methods_registered", "methodsRegistered", "", where("methods_registered", "like", "%temporaryAccess%"))
	all[len(all)-1].sqliteOnly = true
	return all
}

// registrationRefusalCases are those in which the tenant lacks a licence, the application a permission, or Graph takes
// no more than is documented.
func registrationRefusalCases() []suiteCase {
	columns, names := []string{"id", "is_mfa_registered"}, "id,isMfaRegistered"
	asked := registrations("isMfaRegistered eq true", names)
	conditions := []condition{where("is_mfa_registered", "=", true)}
	strict := func(b *demo.Behaviour) { b.RefuseUndocumented = true }
	plain := func(request string) string {
		i := strings.LastIndex(request, "$select=")
		return strings.TrimRight(request[:i], "&?")
	}
	admins := registrations("isAdmin eq true", "id,isAdmin")
	guests := registrations("userType eq 'guest'", "id,userType")
	return []suiteCase{
		{name: "no P1 or P2", columns: columns, where: conditions, behaviour: func(b *demo.Behaviour) { b.NoPremium = true }, requests: []string{asked},
			fails: "m365cc_mfa_registration needs a tenant with Microsoft Entra ID P1 or P2"},
		{name: "no AuditLog.Read.All", columns: columns, where: conditions, behaviour: without("AuditLog.Read.All"), requests: []string{asked},
			fails: "m365cc_mfa_registration needs the application permission AuditLog.Read.All"},
		{name: "$select is refused", columns: columns, where: conditions, behaviour: strict, requests: []string{asked, plain(asked)}, atLeast: 50,
			warnings: []string{"every property is read"}},
		{name: "a filter that is not documented is refused", columns: []string{"id", "is_admin"}, where: []condition{where("is_admin", "=", true)}, behaviour: strict, atLeast: 5,
			requests: []string{admins, plain(admins), registrationPath}, warnings: []string{"every property is read", "more rows than needed are read"}},
		{name: "another one", columns: []string{"id", "user_type"}, where: []condition{where("user_type", "=", "guest")}, behaviour: strict, atLeast: 5,
			requests: []string{guests, plain(guests), registrationPath}, warnings: []string{"every property is read", "more rows than needed are read"}},
		{name: "or is refused", columns: []string{"user_type"}, where: []condition{where("user_type", "in", "guest", "member")}, behaviour: strict, atLeast: 50,
			requests: []string{registrations("(userType eq 'guest' or userType eq 'member')", "userType"),
				registrationPath + "?$filter=(userType eq 'guest' or userType eq 'member')", registrationPath},
			warnings: []string{"every property is read", "more rows than needed are read"}},
	}
}
