package demo

import (
	"slices"
)

// Any of these permissions shows which policies of Conditional Access applied.
var policyRoles = []string{"Policy.Read.All", "Policy.Read.ConditionalAccess", "Policy.ReadWrite.ConditionalAccess"}

// betaSignInSchema is the sign-in of beta, with what its documentation says
// that $filter takes.
//
// https://learn.microsoft.com/graph/api/resources/signin?view=graph-rest-beta
var betaSignInSchema = signInSchema(slices.Concat(signInBasics(true), signInTokens(), signInSteps(), signInPrincipal()))

// signInSchemaV1 has fewer properties.
//
// https://learn.microsoft.com/graph/api/resources/signin?view=graph-rest-1.0
var signInSchemaV1 = signInSchema(append(signInBasics(false),
	texts("riskEventTypes", (*signInRow).riskEventCount, (*signInRow).oldRiskEvent)))

func signInSchema(all []property[*signInRow]) *schema[*signInRow] {
	s := newSchema("microsoft.graph.signIn", "SignIn", allStandard(all)...)
	s.anyLength = true
	return s
}

// signInBasics are the properties of both versions.
func signInBasics(beta bool) []property[*signInRow] {
	created := instant("createdDateTime", (*signInRow).time).exactly((*signInRow).ticks).filter("eq le ge")
	created.sorts = true
	return []property[*signInRow]{
		text("id", (*signInRow).id),
		created,
		text("userDisplayName", (*signInRow).userDisplayName).filter("eq startsWith"),
		text("userPrincipalName", (*signInRow).userPrincipalName).filter("eq startsWith"),
		text("userId", (*signInRow).userID).filter("eq").orBlank(),
		text("appId", (*signInRow).appID).filter("eq"),
		plain("appDisplayName", func(s *signInRow) string { return s.decide().use.app.name }).filter("eq startsWith"),
		text("ipAddress", (*signInRow).ipAddress).filter("eq startsWith"),
		plain("clientAppUsed", func(s *signInRow) string { return s.decide().client }).filter("eq").orBlank(),
		text("userAgent", (*signInRow).userAgent).filter("eq startsWith"),
		text("correlationId", (*signInRow).correlationID).filter("eq"),
		plain("conditionalAccessStatus", (*signInRow).conditionalAccess).filter("eq"),
		boolean("isInteractive", func(s *signInRow) trilean { return truth(s.isInteractive()) }),
		plain("riskDetail", func(s *signInRow) string { return s.risk().detail }).filter("eq"),
		plain("riskLevelAggregated", func(s *signInRow) string { return s.risk().level }).filter("eq"),
		plain("riskLevelDuringSignIn", func(s *signInRow) string { return s.risk().level }).filter("eq"),
		plain("riskState", func(s *signInRow) string { return s.risk().state }).filter("eq"),
		texts("riskEventTypes_v2", (*signInRow).riskEventCount, (*signInRow).riskEvent).filter("any eq startsWith"),
		plain("resourceDisplayName", func(s *signInRow) string { return s.decide().use.resource.name }).filter("eq"),
		text("resourceId", (*signInRow).resourceID).filter("eq"),
		text("homeTenantId", (*signInRow).homeTenant).orBlank(),
		text("resourceTenantId", func(s *signInRow, b []byte) []byte { return s.t.ids[guidTenant].append(b, 0) }),
		text("servicePrincipalId", (*signInRow).servicePrincipalID).filter("eq startsWith").orBlank(),
		plain("servicePrincipalName", (*signInRow).servicePrincipalName).filter("eq startsWith"),
		object("authenticationAppDeviceDetails", (*signInRow).hasAuthenticator, authenticatorFields()...),
		object("status", nil,
			whole("errorCode", (*signInRow).errorCode).filter("eq"),
			plain("failureReason", (*signInRow).failureReason),
			plain("additionalDetails", (*signInRow).additionalDetails)),
		object("deviceDetail", nil, deviceFields(beta)...),
		object("location", nil,
			plain("city", (*signInRow).city).filter("eq startsWith").orBlank(),
			plain("state", (*signInRow).state).filter("eq startsWith").orBlank(),
			plain("countryOrRegion", (*signInRow).country).filter("eq startsWith").orBlank(),
			object("geoCoordinates", (*signInRow).isLocated,
				nothing[*signInRow]("altitude"),
				double("latitude", func(s *signInRow, b []byte) []byte { return append(b, s.latitude()...) }),
				double("longitude", func(s *signInRow, b []byte) []byte { return append(b, s.longitude()...) }))),
		objects("appliedConditionalAccessPolicies", func(*signInRow) int { return len(policies) }, policyFields(beta)...),
	}
}

func deviceFields(beta bool) []property[*signInRow] {
	fields := []property[*signInRow]{
		text("deviceId", (*signInRow).deviceID).orBlank(),
		text("displayName", (*signInRow).deviceName),
		plain("operatingSystem", func(s *signInRow) string { return s.decide().device.system }).filter("eq startsWith").orBlank(),
		plain("browser", func(s *signInRow) string { return s.decide().device.browser }).filter("eq startsWith").orBlank(),
		boolean("isCompliant", (*signInRow).isCompliant),
		boolean("isManaged", (*signInRow).deviceManaged),
		text("trustType", (*signInRow).trustType).orBlank(),
	}
	if beta {
		fields = append(fields, nothing[*signInRow]("browserId"))
	}
	return fields
}

// policyFields are those of an applied policy. Beta has more.
func policyFields(beta bool) []property[*signInRow] {
	of := func(s *signInRow) policy { return policies[s.at[0]] }
	none := func(name string) property[*signInRow] {
		return texts(name, func(*signInRow) int { return 0 }, nil)
	}
	fields := []property[*signInRow]{
		text("id", func(s *signInRow, b []byte) []byte { return s.t.ids[guidOwner].append(b, 1<<16+s.at[0]) }),
		plain("displayName", func(s *signInRow) string { return of(s).name }),
		texts("enforcedGrantControls", func(*signInRow) int { return 1 },
			func(s *signInRow, b []byte) []byte { return append(b, of(s).control...) }),
		none("enforcedSessionControls"),
		plain("result", (*signInRow).policyResult),
	}
	if beta {
		fields = append(fields, constant[*signInRow]("conditionsSatisfied", "none"), constant[*signInRow]("conditionsNotSatisfied", "none"),
			nothing[*signInRow]("authenticationStrength"), none("excludeRulesSatisfied"), none("includeRulesSatisfied"),
			none("sessionControlsNotSatisfied"))
	}
	return fields
}

// hasAuthenticator says whether Microsoft Authenticator was the second factor.
func (s *signInRow) hasAuthenticator() bool {
	return s.isInteractive() && s.isMultiFactor() && s.pick(askMFA.part(1), 3) == 0
}

func authenticatorFields() []property[*signInRow] {
	return []property[*signInRow]{
		constant[*signInRow]("deviceId", "").orBlank(),
		constant[*signInRow]("operatingSystem", "Ios 18.1"),
		constant[*signInRow]("appVersion", "6.8.18"),
		constant[*signInRow]("clientApp", "microsoftAuthenticator"),
	}
}
