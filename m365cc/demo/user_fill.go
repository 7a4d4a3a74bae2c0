package demo

import "time"

// Between the person, of which properties are computed, and the User that tests
// compare with.

func word(get func([]byte) []byte) string { return string(get(nil)) }

func moment(seconds int64) time.Time {
	if seconds == 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0).UTC()
}

func pointer(t trilean) *bool {
	if t == null {
		return nil
	}
	return new(t == yes)
}

// each collects n elements of a list at a depth of lists.
func each[T any](p *person, depth, n int, get func() T) []T {
	var all []T
	for k := range n {
		p.at[depth] = k
		all = append(all, get())
	}
	return all
}

func (p *person) words(depth, n int, get func([]byte) []byte) []string {
	return each(p, depth, n, func() string { return word(get) })
}

func (p *person) fillAccount(u *User) {
	u.ID = p.t.UserID(p.i)
	u.AccountEnabled = p.enabled()
	u.AgeGroup = word(p.ageGroup)
	u.CertificateUserIDs = p.words(0, p.certificateCount(), p.certificateUserID)
	u.ConsentProvidedForMinor = word(p.minorConsent)
	u.CreatedDateTime = moment(p.createdDateTime())
	u.CreationType = word(p.creationType)
	u.DisplayName = word(p.displayName)
	u.ExternalUserState = word(p.externalUserState)
	u.ExternalUserStateChangeDateTime = moment(p.guestStateChanged())
	u.GivenName = word(p.givenName)
	u.Identities = each(p, 0, p.identityCount(), func() Identity {
		return Identity{word(p.signInType), word(p.issuer), word(p.issuerAssignedID)}
	})
	u.IsManagementRestricted = pointer(p.isManagementRestricted())
	u.IsResourceAccount = pointer(p.isResourceAccount())
	u.LastPasswordChangeDateTime = moment(p.lastPasswordChange())
	u.LegalAgeGroupClassification = word(p.legalAgeGroup)
	u.PasswordPolicies = word(p.passwordPolicies)
	if p.hasSecurityAttributes() {
		u.Projects = p.words(0, p.projectCount(), p.project)
	}
	u.SecurityIdentifier = word(p.securityIdentifier)
	u.ServiceProvisioningErrors = each(p, 0, p.serviceErrorCount(), func() ServiceProvisioningError {
		return ServiceProvisioningError{CreatedDateTime: moment(p.serviceErrorTime()), ServiceInstance: word(p.serviceInstance)}
	})
	u.SignInSessionsValidFromDateTime = moment(p.sessionsValidFrom())
	u.Surname = word(p.surname)
	u.UserPrincipalName = word(p.userPrincipalName)
	u.UserType = word(p.userType)
}

func (p *person) fillWork(u *User) {
	u.BusinessPhones = p.words(0, p.businessPhoneCount(), p.businessPhone)
	u.City = word(p.city)
	u.CompanyName = word(p.companyName)
	u.Country = word(p.country)
	u.Department = word(p.department)
	u.EmployeeHireDate = moment(p.hireDate())
	u.EmployeeID = word(p.employeeID)
	u.EmployeeLeaveDateTime = moment(p.leaveDate())
	if p.isNumbered() {
		u.EmployeeOrgData = &EmployeeOrgData{word(p.division), word(p.costCenter)}
	}
	u.EmployeeType = word(p.employeeType)
	u.FaxNumber = word(p.faxNumber)
	u.JobTitle = word(p.jobTitle)
	u.MobilePhone = word(p.mobilePhone)
	u.OfficeLocation = word(p.officeLocation)
	u.PostalCode = word(p.postalCode)
	u.PreferredDataLocation = word(p.preferredDataLocation)
	u.PreferredLanguage = word(p.preferredLanguage)
	u.State = word(p.state)
	u.StreetAddress = word(p.streetAddress)
}

func (p *person) fillMail(u *User) {
	u.IMAddresses = p.words(0, p.imAddressCount(), p.userPrincipalName)
	u.Mail = word(p.mail)
	u.MailNickname = word(p.mailNickname)
	u.OtherMails = p.words(0, p.otherMailCount(), p.otherMail)
	u.ProxyAddresses = p.words(0, p.addressCount(), p.address)
	u.ShowInAddressList = pointer(p.showInAddressList())
}

func (p *person) fillLicences(u *User) {
	u.AssignedLicenses = each(p, 0, p.licenceCount(), func() AssignedLicense {
		return AssignedLicense{word(p.licenceSKU), p.words(1, p.licencePlansOff(), p.licencePlanOff)}
	})
	u.AssignedPlans = each(p, 0, p.planCount(), func() AssignedPlan {
		return AssignedPlan{moment(p.planTime()), word(p.planCapability), word(p.planProvisioning),
			word(p.planService), word(p.planID)}
	})
	u.LicenseAssignmentStates = each(p, 0, p.grantCount(), func() LicenseAssignmentState {
		return LicenseAssignmentState{word(p.grantGroup), p.words(1, p.grantPlansOff(), p.grantPlanOff),
			word(p.grantError), moment(p.grantTime()), word(p.grantSKU), word(p.grantState)}
	})
	limit, _ := p.deviceEnrollmentLimit()
	u.DeviceEnrollmentLimit = int(limit)
	u.UsageLocation = word(p.usageLocation)
}

func (p *person) fillOnPremises(u *User) {
	for n := range u.ExtensionAttributes {
		u.ExtensionAttributes[n] = string(p.extension(nil, n+1))
	}
	u.OnPremisesDistinguishedName = word(p.distinguishedName)
	u.OnPremisesDomainName = word(p.onPremisesDomain)
	u.OnPremisesImmutableID = word(p.immutableID)
	u.OnPremisesLastSyncDateTime = moment(p.lastSync())
	u.OnPremisesProvisioningErrors = each(p, 0, p.syncErrorCount(), func() OnPremisesProvisioningError {
		return OnPremisesProvisioningError{syncErrorCategory, moment(p.syncErrorTime()), syncErrorProperty, word(p.syncErrorValue)}
	})
	u.OnPremisesSamAccountName = word(p.samAccountName)
	u.OnPremisesSecurityIdentifier = word(p.onPremisesSID)
	u.OnPremisesSyncEnabled = pointer(p.syncEnabled())
	u.OnPremisesUserPrincipalName = word(p.onPremisesUPN)
}
