package cmd

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

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
	all, err := readConnections(files)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 && o.config != "" {
		return nil, fmt.Errorf("--config: %q has no connection with plugin = %q", o.config, pluginName)
	}
	if len(all) == 0 && cmp.Or(o.connection, pluginName) == pluginName {
		return []connectionBlock{{name: pluginName}}, nil
	}
	return o.defaultFirst(all)
}

// configFile is a .spc file.
type configFile struct {
	name    string
	content []byte
}

// configFiles are the .spc files to read. Those of Steampipe's folder in which this plugin does not occur
// are left out, so that another plugin's mistakes do no harm.
func (o *sources) configFiles(getenv func(string) string) ([]configFile, error) {
	if o.config != "" {
		content, err := os.ReadFile(o.config)
		if err != nil {
			return nil, fmt.Errorf("--config: %w", err)
		}
		return []configFile{{o.config, content}}, nil
	}
	dir := configFolder(getenv)
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read Steampipe's config folder: %w", err)
	}
	var files []configFile
	for _, entry := range entries {
		if entry.IsDir() || filepath.Ext(entry.Name()) != ".spc" {
			continue
		}
		name := filepath.Join(dir, entry.Name())
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read Steampipe's config folder: %w", err)
		}
		if bytes.Contains(content, []byte(pluginName)) {
			files = append(files, configFile{name, content})
		}
	}
	return files, nil
}

// configFolder is Steampipe's, "" when there is no home to look in.
func configFolder(getenv func(string) string) string {
	dir := getenv("STEAMPIPE_INSTALL_DIR")
	if dir == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return ""
		}
		dir = filepath.Join(home, ".steampipe")
	}
	return filepath.Join(dir, "config")
}

// defaultFirst sorts the connections by name and puts the default one in front.
func (o *sources) defaultFirst(all []connectionBlock) ([]connectionBlock, error) {
	slices.SortFunc(all, func(a, b connectionBlock) int {
		return cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	})
	for i := range len(all) - 1 {
		if a, b := all[i], all[i+1]; strings.EqualFold(a.name, b.name) { // SQL cannot tell them apart
			return nil, fmt.Errorf("the connection %q is there twice, in %s and in %s", b.name, a.file, b.file)
		}
	}
	wanted := cmp.Or(o.connection, pluginName)
	first := slices.IndexFunc(all, func(b connectionBlock) bool { return strings.EqualFold(b.name, wanted) })
	if first < 0 && o.connection != "" {
		return nil, fmt.Errorf("--connection: there is no connection %q; there are: %s", o.connection, cmp.Or(strings.Join(namesOf(all), ", "), "none"))
	}
	first = max(first, 0)
	return slices.Concat(all[first:first+1], all[:first], all[first+1:]), nil
}

func namesOf(all []connectionBlock) []string {
	names := make([]string, len(all))
	for i, b := range all {
		names[i] = b.name
	}
	return names
}

// asked are the default connection and those others that the SQL has before a table.
func asked(all []connectionBlock, sql string) ([]connectionBlock, error) {
	var found []connectionBlock
	for i, b := range all {
		named := isSchemaIn(sql, b.name)
		if i > 0 && named && slices.Contains([]string{"main", "temp"}, strings.ToLower(b.name)) {
			return nil, fmt.Errorf("connection %q: SQLite has this name for itself; ask it with --connection %s, without a prefix", b.name, b.name)
		}
		if i == 0 || named {
			found = append(found, b)
		}
	}
	return found, nil
}

// isSchemaIn says whether the SQL has the name, quoted or not, and a dot after it.
func isSchemaIn(sql, name string) bool {
	pattern := `(?i)(^|[^\pL\pN_])["'\[` + "`" + `]?` + regexp.QuoteMeta(name) + `["'\]` + "`" + `]?\s*\.`
	return regexp.MustCompile(pattern).MatchString(sql)
}
