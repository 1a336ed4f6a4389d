// Command closures parks one goroutine under each kind of name that a compiler makes up, with a label that says which,
// and writes goroutine?debug=0 of itself. Built with several Go versions it shows what a rebuild renames.
//
//	go run -trimpath . OUT.d0
package main

import (
	"context"
	"os"
	"runtime/pprof"
	"time"
)

var never = make(chan int)

//go:noinline
func park() { <-never }

var packageLevel = func() { park() }

func init() { registered = append(registered, func() { park() }) }
func init() { registered = append(registered, func() { park() }) }

var registered []func()

type box[T any] struct{ value T }

func (b *box[T]) hold() { func() { park(); _ = b.value }() }

//go:noinline
func generic[T any](value T) { park(); _ = value }

type server struct{}

func (s *server) run(int) { park() }

//go:noinline
func plain() { func() { park() }() }

func nested() {
	func() {
		func() {
			func() { park() }()
		}()
	}()
}

//go:noinline
func call(f func()) { f() }

func nestedCalls() {
	call(func() {
		call(func() {
			call(func() { park() })
		})
	})
}

// Inlined into inlinedInto, closure and all.
func makeCloser() func() { return func() { park() } }

func inlinedInto() { call(makeCloser()) }

func deferred() { defer (&server{}).run(1) }

func start(name string, f func()) {
	pprof.Do(context.Background(), pprof.Labels("case", name), func(context.Context) { go f() })
}

func main() {
	start("package level", packageLevel)
	start("first init", registered[0])
	start("second init", registered[1])
	start("generic method", (&box[string]{}).hold)
	start("generic function", func() { generic(map[string]int{}) })
	start("plain", plain)
	start("nested", nested)
	start("nested calls", nestedCalls)
	start("inlined", inlinedInto)
	start("deferred", deferred)
	start("method value", func() { call(func() { (&server{}).run(1) }) })
	pprof.Do(context.Background(), pprof.Labels("case", "go wrapper"), func(context.Context) { go (&server{}).run(2) })
	time.Sleep(200 * time.Millisecond)
	file, err := os.Create(os.Args[1])
	if err != nil {
		panic(err)
	}
	defer file.Close()
	if err := pprof.Lookup("goroutine").WriteTo(file, 0); err != nil {
		panic(err)
	}
}
