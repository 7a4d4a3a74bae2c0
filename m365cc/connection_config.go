package m365cc

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/licensing"
)

// ConnectionConfig are the arguments of a connection block. An argument that is absent is taken from its
// environment variable.
type ConnectionConfig struct {
	TenantID            *string  `hcl:"tenant_id,optional"`
	ClientID            *string  `hcl:"client_id,optional"`
	ClientSecret        *string  `hcl:"client_secret,optional"`
	CertificatePath     *string  `hcl:"certificate_path,optional"`
	CertificatePassword *string  `hcl:"certificate_password,optional"`
	Cloud               *string  `hcl:"cloud,optional"`
	TokenHost           *string  `hcl:"token_host,optional"`
	GraphHost           *string  `hcl:"graph_host,optional"`
	CacheTTL            *int     `hcl:"cache_ttl,optional"`
	MaxWait             *int     `hcl:"max_wait,optional"`
	ReportPeriod        *string  `hcl:"report_period,optional"`
	LicensePriceFile    *string  `hcl:"license_price_file,optional"`
	ManagedLicenses     []string `hcl:"managed_licenses,optional"`
}

// String names the arguments that are given, without their values, some of which are secrets.
func (c ConnectionConfig) String() string {
	var names []string
	arguments := reflect.ValueOf(c)
	for i := range arguments.NumField() {
		if !arguments.Field(i).IsZero() {
			name, _, _ := strings.Cut(arguments.Type().Field(i).Tag.Get("hcl"), ",")
			names = append(names, name)
		}
	}
	return "connection with " + strings.Join(names, ", ")
}

// Format shows as much with every verb of package fmt.
func (c ConnectionConfig) Format(f fmt.State, _ rune) { fmt.Fprint(f, c.String()) }

// MarshalText shows as much in JSON and in logs.
func (c ConnectionConfig) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// Argument is one argument of the connection block.
type Argument struct {
	Name string
	// Variable is the environment variable that stands for it; "" when there is none.
	Variable string
}

// Arguments lists the arguments in the order in which they are explained.
var Arguments = []Argument{
	{"tenant_id", "AZURE_TENANT_ID"},
	{"client_id", "AZURE_CLIENT_ID"},
	{"client_secret", "AZURE_CLIENT_SECRET"},
	{"certificate_path", "AZURE_CLIENT_CERTIFICATE_PATH"},
	{"certificate_password", "AZURE_CLIENT_CERTIFICATE_PASSWORD"},
	{"cloud", "M365CC_CLOUD"},
	{"token_host", "M365CC_TOKEN_HOST"},
	{"graph_host", "M365CC_GRAPH_HOST"},
	{"cache_ttl", ""},
	{"max_wait", ""},
	{"report_period", ""},
	{"license_price_file", "M365CC_LICENSE_PRICE_FILE"},
	{"managed_licenses", ""},
}

// Settings are a connection's arguments, read, completed and checked.
type Settings struct {
	Identity  graph.Identity
	Endpoints graph.Endpoints
	// CacheTTL is how long is kept what several tables need.
	CacheTTL time.Duration
	// MaxWait is what one request may wait in all when Graph refuses it for a while; 0: it is not sent again.
	MaxWait time.Duration
	// ReportPeriod is the period of usage reports unless a statement names one.
	ReportPeriod string
	// LicensePriceFile is the path of the price list; "": there is none. It is read when a statement needs it.
	LicensePriceFile string
	// ManagedLicenses are those that count; none: all do.
	ManagedLicenses licensing.Patterns
}

const (
	defaultCacheTTL = 5 * time.Minute
	defaultMaxWait  = 10 * time.Minute
	// longest bounds the arguments that are a number of seconds.
	longest = 365 * 24 * time.Hour
)

// Resolve completes the arguments from the environment and checks them. The error is one line that names
// everything that is missing or contradictory, each with its argument and variable.
func (c ConnectionConfig) Resolve(getenv func(string) string) (Settings, error) {
	r := resolver{getenv: getenv}
	s := Settings{CacheTTL: r.seconds("cache_ttl", c.CacheTTL, defaultCacheTTL), MaxWait: r.seconds("max_wait", c.MaxWait, defaultMaxWait), ReportPeriod: r.reportPeriod(c.ReportPeriod)}
	s.LicensePriceFile = expandHome(r.value("license_price_file", c.LicensePriceFile))
	s.ManagedLicenses = r.managedLicenses(c.ManagedLicenses)
	s.Identity.TenantID = r.required("tenant_id", c.TenantID, validTenant)
	s.Identity.ClientID = r.required("client_id", c.ClientID, validGUID)
	r.credential(c, &s.Identity)
	s.Endpoints = r.endpoints(c)
	if err := r.err(); err != nil {
		return Settings{}, err
	}
	return s, nil
}

// resolver collects what is wrong with a configuration, so that a user learns of all of it at once.
type resolver struct {
	getenv  func(string) string
	missing []Argument
	faults  []string
}

func (r *resolver) fault(format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf(format, args...))
}

// err is nil when nothing is missing or wrong.
func (r *resolver) err() error {
	faults := r.faults
	if len(r.missing) > 0 {
		faults = append([]string{missingText(r.missing)}, faults...)
	}
	if len(faults) == 0 {
		return nil
	}
	return errors.New(strings.Join(faults, "; "))
}

