package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	gorilla "github.com/gorilla/context"
	"github.com/gorilla/sessions"
)

func contextmapSpec() spec {
	return spec{
		name:             "contextmap",
		about:            "A web shop uses gorilla/sessions over gorilla/context without ClearHandler: a global map keeps every request.",
		stepIs:           "10 requests, each kept for good with 6 KiB of what the handler knew",
		defaultPerMinute: 120,
		maxHeld:          1500,
		make:             func() leakCase { return &contextmapCase{} },
	}
}

const (
	requestsPerStep = 10
	// partBytes is what each of the parts below puts into the request's context.
	partBytes = 1 << 10
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

// shop shows a page made of several parts, each put into the request's context
// for those that come after it, as was usual before net/http had contexts.
type shop struct{ store sessions.Store }

func newShop() *shop {
	return &shop{sessions.NewCookieStore([]byte("no secret: signs the demo's own cookies"))}
}

func (s *shop) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	session, err := s.store.Get(r, "cart")
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	for _, part := range parts {
		gorilla.Set(r, part.name, part.load())
	}
	session.Values["visited"] = true
	if err := session.Save(r, w); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	fmt.Fprintf(w, "%d parts\n", len(parts))
}

var parts = []struct {
	name string
	load func() []byte
}{
	{"user", loadUser}, {"basket", loadBasket}, {"offers", loadOffers},
	{"translations", loadTranslations}, {"features", loadFeatures}, {"reviews", loadReviews},
}

// Six functions rather than one: memory that comes from all over has no line
// that stands out by flat, and this is the leak that is found by cum alone.
func loadUser() []byte         { return make([]byte, partBytes) }
func loadBasket() []byte       { return make([]byte, partBytes) }
func loadOffers() []byte       { return make([]byte, partBytes) }
func loadTranslations() []byte { return make([]byte, partBytes) }
func loadFeatures() []byte     { return make([]byte, partBytes) }
func loadReviews() []byte      { return make([]byte, partBytes) }

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
	for done := range c.n {
		for range requestsPerStep {
			request, _ := http.NewRequest(http.MethodGet, "http://"+m.addr+"/cart", nil)
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
		bytes: uint64(m.kept.Load()) * uint64(len(parts)) * partBytes,
		// Neither is anything by flat; by cum each has nearly all of it.
		heapFunctions: []string{functionName((*shop).ServeHTTP), "net/http.(*conn).serve"},
	}
}

func (m *contextmapCase) close() {
	_ = m.release(context.Background())
	if m.server != nil {
		_ = m.server.Close()
	}
}
