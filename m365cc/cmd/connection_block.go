package cmd

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclparse"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// pluginName is how connection blocks name this plugin, in its last part.
const pluginName = "m365cc"

// connectionBlock is a connection of a .spc file.
type connectionBlock struct {
	name   string
	file   string // "" when it is made of environment variables
	config m365cc.ConnectionConfig
}

// blocks are the connections to this plugin, the default one first.
func (o *sources) blocks(getenv func(string) string) ([]connectionBlock, error) {
	files, err := o.configFiles(getenv)
	if err != nil {
		return nil, err
	}
	var all []connectionBlock
	for _, file := range files {
		found, err := readConnections(file)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if len(all) == 0 && o.config != "" {
		return nil, fmt.Errorf("--config: %q has no connection with plugin = %q", o.config, pluginName)
	}
	if len(all) == 0 && o.connection == "" {
		return []connectionBlock{{name: pluginName}}, nil
	}
	return o.defaultFirst(all)
}

// configFiles are the .spc files to read.
func (o *sources) configFiles(getenv func(string) string) ([]string, error) {
	if o.config != "" {
		return []string{o.config}, nil
	}
	dir := getenv("STEAMPIPE_INSTALL_DIR")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, nil //nolint:nilerr // without a home there is no config folder, and the environment is enough
		}
		dir = filepath.Join(home, ".steampipe")
	}
	return filepath.Glob(filepath.Join(dir, "config", "*.spc"))
}

// defaultFirst sorts the connections by name and puts the default one in front.
func (o *sources) defaultFirst(all []connectionBlock) ([]connectionBlock, error) {
	slices.SortFunc(all, func(a, b connectionBlock) int { return cmp.Compare(a.name, b.name) })
	names := make([]string, len(all))
	for i, b := range all {
		names[i] = b.name
		if i > 0 && names[i-1] == b.name {
			return nil, fmt.Errorf("connection %q is in %s and in %s", b.name, all[i-1].file, b.file)
		}
	}
	first := slices.Index(names, cmp.Or(o.connection, pluginName))
	if first < 0 && o.connection != "" {
		return nil, fmt.Errorf("--connection: there is no connection %q; there are: %s", o.connection, cmp.Or(strings.Join(names, ", "), "none"))
	}
	first = max(first, 0)
	return slices.Concat(all[first:first+1], all[:first], all[first+1:]), nil
}

// readConnections reads the connections to this plugin of one file.
func readConnections(file string) ([]connectionBlock, error) {
	parsed, diagnostics := hclparse.NewParser().ParseHCLFile(file)
	if diagnostics.HasErrors() {
		return nil, hclError(diagnostics)
	}
	content, _, diagnostics := parsed.Body.PartialContent(&hcl.BodySchema{
		Blocks: []hcl.BlockHeaderSchema{{Type: "connection", LabelNames: []string{"name"}}},
	})
	if diagnostics.HasErrors() {
		return nil, hclError(diagnostics)
	}
	var found []connectionBlock
	for _, block := range content.Blocks {
		config, ours, err := readConnection(block.Body)
		if err != nil {
			return nil, err
		}
		if ours {
			found = append(found, connectionBlock{name: block.Labels[0], file: file, config: config})
		}
	}
	return found, nil
}

// readConnection reads a block; ours is false for another plugin's and for an aggregator, whose members
// are connections of their own.
func readConnection(body hcl.Body) (config m365cc.ConnectionConfig, ours bool, err error) {
	var steampipe struct {
		Plugin string   `hcl:"plugin,optional"`
		Type   string   `hcl:"type,optional"`
		Rest   hcl.Body `hcl:",remain"`
	}
	if diagnostics := gohcl.DecodeBody(body, nil, &steampipe); diagnostics.HasErrors() && steampipe.Plugin == "" {
		return config, false, nil // a block of a plugin that is none of ours may hold what we do not know
	}
	if !isOurs(steampipe.Plugin) || steampipe.Type == "aggregator" {
		return config, false, nil
	}
	_, rest, diagnostics := steampipe.Rest.PartialContent(&hcl.BodySchema{ // what is Steampipe's own
		Attributes: []hcl.AttributeSchema{{Name: "import_schema"}},
		Blocks:     []hcl.BlockHeaderSchema{{Type: "options", LabelNames: []string{"name"}}},
	})
	if diagnostics.HasErrors() {
		return config, true, hclError(diagnostics)
	}
	if diagnostics := gohcl.DecodeBody(rest, nil, &config); diagnostics.HasErrors() {
		return config, true, hclError(diagnostics)
	}
	return config, true, nil
}

// isOurs recognises the ways to name the plugin: m365cc, m365cc@1.0, local/m365cc, hub.steampipe.io/….
func isOurs(plugin string) bool {
	last := plugin[strings.LastIndex(plugin, "/")+1:]
	name, _, _ := strings.Cut(last, "@")
	return name == pluginName
}

// hclError names file and line of the first fault. It never shows the line itself, which may hold a secret.
func hclError(diagnostics hcl.Diagnostics) error {
	for _, d := range diagnostics {
		if d.Severity == hcl.DiagError {
			place := ""
			if d.Subject != nil {
				place = fmt.Sprintf("%s:%d: ", d.Subject.Filename, d.Subject.Start.Line)
			}
			return errors.New(place + d.Summary + ": " + d.Detail)
		}
	}
	return diagnostics
}
