package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// openFiles are warnings of the files with a secret that other users of this machine can read. Windows has other
// rights than the file's mode tells.
func (t *tenants) openFiles() []string {
	var texts []string
	for _, s := range t.secrets {
		info, err := os.Stat(s.file)
		if err == nil && runtime.GOOS != "windows" && info.Mode().Perm()&0o044 != 0 {
			texts = append(texts, fmt.Sprintf("%s holds %s, and other users of this machine can read it (mode %04o): chmod 600 %[1]s", s.file, s.what, info.Mode().Perm()))
		}
	}
	return texts
}

// secretFile is a file with a secret.
type secretFile struct{ file, what string }

// secretFiles are those that the connection is made of.
func (b connectionBlock) secretFiles(getenv func(string) string) []secretFile {
	var files []secretFile
	if b.file != "" && given(b.config.ClientSecret) != "" {
		files = append(files, secretFile{b.file, "a client secret"})
	}
	path := given(b.config.CertificatePath)
	if path == "" && given(b.config.ClientSecret) == "" {
		path = strings.TrimSpace(getenv("AZURE_CLIENT_CERTIFICATE_PATH"))
	}
	if path != "" {
		files = append(files, secretFile{withHome(path), "a private key"})
	}
	return files
}

func given(s *string) string {
	if s == nil {
		return ""
	}
	return strings.TrimSpace(*s)
}

// withHome is a path whose ~ is the home directory.
func withHome(path string) string {
	rest, found := strings.CutPrefix(path, "~/")
	home, err := os.UserHomeDir()
	if !found || err != nil {
		return path
	}
	return filepath.Join(home, rest)
}
