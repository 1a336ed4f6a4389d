package main

import (
	"context"
	"fmt"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"time"
	"weak"
)

func consumerSpec() spec {
	return spec{
		name:             "consumer",
		about:            "A message consumer reconnects, and the send and the ack that were in flight wait for the old link for ever.",
		stepIs:           "one reconnect, which strands one send and one ack",
		defaultPerMinute: 20,
		maxHeld:          3000,
		make:             func() leakCase { return &consumerCase{} },
	}
}

const consumerPayload = 16 << 10

// consumerCase is a consumer of orders. It keeps only weak pointers to what it
// stranded: the program that really leaked had none at all, and a strong one
// would hide the leak from the goroutineleak profile, which proves that nobody
// can wake a goroutine any more.
type consumerCase struct {
	mu       sync.Mutex
	stranded []weak.Pointer[session]
}

func (c *consumerCase) step(ctx context.Context, call call) (int, error) {
	for range call.n {
		pprof.Do(ctx, pprof.Labels("topic", "orders"), func(context.Context) {
			lost := consumeUntilReconnect()
			c.mu.Lock()
			c.stranded = append(c.stranded, lost)
			c.mu.Unlock()
		})
	}
	return call.n, nil
}

// consumeUntilReconnect handles one order well, then loses the link while the
// next is in flight.
func consumeUntilReconnect() weak.Pointer[session] {
	l := dialBroker()
	s := &session{link: l}

	var inFlight sync.WaitGroup
	inFlight.Add(2)
	go func() { defer inFlight.Done(); s.send(context.Background(), make([]byte, consumerPayload)) }()
	go func() { defer inFlight.Done(); s.ack(context.Background(), make([]byte, consumerPayload)) }()
	inFlight.Wait()

	l.drop()
	// The bug, twice: no deadline. The caller goes on with a new session, and
	// nobody will ever read from, or confirm over, this one.
	go s.send(context.Background(), make([]byte, consumerPayload))
	go s.ack(context.Background(), make([]byte, consumerPayload))
	return weak.Make(s)
}

// session is what the consumer has with the broker until the next reconnect.
type session struct {
	link   *link
	sent   atomic.Int64
	acked  atomic.Int64
	resend [][]byte
}

// send publishes the result of an order.
func (s *session) send(_ context.Context, body []byte) {
	s.link.publish <- body // the context goes unused: that is the bug
	s.sent.Add(1)
}

// ack waits until the broker has confirmed, and keeps the order to send it
// again if it does not. The context is context.Background(): it is never done.
func (s *session) ack(ctx context.Context, body []byte) {
	select {
	case ok := <-s.link.confirm:
		if !ok {
			s.resend = append(s.resend, body)
		}
		s.acked.Add(1)
	case <-ctx.Done():
	}
}

// link is one connection to the broker, in memory.
type link struct {
	publish chan []byte
	confirm chan bool
	down    chan struct{}
	gone    chan struct{}
}

func dialBroker() *link {
	l := &link{make(chan []byte), make(chan bool), make(chan struct{}), make(chan struct{})}
	go l.deliver()
	return l
}

// deliver is the broker's side: it takes what is published and confirms it.
func (l *link) deliver() {
	defer close(l.gone)
	for {
		select {
		case <-l.publish:
			select {
			case l.confirm <- true:
			case <-l.down:
				return
			}
		case <-l.down:
			return
		}
	}
}

// drop is the network's blip: the broker's side ends, and tells nobody.
func (l *link) drop() {
	close(l.down)
	<-l.gone
}

// release does what no program can do to itself: it reaches the stranded
// goroutines and wakes them.
func (c *consumerCase) release(ctx context.Context) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	// From here on they can be reached, and cannot be proved leaked any more.
	sessions := make([]*session, len(c.stranded))
	for i, p := range c.stranded {
		sessions[i] = p.Value()
	}
	// Those that were proved so before, the runtime has written off: waking one
	// ends the program with "bad g->status in ready".
	if p := pprof.Lookup("goroutineleak"); p != nil && p.Count() > 0 {
		return errProvedLeaked
	}
	for _, s := range sessions {
		select {
		case <-s.link.publish:
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case s.link.confirm <- true:
		case <-ctx.Done():
			return ctx.Err()
		}
		c.stranded = c.stranded[1:]
	}
	return nil
}

var errProvedLeaked = fmt.Errorf("%w: the goroutineleak profile was read and has proved these goroutines leaked, and the runtime lets nobody wake them; restart the demo instead", errConflict)

func (c *consumerCase) held() held {
	c.mu.Lock()
	n := len(c.stranded)
	c.mu.Unlock()
	return held{
		bytes: uint64(n) * 2 * consumerPayload,
		leaks: []leak{
			{functionName((*session).send), onSend, n},
			{functionName((*session).ack), onSelect, n},
		},
		heapFunctions: []string{functionName(consumeUntilReconnect)},
	}
}

func (c *consumerCase) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = c.release(ctx)
}
