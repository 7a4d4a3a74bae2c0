package main

import (
	"slices"
	"strings"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// How often a fault strikes beside the first attempt of every request. One that the client bears as long as
// max_wait allows may strike often; one that it bears a few times in a row for one request must strike so
// seldom that chance alone does not let it come so often.
const (
	everyThrottle = 11
	everyBroken   = 29
	everyStrange  = 97
)

// curable are the faults of a tenant: all that another attempt cures, and those that leave nothing out. Each of them
// strikes the first attempts of requests in turn; those that are no matter of a token come again later. The turns
// begin elsewhere at each tenant, so that even where there are few requests every fault comes somewhere.
func curable(tenant int) []demo.Fault {
	var faults []demo.Fault
	for _, info := range demo.Faults() {
		if info.Outcome == demo.Fatal {
			continue
		}
		faults = append(faults, demo.Fault{Name: info.Name, Every: demo.Once})
		if every := again(info); every > 0 {
			faults = append(faults, demo.Fault{Name: info.Name, Every: every})
		}
	}
	begin := len(faults) * tenant / tenantCount
	return slices.Concat(faults[begin:], faults[:begin])
}

// again is how often a fault strikes later; 0: not at all.
func again(info demo.FaultInfo) int {
	isOneOf := func(names ...string) bool { return slices.Contains(names, info.Name) }
	switch {
	case strings.HasPrefix(info.Name, "throttle-"), strings.HasPrefix(info.Name, "unavailable"), isOneOf("gateway-timeout"), info.Outcome == demo.Harmless:
		return everyThrottle
	case strings.HasPrefix(info.Name, "token-"): // a token that is refused twice in a row is an error, and must be
		return 0
	case isOneOf("reset", "cut", "short-body", "gzip-cut", "bad-gateway", "server-error"):
		return everyBroken
	}
	return everyStrange
}
