package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
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

	next string // the nextLink; "" on the last page
	pool *Pool[R]
}

// More says whether another page follows.
func (p *Page[R]) More() bool { return p.next != "" }

// Release gives the memory of the rows to the next page. The rows must not be used afterwards.
func (p *Page[R]) Release() {
	if p.pool != nil && p.Rows != nil {
		p.pool.put(p.Rows)
		p.Rows = nil
	}
}

// Pool keeps the memory of pages for the pages that follow. The zero value works.
type Pool[R any] struct {
	mu   sync.Mutex
	free [][]R
}

// pooledPages bounds what a pool keeps; a list uses three pages at a time. A sync.Pool would lose them at each
// garbage collection.
const pooledPages = 4

func (p *Pool[R]) get() []R {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.free)
	if n == 0 {
		return nil
	}
	rows := p.free[n-1]
	p.free = p.free[:n-1]
	return rows
}

func (p *Pool[R]) put(rows []R) {
	clear(rows) // no row of a page that was given must show through the next
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.free) < pooledPages {
		p.free = append(p.free, rows[:0])
	}
}

// decodeOptions read JSON as Graph writes it.
var decodeOptions = json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))

// decode reads a page: nextLink and rows, whatever stands first.
func (p *Page[R]) decode(body io.Reader) error {
	clear(p.Rows) // of an attempt that broke off; the rows of a pool are clear
	p.Rows, p.next = p.Rows[:0], ""
	dec := jsontext.NewDecoder(body, decodeOptions)
	err := p.decodePage(dec)
	if err == nil {
		err = atEnd(dec)
	}
	return badJSON(err)
}

func (p *Page[R]) decodePage(dec *jsontext.Decoder) error {
	if err := open(dec, '{', "it is no JSON object"); err != nil {
		return err
	}
	hasRows := false
	for dec.PeekKind() != '}' {
		name, err := dec.ReadToken()
		if err != nil {
			return err
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
			return err
		}
	}
	if !hasRows {
		return errors.New("it has no value")
	}
	_, err := dec.ReadToken()
	return err
}

func (p *Page[R]) decodeRows(dec *jsontext.Decoder) error {
	if err := open(dec, '[', "its value is no list"); err != nil {
		return err
	}
	for dec.PeekKind() != ']' {
		if len(p.Rows) == cap(p.Rows) {
			p.Rows = slices.Grow(p.Rows, max(len(p.Rows), 64))
		}
		if dec.PeekKind() == 'n' { // would be a row of NULLs
			return errors.New("one of its values is null")
		}
		p.Rows = p.Rows[:len(p.Rows)+1]
		if err := json.UnmarshalDecode(dec, &p.Rows[len(p.Rows)-1]); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// open reads the beginning of an object or a list.
func open(dec *jsontext.Decoder, kind jsontext.Kind, otherwise string) error {
	token, err := dec.ReadToken()
	if err == nil && token.Kind() != kind {
		err = errors.New(otherwise)
	}
	return err
}

// atEnd reads on to the end of the body: what is broken there is broken as a whole.
func atEnd(dec *jsontext.Decoder) error {
	_, err := dec.ReadToken()
	switch {
	case errors.Is(err, io.EOF):
		return nil
	case err == nil:
		return errors.New("more follows its end")
	}
	return err
}

// badJSON keeps errors of the connection, which are worth another attempt, apart from a body that is wrong.
func badJSON(err error) error {
	switch {
	case err == nil || errors.Is(err, context.Canceled):
		return err
	case isTransient(err, true):
		return fmt.Errorf("the answer broke off: %w", err)
	}
	return &strangeError{fmt.Errorf("the answer is not one of Graph's: %w", err)}
}
