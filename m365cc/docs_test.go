package m365cc_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/graph"
)

// minExamples is how many examples a page has at least.
const minExamples = 5

// TestPages holds tables and pages to the same names, and pages to the hub's form.
func TestPages(t *testing.T) {
	files, err := filepath.Glob("../docs/tables/*.md")
	if err != nil {
		t.Fatal(err)
	}
	var pages, tables []string
	for _, file := range files {
		pages = append(pages, strings.TrimSuffix(filepath.Base(file), ".md"))
	}
	for _, table := range m365cc.Tables() {
		tables = append(tables, table.Name)
	}
	slices.Sort(tables)
	if !slices.Equal(pages, tables) {
		t.Fatalf("there are pages for %q and tables %q", pages, tables)
	}
	for _, name := range pages {
		form := regexp.MustCompile(`^---\ntitle: "Steampipe Table: (` + name + ` - Query .+ using SQL)"\ndescription: "Allows users to query .+\."\n---\n\n` +
			`# Table: (.+)\n\n[^#\n].+\n\n## Table Usage Guide\n\nThe .` + name + `. table .+\n\n\*\*Important Notes\*\*\n- Permissions: [^#]+\n\n## Examples\n\n### `)
		found := form.FindStringSubmatch(readDoc(t, pageOf(name)))
		if found == nil || found[1] != found[2] {
			t.Errorf("%s does not have the hub's form", pageOf(name))
		}
	}
}

// TestExamples runs the SQLite form of every example, and wants PostgreSQL's form beside it, which speaks of
// nothing else.
func TestExamples(t *testing.T) {
	t.Parallel()
	// Each example has a connection of its own, since together they would wait for Graph's limits.
	server := startTenant(t, demo.Options{Now: time.Now()})
	server.Set(func(b *demo.Behaviour) { b.LogRequests, b.ReportRequests = -1, -1 })
	for _, table := range m365cc.Tables() {
		page := readDoc(t, pageOf(table.Name))
		examples := strings.Split(page, "\n### ")[1:]
		if len(examples) < minExamples {
			t.Errorf("%s has %d examples, want %d or more", pageOf(table.Name), len(examples), minExamples)
		}
		if blocks := strings.Count(page, "```sql"); blocks != 2*len(examples) {
			t.Errorf("%s has %d blocks of SQL for %d examples, want two for each", pageOf(table.Name), blocks, len(examples))
		}
		for _, example := range examples {
			title, _, _ := strings.Cut(example, "\n")
			t.Run(table.Name+"/"+title, func(t *testing.T) {
				found := exampleForm.FindStringSubmatch(example)
				if found == nil {
					t.Fatal("it is not a title, a sentence, and a block of sql+postgres and of sql+sqlite")
				}
				mustGiveRows(t, openEngine(t, server, nil), found[2])
				for name := range sqlNames(found[1]) {
					if !sqlNames(found[2])[name] && !slices.Contains(postgresNames, name) {
						t.Errorf("only the form of PostgreSQL has the name %s", name)
					}
				}
			})
		}
	}
}

var exampleForm = regexp.MustCompile(`^.+\n[A-Z].+\.\n\n` + "```sql\\+postgres\n([^`]+;)\n```\n\n```sql\\+sqlite\n([^`]+;)\n```\n*$")

// postgresNames are the names that PostgreSQL has for what SQLite calls otherwise.
var postgresNames = []string{"now", "interval", "jsonb_array_length", "jsonb_array_elements", "jsonb_array_elements_text", "string_agg", "date_trunc", "current_date"}

// sqlNames are the words of a statement outside of strings.
func sqlNames(sql string) map[string]bool {
	names := map[string]bool{}
	for _, name := range regexp.MustCompile(`[A-Za-z_]\w*`).FindAllString(regexp.MustCompile(`'[^']*'`).ReplaceAllString(sql, ""), -1) {
		names[name] = true
	}
	return names
}

