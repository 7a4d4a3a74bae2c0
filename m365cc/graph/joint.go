package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// joints are the requests of a connection that are on their way, by what is asked for. Who asks for the same before
// its answer begins to arrive joins it instead of sending another. The zero value has none.
type joints struct {
	mu   sync.Mutex
	open map[jointKey]*joint
}

// jointKey is all of a request that Graph sees but the token.
type jointKey struct {
	version, path, query, link string
	advanced                   bool
}

// joint is a request that is on its way for one caller, who leads, or several. The leader makes the attempts and reads
// the answer: as a stream while nobody has joined, else whole, so that each can read a copy.
type joint struct {
	key  jointKey
	done chan struct{} // closed at the end

	// written before done is closed
	header http.Header
	body   []byte
	err    error

	// under the lock of joints
	followers []*Watch
	reason    string // of the present wait
	until     time.Time
}

// errLeft says that the leader was cancelled, which is no failure of the request.
var errLeft = errors.New("the query that asked was cancelled")

func (r Request) jointKey(link *url.URL) jointKey {
	if link != nil {
		return jointKey{link: link.String(), advanced: r.Filter.Advanced()}
	}
	return jointKey{version: r.version(), path: r.Path, query: fmt.Sprintf("%q", r.query()), advanced: r.Filter.Advanced()}
}

// doJointly is do with others that ask for the same.
func (c *Client) doJointly(ctx context.Context, r Request, link *url.URL, take answer) error {
	key, watch := r.jointKey(link), watchOf(ctx)
	for {
		j, leads := c.joints.join(key, watch)
		if leads {
			return c.lead(ctx, j, r, link, take)
		}
		select {
		case <-j.done:
		case <-ctx.Done():
			c.joints.leave(j, watch)
			return context.Cause(ctx)
		}
		switch {
		case errors.Is(j.err, errLeft): // somebody else leads now
		case j.err != nil:
			return j.err
		default:
			return j.give(take)
		}
	}
}

// lead makes the attempts for all who have joined.
func (c *Client) lead(ctx context.Context, j *joint, r Request, link *url.URL, take answer) (err error) {
	end := errLeft // also when take panics
	defer func() { c.joints.end(j, end) }()
	watched := WithWatch(ctx, c.joints.watch(j, watchOf(ctx)))
	err = c.retry(watched, r, func() error {
		c.joints.reopen(j)
		return c.attempt(watched, r, link, func(resp *http.Response) error { return c.joints.read(j, resp, take) })
	})
	if err == nil || ctx.Err() == nil {
		end = err
	}
	return err
}

// join returns the joint of the key, or a new one, which the caller leads. The watch is told of its waits, also of the
// present one.
func (s *joints) join(key jointKey, watch *Watch) (j *joint, leads bool) {
	s.mu.Lock()
	if j = s.open[key]; j == nil {
		defer s.mu.Unlock()
		if s.open == nil {
			s.open = map[jointKey]*joint{}
		}
		j = &joint{key: key, done: make(chan struct{})}
		s.open[key] = j
		return j, true
	}
	j.followers = append(j.followers, watch)
	reason, left := j.reason, time.Until(j.until)
	s.mu.Unlock()
	if left > 0 {
		watch.wait(reason, left)
	}
	return j, false
}

// leave takes back a join.
func (s *joints) leave(j *joint, watch *Watch) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if i := slices.Index(j.followers, watch); i >= 0 {
		j.followers = slices.Delete(j.followers, i, i+1)
	}
}

// reopen lets others join another attempt, unless there is a younger joint by now.
func (s *joints) reopen(j *joint) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[j.key] == nil {
		s.open[j.key] = j
	}
}

// shut lets nobody join any more, and says whether anybody has.
func (s *joints) shut(j *joint) (joined bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.open[j.key] == j {
		delete(s.open, j.key)
	}
	return len(j.followers) > 0
}

func (s *joints) end(j *joint, err error) {
	s.shut(j)
	j.err = err
	close(j.done)
}

// read hands the leader its answer. What it cannot take, no follower is given either.
func (s *joints) read(j *joint, resp *http.Response, take answer) error {
	if !s.shut(j) {
		return take(resp)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return badJSON(err)
	}
	j.header, j.body = resp.Header, body
	return j.give(take)
}

// give hands over the answer from its beginning.
func (j *joint) give(take answer) error {
	body := io.NopCloser(bytes.NewReader(j.body))
	return take(&http.Response{StatusCode: http.StatusOK, Header: j.header, Body: body, ContentLength: int64(len(j.body))})
}

// watch tells all who have joined of the waits, and the leader of the requests too.
func (s *joints) watch(j *joint, leader *Watch) *Watch {
	return &Watch{Request: leader.Request, Wait: func(reason string, d time.Duration) {
		s.mu.Lock()
		j.reason, j.until = reason, time.Now().Add(d)
		waiting := append([]*Watch{leader}, j.followers...)
		s.mu.Unlock()
		for _, w := range waiting {
			w.wait(reason, d)
		}
	}}
}
