package m365cc_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/m365cc/steampipe-plugin-m365cc"

// mayImport holds the rooms of the design: who may import whom of the project's own packages.
var mayImport = map[string][]string{
	"":                                   {"m365cc", "m365cc/cmd"},
	"m365cc":                             {"m365cc/graph", "m365cc/licensing"},
	"m365cc/graph":                       {},
	"m365cc/licensing":                   {},
	"m365cc/licensing/internal/generate": {"m365cc/licensing"},
	"m365cc/engine":                      {"m365cc"},
	"m365cc/demo":                        {},
	"m365cc/cmd":                         {"m365cc", "m365cc/graph", "m365cc/engine", "m365cc/demo"},
	"m365cc/bench":                       {"m365cc", "m365cc/graph", "m365cc/engine", "m365cc/demo"},
	"m365cc/soak":                        {"m365cc", "m365cc/graph", "m365cc/engine", "m365cc/demo"},
}

// TestRooms walks the imports: no room reaches into another that the design keeps from it, and the plugin,
// which other programs link, reaches neither SQLite nor the command line nor the made-up tenant.
func TestRooms(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		room := strings.TrimPrefix(strings.TrimPrefix(fields[0], module), "/")
		allowed, known := mayImport[room]
		if !known {
			t.Errorf("the design has no room %q", room)
		}
		for _, imported := range fields[1:] {
			other, ours := strings.CutPrefix(imported, module+"/")
			if ours && !slices.Contains(allowed, other) {
				t.Errorf("%q imports %q", room, other)
			}
		}
	}
}

func TestPluginIsLight(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", module+"/m365cc").Output()
	if err != nil {
		t.Fatal(err)
	}
	for dependency := range strings.Lines(string(out)) {
		for _, heavy := range []string{"ncruces/go-sqlite3", "spf13/cobra", "go-pretty", module + "/m365cc/demo", module + "/m365cc/engine", module + "/m365cc/cmd", "msgraph-sdk-go/models", "msgraph-sdk-go/users"} {
			if strings.Contains(dependency, heavy) {
				t.Errorf("the plugin reaches %s", strings.TrimSpace(dependency))
			}
		}
	}
}

// TestTLSIsVerified: no file but a test can switch the verification of certificates off, or replace it.
func TestTLSIsVerified(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return err
		}
		files++
		text, err := os.ReadFile(name)
		for _, word := range []string{"InsecureSkipVerify", "VerifyPeerCertificate", "VerifyConnection"} {
			if strings.Contains(string(text), word) {
				t.Errorf("%s has %s", name, word)
			}
		}
		return err
	})
	if err != nil || files < 100 {
		t.Errorf("%d files, %v", files, err)
	}
}
