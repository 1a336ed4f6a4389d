package main

import (
	"runtime"
	"time"
)

// idle keeps 100 MiB, serves a rush of requests until a collection is due, and then next to none: the heap's goal of
// 200 MiB stands until the next collection, and the scavenger keeps what the way there will need.
func idle(t *truth) {
	held := make([][]byte, 100)
	for i := range held {
		held[i] = touched(mib)
	}
	t.HeldBytes.Store(int64(len(held)) * mib)
	for before := t.Collections.Load(); t.Collections.Load() <= before; time.Sleep(time.Millisecond) {
		sink = touched(256 << 10)
	}
	garbage(mib)
	runtime.KeepAlive(held)
}
