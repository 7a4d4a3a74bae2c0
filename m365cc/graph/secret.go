package graph

import "fmt"

// No secret is printed by accident: with what holds one, in a log, an error or a dump.

// Secret is a text that must not be shown: whatever prints it, or a struct that holds it, shows that there is one and
// no more. It is behind a pointer, since fmt prints private fields without asking their methods. The zero value is
// no secret.
type Secret struct{ text *string }

// shownSecret stands for a secret.
const shownSecret = "(secret)"

// NewSecret keeps a text; "" is no secret.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{&text}
}

// Reveal returns the text, for who has to send it; "" when there is none.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsSet says whether there is a secret.
func (s Secret) IsSet() bool { return s.text != nil }

// String shows that there is a secret; "" when there is none.
func (s Secret) String() string {
	if s.IsSet() {
		return shownSecret
	}
	return ""
}

// Format shows as much with every verb of package fmt.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, s.String()) }

// MarshalText shows as much in JSON and in logs.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// String is the identity without its secret and its key.
func (id Identity) String() string {
	kind := "no credential"
	switch {
	case id.ClientSecret.IsSet():
		kind = "a client secret"
	case id.PrivateKey != nil:
		kind = "a certificate"
	}
	return fmt.Sprintf("client_id %q of tenant_id %q with %s", id.ClientID, id.TenantID, kind)
}

// Format shows as much with every verb of package fmt.
func (id Identity) Format(f fmt.State, _ rune) { fmt.Fprint(f, id.String()) }

// MarshalText shows as much in JSON and in logs.
func (id Identity) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// Format shows the application, and not the token that is kept.
func (c *sharedCredential) Format(f fmt.State, _ rune) { fmt.Fprint(f, c.help.identity.String()) }

// Format shows the application and the hosts.
func (c *Client) Format(f fmt.State, _ rune) { fmt.Fprint(f, c.credential, " at ", c.endpoints) }
