package demo

// What is asked about one sign-in, and about a person's habits and methods. The numbers
// begin where those about users can never end.
const (
	askSignInCount question = iota + 128
	askSignInTime
	askFraction
	askPrincipal
	askManner
	askUsage
	askOutcome
	askDevice
	askAddress
	askTravel
	askRisk
	askPolicy
	askMFA
	askDetail
	askMethods
	askAdmin
)

// signInRow is one sign-in while its row is being computed. What was decided
// and whose it is are found out when they are first asked for, so that a filter
// on the kind or the date costs next to nothing.
type signInRow struct {
	cursor
	t       *Tenant
	ref     signInRef
	hash    uint64
	decided bool
	outcome

	who      person
	whose    int // the user that who is, plus one; 0: none yet
	activity activity
}

// outcome is what was decided about a sign-in.
type outcome struct {
	use    appUse
	error  *signInError // nil: success
	client string       // clientAppUsed
	device *device
	legacy bool // a client of old, which can do no more than a password
}

func (s *signInRow) load(place int) { s.set(s.t.signInLog()[place]) }

func (s *signInRow) set(r signInRef) {
	s.ref, s.hash, s.decided = r, s.t.signInHash(r), false
}

func (s *signInRow) roll(q question) uint64         { return roll(s.hash, q) }
func (s *signInRow) pick(q question, n int) int     { return below(roll(s.hash, q), n) }
func (s *signInRow) once(q question, rate int) bool { return s.pick(q, 1000) < rate }

// isUser is false for what principals do.
func (s *signInRow) isUser() bool { return s.ref.kind() <= nonInteractiveUser }

func (s *signInRow) isInteractive() bool { return s.ref.kind() == interactiveUser }

func (s *signInRow) principal() *principal { return &principals[s.ref.who()-s.t.users] }

// person is who signed in; only users are asked for.
func (s *signInRow) person() *person {
	if s.whose != s.ref.who()+1 {
		s.whose = s.ref.who() + 1
		s.t.load(&s.who, s.ref.who())
		s.activity = s.who.signIns()
	}
	return &s.who
}

// decide finds out where the sign-in went to and how it ended.
func (s *signInRow) decide() *outcome {
	if s.decided {
		return &s.outcome
	}
	s.decided = true
	if !s.isUser() {
		s.outcome = outcome{use: s.principal().use, device: &noDevice}
		if s.principal().fails {
			s.error = &secretExpired
		}
		return &s.outcome
	}
	p := s.person()
	must, mayBe := s.activity.isSuccess(s.ref, s.time())
	use, how := s.choose(must)
	s.outcome = outcome{use: use, device: &devices[p.device(s.pick(askDevice, 10))]}
	s.client = "Browser"
	if s.device.isApp {
		s.client = "Mobile Apps and Desktop clients"
	}
	if how == notUsed && s.once(askUsage.part(1), 60) {
		s.becomeLegacy()
	}
	rate := 30
	if s.isInteractive() {
		rate = 120
	}
	if !must && (!mayBe || how == onlyFailing || s.once(askOutcome, rate)) {
		s.error = s.failure()
	}
	return &s.outcome
}

// legacyClients are those that Conditional Access calls so.
var legacyClients = []string{"Exchange ActiveSync", "IMAP4", "POP3", "Authenticated SMTP", "Other clients", "Exchange Web Services", "MAPI Over HTTP"}

func (s *signInRow) becomeLegacy() {
	s.legacy = true
	s.use = appUse{appExchange, appExchange}
	s.client = legacyClients[s.pick(askUsage.part(2), len(legacyClients))]
	s.device = &noDevice
}

// time is createdDateTime without its fraction, which ticks is.
func (s *signInRow) time() int64  { return s.t.logStart() + s.ref.seconds() }
func (s *signInRow) ticks() int64 { return ticksAt(s.time(), s.hash) }

// isGuest says whether a guest signed in.
func (s *signInRow) isGuest() bool { return s.isUser() && s.person().kind == guest }
