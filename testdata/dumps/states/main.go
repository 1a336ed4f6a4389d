// Command states parks goroutines in as many of the states that goroutine?debug=2 knows as a program can, and writes
//
//	OUT.d0, OUT.d1, OUT.d2   the goroutine profile in its three forms
//	OUT.json                 how many goroutines there were, and by function what each waits for, in the words of
//	                         core/profile/stack.ts
//
// With -leaked it reads the goroutineleak profile before, which marks what the collector can prove (Go 1.27).
//
//	GODEBUG=tracebacklabels=1 go run -trimpath . [-leaked] OUT
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"io"
	"net"
	"os"
	"reflect"
	"runtime"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"
)

type parked struct {
	waitsFor string
	park     func()
}

// Each function's goroutine waits in it, or in a closure of it. Newer Go versions add to them (go1.23.go and so on).
var all = []parked{
	{"chan receive", chanReceive},
	{"chan receive", lockedToThread},
	{"chan receive", labelled},
	{"chan receive", oddlyLabelled},
	{"chan receive", timerC},
	{"chan receive", genericFunction},
	{"chan receive", genericMethod},
	{"chan receive", methodValue},
	{"chan receive", closures},
	{"chan receive", panicking},
	{"chan receive", deep},
	{"chan receive", deepest},
	{"chan receive", finalizer},
	{"chan receive (nil chan)", nilChanReceive},
	{"chan send", chanSend},
	{"chan send (nil chan)", nilChanSend},
	{"select", selectTwo},
	{"select (no cases)", selectNoCases},
	{"mutex", mutexLock},
	{"RWMutex", rwMutexRLock},
	{"RWMutex", rwMutexLock},
	{"WaitGroup", waitGroupWait},
	{"Cond", condWait},
	{"sleep", sleep},
	{"I/O wait", tcpAccept},
	{"I/O wait", pipeReadInBufio},
	{"syscall", rawPipeRead},
	{"running", spin},
	{"running", yield},
}

var never = make(chan int)

func chanReceive() { <-make(chan int) }

func lockedToThread() {
	runtime.LockOSThread()
	<-never
}
func labelled() {
	labels := pprof.Labels("topic", "orders", "path", "/v1/pay.do")
	pprof.Do(context.Background(), labels, func(context.Context) { <-never })
}

// What has to be quoted: spaces, brackets, quotes, other scripts, bytes that are no text.
func oddlyLabelled() {
	labels := pprof.Labels("a key", "]} \"two\nlines\", x: y", "größe", "日本\\\U0001F600", "raw", "\x01\x7f\xff", "", "empty")
	pprof.Do(context.Background(), labels, func(context.Context) { <-never })
}
func timerC() { <-time.NewTimer(time.Hour).C }

func genericFunction() { hold(map[string][]int{}) }

//go:noinline
func hold[T any](value T) { <-never; _ = value }

type box[K comparable, V any] struct{ values map[K]V }

func (b *box[K, V]) hold() { func() { <-never; _ = b.values }() }

func genericMethod() { (&box[string, []int]{}).hold() }

type holder interface{ hold() }

//go:noinline
func call(f func()) { f() }

func methodValue() {
	var h holder = &box[int, int]{}
	call(h.hold)
}
func closures() {
	call(func() {
		call(func() { <-never })
	})
}

// A goroutine that waits in a deferred call of a panic.
func panicking() {
	defer func() { <-never }()
	var m map[string]int
	m["nil"] = 1
}

// More frames than a profile of Go 1.22 or older keeps, 32, and fewer than a dump leaves out.
func deep() { recurse(60) }

// More than a dump shows, 100.
func deepest() { recurse(200) }

//go:noinline
func recurse(n int) {
	if n == 0 {
		<-never
	}
	recurse(n - 1)
}

// The runtime's finalizer goroutine runs it, and is the program's for as long as it does.
func finalizer() {
	running := make(chan struct{})
	runtime.SetFinalizer(&struct{ text string }{"x"}, func(*struct{ text string }) {
		close(running)
		<-never
	})
	runtime.GC()
	<-running
}
func nilChanReceive() { var c chan int; <-c }
func chanSend()       { make(chan int) <- 1 }
func nilChanSend()    { var c chan int; c <- 1 }
func selectTwo() {
	select {
	case <-never:
	case make(chan int) <- 1:
	}
}
func selectNoCases() { select {} }

func mutexLock() {
	var mu sync.Mutex
	mu.Lock()
	mu.Lock()
}
func rwMutexRLock() {
	var mu sync.RWMutex
	mu.Lock()
	mu.RLock()
}
func rwMutexLock() {
	var mu sync.RWMutex
	mu.RLock()
	mu.Lock()
}
func waitGroupWait() {
	var group sync.WaitGroup
	group.Add(1)
	group.Wait()
}
func condWait() {
	var mu sync.Mutex
	mu.Lock()
	sync.NewCond(&mu).Wait()
}
func sleep() { time.Sleep(time.Hour) }
func tcpAccept() {
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	listener.Accept()
}
func pipeReadInBufio() {
	reader, writer, err := os.Pipe()
	check(err)
	bufio.NewReader(reader).ReadByte()
	runtime.KeepAlive(writer)
}

// A file descriptor that the runtime's poller does not know.
func rawPipeRead() {
	var ends [2]int
	check(syscall.Pipe(ends[:]))
	syscall.Read(ends[0], make([]byte, 1))
}

var spins int

func spin() {
	for {
		spins++
	}
}
func yield() {
	for {
		runtime.Gosched()
	}
}

// crowd starts many of one stack, by goroutines that ended and by one that is still there.
func crowd() {
	for i := 0; i < 20; i++ {
		go func() { go crowdMember() }()
	}
	go func() {
		for i := 0; i < 30; i++ {
			go crowdMember()
		}
		crowdCreator()
	}()
}

//go:noinline
func crowdCreator() { <-never }

//go:noinline
func crowdMember() { <-never }

func main() {
	leaked := flag.Bool("leaked", false, "read the goroutineleak profile before")
	flag.Parse()
	words := map[string]string{"main.crowdMember": "chan receive", "main.crowdCreator": "chan receive"}
	for _, one := range all {
		words[runtime.FuncForPC(reflect.ValueOf(one.park).Pointer()).Name()] = one.waitsFor
		go one.park()
	}
	crowd()
	time.Sleep(500 * time.Millisecond)

	out := flag.Arg(0)
	if *leaked {
		check(pprof.Lookup("goroutineleak").WriteTo(io.Discard, 0))
	}
	for form, ending := range []string{".d0", ".d1", ".d2"} {
		file := must(os.Create(out + ending))
		check(pprof.Lookup("goroutine").WriteTo(file, form))
		check(file.Close())
	}
	truth := map[string]any{"goroutines": runtime.NumGoroutine(), "crowd": 50, "waitsFor": words}
	check(os.WriteFile(out+".json", append(must(json.MarshalIndent(truth, "", "  ")), '\n'), 0o644))
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
