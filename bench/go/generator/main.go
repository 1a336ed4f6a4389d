// Command generator makes one real profile for the benchmark: it parks
// goroutines, or keeps allocations, at call paths drawn from a seed, and asks
// the runtime for the profile as net/http/pprof does.
//
// It compiles alone, and then has no call paths: bench/inputs/generate.ts adds
// what ./tree writes.
package main

import (
	"flag"
	"log"
	"math/rand"
	"os"
	"runtime"
	"runtime/pprof"
	"time"

	"github.com/acme/shop/route"
)

// roots are the functions of the tree's first level.
var roots []func(route.Path)

func main() {
	// First of all, as runtime.MemProfileRate asks for. Only heap inputs pay for it.
	runtime.MemProfileRate = 0
	kind := flag.String("kind", "goroutine", "goroutine or heap")
	count := flag.Int("count", 10_000, "goroutines to park")
	stacks := flag.Int("stacks", 2_000, "call paths")
	labels := flag.String("labels", "none", "none, some (three of few values) or unique (one that no other goroutine has)")
	seed := flag.Int64("seed", 1, "of the paths and labels")
	out := flag.String("out", "profile.pb.gz", "the file to write")
	flag.Parse()
	if len(roots) == 0 {
		log.Fatal("no call tree: see tree/main.go")
	}
	random := rand.New(rand.NewSource(*seed))
	paths := drawPaths(random, *stacks)
	switch *kind {
	case "goroutine":
		parkAll(random, paths, *count, *labels)
		// The last ones are on their way from Done to the wait.
		time.Sleep(time.Second)
	case "heap":
		runtime.MemProfileRate = 1
		allocateAll(random, paths)
		// What was allocated is in the profile two collections later (runtime/mprof.go).
		runtime.GC()
		runtime.GC()
	default:
		log.Fatalf("-kind %q", *kind)
	}
	file, err := os.Create(*out)
	if err != nil {
		log.Fatal(err)
	}
	if err := pprof.Lookup(*kind).WriteTo(file, 0); err != nil {
		log.Fatal(err)
	}
	if err := file.Close(); err != nil {
		log.Fatal(err)
	}
	runtime.KeepAlive(kept)
}

// path is one way through the tree, and what is done at its end.
type path struct {
	root  int
	turns uint64
	end   int
}

func drawPaths(random *rand.Rand, n int) []path {
	seen := make(map[path]bool, n)
	paths := make([]path, 0, n)
	for len(paths) < n {
		p := path{root: random.Intn(len(roots)), end: random.Int()}
		for range 20 {
			p.turns = p.turns<<2 | uint64(random.Intn(3))
		}
		if !seen[p] {
			seen[p] = true
			paths = append(paths, p)
		}
	}
	return paths
}

func (p path) walk(end func()) { roots[p.root](route.New(p.turns, end)) }
