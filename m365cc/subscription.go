package m365cc

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

var subscriptionPermissions = []string{"Organization.Read.All", "Directory.Read.All"}

// subscriptions are the tenant's, by SKU id in lower case; known is false when the application may not read them.
type subscriptions struct {
	bySku map[string][]subscription
	known bool
}

// subscriptions returns the tenant's subscriptions, asked for once in a while. Everybody is told once when they
// cannot be read.
func (c *Connection) subscriptions(ctx context.Context) (subscriptions, error) {
	return c.purchases.Get(ctx, func(ctx context.Context) (subscriptions, time.Time, error) {
		bySku, err := c.fetchSubscriptions(ctx)
		if graph.IsForbidden(err) {
			c.client.Tell("m365cc_subscribed_sku: license_type is NULL, and so are the dates that the price list does not have", err)
			return subscriptions{}, c.kept(), nil
		}
		return subscriptions{bySku, true}, c.kept(), err
	})
}

func (c *Connection) fetchSubscriptions(ctx context.Context) (map[string][]subscription, error) {
	bySku := map[string][]subscription{}
	r := graph.Request{Path: tenantSubscriptions.path, Select: []string{"skuId", "isTrial", "createdDateTime", "nextLifecycleDateTime"},
		Help: graph.Help{Table: "m365cc_subscribed_sku.license_type", Permissions: subscriptionPermissions}}
	for page, err := range graph.List[subscription](ctx, c.client, r, nil) {
		if err != nil {
			return nil, err
		}
		for _, s := range page.Rows {
			id := strings.ToLower(s.SkuID)
			bySku[id] = append(bySku[id], s)
		}
	}
	return bySku, nil
}

// licenseType is trial when every subscription of the SKU is one, free when the SKU is known to be free
// or a trial and no paid subscription contradicts, else paid.
func licenseType(skuID string, subscriptions []subscription) string {
	trials, paid := 0, 0
	for _, s := range subscriptions {
		switch {
		case s.IsTrial == Yes:
			trials++
		case !TimestampValue(s.NextLifecycleDateTime).IsNull():
			paid++ // what costs money comes to an end or a renewal; what is free has no such date
		}
	}
	family, known := licensing.FamilyByID(skuID)
	switch {
	case trials > 0 && trials == len(subscriptions):
		return "trial"
	case known && family.IsFreeOrTrial && paid == 0:
		return "free"
	}
	return "paid"
}

// subscriptionDates are when the first of the subscriptions was made, and the next date on which one of them ends or is
// renewed. Trials count only where there is nothing else.
func subscriptionDates(subscriptions []subscription) (effective, expiration Value) {
	paid := slices.DeleteFunc(slices.Clone(subscriptions), func(s subscription) bool { return s.IsTrial == Yes })
	if len(paid) > 0 {
		subscriptions = paid
	}
	for _, s := range subscriptions {
		effective = earlier(effective, TimestampValue(s.CreatedDateTime))
		expiration = earlier(expiration, TimestampValue(s.NextLifecycleDateTime))
	}
	return effective, expiration
}

// earlier is the earlier of two moments, of which each may be NULL.
func earlier(a, b Value) Value {
	if a.IsNull() || !b.IsNull() && b.Time().Before(a.Time()) {
		return b
	}
	return a
}
