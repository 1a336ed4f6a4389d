package main

import (
	"fmt"
	"net/http"
	"runtime"
	"testing"
	"time"
)

// In each case, after a known number of steps, the goroutine profile has
// exactly what /truth says, and after release none of it.
func TestGoroutineLeaksMatchTruth(t *testing.T) {
	for name, perStep := range map[string]int{"grpc": 5, "consumer": 2, "keepalive": 1} {
		t.Run(name, func(t *testing.T) {
			c := serveApp(t, options{})
			for _, steps := range []struct{ more, all int }{{7, 7}, {12, 19}} {
				c.post(fmt.Sprintf("/cases/%s/step?n=%d", name, steps.more))
				compareLeaks(t, c, name, steps.all, perStep)
			}
			c.post("/cases/" + name + "/release")
			compareLeaks(t, c, name, 0, perStep)
			c.post("/cases/" + name + "/step?n=3")
			compareLeaks(t, c, name, 3, perStep)
		})
	}
}

func compareLeaks(t *testing.T, c *client, name string, heldSteps, perStep int) {
	t.Helper()
	truth := c.truth().Cases[name]
	if truth.HeldSteps != heldSteps || truth.GoroutinesLeaked != heldSteps*perStep {
		t.Errorf("truth has %d steps held and %d goroutines leaked, of %d and %d", truth.HeldSteps, truth.GoroutinesLeaked, heldSteps, heldSteps*perStep)
	}
	if held := truth.BytesHeld > 0; held != (heldSteps > 0) {
		t.Errorf("truth has %d bytes held after %d steps", truth.BytesHeld, heldSteps)
	}
	p := c.profile("/debug/pprof/goroutine")
	_, cum, _ := sums(p, 0)
	if len(truth.Leaks) == 0 {
		t.Error("truth names no leaks")
	}
	for _, l := range truth.Leaks {
		if got := cum[l.Function]; got != int64(l.Count) {
			t.Errorf("%d goroutines in %s in the profile, %d in truth", got, l.Function, l.Count)
		}
		if got := cum[parkedIn[l.BlockedOn]]; got < int64(l.Count) {
			t.Errorf("%d goroutines on %q in the profile, at least %d in truth", got, l.BlockedOn, l.Count)
		}
	}
}