// missingText names the arguments that are missing, each with its variable.
func missingText(missing []Argument) string {
	names, variables := make([]string, len(missing)), make([]string, len(missing))
	for i, a := range missing {
		names[i], variables[i] = a.Name, a.Variable
		if a.Name == "client_secret" {
			names[i] += " (or certificate_path)"
			variables[i] += " (or " + variableOf("certificate_path") + ")"
		}
	}
	if len(missing) == 1 {
		return fmt.Sprintf("%s is missing: set it in the connection, or %s in the environment", names[0], variables[0])
	}
	return fmt.Sprintf("%s are missing: set them in the connection, or %s in the environment", enumeration(names), enumeration(variables))
}

// enumeration joins words as a sentence does.
func enumeration(words []string) string {
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " and " + words[last]
}

// value is an argument, or else its variable.
func (r *resolver) value(name string, given *string) string {
	if value := trimmed(given); value != "" {
		return value
	}
	return strings.TrimSpace(r.getenv(variableOf(name)))
}

// label is how a fault calls an argument: with its variable where the value came from there.
func (r *resolver) label(name string, given *string) string {
	if variable := variableOf(name); trimmed(given) == "" && r.getenv(variable) != "" {
		return name + " (from " + variable + ")"
	}
	return name
}

func (r *resolver) required(name string, given *string, valid func(string) error) string {
	value := r.value(name, given)
	if value == "" {
		r.miss(name)
	} else if err := valid(value); err != nil {
		r.fault("%s: %s", r.label(name, given), err)
	}
	return value
}

func (r *resolver) miss(name string) {
	r.missing = append(r.missing, Argument{name, variableOf(name)})
}

// seconds is an argument that is a number of seconds.
func (r *resolver) seconds(name string, given *int, otherwise time.Duration) time.Duration {
	if given == nil {
		return otherwise
	}
	if *given < 0 || *given > int(longest/time.Second) {
		r.fault("%s: %d is not a number of seconds from 0 to %d", name, *given, int(longest/time.Second))
		return 0
	}
	return time.Duration(*given) * time.Second
}

func (r *resolver) reportPeriod(given *string) string {
	if trimmed(given) == "" {
		return defaultPeriod
	}
	period := strings.ToUpper(trimmed(given))
	if err := validPeriod(period, periods); err != nil {
		r.fault("report_period: %s", err)
	}
	return period
}

// managedLicenses are the patterns of the licences that count. An empty one would match nothing, unnoticed.
func (r *resolver) managedLicenses(given []string) licensing.Patterns {
	patterns, err := licensing.ParsePatterns(given)
	if err != nil {
		r.fault("managed_licenses: %s", err)
	}
	return patterns
}

// endpoints are the two hosts. A cloud that the connection gives goes before hosts of the environment,
// where those of another tenant may be.
func (r *resolver) endpoints(c ConnectionConfig) graph.Endpoints {
	tokenHost, graphHost := r.value("token_host", c.TokenHost), r.value("graph_host", c.GraphHost)
	if trimmed(c.Cloud) != "" {
		tokenHost, graphHost = trimmed(c.TokenHost), trimmed(c.GraphHost)
	}
	endpoints, faults := graph.ResolveEndpoints(r.value("cloud", c.Cloud), tokenHost, graphHost)
	given := map[string]*string{"cloud": c.Cloud, "token_host": c.TokenHost, "graph_host": c.GraphHost}
	for _, f := range faults {
		name, rest, _ := strings.Cut(f.Error(), ": ")
		if value, isArgument := given[name]; isArgument {
			r.fault("%s: %s", r.label(name, value), rest)
		} else {
			r.fault("%s", f)
		}
	}
	return endpoints
}

// credential reads the secret or the certificate. What the connection gives goes before the environment,
// where a developer's own variables may be.
func (r *resolver) credential(c ConnectionConfig, id *graph.Identity) {
	secret, path := trimmed(c.ClientSecret), trimmed(c.CertificatePath)
	if secret == "" && path == "" {
		secret, path = r.value("client_secret", nil), r.value("certificate_path", nil)
	}
	switch {
	case secret != "" && path != "":
		r.fault("client_secret and certificate_path (%s, %s) are both set: give the one or the other", variableOf("client_secret"), variableOf("certificate_path"))
	case secret != "":
		id.ClientSecret = graph.NewSecret(secret)
		if trimmed(c.CertificatePassword) != "" {
			r.fault("certificate_password is set without certificate_path")
		}
	case path != "":
		certificates, key, err := readCertificate(path, r.password(c.CertificatePassword))
		if err != nil {
			r.fault("%s: %s", r.label("certificate_path", c.CertificatePath), err)
		}
		id.Certificates, id.PrivateKey = certificates, key
	default:
		r.miss("client_secret")
	}
}

// password keeps the spaces at the ends of a password.
func (r *resolver) password(given *string) string {
	if given != nil && *given != "" {
		return *given
	}
	return r.getenv(variableOf("certificate_password"))
}

func trimmed(s *string) string {
	if s == nil {
		return ""
	}
	return strings.TrimSpace(*s)
}

func variableOf(name string) string {
	for _, a := range Arguments {
		if a.Name == name {
			return a.Variable
		}
	}
	return ""
}

var (
	guidPattern   = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	domainPattern = regexp.MustCompile(`^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)
)

func validTenant(s string) error {
	if guidPattern.MatchString(s) || domainPattern.MatchString(s) {
		return nil
	}
	return fmt.Errorf("%q is neither a directory (tenant) id nor a domain of the tenant", s)
}

func validGUID(s string) error {
	if guidPattern.MatchString(s) {
		return nil
	}
	return fmt.Errorf("%q is not the application (client) id of the app registration, which is a GUID", s)
}
