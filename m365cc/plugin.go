// Package m365cc is the plugin: its tables, the connection that they read, and how Steampipe sees them.
//
// A table is declared once, in the file of its name; steampipe.go makes Steampipe's form of the
// declaration, and the package engine makes SQLite's.
package m365cc

import (
	"context"
	"os"

	"github.com/turbot/steampipe-plugin-sdk/v5/plugin"
)

// Tables lists the tables, by name.
func Tables() []*Table {
	return []*Table{
		tableActiveUser,
		tableAppActivity,
		tableAppPlatformUsage,
		tableCopilotUsage,
		tableDeletedUser,
		tableDirectoryAudit,
		tableDomain,
		tableEmailActivity,
		tableEndpoint,
		tableGroupLicense,
		tableLicenseActivity,
		tableLicenseFamily,
		tableLicensePrice,
		tableMailboxUsage,
		tableMFARegistration,
		tableOfficeActivation,
		tableOneDriveActivity,
		tableOneDriveUsage,
		tableReportSetting,
		tableSharePointActivity,
		tableSignIn,
		tableSubscribedSku,
		tableSubscription,
		tableTeamsActivity,
		tableUser,
		tableUserLicense,
		tableYammerActivity,
	}
}

// freeMemInterval is the variable that tells the SDK after how many rows it gives memory back to the
// system. It does so every 100 rows unless told otherwise, which takes most of a large query's time.
const freeMemInterval = "STEAMPIPE_FREE_MEM_INTERVAL"

// pluginName is the plugin's name in the handshake with Steampipe.
const pluginName = "steampipe-plugin-m365cc"

// Plugin is the plugin as Steampipe loads it.
//
// https://steampipe.io/docs/develop/writing-plugins
func Plugin(context.Context) *plugin.Plugin {
	if _, set := os.LookupEnv(freeMemInterval); !set {
		_ = os.Setenv(freeMemInterval, "0") // a slow plugin is no reason not to start
	}
	connections := &steampipeConnections{}
	p := &plugin.Plugin{
		Name:                   pluginName,
		ConnectionConfigSchema: &plugin.ConnectionConfigSchema{NewInstance: func() any { return &ConnectionConfig{} }},
		TableMap:               map[string]*plugin.Table{},
	}
	for _, t := range Tables() {
		p.TableMap[t.Name] = steampipeTable(t, connections)
	}
	return p
}
