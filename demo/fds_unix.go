//go:build unix

package main

import "syscall"

// fdCap lowers a cap to what the limit on open files allows, with room left
// for the demo's own server: a demo that cannot accept connections shows nothing.
func fdCap(steps, fdsPerStep int) int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return steps
	}
	// A quarter, because several cases hold descriptors at once.
	return max(1, int(min(uint64(steps), uint64(limit.Cur)/4/uint64(fdsPerStep))))
}
