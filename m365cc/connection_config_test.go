package m365cc_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

const (
	someTenant = "11111111-2222-3333-4444-555555555555"
	someClient = "66666666-7777-8888-9999-AAAAAAAAAAAA"
	someSecret = "S3CRET~value"
)

// arguments are a connection's, by name.
type arguments map[string]string

// with is the arguments and another.
func (a arguments) with(name, value string) arguments {
	all := arguments{}
	for n, v := range a {
		all[n] = v
	}
	all[name] = value
	return all
}

// config puts the arguments into the fields of their names.
func (a arguments) config(t *testing.T) m365cc.ConnectionConfig {
	t.Helper()
	var c m365cc.ConnectionConfig
	fields := reflect.ValueOf(&c).Elem()
	for name, value := range a {
		i := slices.Index(fieldNames(), name)
		if i < 0 {
			t.Fatalf("there is no argument %q", name)
		}
		field := fields.Field(i)
		if field.Kind() == reflect.Slice {
			field.Set(reflect.ValueOf(strings.Split(value, ",")))
			continue
		}
		field.Set(reflect.New(field.Type().Elem()))
		if _, err := fmt.Sscanf(value, "%d", field.Interface()); field.Elem().Kind() == reflect.Int && err != nil {
			t.Fatal(err)
		} else if field.Elem().Kind() == reflect.String {
			field.Elem().SetString(value)
		}
	}
	return c
}

// fieldNames are the names of the arguments as a .spc file has them.
func fieldNames() []string {
	var names []string
	for f := range reflect.TypeFor[m365cc.ConnectionConfig]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("hcl"), ",")
		names = append(names, name)
	}
	return names
}

// app is the arguments that every connection with a secret has.
var app = arguments{"tenant_id": someTenant, "client_id": someClient, "client_secret": someSecret}

func TestConnectionConfig(t *testing.T) {
	variables := arguments{"AZURE_TENANT_ID": someTenant, "AZURE_CLIENT_ID": someClient, "AZURE_CLIENT_SECRET": someSecret}
	global := graph.Endpoints{TokenHost: "login.microsoftonline.com", GraphHost: "graph.microsoft.com"}
	china := graph.Endpoints{TokenHost: "login.partner.microsoftonline.cn", GraphHost: "microsoftgraph.chinacloudapi.cn"}
	local := graph.Endpoints{TokenHost: "localhost:8443", GraphHost: "localhost:9443"}
	const ttl, wait = 5 * time.Minute, 10 * time.Minute
	for _, c := range []struct {
		name      string
		config    arguments
		env       arguments
		tenant    string
		secret    string
		endpoints graph.Endpoints
		ttl       time.Duration
		maxWait   time.Duration
	}{
		{"arguments", app, nil, someTenant, someSecret, global, ttl, wait},
		{"variables", nil, variables, someTenant, someSecret, global, ttl, wait},
		{"arguments before variables", app.with("tenant_id", "contoso.com").with("client_secret", "mine"), variables, "contoso.com", "mine", global, ttl, wait},
		{"empty arguments are none", arguments{"tenant_id": " ", "client_secret": ""}, variables, someTenant, someSecret, global, ttl, wait},
		{"spaces around", app.with("tenant_id", " contoso.com\n").with("client_secret", "\tmine "), nil, "contoso.com", "mine", global, ttl, wait},
		{"a secret before the certificate of the environment", app, arguments{"AZURE_CLIENT_CERTIFICATE_PATH": "/none.pem"}, someTenant, someSecret, global, ttl, wait},
		{"a cloud", app.with("cloud", "china"), nil, someTenant, someSecret, china, ttl, wait},
		{"the cloud of the environment", app, arguments{"M365CC_CLOUD": "china"}, someTenant, someSecret, china, ttl, wait},
		{"a cloud before hosts of the environment", app.with("cloud", "china"), arguments{"M365CC_TOKEN_HOST": "localhost:8443", "M365CC_GRAPH_HOST": "localhost:9443"}, someTenant, someSecret, china, ttl, wait},
		{"hosts before the cloud of the environment", app.with("token_host", "localhost:8443").with("graph_host", "https://localhost:9443/"), arguments{"M365CC_CLOUD": "china"}, someTenant, someSecret, local, ttl, wait},
		{"hosts of the environment", nil, variables.with("M365CC_TOKEN_HOST", "https://LOCALHOST:8443").with("M365CC_GRAPH_HOST", "localhost:9443"), someTenant, someSecret, local, ttl, wait},
		{"no cache", app.with("cache_ttl", "0"), nil, someTenant, someSecret, global, 0, wait},
		{"a cache of an hour", app.with("cache_ttl", "3600"), nil, someTenant, someSecret, global, time.Hour, wait},
		{"no waiting", app.with("max_wait", "0"), nil, someTenant, someSecret, global, ttl, 0},
		{"waiting a minute", app.with("max_wait", "60"), nil, someTenant, someSecret, global, ttl, time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := c.config.config(t).Resolve(func(name string) string { return c.env[name] })
			if err != nil {
				t.Fatal(err)
			}
			want := m365cc.Settings{Identity: graph.Identity{TenantID: c.tenant, ClientID: someClient, ClientSecret: graph.NewSecret(c.secret)}, Endpoints: c.endpoints, CacheTTL: c.ttl, MaxWait: c.maxWait, ReportPeriod: "D90"}
			if !reflect.DeepEqual(s, want) {
				t.Errorf("got %+v, want %+v", s, want)
			}
		})
	}
}

