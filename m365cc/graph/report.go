package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
)

// Report is the file of a usage report: CSV, as the service wrote it. It is kept in a private temporary file,
// which goes when nobody holds the Report any more, and may be read by many queries at a time.
type Report struct {
	file *os.File
	name string // of the request, for errors
	head bool   // only the header is kept
}

// Report fetches a usage report as CSV. Graph answers with the address of a file elsewhere, which is fetched without the
// token, or with the file. The report is whole, or the error says why there is none.
//
// https://learn.microsoft.com/graph/api/resources/report
func (c *Client) Report(ctx context.Context, r Request) (*Report, error) {
	r = r.asFile()
	report, err := newReport(r.name())
	if err != nil {
		return nil, err
	}
	for again := true; ; again = false {
		err := c.fetchReport(ctx, r, report)
		if ctx.Err() != nil { // also when a server that sees us leave ends the body as if it were whole
			return nil, context.Cause(ctx)
		}
		if err == nil {
			return report, nil
		}
		// an address is good for a few minutes only, which waiting may have used up
		if !again || !errors.As(err, new(*expiredError)) {
			return nil, err
		}
	}
}

// asFile is the request for a report as CSV.
func (r Request) asFile() Request {
	if r.file = true; r.version() == "beta" { // v1.0 knows no other form
		r.Format = "text/csv"
	}
	return r
}

// fetchReport asks for the report and fetches its file.
func (c *Client) fetchReport(ctx context.Context, r Request, report *Report) error {
	address := ""
	err := c.do(ctx, r, nil, report.orAddress(&address))
	if err != nil || address == "" {
		return err
	}
	return c.download(ctx, r, address, report)
}

// orAddress takes the answer that is a report, or the address of its file; "" where it was the report.
func (r *Report) orAddress(address *string) answer {
	return func(resp *http.Response) error {
		*address = ""
		if !isRedirect(resp.StatusCode) {
			return r.fill(resp)
		}
		if *address = resp.Header.Get("Location"); *address == "" {
			return errNoAddress
		}
		_, err := io.Copy(io.Discard, io.LimitReader(resp.Body, maxErrorBody))
		return err
	}
}

func newReport(name string) (*Report, error) {
	file, err := os.CreateTemp("", "m365cc-report-*.csv")
	if err != nil {
		return nil, fmt.Errorf("%s: no room for the report: %w", name, err)
	}
	path := file.Name()
	// Windows cannot remove a file that is open; elsewhere nobody finds it from now on, not even after a crash.
	removed := os.Remove(path) == nil
	r := &Report{file: file, name: name}
	runtime.AddCleanup(r, func(file *os.File) {
		file.Close()
		if !removed {
			_ = os.Remove(path)
		}
	}, file)
	return r, nil
}

// fill keeps the body of an answer, from its beginning. It is whole, and a report as far as one can see.
func (r *Report) fill(resp *http.Response) error {
	if err := noFile(resp); err != nil {
		return err
	}
	if endIsUnknown(resp) {
		return &strangeError{errors.New("the answer does not say where it ends, so that a part of the report could be missing; check a proxy in between")}
	}
	if _, err := r.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := r.file.Truncate(0); err != nil {
		return err
	}
	if r.head {
		return r.fillHead(resp.Body)
	}
	var check reportCheck
	if _, err := io.Copy(io.MultiWriter(r.file, &check), resp.Body); err != nil {
		return fmt.Errorf("the file broke off: %w", err)
	}
	if err := check.done(); err != nil {
		return &strangeError{err}
	}
	return nil
}

// noFile says that an answer is something else than a file.
func noFile(resp *http.Response) error {
	kind := resp.Header.Get("Content-Type")
	if strings.Contains(kind, "html") || strings.Contains(kind, "json") {
		return &strangeError{fmt.Errorf("the answer is %q instead of a CSV file; check graph_host and a proxy in between", kind)}
	}
	return nil
}

// endIsUnknown says whether a body just ends with its connection, however much of it has arrived. One that was
// compressed has an end of its own.
func endIsUnknown(resp *http.Response) bool {
	return resp.ContentLength < 0 && len(resp.TransferEncoding) == 0 && !resp.Uncompressed && resp.ProtoMajor < 2
}

// reader reads the file from its beginning. The file must have been filled.
func (r *Report) reader() (io.Reader, error) {
	info, err := r.file.Stat()
	if err != nil {
		return nil, err
	}
	return io.NewSectionReader(r.file, 0, info.Size()), nil
}
