package demo

import "sync"

var buffers = sync.Pool{New: func() any { return new(make([]byte, 0, 64<<10)) }}

// takeBuffer returns an empty buffer and the function that takes it back when
// its content has been sent.
func takeBuffer() ([]byte, func([]byte)) {
	b := buffers.Get().(*[]byte)
	return (*b)[:0], func(used []byte) {
		*b = used
		buffers.Put(b)
	}
}
