package demo

import "time"

// skuRow is a row of /subscribedSkus.
type skuRow struct {
	cursor
	sku *SKU
}

// skuSchema has lockedOut among the units in some clouds only.
//
// https://learn.microsoft.com/graph/api/resources/subscribedsku
func skuSchema(lockedOut bool) *schema[*skuRow] {
	units := []property[*skuRow]{
		whole("enabled", func(r *skuRow) int { return r.sku.EnabledUnits }),
		whole("suspended", func(r *skuRow) int { return r.sku.SuspendedUnits }),
		whole("warning", func(r *skuRow) int { return r.sku.WarningUnits }),
	}
	if lockedOut {
		units = append(units, whole("lockedOut", func(r *skuRow) int { return r.sku.LockedOutUnits }))
	}
	all := []property[*skuRow]{
		plain("accountName", func(r *skuRow) string { return r.sku.AccountName }),
		plain("accountId", func(r *skuRow) string { return r.sku.AccountID }),
		plain("appliesTo", func(r *skuRow) string { return r.sku.AppliesTo }),
		plain("capabilityStatus", func(r *skuRow) string { return r.sku.CapabilityStatus }),
		whole("consumedUnits", func(r *skuRow) int { return r.sku.ConsumedUnits }),
		plain("id", func(r *skuRow) string { return r.sku.ID }),
		plain("skuId", func(r *skuRow) string { return r.sku.SKUID }),
		plain("skuPartNumber", func(r *skuRow) string { return r.sku.SKUPartNumber }),
		texts("subscriptionIds", func(r *skuRow) int { return len(r.sku.SubscriptionIDs) },
			func(r *skuRow, b []byte) []byte { return append(b, r.sku.SubscriptionIDs[r.at[0]]...) }),
		object("prepaidUnits", nil, units...),
		planList("servicePlans", func(r *skuRow) []ServicePlan { return r.sku.ServicePlans }),
	}
	return newSchema("microsoft.graph.subscribedSku", "SubscribedSku", allStandard(all)...)
}

// subscriptionRow is a row of /directory/subscriptions.
type subscriptionRow struct {
	cursor
	subscription *Subscription
}

// https://learn.microsoft.com/graph/api/resources/companysubscription
var subscriptionSchema = newSchema("microsoft.graph.companySubscription", "CompanySubscription", allStandard([]property[*subscriptionRow]{
	date("createdDateTime", func(r *subscriptionRow) time.Time { return r.subscription.CreatedDateTime }),
	plain("commerceSubscriptionId", func(r *subscriptionRow) string { return r.subscription.CommerceSubscriptionID }),
	plain("id", func(r *subscriptionRow) string { return r.subscription.ID }),
	boolean("isTrial", func(r *subscriptionRow) trilean { return truth(r.subscription.IsTrial) }),
	date("nextLifecycleDateTime", func(r *subscriptionRow) time.Time { return r.subscription.NextLifecycleDateTime }),
	planList("serviceStatus", func(r *subscriptionRow) []ServicePlan { return r.subscription.ServiceStatus }),
	plain("skuId", func(r *subscriptionRow) string { return r.subscription.SKUID }),
	plain("skuPartNumber", func(r *subscriptionRow) string { return r.subscription.SKUPartNumber }),
	plain("status", func(r *subscriptionRow) string { return r.subscription.Status }),
	whole("totalLicenses", func(r *subscriptionRow) int { return r.subscription.TotalLicenses }),
	plain("ownerId", func(r *subscriptionRow) string { return r.subscription.OwnerID }),
	plain("ownerTenantId", func(r *subscriptionRow) string { return r.subscription.OwnerTenantID }),
	plain("ownerType", func(r *subscriptionRow) string { return r.subscription.OwnerType }),
})...)

// planList is a list of service plans, as both resources have one.
func planList[R row](name string, plans func(R) []ServicePlan) property[R] {
	plan := func(r R) ServicePlan { return plans(r)[r.position()[0]] }
	return objects(name, func(r R) int { return len(plans(r)) },
		plain("servicePlanId", func(r R) string { return plan(r).ID }),
		plain("servicePlanName", func(r R) string { return plan(r).Name }),
		plain("provisioningStatus", func(r R) string { return plan(r).ProvisioningStatus }),
		plain("appliesTo", func(r R) string { return plan(r).AppliesTo }))
}

// Properties of rows that are kept, and not computed: plain is a text, whole an
// integer and date a moment, whose zero is null.

func plain[R row](name string, get func(R) string) property[R] {
	return text(name, func(r R, b []byte) []byte { return append(b, get(r)...) })
}

func whole[R row](name string, get func(R) int) property[R] {
	return integer(name, func(r R) (int64, bool) { return int64(get(r)), true })
}

func date[R row](name string, get func(R) time.Time) property[R] {
	return instant(name, func(r R) int64 {
		if at := get(r); !at.IsZero() {
			return at.Unix()
		}
		return 0
	})
}

// allStandard marks all properties as given without $select.
func allStandard[R row](all []property[R]) []property[R] {
	for k := range all {
		all[k].standard = true
	}
	return all
}
