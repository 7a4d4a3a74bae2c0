// Command m365cc answers SQL questions about a Microsoft 365 tenant. Started by Steampipe it is a plugin;
// started by a person it is a command line.
package main

import (
	"os"

	"github.com/turbot/steampipe-plugin-sdk/v5/grpc/shared"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/cmd"
)

func main() {
	if startedBySteampipe() {
		m365cc.Serve()
		return
	}
	os.Exit(cmd.Main())
}

// startedBySteampipe says whether the plugin manager's cookie is in the environment.
func startedBySteampipe() bool {
	return os.Getenv(shared.Handshake.MagicCookieKey) == shared.Handshake.MagicCookieValue
}
