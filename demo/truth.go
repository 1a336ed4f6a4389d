package main

import (
	"net/http"
	"os"
	"reflect"
	"runtime"
	"time"
)

// truth is what the program did and is, from its own bookkeeping, the runtime
// and /proc: nothing here was read from a profile.
type truth struct {
	Version      string               `json:"version"`
	GoVersion    string               `json:"goVersion"`
	GODEBUG      string               `json:"godebug"`
	PID          int                  `json:"pid"`
	StartTimeMs  int64                `json:"startTimeMs"`
	NowMs        int64                `json:"nowMs"`
	NumGoroutine int                  `json:"numGoroutine"`
	MemStats     map[string]any       `json:"memStats"`
	Process      osMemory             `json:"process"`
	Cases        map[string]caseTruth `json:"cases"`
}

// caseTruth is one case in /truth and in /cases.
type caseTruth struct {
	Name                 string   `json:"name"`
	About                string   `json:"about"`
	StepIs               string   `json:"stepIs"`
	Running              bool     `json:"running"`
	RatePerMinute        float64  `json:"ratePerMinute"`
	DefaultRatePerMinute float64  `json:"defaultRatePerMinute"`
	Steps                int64    `json:"steps"`     // ever done
	HeldSteps            int      `json:"heldSteps"` // since the last release
	MaxHeldSteps         int      `json:"maxHeldSteps,omitempty"`
	Capped               bool     `json:"capped"`
	LastError            string   `json:"lastError,omitempty"`
	GoroutinesLeaked     int      `json:"goroutinesLeaked"`
	BytesHeld            uint64   `json:"bytesHeld"`
	Leaks                []leak   `json:"leaks"`
	HeapFunctions        []string `json:"heapFunctions"`
}

func (r *runner) truth() caseTruth {
	h := r.held()
	r.mu.Lock()
	defer r.mu.Unlock()
	t := caseTruth{
		Name: r.name, About: r.about, StepIs: r.stepIs,
		Running:              r.cancel != nil,
		RatePerMinute:        r.perMinute,
		DefaultRatePerMinute: r.defaultPerMinute,
		Steps:                r.steps,
		HeldSteps:            r.heldSteps,
		MaxHeldSteps:         r.maxHeld,
		Capped:               r.maxHeld > 0 && r.heldSteps >= r.maxHeld,
		LastError:            r.lastError,
		BytesHeld:            h.bytes,
		Leaks:                append([]leak{}, h.leaks...),
		HeapFunctions:        append([]string{}, h.heapFunctions...),
	}
	for _, l := range h.leaks {
		t.GoroutinesLeaked += l.Count
	}
	return t
}

func (a *app) serveTruth(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet) {
		return
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	process := readProcess(a.version)
	t := truth{
		Version:      process.Version,
		GoVersion:    process.GoVersion,
		GODEBUG:      process.GODEBUG,
		PID:          os.Getpid(),
		StartTimeMs:  process.StartTimeMs,
		NowMs:        time.Now().UnixMilli(),
		NumGoroutine: runtime.NumGoroutine(),
		MemStats:     numericFields(stats),
		Process:      process.osMemory,
		Cases:        map[string]caseTruth{},
	}
	for _, runner := range a.runners {
		t.Cases[runner.name] = runner.truth()
	}
	writeJSON(w, t)
}

// numericFields takes every plain number of MemStats under its Go name: a field
// that a later Go adds comes by itself.
func numericFields(stats runtime.MemStats) map[string]any {
	fields := map[string]any{}
	value := reflect.ValueOf(stats)
	for i := range value.NumField() {
		if f := value.Field(i); f.CanUint() || f.CanFloat() {
			fields[value.Type().Field(i).Name] = f.Interface()
		}
	}
	return fields
}
