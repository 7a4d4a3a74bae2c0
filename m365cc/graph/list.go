package graph

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"net/url"
)

// List reads a collection page by page. The next page is asked for while one is being used, except past
// the request's limit, or if the request says not to. A page is given whole or not at all, and only a missing
// nextLink ends the list. What Graph refuses and the request can do without is left out (see refusals).
//
// https://learn.microsoft.com/graph/paging
func List[R any](ctx context.Context, c *Client, r Request, pool *Pool[R]) iter.Seq2[*Page[R], error] {
	return func(yield func(*Page[R], error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		l := &lister[R]{client: c, pool: pool, seen: map[[sha256.Size]byte]bool{}}
		defer func() { // the read-ahead ends with the list
			cancel()
			_, _ = l.wait()
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
			ahead := next != "" && !r.NoReadAhead && (r.Limit == 0 || given < r.Limit)
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
	request Request // as Graph takes it
	missing []string
	pool    *Pool[R]
	seen    map[[sha256.Size]byte]bool // the nextLinks, by hash since they are long
	pending chan outcome[R]            // nil when nothing is under way
}

type outcome[R any] struct {
	page *Page[R]
	err  error
}

// first reads the first page, with less and less of the request as far as Graph refuses it.
func (l *lister[R]) first(ctx context.Context, r Request) (*Page[R], error) {
	adapted := l.client.refusals.adapt(r, r.Path)
	for {
		l.request = adapted.sized()
		page, err := l.fetch(ctx, nil)
		if err == nil {
			adapted.accept(l.client.log, l.client.notice)
			l.missing = adapted.missing
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
	l.pending = make(chan outcome[R], 1)
	go func(pending chan outcome[R]) {
		page, err := l.follow(ctx, next)
		pending <- outcome[R]{page, err}
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
	page, err := l.fetch(ctx, link)
	if page != nil {
		page.Missing = l.missing
	}
	return page, err
}

func (l *lister[R]) fetch(ctx context.Context, link *url.URL) (*Page[R], error) {
	page := &Page[R]{pool: l.pool}
	if l.pool != nil {
		page.Rows = l.pool.get()
	}
	if err := l.client.do(ctx, l.request, link, decoding(page.decode)); err != nil {
		return nil, err
	}
	return page, nil
}

// ownLink checks that a nextLink leads to the connection's own Graph: the token goes nowhere else.
func (c *Client) ownLink(next string) (*url.URL, error) {
	link, err := url.Parse(next)
	if err != nil {
		return nil, errors.New("the nextLink is no URL")
	}
	host, err := ParseHost(link.Scheme + "://" + link.Host)
	if err != nil || host != c.endpoints.GraphHost || link.User != nil {
		return nil, fmt.Errorf("the nextLink leads to %s://%s instead of https://%s; it is not followed", link.Scheme, link.Host, c.endpoints.GraphHost)
	}
	return link, nil
}
