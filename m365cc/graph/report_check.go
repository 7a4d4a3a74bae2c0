package graph

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// reportCheck looks at a report's file while it is written: that it is a report, and that each line has the fields of
// the first, the last too. What is wrong is fetched again then, before a row of it is given and before it is kept.
// Everything finer is left to [Rows].
type reportCheck struct {
	header  []byte // the first line, as far as it is needed
	columns int    // of the first line; 0: it has not ended yet
	line    int    // lines that have ended
	fields  int    // of the line so far, but for the last
	filled  bool   // the line is not empty
	quoted  bool   // a quote is open, in which commas and line ends are text
	err     error
}

// maxHeader bounds what is kept of the first line; that of the widest report has some 1,500 bytes.
const maxHeader = 16 << 10

// Write never fails, so that the body is read to its end.
func (c *reportCheck) Write(data []byte) (int, error) {
	if c.columns == 0 && len(c.header) < maxHeader {
		c.header = append(c.header, data[:min(len(data), maxHeader-len(c.header))]...)
	}
	for _, b := range data {
		switch {
		case b == '"':
			c.quoted, c.filled = !c.quoted, true
		case b == '\n' && !c.quoted:
			c.endLine()
		case b == ',' && !c.quoted:
			c.fields++
			c.filled = true
		case b != '\r' && b != '\n':
			c.filled = true
			if b == 0 && c.err == nil {
				c.err = errNUL(c.line + 1)
			}
		}
	}
	return len(data), nil
}

func (c *reportCheck) endLine() {
	c.line++
	if !c.filled {
		return
	}
	switch {
	case c.columns == 0:
		c.columns = c.fields + 1
	case c.fields+1 != c.columns && c.err == nil:
		c.err = errFields(c.line)
	}
	c.fields, c.filled = 0, false
}

// done says what is wrong with the file, nil when nothing is. A last line needs no line end.
func (c *reportCheck) done() error {
	if c.filled {
		c.endLine()
	}
	first, _, _ := bytes.Cut(bytes.TrimLeft(c.header, "\r\n"), []byte("\n"))
	switch {
	case c.columns == 0:
		return errors.New("the report is empty: it has not even a header")
	case !strings.Contains(strings.ToLower(string(first)), strings.ToLower(firstHeader)):
		return errNoReport
	case c.quoted:
		return fmt.Errorf("the report ends within quotes, in line %d or after; it cannot be relied on", c.line)
	}
	return c.err
}

var errNoReport = fmt.Errorf("the file is no report: its first line has no column %q; check a proxy in between", firstHeader)

func errFields(line int) error {
	return fmt.Errorf("line %d has more or fewer fields than the header; the report cannot be relied on", line)
}

// errNUL is about what no report has, but a disk that was full or a file that was read too early.
func errNUL(line int) error {
	return fmt.Errorf("line %d has a NUL byte; the report cannot be relied on", line)
}
