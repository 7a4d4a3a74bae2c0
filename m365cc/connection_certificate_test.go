package m365cc_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// pemFile writes blocks to a PEM file.
func pemFile(t *testing.T, blocks ...*pem.Block) string {
	t.Helper()
	var data []byte
	for _, b := range blocks {
		data = append(data, pem.EncodeToMemory(b)...)
	}
	return fileOf(t, "client.pem", data)
}

func fileOf(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// selfSigned makes a key and a certificate.
func selfSigned(t *testing.T) (key, certificate *pem.Block) {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "m365cc"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return &pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8}, &pem.Block{Type: "CERTIFICATE", Bytes: der}
}

func TestConnectionCertificate(t *testing.T) {
	key, certificate := selfSigned(t)
	path := pemFile(t, key, certificate)
	home := filepath.Dir(path)
	t.Setenv("HOME", home)
	base := arguments{"tenant_id": someTenant, "client_id": someClient}
	for _, c := range []struct {
		name   string
		config arguments
		env    arguments
	}{
		{"argument", base.with("certificate_path", path), nil},
		{"in the home of a person", base.with("certificate_path", "~/client.pem"), nil},
		{"variable", base, arguments{"AZURE_CLIENT_CERTIFICATE_PATH": path}},
		{"before the secret of the environment", base.with("certificate_path", path), arguments{"AZURE_CLIENT_SECRET": someSecret}},
		{"with the password of another file", base.with("certificate_path", path), arguments{"AZURE_CLIENT_CERTIFICATE_PASSWORD": "pw"}},
		{"the certificate first", base.with("certificate_path", pemFile(t, certificate, key)), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := c.config.config(t).Resolve(func(name string) string { return c.env[name] })
			if err != nil {
				t.Fatal(err)
			}
			if len(s.Identity.Certificates) != 1 || !slices.Equal(s.Identity.Certificates[0].Raw, certificate.Bytes) || s.Identity.PrivateKey == nil || s.Identity.ClientSecret.IsSet() {
				t.Errorf("got %+v", s.Identity)
			}
			if _, err := m365cc.NewConnection(s, m365cc.ConnectionOptions{}); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestConnectionCertificateErrors(t *testing.T) {
	key, certificate := selfSigned(t)
	otherKey, _ := selfSigned(t)
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	base := arguments{"tenant_id": someTenant, "client_id": someClient}
	for _, c := range []struct{ name, path, want string }{
		{"no file", "/none/client.pem", "certificate_path: open /none/client.pem: no such file or directory"},
		{"a certificate alone", pemFile(t, certificate), "certificate_path: %q does not hold a certificate and its private key (found no private key)"},
		{"a key alone", pemFile(t, key), "certificate_path: %q does not hold a certificate and its private key (found no certificate)"},
		{"the key of another", pemFile(t, otherKey, certificate), "certificate_path: the private key in %q is not the certificate's"},
		{"no RSA", pemFile(t, &pem.Block{Type: "PRIVATE KEY", Bytes: curve}, certificate), "certificate_path: the private key in %q is not an RSA key, which Microsoft Entra needs"},
		{"an encrypted key", pemFile(t, &pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: key.Bytes}, certificate), "certificate_path: the private key in %q is encrypted; give a PEM file without a password, or a PFX file"},
		{"garbage", fileOf(t, "client.pfx", []byte("garbage")), "certificate_path: %q is neither a PEM nor a PFX file with a certificate and its private key"},
		{"nothing", fileOf(t, "client.pfx", nil), "certificate_path: %q is neither a PEM nor a PFX file with a certificate and its private key"},
	} {
		for _, password := range []string{"", "pw"} {
			t.Run(c.name+password, func(t *testing.T) {
				_, err := base.with("certificate_path", c.path).with("certificate_password", password).config(t).Resolve(func(string) string { return "" })
				if want := strings.ReplaceAll(c.want, "%q", fmt.Sprintf("%q", c.path)); err == nil || err.Error() != want {
					t.Errorf("got  %v\nwant %s", err, want)
				}
			})
		}
	}
}

// pfxFile writes a PFX file that its password opens, with nothing in it: a right password leads to another
// error than a wrong one. No library at hand writes a whole one.
//
// https://www.rfc-editor.org/rfc/rfc7292
func pfxFile(t *testing.T, password string, digest asn1.ObjectIdentifier) string {
	t.Helper()
	type contentInfo struct {
		Type    asn1.ObjectIdentifier
		Content []byte `asn1:"tag:0,explicit"`
	}
	type digestInfo struct {
		Algorithm pkix.AlgorithmIdentifier
		Digest    []byte
	}
	type macData struct {
		Mac        digestInfo
		Salt       []byte
		Iterations int
	}
	safe, salt := []byte{0x30, 0}, []byte("12345678")
	mac := hmac.New(sha1.New, macKey(password, salt))
	mac.Write(safe)
	data, err := asn1.Marshal(struct {
		Version  int
		AuthSafe contentInfo
		Mac      macData
	}{3, contentInfo{asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}, safe},
		macData{digestInfo{pkix.AlgorithmIdentifier{Algorithm: digest}, mac.Sum(nil)}, salt, 1}})
	if err != nil {
		t.Fatal(err)
	}
	return fileOf(t, "client.pfx", data)
}

// macKey derives a key from a password, as appendix B of RFC 7292 has it for one round of SHA-1.
func macKey(password string, salt []byte) []byte {
	const block, forMAC = 64, 3
	var letters []byte
	for _, r := range password + "\x00" {
		letters = append(letters, byte(r>>8), byte(r))
	}
	fill := func(b []byte) []byte {
		return bytes.Repeat(b, block)[:(len(b)+block-1)/block*block]
	}
	key := sha1.Sum(slices.Concat(bytes.Repeat([]byte{forMAC}, block), fill(salt), fill(letters)))
	return key[:]
}

func TestConnectionCertificatePassword(t *testing.T) {
	sha1, sha256 := asn1.ObjectIdentifier{1, 3, 14, 3, 2, 26}, asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	const (
		closed = "is not opened by certificate_password (AZURE_CLIENT_CERTIFICATE_PASSWORD)"
		opened = "is neither a PEM nor a PFX file with a certificate and its private key"
		newer  = "is encrypted in a way that cannot be read here; make a PEM of it: openssl pkcs12 -in FILE.pfx -nodes -out FILE.pem (pkcs12: unknown digest algorithm: 2.16.840.1.101.3.4.2.1)"
	)
	for _, c := range []struct {
		name, password  string
		digest          asn1.ObjectIdentifier
		argument, value string
		want            string
	}{
		{"none", " pw ", sha1, "", "", closed},
		{"wrong", " pw ", sha1, "wrong", "", closed},
		{"argument, with its spaces", " pw ", sha1, " pw ", "", opened},
		{"argument without its spaces", " pw ", sha1, "pw", "", closed},
		{"variable", " pw ", sha1, "", " pw ", opened},
		{"argument before variable", " pw ", sha1, " pw ", "wrong", opened},
		{"a newer kind of file", "pw", sha256, "pw", "", newer},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := pfxFile(t, c.password, c.digest)
			config := arguments{"tenant_id": someTenant, "client_id": someClient, "certificate_path": path, "certificate_password": c.argument}.config(t)
			_, err := config.Resolve(func(name string) string { return arguments{"AZURE_CLIENT_CERTIFICATE_PASSWORD": c.value}[name] })
			if want := fmt.Sprintf("certificate_path: %q %s", path, c.want); err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}
