package main

import "time"

// leaked is never looked at again.
var leaked [][]byte

// leak keeps 4 MiB a second until somebody ends it, which is record.ts's part.
func leak(t *truth) {
	const each = 64 << 10
	for range time.Tick(time.Second * each / (4 * mib)) {
		leaked = append(leaked, touched(each))
		t.HeldBytes.Add(each)
		// A part of each request's work is garbage, or collections would be rare.
		sink = touched(each)
	}
}
