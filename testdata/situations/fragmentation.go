package main

import (
	"runtime"
	"time"
)

// record is of the size class of 512 bytes: sixteen in a span of 8 KiB.
type record [512]byte

// fragmentation reads 128 MiB of records and keeps one in 32 of them, as an index over a file does that holds on to a
// record here and there. Every other span has one record left and cannot be given back; requests are of other sizes.
func fragmentation(t *truth) {
	const count, keepOneIn = 128 * mib / 512, 32
	go garbage(16 * mib)
	// Something runs as it should before the file is read.
	time.Sleep(20 * time.Second)
	all := make([]*record, count)
	for i := range all {
		all[i] = new(record)
		t.SlabBytes.Add(int64(len(all[i])))
		if i%4096 == 0 {
			time.Sleep(50 * time.Millisecond)
		}
	}
	index := make([]*record, 0, count/keepOneIn)
	for i := 0; i < count; i += keepOneIn {
		index = append(index, all[i])
	}
	all = nil
	t.HeldBytes.Store(int64(len(index)) * int64(len(record{})))
	time.Sleep(time.Hour)
	runtime.KeepAlive(index)
	runtime.KeepAlive(all)
}
