// Command blocking parks a goroutine in each way that the Go runtime knows, and then writes, into the folder FOLDER:
//
//	intended.json   by function: what its goroutine waits for, in the words of core/profile/stack.ts
//	goroutine.d0    the goroutine profile
//	goroutine.d2    the same with the runtime's own words
//
// It ends by SIGQUIT, at which the runtime prints all goroutines to standard error; with GOTRACEBACK=system also its
// own ones and its own frames, which no profile has.
//
// Unlike ../blocked, whose profiles by six versions of Go are kept, a test runs it on the Go in use.
//
//	GOTRACEBACK=system go run . FOLDER 2> FOLDER/crash
package main

import (
	"context"
	"encoding/json"
	"io"
	"iter"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Each function's goroutine waits in it, or in a closure of it, until the program ends.
var intended = []struct {
	waitsFor string
	park     func()
}{
	{"chan receive", chanReceive},
	{"chan receive", chanRange},
	{"chan receive", contextDone},
	{"chan receive", timerC},
	{"chan receive", tickerLoop},
	{"chan receive", lockedToThread},
	{"chan receive", finalizer},
	{"chan send", chanSend},
	{"chan send", chanSendBuffered},
	{"chan receive (nil chan)", nilChanReceive},
	{"chan send (nil chan)", nilChanSend},
	{"select", selectSendOrReceive},
	{"select", selectNilChans},
	{"select (no cases)", selectNoCases},
	{"mutex", mutexLock},
	{"mutex", onceDo},
	{"RWMutex", rwMutexRLock},
	{"RWMutex", rwMutexLock},
	{"RWMutex", rwMutexLockBehindWriter},
	{"WaitGroup", waitGroupWait},
	{"Cond", condWait},
	{"semaphore", connReadBehindReader},
	{"sleep", sleep},
	{"I/O wait", connRead},
	{"I/O wait", tcpAccept},
	{"I/O wait", udpRead},
	{"I/O wait", pipeRead},
	{"syscall", rawPipeRead},
	{"syscall", flock},
	{"syscall", childWait},
	{"coroutine", coroutine},
	{"running", spin},
	{"running", yield},
}

func chanReceive() { <-make(chan int) }
func chanRange() {
	for range make(chan int) {
	}
}
func contextDone() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	<-ctx.Done()
}
func timerC() { <-time.NewTimer(time.Hour).C }
func tickerLoop() {
	for range time.NewTicker(time.Hour).C {
	}
}
func lockedToThread() {
	runtime.LockOSThread()
	<-make(chan int)
}

// The runtime's finalizer goroutine runs it, and is the program's for as long as it does.
func finalizer() {
	running := make(chan struct{})
	runtime.SetFinalizer(&struct{ text string }{"x"}, func(*struct{ text string }) {
		close(running)
		<-make(chan int)
	})
	runtime.GC() // starts its workers too
	<-running
}

func chanSend() { make(chan int) <- 1 }
func chanSendBuffered() {
	full := make(chan int, 1)
	full <- 1
	full <- 1
}
func nilChanReceive() { var c chan int; <-c }
func nilChanSend()    { var c chan int; c <- 1 }

func selectSendOrReceive() {
	select {
	case <-make(chan int):
	case make(chan int) <- 1:
	}
}

// Nil channels in a select with cases: a select like any other, to the runtime too.
func selectNilChans() {
	var c, d chan int
	select {
	case <-c:
	case d <- 1:
	}
}
func selectNoCases() { select {} }

func mutexLock() {
	var mu sync.Mutex
	mu.Lock()
	mu.Lock()
}

