package demo

import "fmt"

// cloudFacts is what differs between Microsoft's clouds.
//
// https://learn.microsoft.com/graph/deployments
type cloudFacts struct {
	name      string
	loginHost string // in links to error pages, and in the discovery document
	graphHost string
	instance  string // cloud_instance_name of the discovery document
	region    string // tenant_region_scope of the discovery document
	domain    string // the company's own domain in that cloud
	initial   string // the domain that the tenant was created with
	lockedOut bool   // prepaidUnits has lockedOut
}

var clouds = []cloudFacts{
	{name: "global", loginHost: "login.microsoftonline.com", graphHost: "graph.microsoft.com", instance: "microsoftonline.com",
		region: "EU", domain: "contoso.com", initial: "contoso.onmicrosoft.com", lockedOut: true},
	{name: "gcc_high", loginHost: "login.microsoftonline.us", graphHost: "graph.microsoft.us", instance: "microsoftonline.us",
		region: "USGov", domain: "contoso.us", initial: "contoso.onmicrosoft.us"},
	{name: "dod", loginHost: "login.microsoftonline.us", graphHost: "dod-graph.microsoft.us", instance: "microsoftonline.us",
		region: "USGov", domain: "contoso.mil", initial: "contoso.onmicrosoft.us"},
	{name: "china", loginHost: "login.partner.microsoftonline.cn", graphHost: "microsoftgraph.chinacloudapi.cn", instance: "partner.microsoftonline.cn",
		region: "AS", domain: "contoso.cn", initial: "contoso.partner.onmschina.cn"},
}

func cloudNamed(name string) (cloudFacts, error) {
	for _, c := range clouds {
		if c.name == name {
			return c, nil
		}
	}
	return cloudFacts{}, fmt.Errorf("cloud %q is none of \"global\", \"gcc_high\", \"dod\", \"china\"", name)
}
