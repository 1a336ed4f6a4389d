package main

import (
	"context"
	"fmt"
	"net/url"
	"runtime"
	"runtime/debug"
	"strconv"
	"sync/atomic"
	"time"
)

func burstSpec() spec {
	return spec{
		name:             "burst",
		about:            "A large report is built in memory, then freed and returned. RSS falls, or under GODEBUG=madvdontneed=0 does not: no leak either way.",
		stepIs:           "one burst of mb MiB (200), held for hold (4s), then freed and returned to the system",
		defaultPerMinute: 3,
		make:             func() leakCase { return &burstCase{} },
	}
}

const (
	defaultBurstMB   = 200
	maxBurstMB       = 1024
	defaultBurstHold = 4 * time.Second
	maxBurstHold     = time.Minute
)

type burstCase struct{ bytes atomic.Uint64 }

func (b *burstCase) checkArgs(q url.Values) error {
	_, _, err := burstArgs(q)
	return err
}

func burstArgs(q url.Values) (mb int, hold time.Duration, err error) {
	mb, hold = defaultBurstMB, defaultBurstHold
	if q.Has("mb") {
		if mb, err = strconv.Atoi(q.Get("mb")); err != nil || mb < 1 || mb > maxBurstMB {
			return 0, 0, fmt.Errorf("mb is %q and must be a whole number from 1 to %d", q.Get("mb"), maxBurstMB)
		}
	}
	if q.Has("hold") {
		if hold, err = time.ParseDuration(q.Get("hold")); err != nil || hold < 0 || hold > maxBurstHold {
			return 0, 0, fmt.Errorf("hold is %q and must be a duration from 0s to %v", q.Get("hold"), maxBurstHold)
		}
	}
	return mb, hold, nil
}

func (b *burstCase) step(ctx context.Context, c call) (int, error) {
	mb, hold, err := burstArgs(c.args)
	if err != nil {
		return 0, err
	}
	for done := range c.n {
		if err := b.burst(ctx, mb, hold); err != nil {
			return done, err
		}
	}
	return c.n, nil
}

func (b *burstCase) burst(ctx context.Context, mb int, hold time.Duration) error {
	report := buildReport(mb)
	b.bytes.Store(uint64(mb) << 20)
	var err error
	select {
	case <-time.After(hold):
	case <-ctx.Done():
		err = ctx.Err()
	}
	runtime.KeepAlive(report)
	report = nil
	b.bytes.Store(0)
	// FreeOSMemory collects, then gives every idle page back with madvise: with
	// MADV_DONTNEED RSS falls now, with MADV_FREE when the kernel wants to.
	runtime.GC()
	debug.FreeOSMemory()
	return err
}

// buildReport allocates page by page and writes to each, as a report grows:
// memory that is never touched is not resident.
func buildReport(mb int) [][]byte {
	report := make([][]byte, 0, mb)
	for range mb {
		page := make([]byte, 1<<20)
		for i := 0; i < len(page); i += 4096 {
			page[i] = 1
		}
		report = append(report, page)
	}
	return report
}

// release has nothing to do: a burst lets go by itself.
func (b *burstCase) release(context.Context) error { return nil }

func (b *burstCase) held() held {
	return held{bytes: b.bytes.Load(), heapFunctions: []string{functionName(buildReport)}}
}
