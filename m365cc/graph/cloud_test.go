package graph

import (
	"errors"
	"strings"
	"testing"
)

func TestParseHost(t *testing.T) {
	for _, test := range []struct{ given, want, fault string }{
		{given: "", want: ""},
		{given: "  ", want: ""},
		{given: "graph.microsoft.com", want: "graph.microsoft.com"},
		{given: " Graph.Microsoft.COM\n", want: "graph.microsoft.com"},
		{given: "graph.microsoft.com.", want: "graph.microsoft.com"},
		{given: "graph.microsoft.com:443", want: "graph.microsoft.com"},
		{given: "graph.microsoft.com:8443", want: "graph.microsoft.com:8443"},
		{given: "graph.microsoft.com:08443", want: "graph.microsoft.com:8443"},
		{given: "https://graph.microsoft.com", want: "graph.microsoft.com"},
		{given: "https://graph.microsoft.com/", want: "graph.microsoft.com"},
		{given: "HTTPS://Graph.Microsoft.com:443//", want: "graph.microsoft.com"},
		{given: "https://127.0.0.1:8443/", want: "127.0.0.1:8443"},
		{given: "[::1]", want: "[::1]"},
		{given: "[::1]:443", want: "[::1]"},
		{given: "[2001:DB8::1]:8443", want: "[2001:db8::1]:8443"},
		{given: "https://[::1]/", want: "[::1]"},
		{given: "localhost:1", want: "localhost:1"},

		{given: "http://graph.microsoft.com", fault: "is not https"},
		{given: "HTTP://graph.microsoft.com", fault: "is not https"},
		{given: "ftp://graph.microsoft.com", fault: "is not https"},
		{given: "https://", fault: "is no host"},
		{given: "https:///v1.0", fault: "is no host"},
		{given: "://graph.microsoft.com", fault: "is no host"},
		{given: ":8443", fault: "is no host"},
		{given: ".", fault: "is no host"},
		{given: "graph.microsoft.com/v1.0", fault: "is no host"},
		{given: "https://graph.microsoft.com/v1.0", fault: "is no host"},
		{given: "graph.microsoft.com?x=1", fault: "is no host"},
		{given: "graph.microsoft.com#top", fault: "is no host"},
		{given: "graph microsoft com", fault: "is no host"},
		{given: "<graph host>", fault: "is no host"},
		{given: "{graph_host}", fault: "is no host"},
		{given: "%67raph.microsoft.com", fault: "is no host"},
		{given: "::1", fault: "no"},
		{given: "graph.microsoft.com:", fault: "no valid port"},
		{given: "graph.microsoft.com:0", fault: "no valid port"},
		{given: "graph.microsoft.com:65536", fault: "no valid port"},
		{given: "graph.microsoft.com:https", fault: "is no host"},
		{given: "somebody:pass-word@graph.microsoft.com", fault: "no user name"},
		{given: "https://somebody@graph.microsoft.com", fault: "no user name"},
		{given: "https://some body:pass-word@graph.microsoft.com", fault: "no user name"},
	} {
		got, err := ParseHost(test.given)
		switch {
		case test.fault == "" && (err != nil || got != test.want):
			t.Errorf("%q: got %q, %v, want %q", test.given, got, err, test.want)
		case test.fault != "" && (err == nil || !strings.Contains(err.Error(), test.fault) || got != ""):
			t.Errorf("%q: got %q, %v, want an error with %q", test.given, got, err, test.fault)
		case err != nil && strings.Contains(err.Error(), "pass-word"):
			t.Errorf("%q: the error %q shows the password", test.given, err)
		}
	}
}

// TestParseHostIsCanonical holds that a host has one form, by which a nextLink's is compared.
func TestParseHostIsCanonical(t *testing.T) {
	for _, given := range []string{"Graph.Microsoft.com.", "[::1]:0443", "[2001:DB8::1]:8443", "a:1"} {
		once, err := ParseHost(given)
		again, err2 := ParseHost("https://" + once)
		if err != nil || err2 != nil || once != again {
			t.Errorf("%q becomes %q (%v), which becomes %q (%v)", given, once, err, again, err2)
		}
	}
}

