package cmd

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/m365cc/steampipe-plugin-m365cc/m365cc"
)

// errNotAllRead says why an answer without rows is no all-clear.
var errNotAllRead = errors.New("no rows, but not everything could be read (see the warnings above), so that nobody knows whether there is a finding; 'm365cc check' says what to grant")

// rowCheck makes of a query a check: rows are findings.
type rowCheck struct {
	asked  bool
	poorer atomic.Bool // something could not be read
	rows   int
}

// judge turns what came of a query into the exit code of a check: only an answer that is whole and has no rows is a
// success.
func (c *rowCheck) judge(err error) error {
	switch {
	case !c.asked:
		return err
	case err != nil:
		return &outcomeError{exitError, err}
	case c.rows > 0:
		return &outcomeError{exitRows, fmt.Errorf("rows: %d; the exit code is %d (--fail-on-rows)", c.rows, exitRows)}
	case c.poorer.Load():
		return &outcomeError{exitError, errNotAllRead}
	}
	return nil
}

// countedResult counts the rows of all statements.
type countedResult struct {
	result
	rows *int
}

func (r countedResult) Row(values []m365cc.Value) error {
	*r.rows++
	return r.result.Row(values)
}

// outcomeError has the exit code for what happened, also where the reader of the output has gone.
type outcomeError struct {
	code int
	err  error
}

func (e *outcomeError) Error() string { return e.err.Error() }
func (e *outcomeError) Unwrap() error { return e.err }
