package main

import "runtime"

// highFlat keeps a cache of 300 MiB that was filled at the start, beside requests that leave 60 MiB a second of garbage.
func highFlat(t *truth) {
	held := make([][]byte, 300)
	for i := range held {
		held[i] = touched(mib)
	}
	t.HeldBytes.Store(int64(len(held)) * mib)
	garbage(60 * mib)
	runtime.KeepAlive(held)
}
