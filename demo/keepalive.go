package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

func keepaliveSpec() spec {
	return spec{
		name:             "keepalive",
		about:            "An HTTP server without IdleTimeout keeps a goroutine for every client that went quiet.",
		stepIs:           "one client that asks once and keeps its connection open",
		defaultPerMinute: 40,
		maxHeld:          fdCap(1500, 2),
		make:             func() leakCase { return &keepaliveCase{} },
	}
}

// keepaliveBytesPerConn is the reader and the writer of 4 KiB that net/http
// gives a connection (newBufioReader, newBufioWriterSize in server.go).
const keepaliveBytesPerConn = 2 * 4 << 10

type keepaliveCase struct {
	server *http.Server
	addr   string
	open   atomic.Int64 // connections, as the server sees them

	mu      sync.Mutex
	clients []net.Conn
}

// serve starts the server the first time. The bug is what is not there:
// IdleTimeout, and ReadTimeout that would stand in for it.
func (k *keepaliveCase) serve() error {
	if k.server != nil {
		return nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	k.addr = listener.Addr().String()
	k.server = &http.Server{Handler: http.HandlerFunc(serveStock), ConnState: k.watch}
	go k.server.Serve(&meteredListener{Listener: listener})
	return nil
}

func (k *keepaliveCase) watch(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		k.open.Add(1)
	case http.StateClosed:
		k.open.Add(-1)
	}
}

func serveStock(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, `{"inStock":7}`) }

func (k *keepaliveCase) step(ctx context.Context, c call) (int, error) {
	if err := k.serve(); err != nil {
		return 0, err
	}
	for done := range c.n {
		client, err := askOnce(ctx, k.addr)
		if err != nil {
			return done, err
		}
		k.mu.Lock()
		k.clients = append(k.clients, client)
		k.mu.Unlock()
	}
	return c.n, nil
}

// askOnce is a client that stays. A bare connection, not an http.Client, which
// would have two goroutines of its own in the same profile.
func askOnce(ctx context.Context, addr string) (net.Conn, error) {
	dialer := net.Dialer{Timeout: 5 * time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", addr)
	if err != nil {
		return nil, err
	}
	request, _ := http.NewRequest(http.MethodGet, "http://"+addr+"/stock", nil)
	response, err := exchange(conn, bufio.NewReader(conn), request)
	if err == nil && response != http.StatusOK {
		err = fmt.Errorf("the server answered %d", response)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// exchange sends a request over a bare connection and reads the answer to its end.
func exchange(conn net.Conn, reader *bufio.Reader, request *http.Request) (status int, err error) {
	if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return 0, err
	}
	if err := request.Write(conn); err != nil {
		return 0, err
	}
	response, err := http.ReadResponse(reader, request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, err = io.Copy(io.Discard, response.Body)
	return response.StatusCode, errors.Join(err, conn.SetDeadline(time.Time{}))
}

// release hangs up. The server's goroutines notice, one after another; that
// they left Read is not yet that they are gone.
func (k *keepaliveCase) release(ctx context.Context) error {
	k.mu.Lock()
	clients := k.clients
	k.clients = nil
	k.mu.Unlock()
	for _, client := range clients {
		_ = client.Close()
	}
	for k.open.Load() > 0 {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Millisecond):
		}
	}
	return nil
}

func (k *keepaliveCase) held() held {
	k.mu.Lock()
	n := len(k.clients)
	k.mu.Unlock()
	return held{
		bytes:         uint64(n) * keepaliveBytesPerConn,
		leaks:         []leak{{functionName((*meteredConn).Read), onIO, n}},
		heapFunctions: []string{"net/http.(*conn).serve"},
	}
}

func (k *keepaliveCase) close() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = k.release(ctx)
	if k.server != nil {
		_ = k.server.Close()
	}
}

// meteredListener counts bytes, as many services do. It also puts a frame of
// ours on the stack, which tells these connections from those of the demo's own
// server: both sit in net/http.(*conn).serve.
type meteredListener struct {
	net.Listener
	read atomic.Int64
}

func (l *meteredListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &meteredConn{Conn: conn, read: &l.read}, nil
}

type meteredConn struct {
	net.Conn
	read *atomic.Int64
}

func (c *meteredConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.read.Add(int64(n))
	return n, err
}

// functionName is a function's name as a profile spells it. It depends on how
// the package was built (main in the program, its import path in a test).
func functionName(f any) string {
	return runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
}
