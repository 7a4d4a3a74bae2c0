//go:build unix

package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
)

// options are what a run is told.
type options struct {
	users     int
	large     int
	rounds    int
	floorRows int
	only      string
	profile   string
}

func parseOptions(args []string, log io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(log)
	flags.IntVar(&o.users, "users", 100_000, "how many users the tenant has")
	flags.IntVar(&o.large, "large", 500_000, "how many users the second tenant has, which is read once in each way but the floors; 0: none")
	flags.IntVar(&o.rounds, "rounds", 7, "how often each way is measured; the floors three times at most")
	flags.IntVar(&o.floorRows, "floor-rows", 5_000, "how many rows the floors hand over at most; what they cost a row hardly depends on it")
	flags.StringVar(&o.only, "only", "", "measure one way: "+wayNames())
	flags.StringVar(&o.profile, "cpuprofile", "", "with -only: write a CPU profile of the last reading to this file")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	return o, o.check(flags.Args())
}

func (o options) check(rest []string) error {
	switch {
	case len(rest) > 0:
		return fmt.Errorf("unexpected argument %q", rest[0])
	case o.users < 1 || o.rounds < 1 || o.floorRows < 1 || o.large < 0:
		return errors.New("-users, -rounds and -floor-rows must be 1 or more, -large 0 or more")
	case o.profile != "" && o.only == "":
		return errors.New("-cpuprofile needs -only, the way to profile")
	case o.only == "":
		return nil
	}
	_, err := wayNamed(o.only)
	return err
}
