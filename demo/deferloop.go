package main

import (
	"context"
	"sync/atomic"
)

func deferloopSpec() spec {
	return spec{
		name:             "deferloop",
		about:            "A worker defers Close inside a loop: every file of a batch stays open until the batch ends.",
		stepIs:           "one file imported; a batch has 100, and memory falls when it ends",
		defaultPerMinute: 240,
		make:             func() leakCase { return newDeferloop() },
	}
}

const (
	filesPerBatch = 100
	fileBuffer    = 512 << 10
)

// deferloopCase is an importer with one worker. Nothing leaks for good: it is
// the saw-tooth that looks like a leak for as long as one looks at one tooth.
type deferloopCase struct {
	jobs    chan job
	started bool
	open    atomic.Int64
}

type job struct {
	endBatch bool
	done     chan struct{}
}

func newDeferloop() *deferloopCase { return &deferloopCase{jobs: make(chan job)} }

func (d *deferloopCase) importAll() {
	for {
		last, more := d.importBatch()
		if !more {
			return
		}
		// Answered only now, when the deferred calls have run.
		close(last.done)
	}
}

// importBatch is the bug: it reads a file in each round and closes them all at
// the end, because that is when a defer runs.
func (d *deferloopCase) importBatch() (last job, more bool) {
	for n := 1; ; n++ {
		j, ok := <-d.jobs
		if !ok || j.endBatch {
			return j, ok
		}
		f := d.openExport()
		defer f.Close()
		f.parse()
		if n == filesPerBatch {
			return j, true
		}
		close(j.done)
	}
}

// exportFile stands for any reader with a buffer: bufio, gzip, csv.
type exportFile struct {
	of  *deferloopCase
	buf []byte
}

func (d *deferloopCase) openExport() *exportFile {
	d.open.Add(1)
	return &exportFile{of: d, buf: make([]byte, fileBuffer)}
}

func (f *exportFile) parse() {
	for i := range f.buf {
		f.buf[i] = byte(i)
	}
}

func (f *exportFile) Close() error {
	f.buf = nil
	f.of.open.Add(-1)
	return nil
}

func (d *deferloopCase) step(ctx context.Context, c call) (int, error) {
	d.start()
	for done := range c.n {
		if err := d.do(ctx, job{done: make(chan struct{})}); err != nil {
			return done, err
		}
	}
	return c.n, nil
}

func (d *deferloopCase) start() {
	if !d.started {
		d.started = true
		go d.importAll()
	}
}

func (d *deferloopCase) do(ctx context.Context, j job) error {
	select {
	case d.jobs <- j:
		<-j.done
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// release ends the batch early.
func (d *deferloopCase) release(ctx context.Context) error {
	if !d.started {
		return nil
	}
	return d.do(ctx, job{endBatch: true, done: make(chan struct{})})
}

func (d *deferloopCase) held() held {
	return held{
		bytes:         uint64(d.open.Load()) * fileBuffer,
		heapFunctions: []string{functionName((*deferloopCase).importBatch)},
	}
}

func (d *deferloopCase) close() { close(d.jobs) }
