package cmd

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// hclQuoted is a text as HCL quotes it.
func hclQuoted(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return `"` + strings.NewReplacer("${", "$${", "%{", "%%{").Replace(b.String()) + `"`
}

// FuzzConnectionBlock holds that a secret is read as it is written, whatever it is made of, and that no error about
// its file shows it, whatever is around it.
func FuzzConnectionBlock(f *testing.F) {
	for _, seed := range []string{"", "abc~def.g_h-i", `"`, `\`, "${x}", "%{if}", "$${", "é", "\n", "}", "x = ", "client_secret = ", `"x`, "<<EOT\n", "/*", "#", "connection \"m365cc\" {", "\xff", "[", "= 7\n", "x\" y \""} {
		f.Add(seed, seed, seed)
	}
	f.Fuzz(func(t *testing.T, value, before, after string) {
		if isASCII(value) { // HCL writes other letters in a normal form
			text := fmt.Sprintf("connection \"m365cc\" {\n plugin = \"m365cc\"\n client_secret = %s\n}\n", hclQuoted(value))
			blocks, err := readConnections([]configFile{{"m365cc.spc", []byte(text)}})
			if err != nil || len(blocks) != 1 || blocks[0].config.ClientSecret == nil || *blocks[0].config.ClientSecret != value {
				t.Errorf("%q becomes %v, %v", value, blocks, err)
			}
		}
		text := fmt.Sprintf("connection \"m365cc\" {\n plugin = \"m365cc\"\n%sclient_secret = %s\n}\n", before, hclQuoted(secret)+after)
		blocks, err := readConnections([]configFile{{"m365cc.spc", []byte(text)}})
		if err != nil && strings.Contains(err.Error(), secret) || strings.Contains(fmt.Sprintf("%+v", blocks), secret) {
			t.Errorf("%q shows the secret: %v", text, err)
		}
	})
}

// FuzzStatements holds that SQL is handed on unchanged, or refused: SQLite would end it at a zero byte.
func FuzzStatements(f *testing.F) {
	for _, seed := range []string{"select 1", "-- x\nselect 1", "--x", "--output", "\x00", "\xff", "select ';'", "/* ; */"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		given := withComments([]string{sql})[0]
		got, err := checked("the SQL", given)
		if wrong := !utf8.ValidString(sql) || strings.Contains(sql, "\x00"); wrong != (err != nil) || !wrong && strings.TrimPrefix(got, "\n") != strings.TrimPrefix(sql, "\n") {
			t.Errorf("%q becomes %q, %v", sql, got, err)
		}
	})
}

// FuzzPrintable holds that what is shown on a terminal has no control character, and that JSON still means the same.
func FuzzPrintable(f *testing.F) {
	for _, seed := range []string{tricks, "a", "名前", "\xff\x9b", "\u2028"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, shown := range []string{printable(s), string(appendQuoted(nil, s))} {
			if i := strings.IndexFunc(shown, isControl); i >= 0 || !utf8.ValidString(shown) {
				t.Errorf("%q is shown as %q", s, shown)
			}
		}
		var back string
		if err := json.Unmarshal(appendQuoted(nil, s), &back); err != nil || back != strings.ToValidUTF8(s, "\uFFFD") && utf8.ValidString(s) {
			t.Errorf("%q is read back as %q, %v", s, back, err)
		}
	})
}
