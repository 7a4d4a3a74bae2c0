package demo

// The properties of a sign-in that only beta has.

// signInTokens are about protocols, tokens and sessions.
func signInTokens() []property[*signInRow] {
	return []property[*signInRow]{
		texts("signInEventTypes", func(*signInRow) int { return 1 },
			func(s *signInRow, b []byte) []byte { return append(b, signInKindNames[s.ref.kind()]...) }).filter("any eq ne"),
		plain("userType", (*signInRow).userType),
		text("originalRequestId", (*signInRow).originalRequestID).filter("eq"),
		constant[*signInRow]("tokenIssuerName", "").filter("eq").orBlank(),
		constant[*signInRow]("tokenIssuerType", "AzureAD"),
		whole("processingTimeInMilliseconds", func(s *signInRow) int { return 60 + s.pick(askDetail.part(1), 700) }),
		text("uniqueTokenIdentifier", (*signInRow).tokenID),
		plain("incomingTokenType", (*signInRow).incomingToken),
		plain("authenticationProtocol", (*signInRow).protocol),
		constant[*signInRow]("originalTransferMethod", "none"),
		constant[*signInRow]("signInTokenProtectionStatus", "none"),
		nothing[*signInRow]("appTokenProtectionStatus"),
		object("tokenProtectionStatusDetails", nil,
			plain("signInSessionStatus", (*signInRow).binding), whole("signInSessionStatusCode", func(*signInRow) int { return 0 })),
		text("sessionId", (*signInRow).sessionID),
		nothing[*signInRow]("clientSessionId"),
		objects("sessionLifetimePolicies", func(s *signInRow) int { return int(truth(s.isSessionLimited())) - int(no) },
			constant[*signInRow]("detail", "Sign-in frequency (periodic re-authentication)"),
			constant[*signInRow]("expirationRequirement", "signInFrequencyPeriodicReauthentication")),
		text("signInIdentifier", (*signInRow).signInIdentifier).orBlank(),
		plain("signInIdentifierType", func(s *signInRow) string {
			if s.isUser() && s.once(askDetail.part(2), 500) {
				return "userPrincipalName"
			}
			return ""
		}),
		boolean("flaggedForReview", func(*signInRow) trilean { return no }),
		boolean("isTenantRestricted", func(*signInRow) trilean { return no }),
		boolean("isThroughGlobalSecureAccess", func(*signInRow) trilean { return no }),
		constant[*signInRow]("globalSecureAccessIpAddress", "").orBlank(),
		nothing[*signInRow]("ipAddressFromResourceProvider"),
		whole("autonomousSystemNumber", func(s *signInRow) int { return 64496 + s.ref.who()%16 }),
		objects("networkLocationDetails", func(s *signInRow) int { return s.pick(askDetail.part(3), 4) / 3 },
			constant[*signInRow]("networkType", "namedNetwork"),
			texts("networkNames", func(*signInRow) int { return 1 },
				func(_ *signInRow, b []byte) []byte { return append(b, "Contoso offices"...) })),
		nothing[*signInRow]("privateLinkDetails"),
	}
}

// isSessionLimited says whether a policy makes people sign in again.
func (s *signInRow) isSessionLimited() bool {
	return s.isUser() && s.conditionalAccess() == "success" && s.once(askDetail.part(4), 100)
}

func (s *signInRow) binding() string {
	if s.isManaged() {
		return "bound"
	}
	return "unbound"
}

func (s *signInRow) incomingToken() string {
	switch {
	case s.isUser() && !s.isInteractive() && s.isManaged():
		return "primaryRefreshToken"
	case s.isUser() && !s.isInteractive():
		return "unknownFutureValue" // refreshToken, with Prefer: include-unknown-enum-members
	}
	return "none"
}

func (s *signInRow) protocol() string {
	switch {
	case !s.isUser():
		return "none"
	case s.decide().legacy:
		return "ropc"
	case s.isInteractive():
		return "oAuth2"
	}
	return "none"
}

