package graph

import (
	"bufio"
	"context"
	"errors"
	"io"
)

// longestHead bounds what is read of a file to find its header.
const longestHead = 64 << 10

// ReportHead finds out which columns a usage report has, as [Client.Probe] does whether it is answered: it asks once,
// and reads the first line of the file only. The report that it returns has no rows, so that [Rows] gives one page, with
// what is Missing. The error says why the report, or its file, cannot be read.
func (c *Client) ReportHead(ctx context.Context, r Request) (*Report, error) {
	r = r.asFile()
	r.patience = probePatience
	report, err := newReport(r.name())
	if err != nil {
		return nil, err
	}
	report.head = true
	for again := true; ; again = false {
		err := c.fetchHead(ctx, r, report)
		expired := errors.As(err, new(*expiredError))
		switch {
		case err == nil:
			return report, nil
		case expired && !again:
			return nil, errors.New(err.Error()) // nobody shall take it for Graph's own refusal
		case !expired:
			return nil, advised(ctx, r, err)
		}
	}
}

// fetchHead asks for the report and reads the beginning of its file, each once.
func (c *Client) fetchHead(ctx context.Context, r Request, report *Report) error {
	address := ""
	err := c.attempt(ctx, r, nil, report.orAddress(&address))
	if err != nil || address == "" {
		return err
	}
	r.Help = Help{} // a refusal of the file is for want of no permission
	return c.downloadOnce(ctx, r, address, report)
}

// fillHead keeps the first line of a body.
func (r *Report) fillHead(body io.Reader) error {
	line, err := bufio.NewReader(io.LimitReader(body, longestHead)).ReadBytes('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	var check reportCheck
	_, _ = check.Write(line) // it keeps what is wrong
	if err := check.done(); err != nil {
		return &strangeError{err}
	}
	_, err = r.file.Write(line)
	return err
}
