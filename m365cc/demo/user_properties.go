package demo

import "strconv"

// Permissions that single properties need.
const (
	roleAuditLog   = "AuditLog.Read.All"
	roleLifeCycle  = "User-LifeCycleInfo.Read.All"
	roleAttributes = "CustomSecAttributeAssignment.Read.All"
)

// userSchema is the user, with what Graph's documentation says each property's
// $filter takes. Where the type's page and the page of advanced queries
// differ, the stricter one counts.
//
// https://learn.microsoft.com/graph/api/resources/user
var userSchema = newSchema("microsoft.graph.user", "User", userProperties()...)

func userProperties() []property[*person] {
	var all []property[*person]
	for _, group := range [][]property[*person]{
		accountProperties(), workProperties(), mailProperties(), licenceProperties(),
		onPremisesProperties(), securityProperties(), sharePointProperties(),
	} {
		all = append(all, group...)
	}
	return all
}

func accountProperties() []property[*person] {
	id := guidOf("id", func(p *person, b []byte) []byte { return p.t.ids[guidUser].append(b, p.i) })
	id.form = formText // Edm.String, though it looks like a GUID
	displayName := text("displayName", (*person).displayName).filter("eq in startsWith | ne not null").byDefault()
	displayName.sorts = true
	upn := text("userPrincipalName", (*person).userPrincipalName).filter("eq in startsWith ge le | ne endsWith").byDefault()
	upn.sorts = true
	created := instant("createdDateTime", (*person).createdDateTime).filter("eq ge le | ne not in")
	created.sortsMore = true
	return []property[*person]{
		id.filter("eq | ne not").byDefault(),
		nothing[*person]("deletedDateTime").filter("eq ge le | ne not in"),
		boolean("accountEnabled", func(p *person) trilean { return truth(p.enabled()) }).filter("eq in | ne not"),
		text("ageGroup", (*person).ageGroup).filter("eq in | ne not"),
		text("consentProvidedForMinor", (*person).minorConsent).filter("eq in | ne not"),
		created,
		text("creationType", (*person).creationType).filter("eq in | ne not"),
		displayName,
		text("externalUserState", (*person).externalUserState).filter("eq in | ne not"),
		instant("externalUserStateChangeDateTime", (*person).guestStateChanged).filter("eq in | ne not"),
		text("givenName", (*person).givenName).filter("eq ge le in startsWith | ne null").byDefault(),
		objects("identities", (*person).identityCount,
			text("signInType", (*person).signInType),
			text("issuer", (*person).issuer).filter("eq"),
			text("issuerAssignedId", (*person).issuerAssignedID).filter("eq")).filter("any"),
		boolean("isManagementRestricted", (*person).isManagementRestricted),
		boolean("isResourceAccount", (*person).isResourceAccount).filter("eq | ne"),
		text("legalAgeGroupClassification", (*person).legalAgeGroup),
		text("surname", (*person).surname).filter("eq ge le in startsWith | ne null").byDefault(),
		upn,
		text("userType", (*person).userType).filter("eq in | ne not null"),
	}
}

