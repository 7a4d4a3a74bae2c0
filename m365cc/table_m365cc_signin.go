package m365cc

import (
	"slices"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

var tableSignIn = define(definition[signIn]{
	name:        "m365cc_signin",
	description: "Sign-ins of the last 30 days: who or what signed in where, from where, and whether it succeeded. Only interactive sign-ins of users, unless sign_in_event_type asks for others.",
	sources:     signIns.sources(),
	list:        listSignIns,
	columns:     signInColumns,
})

var signInColumns = slices.Concat(
	signInMainColumns,
	signInRiskColumns,
	signInApplicationColumns,
	signInRequestColumns,
	signInAuthenticationColumns,
	signInNetworkColumns,
	signInDeviceColumns,
)

var signInMainColumns = []column[signIn]{
	text("id", "The unique id (GUID) of the sign-in.", func(s *signIn) string { return s.ID }).from("id").where(Equal),
	timestamp("created_date_time", "When the sign-in was begun.", func(s *signIn) string { return s.CreatedDateTime }).
		from("createdDateTime").where(Equal | Ranges).newestFirst(),
	text("user_display_name", "The user's display name; NULL for sign-ins without a user.", func(s *signIn) string { return s.UserDisplayName }).
		from("userDisplayName").whereExact(Equal | StartsWith),
	text("user_principal_name", "The user's principal name (UPN), always in lower case. For a guest it is the e-mail address.", func(s *signIn) string { return s.UserPrincipalName }).
		from("userPrincipalName").whereLower(Equal | StartsWith),
	text("user_id", "The user's id (GUID).", func(s *signIn) string { return s.UserID }).from("userId").whereExact(Equal),
	text("app_display_name", "The name of the application with which the user signed in; names change, so compare app_id.", func(s *signIn) string { return s.AppDisplayName }).
		from("appDisplayName").whereExact(Equal | StartsWith),
	text("app_id", "The id (GUID) of the application with which the user signed in.", func(s *signIn) string { return s.AppID }).
		from("appId").whereExact(Equal),
	text("resource_display_name", "The name of the resource (the API) that was signed in to.", func(s *signIn) string { return s.ResourceDisplayName }).
		from("resourceDisplayName").whereExact(Equal),
	text("resource_id", "The id (GUID) of the resource (the API) that was signed in to.", func(s *signIn) string { return s.ResourceID }).
		from("resourceId").whereExact(Equal),
	text("sign_in_event_type", "The kind of the sign-in: interactiveUser, nonInteractiveUser, servicePrincipal or managedIdentity. Without a condition on it only interactive sign-ins are given.", (*signIn).eventType).
		from("signInEventTypes").whereBy(Equal, eventTypeClause).parameter(),
	list("sign_in_event_types", "All kinds of the sign-in: interactiveUser, nonInteractiveUser, servicePrincipal, managedIdentity.", func(s *signIn, _ *scope) []string { return s.SignInEventTypes }).from("signInEventTypes"),
	integer("status_error_code", "0 if the sign-in succeeded, else the number of the error, for example 50126 for a wrong password.", func(s *signIn) *int64 { return s.Status.ErrorCode }).
		from("status").at("status/errorCode").whereEach(Equal),
	text("status_failure_reason", "Why the sign-in failed.", func(s *signIn) string { return s.Status.FailureReason }).from("status"),
	text("status_additional_details", "More about the success or failure, for example that MFA was required.", func(s *signIn) string { return s.Status.AdditionalDetails }).from("status"),
	text("ip_address", "The IP address of the client.", func(s *signIn) string { return s.IPAddress }).from("ipAddress").whereExact(Equal | StartsWith),
	text("client_app_used", "The kind of client: Browser, Mobile Apps and Desktop clients, or a legacy protocol, for example Exchange ActiveSync, IMAP4, POP3, Authenticated SMTP or Other clients.", func(s *signIn) string { return s.ClientAppUsed }).
		from("clientAppUsed").whereExact(Equal),
	boolean("is_interactive", "True if the user provided an authentication factor, such as a password.", func(s *signIn) Flag { return s.IsInteractive }).from("isInteractive"),
	text("conditional_access_status", "What Conditional Access did: success, failure or notApplied.", func(s *signIn) string { return s.ConditionalAccessStatus }).
		from("conditionalAccessStatus").whereExact(Equal),
	text("authentication_requirement", "The highest requirement of the sign-in: singleFactorAuthentication or multiFactorAuthentication.", func(s *signIn) string { return s.AuthenticationRequirement }).
		from("authenticationRequirement").whereExact(Equal | StartsWith),
	text("location_city", "The city of the IP address.", func(s *signIn) string { return s.Location.City }).from("location").at("location/city").whereExact(Equal | StartsWith),
	text("location_state", "The state or province of the IP address.", func(s *signIn) string { return s.Location.State }).
		from("location").at("location/state").whereExact(Equal | StartsWith),
	text("location_country_or_region", "The country or region of the IP address (ISO 3166, two letters).", func(s *signIn) string { return s.Location.CountryOrRegion }).
		from("location").at("location/countryOrRegion").whereExact(Equal | StartsWith),
	text("device_detail_operating_system", "The operating system of the device, with its version.", func(s *signIn) string { return s.DeviceDetail.OperatingSystem }).
		from("deviceDetail").at("deviceDetail/operatingSystem").whereExact(Equal | StartsWith),
	text("device_detail_browser", "The browser, with its version.", func(s *signIn) string { return s.DeviceDetail.Browser }).
		from("deviceDetail").at("deviceDetail/browser").whereExact(Equal | StartsWith),
	text("user_type", "Whether the user is a member or a guest of the tenant: member or guest.", func(s *signIn) string { return s.UserType }).from("userType"),
	text("title", "The title of the resource: the id of the sign-in.", func(s *signIn) string { return s.ID }).from("id"),
}

var signInRiskColumns = []column[signIn]{
	text("risk_level_aggregated", "The risk of all that is known: none, low, medium or high; hidden without Microsoft Entra ID P2.", func(s *signIn) string { return s.RiskLevelAggregated }).
		from("riskLevelAggregated").whereExact(Equal),
	text("risk_level_during_sign_in", "The risk at the time of the sign-in: none, low, medium or high; hidden without Microsoft Entra ID P2.", func(s *signIn) string { return s.RiskLevelDuringSignIn }).
		from("riskLevelDuringSignIn").whereExact(Equal),
	text("risk_state", "The state of the risk: none, confirmedSafe, remediated, dismissed, atRisk or confirmedCompromised.", func(s *signIn) string { return s.RiskState }).
		from("riskState").whereExact(Equal),
	text("risk_detail", "Why the risk has its state, for example adminConfirmedSigninSafe or userPassedMFADrivenByRiskBasedPolicy; none if nothing was detected, hidden without Microsoft Entra ID P2.", func(s *signIn) string { return s.RiskDetail }).
		from("riskDetail").whereExact(Equal),
	document("risk_event_types_v2", "The detections, for example unfamiliarFeatures, anonymizedIPAddress or leakedCredentials.", func(s *signIn) jsontext.Value { return s.RiskEventTypesV2 }).from("riskEventTypes_v2"),
	boolean("flagged_for_review", "True if the user marked the failed sign-in for the administrators.", func(s *signIn) Flag { return s.FlaggedForReview }).from("flaggedForReview"),
}

var signInApplicationColumns = []column[signIn]{
	text("service_principal_id", "The id (GUID) of the service principal that signed in; NULL for users.", func(s *signIn) string { return s.ServicePrincipalID }).
		from("servicePrincipalId").whereExact(Equal | StartsWith),
	text("service_principal_name", "The name of the service principal that signed in; NULL for users.", func(s *signIn) string { return s.ServicePrincipalName }).
		from("servicePrincipalName").whereExact(Equal | StartsWith),
	text("client_credential_type", "How a client or service principal proved who it is: none, clientSecret, clientAssertion, federatedIdentityCredential, managedIdentity or certificate.", func(s *signIn) string { return s.ClientCredentialType }).from("clientCredentialType"),
	text("service_principal_credential_key_id", "The id of the key credential that the service principal used.", func(s *signIn) string { return s.ServicePrincipalCredentialKeyID }).from("servicePrincipalCredentialKeyId").rare(rareToken),
	text("service_principal_credential_thumbprint", "The thumbprint of the certificate that the service principal used.", func(s *signIn) string { return s.ServicePrincipalCredentialThumbprint }).from("servicePrincipalCredentialThumbprint").rare(rareToken),
	text("federated_credential_id", "The id of the application's federated identity credential, if one was used.", func(s *signIn) string { return s.FederatedCredentialID }).from("federatedCredentialId").rare(rareToken),
	document("managed_service_identity", "The managed identity that signed in, as Graph gives it: msiType (none, userAssigned, systemAssigned), associatedResourceId and the federated token.", func(s *signIn) jsontext.Value { return s.ManagedServiceIdentity }).from("managedServiceIdentity").rare(rareToken),
	text("app_owner_tenant_id", "The id of the tenant that owns the application.", func(s *signIn) string { return s.AppOwnerTenantID }).from("appOwnerTenantId").rare(rareToken),
	text("resource_service_principal_id", "The id of the service principal of the resource.", func(s *signIn) string { return s.ResourceServicePrincipalID }).from("resourceServicePrincipalId").rare(rareToken),
	text("resource_owner_tenant_id", "The id of the tenant that owns the resource.", func(s *signIn) string { return s.ResourceOwnerTenantID }).from("resourceOwnerTenantId").rare(rareToken),
	text("resource_tenant_id", "The id of the tenant whose resource was signed in to.", func(s *signIn) string { return s.ResourceTenantID }).from("resourceTenantId").rare(rareToken),
	text("azure_resource_id", "The Azure Resource Manager id of the Azure resource that was signed in to.", func(s *signIn) string { return s.AzureResourceID }).from("azureResourceId").rare(rareToken),
}

var signInRequestColumns = []column[signIn]{
	text("correlation_id", "The id that the client gave the sign-in; support asks for it.", func(s *signIn) string { return s.CorrelationID }).
		from("correlationId").whereExact(Equal),
	text("original_request_id", "The request id of the first request of the sign-in.", func(s *signIn) string { return s.OriginalRequestID }).
		from("originalRequestId").whereExact(Equal),
	text("user_agent", "The user agent of the client.", func(s *signIn) string { return s.UserAgent }).from("userAgent").whereExact(Equal | StartsWith),
	text("unique_token_identifier", "The id of the token that was issued, in base64; the logs of services have it too.", func(s *signIn) string { return s.UniqueTokenIdentifier }).from("uniqueTokenIdentifier").rare(rareToken),
	text("session_id", "The id of the session.", func(s *signIn) string { return s.SessionID }).from("sessionId").rare(rareToken),
	text("client_session_id", "The id of the session at the client.", func(s *signIn) string { return s.ClientSessionID }).from("clientSessionId").rare(rareToken),
	text("incoming_token_type", "The token that was presented: none, primaryRefreshToken, saml11, saml20, remoteDesktopToken or refreshToken.", func(s *signIn) string { return s.IncomingTokenType }).from("incomingTokenType").rare(rareToken),
	text("token_issuer_name", "The name of the identity provider.", func(s *signIn) string { return s.TokenIssuerName }).from("tokenIssuerName").rare(rareToken),
	text("token_issuer_type", "The kind of identity provider: AzureAD, ADFederationServices, AzureADBackupAuth, ADFederationServicesMFAAdapter or NPSExtension.", func(s *signIn) string { return s.TokenIssuerType }).from("tokenIssuerType").rare(rareToken),
	document("token_protection_status_details", "Whether the token is bound to the device, as Graph gives it.", func(s *signIn) jsontext.Value { return s.TokenProtectionStatusDetails }).from("tokenProtectionStatusDetails").rare(rareToken),
	text("original_transfer_method", "How the session was begun on another device: none, deviceCodeFlow or authenticationTransfer.", func(s *signIn) string { return s.OriginalTransferMethod }).from("originalTransferMethod").rare(rareToken),
	integer("processing_time_in_milliseconds", "How long the sign-in service took, in milliseconds.", func(s *signIn) *int64 { return s.ProcessingTimeInMilliseconds }).from("processingTimeInMilliseconds").rare(rareToken),
}

var signInAuthenticationColumns = []column[signIn]{
	text("sign_in_identifier", "What the user typed to say who they are; NULL where it was not typed.", func(s *signIn) string { return s.SignInIdentifier }).from("signInIdentifier").rare(rarePolicy),
	text("sign_in_identifier_type", "The kind of sign_in_identifier: userPrincipalName, phoneNumber, proxyAddress, qrCode or onPremisesUserPrincipalName.", func(s *signIn) string { return s.SignInIdentifierType }).from("signInIdentifierType").rare(rarePolicy),
	text("authentication_protocol", "The protocol or grant, for example oAuth2, ropc, wsFederation, saml20, deviceCode, authenticationTransfer or nativeAuth; none if unknown.", func(s *signIn) string { return s.AuthenticationProtocol }).from("authenticationProtocol").rare(rarePolicy),
	document("authentication_methods_used", "The methods that were used, for example Password, SMS or FIDO.", func(s *signIn) jsontext.Value { return s.AuthenticationMethodsUsed }).from("authenticationMethodsUsed").rare(rarePolicy),
	document("authentication_details", "Each step of the authentication with its method and result, as Graph gives it.", func(s *signIn) jsontext.Value { return s.AuthenticationDetails }).from("authenticationDetails").rare(rarePolicy),
	document("authentication_processing_details", "More about the processing, as keys and values.", func(s *signIn) jsontext.Value { return s.AuthenticationProcessingDetails }).from("authenticationProcessingDetails").rare(rarePolicy),
	document("authentication_requirement_policies", "The policies that asked for MFA, as Graph gives them.", func(s *signIn) jsontext.Value { return s.AuthenticationRequirementPolicies }).from("authenticationRequirementPolicies").rare(rarePolicy),
	document("authentication_context_class_references", "The authentication contexts of Conditional Access, as Graph gives them.", func(s *signIn) jsontext.Value { return s.AuthenticationContextClassReferences }).from("authenticationContextClassReferences").rare(rarePolicy),
	document("authentication_app_device_details", "The application and device of the authentication step, as Graph gives them.", func(s *signIn) jsontext.Value { return s.AuthenticationAppDeviceDetails }).from("authenticationAppDeviceDetails").rare(rarePolicy),
	document("authentication_app_policy_evaluation_details", "The policies that were applied to user and authentication application, as Graph gives them.", func(s *signIn) jsontext.Value { return s.AuthenticationAppPolicyEvaluationDetails }).from("authenticationAppPolicyEvaluationDetails").rare(rarePolicy),
	document("applied_conditional_access_policies", "The Conditional Access policies and what each did, as Graph gives them; the details need the permission Policy.Read.ConditionalAccess too.", func(s *signIn) jsontext.Value { return s.AppliedConditionalAccessPolicies }).from("appliedConditionalAccessPolicies").rare(rarePolicy),
	document("conditional_access_audiences", "The audiences that Conditional Access evaluated.", func(s *signIn) jsontext.Value { return s.ConditionalAccessAudiences }).from("conditionalAccessAudiences").rare(rarePolicy),
	document("applied_event_listeners", "The event listeners, such as Azure Logic Apps, that the sign-in triggered, as Graph gives them.", func(s *signIn) jsontext.Value { return s.AppliedEventListeners }).from("appliedEventListeners").rare(rarePolicy),
	document("session_lifetime_policies", "The session management policies that were applied, as Graph gives them.", func(s *signIn) jsontext.Value { return s.SessionLifetimePolicies }).from("sessionLifetimePolicies").rare(rarePolicy),
}

var signInNetworkColumns = []column[signIn]{
	double("location_latitude", "The latitude of the place of the IP address, in degrees.", func(s *signIn) *float64 { return s.Location.GeoCoordinates.Latitude }).from("location").rare(rareNetwork),
	double("location_longitude", "The longitude of the place of the IP address, in degrees.", func(s *signIn) *float64 { return s.Location.GeoCoordinates.Longitude }).from("location").rare(rareNetwork),
	double("location_altitude", "The altitude of the place, in feet; usually NULL.", func(s *signIn) *float64 { return s.Location.GeoCoordinates.Altitude }).from("location").rare(rareNetwork),
	text("ip_address_from_resource_provider", "The IP address with which the user reached the resource, where it told.", func(s *signIn) string { return s.IPAddressFromResourceProvider }).from("ipAddressFromResourceProvider").rare(rareNetwork),
	integer("autonomous_system_number", "The number of the network (ASN) of the client.", func(s *signIn) *int64 { return s.AutonomousSystemNumber }).from("autonomousSystemNumber").rare(rareNetwork),
	document("network_location_details", "The named locations of the client with their type (intranet, extranet, namedNetwork, trusted), as Graph gives them.", func(s *signIn) jsontext.Value { return s.NetworkLocationDetails }).from("networkLocationDetails").rare(rareNetwork),
	boolean("is_through_global_secure_access", "True if the user came through Global Secure Access.", func(s *signIn) Flag { return s.IsThroughGlobalSecureAccess }).from("isThroughGlobalSecureAccess").rare(rareNetwork),
	text("global_secure_access_ip_address", "The IP address of Global Secure Access.", func(s *signIn) string { return s.GlobalSecureAccessIPAddress }).from("globalSecureAccessIpAddress").rare(rareNetwork),
	document("private_link_details", "The private link policy of the sign-in, as Graph gives it.", func(s *signIn) jsontext.Value { return s.PrivateLinkDetails }).from("privateLinkDetails").rare(rareNetwork),
	text("home_tenant_id", "The id of the tenant of the user; NULL for service principals and managed identities.", func(s *signIn) string { return s.HomeTenantID }).from("homeTenantId").rare(rareNetwork),
	text("home_tenant_name", "The name of the tenant of the user, where that tenant lets it be shown.", func(s *signIn) string { return s.HomeTenantName }).from("homeTenantName").rare(rareNetwork),
	text("cross_tenant_access_type", "How the tenants were crossed: none, b2bCollaboration, b2bDirectConnect, microsoftSupport, serviceProvider or passthrough.", func(s *signIn) string { return s.CrossTenantAccessType }).from("crossTenantAccessType").rare(rareNetwork),
	boolean("is_tenant_restricted", "True if a tenant restriction policy applied.", func(s *signIn) Flag { return s.IsTenantRestricted }).from("isTenantRestricted").rare(rareNetwork),
}

var signInDeviceColumns = []column[signIn]{
	text("device_detail_device_id", "The id of the device, if it is registered in Microsoft Entra ID.", func(s *signIn) string { return s.DeviceDetail.DeviceID }).from("deviceDetail").rare(rareDevice),
	text("device_detail_display_name", "The name of the device.", func(s *signIn) string { return s.DeviceDetail.DisplayName }).from("deviceDetail").rare(rareDevice),
	boolean("device_detail_is_compliant", "True if the device is compliant.", func(s *signIn) Flag { return s.DeviceDetail.IsCompliant }).from("deviceDetail").rare(rareDevice),
	boolean("device_detail_is_managed", "True if the device is managed.", func(s *signIn) Flag { return s.DeviceDetail.IsManaged }).from("deviceDetail").rare(rareDevice),
	text("device_detail_trust_type", "How the device is joined, for example Azure AD registered, Azure AD joined or Hybrid Azure AD joined.", func(s *signIn) string { return s.DeviceDetail.TrustType }).from("deviceDetail").rare(rareDevice),
	text("device_detail_browser_id", "The id of the browser.", func(s *signIn) string { return s.DeviceDetail.BrowserID }).from("deviceDetail").rare(rareDevice),
}

// signIn is an attempt to sign in. Graph writes what it does not know as null or as "".
//
// https://learn.microsoft.com/graph/api/resources/signin?view=graph-rest-beta
type signIn struct {
	ID                                       string         `json:"id"`
	CreatedDateTime                          string         `json:"createdDateTime"`
	UserDisplayName                          string         `json:"userDisplayName"`
	UserPrincipalName                        string         `json:"userPrincipalName"`
	UserID                                   string         `json:"userId"`
	AppDisplayName                           string         `json:"appDisplayName"`
	AppID                                    string         `json:"appId"`
	ResourceDisplayName                      string         `json:"resourceDisplayName"`
	ResourceID                               string         `json:"resourceId"`
	SignInEventTypes                         []string       `json:"signInEventTypes"`
	Status                                   signInStatus   `json:"status"`
	IPAddress                                string         `json:"ipAddress"`
	ClientAppUsed                            string         `json:"clientAppUsed"`
	IsInteractive                            Flag           `json:"isInteractive"`
	ConditionalAccessStatus                  string         `json:"conditionalAccessStatus"`
	AuthenticationRequirement                string         `json:"authenticationRequirement"`
	Location                                 signInLocation `json:"location"`
	DeviceDetail                             deviceDetail   `json:"deviceDetail"`
	UserType                                 string         `json:"userType"`
	RiskLevelAggregated                      string         `json:"riskLevelAggregated"`
	RiskLevelDuringSignIn                    string         `json:"riskLevelDuringSignIn"`
	RiskState                                string         `json:"riskState"`
	RiskDetail                               string         `json:"riskDetail"`
	RiskEventTypesV2                         jsontext.Value `json:"riskEventTypes_v2"`
	FlaggedForReview                         Flag           `json:"flaggedForReview"`
	ServicePrincipalID                       string         `json:"servicePrincipalId"`
	ServicePrincipalName                     string         `json:"servicePrincipalName"`
	ClientCredentialType                     string         `json:"clientCredentialType"`
	ServicePrincipalCredentialKeyID          string         `json:"servicePrincipalCredentialKeyId"`
	ServicePrincipalCredentialThumbprint     string         `json:"servicePrincipalCredentialThumbprint"`
	FederatedCredentialID                    string         `json:"federatedCredentialId"`
	ManagedServiceIdentity                   jsontext.Value `json:"managedServiceIdentity"`
	AppOwnerTenantID                         string         `json:"appOwnerTenantId"`
	ResourceServicePrincipalID               string         `json:"resourceServicePrincipalId"`
	ResourceOwnerTenantID                    string         `json:"resourceOwnerTenantId"`
	ResourceTenantID                         string         `json:"resourceTenantId"`
	AzureResourceID                          string         `json:"azureResourceId"`
	CorrelationID                            string         `json:"correlationId"`
	OriginalRequestID                        string         `json:"originalRequestId"`
	UserAgent                                string         `json:"userAgent"`
	UniqueTokenIdentifier                    string         `json:"uniqueTokenIdentifier"`
	SessionID                                string         `json:"sessionId"`
	ClientSessionID                          string         `json:"clientSessionId"`
	IncomingTokenType                        string         `json:"incomingTokenType"`
	TokenIssuerName                          string         `json:"tokenIssuerName"`
	TokenIssuerType                          string         `json:"tokenIssuerType"`
	TokenProtectionStatusDetails             jsontext.Value `json:"tokenProtectionStatusDetails"`
	OriginalTransferMethod                   string         `json:"originalTransferMethod"`
	ProcessingTimeInMilliseconds             *int64         `json:"processingTimeInMilliseconds"`
	SignInIdentifier                         string         `json:"signInIdentifier"`
	SignInIdentifierType                     string         `json:"signInIdentifierType"`
	AuthenticationProtocol                   string         `json:"authenticationProtocol"`
	AuthenticationMethodsUsed                jsontext.Value `json:"authenticationMethodsUsed"`
	AuthenticationDetails                    jsontext.Value `json:"authenticationDetails"`
	AuthenticationProcessingDetails          jsontext.Value `json:"authenticationProcessingDetails"`
	AuthenticationRequirementPolicies        jsontext.Value `json:"authenticationRequirementPolicies"`
	AuthenticationContextClassReferences     jsontext.Value `json:"authenticationContextClassReferences"`
	AuthenticationAppDeviceDetails           jsontext.Value `json:"authenticationAppDeviceDetails"`
	AuthenticationAppPolicyEvaluationDetails jsontext.Value `json:"authenticationAppPolicyEvaluationDetails"`
	AppliedConditionalAccessPolicies         jsontext.Value `json:"appliedConditionalAccessPolicies"`
	ConditionalAccessAudiences               jsontext.Value `json:"conditionalAccessAudiences"`
	AppliedEventListeners                    jsontext.Value `json:"appliedEventListeners"`
	SessionLifetimePolicies                  jsontext.Value `json:"sessionLifetimePolicies"`
	IPAddressFromResourceProvider            string         `json:"ipAddressFromResourceProvider"`
	AutonomousSystemNumber                   *int64         `json:"autonomousSystemNumber"`
	NetworkLocationDetails                   jsontext.Value `json:"networkLocationDetails"`
	IsThroughGlobalSecureAccess              Flag           `json:"isThroughGlobalSecureAccess"`
	GlobalSecureAccessIPAddress              string         `json:"globalSecureAccessIpAddress"`
	PrivateLinkDetails                       jsontext.Value `json:"privateLinkDetails"`
	HomeTenantID                             string         `json:"homeTenantId"`
	HomeTenantName                           string         `json:"homeTenantName"`
	CrossTenantAccessType                    string         `json:"crossTenantAccessType"`
	IsTenantRestricted                       Flag           `json:"isTenantRestricted"`

	// asked is the kind, of several, that the query asked for; "": none.
	asked string
}

type signInStatus struct {
	ErrorCode         *int64 `json:"errorCode"`
	FailureReason     string `json:"failureReason"`
	AdditionalDetails string `json:"additionalDetails"`
}

type signInLocation struct {
	City            string         `json:"city"`
	State           string         `json:"state"`
	CountryOrRegion string         `json:"countryOrRegion"`
	GeoCoordinates  geoCoordinates `json:"geoCoordinates"`
}

type geoCoordinates struct {
	Latitude  *float64 `json:"latitude"`
	Longitude *float64 `json:"longitude"`
	Altitude  *float64 `json:"altitude"`
}

type deviceDetail struct {
	OperatingSystem string `json:"operatingSystem"`
	Browser         string `json:"browser"`
	DeviceID        string `json:"deviceId"`
	DisplayName     string `json:"displayName"`
	IsCompliant     Flag   `json:"isCompliant"`
	IsManaged       Flag   `json:"isManaged"`
	TrustType       string `json:"trustType"`
	BrowserID       string `json:"browserId"`
}

// signIns are read from beta: v1.0 has interactive sign-ins and 29 properties only. The documentation does not
// speak of $select, which saves most of the bytes.
//
// https://learn.microsoft.com/graph/api/signin-list?view=graph-rest-beta
var signIns = collection[signIn]{
	path:           "/auditLogs/signIns",
	version:        "beta",
	id:             func(s *signIn) string { return s.ID },
	top:            1000,
	selectOptional: true,
	keys:           []key{{column: "id", fits: guidPattern.MatchString, valid: guidPattern.MatchString}},
	help:           graph.Help{Permissions: []string{"AuditLog.Read.All"}, License: "Microsoft Entra ID P1 or P2"},
	pool:           new(graph.Pool[signIn]),
	moment:         signInMoment,
}