func TestConnectionConfigErrors(t *testing.T) {
	for _, c := range []struct {
		name   string
		config arguments
		env    arguments
		want   string
	}{
		{"nothing", nil, nil, "tenant_id, client_id and client_secret (or certificate_path) are missing: set them in the connection, or AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH) in the environment"},
		{"two missing", arguments{"client_secret": someSecret}, nil, "tenant_id and client_id are missing: set them in the connection, or AZURE_TENANT_ID and AZURE_CLIENT_ID in the environment"},
		{"one missing", arguments{"tenant_id": someTenant, "client_id": someClient}, nil, "client_secret (or certificate_path) is missing: set it in the connection, or AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH) in the environment"},
		{"missing beside wrong", arguments{"tenant_id": "common", "client_secret": someSecret}, nil, `client_id is missing: set it in the connection, or AZURE_CLIENT_ID in the environment; tenant_id: "common" is neither a directory (tenant) id nor a domain of the tenant`},
		{"wrong variable", app.with("client_id", ""), arguments{"AZURE_CLIENT_ID": "my app"}, `client_id (from AZURE_CLIENT_ID): "my app" is not the application (client) id of the app registration, which is a GUID`},
		{"wrong argument beside a variable", app.with("tenant_id", "common"), arguments{"AZURE_TENANT_ID": someTenant}, `tenant_id: "common" is neither a directory (tenant) id nor a domain of the tenant`},
		{"secret and certificate", app.with("certificate_path", "x.pem"), nil, "client_secret and certificate_path (AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH) are both set: give the one or the other"},
		{"secret and certificate of the environment", arguments{"tenant_id": someTenant, "client_id": someClient}, arguments{"AZURE_CLIENT_SECRET": someSecret, "AZURE_CLIENT_CERTIFICATE_PATH": "x.pem"}, "client_secret and certificate_path (AZURE_CLIENT_SECRET, AZURE_CLIENT_CERTIFICATE_PATH) are both set: give the one or the other"},
		{"password without a certificate", app.with("certificate_password", "pw"), nil, "certificate_password is set without certificate_path"},
		{"unknown cloud", app.with("cloud", "gcc"), nil, `cloud: "gcc" is not one of global, gcc_high, dod, china`},
		{"unknown cloud of the environment", app.with("cloud", ""), arguments{"M365CC_CLOUD": "gcc"}, `cloud (from M365CC_CLOUD): "gcc" is not one of global, gcc_high, dod, china`},
		{"hosts that are none", app.with("token_host", "http://login.microsoftonline.com").with("graph_host", "graph microsoft com"), nil, `token_host: "http://login.microsoftonline.com" is not https: tokens and data are never sent unencrypted; graph_host: "graph microsoft com" is no host; give a host, host:port or an https URL without a path`},
		{"cache in the past", app.with("cache_ttl", "-1"), nil, "cache_ttl: -1 is not a number of seconds from 0 to 31536000"},
		{"an empty pattern", app.with("managed_licenses", "SPE_*, "), nil, "managed_licenses: pattern 2 is empty; give part numbers such as SPE_E5, with * for any letters and ? for one"},
		{"cache for ever", app.with("cache_ttl", "31536001"), nil, "cache_ttl: 31536001 is not a number of seconds from 0 to 31536000"},
		{"a wait in the past", app.with("max_wait", "-1"), nil, "max_wait: -1 is not a number of seconds from 0 to 31536000"},
		{"a wait for ever", app.with("max_wait", "31536001"), nil, "max_wait: 31536001 is not a number of seconds from 0 to 31536000"},
		{"another period", app.with("report_period", "D45"), nil, `report_period: "D45" is no period of Graph's reports; the periods are D7, D30, D90, D180`},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.config.config(t).Resolve(func(name string) string { return c.env[name] })
			if err == nil || err.Error() != c.want {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
			if err != nil && (strings.Contains(err.Error(), someSecret) || strings.Contains(err.Error(), "\n")) {
				t.Errorf("the secret, or several lines: %q", err)
			}
		})
	}
}

