package m365cc

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

var tableSubscribedSku = define(definition[subscribedSku]{
	name:        "m365cc_subscribed_sku",
	description: "Licences (SKUs) that the tenant has subscribed to: how many are bought, assigned and free, and what they contain.",
	sources:     []source{subscribedSkus.source(), tenantSubscriptions.source().of("license_type")},
	list:        listSubscribedSkus,
	columns: []column[subscribedSku]{
		text("id", "The id of the subscribed SKU: the account's id and the SKU's, joined by an underscore.", func(s *subscribedSku) string { return s.ID }).from("id"),
		text("sku_id", "The id (GUID) of the SKU.", func(s *subscribedSku) string { return s.SkuID }).from("skuId"),
		text("sku_part_number", "The part number of the SKU; for example, SPE_E5 or POWER_BI_PRO.", func(s *subscribedSku) string { return s.SkuPartNumber }).from("skuPartNumber"),
		text("display_name", "The name of the product as people know it, for example Microsoft 365 E5; the part number where the product is in no table of names.", (*subscribedSku).name).from("skuId", "skuPartNumber"),
		text("license_type", "Whether the licence costs money: paid, trial or free. It is NULL when the tenant's subscriptions cannot be read.", func(s *subscribedSku) string { return s.licenseType }).from("skuId"),
		newColumn("effective_date", Timestamp, "When the licence began: of the price list, else when the first of its subscriptions was made. NULL if neither tells, or the subscriptions cannot be read.", func(s *subscribedSku, _ *scope) Value { return s.effective }).from("skuId", "skuPartNumber"),
		newColumn("expiration_date", Timestamp, "When the licence ends or has to be renewed: of the price list, else the next date on which one of its subscriptions does.", func(s *subscribedSku, _ *scope) Value { return s.expiration }).from("skuId", "skuPartNumber"),
		text("unit_cost", "What a seat costs in a payment period, as an exact decimal, from the price list. NULL if it has no such licence, or the connection names none.", func(s *subscribedSku) string { return s.price.UnitCost }).from("skuId", "skuPartNumber"),
		text("yearly_cost", "What a seat costs in a year, as a decimal.", func(s *subscribedSku) string { return s.price.YearlyCost() }).from("skuId", "skuPartNumber"),
		text("currency", "The currency of the costs, a code of three letters such as USD.", func(s *subscribedSku) string { return s.price.Currency }).from("skuId", "skuPartNumber"),
		text("payment_frequency", "How long a payment period is: monthly, annual or triennial.", func(s *subscribedSku) string { return s.price.PaymentFrequency }).from("skuId", "skuPartNumber"),
		text("applies_to", "What the licence is assigned to: User, or Company for one that counts for the whole tenant.", func(s *subscribedSku) string { return s.AppliesTo }).from("appliesTo"),
		text("capability_status", "The state of the SKU: Enabled, Warning (expired, in its grace period), Suspended (cancelled, can be reactivated), Deleted or LockedOut (cancelled by the customer).", func(s *subscribedSku) string { return s.CapabilityStatus }).from("capabilityStatus"),
		integer("enabled_units", "The licences that are bought and can be assigned.", func(s *subscribedSku) *int64 { return s.PrepaidUnits.Enabled }).from("prepaidUnits"),
		integer("consumed_units", "The licences that are assigned.", func(s *subscribedSku) *int64 { return s.ConsumedUnits }).from("consumedUnits"),
		integer("available_units", "The licences that are left: enabled minus consumed units. It is negative when more are assigned than bought.", (*subscribedSku).available).from("prepaidUnits", "consumedUnits"),
		integer("warning_units", "The licences whose subscription has expired and is in its grace period.", func(s *subscribedSku) *int64 { return s.PrepaidUnits.Warning }).from("prepaidUnits"),
		integer("suspended_units", "The licences whose subscription was cancelled; they cannot be assigned, but can be reactivated before they are deleted.", func(s *subscribedSku) *int64 { return s.PrepaidUnits.Suspended }).from("prepaidUnits"),
		integer("locked_out_units", "The licences that are locked out because the customer cancelled the subscription. It is NULL in the clouds that do not tell.", func(s *subscribedSku) *int64 { return s.PrepaidUnits.LockedOut }).from("prepaidUnits"),
		newColumn("service_plans", JSON, "The service plans of the SKU, each with its id, name, the name people know (displayName), provisioningStatus and appliesTo.", (*subscribedSku).plans).from("servicePlans"),
		list("applications", "Those of the eleven applications of m365cc_app_activity that the licence entitles to.", (*subscribedSku).applications).from("skuPartNumber", "servicePlans"),
		list("subscription_ids", "The ids of the subscriptions that the licences come from.", func(s *subscribedSku, _ *scope) []string { return s.SubscriptionIDs }).from("subscriptionIds"),
		text("account_id", "The id of the account that the SKU belongs to.", func(s *subscribedSku) string { return s.AccountID }).from("accountId"),
		text("account_name", "The name of the account that the SKU belongs to.", func(s *subscribedSku) string { return s.AccountName }).from("accountName"),
		text("title", "The title of the resource: the name of the product.", (*subscribedSku).name).from("skuId", "skuPartNumber"),
	},
})

