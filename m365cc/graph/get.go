package graph

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Get reads one object. It is nil when there is none; missing are the selected properties that cannot be read.
func Get[R any](ctx context.Context, c *Client, r Request) (row *R, missing []string, err error) {
	r.Top, r.MaxTop, r.TopWith = 0, 0, nil // one object has no pages
	adapted := c.refusals.adapt(r, path.Dir(r.Path))
	for {
		row = new(R)
		err = c.do(ctx, adapted.sized(), nil, decoding(func(body io.Reader) error {
			*row = *new(R)
			return badJSON(decodeObject(body, row))
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

// decodeObject reads an object, and nothing else: null would be an object of NULLs.
func decodeObject(body io.Reader, row any) error {
	dec := jsontext.NewDecoder(body, decodeOptions)
	if kind := dec.PeekKind(); kind != '{' && kind != 0 { // 0: an error, which reading gives
		return errors.New("it is no JSON object")
	}
	if err := json.UnmarshalDecode(dec, row); err != nil {
		return err
	}
	return atEnd(dec)
}