// TestLicenseArguments: where the price list is, and which licences count.
func TestLicenseArguments(t *testing.T) {
	t.Setenv("HOME", "/home/adele")
	for _, c := range []struct {
		name     string
		config   arguments
		env      arguments
		path     string
		patterns []string
	}{
		{"neither", app, nil, "", nil},
		{"both", app.with("license_price_file", "prices.csv").with("managed_licenses", "SPE_*, ENTERPRISEPACK "), nil, "prices.csv", []string{"SPE_*", "ENTERPRISEPACK"}},
		{"a file of the environment", app, arguments{"M365CC_LICENSE_PRICE_FILE": "~/prices.csv"}, "/home/adele/prices.csv", nil},
		{"an argument before the environment", app.with("license_price_file", "mine.csv"), arguments{"M365CC_LICENSE_PRICE_FILE": "other.csv"}, "mine.csv", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := c.config.config(t).Resolve(func(name string) string { return c.env[name] })
			if err != nil || s.LicensePriceFile != c.path || !slices.Equal(s.ManagedLicenses, c.patterns) {
				t.Errorf("got %q, %q, %v", s.LicensePriceFile, s.ManagedLicenses, err)
			}
		})
	}
}

// sampleArgument is an argument in the sample connection, set or shown as a comment.
var sampleArgument = regexp.MustCompile(`(?m)^  (?:# )?([a-z_]+) += `)

// TestConnectionNames holds the struct, the list of arguments, the sample and the front page to the same names.
func TestConnectionNames(t *testing.T) {
	var names []string
	for _, a := range m365cc.Arguments {
		names = append(names, a.Name)
	}
	if fields := fieldNames(); !slices.Equal(fields, names) {
		t.Errorf("the struct has %q, the list %q", fields, names)
	}
	sample := read(t, "../config/m365cc.spc")
	var shown []string
	for _, match := range sampleArgument.FindAllStringSubmatch(sample, -1) {
		shown = append(shown, match[1])
	}
	if want := append([]string{"plugin"}, names...); !slices.Equal(shown, want) {
		t.Errorf("the sample has %q, want %q", shown, want)
	}
	for page, text := range map[string]string{"config/m365cc.spc": sample, "docs/index.md": read(t, "../docs/index.md")} {
		for _, a := range m365cc.Arguments {
			for _, word := range []string{a.Name, a.Variable} {
				if word != "" && !regexp.MustCompile(`\b`+word+`\b`).MatchString(text) {
					t.Errorf("%s does not mention %s", page, word)
				}
			}
		}
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestConfigIsNotPrinted: whatever prints a configuration shows the names of its arguments and no secret.
func TestConfigIsNotPrinted(t *testing.T) {
	tenant, client, secret, password := someTenant, someClient, someSecret, "pass~word"
	config := m365cc.ConnectionConfig{TenantID: &tenant, ClientID: &client, ClientSecret: &secret}
	settings, err := config.Resolve(func(string) string { return "" })
	if err != nil {
		t.Fatal(err)
	}
	config.CertificatePassword = &password
	connection, err := m365cc.NewConnection(settings, m365cc.ConnectionOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range []any{config, &config, settings, &settings, connection, []any{config, settings}} {
		text, err := json.Marshal(v)
		if err != nil {
			t.Error(err)
		}
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x"} {
			text = fmt.Appendf(append(text, '\n'), verb, v)
		}
		for _, hidden := range []string{secret, password, fmt.Sprintf("%x", secret)} {
			if strings.Contains(string(text), hidden) {
				t.Errorf("%q is in %s", hidden, text)
			}
		}
	}
	if got := fmt.Sprint(config); got != "connection with tenant_id, client_id, client_secret, certificate_password" {
		t.Errorf("got %q", got)
	}
}