// subscribedSku is a licence of the tenant.
//
// https://learn.microsoft.com/graph/api/resources/subscribedsku
type subscribedSku struct {
	ID               string        `json:"id"`
	SkuID            string        `json:"skuId"`
	SkuPartNumber    string        `json:"skuPartNumber"`
	AppliesTo        string        `json:"appliesTo"`
	CapabilityStatus string        `json:"capabilityStatus"`
	ConsumedUnits    *int64        `json:"consumedUnits"`
	PrepaidUnits     prepaidUnits  `json:"prepaidUnits"`
	ServicePlans     []servicePlan `json:"servicePlans"`
	SubscriptionIDs  []string      `json:"subscriptionIds"`
	AccountID        string        `json:"accountId"`
	AccountName      string        `json:"accountName"`

	licenseType           string
	price                 licensing.Price
	effective, expiration Value
}

type prepaidUnits struct {
	Enabled   *int64 `json:"enabled"`
	Suspended *int64 `json:"suspended"`
	Warning   *int64 `json:"warning"`
	LockedOut *int64 `json:"lockedOut"`
}

type servicePlan struct {
	ID                 string `json:"servicePlanId"`
	Name               string `json:"servicePlanName"`
	DisplayName        string `json:"displayName"` // ours
	ProvisioningStatus string `json:"provisioningStatus"`
	AppliesTo          string `json:"appliesTo"`
}

var subscribedSkuPermissions = []string{"LicenseAssignment.Read.All", "Organization.Read.All", "Directory.Read.All"}

// subscribedSkus takes $select only: Graph refuses other options, and gives all in one page.
//
// https://learn.microsoft.com/graph/api/subscribedsku-list
var subscribedSkus = collection[subscribedSku]{
	path:    "/subscribedSkus",
	id:      func(s *subscribedSku) string { return s.ID },
	help:    graph.Help{Permissions: subscribedSkuPermissions},
	license: func(s *subscribedSku) string { return s.SkuPartNumber },
	prepare: completeSkus,
}

func listSubscribedSkus(ctx context.Context, q *request[subscribedSku]) error {
	return subscribedSkus.read(ctx, q)
}

// completeSkus fills what does not come from the SKU itself, each from its source, which is read only if the query
// needs it.
func completeSkus(ctx context.Context, q *request[subscribedSku], rows []subscribedSku) error {
	if err := priceSkus(q, rows); err != nil {
		return err
	}
	if !q.wants("license_type") && !needDates(q, rows) {
		return nil
	}
	subscriptions, err := q.Connection.subscriptions(ctx)
	if err != nil || !subscriptions.known {
		return err
	}
	for i := range rows {
		s := &rows[i]
		bought := subscriptions.bySku[strings.ToLower(s.SkuID)]
		s.licenseType = licenseType(s.SkuID, bought)
		effective, expiration := subscriptionDates(bought)
		if s.effective.IsNull() {
			s.effective = effective
		}
		if s.expiration.IsNull() {
			s.expiration = expiration
		}
	}
	return nil
}

