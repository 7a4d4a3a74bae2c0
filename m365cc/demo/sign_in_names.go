package demo

// The ids and names in a sign-in. For a principal those of the user are null
// or empty, and the other way round.

func (s *signInRow) id(b []byte) []byte {
	return s.t.ids[guidSignInRequest].append(b, s.t.signInNumber(s.ref))
}

// another appends one of the other ids of the sign-in.
func (s *signInRow) another(b []byte, n uint64) []byte {
	return s.t.ids[guidSignInOther].append(b, int(s.ref.low()<<3|n))
}

func (s *signInRow) correlationID(b []byte) []byte { return s.another(b, 0) }

// originalRequestID is that of the first of two tries within one session.
func (s *signInRow) originalRequestID(b []byte) []byte {
	if s.isInteractive() || !s.isUser() {
		return s.id(b)
	}
	return s.another(b, 1)
}

func (s *signInRow) sessionID(b []byte) []byte {
	if s.isUser() && !s.decide().legacy {
		return s.another(b, 2)
	}
	return b
}

func (s *signInRow) tokenID(b []byte) []byte {
	start := len(b)
	// A token's identifier is a GUID in another alphabet.
	for k, c := range s.another(b, 3)[start:] {
		if k%5 == 4 || c == '-' {
			c = 'Q'
		}
		b = append(b, c)
	}
	return b[:start+22]
}

func (s *signInRow) userID(b []byte) []byte {
	if s.isUser() {
		return s.t.ids[guidUser].append(b, s.ref.who())
	}
	return b
}

// userPrincipalName is in lower case, however the user has it.
func (s *signInRow) userPrincipalName(b []byte) []byte {
	if !s.isUser() {
		return b
	}
	start := len(b)
	return append(b[:start], fold(s.person().userPrincipalName(b)[start:])...)
}

func (s *signInRow) userDisplayName(b []byte) []byte {
	if s.isUser() {
		return s.person().displayName(b)
	}
	return b
}

func (s *signInRow) userType() string {
	switch {
	case !s.isUser():
		return ""
	case s.isGuest():
		return "guest"
	}
	return "member"
}

func (s *signInRow) servicePrincipalID(b []byte) []byte {
	if s.isUser() {
		return b
	}
	return s.t.ids[guidOwner].append(b, principalObject+s.ref.who()-s.t.users)
}

func (s *signInRow) servicePrincipalName() string {
	if s.isUser() {
		return ""
	}
	return s.principal().name
}

func (s *signInRow) appID(b []byte) []byte {
	return s.t.appendApplicationID(b, s.decide().use.app)
}

func (s *signInRow) resourceID(b []byte) []byte {
	return s.t.appendApplicationID(b, s.decide().use.resource)
}

// resourceObject is the id that the resource's principal has in this tenant.
func (s *signInRow) resourceObject(b []byte) []byte {
	hash := uint64(0)
	for _, c := range []byte(s.decide().use.resource.id) {
		hash = mix(hash ^ uint64(c))
	}
	return s.t.ids[guidOwner].append(b, int(1<<20|hash>>24))
}

// The tenants that own Microsoft's applications.
const microsoftServices = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"

func (s *signInRow) appOwner() string {
	if len(s.decide().use.app.id) == 36 {
		return microsoftServices
	}
	return s.t.ID()
}

// homeTenant is where the account is at home: a partner's tenant for a guest.
func (s *signInRow) homeTenant(b []byte) []byte {
	switch {
	case !s.isUser():
		return b
	case s.isGuest():
		return s.t.ids[guidTenant].append(b, 64+s.person().partner())
	}
	return s.t.ids[guidTenant].append(b, 0)
}

func (s *signInRow) errorCode() int {
	if e := s.decide().error; e != nil {
		return e.code
	}
	return 0
}

// failureReason of a success is null, and for a few "Other.".
func (s *signInRow) failureReason() string {
	switch e := s.decide().error; {
	case e != nil:
		return e.reason
	case s.once(askDetail, 200):
		return "Other."
	}
	return ""
}

func (s *signInRow) additionalDetails() string {
	switch e := s.decide().error; {
	case e != nil:
		return e.detail
	case s.isMultiFactor():
		return "MFA requirement satisfied by claim in the token"
	}
	return ""
}
