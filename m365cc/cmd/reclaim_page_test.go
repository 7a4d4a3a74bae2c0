package cmd

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestCommandsOfReclaim: the examples of schedules in docs/reclaim.md give flags that there are, and keep secrets off the
// command line.
func TestCommandsOfReclaim(t *testing.T) {
	page, err := os.ReadFile("../../docs/reclaim.md")
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)m365cc"? query (--[^\n]+)$`).FindAllStringSubmatch(string(page), -1)
	if len(lines) != 4 {
		t.Fatalf("%d command lines", len(lines))
	}
	for _, line := range lines {
		command, _, _ := strings.Cut(line[1], " >")
		c := newQueryCmd(&streams{})
		if err := c.ParseFlags(strings.Fields(command)); err != nil {
			t.Errorf("%s: %v", command, err)
			continue
		}
		files := c.Flags().Args()
		if asked, err := c.Flags().GetBool("fail-on-rows"); err != nil || !asked || len(files) != 1 || !isFileName(files[0]) {
			t.Errorf("%s: %v, files %q", command, err, files)
		}
	}
	for block := range strings.SplitSeq(string(page), "```yaml\n") {
		block, _, _ = strings.Cut(block, "```\n")
		if strings.Contains(block, "\t") {
			t.Errorf("a tab in YAML:\n%s", block)
		}
	}
	if !strings.Contains(string(page), "| 3 | ") || !strings.Contains(string(page), "\n  3) ") || !strings.Contains(string(page), "code == '3'") || !strings.Contains(string(page), "values: [2, 3]") {
		t.Error("an example does not know the exit code of findings")
	}
}
