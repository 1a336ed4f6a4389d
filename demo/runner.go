package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"sync"
	"time"
)

const (
	maxPerMinute = 60000
	// tick is how often a running case looks whether steps are due.
	tick = 100 * time.Millisecond
	// maxDebt is how much running time a case makes up for after it fell
	// behind (a long step, a suspended laptop); the rest is forgotten.
	maxDebt = 2 * time.Second
)

// errConflict is why a request that is right in itself is refused now.
var errConflict = errors.New("not now")

// runner drives one case: at a rate, or step by step.
type runner struct {
	spec
	leakCase

	// work is held by whoever steps or releases, so that a caller who stepped
	// can compare counts before the background goes on.
	work sync.Mutex

	mu        sync.Mutex // guards what follows
	perMinute float64
	args      url.Values
	steps     int64 // ever done
	heldSteps int   // done since the last release
	lastError string
	cancel    context.CancelFunc // nil when not running
	ended     chan struct{}
}

func newRunner(s spec) *runner {
	return &runner{spec: s, leakCase: s.make(), perMinute: s.defaultPerMinute}
}

// start runs the case at perMinute; a running case only changes its rate and
// arguments.
func (r *runner) start(perMinute float64, args url.Values) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.perMinute = perMinute
	r.args = args
	if r.cancel != nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	r.ended = make(chan struct{})
	go r.loop(ctx, r.ended)
}

// stop ends the background steps, and answers when the last one is over. What
// leaked stays leaked.
func (r *runner) stop() {
	r.mu.Lock()
	cancel, ended := r.cancel, r.ended
	r.cancel = nil
	r.mu.Unlock()
	if cancel != nil {
		cancel()
		<-ended
	}
}

func (r *runner) setRate(perMinute float64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.perMinute = perMinute
}

func (r *runner) loop(ctx context.Context, ended chan struct{}) {
	defer close(ended)
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	began := time.Now()
	last := began
	due := 1.0 // the first step comes at once: a person is looking
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		r.mu.Lock()
		perMinute, args := r.perMinute, r.args
		r.mu.Unlock()
		now := time.Now()
		gap := min(now.Sub(last), maxDebt)
		last = now
		if r.wave != nil {
			perMinute *= r.wave(now.Sub(began).Seconds())
		}
		due += gap.Minutes() * perMinute
		n := int(math.Floor(due))
		if n < 1 {
			continue
		}
		due -= float64(n)
		r.work.Lock()
		_, err := r.doSteps(ctx, call{n: n, args: args})
		r.work.Unlock()
		if err != nil && ctx.Err() == nil {
			r.note(err)
		}
	}
}

// stepAndSettle does exactly n steps and returns when each goroutine that
// leaked is parked where it will stay.
func (r *runner) stepAndSettle(ctx context.Context, n int, args url.Values) error {
	r.work.Lock()
	defer r.work.Unlock()
	done, err := r.doSteps(ctx, call{n: n, wait: true, args: args})
	if err != nil {
		return fmt.Errorf("%d of %d steps done: %w", done, n, err)
	}
	return settle(ctx, r.held().leaks)
}

// doSteps needs r.work.
func (r *runner) doSteps(ctx context.Context, c call) (int, error) {
	capped := false
	if r.maxHeld > 0 {
		r.mu.Lock()
		room := r.maxHeld - r.heldSteps
		r.mu.Unlock()
		if c.n > room {
			// A caller who asked for exactly n gets n or none; the background
			// fills what is left.
			if c.wait {
				return 0, fmt.Errorf("%w: %s is capped at %d steps held and has room for %d; POST release first", errConflict, r.name, r.maxHeld, room)
			}
			c.n, capped = room, true
		}
	}
	if c.n == 0 && capped {
		return 0, nil
	}
	done, err := r.step(ctx, c)
	r.mu.Lock()
	r.steps += int64(done)
	r.heldSteps += done
	if err == nil {
		r.lastError = ""
	}
	r.mu.Unlock()
	return done, err
}

// releaseAll lets everything go and returns when it is gone.
func (r *runner) releaseAll(ctx context.Context) error {
	r.work.Lock()
	defer r.work.Unlock()
	before := r.held().leaks
	if err := r.release(ctx); err != nil {
		return err
	}
	r.mu.Lock()
	r.heldSteps = 0
	r.mu.Unlock()
	for i := range before {
		before[i].Count = 0
	}
	return settle(ctx, before)
}

func (r *runner) note(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lastError = err.Error()
}
