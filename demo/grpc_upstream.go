package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strings"
	"sync"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

// upstreamEnv makes the program be the gRPC server instead of the demo. It is
// the same binary, so there is nothing else to build or to find.
const upstreamEnv = "TIDEMARK_DEMO_UPSTREAM"

// upstreamMain serves gRPC on a free loopback port, prints the address, and
// ends when its standard input does: however the demo dies, a kill included,
// no server is left behind.
func upstreamMain() int {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, "demo upstream:", err)
		return 1
	}
	server := grpc.NewServer()
	healthpb.RegisterHealthServer(server, health.NewServer())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Println(listener.Addr())
	if err := server.Serve(listener); err != nil {
		return 1
	}
	return 0
}

// upstream is that server as seen from the demo.
type upstream struct {
	mu    sync.Mutex
	cmd   *exec.Cmd
	stdin io.Closer
	addr  string
}

// ensure starts the server the first time, and tells its address.
func (u *upstream) ensure() (string, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.cmd != nil {
		return u.addr, nil
	}
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), upstreamEnv+"=1")
	cmd.Stderr = os.Stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		_ = stdin.Close()
		_ = cmd.Wait()
		return "", fmt.Errorf("the upstream process did not say where it listens: %w", err)
	}
	u.cmd, u.stdin, u.addr = cmd, stdin, strings.TrimSpace(line)
	return u.addr, nil
}

func (u *upstream) stop() {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.cmd != nil {
		_ = u.stdin.Close()
		_ = u.cmd.Wait()
		u.cmd = nil
	}
}
