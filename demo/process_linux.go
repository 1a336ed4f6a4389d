package main

import (
	"bytes"
	"os"
	"strconv"
)

// readOSMemory reads /proc. VmRSS and its parts are in status since Linux 4.5,
// as is MADV_FREE; LazyFree is in smaps_rollup since 4.14, which walks the page
// tables and can be closed to a process by its sandbox.
func readOSMemory() osMemory {
	status, _ := os.ReadFile("/proc/self/status")
	rollup, _ := os.ReadFile("/proc/self/smaps_rollup")
	return osMemory{
		RSSBytes:      procKB(status, "VmRSS"),
		RSSAnonBytes:  procKB(status, "RssAnon"),
		RSSFileBytes:  procKB(status, "RssFile"),
		RSSShmemBytes: procKB(status, "RssShmem"),
		VmHWMBytes:    procKB(status, "VmHWM"),
		LazyFreeBytes: procKB(rollup, "LazyFree"),
	}
}

// procKB finds "Key:   123 kB" and gives it in bytes.
func procKB(text []byte, key string) *uint64 {
	for line := range bytes.Lines(text) {
		rest, found := bytes.CutPrefix(line, []byte(key+":"))
		if !found {
			continue
		}
		fields := bytes.Fields(rest)
		if len(fields) != 2 || string(fields[1]) != "kB" {
			return nil
		}
		kB, err := strconv.ParseUint(string(fields[0]), 10, 64)
		if err != nil {
			return nil
		}
		value := kB * 1024
		return &value
	}
	return nil
}
