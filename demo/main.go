// Command demo is a Go program that leaks on purpose, in the ways real programs
// did, and that tells exactly how much: what Tidemark shows of it can be
// compared with what it says of itself at /truth. See README.md.
package main

import (
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	if os.Getenv(upstreamEnv) != "" {
		os.Exit(upstreamMain())
	}
	os.Exit(demoMain(os.Args[1:]))
}

func demoMain(args []string) int {
	flags := flag.NewFlagSet("demo", flag.ContinueOnError)
	addr := flags.String("addr", "127.0.0.1:6060", "where to listen; port 0 takes a free one")
	version := flags.String("version", "v1.4.1", "the version the program says it is; a restart with another one is a deploy")
	start := flags.String("start", "", "cases to start, as case or case=stepsPerMinute, separated by commas")
	prefix := flags.String("prefix", "", "serve everything below this path")
	serve := flags.String("serve", "pprof,expvar,metrics", "which families of endpoints to mount; /truth and /cases always are")
	parkedCount := flags.Int("park", 0, "goroutines that wait for ever from the start: what many of them cost to watch")
	if err := flags.Parse(args); err != nil {
		if err == flag.ErrHelp {
			return 0
		}
		return 2
	}
	app, err := newApp(options{version: *version, prefix: *prefix, serve: *serve})
	if err == nil {
		err = app.startList(*start)
	}
	if err != nil {
		return fail(2, err)
	}
	park(*parkedCount)
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return fail(1, err)
	}

	// Only ReadHeaderTimeout: a profile may take long to write, and the demo
	// must not cut what it is there to serve.
	server := &http.Server{Handler: app, ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	fmt.Printf("demo %s listening on %s%s\n", *version, baseURL(listener.Addr()), app.prefix)

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	select {
	case err := <-ended:
		return fail(1, err)
	case <-signals:
		// What leaked is not released: a process that ends needs nobody's leave,
		// and thousands of connections would take longer than the second we have.
		_ = server.Close()
		return 0
	}
}

// baseURL is an address that a person can open: a listener on every interface
// is reached over loopback.
func baseURL(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return "http://" + addr.String()
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return "http://" + net.JoinHostPort(host, port)
}

func fail(code int, err error) int {
	fmt.Fprintln(os.Stderr, "demo:", strings.TrimSpace(err.Error()))
	return code
}
