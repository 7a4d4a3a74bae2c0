package demo

import (
	"net/http"
	"net/url"
	"sync"
)

// Request is a request that the server has got.
type Request struct {
	Method   string
	Path     string
	Query    url.Values  // of a token request: the form, without secrets
	RawQuery string      // as it was sent
	Header   http.Header // without Authorization
	HasToken bool        // there was an Authorization header
	Status   int         // of the answer; 0: not answered yet
	Rows     int         // in the answer; of one that a fault struck, in what it would have been
	Fault    string      // the name of the fault that struck the answer; "": none
}

// requestLog keeps requests in the order of their arrival.
type requestLog struct {
	mu    sync.Mutex
	limit int
	first int // the number of requests that were dropped
	kept  []Request
}

// add remembers a request and returns its number.
func (l *requestLog) add(r *http.Request, query url.Values) int {
	header := r.Header.Clone()
	header.Del("Authorization")
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.kept) >= l.limit {
		// Half of them go at once, so that dropping costs next to nothing.
		half := len(l.kept) / 2
		l.kept = append([]Request(nil), l.kept[half:]...)
		l.first += half
	}
	l.kept = append(l.kept, Request{Method: r.Method, Path: r.URL.Path, Query: query, RawQuery: r.URL.RawQuery, Header: header,
		HasToken: r.Header.Get("Authorization") != ""})
	return l.first + len(l.kept) - 1
}

// done notes what a request was answered.
func (l *requestLog) done(number, status, rows int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k := number - l.first; k >= 0 && k < len(l.kept) {
		l.kept[k].Status, l.kept[k].Rows = status, rows
	}
}

// struck notes that a fault changed an answer. A connection that was reset gave
// status 0.
func (l *requestLog) struck(number int, fault string, status int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if k := number - l.first; k >= 0 && k < len(l.kept) {
		l.kept[k].Fault, l.kept[k].Status = fault, status
	}
}

func (l *requestLog) all() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Request(nil), l.kept...)
}

// reset forgets everything; requests under way are not noted either.
func (l *requestLog) reset() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.first += len(l.kept)
	l.kept = nil
}
