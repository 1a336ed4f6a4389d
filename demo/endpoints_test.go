package main

import (
	"bufio"
	"bytes"
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// memory is the fields that add up, as one of the three sources has them.
type memory struct {
	sys  uint64
	part [7]uint64
}

func (m memory) check(t *testing.T, source string) {
	t.Helper()
	var sum uint64
	for _, part := range m.part {
		sum += part
	}
	if m.sys == 0 || sum != m.sys {
		t.Errorf("%s: Sys is %d, its parts %v add up to %d", source, m.sys, m.part, sum)
	}
}

var partNames = [7]string{"HeapSys", "StackSys", "MSpanSys", "MCacheSys", "BuckHashSys", "GCSys", "OtherSys"}

func fromFields(fields map[string]any) (m memory) {
	number := func(name string) uint64 { f, _ := fields[name].(float64); return uint64(f) }
	m.sys = number("Sys")
	for i, name := range partNames {
		m.part[i] = number(name)
	}
	return m
}

func fromMetrics(body []byte) (m memory) {
	number := func(name string) uint64 { f, _ := metric(body, "go_memstats_"+name+"_bytes"); return uint64(f) }
	m.sys = number("sys")
	for i, name := range [7]string{"heap_sys", "stack_sys", "mspan_sys", "mcache_sys", "buck_hash_sys", "gc_sys", "other_sys"} {
		m.part[i] = number(name)
	}
	return m
}

func metric(body []byte, name string) (float64, bool) {
	for line := range strings.Lines(string(body)) {
		if rest, found := strings.CutPrefix(line, name+" "); found {
			value, err := strconv.ParseFloat(strings.TrimSpace(rest), 64)
			return value, err == nil
		}
	}
	return 0, false
}

// fromTrailer reads the end of heap?debug=1, where Stack, MSpan and MCache are
// printed as "inuse / sys".
func fromTrailer(body []byte) (m memory) {
	last := regexp.MustCompile(`(?m)^# (\w+) = (?:\d+ / )?(\d+)$`)
	fields := map[string]any{}
	for _, match := range last.FindAllSubmatch(body, -1) {
		value, _ := strconv.ParseFloat(string(match[2]), 64)
		fields[string(match[1])] = value
	}
	for long, short := range map[string]string{"StackSys": "Stack", "MSpanSys": "MSpan", "MCacheSys": "MCache"} {
		fields[long] = fields[short]
	}
	return fromFields(fields)
}

// The memory sources add up, each by itself, and agree with each other.
func TestMemorySourcesAgree(t *testing.T) {
	c := serveApp(t, options{})
	for try := 0; ; try++ {
		before := fromFields(c.truth().MemStats)
		var vars struct {
			Memstats map[string]any `json:"memstats"`
		}
		c.json("/debug/vars", &vars)
		sources := map[string]memory{
			"/truth":       before,
			"/metrics":     fromMetrics(c.get("/metrics")),
			"/debug/vars":  fromFields(vars.Memstats),
			"heap?debug=1": fromTrailer(c.get("/debug/pprof/heap?debug=1")),
		}
		for name, source := range sources {
			source.check(t, name)
		}
		// The runtime may map more between two requests: compare when it did not.
		if after := fromFields(c.truth().MemStats); before.sys == after.sys || try == 20 {
			for name, source := range sources {
				if source.sys != before.sys {
					t.Errorf("%s has Sys %d, /truth %d before and %d after", name, source.sys, before.sys, after.sys)
				}
			}
			return
		}
	}
}

func TestMetricsAndVarsHaveTheProcess(t *testing.T) {
	c := serveApp(t, options{version: "v9.8.7"})
	body := c.get("/metrics")
	for _, name := range []string{"go_goroutines", "process_start_time_seconds", "process_resident_memory_bytes", "go_memstats_heap_released_bytes"} {
		if _, found := metric(body, name); !found {
			t.Errorf("/metrics has no %s", name)
		}
	}
	for _, text := range []string{`demo_build_info{version="v9.8.7"} 1`, `go_info{version="go`} {
		if !bytes.Contains(body, []byte(text)) {
			t.Errorf("/metrics has no %s", text)
		}
	}
	truth := c.truth()
	var vars struct{ Process processVar }
	c.json("/debug/vars", &vars)
	if p := vars.Process; p.Version != "v9.8.7" || p.GoVersion != truth.GoVersion || p.StartTimeMs != truth.StartTimeMs {
		t.Errorf("process in /debug/vars is %+v", p)
	}
	if rss := truth.Process.RSSBytes; rss != nil {
		if *rss < 1<<20 || vars.Process.RSSBytes == nil {
			t.Errorf("RSS is %d bytes in /truth, %v in /debug/vars", *rss, vars.Process.RSSBytes)
		}
		if sum := *truth.Process.RSSAnonBytes + *truth.Process.RSSFileBytes + *truth.Process.RSSShmemBytes; sum != *rss {
			t.Errorf("RSS is %d, its parts add up to %d", *rss, sum)
		}
	}
	if n := len(truth.MemStats); n < 25 {
		t.Errorf("/truth has only %d fields of MemStats", n)
	}
}

func TestPrefixAndServe(t *testing.T) {
	c := serveApp(t, options{prefix: "/some/path/", serve: "pprof"})
	for path, want := range map[string]int{
		"/": 200, "/truth": 200, "/cases": 200, "/cases/grpc": 200, "/debug/pprof/": 200,
		"/debug/pprof/goroutine": 200, "/debug/pprof/nothing": 404, "/debug/vars": 404, "/metrics": 404,
	} {
		if status, body := c.do(http.MethodGet, path); status != want {
			t.Errorf("GET %s answered %d, not %d: %.100s", path, status, want, body)
		}
	}
	c.base = strings.TrimSuffix(c.base, "/some/path")
	if status, _ := c.do(http.MethodGet, "/truth"); status != 404 {
		t.Errorf("/truth outside of the prefix answered %d", status)
	}
}

func TestErrorsArePlainSentences(t *testing.T) {
	c := serveApp(t, options{})
	for _, test := range []struct {
		method, path string
		status       int
		says         string
	}{
		{"POST", "/cases/nothing/start", 404, "no case"},
		{"GET", "/cases/nothing", 404, "no case"},
		{"POST", "/cases/grpc/explode", 404, "no action"},
		{"GET", "/cases/grpc/step", 405, "takes POST"},
		{"POST", "/truth", 405, "takes GET"},
		{"POST", "/cases", 405, "takes GET"},
		{"POST", "/cases/grpc/rate", 400, "rate is"},
		{"POST", "/cases/grpc/start?rate=-1", 400, "rate is"},
		{"POST", "/cases/grpc/start?rate=NaN", 400, "rate is"},
		{"POST", "/cases/grpc/step?n=0", 400, "n is"},
		{"POST", "/cases/grpc/step?n=many", 400, "n is"},
		{"POST", "/cases/burst/step?mb=99999", 400, "mb is"},
		{"POST", "/cases/burst/start?hold=1h", 400, "hold is"},
		{"POST", "/cases/grpc/step?n=9999", 409, "capped"},
	} {
		status, body := c.do(test.method, test.path)
		if status != test.status || !strings.Contains(string(body), test.says) || bytes.ContainsAny(body, "<{") {
			t.Errorf("%s %s answered %d %q, not %d with %q", test.method, test.path, status, body, test.status, test.says)
		}
	}
	if n := c.truth().Cases["grpc"].Steps; n != 0 {
		t.Errorf("%d steps were done on the way", n)
	}
}

func TestStartList(t *testing.T) {
	a, err := newApp(options{})
	if err != nil {
		t.Fatal(err)
	}
	defer a.close()
	if err := a.startList("healthy, consumer=7.5"); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"healthy": "true 1200", "consumer": "true 7.5", "grpc": "false 30"} {
		truth := a.find(name).truth()
		if got := fmt.Sprint(truth.Running, " ", truth.RatePerMinute); got != want {
			t.Errorf("%s runs: %s, not %s", name, got, want)
		}
	}
	for _, bad := range []string{"grcp", "grpc=fast", "grpc=0"} {
		if err := a.startList(bad); err == nil {
			t.Errorf("-start %s was taken", bad)
		}
	}
}

func TestEveryProfileParses(t *testing.T) {
	c := serveApp(t, options{})
	for _, name := range []string{"allocs", "block", "goroutine", "heap", "mutex", "threadcreate"} {
		if err := c.profile("/debug/pprof/" + name).CheckValid(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	scanner := bufio.NewScanner(bytes.NewReader(c.get("/debug/pprof/goroutine?debug=2")))
	if !scanner.Scan() || !strings.HasPrefix(scanner.Text(), "goroutine ") {
		t.Errorf("debug=2 begins with %q", scanner.Text())
	}
}
