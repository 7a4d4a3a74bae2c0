package cmd

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

// screen is standard error, and standard output if that is the same terminal: what is written through it
// takes the line of progress away first. It may be used by many goroutines.
type screen struct {
	mu    sync.Mutex
	err   io.Writer
	width int // of the line that is shown; 0: none is
	// midLine says that what was written last did not end its line, so that no other can be shown.
	midLine bool
}

// Write writes to standard error.
func (s *screen) Write(p []byte) (int, error) { return s.writeTo(s.err, p) }

func (s *screen) writeTo(w io.Writer, p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wipe()
	s.midLine = len(p) > 0 && !bytes.HasSuffix(p, []byte("\n"))
	return w.Write(p)
}

// show puts a line in place of the last one.
func (s *screen) show(line string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.midLine {
		return
	}
	padding := strings.Repeat(" ", max(s.width-len(line), 0))
	_, _ = io.WriteString(s.err, "\r"+line+padding) // a display that fails is no reason to stop
	s.width = len(line) + len(padding)
}

// clear takes the line away.
func (s *screen) clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.wipe()
}

// wipe writes blanks, which every terminal understands.
func (s *screen) wipe() {
	if s.width > 0 {
		_, _ = io.WriteString(s.err, "\r"+strings.Repeat(" ", s.width)+"\r")
		s.width = 0
	}
}

// output is standard output on the screen.
type output struct {
	screen *screen
	w      io.Writer
}

func (o output) Write(p []byte) (int, error) { return o.screen.writeTo(o.w, p) }
