package m365cc

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"os"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// readCertificate reads a certificate and its private key from a PEM or PFX file.
func readCertificate(path, password string) ([]*x509.Certificate, crypto.PrivateKey, error) {
	data, err := os.ReadFile(expandHome(path))
	if err != nil {
		return nil, nil, err
	}
	if bytes.Contains(data, []byte("-----BEGIN ")) {
		return parsePEM(path, data)
	}
	certificates, key, err := azidentity.ParseCertificates(data, []byte(password))
	switch {
	case err == nil:
		return certificates, key, checkKey(path, certificates, key)
	case strings.Contains(err.Error(), "password incorrect"):
		return nil, nil, fmt.Errorf("%q is not opened by certificate_password (%s)", path, variableOf("certificate_password"))
	case strings.Contains(err.Error(), "algorithm"): // the library knows the older ones only
		return nil, nil, fmt.Errorf("%q is encrypted in a way that cannot be read here; make a PEM of it: openssl pkcs12 -in FILE.pfx -nodes -out FILE.pem (%w)", path, err)
	}
	return nil, nil, fmt.Errorf("%q is neither a PEM nor a PFX file with a certificate and its private key", path)
}

// parsePEM reads a PEM file. A password that is set, perhaps in the environment for another file, is none
// of its business.
func parsePEM(path string, data []byte) ([]*x509.Certificate, crypto.PrivateKey, error) {
	if bytes.Contains(data, []byte("ENCRYPTED")) {
		return nil, nil, fmt.Errorf("the private key in %q is encrypted; give a PEM file without a password, or a PFX file", path)
	}
	certificates, key, err := azidentity.ParseCertificates(data, nil)
	if err != nil {
		return nil, nil, fmt.Errorf("%q does not hold a certificate and its private key (%w)", path, err)
	}
	return certificates, key, checkKey(path, certificates, key)
}

// checkKey finds a key that Microsoft's library would refuse without a word about the file.
func checkKey(path string, certificates []*x509.Certificate, key crypto.PrivateKey) error {
	private, ok := key.(*rsa.PrivateKey)
	if !ok {
		return fmt.Errorf("the private key in %q is not an RSA key, which Microsoft Entra needs", path)
	}
	for _, c := range certificates {
		if private.PublicKey.Equal(c.PublicKey) {
			return nil
		}
	}
	return fmt.Errorf("the private key in %q is not the certificate's", path)
}

func expandHome(path string) string {
	if rest, found := strings.CutPrefix(path, "~/"); found {
		if home, err := os.UserHomeDir(); err == nil {
			return home + "/" + rest
		}
	}
	return path
}
