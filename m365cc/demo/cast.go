package demo

// A trait is something that sets a person apart and that programs trip over.
type trait uint8

const (
	isDisabled       trait = iota // the account is blocked, often with its licences
	neverSignedIn                 // signInActivity is absent
	isNew                         // created within the last ten days
	hasNoCreated                  // createdDateTime is null, for accounts from before June 2018
	hasNoType                     // userType is null
	isBare                        // everything optional is null
	hasEverything                 // everything rare is filled
	wasSynced                     // onPremisesSyncEnabled is false: synced once, not any more
	onlyFails                     // signed in lately, never with success
	failsLately                   // the last success is long before the last attempt
	isMinor                       // an apprentice under age
	isRestricted                  // in a restricted management administrative unit
	isPending                     // a guest who has not accepted yet
	signedUp                      // a guest who came through self-service
	isLicensedTwice               // the same licence directly and by a group
	hasLicenceError               // a group's licence that could not be assigned
	withoutLicence                // an employee who has none
	usesNothing                   // signs in, and uses nothing of what the reports know
	usesAll                       // used everything there is a licence for, all on the last day
	isSpeltOtherwise              // reports write the sign-in name in another case
	isFederated                   // signs in through single sign-on elsewhere
	isOpen                        // a mailbox of nobody that is not blocked
	isUnseen                      // uses everything, and has no sign-in that is told
	traitCount
)

// traitRates are the shares of people who have a trait, in thousandths.
var traitRates = [traitCount]int{
	isDisabled: 70, neverSignedIn: 40, isNew: 30, hasNoCreated: 300, hasNoType: 12, isBare: 25,
	hasEverything: 15, wasSynced: 15, onlyFails: 15, failsLately: 40, isMinor: 10, isRestricted: 8,
	isPending: 250, signedUp: 60, isLicensedTwice: 120, hasLicenceError: 30, withoutLicence: 60,
	usesNothing: 45, usesAll: 40, isSpeltOtherwise: 30,
}

// traits is a set of them.
type traits uint32

func with(list ...trait) traits {
	var set traits
	for _, t := range list {
		set |= 1 << t
	}
	return set
}

// castMember is a person whom every tenant has, whatever the seed: the first
// users, as far as the size reaches.
type castMember struct {
	given, family string // "" for accounts that are nobody's
	display       string // "": given and family
	local         string // the sign-in name before the @; a guest's mail address
	kind          kind
	culture       int
	title         string
	department    string
	traits        traits
	licences      []grant // nil: as everybody's
}

