package m365cc_test

import (
	"bytes"
	"crypto/x509"
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/go-hclog"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// sqliteRunner runs cases through the embedded engine, each on a connection of its own.
type sqliteRunner struct{ server *demo.Server }

func (r sqliteRunner) isSteampipe() bool { return false }

func (r sqliteRunner) run(t *testing.T, c suiteCase) ([]row, []string, error) {
	var log bytes.Buffer
	db := openWith(t, r.server, hclog.New(&hclog.LoggerOptions{Level: hclog.Warn, Output: &log}), priceFile(t, r.server, c.prices), c.managed)
	var rows collector
	err := db.Query(t.Context(), c.sql(), &rows)
	return rows.rows, warningsIn(log.String()), err
}

// openEngine makes a database on a connection of its own, with the tenant's price list.
func openEngine(t testing.TB, server *demo.Server, log hclog.Logger) *engine.DB {
	t.Helper()
	return openWith(t, server, log, priceFile(t, server, ""), nil)
}

// openWith is openEngine with a price list and the licences that count.
func openWith(t testing.TB, server *demo.Server, log hclog.Logger, prices string, managed []string) *engine.DB {
	t.Helper()
	settings := settingsOf(t, server)
	settings.LicensePriceFile, settings.ManagedLicenses = prices, managed
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(server.CertificatePEM())
	connection, err := m365cc.NewConnection(settings, m365cc.ConnectionOptions{RootCAs: roots, Log: log})
	if err != nil {
		t.Fatal(err)
	}
	db, err := engine.Open(engine.Options{Connections: []engine.Named{{Name: "m365cc", Connection: connection}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
		connection.Close()
	})
	return db
}

// warningsIn are the plugin's own warnings in the log, which tell what Graph said.
func warningsIn(log string) []string {
	var found []string
	for line := range strings.Lines(log) {
		if strings.Contains(line, "[WARN]") && (strings.Contains(line, "refusal=") || strings.Contains(line, "because=")) {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found
}

// collector keeps the rows of a result as the suite compares them.
type collector struct {
	columns []engine.Column
	rows    []row
}

func (c *collector) Begin(columns []engine.Column) error {
	c.columns = columns
	return nil
}

func (c *collector) Row(values []m365cc.Value) error {
	r := row{}
	for i, v := range values {
		r[c.columns[i].Name] = textOf(v)
	}
	c.rows = append(c.rows, r)
	return nil
}

func (c *collector) End() error { return nil }

// textOf is a value as the suite compares it: NULL is "", JSON has its names in order.
func textOf(v m365cc.Value) string {
	switch {
	case v.IsNull():
		return ""
	case v.Type() == m365cc.Boolean && v.Bool():
		return "true"
	case v.Type() == m365cc.Boolean:
		return "false"
	case v.Type() == m365cc.Integer, v.Type() == m365cc.Double:
		text, _ := json.Marshal(v.Any())
		return string(text)
	case v.Type() == m365cc.JSON:
		return canonicalJSON([]byte(v.Text()))
	}
	return v.Text()
}

func canonicalJSON(text []byte) string {
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		return "not JSON: " + string(text)
	}
	return jsonOf(v)
}

func jsonOf(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(b.String(), "\n")
}
