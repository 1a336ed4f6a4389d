package main

import (
	"context"
	"errors"
	"fmt"
	"runtime/pprof"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

func grpcSpec() spec {
	return spec{
		name:             "grpc",
		about:            "A gRPC client is made for each job and never closed.",
		stepIs:           "one call on a new client connection that nobody closes",
		defaultPerMinute: 30,
		maxHeld:          fdCap(1500, 1),
		make:             func() leakCase { return &grpcCase{} },
	}
}

// What a connection keeps for as long as it lives: its write buffer and its
// read buffer, grpc-go's default of 32 KiB for each, the first twice over as
// newBufWriter made it until writes were shared between connections.
const (
	grpcWriteBuffer  = 2 * 32 << 10
	grpcBytesPerConn = grpcWriteBuffer + 32<<10
)

// grpcCase leaks client connections. The server is another process, as it
// would be (see grpc_upstream.go), so that the profile holds the client's side
// and nothing else.
type grpcCase struct {
	upstream upstream

	mu    sync.Mutex
	conns []*grpc.ClientConn // kept for release only; the leaking program has no such list
}

func (g *grpcCase) step(ctx context.Context, c call) (int, error) {
	addr, err := g.upstream.ensure()
	if err != nil {
		return 0, fmt.Errorf("no upstream to connect to: %w", err)
	}
	for done := range c.n {
		var conn *grpc.ClientConn
		var err error
		// Goroutines inherit the labels of the one that started them: the three
		// stacks of the connection carry this label for as long as they leak.
		pprof.Do(ctx, pprof.Labels("upstream", "pricing"), func(ctx context.Context) {
			conn, err = fetchPrice(ctx, addr)
		})
		if err != nil {
			return done, err
		}
		g.mu.Lock()
		g.conns = append(g.conns, conn)
		g.mu.Unlock()
	}
	return c.n, nil
}

// fetchPrice is the bug: it dials, asks once, and forgets Close.
func fetchPrice(ctx context.Context, addr string) (*grpc.ClientConn, error) {
	// Three options make today's grpc-go as it was when this leak was found: it
	// did not hang up after 30 idle minutes, and each connection had a write
	// buffer to itself, which is what the heap profile was full of.
	conn, err := grpc.NewClient(addr,
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithIdleTimeout(0),
		grpc.WithSharedWriteBuffer(false),
		grpc.WithWriteBufferSize(grpcWriteBuffer))
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	if _, err := healthpb.NewHealthClient(conn).Check(ctx, &healthpb.HealthCheckRequest{}, grpc.WaitForReady(true)); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func (g *grpcCase) release(context.Context) error {
	g.mu.Lock()
	conns := g.conns
	g.conns = nil
	g.mu.Unlock()
	var errs []error
	for _, conn := range conns {
		errs = append(errs, conn.Close())
	}
	return errors.Join(errs...)
}

func (g *grpcCase) held() held {
	g.mu.Lock()
	n := len(g.conns)
	g.mu.Unlock()
	return held{
		bytes: uint64(n) * grpcBytesPerConn,
		leaks: []leak{
			{"google.golang.org/grpc/internal/transport.(*http2Client).reader", onIO, n},
			{"google.golang.org/grpc/internal/transport.(*loopyWriter).run", onSelect, n},
			// Three for each connection: the resolver's, the balancer's and the
			// connectivity state's. Before grpc-go 1.56 there was one watcher.
			{"google.golang.org/grpc/internal/grpcsync.(*CallbackSerializer).run", onReceive, 3 * n},
		},
		heapFunctions: []string{"google.golang.org/grpc/internal/transport.NewHTTP2Client"},
	}
}

func (g *grpcCase) close() {
	_ = g.release(context.Background())
	g.upstream.stop()
}