// The names of Microsoft's own sample tenant, and the awkward cases.
var cast = []castMember{
	{given: "Adele", family: "Vance", local: "AdeleV", title: "Retail Manager", department: "Retail", traits: with(usesAll),
		licences: []grant{{sku: skuE5, group: byGroup(skuE5)}, {sku: skuE5, disabled: 3}, {sku: skuPowerBI}}},
	{given: "Alex", family: "Wilber", local: "AlexW", title: "Marketing Assistant", department: "Marketing", traits: with(isRestricted),
		licences: []grant{{sku: skuE3, group: byGroup(skuE3)}, {sku: skuE5, group: byGroup(skuE5), fault: "CountViolation"}}},
	// The same name but for its case: two people.
	{given: "adele", family: "vance", local: "adele.vance.ext", title: "Consultant", department: "Retail",
		licences: []grant{{sku: skuE1}}},
	{given: "Conor", family: "O'Brien", local: "Conor.O'Brien", title: "Account Executive", department: "Sales", traits: with(isSpeltOtherwise),
		licences: []grant{{sku: skuE3, group: byGroup(skuE3)}, {sku: skuDynamics}, {sku: skuVisio}}},
	{given: "Megan", family: "Bowen", local: "MeganB", title: "Auditor", department: "Finance", traits: with(isDisabled),
		licences: []grant{{sku: skuE5, group: byGroup(skuE5)}, {sku: skuProject}, {sku: skuPowerBI}}},
	{given: "Lynne", family: "Robbins", local: "LynneR", title: "Planner", department: "Operations", traits: with(neverSignedIn),
		licences: []grant{{sku: skuO365E3, group: byGroup(skuO365E3)}, {sku: skuEMS, group: byGroup(skuEMS)}}},
	{given: "Diego", family: "Siciliani", local: "DiegoS", title: "HR Manager", department: "Human Resources", traits: with(isNew, neverSignedIn)},
	{given: "Isaiah", family: "Langer", local: "IsaiahL", title: "Sales Representative", department: "Sales", traits: with(usesNothing, hasNoType, hasNoCreated),
		licences: []grant{{sku: skuO365E5, disabled: 1}}},
	{given: "Pradeep", family: "Gupta", local: "pradeepg@fabrikam.com", kind: guest,
		licences: []grant{{sku: skuPowerBI}}},
	{display: "miriamg@tailspintoys.com", local: "miriamg@tailspintoys.com", kind: guest, traits: with(isPending)},
	{display: "Contoso Info", local: "info", kind: shared, licences: []grant{{sku: skuExchange}}},
	{display: "Conf Room Adams", local: "Adams", kind: room, traits: with(isOpen, neverSignedIn), licences: []grant{{sku: skuE5}}},
	{display: `svc "backup" \ <nightly>, 50 %`, local: "svc_backup", kind: service, licences: []grant{{sku: skuE3}}},
	{given: "Grady", family: "Archie", local: "GradyA", title: "Designer", department: "Research & Development", traits: with(hasEverything),
		licences: []grant{{sku: skuE5, group: byGroup(skuE5), disabled: 5}, {sku: skuE5, disabled: 4}, {sku: skuFlowFree}}},
	{given: "Nestor", family: "Wilke", local: "NestorW", title: "Director", department: "Operations", traits: with(usesAll, wasSynced),
		licences: []grant{{sku: skuE5}, {sku: skuProject}, {sku: skuVisio}, {sku: skuDynamics}, {sku: skuFlowFree}, {sku: skuPreview}, {sku: skuEMS, group: byGroup(skuEMS)}}},
	{given: "Henrietta", family: "Mueller", local: "HenriettaM", culture: 1, title: "Developer", traits: with(isBare), licences: []grant{}},
	{given: "Joni", family: "Sherman", local: "JoniS", title: "Paralegal", department: "Legal", traits: with(onlyFails)},
	{given: "Miriam", family: "Graham", local: "MiriamG", title: "Director", department: "Marketing", traits: with(failsLately)},
	{given: "Patti", family: "Fernandez", local: "PattiF", title: "Apprentice", department: "Operations", kind: frontline, traits: with(isMinor)},
	{given: "Johanna", family: "Lorenz", local: "JohannaL", culture: 1, title: "Chief Executive", department: "Management", traits: with(isRestricted, hasEverything)},
	{given: "Lee", family: "Gu", local: "LeeG", title: "Director", department: "Manufacturing",
		licences: []grant{{sku: skuE3, disabled: 7}, {sku: skuTeamsTrial, fault: "MutuallyExclusiveViolation", group: byGroup(skuTeamsTrial)}}},
	{given: "Zoë", family: "O’Neill", display: "Zoë “Zed” O’Neill 🚀", local: "zoe.oneill-zed", title: "Designer", department: "Marketing"},
	{given: "Dana", family: "Swope", local: "dana@adatum.com", kind: guest, traits: with(signedUp)},
	{display: "=SUM(1+1)*cmd|' /C calc'!A0", local: "svc_formula", kind: service},
	{given: "Lidia", family: "Holloway", local: "LidiaH", title: "Product Manager", department: "Engineering",
		licences: []grant{{sku: skuExchange}, {sku: skuTeamsTrial}}},
	// Those whose licences are nearly to be taken back, and are not, or only after a question.
	{given: "Allan", family: "Deyoung", local: "AllanD", title: "Corporate Security Officer", department: "Management", traits: with(usesNothing, isFederated),
		licences: []grant{{sku: skuE3, group: byGroup(skuE3)}, {sku: skuE3}, {sku: skuE5, disabled: 2}}},
	{display: "Contoso Sales", local: "sales", kind: shared, traits: with(isOpen, usesNothing), licences: []grant{{sku: skuE3}, {sku: skuPowerBI}}},
	{given: "Enrico", family: "Cattaneo", local: "EnricoC", title: "Attorney", department: "Legal", traits: with(isNew, isDisabled, neverSignedIn),
		licences: []grant{{sku: skuE3, group: byGroup(skuE3)}}},
	{given: "Isaac", family: "Fielder", local: "IsaacF", title: "Business Analyst", department: "Finance",
		licences: []grant{{sku: skuE5, group: byGroup(skuE5), disabled: 1}, {sku: skuPowerBI}, {sku: skuEMS, group: byGroup(skuEMS)}}},
	{given: "Debra", family: "Berger", local: "DebraB", title: "Administrative Assistant", department: "Executive", traits: with(neverSignedIn, isUnseen),
		licences: []grant{{sku: skuE5, group: byGroup(skuE5)}, {sku: skuE3}}},
}

// dealtFrom is the first number whose name is dealt out of the roster. It was the size of the cast once, and stays, so
// that nobody else's name changes when somebody joins the cast.
const dealtFrom = 25
