package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	gorilla "github.com/gorilla/context"
	"github.com/gorilla/sessions"
)

func contextmapSpec() spec {
	return spec{
		name:             "contextmap",
		about:            "A web shop uses gorilla/sessions over gorilla/context without ClearHandler: a global map keeps every request.",
		stepIs:           "10 requests, each kept for good with its 4 KiB body of headers",
		defaultPerMinute: 120,
		maxHeld:          1500,
		make:             func() leakCase { return &contextmapCase{} },
	}
}

const (
	requestsPerStep = 10
	// headerBytes is what each request brings along, in one header, and what
	// the map then keeps of it. A tracing or auth proxy's baggage is like that.
	headerBytes = 4 << 10
)

type contextmapCase struct {
	server *http.Server
	addr   string
	kept   atomic.Int64 // requests
}

// serve starts the shop the first time. The bug is what is not there:
// gorilla.ClearHandler around the handler. gorilla/mux before 1.6 would have
// cleared the map by itself, which is why the leak comes with leaving it.
func (m *contextmapCase) serve() error {
	if m.server != nil {
		return nil
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	m.addr = listener.Addr().String()
	m.server = &http.Server{Handler: newShop(), IdleTimeout: 5 * time.Second}
	go m.server.Serve(listener)
	return nil
}

// shop counts visits in a session cookie.
type shop struct{ store sessions.Store }

func newShop() *shop {
	return &shop{sessions.NewCookieStore([]byte("not a secret: the demo's own cookies"))}
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	session, err := s.store.Get(r, "cart")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	visits, _ := session.Values["visits"].(int)
	session.Values["visits"] = visits + 1
	if err := session.Save(r, w); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Fprintf(w, "visit %d\n", visits+1)
}

func (m *contextmapCase) step(ctx context.Context, c call) (int, error) {
	if err := m.serve(); err != nil {
		return 0, err
	}
	dialer := net.Dialer{Timeout: 5 * time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", m.addr)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	reader := bufio.NewReader(conn)
	baggage := strings.Repeat("b", headerBytes)
	for done := range c.n {
		for range requestsPerStep {
			request, _ := http.NewRequest(http.MethodGet, "http://"+m.addr+"/cart", nil)
			request.Header.Set("Baggage", baggage)
			status, err := exchange(conn, reader, request)
			if err == nil && status != http.StatusOK {
				err = fmt.Errorf("the shop answered %d", status)
			}
			if err != nil {
				return done, err
			}
			m.kept.Add(1)
		}
	}
	return c.n, nil
}

// release empties the map, which is global as it is in every program that has it.
func (m *contextmapCase) release(context.Context) error {
	gorilla.Purge(0)
	m.kept.Store(0)
	return nil
}

func (m *contextmapCase) held() held {
	return held{
		bytes: uint64(m.kept.Load()) * headerBytes,
		// No function stands out by flat: the request's parts come from all over
		// net/http. By cum they all come from here.
		heapFunctions: []string{"net/http.(*conn).serve", functionName((*shop).ServeHTTP)},
	}
}

func (m *contextmapCase) close() {
	_ = m.release(context.Background())
	if m.server != nil {
		_ = m.server.Close()
	}
}
