package licensing

import "sync"

// A servicePlan is a line of plans.tsv without its id.
type servicePlan struct {
	name         string // friendly name
	applications applicationSet
}

var servicePlans = sync.OnceValue(parseServicePlans)

// parseServicePlans parses plans.tsv.
func parseServicePlans() map[guid]servicePlan {
	plans := make(map[guid]servicePlan, rowCount(plansData))
	for row := range rows(plansData) {
		if id, ok := parseGUID(row[0]); ok {
			plans[id] = servicePlan{row[1], parseApplications(row[2])}
		}
	}
	return plans
}

// servicePlanByID gives what is known of a plan, a zero servicePlan if nothing.
func servicePlanByID(planID string) servicePlan {
	id, ok := parseGUID(planID)
	if !ok {
		return servicePlan{}
	}
	return servicePlans()[id]
}

// PlanName gives the service plan's name as people know it, which is Microsoft's
// most frequent friendly name: by id, a GUID in any case, else planName (Graph's
// servicePlanName), else the id. It is empty only if both are.
//
// https://learn.microsoft.com/en-us/graph/api/resources/serviceplaninfo
func PlanName(planID, planName string) string {
	if name := servicePlanByID(planID).name; name != "" {
		return name
	}
	if planName != "" {
		return planName
	}
	return planID
}

// PlanApplications gives those of the eleven applications to which the service
// plan entitles a user, in the order of Applications; nil for none and for a
// plan that is not known.
func PlanApplications(planID string) []string {
	return servicePlanByID(planID).applications.names()
}
