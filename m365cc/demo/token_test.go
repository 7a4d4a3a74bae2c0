package demo

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestToken(t *testing.T) {
	c := startServer(t, Options{})
	s := c.server
	for _, tenant := range []string{s.TenantID(), strings.ToUpper(s.TenantID()), "contoso.com", "contoso.onmicrosoft.com"} {
		a := c.postToken(tenant, c.form())
		if a.status != 200 || a.json["token_type"] != "Bearer" || a.json["expires_in"] != 3600.0 || a.json["ext_expires_in"] != 3600.0 {
			t.Errorf("%s: %d %s", tenant, a.status, a.body)
		}
	}
	parts := strings.Split(c.token, ".")
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || len(parts) != 3 {
		t.Fatalf("the token is no JWT: %v", err)
	}
	var said claims
	if err := json.Unmarshal(body, &said); err != nil {
		t.Fatal(err)
	}
	if said.Audience != "https://"+s.GraphHost() || said.TenantID != s.TenantID() || said.AppID != s.ClientID() ||
		!slices.Equal(said.Roles, DefaultRoles()) || said.Expires-said.Issued != 3600 || said.Type != "app" {
		t.Errorf("claims %+v", said)
	}
}

// Microsoft's client libraries send the scopes of OpenID Connect too.
func TestTokenWithOtherScopes(t *testing.T) {
	c := startServer(t, Options{})
	form := c.form()
	form.Set("scope", form.Get("scope")+" openid offline_access profile")
	if a := c.postToken(c.server.TenantID(), form); a.status != 200 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestTokenErrors(t *testing.T) {
	c := startServer(t, Options{})
	s := c.server
	with := func(name, value string) url.Values {
		form := c.form()
		form.Set(name, value)
		return form
	}
	without := func(name string) url.Values {
		form := c.form()
		form.Del(name)
		return form
	}
	for name, test := range map[string]struct {
		tenant string
		form   url.Values
		status int
		kind   string
		code   int
		names  string // what the description must name
	}{
		"a wrong secret":    {s.TenantID(), with("client_secret", "wrong-secret-value"), 401, "invalid_client", 7000215, s.ClientID()},
		"an expired secret": {s.TenantID(), with("client_secret", s.ExpiredClientSecret()), 401, "invalid_client", 7000222, s.ClientID()},
		"no secret":         {s.TenantID(), without("client_secret"), 401, "invalid_client", 7000218, "client_secret"},
		"an unknown client": {s.TenantID(), with("client_id", "11111111-2222-3333-4444-555555555555"), 400, "unauthorized_client", 700016, "11111111-2222-3333-4444-555555555555"},
		"an unknown tenant": {"fabrikam.com", c.form(), 400, "invalid_request", 90002, "fabrikam.com"},
		"common":            {"common", c.form(), 400, "invalid_request", 90002, "common"},
		"no client":         {s.TenantID(), without("client_id"), 400, "invalid_request", 900144, "client_id"},
		"no scope":          {s.TenantID(), without("scope"), 400, "invalid_request", 900144, "scope"},
		"no grant":          {s.TenantID(), without("grant_type"), 400, "invalid_request", 900144, "grant_type"},
		"another grant":     {s.TenantID(), with("grant_type", "password"), 400, "unsupported_grant_type", 70003, "password"},
		"a single scope":    {s.TenantID(), with("scope", "https://"+s.GraphHost()+"/User.Read"), 400, "invalid_scope", 70011, "User.Read"},
		"two resources":     {s.TenantID(), with("scope", "https://a/.default https://b/.default"), 400, "invalid_scope", 70011, "https://a/.default"},
		"another cloud":     {s.TenantID(), with("scope", "https://graph.microsoft.us/.default"), 400, "invalid_resource", 500011, "https://graph.microsoft.us"},
		"the real cloud":    {s.TenantID(), with("scope", "https://graph.microsoft.com/.default"), 400, "invalid_resource", 500011, "https://graph.microsoft.com"},
		"a doubled slash":   {s.TenantID(), with("scope", "https://"+s.GraphHost()+"//.default"), 400, "invalid_resource", 500011, "https://"},
		"a bad assertion":   {s.TenantID(), url.Values{"grant_type": {"client_credentials"}, "client_id": {s.ClientID()}, "scope": c.form()["scope"], "client_assertion": {"x"}, "client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}}, 401, "invalid_client", 50027, "JWT"},
		"an untyped one":    {s.TenantID(), url.Values{"grant_type": {"client_credentials"}, "client_id": {s.ClientID()}, "scope": c.form()["scope"], "client_assertion": {"x"}}, 400, "invalid_request", 900144, "client_assertion_type"},
	} {
		a := c.postToken(test.tenant, test.form)
		codes, _ := a.json["error_codes"].([]any)
		description, _ := a.json["error_description"].(string)
		if a.status != test.status || a.json["error"] != test.kind || len(codes) != 1 || codes[0] != float64(test.code) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		if !strings.HasPrefix(description, "AADSTS") || !strings.Contains(description, test.names) {
			t.Errorf("%s: %q does not name %q", name, description, test.names)
		}
		for _, secret := range []string{s.ClientSecret(), s.ExpiredClientSecret(), "wrong-secret-value"} {
			if strings.Contains(a.body, secret) {
				t.Errorf("%s: the answer contains the secret", name)
			}
		}
	}
}

// The bodies have the members of Microsoft's own and begin with its words.
func TestTokenErrorsAreLikeTheSamples(t *testing.T) {
	c := startServer(t, Options{})
	form := c.form()
	wrong, badScope, stranger := c.form(), c.form(), c.form()
	wrong.Set("client_secret", "x")
	badScope.Set("scope", "https://example.contoso.com/activity.read")
	stranger.Set("client_id", "x")
	for name, got := range map[string]answer{
		"token-401-invalid-client":      c.postToken(c.server.TenantID(), wrong),
		"token-400-invalid-scope":       c.postToken(c.server.TenantID(), badScope),
		"token-400-unauthorized-client": c.postToken(c.server.TenantID(), stranger),
		"token-400-tenant-not-found":    c.postToken("x", form),
	} {
		var want map[string]any
		if err := json.Unmarshal(sample(t, "graph/samples/errors/"+name+".json"), &want); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(keys(got.json), keys(want)) || got.json["error"] != want["error"] || name[6:9] != string(appendInt(nil, got.status, 3)) {
			t.Errorf("%s: %d %v", name, got.status, got.json)
		}
		for _, member := range []string{"error_codes", "error_uri"} {
			if a, b := got.json[member], want[member]; !equalJSON(a, b) {
				t.Errorf("%s: %s is %v, want %v", name, member, a, b)
			}
		}
		first := func(v any) string { return strings.Join(strings.Fields(v.(string))[:3], " ") }
		if a, b := first(got.json["error_description"]), first(want["error_description"]); a != b && name != "token-400-tenant-not-found" {
			t.Errorf("%s: begins %q, want %q", name, a, b)
		}
		if at, _ := got.json["timestamp"].(string); !strings.HasSuffix(at, "Z") || len(at) != len("2022-10-31 09:03:41Z") {
			t.Errorf("%s: timestamp %q", name, at)
		}
	}
}

func equalJSON(a, b any) bool {
	x, _ := json.Marshal(a)
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

func TestTokenServerKeepsNoSecrets(t *testing.T) {
	c := startServer(t, Options{})
	c.server.Reset()
	c.postToken("contoso.com", c.form())
	c.postToken("nowhere", c.form())
	c.do("GET", "https://"+c.server.TokenHost()+"/other", nil)
	got := c.server.TokenRequests()
	if len(got) != 3 || got[0].Status != 200 || got[1].Status != 400 || got[2].Status != 404 {
		t.Fatalf("%d requests: %+v", len(got), got)
	}
	if got[0].Path != "/contoso.com/oauth2/v2.0/token" || got[0].Query.Get("client_id") != c.server.ClientID() || got[0].Query.Has("client_secret") {
		t.Errorf("%+v", got[0])
	}
	if text, _ := json.Marshal(got); strings.Contains(string(text), c.server.ClientSecret()) {
		t.Error("the log contains the secret")
	}
}

func TestDiscovery(t *testing.T) {
	for cloud, region := range map[string]string{"global": "EU", "gcc_high": "USGov", "dod": "USGov", "china": "AS"} {
		c := startServer(t, Options{Cloud: cloud, Users: 1})
		host := "https://" + c.server.TokenHost()
		a := c.do("GET", host+"/"+c.server.TenantID()+"/v2.0/.well-known/openid-configuration", nil)
		base := host + "/" + c.server.TenantID()
		if a.status != 200 || a.json["issuer"] != base+"/v2.0" || a.json["token_endpoint"] != base+"/oauth2/v2.0/token" ||
			a.json["authorization_endpoint"] != base+"/oauth2/v2.0/authorize" || a.json["tenant_region_scope"] != region {
			t.Errorf("%s: %d %s", cloud, a.status, a.body)
		}
		a = c.do("GET", host+"/nowhere/v2.0/.well-known/openid-configuration", nil)
		if a.status != 400 || a.json["error"] != "invalid_tenant" {
			t.Errorf("%s: %d %s", cloud, a.status, a.body)
		}
	}
}

func TestGraphChecksTheToken(t *testing.T) {
	c := startServer(t, Options{})
	good := c.token
	s := c.server
	now := time.Now()
	made := func(change func(c *claims)) string {
		said := claims{Audience: s.audience(), TenantID: s.TenantID(), AppID: s.ClientID(), Roles: DefaultRoles(), Expires: seconds(now.Add(time.Hour))}
		change(&said)
		return s.key.sign(said)
	}
	other := newTokenKey()
	for name, test := range map[string]struct{ token, message string }{
		"none":         {"", "Access token is empty."},
		"no JWT":       {"abc", "IDX14100: JWT is not well formed, there are no dots (.)."},
		"cut off":      {good[:len(good)-5], "Access token validation failure. Invalid signature."},
		"another key":  {other.sign(claims{}), "Access token validation failure. Invalid signature."},
		"no signature": {good[:strings.LastIndexByte(good, '.')+1], "Access token validation failure. Invalid signature."},
		"audience":     {made(func(c *claims) { c.Audience = "https://graph.microsoft.com" }), "Access token validation failure. Invalid audience."},
		"tenant":       {made(func(c *claims) { c.TenantID = "x" }), "Access token validation failure. Invalid tenant."},
		"expired":      {made(func(c *claims) { c.Expires = seconds(now.Add(-time.Second)) }), "Lifetime validation failed, the token is expired."},
	} {
		c.token = test.token
		a := c.get("users?$top=1")
		a.wantRefusal(t, 401, "InvalidAuthenticationToken", test.message)
		if !strings.HasPrefix(a.header.Get("WWW-Authenticate"), "Bearer ") {
			t.Errorf("%s: WWW-Authenticate %q", name, a.header.Get("WWW-Authenticate"))
		}
	}
	c.token = made(func(*claims) {})
	c.ok("users?$top=1")
}

func TestTokensEnd(t *testing.T) {
	c := startServer(t, Options{})
	c.server.Set(func(b *Behaviour) { b.TokenLifetime = 300 * time.Millisecond })
	c.renew()
	c.ok("users?$top=1")
	time.Sleep(350 * time.Millisecond)
	c.get("users?$top=1").wantRefusal(t, 401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
	c.renew()
	c.ok("users?$top=1")
}

func TestSecretsFollowFromTheSeed(t *testing.T) {
	a, b, other := startServer(t, Options{}), startServer(t, Options{}), startServer(t, Options{Seed: 2})
	if a.server.ClientSecret() != b.server.ClientSecret() || a.server.ClientID() != b.server.ClientID() || a.server.TenantID() != b.server.TenantID() {
		t.Error("the same seed gives another connection")
	}
	if a.server.ClientSecret() == other.server.ClientSecret() || a.server.ClientID() == other.server.ClientID() || a.server.ClientSecret() == a.server.ExpiredClientSecret() {
		t.Error("two secrets are one")
	}
	// A token counts for the server that gave it.
	b.token = a.token
	if got := b.get("users"); got.status != 401 {
		t.Errorf("another server's token: %d", got.status)
	}
}
