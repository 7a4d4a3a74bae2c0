package demo

// Chance here is a pure function: of the seed, the row's number and the
// question that is asked. Nothing is drawn one after the other, so that any
// property of any row can be computed alone and in any order.

// question tells two decisions about one row apart, so that, say, the
// department says nothing about the last sign-in.
type question uint64

const (
	askKind question = iota + 1
	askPlace
	askDomain
	askDepartment
	askTitle
	askCompany
	askEnabled
	askCreated
	askCreatedUnknown
	askSynced
	askSyncTime
	askEmployeeType
	askLicence
	askExtras
	askGroup
	askDisabledPlans
	askAssigned
	askSignIn
	askNonInteractive
	askSuccessful
	askPassword
	askPhone
	askTrait
	askMissing
	askGuestState
	askUserType
	askMail
	askOffice
	askSecurityAttributes
	askLeave
	askAge
	askUse
	askGone
	askMailbox
	askDrive
	askReport
	askTeams
	askFiles
	askYammer
	askCopilot
)

// mix scatters the bits of x (the last step of splitmix64): neighbouring
// numbers give unrelated results.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// below scales the random bits h to a number from 0 to n-1; n must be below
// 2^31.
func below(h uint64, n int) int {
	return int(h >> 33 * uint64(n) >> 31)
}

// roll answers a question about the row whose number was mixed into hash.
func roll(hash uint64, q question) uint64 {
	return mix(hash ^ uint64(q)*0xd6e8feb86659fd93)
}

// part returns a question that belongs to q and is answered apart from it.
func (q question) part(n question) question { return q + n<<8 }
