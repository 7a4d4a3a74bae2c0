package engine

import "unsafe"

// arena copies texts into blocks: a text of its own for each value of a result costs more than its reading.
type arena struct{ block []byte }

// blockSize is small, since who keeps a text keeps its block.
const blockSize = 16 << 10

// copy returns the bytes as a text. Nothing that was copied is written again.
func (a *arena) copy(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if cap(a.block)-len(a.block) < len(b) {
		a.block = make([]byte, 0, max(blockSize, len(b)))
	}
	from := len(a.block)
	a.block = append(a.block, b...)
	return unsafe.String(&a.block[from], len(b))
}