// signInIdentifier is what the person typed, where something was typed.
func (s *signInRow) signInIdentifier(b []byte) []byte {
	if s.isInteractive() {
		return s.userPrincipalName(b)
	}
	return b
}

// signInSteps are about how somebody proved who he is, and what that was worth.
func signInSteps() []property[*signInRow] {
	none := func(*signInRow) int { return 0 }
	return []property[*signInRow]{
		plain("authenticationRequirement", (*signInRow).requirement).filter("eq startsWith"),
		objects("authenticationRequirementPolicies", func(s *signInRow) int { return int(truth(s.isMultiFactor())) - int(no) },
			constant[*signInRow]("requirementProvider", "multiConditionalAccess"),
			constant[*signInRow]("detail", "Conditional Access")),
		objects("authenticationDetails", (*signInRow).stepCount,
			instant("authenticationStepDateTime", (*signInRow).time).exactly((*signInRow).ticks),
			plain("authenticationMethod", (*signInRow).stepMethod),
			nothing[*signInRow]("authenticationMethodDetail"),
			boolean("succeeded", func(s *signInRow) trilean { return truth(s.stepSucceeded()) }),
			plain("authenticationStepResultDetail", (*signInRow).stepResult),
			plain("authenticationStepRequirement", (*signInRow).stepRequirement)),
		texts("authenticationMethodsUsed", none, nil),
		objects("authenticationProcessingDetails", func(s *signInRow) int { return s.pick(askDetail.part(5), 3) / 2 },
			constant[*signInRow]("key", "Legacy TLS (TLS 1.0, 1.1, 3DES)"), constant[*signInRow]("value", "False")),
		objects("authenticationAppPolicyEvaluationDetails", none),
		objects("authenticationContextClassReferences", none),
		objects("appliedEventListeners", none),
		texts("conditionalAccessAudiences", func(s *signInRow) int { return int(truth(s.isUser())) - int(no) }, (*signInRow).resourceID).filter("any eq"),
		nothing[*signInRow]("mfaDetail"),
		constant[*signInRow]("homeTenantName", "").orBlank(),
		plain("crossTenantAccessType", func(s *signInRow) string {
			if s.isGuest() {
				return "b2bCollaboration"
			}
			return "none"
		}),
	}
}

// signInPrincipal are about applications, and those that sign in themselves.
func signInPrincipal() []property[*signInRow] {
	managed := func(s *signInRow) bool { return s.ref.kind() == managedIdentity }
	return []property[*signInRow]{
		plain("appOwnerTenantId", (*signInRow).appOwner).filter("eq"),
		constant[*signInRow]("resourceOwnerTenantId", microsoftServices).filter("eq"),
		text("resourceServicePrincipalId", (*signInRow).resourceObject),
		plain("clientCredentialType", func(s *signInRow) string {
			return [signInKinds]string{"none", "none", "clientSecret", "managedIdentity"}[s.ref.kind()]
		}),
		text("servicePrincipalCredentialKeyId", func(s *signInRow, b []byte) []byte {
			if s.ref.kind() == servicePrincipal {
				return s.t.ids[guidOwner].append(b, 48+s.ref.who()-s.t.users)
			}
			return b
		}),
		constant[*signInRow]("servicePrincipalCredentialThumbprint", "").orBlank(),
		nothing[*signInRow]("federatedCredentialId"),
		plain("azureResourceId", func(s *signInRow) string {
			if managed(s) {
				return s.principal().resource
			}
			return ""
		}),
		object("managedServiceIdentity", managed,
			constant[*signInRow]("msiType", "systemAssigned"),
			plain("associatedResourceId", func(s *signInRow) string { return s.principal().resource }),
			nothing[*signInRow]("federatedTokenId"), nothing[*signInRow]("federatedTokenIssuer")),
	}
}
