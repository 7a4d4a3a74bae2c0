package licensing

import (
	"regexp"
	"strings"
	"testing"
)

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		patterns string
		part     string
		want     bool
	}{
		{"", "SPE_E5", true},
		{"SPE_E5", "SPE_E5", true},
		{"spe_e5", "SPE_E5", true},
		{"SPE_E5", "SPE_E5_USGOV", false},
		{"SPE_E5", "XSPE_E5", false},
		{"SPE_*", "SPE_E5", true},
		{"SPE_*", "SPE_", true},
		{"*", "", true},
		{"SPE_*", "", false},
		{"SPE_E?", "SPE_E3", true},
		{"SPE_E?", "SPE_E", false},
		{"SPE_E?", "SPE_E10", false},
		{"*_E5*", "SPE_E5_USGOV", true},
		{"*E5", "SPE_E5_E5", true},
		{"A*B*C", "AxxByyBzC", true},
		{"A*B*C", "AxxCyyB", false},
		{"EMS SPE_E3", "SPE_E3", true},
		{"EMS SPE_E3", "SPE_E5", false},
		{"Microsoft_365_F1_EEA_(no_Teams)", "Microsoft_365_F1_EEA_(no_Teams)", true},
		{"SPE.E5", "SPE_E5", false},
		{"?", "é", true},
	} {
		patterns, err := ParsePatterns(strings.Fields(c.patterns))
		if err != nil {
			t.Fatal(err)
		}
		if got := patterns.Match(c.part); got != c.want {
			t.Errorf("%q matches %q: %t", c.patterns, c.part, got)
		}
	}
}

func TestParsePatterns(t *testing.T) {
	got, err := ParsePatterns([]string{" SPE_E5 ", "EMS\t"})
	if err != nil || len(got) != 2 || got[0] != "SPE_E5" || got[1] != "EMS" {
		t.Errorf("got %q, %v", got, err)
	}
	if _, err := ParsePatterns([]string{"SPE_E5", " "}); err == nil || !strings.HasPrefix(err.Error(), "pattern 2 is empty") {
		t.Errorf("error %v", err)
	}
}

// FuzzPatterns compares with a regular expression.
func FuzzPatterns(f *testing.F) {
	f.Add("SPE_*", "SPE_E5")
	f.Add("*a?b*", "xaab")
	f.Add("**?", "")
	f.Fuzz(func(t *testing.T, pattern, part string) {
		patterns, err := ParsePatterns([]string{pattern})
		if err != nil {
			t.Skip()
		}
		quoted := regexp.QuoteMeta(string(partKey(nil, pattern)))
		quoted = strings.NewReplacer(`\*`, `.*`, `\?`, `.`).Replace(quoted)
		want := regexp.MustCompile(`^(?s:` + quoted + `)$`).MatchString(string(partKey(nil, part)))
		if got := patterns.Match(part); got != want {
			t.Errorf("%q matches %q: %t, the regular expression says %t", pattern, part, got, want)
		}
	})
}
