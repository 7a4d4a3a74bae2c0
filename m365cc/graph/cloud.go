package graph

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Cloud is one of Microsoft's clouds: where its tokens are issued and where its Graph is.
type Cloud struct {
	// Name is the value of the connection argument "cloud".
	Name string
	// TokenHosts are the hosts that issue tokens, the preferred one first.
	TokenHosts []string
	// GraphHost serves Microsoft Graph.
	GraphHost string
}

// Clouds lists Microsoft's clouds, the global one first.
//
// https://learn.microsoft.com/graph/deployments
var Clouds = []Cloud{
	{"global", []string{"login.microsoftonline.com"}, "graph.microsoft.com"},
	{"gcc_high", []string{"login.microsoftonline.us"}, "graph.microsoft.us"},
	{"dod", []string{"login.microsoftonline.us"}, "dod-graph.microsoft.us"},
	// Microsoft's pages disagree about the token host of 21Vianet; both answer.
	{"china", []string{"login.partner.microsoftonline.cn", "login.chinacloudapi.cn"}, "microsoftgraph.chinacloudapi.cn"},
}

// CloudNames returns the names of [Clouds].
func CloudNames() []string {
	names := make([]string, len(Clouds))
	for i, c := range Clouds {
		names[i] = c.Name
	}
	return names
}

// Endpoints are the two hosts of a connection, each a host or host:port, reached by https.
type Endpoints struct {
	TokenHost string
	GraphHost string
}

// Scope is what a token is asked for: everything that the application was granted on the Graph host.
func (e Endpoints) Scope() string { return e.graphURL() + "/.default" }

// CloudName returns the name of the cloud that the Graph host belongs to, "" when it is no host of Microsoft's.
func (e Endpoints) CloudName() string {
	for _, c := range Clouds {
		if c.GraphHost == e.GraphHost {
			return c.Name
		}
	}
	return ""
}

func (e Endpoints) graphURL() string { return "https://" + e.GraphHost }

// isMicrosoftAuthority says whether the token host can be looked up in Microsoft's instance discovery.
func (e Endpoints) isMicrosoftAuthority() bool { return len(cloudsOfTokenHost(e.TokenHost)) > 0 }

// ResolveEndpoints turns the arguments cloud, token_host and graph_host, each "" when it is
// not given, into the two hosts. A host that is given wins over the cloud's; a lone host of
// a known cloud brings the other one. It returns every fault that it finds.
func ResolveEndpoints(cloud, tokenHost, graphHost string) (Endpoints, []error) {
	var faults []error
	parse := func(argument, value string) string {
		host, err := ParseHost(value)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", argument, err))
		}
		return host
	}
	given := Endpoints{TokenHost: parse("token_host", tokenHost), GraphHost: parse("graph_host", graphHost)}
	base, err := baseCloud(cloud, given)
	if err != nil {
		faults = append(faults, err)
	}
	if len(faults) > 0 {
		return Endpoints{}, faults
	}
	e := Endpoints{TokenHost: base.TokenHosts[0], GraphHost: base.GraphHost}
	if given.TokenHost != "" {
		e.TokenHost = given.TokenHost
	}
	if given.GraphHost != "" {
		e.GraphHost = given.GraphHost
	}
	if err := e.sameCloud(); err != nil {
		return Endpoints{}, []error{err}
	}
	return e, nil
}

// baseCloud is the cloud whose hosts stand where none is given.
func baseCloud(name string, given Endpoints) (Cloud, error) {
	if name == "" {
		return impliedCloud(given), nil
	}
	for _, c := range Clouds {
		if c.Name == name {
			return c, nil
		}
	}
	return Cloud{}, fmt.Errorf("cloud: %q is not one of %s", name, strings.Join(CloudNames(), ", "))
}

func impliedCloud(given Endpoints) Cloud {
	for _, c := range Clouds {
		if c.GraphHost == given.GraphHost {
			return c
		}
	}
	if of := cloudsOfTokenHost(given.TokenHost); given.GraphHost == "" && len(of) == 1 {
		return of[0]
	}
	return Clouds[0]
}

// sameCloud refuses two hosts of different clouds: no token of one is good in another.
func (e Endpoints) sameCloud() error {
	token, graphCloud := cloudsOfTokenHost(e.TokenHost), e.CloudName()
	if len(token) == 0 || graphCloud == "" {
		return nil
	}
	var names []string
	for _, c := range token {
		if c.Name == graphCloud {
			return nil
		}
		names = append(names, c.Name)
	}
	clouds := strings.Join(names, " or ")
	return fmt.Errorf("token_host %q belongs to the cloud %s, graph_host %q to %s: a token of one cloud is not accepted in another; set cloud to %s, or both hosts of one cloud",
		e.TokenHost, clouds, e.GraphHost, graphCloud, clouds)
}

func cloudsOfTokenHost(host string) []Cloud {
	var found []Cloud
	for _, c := range Clouds {
		if slices.Contains(c.TokenHosts, host) {
			found = append(found, c)
		}
	}
	return found
}

// noHost ends the errors of [ParseHost].
const noHost = "give a host, host:port or an https URL without a path"

// ParseHost reads what people paste as a host: a host, a host with a port, or an https
// URL without a path. The result is in lower case and without the port 443; "" stays "".
func ParseHost(s string) (string, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	if strings.Contains(s, "@") { // the text is not shown, since it may hold a password
		return "", errors.New("a host has no user name and no password; " + noHost)
	}
	address := s
	if !strings.Contains(s, "://") {
		address = "https://" + s
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return "", fmt.Errorf("%q is no host; %s", s, noHost)
	case u.Scheme != "https":
		return "", fmt.Errorf("%q is not https: tokens and data are never sent unencrypted", s)
	case strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(u.Hostname(), " %\\\"'<>"):
		return "", fmt.Errorf("%q is no host; %s", s, noHost)
	}
	return canonicalHost(u, s)
}

// canonicalHost is the one way in which a host and its port are written here.
func canonicalHost(u *url.URL, given string) (string, error) {
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if host == "" || strings.Contains("."+host+".", "..") { // a part of a name is not empty
		return "", fmt.Errorf("%q is no host; %s", given, noHost)
	}
	port := "443"
	if u.Host != u.Hostname() && !strings.HasSuffix(u.Host, "]") {
		port = u.Port()
	}
	number, err := strconv.ParseUint(port, 10, 16)
	switch {
	case err != nil || number == 0:
		return "", fmt.Errorf("%q has no valid port; %s", given, noHost)
	case number != 443:
		return net.JoinHostPort(host, strconv.FormatUint(number, 10)), nil
	case strings.Contains(host, ":"):
		return "[" + host + "]", nil
	}
	return host, nil
}
