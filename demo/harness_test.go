package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"testing"

	"github.com/google/pprof/profile"
)

// mainEnv makes the test binary be the demo, for what needs a process of its own.
const mainEnv = "TIDEMARK_DEMO_MAIN"

func TestMain(m *testing.M) {
	switch {
	case os.Getenv(upstreamEnv) != "":
		os.Exit(upstreamMain())
	case os.Getenv(mainEnv) != "":
		os.Exit(demoMain(os.Args[1:]))
	}
	// Sample enough for a test's few megabytes to show.
	runtime.MemProfileRate = 4 << 10
	os.Exit(m.Run())
}

// client asks one demo, over one keep-alive connection: a second connection
// would be a goroutine more between two counts.
type client struct {
	t    *testing.T
	base string
	http *http.Client
}

func newClient(t *testing.T, base string) *client {
	transport := &http.Transport{MaxConnsPerHost: 1, DisableCompression: true}
	t.Cleanup(transport.CloseIdleConnections)
	return &client{t, base, &http.Client{Transport: transport}}
}

// serveApp runs an app of its own for a test.
func serveApp(t *testing.T, o options) *client {
	t.Helper()
	if o.serve == "" {
		o.serve = "pprof,expvar,metrics"
	}
	if o.version == "" {
		o.version = "v0.0.1"
	}
	a, err := newApp(o)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(a)
	t.Cleanup(func() {
		server.Close()
		a.close()
	})
	return newClient(t, server.URL+a.prefix)
}

func (c *client) do(method, path string) (int, []byte) {
	c.t.Helper()
	request, err := http.NewRequest(method, c.base+path, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	response, err := c.http.Do(request)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
	return response.StatusCode, body
}

func (c *client) ok(method, path string) []byte {
	c.t.Helper()
	status, body := c.do(method, path)
	if status != http.StatusOK {
		c.t.Fatalf("%s %s answered %d: %s", method, path, status, body)
	}
	return body
}

func (c *client) get(path string) []byte  { c.t.Helper(); return c.ok(http.MethodGet, path) }
func (c *client) post(path string) []byte { c.t.Helper(); return c.ok(http.MethodPost, path) }

func (c *client) json(path string, into any) {
	c.t.Helper()
	if err := json.Unmarshal(c.get(path), into); err != nil {
		c.t.Fatalf("GET %s: %v", path, err)
	}
}

func (c *client) truth() truth {
	c.t.Helper()
	var t truth
	c.json("/truth", &t)
	return t
}

func (c *client) profile(path string) *profile.Profile {
	c.t.Helper()
	p, err := profile.Parse(bytes.NewReader(c.get(path)))
	if err != nil {
		c.t.Fatalf("GET %s: %v", path, err)
	}
	return p
}

// sums adds up one value of a profile: in all, and per function whose frame is
// on the stack (cum) or at its leaf (flat).
func sums(p *profile.Profile, valueIndex int) (total int64, cum, flat map[string]int64) {
	cum, flat = map[string]int64{}, map[string]int64{}
	for _, sample := range p.Sample {
		value := sample.Value[valueIndex]
		total += value
		seen := map[string]bool{}
		for depth, location := range sample.Location {
			for i, line := range location.Line {
				name := line.Function.Name
				if depth == 0 && i == 0 {
					flat[name] += value
				}
				if !seen[name] {
					seen[name] = true
					cum[name] += value
				}
			}
		}
	}
	return total, cum, flat
}

func sampleIndex(t *testing.T, p *profile.Profile, name string) int {
	t.Helper()
	for i, sampleType := range p.SampleType {
		if sampleType.Type == name {
			return i
		}
	}
	t.Fatalf("the profile has no %s", name)
	return 0
}
