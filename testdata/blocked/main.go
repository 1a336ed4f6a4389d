// Command blocked parks one goroutine in each way that a goroutine can wait, each in a function named after what
// core/profile/blockedon.ts must say of it, and writes goroutine?debug=0 of itself.
//
//	go run -trimpath . OUT.d0
package main

import (
	"net"
	"os"
	"os/signal"
	"runtime"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"
)

func main() {
	accepting, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	// Nobody accepts here: the backlog keeps the connection open, and silent.
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	for _, wait := range []func(){
		chanReceive, chanReceiveNil, chanReceiveRange, chanReceiveTimer, chanReceiveSelectOne,
		chanSend, chanSendNil, chanSendSelectOne,
		selectTwo, selectNone,
		mutexLock, rwMutexRead, rwMutexWrite, waitGroupWait, condWait, onceMutex,
		sleepLong, syscallRead, runningLoop,
		func() { ioWaitAccept(accepting) },
		func() { ioWaitRead(silent) },
	} {
		go wait()
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGUSR1) // starts os/signal.loop, which waits in the runtime
	blockFinalizer()
	time.Sleep(300 * time.Millisecond)

	// Written by another goroutine, so that main's own wait is in the profile too.
	done := make(chan error)
	go func() {
		done <- write(os.Args[1])
	}()
	check(<-done)
	silent.Close()
}

func write(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := pprof.Lookup("goroutine").WriteTo(file, 0); err != nil {
		return err
	}
	return file.Close()
}

func chanReceive()    { <-make(chan int) }
func chanReceiveNil() { var c chan int; <-c }
func chanReceiveRange() {
	for range make(chan int) {
	}
}
func chanReceiveTimer() { <-time.NewTimer(time.Hour).C }

// The compiler makes a plain receive of a select with one case.
func chanReceiveSelectOne() {
	select {
	case <-make(chan int):
	}
}
func chanSend()    { make(chan int) <- 1 }
func chanSendNil() { var c chan int; c <- 1 }
func chanSendSelectOne() {
	select {
	case make(chan int) <- 1:
	}
}
func selectTwo() {
	select {
	case <-make(chan int):
	case make(chan int) <- 1:
	}
}
func selectNone() { select {} }

func mutexLock() {
	var mu sync.Mutex
	mu.Lock()
	mu.Lock()
}

// A read lock that waits for a writer.
func rwMutexRead() {
	var mu sync.RWMutex
	mu.Lock()
	mu.RLock()
}

// A write lock that waits for a reader.
func rwMutexWrite() {
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

// The second caller of a Once waits for its mutex.
func onceMutex() {
	var once sync.Once
	once.Do(func() { once.Do(func() {}) })
}
func sleepLong() { time.Sleep(time.Hour) }
func syscallRead() {
	var ends [2]int
	check(syscall.Pipe(ends[:]))
	syscall.Read(ends[0], make([]byte, 1))
}

var spins int

func runningLoop() {
	for {
		spins++
	}
}
func ioWaitAccept(listener net.Listener) { listener.Accept() }
func ioWaitRead(listener net.Listener) {
	conn, err := net.Dial("tcp", listener.Addr().String())
	check(err)
	conn.Read(make([]byte, 1))
}

// A finalizer that blocks: its goroutine is a system one until it runs the program's code.
func blockFinalizer() {
	runtime.SetFinalizer(&struct{ text string }{"x"}, func(*struct{ text string }) { chanReceiveFinalizer() })
	runtime.GC()
}

//go:noinline
func chanReceiveFinalizer() { <-make(chan int) }

func check(err error) {
	if err != nil {
		panic(err)
	}
}
