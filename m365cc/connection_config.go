package m365cc

import (
	"crypto"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// ConnectionConfig are the arguments of a connection block. An argument that is absent is taken from its
// environment variable.
type ConnectionConfig struct {
	TenantID            *string `hcl:"tenant_id,optional"`
	ClientID            *string `hcl:"client_id,optional"`
	ClientSecret        *string `hcl:"client_secret,optional"`
	CertificatePath     *string `hcl:"certificate_path,optional"`
	CertificatePassword *string `hcl:"certificate_password,optional"`
	Cloud               *string `hcl:"cloud,optional"`
	TokenHost           *string `hcl:"token_host,optional"`
	GraphHost           *string `hcl:"graph_host,optional"`
	CacheTTL            *int    `hcl:"cache_ttl,optional"`
}

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
}

// Settings are a connection's arguments, read, completed and checked.
type Settings struct {
	Identity  graph.Identity
	Endpoints graph.Endpoints
	// CacheTTL is how long is kept what several tables need.
	CacheTTL time.Duration
}

const defaultCacheTTL = 5 * time.Minute

// Resolve completes the arguments from the environment and checks them. The error names everything that
// is missing or contradictory, each with its argument and variable.
func (c ConnectionConfig) Resolve(getenv func(string) string) (Settings, error) {
	r := resolver{getenv: getenv}
	s := Settings{CacheTTL: defaultCacheTTL}
	s.Identity.TenantID = r.required("tenant_id", c.TenantID, validTenant)
	s.Identity.ClientID = r.required("client_id", c.ClientID, validGUID)
	r.credential(c, &s.Identity)
	endpoints, faults := graph.ResolveEndpoints(r.value("cloud", c.Cloud), r.value("token_host", c.TokenHost), r.value("graph_host", c.GraphHost))
	s.Endpoints = endpoints
	for _, f := range faults {
		r.fault("%s", f)
	}
	if c.CacheTTL != nil {
		s.CacheTTL = time.Duration(*c.CacheTTL) * time.Second
		if *c.CacheTTL < 0 {
			r.fault("cache_ttl: %d is negative; give seconds", *c.CacheTTL)
		}
	}
	if len(r.faults) > 0 {
		return Settings{}, errors.New(strings.Join(r.faults, "; "))
	}
	return s, nil
}

// resolver collects the faults of a configuration, so that a user learns of all of them at once.
type resolver struct {
	getenv func(string) string
	faults []string
}

func (r *resolver) fault(format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf(format, args...))
}

// value is an argument, or else its variable.
func (r *resolver) value(name string, given *string) string {
	if given != nil && strings.TrimSpace(*given) != "" {
		return strings.TrimSpace(*given)
	}
	return strings.TrimSpace(r.getenv(variableOf(name)))
}

func (r *resolver) required(name string, given *string, valid func(string) error) string {
	value := r.value(name, given)
	if value == "" {
		r.fault("%s is missing: set it in the connection, or %s in the environment", name, variableOf(name))
	} else if err := valid(value); err != nil {
		r.fault("%s: %s", name, err)
	}
	return value
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
		id.ClientSecret = secret
		if trimmed(c.CertificatePassword) != "" {
			r.fault("certificate_password is set without certificate_path")
		}
	case path != "":
		certificates, key, err := readCertificate(path, r.value("certificate_password", c.CertificatePassword))
		if err != nil {
			r.fault("certificate_path: %s", err)
		}
		id.Certificates, id.PrivateKey = certificates, key
	default:
		r.fault("client_secret is missing: set it in the connection, or %s in the environment (or certificate_path, or %s)", variableOf("client_secret"), variableOf("certificate_path"))
	}
}

// readCertificate reads a certificate and its private key from a PEM or PFX file.
func readCertificate(path, password string) ([]*x509.Certificate, crypto.PrivateKey, error) {
	data, err := os.ReadFile(expandHome(path))
	if err != nil {
		return nil, nil, err
	}
	certificates, key, err := azidentity.ParseCertificates(data, []byte(password))
	if err != nil {
		return nil, nil, fmt.Errorf("%q holds no certificate with a private key that certificate_password opens (PEM without a password, or PFX): %w", path, err)
	}
	return certificates, key, nil
}

func expandHome(path string) string {
	if rest, found := strings.CutPrefix(path, "~/"); found {
		if home, err := os.UserHomeDir(); err == nil {
			return home + "/" + rest
		}
	}
	return path
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
