package m365cc

import (
	"context"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

var tableSubscription = define(definition[subscription]{
	name:        "m365cc_subscription",
	description: "Commercial subscriptions that the licences of the tenant come from: seats, trial or not, and when the subscription is renewed or ends.",
	sources:     tenantSubscriptions.sources(),
	list:        listSubscriptions,
	columns:     subscriptionColumns,
})

var subscriptionColumns = []column[subscription]{
	text("id", "The id (GUID) of the subscription.", func(s *subscription) string { return s.ID }).from("id"),
	text("commerce_subscription_id", "The id of the subscription in Microsoft's commerce system.", func(s *subscription) string { return s.CommerceSubscriptionID }).from("commerceSubscriptionId"),
	text("sku_id", "The id (GUID) of the licence (SKU) that is bought.", func(s *subscription) string { return s.SkuID }).from("skuId"),
	text("sku_part_number", "The part number of the licence; for example, SPE_E5 or POWER_BI_PRO.", func(s *subscription) string { return s.SkuPartNumber }).from("skuPartNumber"),
	text("sku_display_name", "The name of the product as people know it, for example Microsoft 365 E5; the part number where the product is in no table of names.", (*subscription).name).from("skuId", "skuPartNumber"),
	text("status", "The state of the subscription: Enabled, Warning (expired, in its grace period), Suspended (cancelled, can be reactivated), Deleted or LockedOut.", func(s *subscription) string { return s.Status }).from("status"),
	integer("total_licenses", "The seats of the subscription.", func(s *subscription) *int64 { return s.TotalLicenses }).from("totalLicenses"),
	boolean("is_trial", "True if the subscription is a trial.", func(s *subscription) Flag { return s.IsTrial }).from("isTrial"),
	timestamp("created_date_time", "When the subscription was made.", func(s *subscription) string { return s.CreatedDateTime }).from("createdDateTime"),
	timestamp("next_lifecycle_date_time", "When the subscription is renewed or, if it is not, goes into its next state; NULL for what does not end.", func(s *subscription) string { return s.NextLifecycleDateTime }).from("nextLifecycleDateTime"),
	text("owner_id", "The id (GUID) of the account that owns the subscription.", func(s *subscription) string { return s.OwnerID }).from("ownerId"),
	text("owner_type", "What the owner is, for example User.", func(s *subscription) string { return s.OwnerType }).from("ownerType"),
	text("owner_tenant_id", "The id (GUID) of the tenant of the partner who made the subscription; NULL if no partner did.", func(s *subscription) string { return s.OwnerTenantID }).from("ownerTenantId"),
	document("service_status", "The service plans of the subscription with their provisioningStatus, as Graph gives them.", func(s *subscription) jsontext.Value { return s.ServiceStatus }).from("serviceStatus"),
	text("title", "The title of the resource: the name of the product.", (*subscription).name).from("skuId", "skuPartNumber"),
}

// subscription is a commercial subscription that licences come from.
//
// https://learn.microsoft.com/graph/api/resources/companysubscription
type subscription struct {
	ID                     string         `json:"id"`
	CommerceSubscriptionID string         `json:"commerceSubscriptionId"`
	SkuID                  string         `json:"skuId"`
	SkuPartNumber          string         `json:"skuPartNumber"`
	Status                 string         `json:"status"`
	TotalLicenses          *int64         `json:"totalLicenses"`
	IsTrial                Flag           `json:"isTrial"`
	CreatedDateTime        string         `json:"createdDateTime"`
	NextLifecycleDateTime  string         `json:"nextLifecycleDateTime"`
	OwnerID                string         `json:"ownerId"`
	OwnerType              string         `json:"ownerType"`
	OwnerTenantID          string         `json:"ownerTenantId"`
	ServiceStatus          jsontext.Value `json:"serviceStatus"`
}

// tenantSubscriptions are read whole: the documentation speaks of no page size, and there are few.
//
// https://learn.microsoft.com/graph/api/directory-list-subscriptions
var tenantSubscriptions = collection[subscription]{
	path:           "/directory/subscriptions",
	id:             func(s *subscription) string { return s.ID },
	selectOptional: true,
	help:           graph.Help{Permissions: subscriptionPermissions},
	license:        func(s *subscription) string { return s.SkuPartNumber },
}

func listSubscriptions(ctx context.Context, q *request[subscription]) error {
	return tenantSubscriptions.read(ctx, q)
}

func (s *subscription) name() string { return licensing.ProductName(s.SkuID, s.SkuPartNumber) }