func workProperties() []property[*person] {
	const everything = "| eq ne not ge le in startsWith null"
	leave := instant("employeeLeaveDateTime", (*person).leaveDate).filter("| eq ne not ge le in").needs(roleLifeCycle)
	leave.quiet = true
	return []property[*person]{
		texts("businessPhones", (*person).businessPhoneCount, (*person).businessPhone).filter("eq startsWith any | not").byDefault(),
		text("city", (*person).city).filter("eq ge in startsWith | ne not null"),
		text("companyName", (*person).companyName).filter(everything),
		text("country", (*person).country).filter("eq ge le in startsWith | ne not null"),
		text("department", (*person).department).filter("eq ge le in startsWith | ne not null"),
		instant("employeeHireDate", (*person).hireDate).filter("| eq ne ge le in"),
		text("employeeId", (*person).employeeID).filter("eq startsWith | ne in null"),
		leave,
		object("employeeOrgData", (*person).isNumbered,
			text("division", (*person).division), text("costCenter", (*person).costCenter)).filter("| eq ne not ge le in"),
		text("employeeType", (*person).employeeType).filter("| eq ne ge le in startsWith"),
		text("faxNumber", (*person).faxNumber).filter(everything),
		text("jobTitle", (*person).jobTitle).filter("eq ge le in | ne null").byDefault(),
		text("mobilePhone", (*person).mobilePhone).filter(everything).byDefault(),
		text("officeLocation", (*person).officeLocation).filter(everything).byDefault(),
		text("postalCode", (*person).postalCode).filter(everything),
		text("preferredDataLocation", (*person).preferredDataLocation),
		text("preferredLanguage", (*person).preferredLanguage).filter(everything).byDefault(),
		text("state", (*person).state).filter("eq ge le in startsWith | ne not null"),
		text("streetAddress", (*person).streetAddress).filter(everything),
	}
}

func mailProperties() []property[*person] {
	return []property[*person]{
		texts("imAddresses", (*person).imAddressCount, (*person).userPrincipalName).filter("eq ge le startsWith any | not"),
		text("mail", (*person).mail).filter("eq ge le in startsWith | ne endsWith").byDefault(),
		text("mailNickname", (*person).mailNickname).filter("eq ge le in startsWith | ne null"),
		texts("otherMails", (*person).otherMailCount, (*person).otherMail).filter("eq ge le in startsWith any | not endsWith $count"),
		texts("proxyAddresses", (*person).addressCount, (*person).address).filter("eq ge le startsWith any | not endsWith $count"),
		boolean("showInAddressList", (*person).showInAddressList).filter("| eq ne in"),
	}
}

func licenceProperties() []property[*person] {
	plansOff := list("disabledPlans", (*person).licencePlansOff, guidOf("", (*person).licencePlanOff))
	return []property[*person]{
		objects("assignedLicenses", (*person).licenceCount,
			plansOff, guidOf("skuId", (*person).licenceSKU).filter("eq")).filter("any | not $count"),
		objects("assignedPlans", (*person).planCount,
			instant("assignedDateTime", (*person).planTime),
			text("capabilityStatus", (*person).planCapability).filter("eq"),
			text("service", (*person).planService).filter("eq"),
			guidOf("servicePlanId", (*person).planID).filter("eq")).filter("any | not"),
		integer("deviceEnrollmentLimit", (*person).deviceEnrollmentLimit),
		objects("licenseAssignmentStates", (*person).grantCount,
			text("assignedByGroup", (*person).grantGroup),
			list("disabledPlans", (*person).grantPlansOff, guidOf("", (*person).grantPlanOff)),
			text("error", (*person).grantError),
			instant("lastUpdatedDateTime", (*person).grantTime),
			guidOf("skuId", (*person).grantSKU),
			text("state", (*person).grantState)),
		objects("provisionedPlans", (*person).planCount,
			text("capabilityStatus", (*person).planCapability),
			text("provisioningStatus", (*person).planProvisioning),
			text("service", (*person).planService).filter("eq ge le")).filter("any | not"),
		text("usageLocation", (*person).usageLocation).filter("eq ge le in startsWith | ne"),
	}
}

