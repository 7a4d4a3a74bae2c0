package cmd

import (
	"slices"
	"strings"
	"testing"
)

func TestReadConnections(t *testing.T) {
	for _, c := range []struct {
		name    string
		content string
		want    string // the connections with their clouds
	}{
		{"no block", "# nothing", ""},
		{"each way to name the plugin", `
connection "a" { plugin = "m365cc" }
connection "b" { plugin = "m365cc@1.2" }
connection "c" { plugin = "local/m365cc" }
connection "d" { plugin = "hub.steampipe.io/plugins/m365cc/m365cc@latest" }
connection "e" { plugin = plugin.m365cc }
connection "f" { plugin = plugin.slow }
plugin "slow" {
  source        = "local/m365cc"
  memory_max_mb = 2048
  limiter "one" { max_concurrency = 1 }
}`, "a b c d e f"},
		{"other plugins, with what only they know", `
connection "aws" {
  plugin  = "aws"
  regions = ["*"]
  nested { a = 1 }
}
connection "m365" { plugin = "microsoft365" }
connection "x" { plugin = plugin.aws }
connection "y" { plugin = var.unknown }
connection "z" { plugin = ["m365cc"] }
connection "none" { regions = ["m365cc"] }
connection "cc" { plugin = "m365cc2" }
options "general" { log_level = "warn" }
workspace "w" {}`, ""},
		{"an aggregator", `
connection "all" {
  plugin      = "m365cc"
  type        = "aggregator"
  connections = ["*"]
}
connection "one" { plugin = "m365cc" }`, "one"},
		{"what is Steampipe's own", `
connection "a" {
  plugin        = "m365cc"
  import_schema = "enabled"
  cloud         = "china"
  options "connection" {
    cache     = true
    cache_ttl = 300
  }
}`, "a:china"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := readConnections([]configFile{{"x.spc", []byte(c.content)}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, b := range found {
				name := b.name
				if b.config.Cloud != nil {
					name += ":" + *b.config.Cloud
				}
				got = append(got, name)
			}
			if text := strings.Join(got, " "); text != c.want {
				t.Errorf("got %q, want %q", text, c.want)
			}
		})
	}
}

// TestManagedLicenses is an argument that is a list.
func TestManagedLicenses(t *testing.T) {
	found, err := readConnections([]configFile{{"x.spc", []byte(`connection "a" {
  plugin             = "m365cc"
  license_price_file = "prices.csv"
  managed_licenses   = ["SPE_*", "EMS"]
}`)}})
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	if c := found[0].config; !slices.Equal(c.ManagedLicenses, []string{"SPE_*", "EMS"}) || *c.LicensePriceFile != "prices.csv" {
		t.Errorf("got %q, %q", c.ManagedLicenses, *c.LicensePriceFile)
	}
}

// TestPluginBlockOfAnotherFile is found whatever the order of the files.
func TestPluginBlockOfAnotherFile(t *testing.T) {
	found, err := readConnections([]configFile{
		{"a.spc", []byte(`connection "a" { plugin = plugin.slow }`)},
		{"b.spc", []byte(`plugin "slow" { source = "m365cc" }`)},
	})
	if err != nil || len(found) != 1 || found[0].file != "a.spc" {
		t.Errorf("%v, %v", found, err)
	}
}

// TestBrokenConnections names file and line, and never the secret on it.
func TestBrokenConnections(t *testing.T) {
	for _, c := range []struct{ name, line, want string }{
		{"unknown argument", `clientsecret = "S3CRET"`, `x.spc:3: Unsupported argument: An argument named "clientsecret" is not expected here. Did you mean "client_secret"?`},
		{"unknown block", `client_secret { a = "S3CRET" }`, `x.spc:3: Unsupported block type: Blocks of type "client_secret" are not expected here. Did you mean to define argument "client_secret"? If so, use the equals sign to assign it a value.`},
		{"argument twice", "client_secret = \"S3CRET\"\n  client_secret = \"S3CRET\"", "x.spc:4: Attribute redefined"},
		{"no quotes", `client_secret = S3CRET`, "x.spc:3: Variables not allowed: Variables may not be used here."},
		{"a list", `client_secret = ["S3CRET"]`, "x.spc:3: Unsuitable value type: Unsuitable value: string required"},
		{"a list is wanted", `managed_licenses = "S3CRET"`, "x.spc:3: Unsuitable value type: Unsuitable value: list of string required"},
		{"a number is wanted", `cache_ttl = "S3CRET"`, "x.spc:3: Unsuitable value type: Unsuitable value: a number is required"},
		{"a function", `client_secret = env("S3CRET")`, "x.spc:3: Function calls not allowed: Functions may not be called here."},
		{"one quote", `client_secret = "S3CRET`, "x.spc:3: Invalid multi-line string"},
		{"single quotes", `client_secret = 'S3CRET'`, "x.spc:3: Invalid character: Single quotes are not valid. Use double quotes (\") to enclose strings."},
		{"a template", `client_secret = "a%{S3CRET}b"`, "x.spc:3: Invalid template control keyword"},
		{"an interpolation", `client_secret = "a${S3CRET}b"`, "x.spc:3: Variables not allowed: Variables may not be used here."},
		{"an escape", `client_secret = "S3CRET\q"`, "x.spc:3: Invalid escape sequence"},
		{"no equals sign", `client_secret "S3CRET"`, "x.spc:3: Invalid block definition"},
		{"a line break", "client_secret =\n  \"S3CRET\"", "x.spc:3: Invalid expression: Expected the start of an expression, but found an invalid expression token."},
		{"two on a line", `client_secret = "S3CRET" client_id = "S3CRET"`, "x.spc:3: Missing newline after argument: An argument definition must end with a newline."},
		{"a tilde without quotes", `client_secret = S3CRET~S3CRET`, ""},
		{"a secret alone", `S3CRET~S3CRET`, ""},
		{"no end", "cloud = \"global\"\n# S3CRET", "x.spc:1: Unclosed configuration block: There is no closing brace for this block before the end of the file. This may be caused by incorrect brace nesting elsewhere in this file."},
	} {
		t.Run(c.name, func(t *testing.T) {
			content := "connection \"a\" {\n  plugin = \"m365cc\"\n  " + c.line + "\n}\n"
			if c.name == "no end" {
				content = strings.TrimSuffix(content, "}\n")
			}
			_, err := readConnections([]configFile{{"x.spc", []byte(content)}})
			if err == nil {
				t.Fatal("no error")
			}
			got := err.Error()
			if strings.Contains(got, "S3CRET") || !strings.HasPrefix(got, "x.spc:") || c.want != "" && got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestConfigErrors(t *testing.T) {
	other := file(t, "other.spc", `connection "aws" { plugin = "aws" }`)
	broken := file(t, "broken.spc", "connection \"m365cc\" {\n  plugin = \"m365cc\"\n  client_secret = \""+secret+"\n}\n")
	for spc, want := range map[string]string{
		"/none/x.spc": "--config: open /none/x.spc: no such file or directory",
		other:         `--config: "` + other + `" has no connection with plugin = "m365cc"`,
		broken:        broken + ":3: Invalid multi-line string",
	} {
		call{env: environment(shared())}.run(t, "query", "--config", spc, "select 1").fails(t, want)
	}
}
