package m365cc

import (
	"context"

	"github.com/turbot/steampipe-plugin-sdk/v5/plugin"
)

// The sets of rare columns.
const (
	rareContact    RareSet = "contact"
	rareEmployee   RareSet = "employee"
	rareOnPremises RareSet = "on_premises"
	rareAccount    RareSet = "account"
	rareDevice     RareSet = "device"
	rareNetwork    RareSet = "network"
	rarePolicy     RareSet = "policy"
	rareToken      RareSet = "token"
	rareUsage      RareSet = "usage"
)

// rareHydrates give the row again, each to its own set of columns. The SDK tells hydrate functions apart
// by their Go name, so each is a function of its own.
var rareHydrates = map[RareSet]plugin.HydrateFunc{
	rareContact:    hydrateContact,
	rareEmployee:   hydrateEmployee,
	rareOnPremises: hydrateOnPremises,
	rareAccount:    hydrateAccount,
	rareDevice:     hydrateDevice,
	rareNetwork:    hydrateNetwork,
	rarePolicy:     hydratePolicy,
	rareToken:      hydrateToken,
	rareUsage:      hydrateUsage,
}

func hydrateContact(_ context.Context, _ *plugin.QueryData, h *plugin.HydrateData) (any, error) {
	return h.Item, nil
}

func hydrateEmployee(_ context.Context, _ *plugin.QueryData, h *plugin.HydrateData) (any, error) {
	return h.Item, nil
}

func hydrateOnPremises(_ context.Context, _ *plugin.QueryData, h *plugin.HydrateData) (any, error) {
	return h.Item, nil
}

func hydrateAccount(_ context.Context, _ *plugin.QueryData, h *plugin.HydrateData) (any, error) {
	return h.Item, nil
}

func hydrateDevice(_ context.Context, _ *plugin.QueryData, h *plugin.HydrateData) (any, error) {
	return h.Item, nil
}

func hydrateNetwork(_ context.Context, _ *plugin.QueryData, h *plugin.HydrateData) (any, error) {
	return h.Item, nil
}

func hydratePolicy(_ context.Context, _ *plugin.QueryData, h *plugin.HydrateData) (any, error) {
	return h.Item, nil
}

func hydrateToken(_ context.Context, _ *plugin.QueryData, h *plugin.HydrateData) (any, error) {
	return h.Item, nil
}

func hydrateUsage(_ context.Context, _ *plugin.QueryData, h *plugin.HydrateData) (any, error) {
	return h.Item, nil
}
