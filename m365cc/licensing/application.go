package licensing

import (
	"slices"
	"strings"
	"sync/atomic"
)

// The names of the eleven applications, as the application columns have them.
const (
	AppDynamics   = "Dynamics 365"
	AppProject    = "Project"
	AppVisio      = "Visio"
	AppPowerBI    = "Power BI"
	AppTeams      = "Microsoft Teams"
	AppOutlook    = "Outlook"
	AppExchange   = "Microsoft Exchange Server"
	AppSharePoint = "SharePoint"
	AppOneDrive   = "OneDrive"
	AppYammer     = "Yammer"
	AppSkype      = "Skype for Business"
)

// applications has the order of Applications; a place in it is a bit of an
// applicationSet.
var applications = [...]string{
	AppDynamics, AppProject, AppVisio, AppPowerBI, AppTeams, AppOutlook,
	AppExchange, AppSharePoint, AppOneDrive, AppYammer, AppSkype,
}

// Applications lists the eleven applications, the dearest first: the order in
// which a tie is decided when two were last used on the same day. It must not
// be changed.
var Applications = applications[:]

// An applicationSet is a set of the eleven applications, a bit for each.
type applicationSet uint16

// parseApplications reads names separated by semicolons. A name that is none of
// the eleven adds nothing.
func parseApplications(list string) applicationSet {
	var set applicationSet
	for name := range strings.SplitSeq(list, ";") {
		if i := slices.Index(applications[:], name); i >= 0 {
			set |= 1 << i
		}
	}
	return set
}

// setNames keeps the names of each set that was ever asked for, so that a
// look-up in the middle of a long list allocates nothing.
var setNames [1 << len(applications)]atomic.Pointer[[]string]

// names gives the set's names in the order of Applications; nil if it is empty.
func (s applicationSet) names() []string {
	if s == 0 {
		return nil
	}
	if kept := setNames[s].Load(); kept != nil {
		return *kept
	}
	var names []string
	for i, name := range applications {
		if s&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	names = slices.Clip(names) // an append by a caller must not write into it
	setNames[s].Store(&names)
	return names
}
