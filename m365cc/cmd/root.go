// Package cmd is the command line: one file per command, and the forms of output.
package cmd

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// The exit codes.
const (
	exitOK          = 0
	exitError       = 1
	exitUsage       = 2
	exitRows        = 3 // of query --fail-on-rows
	exitInterrupted = 130
)

// exitCodes are in the help.
const exitCodes = "Exit codes: 0 for success, 1 for an error, 2 for wrong usage, 3 for rows with query --fail-on-rows,\n130 when interrupted."

// streams are where a command reads and writes; tests put their own.
type streams struct {
	in       io.Reader
	out, err io.Writer
	// inIsTerminal, outIsTerminal and errIsTerminal say whether a person is there.
	inIsTerminal, outIsTerminal, errIsTerminal bool
	getenv                                     func(string) string
	// roots are trusted instead of the system's; nil: the system's.
	roots *x509.CertPool
}

func systemStreams() *streams {
	return &streams{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		inIsTerminal: isTerminal(os.Stdin), outIsTerminal: isTerminal(os.Stdout), errIsTerminal: isTerminal(os.Stderr),
		getenv: os.Getenv,
	}
}

// isTerminal says whether a file is a character device other than the null device, as a terminal is.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// Main runs the command line and returns the exit code.
func Main() int {
	// A reader that has enough, such as head, is then an error of a write, and everything ends in order.
	signal.Ignore(syscall.SIGPIPE)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	return run(ctx, systemStreams(), os.Args[1:])
}

func run(ctx context.Context, s *streams, args []string) int {
	out := &pipe{w: s.out}
	own := *s
	own.out = out
	root := newRootCmd(&own)
	root.SetArgs(withComments(args))
	root.SetIn(s.in)
	root.SetOut(out)
	root.SetErr(s.err)
	err := root.ExecuteContext(ctx)
	var usage *usageError
	var outcome *outcomeError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintf(s.err, "Error: %s\nRun '%s --help' for usage.\n", oneLine(err), usage.command)
		return exitUsage
	case ctx.Err() != nil:
		fmt.Fprintln(s.err, "Error: interrupted")
		return exitInterrupted
	case errors.As(err, &outcome) && outcome.code == exitRows:
		fmt.Fprintln(s.err, oneLine(err))
		return exitRows
	case outcome == nil && out.closed:
		return exitOK
	}
	fmt.Fprintf(s.err, "Error: %s\n", oneLine(err))
	return exitError
}

// pipe is standard output. It notes when its reader, such as head, has enough; the same error of a network
// connection would be a real one.
type pipe struct {
	w      io.Writer
	closed bool
}

func (p *pipe) Write(b []byte) (int, error) {
	n, err := p.w.Write(b)
	p.closed = p.closed || errors.Is(err, syscall.EPIPE)
	return n, err
}

// withComments keeps SQL that begins with a comment from being taken for a flag: a line break in front
// changes nothing for SQL.
func withComments(args []string) []string {
	out := make([]string, len(args))
	for i, arg := range args {
		out[i] = arg
		comment, found := strings.CutPrefix(arg, "--")
		if found && comment != "" && (!unicode.IsLetter(rune(comment[0])) || strings.Contains(comment, "\n")) {
			out[i] = "\n" + arg
		}
	}
	return out
}

// oneLine keeps an error on one line, whatever it is made of.
func oneLine(err error) string { return printable(strings.Join(strings.Fields(err.Error()), " ")) }

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

` + exitCodes,
		Example: `  m365cc query --demo "select display_name, licenses from m365cc_user limit 5"
  m365cc check --demo
  m365cc tables
  m365cc inspect m365cc_user`,
		Version:       m365cc.Version,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE:          runGroup,

		SuggestionsMinimumDistance: 2,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error { return &usageError{c.CommandPath(), err} })
	root.SetHelpCommand(newHelpCmd())
	root.AddCommand(newQueryCmd(s), newTablesCmd(s), newInspectCmd(s), newCheckCmd(s), newDemoCmd(s))
	return root
}

// runGroup runs a command that only has commands of its own: it explains itself.
func runGroup(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return c.Help()
	}
	hint := ""
	if similar := c.SuggestionsFor(args[0]); len(similar) > 0 {
		hint = fmt.Sprintf("; is '%s %s' meant?", c.CommandPath(), similar[0])
	} else if strings.ContainsAny(args[0], " \n") {
		hint = "; SQL is an argument of 'm365cc query'"
	}
	return usageErrorf(c, "unknown command %q%s", args[0], hint)
}

func newHelpCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Explain a command",
		RunE: func(c *cobra.Command, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil || len(rest) > 0 {
				return usageErrorf(c.Root(), "there is no command %q", strings.Join(args, " "))
			}
			found.InitDefaultHelpFlag()
			found.InitDefaultVersionFlag()
			return found.Help()
		},
	}
}

func noArguments(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageErrorf(c, "%s takes no argument, but got %q", c.Name(), args[0])
	}
	return nil
}

// noEmptyFlags refuses flags with an empty value, most often a variable of the shell that is not set: the
// default in its place could be another tenant.
func noEmptyFlags(c *cobra.Command, names ...string) error {
	for _, name := range names {
		if f := c.Flags().Lookup(name); f.Changed && f.Value.String() == "" {
			return usageErrorf(c, "--%s: the value is empty", name)
		}
	}
	return nil
}
