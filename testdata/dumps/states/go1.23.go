//go:build go1.23

package main

import "iter"

func init() {
	all = append(all, parked{"coroutine", coroutine})
}

// An iterator that nobody asks for more, and nobody stops.
func coroutine() {
	next, _ := iter.Pull(func(yield func(int) bool) {
		for yield(1) {
		}
	})
	next()
	<-never
}
