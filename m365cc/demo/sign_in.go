package demo

import (
	"iter"
	"maps"
	"time"
)

// SignIn is the truth about one sign-in, under Graph's names. An empty string
// is null or empty there.
//
// https://learn.microsoft.com/graph/api/resources/signin
type SignIn struct {
	ID                        string
	CreatedDateTime           time.Time // to 100 ns
	EventType                 string    // the one of signInEventTypes
	IsInteractive             bool
	UserID                    string
	UserPrincipalName         string // in lower case
	UserDisplayName           string
	UserType                  string // member or guest
	ServicePrincipalID        string
	ServicePrincipalName      string
	AppID                     string
	AppDisplayName            string
	ResourceID                string
	ResourceDisplayName       string
	ErrorCode                 int // 0: success
	FailureReason             string
	AdditionalDetails         string
	ClientAppUsed             string
	AuthenticationRequirement string
	ConditionalAccessStatus   string
	CorrelationID             string
	OriginalRequestID         string
	IPAddress                 string
	UserAgent                 string
	Location                  SignInLocation
	DeviceDetail              DeviceDetail
	RiskLevel                 string // riskLevelAggregated, and riskLevelDuringSignIn too
	RiskState                 string
	RiskDetail                string
	RiskEventTypes            []string // riskEventTypes_v2
	HomeTenantID              string
}

// SignInLocation is where a sign-in came from.
type SignInLocation struct{ City, State, CountryOrRegion string }

// DeviceDetail is the device of a sign-in.
type DeviceDetail struct {
	DeviceID, DisplayName, OperatingSystem, Browser, TrustType string
	IsCompliant, IsManaged                                     *bool
}

// SignIns returns all sign-ins of the log, of every kind, the newest first. The
// first call sorts them.
func (t *Tenant) SignIns() iter.Seq[SignIn] {
	return func(yield func(SignIn) bool) {
		row := signInRow{t: t}
		refs := t.signInLog()
		for k := len(refs) - 1; k >= 0; k-- {
			row.set(refs[k])
			if !yield(row.truth()) {
				return
			}
		}
	}
}

// UserSignIns returns the sign-ins of user i, the newest first.
func (t *Tenant) UserSignIns(i int) []SignIn {
	row := signInRow{t: t}
	var all []SignIn
	places := t.placesOf(i)
	for k := len(places) - 1; k >= 0; k-- {
		row.load(int(places[k]))
		all = append(all, row.truth())
	}
	return all
}

func (s *signInRow) truth() SignIn {
	o := s.decide()
	return SignIn{
		ID:                        word(s.id),
		CreatedDateTime:           time.Unix(s.time(), s.ticks()*100).UTC(),
		EventType:                 signInKindNames[s.ref.kind()],
		IsInteractive:             s.isInteractive(),
		UserID:                    word(s.userID),
		UserPrincipalName:         word(s.userPrincipalName),
		UserDisplayName:           word(s.userDisplayName),
		UserType:                  s.userType(),
		ServicePrincipalID:        word(s.servicePrincipalID),
		ServicePrincipalName:      s.servicePrincipalName(),
		AppID:                     word(s.appID),
		AppDisplayName:            o.use.app.name,
		ResourceID:                word(s.resourceID),
		ResourceDisplayName:       o.use.resource.name,
		ErrorCode:                 s.errorCode(),
		FailureReason:             s.failureReason(),
		AdditionalDetails:         s.additionalDetails(),
		ClientAppUsed:             o.client,
		AuthenticationRequirement: s.requirement(),
		ConditionalAccessStatus:   s.conditionalAccess(),
		CorrelationID:             word(s.correlationID),
		OriginalRequestID:         word(s.originalRequestID),
		IPAddress:                 word(s.ipAddress),
		UserAgent:                 word(s.userAgent),
		Location:                  SignInLocation{s.city(), s.state(), s.country()},
		DeviceDetail: DeviceDetail{word(s.deviceID), word(s.deviceName), o.device.system, o.device.browser,
			word(s.trustType), pointer(s.isCompliant()), pointer(s.deviceManaged())},
		RiskLevel: s.risk().level, RiskState: s.risk().state, RiskDetail: s.risk().detail, RiskEventTypes: s.risk().events,
		HomeTenantID: word(s.homeTenant),
	}
}

// signInApplications are the four applications whose use shows in sign-ins
// only, each with the ids that count, as client or as resource. One id counts
// for two.
var signInApplications = map[string][]string{
	"Dynamics 365": {
		"00000007-0000-0000-c000-000000000000", "00000015-0000-0000-c000-000000000000", "996def3d-b36c-4153-8607-a6fd3c01b89f",
		"637fcc9f-4a9b-4aaa-8713-a2a3cfda1505", "44a02aaa-7145-4925-9dcd-79e6e1b94eff", "4787c7ff-7cea-43db-8d0d-919f15c6354b",
		"2db8cb1d-fb6c-450b-ab09-49b6ae35186b", "d9ce8cfa-8bd8-4ff1-b39b-5e5dd5742935", "e64aa8bc-8eb4-40e2-898b-cf261a25954f",
	},
	"Power BI": {
		"00000009-0000-0000-c000-000000000000", "871c010f-5e61-4fb1-83ac-98610a7e9110", "ec04d7d8-0476-4acd-bce4-81f438363d37",
		"7f67af8a-fedc-4b08-8b4e-37c4d127b6cf", "0000001b-0000-0000-c000-000000000000", "cb4dc29f-0bf4-402a-8b30-7511498ed654",
		"e64aa8bc-8eb4-40e2-898b-cf261a25954f",
	},
	"Project": {"f53895d3-095d-408f-8e93-8f94b391404e", "09abbdfd-ed23-44ee-a2d9-a627aa1c90f3"},
	"Visio":   {"00695ed2-3202-4156-8da1-69f60065e255"},
}

// SignInApplications returns these four with their ids.
func SignInApplications() map[string][]string { return maps.Clone(signInApplications) }

// LastUse returns when user i last used each of the four applications whose use
// shows in sign-ins only: the last successful sign-in of either kind within the
// log. Applications that were not used are not in it.
func (t *Tenant) LastUse(i int) map[string]time.Time {
	last := map[string]time.Time{}
	row := signInRow{t: t}
	for _, place := range t.placesOf(i) {
		row.load(int(place))
		if row.errorCode() != 0 {
			continue
		}
		app, resource := word(row.appID), word(row.resourceID)
		for name, ids := range signInApplications {
			for _, id := range ids {
				if id == app || id == resource {
					last[name] = time.Unix(row.time(), row.ticks()*100).UTC() // places are in the order of time
				}
			}
		}
	}
	return last
}
