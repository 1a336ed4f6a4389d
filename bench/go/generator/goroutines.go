package main

import (
	"context"
	"fmt"
	"log"
	"math/rand"
	"runtime/pprof"
	"sync"
	"time"
)

// Nothing ever comes out of these.
var (
	never     = make(chan struct{})
	full      = make(chan int)
	busy      sync.Mutex
	written   sync.RWMutex
	unbounded sync.WaitGroup
	quiet     = sync.NewCond(&sync.Mutex{})
)

// waits are the ways to wait that leaks are made of, in functions of their own.
var waits = []func(){awaitReply, sendResult, selectLoop, lockTable, readTable, joinWorkers, awaitEvent, backOff}

func awaitReply()  { <-never }
func sendResult()  { full <- 1 }
func lockTable()   { busy.Lock() }
func readTable()   { written.RLock() }
func joinWorkers() { unbounded.Wait() }
func backOff()     { time.Sleep(time.Hour) }

func selectLoop() {
	select {
	case <-never:
	case full <- 1:
	}
}

func awaitEvent() {
	quiet.L.Lock()
	quiet.Wait()
}

// parkAll starts the goroutines and returns when each is at its end. Half of
// them are spread evenly, the other half crowds on the first paths, as leaks do.
func parkAll(random *rand.Rand, paths []path, count int, labels string) {
	busy.Lock()
	written.Lock()
	unbounded.Add(1)
	var arrived sync.WaitGroup
	arrived.Add(count)
	for i := range count {
		p := paths[i%len(paths)]
		if i >= len(paths) && i%2 == 0 {
			u := random.Float64()
			p = paths[int(u*u*float64(len(paths)))]
		}
		wait := waits[p.end%len(waits)]
		body := func(context.Context) {
			p.walk(func() {
				arrived.Done()
				wait()
			})
		}
		go pprof.Do(context.Background(), labelSet(random, labels), body)
	}
	arrived.Wait()
}

func labelSet(random *rand.Rand, kind string) pprof.LabelSet {
	switch kind {
	case "none":
		return pprof.Labels()
	case "some":
		return pprof.Labels(
			"route", fmt.Sprintf("/api/v1/resource/%d", random.Intn(8)),
			"tenant", fmt.Sprintf("tenant-%d", random.Intn(8)),
			"region", fmt.Sprintf("eu-%d", random.Intn(3)))
	case "unique":
		return pprof.Labels("request_id", fmt.Sprintf("%016x", random.Uint64()))
	}
	log.Fatalf("-labels %q", kind)
	return pprof.LabelSet{}
}