// TestNamesInDocs wants what the docs write as a name to be the name of something.
func TestNamesInDocs(t *testing.T) {
	common := map[string]bool{"limit": true, "in": true, "u": true, "sqlite": true, "m365cc": true, "json": true, "jsonl": true,
		"line": true, "csv": true, "table": true, "ok": true, "sp_connection_name": true, "m365cc_contoso": true}
	for _, a := range m365cc.Arguments {
		common[a.Name] = true
	}
	for _, name := range graph.CloudNames() {
		common[name] = true
	}
	all := maps.Clone(common)
	for _, table := range m365cc.Tables() {
		common[table.Name], all[table.Name] = true, true
	}
	for _, table := range m365cc.Tables() {
		known := maps.Clone(common)
		for _, value := range []string{"paid", "trial", "free"} {
			known[value] = true
		}
		for _, status := range []string{"ok", "permission_missing", "license_missing", "not_in_cloud", "concealed", "throttled", "error"} {
			known[status] = known[status] || table.Name == endpointTable
		}
		if table.Name != "m365cc_subscribed_sku" { // another page may send its readers there
			known["applications"] = true
		}
		for _, c := range table.Columns {
			known[c.Name], all[c.Name] = true, true
		}
		checkNames(t, pageOf(table.Name), known)
	}
	checkNames(t, "../docs/index.md", all)
	checkNames(t, "../README.md", all)
}

func checkNames(t *testing.T, file string, known map[string]bool) {
	t.Helper()
	for _, found := range regexp.MustCompile("`([a-z][a-z0-9_]*)`").FindAllStringSubmatch(readDoc(t, file), -1) {
		if !known[found[1]] {
			t.Errorf("%s speaks of %s, which is no column, table or argument", file, found[0])
		}
	}
}

// TestPermissionsInDocs takes the permissions from the plugin's own errors and warnings, and wants each
// page's notes and the table of index.md to name just these.
func TestPermissionsInDocs(t *testing.T) {
	index := readDoc(t, "../docs/index.md")
	for _, table := range m365cc.Tables() {
		want := askedPermissions(t, table.Name)
		for place, line := range map[string]string{
			pageOf(table.Name): lineWith(readDoc(t, pageOf(table.Name)), "- Permissions:"),
			"../docs/index.md": lineWith(index, "| ["+table.Name+"]"),
		} {
			if got := permissionsIn(line); !slices.Equal(got, want) {
				t.Errorf("%s names %q for %s, the plugin asks for %q", place, got, table.Name, want)
			}
		}
	}
}

// askedPermissions are the permissions that the plugin asks for: of an application that may read nothing, and of one
// that may read the table itself and no more.
func askedPermissions(t *testing.T, table string) []string {
	t.Helper()
	server := startTenant(t, demo.Options{})
	var told bytes.Buffer
	log := hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: &told})
	ask := func(roles ...string) error {
		server.Set(func(b *demo.Behaviour) { b.Roles = append([]string{}, roles...) }) // nil would be all
		var rows collector
		err := openEngine(t, server, log).Query(t.Context(), "select * from "+table, &rows)
		fmt.Fprintln(&told, err)
		return err
	}
	err := ask()
	if err == nil { // it asks Graph nothing
		return nil
	}
	roles := []string{"LicenseAssignment.Read.All"}
	for range 2 { // a table may be made of two collections
		roles = append(roles, permissionForm.FindString(err.Error()))
		if err = ask(roles...); err == nil {
			return permissionsIn(told.String())
		}
	}
	t.Fatal(err)
	return nil
}

var permissionForm = regexp.MustCompile(`[A-Z][A-Za-z-]+\.Read\.All`)

func permissionsIn(text string) []string {
	found := permissionForm.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

func lineWith(text, start string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, start) {
			return line
		}
	}
	return ""
}

