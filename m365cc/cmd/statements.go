package cmd

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
)

// statements say where the SQL comes from: from the argument, from files, or else from standard input.
type statements struct {
	args    []string
	files   []string
	twice   bool // as arguments and with -f
	command *cobra.Command
}

// take takes the arguments: SQL, or the names of files with it.
func (o *statements) take(args []string) {
	if len(args) == 0 || !isFileName(args[0]) {
		o.args = args
		return
	}
	o.twice = len(o.files) > 0
	o.files = append(o.files, args...)
}

// isFileName says whether an argument names a file of SQL. A statement that ends so can end in a semicolon.
func isFileName(arg string) bool {
	return strings.HasSuffix(strings.ToLower(arg), ".sql") && !strings.Contains(arg, "\n")
}

func (o *statements) check(c *cobra.Command, inIsTerminal bool) error {
	o.command = c
	switch {
	case o.twice || len(o.args) > 0 && len(o.files) > 0:
		return usageErrorf(c, "the SQL is given twice: as an argument and with -f")
	case len(o.args) == 0 && len(o.files) == 0 && inIsTerminal:
		return usageErrorf(c, "no SQL is given: as an argument, with -f FILE, or on standard input")
	}
	return nil
}

// read returns the SQL.
func (o *statements) read(ctx context.Context, in io.Reader) (string, error) {
	sql, err := o.readAll(ctx, in)
	if err == nil && strings.Trim(sql, " \t\r\n;") == "" { // a comment is something
		err = usageErrorf(o.command, "the SQL is empty")
	}
	return sql, err
}

func (o *statements) readAll(ctx context.Context, in io.Reader) (string, error) {
	if len(o.args) > 0 {
		return checked("the SQL", o.args[0])
	}
	files := o.files
	if len(files) == 0 {
		files = []string{"-"}
	}
	var all strings.Builder
	for _, file := range files {
		sql, err := readFile(ctx, file, in)
		if err != nil {
			return "", fmt.Errorf("read SQL: %w", err)
		}
		all.WriteString(sql + "\n;\n") // a file need not end in a semicolon
	}
	return all.String(), nil
}

func readFile(ctx context.Context, file string, in io.Reader) (string, error) {
	name, read := fmt.Sprintf("%q", file), func() ([]byte, error) { return os.ReadFile(file) }
	if file == "-" {
		name, read = "standard input", func() ([]byte, error) { return io.ReadAll(in) }
	}
	text, err := interruptible(ctx, read)
	if err != nil {
		return "", err
	}
	return checked(name, string(text))
}

// interruptible reads until the context ends: a terminal or a pipe may never give an end.
func interruptible(ctx context.Context, read func() ([]byte, error)) ([]byte, error) {
	var text []byte
	done := make(chan error, 1)
	go func() {
		var err error
		text, err = read()
		done <- err
	}()
	select {
	case err := <-done:
		return text, err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// checked refuses what SQLite would read only in part or take for other letters.
func checked(name, sql string) (string, error) {
	if !utf8.ValidString(sql) || strings.ContainsRune(sql, 0) {
		return "", fmt.Errorf("%s is not UTF-8 text", name)
	}
	return sql, nil
}
