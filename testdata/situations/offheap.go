package main

import (
	"os"
	"runtime"
	"syscall"
	"time"
)

// kept is what a library that was never told to close holds.
var kept [][]byte

// offHeap maps 512 KiB four times a second and writes to all of it, as a cgo library or a store on mmap does that forgets
// to let go. The heap stays as it is: 20 MiB, and the garbage of a few requests.
func offHeap(t *truth) {
	const each = 512 << 10
	held := touched(20 * mib)
	t.HeldBytes.Store(int64(len(held)))
	go garbage(8 * mib)
	for range time.Tick(time.Second / 4) {
		region, err := syscall.Mmap(-1, 0, each, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
		if err != nil {
			panic(err)
		}
		for i := 0; i < each; i += os.Getpagesize() {
			region[i] = 1
		}
		kept = append(kept, region)
		t.MappedBytes.Add(each)
	}
	runtime.KeepAlive(held)
}
