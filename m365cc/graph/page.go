package graph

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Page is a part of a collection.
type Page[R any] struct {
	// Rows are the page's; the receiver may keep them unless it calls Release.
	Rows []R
	// Missing are the selected properties that this tenant or application cannot read; all rows lack them.
	Missing []string

	next string
	pool *Pool[R]
}

// Release gives the memory of the rows to the next page. The rows must not be used afterwards.
func (p *Page[R]) Release() {
	if p.pool != nil && p.Rows != nil {
		p.pool.put(p.Rows)
		p.Rows = nil
	}
}

// Pool keeps the memory of pages for the pages that follow. The zero value works.
type Pool[R any] struct{ slices sync.Pool }

func (p *Pool[R]) get() []R {
	if s, ok := p.slices.Get().(*[]R); ok {
		return (*s)[:0]
	}
	return nil
}

func (p *Pool[R]) put(rows []R) {
	clear(rows) // no row of a page that was given must show through the next
	p.slices.Put(&rows)
}

// List reads a collection page by page. The next page is asked for while one is being used, except past
// the request's limit. A page is given whole or not at all, and only a missing nextLink ends the list.
// What Graph refuses and the request can do without is left out (see refusals).
//
// https://learn.microsoft.com/graph/paging
func List[R any](ctx context.Context, c *Client, r Request, pool *Pool[R]) iter.Seq2[*Page[R], error] {
	return func(yield func(*Page[R], error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		l := &lister[R]{client: c, pool: pool, seen: map[[sha256.Size]byte]bool{}}
		defer func() { // the read-ahead ends with the list
			cancel()
			l.wait()
		}()
		page, err := l.first(ctx, r)
		given := 0
		for {
			if err != nil {
				yield(nil, err)
				return
			}
			given += len(page.Rows)
			next := page.next
			ahead := next != "" && (r.Limit == 0 || given < r.Limit)
			if ahead {
				l.start(ctx, next)
			}
			if !yield(page, nil) || next == "" {
				return
			}
			if !ahead {
				l.start(ctx, next)
			}
			page, err = l.wait()
		}
	}
}

// lister is a list on its way.
type lister[R any] struct {
	client  *Client
	request Request // as Graph took it
	missing []string
	pool    *Pool[R]
	seen    map[[sha256.Size]byte]bool // the nextLinks, by hash since they are long
	pending chan answer[R]             // nil when nothing is under way
}

type answer[R any] struct {
	page *Page[R]
	err  error
}

// first reads the first page, with less and less of the request as far as Graph refuses it.
func (l *lister[R]) first(ctx context.Context, r Request) (*Page[R], error) {
	adapted := l.client.refusals.adapt(r)
	for {
		page, err := l.fetch(ctx, adapted.request, nil)
		if err == nil {
			adapted.accept(l.client.log, l.client.notice)
			l.request, l.missing = adapted.request, adapted.missing
			page.Missing = l.missing
			return page, nil
		}
		if !adapted.without(err) {
			return nil, err
		}
	}
}

// start asks for the page of a nextLink.
func (l *lister[R]) start(ctx context.Context, next string) {
	l.pending = make(chan answer[R], 1)
	go func(pending chan answer[R]) {
		page, err := l.follow(ctx, next)
		pending <- answer[R]{page, err}
	}(l.pending)
}

// wait returns the page that was asked for.
func (l *lister[R]) wait() (*Page[R], error) {
	if l.pending == nil {
		return nil, nil
	}
	a := <-l.pending
	l.pending = nil
	return a.page, a.err
}

func (l *lister[R]) follow(ctx context.Context, next string) (*Page[R], error) {
	link, err := l.client.ownLink(next)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", l.request.name(), err)
	}
	hash := sha256.Sum256([]byte(next))
	if l.seen[hash] {
		return nil, fmt.Errorf("%s: Graph gave the same nextLink twice, so the list would not end", l.request.name())
	}
	l.seen[hash] = true
	page, err := l.fetch(ctx, l.request, link)
	if page != nil {
		page.Missing = l.missing
	}
	return page, err
}

