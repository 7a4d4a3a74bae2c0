// Package demo makes up a Microsoft 365 tenant and serves it as Microsoft
// Graph does: a token server, Graph and the files of reports on loopback, over
// TLS, so that the plugin can be tried and tested without a tenant.
//
// Everything follows from a seed, a size and a clock: the same three give the
// same tenant. Rows are computed from their number when they are asked for and
// never stored, so that 500,000 users start at once and need no memory.
//
// The server is strict. It gives only what $select asks for, refuses what
// Graph refuses with Graph's own codes, and counts requests for tests.
// Behaviour has a switch for each way in which a real tenant may differ.
//
// The package imports only the standard library and nothing of this project:
// a misunderstanding in the client must not cancel itself out here.
package demo

import "time"

// Options say which tenant is made up and where it is served. The zero value
// is a tenant of 250 users in the global cloud on free ports of 127.0.0.1.
type Options struct {
	Users int       // the number of users; 0: 250
	Seed  int64     // two seeds give two different tenants; 0: 1
	Now   time.Time // the clock that all dates of the tenant are relative to; zero: the current second
	Cloud string    // "global", "gcc_high", "dod" or "china"; "": "global"

	TokenAddr  string // where the token server listens; "": 127.0.0.1:0, a free port
	GraphAddr  string // where Graph listens, on another port than the token server; "": 127.0.0.1:0
	ReportAddr string // where the files of reports are, on a third port; "": 127.0.0.1:0

	KeepRequests int // how many requests are remembered, the oldest go first; 0: 100,000
}

// withDefaults returns the options with every zero value replaced.
func (o Options) withDefaults() Options {
	if o.Users == 0 {
		o.Users = 250
	}
	if o.Seed == 0 {
		o.Seed = 1
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	o.Now = o.Now.UTC().Truncate(time.Second)
	if o.Cloud == "" {
		o.Cloud = "global"
	}
	if o.TokenAddr == "" {
		o.TokenAddr = "127.0.0.1:0"
	}
	if o.GraphAddr == "" {
		o.GraphAddr = "127.0.0.1:0"
	}
	if o.ReportAddr == "" {
		o.ReportAddr = "127.0.0.1:0"
	}
	if o.KeepRequests == 0 {
		o.KeepRequests = 100_000
	}
	return o
}
