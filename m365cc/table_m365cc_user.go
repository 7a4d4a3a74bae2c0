package m365cc

import (
	"context"
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableUser = define(definition[user]{
	name:        "m365cc_user",
	description: "Users of the tenant: who they are, whether they are blocked, which licences they have and when they last signed in.",
	sources:     append(users.sources(), subscribedSkus.source().of("licenses")),
	list:        listUsers,
	columns: slices.Concat(
		userIdentityColumns,
		userLicenseColumns,
		userSignInColumns,
		userJoinedColumns,
		userContactColumns,
		userEmployeeColumns,
		userOnPremisesColumns,
		userAccountColumns,
	),
})

var userIdentityColumns = []column[user]{
	text("id", "The unique id (GUID) of the user.", func(u *user) string { return u.ID }).from("id").where(Equal),
	text("user_principal_name", "The user principal name (UPN), with which the user signs in.", func(u *user) string { return u.UserPrincipalName }).
		from("userPrincipalName").where(Equal | StartsWith).whereAdvanced(EndsWith),
	text("display_name", "The name that the address book shows.", func(u *user) string { return u.DisplayName }).
		from("displayName").where(Equal | StartsWith).whereAdvanced(NotNull),
	text("given_name", "The first name.", func(u *user) string { return u.GivenName }).from("givenName"),
	text("surname", "The last name.", func(u *user) string { return u.Surname }).from("surname"),
	text("mail", "The e-mail (SMTP) address.", func(u *user) string { return u.Mail }).
		from("mail").where(Equal | StartsWith).whereAdvanced(EndsWith),
	boolean("account_enabled", "True if the account is enabled.", func(u *user) Flag { return u.AccountEnabled }).
		from("accountEnabled").where(Equal).whereAdvanced(NotEqual),
	boolean("is_credential_blocked", "True if the account is blocked from signing in; the negation of account_enabled.", func(u *user) Flag { return u.AccountEnabled.not() }).
		from("accountEnabled").whereBy(Equal|NotEqual, blockedClause),
	text("user_type", "Member or Guest. It is NULL for some old accounts.", func(u *user) string { return u.UserType }).
		from("userType").where(Equal).whereAdvanced(NotNull),
	boolean("is_guest", "True if user_type is Guest.", func(u *user) Flag { return flagOf(u.UserType == guest) }).
		from("userType").whereBy(Equal, guestClause),
	text("job_title", "The job title.", func(u *user) string { return u.JobTitle }).from("jobTitle").where(Equal).whereAdvanced(NotNull),
	text("department", "The department in which the user works.", func(u *user) string { return u.Department }).
		from("department").where(Equal | StartsWith).whereAdvanced(NotNull),
	text("company_name", "The company that the user belongs to; for a guest, often the company that the guest comes from.", func(u *user) string { return u.CompanyName }).
		from("companyName").whereAdvanced(Equal | StartsWith | NotNull),
	text("country", "The country or region where the user is.", func(u *user) string { return u.Country }).
		from("country").where(Equal | StartsWith).whereAdvanced(NotNull),
	text("usage_location", "The country (ISO 3166, two letters) that decides which licences can be assigned.", func(u *user) string { return u.UsageLocation }).
		from("usageLocation").where(Equal | StartsWith),
	timestamp("created_date_time", "When the account was created. It is NULL for some accounts from before June 2018.", func(u *user) string { return u.CreatedDateTime }).
		from("createdDateTime").where(Equal | Ranges),
	text("title", "The title of the resource: the display name.", func(u *user) string { return u.DisplayName }).from("displayName"),
}

var userLicenseColumns = []column[user]{
	list("licenses", "The names of the assigned licences, as people know them, sorted.", func(u *user, _ *scope) []string { return u.licenses }).from("assignedLicenses"),
	list("assigned_sku_ids", "The ids (GUID) of the assigned licences, sorted.", (*user).skuIDs).from("assignedLicenses").whereBy(Contains, skuClause),
	document("assigned_licenses", "The assigned licences, direct and by group, as Graph gives them: skuId and disabledPlans of each.", func(u *user) jsontext.Value { return u.AssignedLicenses }).from("assignedLicenses"),
	document("license_assignment_states", "How each licence was assigned (assignedByGroup is null for a direct assignment), its state (Active, ActiveWithError, Disabled, Error) and error, as Graph gives them.", func(u *user) jsontext.Value { return u.LicenseAssignmentStates }).from("licenseAssignmentStates"),
	document("assigned_plans", "The service plans that are assigned, with their state, as Graph gives them.", func(u *user) jsontext.Value { return u.seldom().AssignedPlans }).from("assignedPlans").rare(rareAccount),
	document("provisioned_plans", "The service plans that are provisioned, as Graph gives them.", func(u *user) jsontext.Value { return u.seldom().ProvisionedPlans }).from("provisionedPlans").rare(rareAccount),
}

var userSignInColumns = []column[user]{
	timestamp("last_sign_in_date_time", "The last interactive sign-in, failed attempts included, since April 2020. It is NULL if there was none, and needs Microsoft Entra ID P1 or P2.", func(u *user) string { return u.SignInActivity.LastSignInDateTime }).
		from("signInActivity").at("signInActivity/lastSignInDateTime").whereAlone(Equal | Ranges),
	timestamp("last_non_interactive_sign_in_date_time", "The last sign-in that a client made on the user's behalf, failed attempts included, since May 2020.", func(u *user) string { return u.SignInActivity.LastNonInteractiveSignInDateTime }).from("signInActivity"),
	timestamp("last_successful_sign_in_date_time", "The last successful sign-in, interactive or not, since December 2023; the real last use.", func(u *user) string { return u.SignInActivity.LastSuccessfulSignInDateTime }).from("signInActivity"),
	text("last_sign_in_request_id", "The request id of the last interactive sign-in.", func(u *user) string { return u.SignInActivity.LastSignInRequestID }).from("signInActivity").rare(rareAccount),
	text("last_non_interactive_sign_in_request_id", "The request id of the last non-interactive sign-in.", func(u *user) string { return u.SignInActivity.LastNonInteractiveSignInRequestID }).from("signInActivity").rare(rareAccount),
	text("last_successful_sign_in_request_id", "The request id of the last successful sign-in.", func(u *user) string { return u.SignInActivity.LastSuccessfulSignInRequestID }).from("signInActivity").rare(rareAccount),
	list("missing_sources", "The sources that this connection could not read, of those that the query's columns need; an empty list says that a NULL elsewhere means never or none.", missingSources[user]),
}

var userContactColumns = []column[user]{
	text("mail_nickname", "The mail alias.", func(u *user) string { return u.seldom().MailNickname }).from("mailNickname").rare(rareContact),
	document("other_mails", "Other e-mail addresses.", func(u *user) jsontext.Value { return u.seldom().OtherMails }).from("otherMails").rare(rareContact),
	document("proxy_addresses", "All addresses of the mailbox; the primary one begins with SMTP in capitals.", func(u *user) jsontext.Value { return u.seldom().ProxyAddresses }).from("proxyAddresses").rare(rareContact),
	document("im_addresses", "The addresses for instant messages (SIP).", func(u *user) jsontext.Value { return u.seldom().ImAddresses }).from("imAddresses").rare(rareContact),
	document("business_phones", "The business telephone numbers.", func(u *user) jsontext.Value { return u.seldom().BusinessPhones }).from("businessPhones").rare(rareContact),
	text("mobile_phone", "The mobile telephone number.", func(u *user) string { return u.seldom().MobilePhone }).from("mobilePhone").rare(rareContact),
	text("fax_number", "The fax number.", func(u *user) string { return u.seldom().FaxNumber }).from("faxNumber").rare(rareContact),
	text("office_location", "The office.", func(u *user) string { return u.seldom().OfficeLocation }).from("officeLocation").rare(rareContact),
	text("street_address", "The street address of the place of business.", func(u *user) string { return u.seldom().StreetAddress }).from("streetAddress").rare(rareContact),
	text("postal_code", "The postal code.", func(u *user) string { return u.seldom().PostalCode }).from("postalCode").rare(rareContact),
	text("city", "The city.", func(u *user) string { return u.seldom().City }).from("city").where(Equal | StartsWith).whereAdvanced(NotNull).rare(rareContact),
	text("state", "The state or province.", func(u *user) string { return u.seldom().State }).from("state").where(Equal | StartsWith).whereAdvanced(NotNull).rare(rareContact),
	text("preferred_language", "The preferred language, for example en-US.", func(u *user) string { return u.seldom().PreferredLanguage }).from("preferredLanguage").rare(rareContact),
	text("preferred_data_location", "The preferred data location of a multi-geo tenant.", func(u *user) string { return u.seldom().PreferredDataLocation }).from("preferredDataLocation").rare(rareContact),
	boolean("show_in_address_list", "Whether the global address list should show the user.", func(u *user) Flag { return u.seldom().ShowInAddressList }).from("showInAddressList").rare(rareContact),
}

var userEmployeeColumns = []column[user]{
	text("employee_id", "The organization's identifier of the employee.", func(u *user) string { return u.seldom().EmployeeID }).from("employeeId").whereEach(Equal).rare(rareEmployee),
	text("employee_type", "The kind of worker, for example Employee, Contractor, Consultant or Vendor.", func(u *user) string { return u.seldom().EmployeeType }).from("employeeType").rare(rareEmployee),
	timestamp("employee_hire_date", "When the user was or will be hired.", func(u *user) string { return u.seldom().EmployeeHireDate }).from("employeeHireDate").rare(rareEmployee),
	timestamp("employee_leave_date_time", "When the user left or will leave; needs the permission User-LifeCycleInfo.Read.All, and is NULL without it.", func(u *user) string { return u.seldom().EmployeeLeaveDateTime }).from("employeeLeaveDateTime").rare(rareEmployee),
	text("employee_org_data_division", "The division in which the user works.", func(u *user) string { return u.seldom().EmployeeOrgData.Division }).from("employeeOrgData").rare(rareEmployee),
	text("employee_org_data_cost_center", "The cost centre of the user.", func(u *user) string { return u.seldom().EmployeeOrgData.CostCenter }).from("employeeOrgData").rare(rareEmployee),
	text("age_group", "The age group: Minor, NotAdult or Adult.", func(u *user) string { return u.seldom().AgeGroup }).from("ageGroup").rare(rareEmployee),
	text("consent_provided_for_minor", "Whether consent was obtained for a minor: Granted, Denied or NotRequired.", func(u *user) string { return u.seldom().ConsentProvidedForMinor }).from("consentProvidedForMinor").rare(rareEmployee),
	text("legal_age_group_classification", "The legal age group: Undefined, MinorWithOutParentalConsent, MinorWithParentalConsent, MinorNoParentalConsentRequired, NotAdult or Adult.", func(u *user) string { return u.seldom().LegalAgeGroupClassification }).from("legalAgeGroupClassification").rare(rareEmployee),
}

var userOnPremisesColumns = []column[user]{
	newColumn("on_premises_sync_enabled", Boolean, "True if the account is synced from an on-premises Active Directory, false for a cloud account.", (*user).synced).
		from("onPremisesSyncEnabled").whereBy(Equal, syncedClause),
	timestamp("on_premises_last_sync_date_time", "When the account was last synced.", func(u *user) string { return u.seldom().OnPremisesLastSyncDateTime }).from("onPremisesLastSyncDateTime").rare(rareOnPremises),
	text("on_premises_distinguished_name", "The distinguished name on premises.", func(u *user) string { return u.seldom().OnPremisesDistinguishedName }).from("onPremisesDistinguishedName").rare(rareOnPremises),
	text("on_premises_domain_name", "The DNS name of the domain on premises.", func(u *user) string { return u.seldom().OnPremisesDomainName }).from("onPremisesDomainName").rare(rareOnPremises),
	text("on_premises_sam_account_name", "The sAMAccountName on premises.", func(u *user) string { return u.seldom().OnPremisesSamAccountName }).from("onPremisesSamAccountName").rare(rareOnPremises),
	text("on_premises_user_principal_name", "The user principal name on premises.", func(u *user) string { return u.seldom().OnPremisesUserPrincipalName }).from("onPremisesUserPrincipalName").rare(rareOnPremises),
	text("on_premises_immutable_id", "The id that ties the account to its Active Directory account.", func(u *user) string { return u.seldom().OnPremisesImmutableID }).from("onPremisesImmutableId").rare(rareOnPremises),
	text("on_premises_security_identifier", "The security identifier (SID) on premises.", func(u *user) string { return u.seldom().OnPremisesSecurityIdentifier }).from("onPremisesSecurityIdentifier").rare(rareOnPremises),
	document("on_premises_extension_attributes", "The attributes extensionAttribute1 to extensionAttribute15.", func(u *user) jsontext.Value { return u.seldom().OnPremisesExtensionAttributes }).from("onPremisesExtensionAttributes").rare(rareOnPremises),
	document("on_premises_provisioning_errors", "The errors of the sync, as Graph gives them.", func(u *user) jsontext.Value { return u.seldom().OnPremisesProvisioningErrors }).from("onPremisesProvisioningErrors").rare(rareOnPremises),
}

var userAccountColumns = []column[user]{
	text("creation_type", "How the account was created: NULL for a work or school account, Invitation, LocalAccount, EmailVerified or SelfServiceSignUp.", func(u *user) string { return u.seldom().CreationType }).from("creationType").where(Equal).rare(rareAccount),
	text("external_user_state", "The state of a guest's invitation: PendingAcceptance or Accepted; NULL for others.", func(u *user) string { return u.seldom().ExternalUserState }).from("externalUserState").rare(rareAccount),
	timestamp("external_user_state_change_date_time", "When external_user_state last changed.", func(u *user) string { return u.seldom().ExternalUserStateChangeDateTime }).from("externalUserStateChangeDateTime").rare(rareAccount),
	timestamp("deleted_date_time", "When the account was deleted; NULL for the users of this table.", func(u *user) string { return u.seldom().DeletedDateTime }).from("deletedDateTime").rare(rareAccount),
	timestamp("last_password_change_date_time", "When the password was last changed.", func(u *user) string { return u.seldom().LastPasswordChangeDateTime }).from("lastPasswordChangeDateTime").rare(rareAccount),
	text("password_policies", "The password policies: DisableStrongPassword, DisablePasswordExpiration, or both with a comma.", func(u *user) string { return u.seldom().PasswordPolicies }).from("passwordPolicies").rare(rareAccount),
	document("password_profile", "Whether the password must be changed at the next sign-in; never the password.", (*user).passwordFlags).from("passwordProfile").rare(rareAccount),
	timestamp("sign_in_sessions_valid_from_date_time", "Tokens from before this moment are no longer accepted.", func(u *user) string { return u.seldom().SignInSessionsValidFromDateTime }).from("signInSessionsValidFromDateTime").rare(rareAccount),
	document("identities", "The identities with which the user can sign in, as Graph gives them.", func(u *user) jsontext.Value { return u.seldom().Identities }).from("identities").rare(rareAccount),
	text("security_identifier", "The security identifier (SID) of the user.", func(u *user) string { return u.seldom().SecurityIdentifier }).from("securityIdentifier").rare(rareAccount),
	document("authorization_info", "The ids of the user's certificates, as Graph gives them.", func(u *user) jsontext.Value { return u.seldom().AuthorizationInfo }).from("authorizationInfo").rare(rareAccount),
	boolean("is_resource_account", "Reserved by Microsoft.", func(u *user) Flag { return u.seldom().IsResourceAccount }).from("isResourceAccount").rare(rareAccount),
	boolean("is_management_restricted", "True if the user is in a restricted management administrative unit.", func(u *user) Flag { return u.seldom().IsManagementRestricted }).from("isManagementRestricted").rare(rareAccount),
	document("service_provisioning_errors", "The errors that services report about the account, as Graph gives them.", func(u *user) jsontext.Value { return u.seldom().ServiceProvisioningErrors }).from("serviceProvisioningErrors").rare(rareAccount),
	document("custom_security_attributes", "The custom security attributes; needs the permission CustomSecAttributeAssignment.Read.All, and is NULL without it.", func(u *user) jsontext.Value { return u.seldom().CustomSecurityAttributes }).from("customSecurityAttributes").rare(rareAccount),
}

// user is a user of the directory.
//
// https://learn.microsoft.com/graph/api/resources/user
type user struct {
	ID                      string         `json:"id"`
	UserPrincipalName       string         `json:"userPrincipalName"`
	DisplayName             string         `json:"displayName"`
	GivenName               string         `json:"givenName"`
	Surname                 string         `json:"surname"`
	Mail                    string         `json:"mail"`
	AccountEnabled          Flag           `json:"accountEnabled"`
	UserType                string         `json:"userType"`
	JobTitle                string         `json:"jobTitle"`
	Department              string         `json:"department"`
	CompanyName             string         `json:"companyName"`
	Country                 string         `json:"country"`
	UsageLocation           string         `json:"usageLocation"`
	CreatedDateTime         string         `json:"createdDateTime"`
	AssignedLicenses        jsontext.Value `json:"assignedLicenses"`
	LicenseAssignmentStates jsontext.Value `json:"licenseAssignmentStates"`
	SignInActivity          signInActivity `json:"signInActivity"`
	OnPremisesSyncEnabled   Flag           `json:"onPremisesSyncEnabled"`
	Seldom                  *seldomUser    `json:",embed"`

	licenses []string
	joined   *joinedUser // nil: no column of other sources is wanted
	managed  []string    // the ids of those that the connection manages; nil: all
}

// seldomUser has the properties of the columns that are seldom asked for, apart, since each row in memory has room
// for all of its own.
type seldomUser struct {
	AssignedPlans                   jsontext.Value  `json:"assignedPlans"`
	ProvisionedPlans                jsontext.Value  `json:"provisionedPlans"`
	MailNickname                    string          `json:"mailNickname"`
	OtherMails                      jsontext.Value  `json:"otherMails"`
	ProxyAddresses                  jsontext.Value  `json:"proxyAddresses"`
	ImAddresses                     jsontext.Value  `json:"imAddresses"`
	BusinessPhones                  jsontext.Value  `json:"businessPhones"`
	MobilePhone                     string          `json:"mobilePhone"`
	FaxNumber                       string          `json:"faxNumber"`
	OfficeLocation                  string          `json:"officeLocation"`
	StreetAddress                   string          `json:"streetAddress"`
	PostalCode                      string          `json:"postalCode"`
	City                            string          `json:"city"`
	State                           string          `json:"state"`
	PreferredLanguage               string          `json:"preferredLanguage"`
	PreferredDataLocation           string          `json:"preferredDataLocation"`
	ShowInAddressList               Flag            `json:"showInAddressList"`
	EmployeeID                      string          `json:"employeeId"`
	EmployeeType                    string          `json:"employeeType"`
	EmployeeHireDate                string          `json:"employeeHireDate"`
	EmployeeLeaveDateTime           string          `json:"employeeLeaveDateTime"`
	EmployeeOrgData                 employeeOrgData `json:"employeeOrgData"`
	AgeGroup                        string          `json:"ageGroup"`
	ConsentProvidedForMinor         string          `json:"consentProvidedForMinor"`
	LegalAgeGroupClassification     string          `json:"legalAgeGroupClassification"`
	OnPremisesLastSyncDateTime      string          `json:"onPremisesLastSyncDateTime"`
	OnPremisesDistinguishedName     string          `json:"onPremisesDistinguishedName"`
	OnPremisesDomainName            string          `json:"onPremisesDomainName"`
	OnPremisesSamAccountName        string          `json:"onPremisesSamAccountName"`
	OnPremisesUserPrincipalName     string          `json:"onPremisesUserPrincipalName"`
	OnPremisesImmutableID           string          `json:"onPremisesImmutableId"`
	OnPremisesSecurityIdentifier    string          `json:"onPremisesSecurityIdentifier"`
	OnPremisesExtensionAttributes   jsontext.Value  `json:"onPremisesExtensionAttributes"`
	OnPremisesProvisioningErrors    jsontext.Value  `json:"onPremisesProvisioningErrors"`
	CreationType                    string          `json:"creationType"`
	ExternalUserState               string          `json:"externalUserState"`
	ExternalUserStateChangeDateTime string          `json:"externalUserStateChangeDateTime"`
	DeletedDateTime                 string          `json:"deletedDateTime"`
	LastPasswordChangeDateTime      string          `json:"lastPasswordChangeDateTime"`
	PasswordPolicies                string          `json:"passwordPolicies"`
	PasswordProfile                 passwordProfile `json:"passwordProfile"`
	SignInSessionsValidFromDateTime string          `json:"signInSessionsValidFromDateTime"`
	Identities                      jsontext.Value  `json:"identities"`
	SecurityIdentifier              string          `json:"securityIdentifier"`
	AuthorizationInfo               jsontext.Value  `json:"authorizationInfo"`
	IsResourceAccount               Flag            `json:"isResourceAccount"`
	IsManagementRestricted          Flag            `json:"isManagementRestricted"`
	ServiceProvisioningErrors       jsontext.Value  `json:"serviceProvisioningErrors"`
	CustomSecurityAttributes        jsontext.Value  `json:"customSecurityAttributes"`
}

type signInActivity struct {
	LastSignInDateTime                string `json:"lastSignInDateTime"`
	LastSignInRequestID               string `json:"lastSignInRequestId"`
	LastNonInteractiveSignInDateTime  string `json:"lastNonInteractiveSignInDateTime"`
	LastNonInteractiveSignInRequestID string `json:"lastNonInteractiveSignInRequestId"`
	LastSuccessfulSignInDateTime      string `json:"lastSuccessfulSignInDateTime"`
	LastSuccessfulSignInRequestID     string `json:"lastSuccessfulSignInRequestId"`
}

type employeeOrgData struct {
	Division   string `json:"division"`
	CostCenter string `json:"costCenter"`
}

// users are read in the largest pages that Graph gives: 999, or 500 with sign-in activity.
//
// https://learn.microsoft.com/graph/api/user-list
var users = collection[user]{
	path:    "/users",
	id:      func(u *user) string { return u.ID },
	top:     999,
	topWith: map[string]int{"signInActivity": 500},
	keys: []key{
		{column: "id", fits: guidPattern.MatchString, valid: guidPattern.MatchString, equal: graph.EqualAny},
		{column: "user_principal_name", fits: plainUPN, without: []string{"signInActivity"}, equal: graph.Equal},
	},
	optional: []graph.Optional{
		{Property: "signInActivity", Permission: "AuditLog.Read.All", License: "Microsoft Entra ID P1 or P2"},
		{Property: "employeeLeaveDateTime", Permission: "User-LifeCycleInfo.Read.All"},
		{Property: "customSecurityAttributes", Permission: "CustomSecAttributeAssignment.Read.All"},
	},
	help:    graph.Help{Permissions: []string{"User.Read.All", "Directory.Read.All"}},
	pool:    new(graph.Pool[user]),
	prepare: nameLicenses,
}

func listUsers(ctx context.Context, q *request[user]) error { return users.readJoined(ctx, q) }