func TestResolveEndpoints(t *testing.T) {
	const (
		global, globalGraph = "login.microsoftonline.com", "graph.microsoft.com"
		us, usGraph, dod    = "login.microsoftonline.us", "graph.microsoft.us", "dod-graph.microsoft.us"
		china, oldChina     = "login.partner.microsoftonline.cn", "login.chinacloudapi.cn"
		chinaGraph          = "microsoftgraph.chinacloudapi.cn"
	)
	for _, test := range []struct {
		cloud, token, graph string
		want                Endpoints
		fault               string
	}{
		{want: Endpoints{global, globalGraph}},
		{cloud: "global", want: Endpoints{global, globalGraph}},
		{cloud: "gcc_high", want: Endpoints{us, usGraph}},
		{cloud: "dod", want: Endpoints{us, dod}},
		{cloud: "china", want: Endpoints{china, chinaGraph}},
		// a lone host of a known cloud brings the other one
		{token: global, want: Endpoints{global, globalGraph}},
		{token: china, want: Endpoints{china, chinaGraph}},
		{token: oldChina, want: Endpoints{oldChina, chinaGraph}},
		{graph: usGraph, want: Endpoints{us, usGraph}},
		{graph: dod, want: Endpoints{us, dod}},
		{graph: "https://MicrosoftGraph.ChinaCloudAPI.cn/", want: Endpoints{china, chinaGraph}},
		// a host that is given wins
		{cloud: "china", token: oldChina, want: Endpoints{oldChina, chinaGraph}},
		{cloud: "gcc_high", graph: dod, want: Endpoints{us, dod}},
		{cloud: "dod", token: "HTTPS://login.microsoftonline.us:443", want: Endpoints{us, dod}},
		{token: us, graph: usGraph, want: Endpoints{us, usGraph}},
		{token: us, graph: dod, want: Endpoints{us, dod}},
		{token: china, graph: chinaGraph, want: Endpoints{china, chinaGraph}},
		{token: "127.0.0.1:1", graph: "127.0.0.1:2", want: Endpoints{"127.0.0.1:1", "127.0.0.1:2"}},
		{cloud: "china", token: "127.0.0.1:1", graph: "[::1]:2", want: Endpoints{"127.0.0.1:1", "[::1]:2"}},
		{token: "login.example.com", want: Endpoints{"login.example.com", globalGraph}},
		{graph: "graph.example.com", want: Endpoints{global, "graph.example.com"}},
		{token: us, graph: "graph.example.com", want: Endpoints{us, "graph.example.com"}},
		{token: "login.example.com", graph: dod, want: Endpoints{"login.example.com", dod}},

		{cloud: "germany", fault: `cloud: "germany" is not one of global, gcc_high, dod, china`},
		{cloud: "Global", fault: "cloud:"},
		{token: "http://login.microsoftonline.com", fault: "token_host: "},
		{graph: "graph.microsoft.com/v1.0", fault: "graph_host: "},
		{token: us, fault: "set cloud to gcc_high or dod"},
		{token: global, graph: chinaGraph, fault: "set cloud to global"},
		{token: china, graph: globalGraph, fault: "set cloud to china"},
		{token: us, graph: globalGraph, fault: `graph_host "graph.microsoft.com" to global`},
		{cloud: "china", token: global, fault: "a token of one cloud is not accepted in another"},
		{cloud: "global", graph: usGraph, fault: "a token of one cloud is not accepted in another"},
	} {
		got, faults := ResolveEndpoints(test.cloud, test.token, test.graph)
		text := ""
		if err := errors.Join(faults...); err != nil {
			text = err.Error()
		}
		if got != test.want || (text == "") != (test.fault == "") || !strings.Contains(text, test.fault) {
			t.Errorf("cloud %q, token_host %q, graph_host %q: got %v and %q, want %v and %q",
				test.cloud, test.token, test.graph, got, text, test.want, test.fault)
		}
	}
}

func TestResolveEndpointsNamesEveryFault(t *testing.T) {
	_, faults := ResolveEndpoints("mars", "http://a", "b/c")
	if len(faults) != 3 {
		t.Errorf("got %v, want three faults", faults)
	}
}

func TestEndpoints(t *testing.T) {
	for _, c := range Clouds {
		e := Endpoints{c.TokenHosts[0], c.GraphHost}
		if e.CloudName() != c.Name || e.Scope() != "https://"+c.GraphHost+"/.default" || !e.isMicrosoftAuthority() {
			t.Errorf("%s: got cloud %q, scope %q, Microsoft's authority %t", c.Name, e.CloudName(), e.Scope(), e.isMicrosoftAuthority())
		}
	}
	own := Endpoints{"[::1]:1", "[::1]:2"}
	if own.CloudName() != "" || own.Scope() != "https://[::1]:2/.default" || own.isMicrosoftAuthority() {
		t.Errorf("got cloud %q, scope %q, Microsoft's authority %t", own.CloudName(), own.Scope(), own.isMicrosoftAuthority())
	}
}
