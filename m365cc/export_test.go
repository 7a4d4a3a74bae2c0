package m365cc

// What the tests of SQL on the sign-in log use.
var (
	StartFakeGraph = startFakeGraph
	GiveKinds      = giveKinds
)