func TestTotalIsNumGoroutine(t *testing.T) {
	c := serveApp(t, options{})
	c.post("/cases/grpc/step?n=4")
	c.post("/cases/consumer/step?n=4")
	// Goroutines of earlier tests may still be ending: twice the same is quiet.
	for try := 0; ; try++ {
		before := c.truth().NumGoroutine
		total, _, _ := sums(c.profile("/debug/pprof/goroutine"), 0)
		after := c.truth().NumGoroutine
		if before == after {
			if total != int64(before) {
				t.Errorf("the goroutine profile has %d, NumGoroutine is %d", total, before)
			}
			return
		}
		if try == 50 {
			t.Fatalf("NumGoroutine does not come to rest: %d, then %d", before, after)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func TestLabels(t *testing.T) {
	c := serveApp(t, options{})
	c.post("/cases/grpc/step?n=2")
	c.post("/cases/healthy/start?rate=6000")
	c.post("/cases/consumer/step?n=2")
	want := map[string]bool{"upstream=pricing": true, "topic=orders": true, "endpoint=/checkout": true, "tenant=acme": true}
	for deadline := time.Now().Add(5 * time.Second); len(want) > 0; {
		for _, sample := range c.profile("/debug/pprof/goroutine").Sample {
			for key, values := range sample.Label {
				delete(want, key+"="+values[0])
			}
		}
		if time.Now().After(deadline) {
			t.Fatalf("labels never seen: %v", want)
		}
	}
}

// The leak of contextmap is in the heap alone, and there only by cum.
func TestContextmapByCumOnly(t *testing.T) {
	c := serveApp(t, options{})
	c.post("/cases/contextmap/step?n=1") // the server and its session keys are no leak
	before := c.truth()
	c.post("/cases/contextmap/step?n=100")
	truth := c.truth().Cases["contextmap"]
	if want := uint64(101 * requestsPerStep * 6 << 10); truth.BytesHeld != want {
		t.Fatalf("%d bytes held, of %d", truth.BytesHeld, want)
	}
	p := c.profile("/debug/pprof/heap?gc=1")
	_, cum, flat := sums(p, sampleIndex(t, p, "inuse_space"))
	for _, function := range truth.HeapFunctions {
		if held := int64(truth.BytesHeld); cum[function] < held*9/10 || cum[function] > held*3 {
			t.Errorf("cum of %s is %d bytes, the case holds %d", function, cum[function], held)
		}
		if flat[function] > cum[function]/5 {
			t.Errorf("flat of %s is %d of cum %d", function, flat[function], cum[function])
		}
	}
	for function, bytes := range flat {
		if bytes > int64(truth.BytesHeld)/3 {
			t.Errorf("%s stands out by flat, with %d bytes of %d", function, bytes, truth.BytesHeld)
		}
	}
	if grown := c.truth().NumGoroutine - before.NumGoroutine; grown > 5 {
		t.Errorf("%d goroutines more, in a case that leaks none", grown)
	}

	c.post("/cases/contextmap/release")
	p = c.profile("/debug/pprof/heap?gc=1")
	_, cum, _ = sums(p, sampleIndex(t, p, "inuse_space"))
	if left := cum[truth.HeapFunctions[0]]; left > int64(truth.BytesHeld)/20 {
		t.Errorf("%d bytes left after release, of %d", left, truth.BytesHeld)
	}
}

// What a case says it holds is really on the heap: a lower bound, and near.
func TestBytesHeldAreOnTheHeap(t *testing.T) {
	for name, steps := range map[string]int{"grpc": 100, "consumer": 200, "keepalive": 200, "contextmap": 100, "deferloop": 60} {
		t.Run(name, func(t *testing.T) {
			c := serveApp(t, options{})
			heapAlloc := func() float64 {
				// Three times: a sync.Pool keeps its buffers for two collections.
				// Not heap?gc=1, whose writer leaves a megabyte of its own.
				for range 3 {
					runtime.GC()
				}
				return c.truth().MemStats["HeapAlloc"].(float64)
			}
			c.post("/cases/" + name + "/step?n=1")
			before, heldBefore := heapAlloc(), c.truth().Cases[name].BytesHeld
			c.post(fmt.Sprintf("/cases/%s/step?n=%d", name, steps))
			grown := heapAlloc() - before
			held := float64(c.truth().Cases[name].BytesHeld - heldBefore)
			if grown < 0.95*held || grown > 3*held {
				t.Errorf("the heap grew by %.0f, the case holds %.0f bytes", grown, held)
			}
			c.post("/cases/" + name + "/release")
			if left := heapAlloc() - before; left > 0.2*held {
				t.Errorf("%.0f bytes left after release, of %.0f", left, held)
			}
		})
	}
}

func TestDeferloopIsASawtooth(t *testing.T) {
	c := serveApp(t, options{})
	open := func() uint64 { return c.truth().Cases["deferloop"].BytesHeld / fileBuffer }
	for _, step := range []struct{ more, open int }{{99, 99}, {1, 0}, {30, 30}, {80, 10}} {
		c.post(fmt.Sprintf("/cases/deferloop/step?n=%d", step.more))
		if got := open(); got != uint64(step.open) {
			t.Errorf("after %d more files %d are open, of %d", step.more, got, step.open)
		}
	}
	c.post("/cases/deferloop/release")
	if got := open(); got != 0 {
		t.Errorf("after release %d files are open", got)
	}
}

func TestHealthyLeaksNothing(t *testing.T) {
	c := serveApp(t, options{})
	before := c.truth().NumGoroutine
	c.post("/cases/healthy/step?n=40")
	truth := c.truth()
	if truth.Cases["healthy"].Steps != 40 || truth.Cases["healthy"].GoroutinesLeaked != 0 {
		t.Errorf("truth: %+v", truth.Cases["healthy"])
	}
	if truth.NumGoroutine > before+2 {
		t.Errorf("%d goroutines before, %d after", before, truth.NumGoroutine)
	}
}

func TestRunningCaseKeepsItsRate(t *testing.T) {
	c := serveApp(t, options{})
	c.post("/cases/consumer/start?rate=1200")
	began := time.Now()
	time.Sleep(1500 * time.Millisecond)
	c.post("/cases/consumer/stop")
	steps, want := c.truth().Cases["consumer"].Steps, time.Since(began).Seconds()*20
	if float64(steps) < want*0.7 || float64(steps) > want*1.1+1 {
		t.Errorf("%d steps, of about %.0f", steps, want)
	}
	time.Sleep(300 * time.Millisecond)
	if now := c.truth().Cases["consumer"]; now.Steps != steps || now.Running {
		t.Errorf("it goes on after stop: %+v", now)
	}
	compareLeaks(t, c, "consumer", int(steps), 2)
}

func TestCap(t *testing.T) {
	c := serveApp(t, options{})
	limit := c.truth().Cases["consumer"].MaxHeldSteps
	c.post(fmt.Sprintf("/cases/consumer/step?n=%d", limit-1))
	if status, body := c.do(http.MethodPost, "/cases/consumer/step?n=2"); status != http.StatusConflict {
		t.Errorf("a step over the cap answered %d: %s", status, body)
	}
	c.post("/cases/consumer/start?rate=60000")
	time.Sleep(500 * time.Millisecond)
	c.post("/cases/consumer/stop")
	compareLeaks(t, c, "consumer", limit, 2)
	if !c.truth().Cases["consumer"].Capped {
		t.Error("truth does not say that the case is capped")
	}
	c.post("/cases/consumer/release")
	compareLeaks(t, c, "consumer", 0, 2)
}
