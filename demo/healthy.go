package main

import (
	"context"
	"math"
	"runtime/pprof"
	"sync"
	"sync/atomic"
	"time"
)

func healthySpec() spec {
	return spec{
		name:             "healthy",
		about:            "The control: requests come in waves of two minutes and go again. Nothing here leaks, however high the tide.",
		stepIs:           "one request served to its end; the rate is the average of a wave",
		defaultPerMinute: 1200,
		wave:             tideAt,
		make:             func() leakCase { return newHealthy() },
	}
}

// tidePeriod is one wave; at low tide there is no load at all.
const tidePeriod = 120.0

// tideAt begins half way up, so that the first look sees both load and change.
func tideAt(seconds float64) float64 {
	return 1 + math.Sin(2*math.Pi*seconds/tidePeriod)
}

// maxInFlight sheds load, as a service should: the control may not become the
// leak when somebody sets a high rate.
const maxInFlight = 2000

type healthyCase struct {
	next     atomic.Int64
	inFlight atomic.Int64
	// pool lends connections to a database, fewer than the requests of a high tide.
	pool chan struct{}
}

func newHealthy() *healthyCase { return &healthyCase{pool: make(chan struct{}, 12)} }

func (h *healthyCase) step(ctx context.Context, c call) (int, error) {
	var finished sync.WaitGroup
	for range c.n {
		if h.inFlight.Add(1) > maxInFlight && !c.wait {
			h.inFlight.Add(-1) // shed: counted as a step, answered with a 503
			continue
		}
		finished.Add(1)
		go func() {
			defer finished.Done()
			defer h.inFlight.Add(-1)
			h.serveRequest(h.next.Add(1))
		}()
	}
	if c.wait {
		finished.Wait()
	}
	return c.n, nil
}

var tenants = []string{"acme", "globex", "initech"}

func (h *healthyCase) serveRequest(id int64) {
	tenant := tenants[id%int64(len(tenants))]
	endpoint, serve := "/checkout", h.serveCheckout
	if id%4 != 0 {
		endpoint, serve = "/search", h.serveSearch
	}
	pprof.Do(context.Background(), pprof.Labels("endpoint", endpoint, "tenant", tenant), func(context.Context) {
		serve(id)
	})
}

// serveCheckout waits for another service.
func (h *healthyCase) serveCheckout(id int64) {
	basket := make([]byte, 128<<10)
	callPayment(id)
	basket[0] = 1
}

// serveSearch waits for its turn at the database, then for the database.
func (h *healthyCase) serveSearch(id int64) {
	results := make([]byte, 32<<10)
	h.borrow()
	queryDatabase(id)
	<-h.pool
	results[0] = 1
}

func (h *healthyCase) borrow() { h.pool <- struct{}{} }

// The times differ from request to request, but are the same in every run.
func callPayment(id int64)   { time.Sleep(time.Duration(1500+id*37%1500) * time.Millisecond) }
func queryDatabase(id int64) { time.Sleep(time.Duration(200+id*53%300) * time.Millisecond) }

// release has nothing to do: a request lets go by itself.
func (h *healthyCase) release(context.Context) error { return nil }

func (h *healthyCase) held() held { return held{} }