// TestIndex wants every argument with its variable, and every cloud with its hosts.
func TestIndex(t *testing.T) {
	index := readDoc(t, "../docs/index.md")
	for _, a := range m365cc.Arguments {
		start := "| `" + a.Name + "` | "
		if a.Variable != "" {
			start += "`" + a.Variable + "` "
		}
		if lineWith(index, start+"| ") == "" {
			t.Errorf("there is no line %q", start+"| …")
		}
	}
	for _, c := range graph.Clouds {
		want := fmt.Sprintf("| `%s` | `%s` |\n", strings.Join(c.TokenHosts, "` or `"), c.GraphHost)
		if line := lineWith(index, "| `"+c.Name+"` | "); !strings.HasSuffix(line, want) {
			t.Errorf("the line of cloud %s is %q, want …%q", c.Name, line, want)
		}
	}
}

// TestShownOutput runs the queries that are shown with their output.
func TestShownOutput(t *testing.T) {
	db := openDocsEngine(t)
	shown := regexp.MustCompile("```sql\n([^`]+)```\n\n```\n([^`]+)```\n")
	for _, file := range []string{"../README.md", "../docs/index.md"} {
		all := shown.FindAllStringSubmatch(readDoc(t, file), -1)
		if len(all) == 0 {
			t.Errorf("%s shows no query with its output", file)
		}
		for _, found := range all {
			var got answer
			if err := db.Query(t.Context(), found[1], &got); err != nil {
				t.Errorf("%s: %v", file, err)
			} else if want := shownCells(found[2]); fmt.Sprint(got.cells) != fmt.Sprint(want) {
				t.Errorf("%s shows %q, the answer is %q", file, want, got.cells)
			}
		}
	}
}

// shownCells are the cells of a printed table, the header first.
func shownCells(table string) [][]string {
	var rows [][]string
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); strings.HasPrefix(line, "|") {
			cells := strings.Split(strings.Trim(line, "|"), "|")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			rows = append(rows, cells)
		}
	}
	return rows
}

// TestQueriesOfREADME runs the README's blocks of SQL, its command lines, and what `make demo` asks.
func TestQueriesOfREADME(t *testing.T) {
	readme := readDoc(t, "../README.md")
	queries := []string{readDoc(t, "../docs/demo.sql")}
	for _, form := range []string{"```sql\n([^`]+)```", `m365cc query [^"\n]*"([^"]+)"`, `steampipe query "([^"]+)"`, `echo "([^"]+)" \| bin/m365cc query`} {
		found := regexp.MustCompile(form).FindAllStringSubmatch(readme, -1)
		if len(found) == 0 {
			t.Errorf("the README has no %q", form)
		}
		for _, f := range found {
			queries = append(queries, f[1])
		}
	}
	for _, sql := range queries {
		mustGiveRows(t, openDocsEngine(t), sql)
	}
}

// mustGiveRows runs statements, each of which has to give something.
func mustGiveRows(t *testing.T, db *engine.DB, sql string) {
	t.Helper()
	var got answer
	if err := db.Query(t.Context(), sql, &got); err != nil {
		t.Errorf("%v\n%s", err, sql)
	}
	if len(got.rows) == 0 || slices.Contains(got.rows, 0) {
		t.Errorf("the statements give %d rows\n%s", got.rows, sql)
	}
}

// answer keeps what statements give, as it is printed.
type answer struct {
	rows  []int // of each statement
	cells [][]string
}

func (a *answer) Begin(columns []engine.Column) error {
	a.rows = append(a.rows, 0)
	var header []string
	for _, c := range columns {
		header = append(header, c.Name)
	}
	a.cells = append(a.cells, header)
	return nil
}

func (a *answer) Row(values []m365cc.Value) error {
	a.rows[len(a.rows)-1]++
	var cells []string
	for _, v := range values {
		cells = append(cells, textOf(v))
	}
	a.cells = append(a.cells, cells)
	return nil
}

func (a *answer) End() error { return nil }

// openDocsEngine is the embedded engine on a tenant of today, since examples speak of the last 30 days.
func openDocsEngine(t *testing.T) *engine.DB {
	t.Helper()
	return openEngine(t, startTenant(t, demo.Options{Now: time.Now()}), nil)
}

func pageOf(table string) string { return "../docs/tables/" + table + ".md" }

func readDoc(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
