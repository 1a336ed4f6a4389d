//go:build go1.25

package main

import (
	"runtime"
	"testing"
	"testing/synctest"
)

func init() {
	all = append(all, parked{"chan receive", bubble}, parked{"chan receive", cleanup})
}

// A bubble of testing/synctest, in which one goroutine waits for another (durably) and one for what is outside.
func bubble() {
	test := testing.InternalTest{Name: "bubble", F: func(t *testing.T) {
		synctest.Test(t, func(*testing.T) {
			go bubbleDurable()
			bubbleOutside()
		})
	}}
	matches := func(string, string) (bool, error) { return true, nil }
	testing.Main(matches, []testing.InternalTest{test}, nil, nil)
}

//go:noinline
func bubbleDurable() { <-make(chan int) }

//go:noinline
func bubbleOutside() { <-never }

// A goroutine of the runtime runs it, and is the program's for as long as it does.
func cleanup() {
	running := make(chan struct{})
	runtime.AddCleanup(&struct{ text string }{"x"}, func(int) {
		close(running)
		<-never
	}, 1)
	runtime.GC()
	<-running
}