func (l *lister[R]) fetch(ctx context.Context, r Request, link *url.URL) (*Page[R], error) {
	page := &Page[R]{pool: l.pool}
	if l.pool != nil {
		page.Rows = l.pool.get()
	}
	err := l.client.do(ctx, r, link, page.decode)
	if err != nil {
		return nil, err
	}
	return page, nil
}

// ownLink checks that a nextLink leads to the connection's own Graph: the token goes nowhere else.
func (c *Client) ownLink(next string) (*url.URL, error) {
	link, err := url.Parse(next)
	if err != nil {
		return nil, errors.New("Graph gave a nextLink that is no URL")
	}
	host, err := ParseHost(link.Scheme + "://" + link.Host)
	if err != nil || host != c.endpoints.GraphHost {
		return nil, fmt.Errorf("Graph gave a nextLink to %s://%s instead of https://%s; it is not followed", link.Scheme, link.Host, c.endpoints.GraphHost)
	}
	return link, nil
}

// decodeOptions read JSON as Graph writes it.
var decodeOptions = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// decode reads a page: nextLink and rows, whatever stands first.
func (p *Page[R]) decode(body io.Reader) error {
	p.Rows, p.next = p.Rows[:0], ""
	dec := jsontext.NewDecoder(body, decodeOptions)
	if token, err := dec.ReadToken(); err != nil || token.Kind() != '{' {
		return badJSON(err)
	}
	hasRows := false
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return badJSON(err)
		}
		switch name.String() {
		case "value":
			hasRows = true
			err = p.decodeRows(dec)
		case "@odata.nextLink":
			err = json.UnmarshalDecode(dec, &p.next)
		default:
			err = dec.SkipValue()
		}
		if err != nil {
			return badJSON(err)
		}
	}
	if _, err := dec.ReadToken(); err != nil {
		return badJSON(err)
	}
	if !hasRows {
		return errors.New("the answer is not a page of Graph: it has no value")
	}
	return nil
}

func (p *Page[R]) decodeRows(dec *jsontext.Decoder) error {
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	for dec.PeekKind() != ']' {
		if len(p.Rows) == cap(p.Rows) {
			p.Rows = append(p.Rows, make([]R, max(len(p.Rows), 64))...)[:len(p.Rows)]
		}
		p.Rows = p.Rows[:len(p.Rows)+1]
		row := &p.Rows[len(p.Rows)-1]
		clear(p.Rows[len(p.Rows)-1:])
		if err := json.UnmarshalDecode(dec, row); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// badJSON keeps errors of the connection, which are worth another attempt, apart from a body that is wrong.
func badJSON(err error) error {
	switch {
	case err == nil:
		return errors.New("the answer is not a JSON object")
	case errors.Is(err, io.ErrUnexpectedEOF), isTransient(err), errors.Is(err, context.Canceled):
		return err
	}
	return fmt.Errorf("the answer cannot be read: %w", err)
}

// Get reads one object. It is nil when there is none.
func Get[R any](ctx context.Context, c *Client, r Request) (*R, []string, error) {
	adapted := c.refusals.adapt(r)
	for {
		row := new(R)
		err := c.do(ctx, adapted.request, nil, func(body io.Reader) error {
			*row = *new(R)
			return badOrNil(json.UnmarshalRead(body, row, decodeOptions))
		})
		var refused *Error
		switch {
		case err == nil:
			adapted.accept(c.log, c.notice)
			return row, adapted.missing, nil
		case errors.As(err, &refused) && refused.Status == http.StatusNotFound:
			return nil, nil, nil
		case !adapted.without(err):
			return nil, nil, err
		}
	}
}

func badOrNil(err error) error {
	if err == nil {
		return nil
	}
	return badJSON(err)
}
