package m365cc

import (
	"context"
	"slices"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableMFARegistration = define(definition[mfaRegistration]{
	name:        "m365cc_mfa_registration",
	description: "Registrations of authentication methods: which users have registered for multifactor authentication (MFA), password reset and passwordless sign-in, and with what. Disabled and deleted users are left out.",
	sources:     mfaRegistrations.sources(),
	list:        listMFARegistrations,
	columns:     mfaRegistrationColumns,
	lookups:     2, // of the five requests that Graph answers in ten seconds; a page has many registrations
})

var mfaRegistrationColumns = []column[mfaRegistration]{
	text("id", "The id (GUID) of the user.", func(m *mfaRegistration) string { return m.ID }).from("id").where(Equal),
	text("user_principal_name", "The user's principal name (UPN).", func(m *mfaRegistration) string { return m.UserPrincipalName }).
		from("userPrincipalName").whereEach(Equal | StartsWith),
	text("user_display_name", "The user's display name.", func(m *mfaRegistration) string { return m.UserDisplayName }).
		from("userDisplayName").whereEach(Equal | StartsWith),
	text("user_type", "Whether the user is a member or a guest of the tenant: member or guest, in lower case.", func(m *mfaRegistration) string { return m.UserType }).
		from("userType").whereEach(Equal),
	boolean("is_admin", "True if the user has an administrator's role.", func(m *mfaRegistration) Flag { return m.IsAdmin }).
		from("isAdmin").whereEach(Equal),
	boolean("is_mfa_registered", "True if the user has registered a strong method for MFA, whether the policy allows the method or not.", func(m *mfaRegistration) Flag { return m.IsMFARegistered }).
		from("isMfaRegistered").whereEach(Equal),
	boolean("is_mfa_capable", "True if the user has registered a strong method for MFA that the policy allows.", func(m *mfaRegistration) Flag { return m.IsMFACapable }).
		from("isMfaCapable").whereEach(Equal),
	boolean("is_sspr_registered", "True if the user has registered enough methods for self-service password reset.", func(m *mfaRegistration) Flag { return m.IsSSPRRegistered }).
		from("isSsprRegistered").whereEach(Equal),
	boolean("is_sspr_enabled", "True if the policy allows the user self-service password reset.", func(m *mfaRegistration) Flag { return m.IsSSPREnabled }).
		from("isSsprEnabled").whereEach(Equal),
	boolean("is_sspr_capable", "True if the user can reset the password: allowed by the policy and registered for it.", func(m *mfaRegistration) Flag { return m.IsSSPRCapable }).
		from("isSsprCapable").whereEach(Equal),
	boolean("is_passwordless_capable", "True if the user has registered a method without password that the policy allows.", func(m *mfaRegistration) Flag { return m.IsPasswordlessCapable }).
		from("isPasswordlessCapable").whereEach(Equal),
	list("methods_registered", "The methods that the user has registered, for example mobilePhone, email, microsoftAuthenticatorPush, softwareOneTimePasscode, passKeyDeviceBound or windowsHelloForBusiness; empty if none.", func(m *mfaRegistration, _ *scope) []string { return m.MethodsRegistered }).
		from("methodsRegistered").whereBy(Contains, registeredMethodClause),
	text("default_mfa_method", "The method that user or administrator chose as the default for MFA: none, mobilePhone, alternateMobilePhone, officePhone, microsoftAuthenticatorPush or softwareOneTimePasscode.", func(m *mfaRegistration) string { return m.DefaultMFAMethod }).from("defaultMfaMethod"),
	text("user_preferred_method_for_secondary_authentication", "The method that the user chose for the second factor: push, oath, voiceMobile, voiceAlternateMobile, voiceOffice, sms or none.", func(m *mfaRegistration) string { return m.UserPreferredMethod }).
		from("userPreferredMethodForSecondaryAuthentication"),
	list("system_preferred_authentication_methods", "The methods that the system takes for the most secure of the registered ones: push, oath, voiceMobile, voiceAlternateMobile, voiceOffice, sms or none.", func(m *mfaRegistration, _ *scope) []string { return m.SystemPreferredMethods }).from("systemPreferredAuthenticationMethods"),
	timestamp("last_updated_date_time", "When Microsoft last computed the row, which is no time of the user's.", func(m *mfaRegistration) string { return m.LastUpdatedDateTime }).from("lastUpdatedDateTime"),
	boolean("is_system_preferred_authentication_method_enabled", "True if the system chooses the most secure of the registered methods at a sign-in.", func(m *mfaRegistration) Flag { return m.IsSystemPreferredMethodEnabled }).
		from("isSystemPreferredAuthenticationMethodEnabled").whereEach(Equal),
	text("title", "The title of the resource: the user's display name.", func(m *mfaRegistration) string { return m.UserDisplayName }).from("userDisplayName"),
}

// mfaRegistration is what a user has registered. Graph writes a method that is not set as "".
//
// https://learn.microsoft.com/graph/api/resources/userregistrationdetails?view=graph-rest-beta
type mfaRegistration struct {
	ID                             string   `json:"id"`
	UserPrincipalName              string   `json:"userPrincipalName"`
	UserDisplayName                string   `json:"userDisplayName"`
	UserType                       string   `json:"userType"`
	IsAdmin                        Flag     `json:"isAdmin"`
	IsMFARegistered                Flag     `json:"isMfaRegistered"`
	IsMFACapable                   Flag     `json:"isMfaCapable"`
	IsSSPRRegistered               Flag     `json:"isSsprRegistered"`
	IsSSPREnabled                  Flag     `json:"isSsprEnabled"`
	IsSSPRCapable                  Flag     `json:"isSsprCapable"`
	IsPasswordlessCapable          Flag     `json:"isPasswordlessCapable"`
	MethodsRegistered              []string `json:"methodsRegistered"`
	DefaultMFAMethod               string   `json:"defaultMfaMethod"`
	UserPreferredMethod            string   `json:"userPreferredMethodForSecondaryAuthentication"`
	SystemPreferredMethods         []string `json:"systemPreferredAuthenticationMethods"`
	LastUpdatedDateTime            string   `json:"lastUpdatedDateTime"`
	IsSystemPreferredMethodEnabled Flag     `json:"isSystemPreferredAuthenticationMethodEnabled"`
}

// mfaRegistrations are read from beta, which alone has defaultMfaMethod. The documentation knows neither $top
// nor a page size, and no $select, which others use all the same.
//
// https://learn.microsoft.com/graph/api/authenticationmethodsroot-list-userregistrationdetails?view=graph-rest-beta
var mfaRegistrations = collection[mfaRegistration]{
	path:           "/reports/authenticationMethods/userRegistrationDetails",
	version:        "beta",
	id:             func(m *mfaRegistration) string { return m.ID },
	selectOptional: true,
	keys:           []key{{column: "id", fits: guidPattern.MatchString, valid: guidPattern.MatchString}},
	help:           graph.Help{Permissions: []string{"AuditLog.Read.All"}, License: "Microsoft Entra ID P1 or P2"},
	pool:           new(graph.Pool[mfaRegistration]),
}

func listMFARegistrations(ctx context.Context, q *request[mfaRegistration]) error {
	return mfaRegistrations.read(ctx, q)
}

// registeredMethods are the methods that Graph is asked for.
//
// https://learn.microsoft.com/entra/identity/authentication/howto-authentication-methods-activity
var registeredMethods = []string{"alternateMobilePhone", "email", "fido2", "hardwareOneTimePasscode", "macOsSecureEnclaveKey",
	"microsoftAuthenticatorPasswordless", "microsoftAuthenticatorPush", "mobilePhone", "officePhone", "passKeyDeviceBound",
	"passKeyDeviceBoundAuthenticator", "passKeyDeviceBoundWindowsHello", "securityQuestion", "softwareOneTimePasscode",
	"temporaryAccessPass", "windowsHelloForBusiness"}

// registeredMethodClause asks for the users who have one of the methods. A part of a name, as in LIKE
// '%mobilePhone%', is not for Graph: alternateMobilePhone has it too. Neither is an unknown name, in which case
// of letters LIKE would find it, and perhaps not Graph.
func registeredMethodClause(c Condition) (graph.Clause, bool) {
	for _, v := range c.Values {
		if !slices.Contains(registeredMethods, v.Text()) {
			return graph.Clause{}, false
		}
	}
	return graph.HasElement("methodsRegistered", literals(c.Values)...), c.Exact
}
