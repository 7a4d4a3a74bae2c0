package graph

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path"

	"github.com/go-json-experiment/json"
)

// Get reads one object. It is nil when there is none; missing are the selected properties that cannot be read.
func Get[R any](ctx context.Context, c *Client, r Request) (row *R, missing []string, err error) {
	r.Top, r.MaxTop, r.TopWith = 0, 0, nil // one object has no pages
	adapted := c.refusals.adapt(r, path.Dir(r.Path))
	for {
		row = new(R)
		err = c.do(ctx, adapted.sized(), nil, c.decoding(func(body io.Reader) error {
			*row = *new(R)
			return badJSON(json.UnmarshalRead(body, row, decodeOptions))
		}))
		var refused *Error
		switch {
		case err == nil:
			adapted.accept(c.log, c.notice)
			return row, adapted.missing, nil
		case errors.As(err, &refused) && refused.Status == http.StatusNotFound && refused.Code != "": // not a proxy's
			return nil, nil, nil
		case !adapted.without(err):
			return nil, nil, err
		}
	}
}
