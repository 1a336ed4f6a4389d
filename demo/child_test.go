package main

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// startChild runs the demo as a process of its own.
func startChild(t *testing.T, env string, args ...string) (*client, *exec.Cmd) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Second)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, os.Args[0], append([]string{"-addr", "127.0.0.1:0"}, args...)...)
	cmd.Env = append(os.Environ(), mainEnv+"=1", env)
	cmd.Stderr = os.Stderr
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("the demo said %q and then %v", line, err)
	}
	match := regexp.MustCompile(`^demo \S+ listening on (http://127\.0\.0\.1:\d+\S*)\n$`).FindStringSubmatch(line)
	if match == nil {
		t.Fatalf("the demo's first line is %q", line)
	}
	return newClient(t, match[1]), cmd
}

// The same burst, freed and returned the same way, leaves RSS high with
// MADV_FREE and low with MADV_DONTNEED, and LazyFree tells which it was.
func TestBurst(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("MADV_FREE against MADV_DONTNEED is a matter of Linux")
	}
	const mb = 200
	for godebug, lazy := range map[string]bool{"madvdontneed=0": true, "madvdontneed=1": false} {
		t.Run(godebug, func(t *testing.T) {
			c, _ := startChild(t, "GODEBUG="+godebug)
			before := c.truth()
			if before.GODEBUG != godebug {
				t.Fatalf("GODEBUG is %q in /truth", before.GODEBUG)
			}
			if before.Process.LazyFreeBytes == nil {
				t.Skip("this kernel or sandbox does not tell LazyFree in /proc/self/smaps_rollup")
			}
			c.post("/cases/burst/step?n=1&mb=200&hold=10ms")
			after := c.truth()
			released := int64(after.MemStats["HeapReleased"].(float64)-before.MemStats["HeapReleased"].(float64)) >> 20
			rss := int64(*after.Process.RSSBytes-*before.Process.RSSBytes) >> 20
			lazyFree := int64(*after.Process.LazyFreeBytes) >> 20
			t.Logf("HeapReleased +%d MiB, RSS %+d MiB, LazyFree %d MiB, VmHWM %d MiB", released, rss, lazyFree, *after.Process.VmHWMBytes>>20)
			if *after.Process.VmHWMBytes>>20 < mb {
				t.Errorf("the burst was never resident")
			}
			if released < mb*9/10-64 {
				t.Errorf("HeapReleased rose by %d MiB only", released)
			}
			switch {
			case lazy && lazyFree == 0 && rss < mb/4:
				t.Skip("this kernel takes MADV_FREE pages back at once (no swap in its memory group, or pressure)")
			case lazy && (lazyFree < mb*9/10 || rss < mb*9/10):
				t.Errorf("with MADV_FREE RSS rose by %d MiB and LazyFree is %d MiB, both of about %d", rss, lazyFree, mb)
			case !lazy && (lazyFree > 4 || rss > mb/4):
				t.Errorf("with MADV_DONTNEED RSS rose by %d MiB and LazyFree is %d MiB", rss, lazyFree)
			}
		})
	}
}

// The consumer's leak can be proved, because nothing in the program points to
// it; and once it is proved, release refuses rather than crash.
func TestConsumerIsProvedLeaked(t *testing.T) {
	if pprof.Lookup("goroutineleak") == nil {
		t.Skip("no goroutineleak profile: needs Go 1.27, or 1.26 built with GOEXPERIMENT=goroutineleakprofile")
	}
	c, _ := startChild(t, "GODEBUG=")
	c.post("/cases/consumer/step?n=4")
	c.post("/cases/consumer/release")
	c.post("/cases/consumer/step?n=6")
	c.post("/cases/grpc/step?n=6") // blocked on I/O and from a global: never proved
	total, cum, _ := sums(c.profile("/debug/pprof/goroutineleak"), 0)
	truth := c.truth().Cases["consumer"]
	for _, l := range truth.Leaks {
		if cum[l.Function] != 6 {
			t.Errorf("%d goroutines proved leaked in %s, of 6", cum[l.Function], l.Function)
		}
	}
	if total != 12 {
		t.Errorf("%d goroutines proved leaked, of 12", total)
	}
	if status, body := c.do("POST", "/cases/consumer/release"); status != 409 || !strings.Contains(string(body), "goroutineleak") {
		t.Errorf("release answered %d %q", status, body)
	}
	compareLeaks(t, c, "consumer", 6, 2)
}

// A signal ends the demo within a second, with exit code 0, however much
// leaked, and its gRPC upstream with it.
func TestEndsAtOnce(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGTERM")
	}
	c, cmd := startChild(t, "GODEBUG=", "-start", "healthy,burst,deferloop", "-version", "v2.0.0")
	c.post("/cases/grpc/step?n=200")
	c.post("/cases/keepalive/step?n=200")
	if v := c.truth().Version; v != "v2.0.0" {
		t.Errorf("version is %q", v)
	}
	upstream := childrenOf(t, cmd.Process.Pid)
	began := time.Now()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if took := time.Since(began); took > time.Second {
		t.Errorf("it took %v", took)
	}
	for _, pid := range upstream {
		for deadline := time.Now().Add(2 * time.Second); isRunning(pid); time.Sleep(10 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("the upstream process %s outlived the demo", pid)
			}
		}
	}
}

// childrenOf lists processes; nothing where /proc does not tell.
func childrenOf(t *testing.T, pid int) []string {
	t.Helper()
	if runtime.GOOS != "linux" {
		return nil
	}
	var children []string
	tasks, _ := os.ReadDir("/proc/" + strconv.Itoa(pid) + "/task")
	for _, task := range tasks {
		list, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/task/" + task.Name() + "/children")
		if err != nil {
			return nil
		}
		children = append(children, strings.Fields(string(list))...)
	}
	return children
}

// isRunning is false for a zombie too: it only waits to be reaped by init.
func isRunning(pid string) bool {
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	return err == nil && !strings.Contains(string(stat), ") Z ")
}
