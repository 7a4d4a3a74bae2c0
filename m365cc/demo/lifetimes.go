package demo

import (
	"net"
	"net/http"
	"sync"
)

// lifetimes counts the goroutines of a server, so that Close can wait until
// none is left: http.Server.Close ends connections and does not wait for what
// serves them.
type lifetimes struct {
	mu     sync.Mutex
	closed bool
	group  sync.WaitGroup
}

// begin counts one more, unless the server is closing.
func (l *lifetimes) begin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed {
		return false
	}
	l.group.Add(1)
	return true
}

func (l *lifetimes) end() { l.group.Done() }

// noMore lets nothing begin from now on.
func (l *lifetimes) noMore() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
}

func (l *lifetimes) wait() { l.group.Wait() }

// connection is a ConnState hook. A connection is new in the goroutine that
// accepts it, which is counted itself until it ends.
func (l *lifetimes) connection(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		l.group.Add(1)
	case http.StateClosed, http.StateHijacked:
		l.group.Done()
	}
}

// handler counts the requests: those of HTTP/2 outlive their connection.
func (l *lifetimes) handler(serve http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.begin() {
			panic(http.ErrAbortHandler)
		}
		defer l.end()
		serve(w, r)
	})
}
