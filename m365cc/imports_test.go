package m365cc_test

import (
	"os/exec"
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
