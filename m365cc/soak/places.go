package main

import (
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/engine"
)

// firstName is the name of the first connection, which wide statements name.
const firstName = "first"

// connectionNames are the connections of the run, the last of which is one more to the first tenant: the two know
// nothing of each other, so that together they overrun Graph's limits.
var connectionNames = [tenantCount + 1]string{firstName, "second", "third", "again"}

// reportsPerRun is how often a connection reads a report anew, unless it is struck: Graph gives a report fourteen
// times in ten minutes. The two connections to the first tenant, which share that, read it once.
const reportsPerRun = 3

// places are the connections that the queries share.
type places struct {
	tenants     []tenant
	connections []*m365cc.Connection
	prices      []string // the files of the price lists, by tenant
	run         time.Duration
}

// keptFor is how long a connection to a tenant keeps what it fetched, a second at least.
func (p *places) keptFor(tenant int) time.Duration {
	if tenant == 0 {
		return p.run + longestRest
	}
	return max(p.run/reportsPerRun, time.Second)
}

// openPlaces makes the connections for a run of that time.
func openPlaces(tenants []tenant, run time.Duration) (*places, error) {
	p := &places{tenants: tenants, run: run}
	for _, t := range tenants {
		name, err := writePrices(t)
		if err != nil {
			p.close()
			return nil, err
		}
		p.prices = append(p.prices, name)
	}
	for k := range connectionNames {
		c, err := p.connect(p.tenantOf(k))
		if err != nil {
			p.close()
			return nil, err
		}
		p.connections = append(p.connections, c)
	}
	return p, nil
}

// tenantOf is the tenant of a connection, both by number.
func (p *places) tenantOf(connection int) int { return connection % len(p.tenants) }

// connect makes another connection to a tenant.
func (p *places) connect(tenant int) (*m365cc.Connection, error) {
	t := p.tenants[tenant]
	seconds := int(p.keptFor(tenant) / time.Second)
	config := m365cc.ConnectionConfig{
		TenantID: &t.TenantID, ClientID: &t.ClientID, ClientSecret: &t.ClientSecret,
		TokenHost: &t.TokenHost, GraphHost: &t.GraphHost,
		CacheTTL: &seconds, LicensePriceFile: &p.prices[tenant],
	}
	settings, err := config.Resolve(func(string) string { return "" })
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(t.Certificate)
	return m365cc.NewConnection(settings, m365cc.ConnectionOptions{RootCAs: roots})
}

// open makes a database on the shared connections, that of the number first, whose tables need no prefix.
func (p *places) open(connection int) (*engine.DB, error) {
	named := []engine.Named{{Name: connectionNames[connection], Connection: p.connections[connection]}}
	for k, c := range p.connections {
		if k != connection {
			named = append(named, engine.Named{Name: connectionNames[k], Connection: c})
		}
	}
	return engine.Open(engine.Options{Connections: named})
}

// openAlone makes a database on a connection of its own; done closes both.
func (p *places) openAlone(connection int) (db *engine.DB, done func() error, err error) {
	c, err := p.connect(p.tenantOf(connection))
	if err != nil {
		return nil, nil, err
	}
	db, err = engine.Open(engine.Options{Connections: []engine.Named{{Name: connectionNames[connection], Connection: c}}})
	if err != nil {
		c.Close()
		return nil, nil, err
	}
	return db, func() error {
		defer c.Close()
		return db.Close()
	}, nil
}

func (p *places) close() {
	for _, c := range p.connections {
		c.Close()
	}
	for _, name := range p.prices {
		_ = os.Remove(name) // one that stays does no harm
	}
}

func writePrices(t tenant) (string, error) {
	f, err := os.CreateTemp("", "m365cc-soak-*.csv")
	if err != nil {
		return "", fmt.Errorf("write the price list: %w", err)
	}
	_, err = f.Write(t.Prices)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(fmt.Errorf("write the price list: %w", err), os.Remove(f.Name()))
	}
	return f.Name(), nil
}
