package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"time"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc/demo"
)

// tenantCount is how many tenants there are: as many as an aggregator of some companies has.
const tenantCount = 3

// tenant is where a made-up tenant is, how to sign in to it, and its own truth.
type tenant struct {
	TenantID, ClientID, ClientSecret string
	TokenHost, GraphHost             string
	Certificate                      []byte // PEM, of the authority that a client must trust
	Prices                           []byte // the price list
	Counts                           map[string]int
}

// What the process of the tenants is told, a line each. It answers each line with a statistic in JSON.
const (
	strike = "strike" // the faults begin, and Graph's limits hold; what was counted is forgotten
	stats  = "stats"  // nothing changes
)

// statistic is what the tenants have seen since the faults began.
type statistic struct {
	Requests, TokenRequests, Downloads int
	Throttled                          int            // 429 for a limit of Graph that was overrun
	Struck                             map[string]int // by the name of the fault
}

// serve is the process of the tenants: it tells out where they are, and ends with in. Until the faults begin, the
// logs have no limit, since the calm answers come through many connections.
func serve(users int, seed int64, in io.Reader, out io.Writer) error {
	var servers []*demo.Server
	var all []tenant
	now := time.Now()
	for k := range tenantCount {
		server, err := demo.Start(demo.Options{Users: users, Seed: seed + int64(k), Now: now})
		if err != nil {
			return err
		}
		defer server.Close()
		server.Set(func(b *demo.Behaviour) { b.LogRequests, b.ReportRequests = -1, -1 })
		servers, all = append(servers, server), append(all, introduce(server))
	}
	replies := json.NewEncoder(out)
	if err := replies.Encode(all); err != nil {
		return err
	}
	for {
		var word string
		_, err := fmt.Fscanln(in, &word)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if word == strike {
			for k, server := range servers {
				begin(server, curable(k))
			}
		}
		if err := replies.Encode(sum(servers)); err != nil {
			return err
		}
	}
}

func introduce(server *demo.Server) tenant {
	return tenant{server.TenantID(), server.ClientID(), server.ClientSecret(), server.TokenHost(), server.GraphHost(),
		server.CertificatePEM(), server.Tenant().PriceList(), counts(server.Tenant())}
}

// begin lets the faults begin.
func begin(server *demo.Server, faults []demo.Fault) {
	server.Set(func(b *demo.Behaviour) { b.LogRequests, b.ReportRequests, b.Faults = 0, 0, faults })
	server.Reset()
}

// counts are the numbers of rows that the tenant itself knows, by table.
func counts(t *demo.Tenant) map[string]int {
	n := map[string]int{
		"m365cc_user":             t.Len(),
		"m365cc_deleted_user":     len(t.DeletedUsers()),
		"m365cc_domain":           len(t.AllDomains()),
		"m365cc_subscribed_sku":   len(t.SKUs()),
		"m365cc_subscription":     len(t.Subscriptions()),
		"m365cc_directory_audit":  len(t.DirectoryAudits()),
		"m365cc_license_price":    len(t.Prices()),
		"m365cc_email_activity":   len(t.EmailActivities(demo.Edition{Period: 90})),
		"m365cc_active_user":      len(t.ActiveUsers(demo.Edition{Period: 90})),
		"m365cc_mfa_registration": 0,
		"m365cc_signin":           0,
	}
	for i := range t.Len() {
		if _, ok := t.Registration(i); ok {
			n["m365cc_mfa_registration"]++
		}
	}
	for s := range t.SignIns() {
		if s.EventType == "interactiveUser" {
			n["m365cc_signin"]++
		}
	}
	return n
}

func sum(servers []*demo.Server) statistic {
	s := statistic{Struck: map[string]int{}}
	for _, server := range servers {
		requests := server.Requests()
		s.Requests += len(requests)
		s.TokenRequests += len(server.TokenRequests())
		s.Downloads += len(server.Downloads())
		for _, r := range requests {
			if r.Fault == "" && r.Status == http.StatusTooManyRequests {
				s.Throttled++
			}
		}
		for name, n := range server.Struck() {
			s.Struck[name] += n
		}
	}
	return s
}

// names are the faults that struck, in the order of the alphabet.
func (s statistic) names() []string { return slices.Sorted(maps.Keys(s.Struck)) }

// tenants are the process of the tenants.
type tenants struct {
	all    []tenant
	in     io.WriteCloser
	out    *json.Decoder
	errors *bytes.Buffer
	wait   func() error
}

// startTenants starts the process, which is this program once more.
func startTenants(ctx context.Context, o options) (*tenants, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	t := &tenants{errors: &bytes.Buffer{}}
	c := exec.CommandContext(ctx, program, serveArgument, strconv.Itoa(o.users), strconv.FormatInt(o.seed, 10))
	c.Stderr = t.errors
	if t.in, err = c.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	t.out, t.wait = json.NewDecoder(out), c.Wait
	if err := t.out.Decode(&t.all); err != nil {
		t.stop()
		return nil, fmt.Errorf("start the tenants: %w: %s", err, t.errors)
	}
	return t, nil
}

// tell gives the process a line and returns its answer.
func (t *tenants) tell(word string) (statistic, error) {
	var s statistic
	if _, err := fmt.Fprintln(t.in, word); err != nil {
		return s, fmt.Errorf("tell the tenants to %s: %w", word, err)
	}
	if err := t.out.Decode(&s); err != nil {
		return s, fmt.Errorf("tell the tenants to %s: %w", word, err)
	}
	return s, nil
}

func (t *tenants) stop() {
	_ = t.in.Close()
	_ = t.wait() // what it was asked for is known by now
}
