//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// testUsers are three pages, the last of them short.
const testUsers = 2*pageSize + 2

var (
	testServer *demo.Server
	testTenant tenant
)

// TestMain is this program itself when the program starts itself. Otherwise it serves a tenant for all tests:
// a process reads SSL_CERT_FILE once.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && (os.Args[1] == serveArgument || os.Args[1] == readArgument) {
		main()
		return
	}
	os.Exit(runWithTenant(m))
}

func runWithTenant(m *testing.M) int {
	server, err := demo.Start(demo.Options{Users: testUsers})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer server.Close()
	dir, err := os.MkdirTemp("", "m365cc-bench-test")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "ca.pem")
	if err := os.WriteFile(file, server.CertificatePEM(), 0o600); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	os.Setenv("SSL_CERT_FILE", file)
	testServer = server
	testTenant = tenant{server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost(), file}
	return m.Run()
}

// TestCompare runs the whole program small, with its processes.
func TestCompare(t *testing.T) {
	var out bytes.Buffer
	args := []string{"-users", "300", "-large", "400", "-rounds", "1", "-floor-rows", "50"}
	if err := start(t.Context(), args, nil, &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	for _, w := range ways {
		if !strings.Contains(out.String(), w.title) {
			t.Errorf("the table has no line %q", w.title)
		}
	}
	lines := map[string]int{} // by their first word
	for line := range strings.Lines(out.String()) {
		if words := strings.Fields(line); len(words) > 0 {
			lines[words[0]]++
		}
	}
	for rows, want := range map[string]int{"50": 4, "300": 3 + 1, "400": 3} { // 300 begins the title too
		if lines[rows] != want {
			t.Errorf("%d lines for %s rows instead of %d:\n%s", lines[rows], rows, want, out.String())
		}
	}
}

func TestReadOnceProfiles(t *testing.T) {
	told, err := json.Marshal(testTenant)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "cpu.prof")
	var out bytes.Buffer
	args := []string{readArgument, limitName, fmt.Sprint(testUsers), file}
	if err := start(t.Context(), args, bytes.NewReader(told), &out, io.Discard); err != nil {
		t.Fatal(err)
	}
	var m measurement
	if err := json.Unmarshal(out.Bytes(), &m); err != nil || m.Rows != testUsers {
		t.Errorf("got %q, %v", out.String(), err)
	}
	if info, err := os.Stat(file); err != nil || info.Size() == 0 {
		t.Errorf("there is no profile: %v", err)
	}
}

func TestStartRefuses(t *testing.T) {
	for _, args := range [][]string{
		{serveArgument, "many"},
		{readArgument, "teleport", "1"},
		{readArgument, limitName, "all"},
		{readArgument, limitName, "1"}, // nothing on its input
		{"-users", "0"},
	} {
		if err := start(t.Context(), args, strings.NewReader(""), io.Discard, io.Discard); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
}
