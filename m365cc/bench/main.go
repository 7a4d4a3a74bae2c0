//go:build unix

// Command bench says what a row of m365cc_user costs in CPU, allocations and memory, beside what there is
// to compare with. `make bench` runs it.
//
// It serves a made-up tenant and reads ten columns of its users in several ways: the embedded engine,
// Steampipe's path, plugins that only hand made-up rows to Steampipe's SDK (the floor: what no plugin can
// do without), and a client that throws the answers away (the limit: what no reader of Graph can do
// without). The tenant and each reading are processes of their own. The ways take turns, and the table has
// the median of each: numbers are to be compared within one run only.
//
// The readers find the tenant's certificate by SSL_CERT_FILE, which Go does not heed on macOS.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := start(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// The first argument of the processes that the program starts of itself.
const (
	serveArgument = "serve" // with the number of users
	readArgument  = "read"  // with the way and the number of rows
)

func start(ctx context.Context, args []string, in io.Reader, out, log io.Writer) error {
	switch {
	case len(args) == 2 && args[0] == serveArgument:
		users, err := strconv.Atoi(args[1])
		if err != nil {
			return err
		}
		return serve(users, in, out)
	case len(args) >= 3 && args[0] == readArgument:
		return readOnce(ctx, args[1:], in, out)
	}
	o, err := parseOptions(args, log)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	return compare(ctx, o, out)
}

// readOnce is the process of one reading: the arguments are the way, the rows and perhaps the file of a
// profile; the tenant comes from in, the measurement goes to out.
func readOnce(ctx context.Context, args []string, in io.Reader, out io.Writer) error {
	w, err := wayNamed(args[0])
	if err != nil {
		return err
	}
	rows, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	var t tenant
	if err := json.NewDecoder(in).Decode(&t); err != nil {
		return fmt.Errorf("read the tenant: %w", err)
	}
	profile := ""
	if len(args) > 2 {
		profile = args[2]
	}
	m, err := measure(ctx, w, t, rows, profile)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(m)
}