func onPremisesProperties() []property[*person] {
	var attributes []property[*person]
	for n := 1; n <= 15; n++ {
		attributes = append(attributes, text("extensionAttribute"+strconv.Itoa(n),
			func(p *person, b []byte) []byte { return p.extension(b, n) }))
	}
	return []property[*person]{
		text("onPremisesDistinguishedName", (*person).distinguishedName),
		text("onPremisesDomainName", (*person).onPremisesDomain),
		object("onPremisesExtensionAttributes", nil, attributes...).filter("| eq ne ge le in not"),
		text("onPremisesImmutableId", (*person).immutableID).filter("| eq ne ge le in not"),
		instant("onPremisesLastSyncDateTime", (*person).lastSync).filter("| eq ne ge le in not"),
		objects("onPremisesProvisioningErrors", (*person).syncErrorCount,
			constant[*person]("category", syncErrorCategory).filter("eq"),
			instant("occurredDateTime", (*person).syncErrorTime),
			constant[*person]("propertyCausingError", syncErrorProperty),
			text("value", (*person).syncErrorValue)).filter("any | not"),
		text("onPremisesSamAccountName", (*person).samAccountName).filter("| eq ne ge le in startsWith not"),
		text("onPremisesSecurityIdentifier", (*person).onPremisesSID).filter("eq in | ne null"),
		boolean("onPremisesSyncEnabled", (*person).syncEnabled).filter("eq in | ne not null"),
		text("onPremisesUserPrincipalName", (*person).onPremisesUPN).filter("eq ge le in startsWith | ne"),
	}
}

func securityProperties() []property[*person] {
	attributes := object("customSecurityAttributes", (*person).hasSecurityAttributes,
		object[*person]("Engineering", nil,
			constant[*person]("@odata.type", "#Microsoft.DirectoryServices.CustomSecurityAttributeValue"),
			constant[*person]("Project@odata.type", "#Collection(String)"),
			texts("Project", (*person).projectCount, (*person).project).filter("| eq not any"),
			text("CostCenter", (*person).costCenter))).filter("| eq ne not startsWith").needs(roleAttributes)
	attributes.exact = true
	return []property[*person]{
		object[*person]("authorizationInfo", nil,
			texts("certificateUserIds", (*person).certificateCount, (*person).certificateUserID).filter("| eq startsWith any not")),
		attributes,
		instant("lastPasswordChangeDateTime", (*person).lastPasswordChange),
		text("passwordPolicies", (*person).passwordPolicies).filter("| eq ne null"),
		nothing[*person]("passwordProfile"),
		text("securityIdentifier", (*person).securityIdentifier),
		objects("serviceProvisioningErrors", (*person).serviceErrorCount,
			constant[*person]("@odata.type", "#microsoft.graph.serviceProvisioningXmlError"),
			instant("createdDateTime", (*person).serviceErrorTime),
			boolean("isResolved", func(*person) trilean { return no }),
			text("serviceInstance", (*person).serviceInstance)),
		signInActivity(),
		instant("signInSessionsValidFromDateTime", (*person).sessionsValidFrom),
	}
}

// signInActivity comes from the sign-in reports, not from the directory, which
// explains its smaller pages and its lonely filter.
//
// https://learn.microsoft.com/graph/api/resources/signinactivity
func signInActivity() property[*person] {
	activity := object("signInActivity", func(p *person) bool { return p.lastInteractive() != 0 },
		instant("lastSignInDateTime", (*person).lastSignIn).filter("eq ge le | ne not"),
		text("lastSignInRequestId", (*person).lastSignInRequest),
		instant("lastNonInteractiveSignInDateTime", (*person).lastNonInteractiveSignIn),
		text("lastNonInteractiveSignInRequestId", (*person).lastNonInteractiveRequest),
		instant("lastSuccessfulSignInDateTime", (*person).lastSuccessfulSignIn),
		text("lastSuccessfulSignInRequestId", (*person).lastSuccessfulRequest)).needs(roleAuditLog)
	activity.omitted, activity.signInData = true, true
	return activity
}

// sharePointProperties live in SharePoint and are refused in a list of users.
func sharePointProperties() []property[*person] {
	var all []property[*person]
	for _, name := range []string{"aboutMe", "birthday", "hireDate", "interests", "mySite", "pastProjects",
		"preferredName", "responsibilities", "schools", "skills", "mailboxSettings"} {
		f := nothing[*person](name)
		f.notBuilt = true
		all = append(all, f)
	}
	return all
}
