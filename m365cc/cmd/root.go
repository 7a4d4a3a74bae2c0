// Package cmd is the command line: one file per command, and the forms of output.
package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// The exit codes.
const (
	exitOK          = 0
	exitError       = 1
	exitUsage       = 2
	exitInterrupted = 130
)

// streams are where a command reads and writes; tests put their own.
type streams struct {
	in       io.Reader
	out, err io.Writer
	// outIsTerminal and errIsTerminal say whether a person is looking.
	inIsTerminal, outIsTerminal, errIsTerminal bool
	getenv                                     func(string) string
}

func systemStreams() *streams {
	return &streams{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		inIsTerminal: isTerminal(os.Stdin), outIsTerminal: isTerminal(os.Stdout), errIsTerminal: isTerminal(os.Stderr),
		getenv: os.Getenv,
	}
}

// isTerminal says whether a file is a character device, as a terminal is.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && f.Name() != os.DevNull
}

// Main runs the command line and returns the exit code.
func Main() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return run(ctx, systemStreams(), os.Args[1:])
}

func run(ctx context.Context, s *streams, args []string) int {
	root := newRootCmd(s)
	root.SetArgs(args)
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	err := root.ExecuteContext(ctx)
	var usage *usageError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintf(s.err, "Error: %s\nRun '%s --help' for usage.\n", oneLine(err), usage.command)
		return exitUsage
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(s.err, "Error: interrupted")
		return exitInterrupted
	case errors.Is(err, syscall.EPIPE): // the reader, such as head, has enough
		return exitOK
	}
	fmt.Fprintf(s.err, "Error: %s\n", oneLine(err))
	return exitError
}

// oneLine keeps an error on one line, whatever it is made of.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// usageError is a mistake in the words of the command.
type usageError struct {
	command string
	err     error
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usageErrorf(c *cobra.Command, format string, args ...any) error {
	return &usageError{c.CommandPath(), fmt.Errorf(format, args...)}
}

func newRootCmd(s *streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "m365cc",
		Short: "Ask a Microsoft 365 tenant questions in SQL",
		Long: `m365cc asks a Microsoft 365 tenant questions in SQL: who has which licence, who is blocked,
who signed in when. It only reads; it never writes to a tenant.

Exit codes: 0 for success, 1 for an error, 2 for wrong usage, 130 when interrupted.`,
		Version:       m365cc.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usageErrorf(c, "unknown command %q", args[0])
			}
			return c.Help()
		},
		Args: cobra.ArbitraryArgs,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return &usageError{c.CommandPath(), err} })
	root.AddCommand(newQueryCmd(s), newTablesCmd(s), newInspectCmd(s), newDemoCmd(s))
	return root
}
