package licensing

import "strings"

// EntitledApplications gives those of the eleven applications to which a SKU
// entitles a user by these service plans (ids in any case), in the order of
// Applications and none twice; nil for none. For one user leave out the plans
// that are disabled, since they do not entitle.
//
// The part number makes a difference only for Microsoft 365 F1, whose mailbox
// plan gives no right to a mailbox.
//
// https://learn.microsoft.com/en-us/graph/api/resources/serviceplaninfo
func EntitledApplications(skuPartNumber string, planIDs []string) []string {
	var set applicationSet
	for _, planID := range planIDs {
		set |= servicePlanByID(planID).applications
	}
	return withoutUnusableMail(skuPartNumber, set).names()
}

// ProductApplications gives those of the eleven applications to which the SKU
// entitles a user by the plans of Microsoft's table, in the order of
// Applications; nil for none and for a SKU that is not known. That table is
// incomplete for some clouds: where the tenant's own service plans are at hand,
// EntitledApplications knows better.
func ProductApplications(skuID string) []string {
	table := products()
	i, ok := table.index(skuID)
	if !ok {
		return nil
	}
	return table.applications[i].names()
}

// The part numbers of Microsoft 365 F1. It has the Exchange Kiosk plan for the
// calendar in Teams only: Microsoft gives no right to the mailbox.
//
// https://learn.microsoft.com/en-us/microsoft-365/frontline/switch-from-enterprise-to-frontline
const (
	partMicrosoft365F1        = "M365_F1_COMM"
	partMicrosoft365F1NoTeams = "Microsoft_365_F1_EEA_(no_Teams)"
)

// withoutUnusableMail takes the mail applications out of the set of a SKU whose
// mailbox nobody may use.
func withoutUnusableMail(partNumber string, set applicationSet) applicationSet {
	if strings.EqualFold(partNumber, partMicrosoft365F1) || strings.EqualFold(partNumber, partMicrosoft365F1NoTeams) {
		return set &^ mailApplications()
	}
	return set
}

// mailApplications gives the applications whose use is the use of a mailbox.
func mailApplications() applicationSet {
	return parseApplications(AppExchange + ";" + AppOutlook)
}
