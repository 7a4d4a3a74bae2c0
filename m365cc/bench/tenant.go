//go:build unix

package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// tenant is where the made-up tenant is and how to sign in to it.
type tenant struct {
	TenantID, ClientID, ClientSecret string
	TokenHost, GraphHost             string
	// CertificateFile holds the certificate that readers must trust.
	CertificateFile string
}

// serve is the process of the tenant: it tells out where it is and ends with in.
func serve(users int, in io.Reader, out io.Writer) error {
	server, err := demo.Start(demo.Options{Users: users})
	if err != nil {
		return err
	}
	defer server.Close()
	file, err := os.CreateTemp("", "m365cc-bench-*.pem")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(server.CertificatePEM())
	if err := errors.Join(err, file.Close()); err != nil {
		return err
	}
	t := tenant{server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost(), file.Name()}
	if err := json.NewEncoder(out).Encode(t); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, in)
	return err
}

// startTenant starts the process of the tenant; stop ends it.
func startTenant(ctx context.Context, users int) (t tenant, stop func(), err error) {
	c, err := ourselves(ctx, serveArgument, strconv.Itoa(users))
	if err != nil {
		return t, nil, err
	}
	in, err := c.StdinPipe()
	if err != nil {
		return t, nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return t, nil, err
	}
	c.Cancel = in.Close // it then removes its file
	c.WaitDelay = 10 * time.Second
	if err := c.Start(); err != nil {
		return t, nil, err
	}
	stop = func() {
		_ = in.Close()
		_ = c.Wait() // what it was asked for is measured by now
	}
	if err := json.NewDecoder(out).Decode(&t); err != nil {
		stop()
		return t, nil, fmt.Errorf("%w: %s", err, c.Stderr)
	}
	return t, stop, nil
}

// runReader starts a process that reads rows of the tenant in one way, and returns what it measured.
func runReader(ctx context.Context, t tenant, w way, rows int, profile string) (measurement, error) {
	args := []string{readArgument, w.name, strconv.Itoa(rows)}
	if profile != "" {
		args = append(args, profile)
	}
	c, err := ourselves(ctx, args...)
	if err != nil {
		return measurement{}, err
	}
	c.Env = append(c.Env, "SSL_CERT_FILE="+t.CertificateFile)
	told, err := json.Marshal(t)
	if err != nil {
		return measurement{}, err
	}
	c.Stdin = bytes.NewReader(told)
	out, err := c.Output()
	if err != nil {
		return measurement{}, fmt.Errorf("%w: %s", err, c.Stderr)
	}
	var m measurement
	return m, json.Unmarshal(out, &m)
}

// foreign are the beginnings of the variables that would change what is measured.
var foreign = []string{"STEAMPIPE_", "AZURE_", "M365CC_", "SSL_CERT_", "HTTP_PROXY=", "HTTPS_PROXY=", "http_proxy=", "https_proxy=", "GOGC=", "GOMEMLIMIT=", "GOMAXPROCS=", "GODEBUG="}

// ourselves is this program once more.
func ourselves(ctx context.Context, args ...string) (*exec.Cmd, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	c := exec.CommandContext(ctx, program, args...)
	c.Env = cleanEnv(os.Environ())
	c.Stderr = &bytes.Buffer{}
	return c, nil
}

func cleanEnv(env []string) []string {
	var kept []string
	for _, variable := range env {
		if !hasAnyPrefix(variable, foreign) {
			kept = append(kept, variable)
		}
	}
	return kept
}

func hasAnyPrefix(s string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}
