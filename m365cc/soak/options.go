package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"time"
)

// options are what a run is told.
type options struct {
	time    time.Duration
	queries int
	users   int
	seed    int64
	logs    bool
}

func parseOptions(args []string, log io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("soak", flag.ContinueOnError)
	flags.SetOutput(log)
	flags.DurationVar(&o.time, "time", 2*time.Minute, "for how long queries are begun")
	flags.IntVar(&o.queries, "queries", 200, "how many run at a time")
	flags.IntVar(&o.users, "users", 300, "how many users each tenant has")
	flags.Int64Var(&o.seed, "seed", 1, "another number makes up other tenants, and asks in another order")
	flags.BoolVar(&o.logs, "logs", true, "ask the tables that are read from logs too, of which Graph gives five pages in ten seconds")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case o.time < time.Second || o.queries < 1 || o.users < 1:
		return o, errors.New("-time must be a second or more, -queries and -users 1 or more")
	}
	return o, nil
}

// samplesPerRun are enough for the median of a third of a run: what is alive changes by a half with the queries that
// happen to run.
const samplesPerRun = 60

// interval is the time between two samples of the memory.
func (o options) interval() time.Duration { return o.time / samplesPerRun }
