package cmd

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/gohcl"
	"github.com/hashicorp/hcl/v2/hclparse"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// fileSchema are the blocks of a .spc file that say something about connections.
var fileSchema = &hcl.BodySchema{Blocks: []hcl.BlockHeaderSchema{
	{Type: "connection", LabelNames: []string{"name"}},
	{Type: "plugin", LabelNames: []string{"name"}},
}}

// readConnections reads the connections to this plugin.
//
// https://steampipe.io/docs/reference/config-files/connection
func readConnections(files []configFile) ([]connectionBlock, error) {
	var blocks hcl.Blocks
	plugins := map[string]string{} // sources by label
	for _, file := range files {
		read, err := readBlocks(file)
		if err != nil {
			return nil, err
		}
		for _, block := range read {
			if block.Type == "plugin" {
				plugins[block.Labels[0]] = sourceOf(block)
			}
		}
		blocks = append(blocks, read.OfType("connection")...)
	}
	var found []connectionBlock
	for _, block := range blocks {
		config, ours, err := readConnection(block.Body, plugins)
		if err != nil {
			return nil, err
		}
		if ours {
			found = append(found, connectionBlock{name: block.Labels[0], file: block.DefRange.Filename, config: config})
		}
	}
	return found, nil
}

func readBlocks(file configFile) (hcl.Blocks, error) {
	parsed, diagnostics := hclparse.NewParser().ParseHCL(file.content, file.name)
	if diagnostics.HasErrors() {
		return nil, hclError(diagnostics, false)
	}
	content, _, diagnostics := parsed.Body.PartialContent(fileSchema)
	if diagnostics.HasErrors() {
		return nil, hclError(diagnostics, true)
	}
	return content.Blocks, nil
}

// sourceOf is which plugin a plugin block is about.
func sourceOf(block *hcl.Block) string {
	content, _, _ := block.Body.PartialContent(&hcl.BodySchema{Attributes: []hcl.AttributeSchema{{Name: "source"}}})
	return cmp.Or(textOf(content.Attributes["source"]), block.Labels[0])
}

// textOf is an attribute's text, "" when it has none.
func textOf(attribute *hcl.Attribute) string {
	var text string
	if attribute == nil || gohcl.DecodeExpression(attribute.Expr, nil, &text).HasErrors() {
		return ""
	}
	return text
}

// steampipeSchema is what is Steampipe's own in a connection.
var steampipeSchema = &hcl.BodySchema{
	Attributes: []hcl.AttributeSchema{{Name: "plugin"}, {Name: "type"}, {Name: "import_schema"}},
	Blocks:     []hcl.BlockHeaderSchema{{Type: "options", LabelNames: []string{"name"}}},
}

// readConnection reads a block; ours is false for another plugin's and for an aggregator, whose members
// are connections of their own.
func readConnection(body hcl.Body, plugins map[string]string) (config m365cc.ConnectionConfig, ours bool, err error) {
	content, rest, diagnostics := body.PartialContent(steampipeSchema)
	if !isOurs(pluginOf(content.Attributes["plugin"], plugins)) || textOf(content.Attributes["type"]) == "aggregator" {
		return config, false, nil
	}
	if diagnostics.HasErrors() {
		return config, true, hclError(diagnostics, true)
	}
	if diagnostics := gohcl.DecodeBody(rest, nil, &config); diagnostics.HasErrors() {
		return config, true, hclError(diagnostics, true)
	}
	return config, true, nil
}

// pluginOf is the plugin of a connection, which may be named by reference: plugin.label.
func pluginOf(attribute *hcl.Attribute, plugins map[string]string) string {
	if attribute == nil {
		return ""
	}
	if path, diagnostics := hcl.AbsTraversalForExpr(attribute.Expr); !diagnostics.HasErrors() && len(path) == 2 && path.RootName() == "plugin" {
		if label, ok := path[1].(hcl.TraverseAttr); ok {
			return cmp.Or(plugins[label.Name], label.Name)
		}
	}
	return textOf(attribute)
}

// isOurs recognises the ways to name the plugin: m365cc, m365cc@1.0, local/m365cc, hub.steampipe.io/….
func isOurs(plugin string) bool {
	last := plugin[strings.LastIndex(plugin, "/")+1:]
	name, _, _ := strings.Cut(last, "@")
	return name == pluginName
}

// quotation is a word of the file in a detail.
var quotation = regexp.MustCompile(`"[^"]*[\pL\pN][^"]*"`)

// hclError names file and line of the first fault. It never shows the line itself, which may hold a
// secret; the details of a syntax error may quote it, so that those with a quotation are left out too.
func hclError(diagnostics hcl.Diagnostics, quotations bool) error {
	for _, d := range diagnostics {
		if d.Severity != hcl.DiagError {
			continue
		}
		text := d.Summary
		if quotations || !quotation.MatchString(d.Detail) {
			text += ": " + d.Detail
		}
		if d.Subject != nil {
			text = fmt.Sprintf("%s:%d: %s", d.Subject.Filename, d.Subject.Start.Line, text)
		}
		return errors.New(text)
	}
	return diagnostics
}
