//go:build unix

package main

import (
	"errors"
	"flag"
	"io"
	"strings"
	"testing"
)

func TestParseOptions(t *testing.T) {
	for _, test := range []struct {
		args string
		want options
		fail string
	}{
		{args: "", want: options{users: 100_000, large: 500_000, rounds: 7, floorRows: 5_000}},
		{args: "-users 20 -large 0 -rounds 1 -floor-rows 3", want: options{users: 20, rounds: 1, floorRows: 3}},
		{args: "-only engine -cpuprofile x", want: options{users: 100_000, large: 500_000, rounds: 7, floorRows: 5_000, only: "engine", profile: "x"}},
		{args: "-users 0", fail: "1 or more"},
		{args: "-rounds 0", fail: "1 or more"},
		{args: "-floor-rows 0", fail: "1 or more"},
		{args: "-large -1", fail: "1 or more"},
		{args: "-only teleport", fail: `no way "teleport"; there are: limit, engine`},
		{args: "-cpuprofile x", fail: "-only"},
		{args: "more", fail: `"more"`},
		{args: "-unknown", fail: "unknown"},
	} {
		got, err := parseOptions(strings.Fields(test.args), io.Discard)
		switch {
		case test.fail == "" && (err != nil || got != test.want):
			t.Errorf("%q gives %+v, %v; want %+v", test.args, got, err, test.want)
		case test.fail != "" && (err == nil || !strings.Contains(err.Error(), test.fail)):
			t.Errorf("%q gives %v; want an error with %q", test.args, err, test.fail)
		}
	}
}

func TestHelpIsNoError(t *testing.T) {
	if _, err := parseOptions([]string{"-h"}, io.Discard); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("-h gives %v", err)
	}
	var log strings.Builder
	if err := start(t.Context(), []string{"-h"}, nil, io.Discard, &log); err != nil || !strings.Contains(log.String(), "-users") {
		t.Errorf("-h gives %v and %q", err, log.String())
	}
}