// Who comes second to a Once waits for its mutex.
func onceDo() {
	var once sync.Once
	once.Do(func() { once.Do(func() {}) })
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

// Writers wait for each other on a mutex inside, which the runtime names; the author of the program knows the RWMutex.
func rwMutexLockBehindWriter() {
	var mu sync.RWMutex
	mu.Lock()
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

// Two readers of one connection: the second waits for internal/poll's lock, a bare semaphore.
func connReadBehindReader() {
	conn := silentConn()
	isHeld := make(chan struct{})
	go holdReadLock(conn, isHeld)
	<-isHeld
	conn.Read(make([]byte, 1))
}
func holdReadLock(conn *net.TCPConn, isHeld chan<- struct{}) {
	must(conn.SyscallConn()).Read(func(uintptr) bool {
		close(isHeld)
		return false // nothing to read yet: wait, and keep the lock
	})
}
func connRead() { silentConn().Read(make([]byte, 1)) }
func tcpAccept() {
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	listener.Accept()
}
func udpRead() {
	conn := must(net.ListenPacket("udp", "127.0.0.1:0"))
	conn.ReadFrom(make([]byte, 1))
}
func pipeRead() {
	reader, writer, err := os.Pipe()
	check(err)
	reader.Read(make([]byte, 1))
	runtime.KeepAlive(writer)
}

// A file descriptor that the runtime's poller does not know.
func rawPipeRead() {
	var ends [2]int
	check(syscall.Pipe(ends[:]))
	syscall.Read(ends[0], make([]byte, 1))
}
func flock() {
	path := filepath.Join(os.Args[1], "lock")
	first, second := must(os.Create(path)), must(os.Open(path))
	check(syscall.Flock(int(first.Fd()), syscall.LOCK_EX))
	syscall.Flock(int(second.Fd()), syscall.LOCK_EX)
	runtime.KeepAlive(first)
}

// cat ends when its standard input does: with this program.
func childWait() {
	child := exec.Command("cat")
	stdin := must(child.StdinPipe())
	check(child.Start())
	child.Process.Wait()
	runtime.KeepAlive(stdin)
}

// An iterator that nobody asks for more, and nobody stops.
func coroutine() {
	next, _ := iter.Pull(func(yield func(int) bool) {
		for yield(1) {
		}
	})
	next()
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

// silentConn is connected to a listener that accepts nothing: the backlog keeps the connection open.
func silentConn() *net.TCPConn {
	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	listeners.Store(listener, true)
	return must(net.Dial("tcp", listener.Addr().String())).(*net.TCPConn)
}

// Kept from the garbage collector, which would close them.
var listeners sync.Map

func main() {
	folder := os.Args[1]
	debug.SetGCPercent(-1)                                  // a collection would have its workers run at the end; that of finalizer is enough
	signal.Notify(make(chan os.Signal, 1), syscall.SIGUSR1) // starts os/signal.loop
	words := map[string]string{}
	for _, goroutine := range intended {
		words[nameOf(goroutine.park)] = goroutine.waitsFor
		go goroutine.park()
	}
	settle()
	check(os.WriteFile(filepath.Join(folder, "intended.json"), must(json.Marshal(words)), 0o644))
	write(filepath.Join(folder, "goroutine.d0"), 0)
	write(filepath.Join(folder, "goroutine.d2"), 2)
	check(syscall.Kill(os.Getpid(), syscall.SIGQUIT))
	select {}
}

func nameOf(function func()) string {
	return runtime.FuncForPC(reflect.ValueOf(function).Pointer()).Name()
}

var header = regexp.MustCompile(`(?m)^(goroutine \d+) .*\[([^],]*)`)

// settle waits until every goroutine is where it stays: its word is the same three times in a row.
func settle() {
	const wanted = 3
	last, same := "", 0
	for deadline := time.Now().Add(20 * time.Second); same < wanted; time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			panic("the goroutines did not settle within 20 s")
		}
		now, busy := states()
		if now == last && busy == 3 { // spin, yield, and this one
			same++
		} else {
			last, same = now, 0
		}
	}
}

func states() (all string, busy int) {
	var dump strings.Builder
	dumpGoroutines(&dump, 2)
	for _, match := range header.FindAllStringSubmatch(dump.String(), -1) {
		id, word := match[1], match[2]
		if word == "running" || word == "runnable" {
			word = "busy"
			busy++
		}
		all += id + " " + word + "\n"
	}
	return all, busy
}

func write(path string, form int) {
	file := must(os.Create(path))
	dumpGoroutines(file, form)
	check(file.Close())
}

func dumpGoroutines(to io.Writer, form int) { check(pprof.Lookup("goroutine").WriteTo(to, form)) }

func must[T any](value T, err error) T {
	check(err)
	return value
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
