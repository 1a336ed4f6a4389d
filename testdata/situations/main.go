// Command situations is a Go program in one of six situations that src/core/diagnosis has a rule for. It tells at /truth
// what it did, from its own books. See README.md.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const mib = 1 << 20

// truth is what the program itself counted: nothing of it was read from MemStats.
type truth struct {
	// HeldBytes are the bytes of the heap objects that it keeps.
	HeldBytes atomic.Int64
	// MappedBytes were mapped outside Go's heap and written to.
	MappedBytes atomic.Int64
	// SlabBytes are the bytes of all records that were allocated before most of them were dropped.
	SlabBytes atomic.Int64
	// Collections are counted by an object that each of them finds dead.
	Collections atomic.Int64
	// LimitBytes is the memory limit that it set itself.
	LimitBytes atomic.Int64
}

var situations = map[string]func(*truth){
	"offheap":       offHeap,
	"fragmentation": fragmentation,
	"gcnearlimit":   gcNearLimit,
	"highflat":      highFlat,
	"leak":          leak,
	"idle":          idle,
}

func main() {
	addr := flag.String("addr", "127.0.0.1:6060", "where to listen")
	flag.Parse()
	situation, known := situations[flag.Arg(0)]
	if !known {
		fmt.Fprintf(os.Stderr, "situations: no situation %q\n", flag.Arg(0))
		os.Exit(2)
	}

	var t truth
	countCollections(&t.Collections)
	go situation(&t)

	registry := prometheus.NewRegistry()
	registry.MustRegister(
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	http.Handle("/metrics", promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))
	http.HandleFunc("/truth", t.serve)
	server := &http.Server{Addr: *addr, ReadHeaderTimeout: 10 * time.Second}
	fmt.Fprintln(os.Stderr, "situations:", server.ListenAndServe())
	os.Exit(1)
}

func (t *truth) serve(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]int64{
		"pid":         int64(os.Getpid()),
		"heldBytes":   t.HeldBytes.Load(),
		"mappedBytes": t.MappedBytes.Load(),
		"slabBytes":   t.SlabBytes.Load(),
		"collections": t.Collections.Load(),
		"limitBytes":  t.LimitBytes.Load(),
	})
}

// countCollections leaves behind one dead object for each collection to find, and another each time one did.
func countCollections(n *atomic.Int64) {
	type sentinel struct{ _ [16]byte }
	var arm func()
	arm = func() {
		runtime.AddCleanup(new(sentinel), func(int) {
			n.Add(1)
			arm()
		}, 0)
	}
	arm()
}

// garbage is what requests leave: buffers of 32 KiB that nobody keeps, so many bytes a second, for ever.
func garbage(bytesPerSecond int) {
	const each, perSecond = 32 << 10, 20
	for range time.Tick(time.Second / perSecond) {
		for made := 0; made < bytesPerSecond/perSecond; made += each {
			sink = touched(each)
		}
	}
}

// sink makes what is stored in it escape to the heap.
var sink []byte

// touched makes bytes that are resident: a page that is never written to is not.
func touched(size int) []byte {
	bytes := make([]byte, size)
	for i := 0; i < size; i += os.Getpagesize() {
		bytes[i] = 1
	}
	return bytes
}
