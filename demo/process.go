package main

import (
	"os"
	"runtime"
	"time"
)

// startTime is when this program began, near enough: package variables are set
// before main runs.
var startTime = time.Now()

// osMemory is what the operating system says of this process's memory. What it
// does not say is absent, never zero: a missing number must not be drawn.
type osMemory struct {
	RSSBytes      *uint64 `json:"rssBytes,omitempty"`
	RSSAnonBytes  *uint64 `json:"rssAnonBytes,omitempty"`
	RSSFileBytes  *uint64 `json:"rssFileBytes,omitempty"`
	RSSShmemBytes *uint64 `json:"rssShmemBytes,omitempty"`
	VmHWMBytes    *uint64 `json:"vmHWMBytes,omitempty"`
	// LazyFreeBytes were freed with MADV_FREE and not yet taken back by the
	// kernel: still resident, and no leak.
	LazyFreeBytes *uint64 `json:"lazyFreeBytes,omitempty"`
}

// processVar is what /debug/vars publishes as "process": the things that a
// profile cannot tell. Copy it into a program that has no /metrics.
type processVar struct {
	osMemory
	StartTimeMs int64  `json:"startTimeMs"`
	GoVersion   string `json:"goVersion"`
	GODEBUG     string `json:"godebug"`
	Version     string `json:"version"`
}

func readProcess(version string) processVar {
	return processVar{
		osMemory:    readOSMemory(),
		StartTimeMs: startTime.UnixMilli(),
		GoVersion:   runtime.Version(),
		GODEBUG:     os.Getenv("GODEBUG"),
		Version:     version,
	}
}
