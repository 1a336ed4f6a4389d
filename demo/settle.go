package main

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"
)

// settleLimit is how long leaked goroutines may take to reach their last state.
const settleLimit = 10 * time.Second

// parkedIn names the runtime function through which a goroutine blocks.
var parkedIn = map[string]string{
	onIO:      "runtime.netpollblock",
	onSelect:  "runtime.selectgo",
	onSend:    "runtime.chansend",
	onReceive: "runtime.chanrecv",
}

// settle returns once, for each leak, exactly Count goroutines have its
// function on their stack and all of them are parked on what it says. It only
// looks whether the truth has come to pass, it never corrects it: a case that
// counted wrong makes the request fail.
func settle(ctx context.Context, leaks []leak) error {
	if len(leaks) == 0 {
		return nil
	}
	deadline := time.Now().Add(settleLimit)
	for pause := time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		missing := unsettled(leaks)
		if missing == "" {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("not settled after %v: %s", settleLimit, missing)
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not settled when the request ended: %s", missing)
		case <-time.After(pause):
		}
	}
}

// unsettled says in what the goroutines differ from the leaks, or nothing.
func unsettled(leaks []leak) string {
	here := make([]int, len(leaks))
	parked := make([]int, len(leaks))
	for stack, count := range goroutineStacks() {
		names := functionNames(stack)
		for i, l := range leaks {
			if !strings.Contains(names, "\n"+l.Function+"\n") {
				continue
			}
			here[i] += count
			if strings.HasPrefix(names, "\nruntime.gopark\n"+parkedIn[l.BlockedOn]+"\n") {
				parked[i] += count
			}
		}
	}
	for i, l := range leaks {
		if here[i] != l.Count || parked[i] != l.Count {
			return fmt.Sprintf("%d goroutines in %s, %d of them in %s, of %d", here[i], l.Function, parked[i], l.BlockedOn, l.Count)
		}
	}
	return ""
}

// stackPCs is the part of a runtime.StackRecord that tells stacks apart.
type stackPCs = [32]uintptr

func goroutineStacks() map[stackPCs]int {
	records := make([]runtime.StackRecord, runtime.NumGoroutine()+64)
	n, ok := runtime.GoroutineProfile(records)
	for !ok {
		records = make([]runtime.StackRecord, n+64)
		n, ok = runtime.GoroutineProfile(records)
	}
	stacks := map[stackPCs]int{}
	for _, record := range records[:n] {
		stacks[record.Stack0]++
	}
	return stacks
}

// functionNames lists a stack's functions, leaf first, each between newlines.
func functionNames(pcs stackPCs) string {
	n := 0
	for n < len(pcs) && pcs[n] != 0 {
		n++
	}
	var names strings.Builder
	names.WriteByte('\n')
	frames := runtime.CallersFrames(pcs[:n])
	for {
		frame, more := frames.Next()
		names.WriteString(frame.Function)
		names.WriteByte('\n')
		if !more {
			return names.String()
		}
	}
}
