package demo

import "time"

// User is the truth about one user: every property that the demo tenant gives,
// under Graph's names. An empty string, a zero time and a nil pointer are null.
//
// https://learn.microsoft.com/graph/api/resources/user
type User struct {
	ID                              string
	AccountEnabled                  bool
	AgeGroup                        string
	AssignedLicenses                []AssignedLicense
	AssignedPlans                   []AssignedPlan
	BusinessPhones                  []string
	CertificateUserIDs              []string // authorizationInfo
	City                            string
	CompanyName                     string
	ConsentProvidedForMinor         string
	Country                         string
	CreatedDateTime                 time.Time
	CreationType                    string
	Department                      string
	DeviceEnrollmentLimit           int // 0: null
	DisplayName                     string
	EmployeeHireDate                time.Time
	EmployeeID                      string
	EmployeeLeaveDateTime           time.Time
	EmployeeOrgData                 *EmployeeOrgData
	EmployeeType                    string
	ExtensionAttributes             [15]string // onPremisesExtensionAttributes
	ExternalUserState               string
	ExternalUserStateChangeDateTime time.Time
	FaxNumber                       string
	GivenName                       string
	Identities                      []Identity
	IMAddresses                     []string
	IsManagementRestricted          *bool
	IsResourceAccount               *bool
	JobTitle                        string
	LastPasswordChangeDateTime      time.Time
	LegalAgeGroupClassification     string
	LicenseAssignmentStates         []LicenseAssignmentState
	Mail                            string
	MailNickname                    string
	MobilePhone                     string
	OfficeLocation                  string
	OnPremisesDistinguishedName     string
	OnPremisesDomainName            string
	OnPremisesImmutableID           string
	OnPremisesLastSyncDateTime      time.Time
	OnPremisesProvisioningErrors    []OnPremisesProvisioningError
	OnPremisesSamAccountName        string
	OnPremisesSecurityIdentifier    string
	OnPremisesSyncEnabled           *bool
	OnPremisesUserPrincipalName     string
	OtherMails                      []string
	PasswordPolicies                string
	PostalCode                      string
	PreferredDataLocation           string
	PreferredLanguage               string
	Projects                        []string // customSecurityAttributes; nil: the property is null
	ProxyAddresses                  []string
	SecurityIdentifier              string
	ServiceProvisioningErrors       []ServiceProvisioningError
	ShowInAddressList               *bool
	SignInActivity                  *SignInActivity // nil: the property is absent
	SignInSessionsValidFromDateTime time.Time
	State                           string
	StreetAddress                   string
	Surname                         string
	UsageLocation                   string
	UserPrincipalName               string
	UserType                        string
}

// AssignedLicense is a licence that a user has, and the ids of its plans that
// are off in every assignment.
type AssignedLicense struct {
	SKUID         string
	DisabledPlans []string
}

// AssignedPlan is a service plan of one of the licences; provisionedPlans has
// the same elements in the same order, with ProvisioningStatus.
type AssignedPlan struct {
	AssignedDateTime   time.Time
	CapabilityStatus   string
	ProvisioningStatus string
	Service            string
	ServicePlanID      string
}

// LicenseAssignmentState is one way by which a user has, or failed to get, a
// licence.
type LicenseAssignmentState struct {
	AssignedByGroup     string // "": directly
	DisabledPlans       []string
	Error               string
	LastUpdatedDateTime time.Time
	SKUID               string
	State               string
}

// Identity is a way to sign in.
type Identity struct{ SignInType, Issuer, IssuerAssignedID string }

// EmployeeOrgData is where an employee belongs.
type EmployeeOrgData struct{ Division, CostCenter string }

// OnPremisesProvisioningError is a fault in the sync of a user.
type OnPremisesProvisioningError struct {
	Category             string
	OccurredDateTime     time.Time
	PropertyCausingError string
	Value                string // "": null
}

// ServiceProvisioningError is a service's fault with a user.
type ServiceProvisioningError struct {
	CreatedDateTime time.Time
	IsResolved      bool
	ServiceInstance string
}

// SignInActivity is when a user last signed in. A zero time is null.
type SignInActivity struct {
	LastSignInDateTime                time.Time
	LastSignInRequestID               string
	LastNonInteractiveSignInDateTime  time.Time
	LastNonInteractiveSignInRequestID string
	LastSuccessfulSignInDateTime      time.Time
	LastSuccessfulSignInRequestID     string
}

// User returns user i, from 0 to Len()-1: the users in the order in which Graph
// lists them.
func (t *Tenant) User(i int) User {
	var p person
	t.load(&p, i)
	var u User
	p.fillAccount(&u)
	p.fillWork(&u)
	p.fillMail(&u)
	p.fillLicences(&u)
	p.fillOnPremises(&u)
	if p.lastInteractive() != 0 {
		u.SignInActivity = &SignInActivity{
			moment(p.lastSignIn()), word(p.lastSignInRequest),
			moment(p.lastNonInteractiveSignIn()), word(p.lastNonInteractiveRequest),
			moment(p.lastSuccessfulSignIn()), word(p.lastSuccessfulRequest),
		}
	}
	return u
}
