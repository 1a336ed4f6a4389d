package main

import (
	"context"
	"net/url"
)

// call is one request to do steps.
type call struct {
	n int
	// wait says that the caller wants the steps finished, not merely begun.
	// It makes a difference where a step lasts: a healthy request, for one.
	wait bool
	// args are what the request carried beside n and rate: mb and hold for burst.
	args url.Values
}

// leakCase is one way to lose memory or goroutines. step and release are never
// called at the same time; held may be called at any time.
type leakCase interface {
	// step leaks call.n times and says how many of them were done.
	step(ctx context.Context, c call) (done int, err error)
	// release lets go of all that was leaked.
	release(ctx context.Context) error
	// held tells what is leaked now, counted by the case itself.
	held() held
}

// argChecker is a leakCase that takes arguments of its own.
type argChecker interface {
	checkArgs(url.Values) error
}

// held is what a case keeps alive. All counts are the case's own bookkeeping,
// never read back from a profile: that is what makes them the truth.
type held struct {
	// bytes is what the case is sure of: the payloads and buffers that it asked
	// for. Bookkeeping around them comes on top, so it is a lower bound.
	bytes uint64
	// leaks are the stacks in which goroutines stay.
	leaks []leak
	// heapFunctions are functions below which, by cum, the heap profile shows
	// the memory held.
	heapFunctions []string
}

// leak is one stack in which goroutines pile up.
type leak struct {
	// Function is in this stack and in no other stack of the program.
	Function string `json:"function"`
	// BlockedOn is what the goroutine waits for, in the words of debug=2.
	BlockedOn string `json:"blockedOn"`
	Count     int    `json:"count"`
}

// The states in which leaked goroutines end, as debug=2 words them (with the
// usual spelling of I/O).
const (
	onIO      = "I/O wait"
	onSelect  = "select"
	onSend    = "chan send"
	onReceive = "chan receive"
)

// spec describes a case before there is one.
type spec struct {
	name   string
	about  string
	stepIs string
	// defaultPerMinute is the rate of a case that is started without one.
	defaultPerMinute float64
	// maxHeld caps the steps held at once, so that a demo left running for
	// hours cannot eat the machine. 0: nothing accumulates.
	maxHeld int
	// wave, if set, scales the rate over time: 1 on average.
	wave func(sinceStartSeconds float64) float64
	make func() leakCase
}

func specs() []spec {
	return []spec{
		grpcSpec(), contextmapSpec(), consumerSpec(), keepaliveSpec(),
		deferloopSpec(), burstSpec(), healthySpec(),
	}
}
