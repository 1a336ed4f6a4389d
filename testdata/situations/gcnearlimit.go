package main

import (
	"runtime"
	"runtime/debug"
)

// node is of the size class of 64 bytes: pointers that each collection has to follow.
type node struct {
	next *node
	_    [56]byte
}

// gcNearLimit keeps a list of 64 MiB and sets the memory limit to 80 MiB, of which the runtime's own structures take some:
// requests that leave 16 MiB a second of garbage fill the room that is left more than once a second.
func gcNearLimit(t *truth) {
	const heldBytes, limitBytes = 64 * mib, 80 * mib
	debug.SetMemoryLimit(limitBytes)
	t.LimitBytes.Store(limitBytes)
	var list *node
	for range heldBytes / 64 {
		list = &node{next: list}
	}
	t.HeldBytes.Store(heldBytes)
	garbage(16 * mib)
	runtime.KeepAlive(list)
}
