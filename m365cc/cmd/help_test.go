package cmd

import (
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// commands are all commands that a person sees.
func commands(c *cobra.Command) []*cobra.Command {
	all := []*cobra.Command{c}
	for _, sub := range c.Commands() {
		if sub.IsAvailableCommand() {
			all = append(all, commands(sub)...)
		}
	}
	return all
}

// TestHelp has what each command says of itself: a text, examples that begin with the program's name, and
// flags that name their values.
func TestHelp(t *testing.T) {
	seen := 0
	for _, c := range commands(newRootCmd(&streams{})) {
		path := strings.Fields(c.CommandPath())[1:]
		if c.Name() == "help" {
			continue
		}
		seen++
		asked, spoken := call{}.run(t, append(path, "--help")...), call{}.run(t, append([]string{"help"}, path...)...)
		if asked != spoken || asked.code != exitOK || asked.err != "" {
			t.Errorf("%s: --help gives %s, help gives %s", c.CommandPath(), asked, spoken)
		}
		if c.Long == "" || c.Example == "" || !strings.Contains(asked.out, c.Long) || !strings.Contains(asked.out, c.Example) {
			t.Errorf("%s: no text or no example in %q", c.CommandPath(), asked.out)
		}
		if nameless := regexp.MustCompile(`(?m)--[a-z-]+ (string|int|stringArray) `).FindString(asked.out); nameless != "" {
			t.Errorf("%s: the value of %q has no name", c.CommandPath(), nameless)
		}
	}
	if seen != 7 {
		t.Errorf("%d commands", seen)
	}
}

// TestExitCodesInHelp: the codes are those that the program gives.
func TestExitCodesInHelp(t *testing.T) {
	const codes = "Exit codes: 0 for success, 1 for an error, 2 for wrong usage, 3 for rows with query --fail-on-rows,\n130 when interrupted."
	for _, args := range [][]string{{"--help"}, {"query", "--help"}} {
		if got := (call{}).run(t, args...); !strings.Contains(got.out, codes) {
			t.Error(got)
		}
	}
	if exitOK != 0 || exitError != 1 || exitUsage != 2 || exitRows != 3 || exitInterrupted != 130 {
		t.Error("the codes are others")
	}
}

// TestExamples runs the examples of all help texts, as a shell would.
func TestExamples(t *testing.T) {
	seen := 0
	for _, c := range commands(newRootCmd(&streams{})) {
		for line := range strings.Lines(c.Example) {
			seen++
			t.Run(c.Name(), func(t *testing.T) { runExample(t, strings.TrimSpace(line)) })
		}
	}
	if seen < 12 {
		t.Errorf("only %d examples", seen)
	}
}

func runExample(t *testing.T, line string) {
	var in string
	if echo, piped, found := strings.Cut(line, " | "); found {
		in, line = words(echo)[1], piped
	}
	args := words(line)
	if args[0] != "m365cc" {
		t.Fatalf("%q does not start the program", line)
	}
	if rest, found := strings.CutPrefix(line, "m365cc demo serve"); found { // other programs may have the ports of the example
		s := serve(t, words(regexp.MustCompile(`127\.0\.0\.1:\d+`).ReplaceAllString(rest, "127.0.0.1:0"))...)
		if got := s.stop(); got != (outcome{exitOK, "", ""}) {
			t.Errorf("%s: %s", line, got)
		}
		return
	}
	got, least := call{in: strings.NewReader(in)}.run(t, args[1:]...), 2
	if strings.Contains(line, "--fail-on-rows") { // a check that passes has a header and no rows
		least = 1
	}
	if got.code != exitOK || got.err != "" || strings.Count(got.out, "\n") < least {
		t.Errorf("%s: %s", line, got)
	}
}

// words splits a line as a shell does, with double quotes.
func words(line string) []string {
	var out []string
	for _, w := range regexp.MustCompile(`"[^"]*"|\S+`).FindAllString(line, -1) {
		out = append(out, strings.Trim(w, `"`))
	}
	return out
}