// pricedColumns come from the price list, or from it first.
var pricedColumns = []string{"unit_cost", "yearly_cost", "currency", "payment_frequency", "effective_date", "expiration_date"}

// priceSkus fills what the price list tells.
func priceSkus(q *request[subscribedSku], rows []subscribedSku) error {
	if !slices.ContainsFunc(pricedColumns, q.wants) {
		return nil
	}
	prices, err := q.Connection.priceList()
	if err != nil {
		return fmt.Errorf("%s: %w", q.table.name, err)
	}
	if prices == nil {
		return nil
	}
	day := time.Now().UTC()
	for i := range rows {
		if p := prices.Find(rows[i].SkuID, rows[i].SkuPartNumber, day); p != nil {
			rows[i].price = *p
			rows[i].effective, rows[i].expiration = dayValue(p.EffectiveDate), dayValue(p.ExpirationDate)
		}
	}
	return nil
}

// needDates says whether the subscriptions have to tell a date that the price list does not.
func needDates(q *request[subscribedSku], rows []subscribedSku) bool {
	return q.wants("effective_date") && slices.ContainsFunc(rows, func(s subscribedSku) bool { return s.effective.IsNull() }) ||
		q.wants("expiration_date") && slices.ContainsFunc(rows, func(s subscribedSku) bool { return s.expiration.IsNull() })
}

func (s *subscribedSku) name() string { return licensing.ProductName(s.SkuID, s.SkuPartNumber) }

func (s *subscribedSku) available() *int64 {
	if s.PrepaidUnits.Enabled == nil || s.ConsumedUnits == nil {
		return nil
	}
	left := *s.PrepaidUnits.Enabled - *s.ConsumedUnits
	return &left
}

func (s *subscribedSku) plans(*scope) Value {
	for i := range s.ServicePlans {
		p := &s.ServicePlans[i]
		p.DisplayName = licensing.PlanName(p.ID, p.Name)
	}
	return marshalled(s.ServicePlans)
}

func (s *subscribedSku) applications(*scope) []string {
	applications := licensing.EntitledApplications(s.SkuPartNumber, s.planIDs())
	if applications == nil {
		return []string{}
	}
	return applications
}

func (s *subscribedSku) planIDs() []string {
	ids := make([]string, len(s.ServicePlans))
	for i, p := range s.ServicePlans {
		ids[i] = p.ID
	}
	return ids
}

// skuPartNumbers returns the part numbers of the tenant's licences by SKU id in lower case, asked for once in a while:
// none, and everybody is told once, when the application may not read them.
func (c *Connection) skuPartNumbers(ctx context.Context) (map[string]string, error) {
	return c.skus.Get(ctx, func(ctx context.Context) (map[string]string, time.Time, error) {
		parts, err := c.fetchSkuPartNumbers(ctx)
		if graph.IsForbidden(err) {
			c.client.Tell("some licences are shown by their id", err)
			return nil, c.kept(), nil
		}
		return parts, c.kept(), err
	})
}

func (c *Connection) fetchSkuPartNumbers(ctx context.Context) (map[string]string, error) {
	parts := map[string]string{}
	r := graph.Request{Path: subscribedSkus.path, Select: []string{"skuId", "skuPartNumber"},
		Help: graph.Help{Table: "the name of a licence", Permissions: subscribedSkuPermissions}}
	for page, err := range graph.List[subscribedSku](ctx, c.client, r, nil) {
		if err != nil {
			return nil, err
		}
		for i := range page.Rows {
			parts[strings.ToLower(page.Rows[i].SkuID)] = page.Rows[i].SkuPartNumber
		}
	}
	return parts, nil
}
