// Command soak asks made-up tenants a great many questions at a time, while Graph throttles and things go wrong on
// the way, and says whether the answers were right and what was left behind. `make soak` runs it.
//
// The tenants are a process of their own, so that memory, goroutines and open files are the client's alone. Each
// statement is run once while all is calm, and what can be counted is compared with the tenants' own truth. Then
// the faults begin, and many queries run side by side for a while, through connections that they share. Every
// answer is compared with the calm one, row by row; faults are such that another attempt helps, so a query that
// nobody cancelled must succeed. At the end no goroutine and no open file may be left, and memory must have been flat.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"time"
)

// serveArgument is the first one of the process of the tenants, with the number of users and the seed.
const serveArgument = "serve"

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := start(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

func start(ctx context.Context, args []string, in io.Reader, out, log io.Writer) error {
	if len(args) == 3 && args[0] == serveArgument {
		users, err := strconv.Atoi(args[1])
		if err != nil {
			return err
		}
		seed, err := strconv.ParseInt(args[2], 10, 64)
		if err != nil {
			return err
		}
		return serve(users, seed, in, out)
	}
	o, err := parseOptions(args, log)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	return soak(ctx, o, out)
}

// soak is a whole run.
func soak(ctx context.Context, o options, out io.Writer) error {
	tenants, err := startTenants(ctx, o)
	if err != nil {
		return err
	}
	defer tenants.stop()
	before := takeSample()
	fmt.Fprintf(out, "%d tenants of %d users; seed %d\n", len(tenants.all), o.users, o.seed)
	answers, err := askCalmly(ctx, tenants.all)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%d answers of %d statements while all is calm\n", answers.len(), len(allStatements))
	if _, err := tenants.tell(strike); err != nil {
		return err
	}
	r := newReport(o, before)
	if err := ask(ctx, o, tenants.all, answers, r); err != nil {
		return err
	}
	if r.struck, err = tenants.tell(stats); err != nil {
		return err
	}
	r.after, r.leftStacks = settle(before, longestSettling)
	return r.print(out)
}

// ask runs the queries for the time that is set, and then waits for those under way.
func ask(ctx context.Context, o options, tenants []tenant, answers *answers, r *report) error {
	places, err := openPlaces(tenants, o.time)
	if err != nil {
		return err
	}
	defer places.close()
	stopSampling := r.sampleEvery(o.interval())
	defer stopSampling()
	begun := time.Now()
	crew := &crew{places: places, answers: answers, tally: r.tally, until: begun.Add(o.time)}
	err = crew.run(ctx, o)
	r.took = time.Since(begun)
	return err
}
