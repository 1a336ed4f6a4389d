// Command vars writes the three memory sources of one process, as near to one moment as can be: /debug/vars with the
// expvar `process` that docs/targets.md describes, and the heap profile's trailer.
//
//	GOMAXPROCS=1 go run . expvar.json heap.d1
package main

import (
	"expvar"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"runtime/pprof"
)

var kept [][]byte

func main() {
	for i := 0; i < 100; i++ {
		kept = append(kept, make([]byte, 1<<16))
	}
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	expvar.Publish("process", expvar.Func(func() any {
		return map[string]any{
			"rssBytes": 20_000_000, "rssAnonBytes": 12_000_000, "rssFileBytes": 8_000_000, "lazyFreeBytes": 0,
			"startTimeMs": 1_795_228_179_123, "goVersion": runtime.Version(), "godebug": os.Getenv("GODEBUG"), "version": "v1.2.3",
		}
	}))
	expvar.NewMap("requests").Add("GET", 5)
	recorder := httptest.NewRecorder()
	expvar.Handler().ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, "/debug/vars", nil))
	check(os.WriteFile(os.Args[1], recorder.Body.Bytes(), 0o644))
	file, err := os.Create(os.Args[2])
	check(err)
	check(pprof.Lookup("heap").WriteTo(file, 1))
	check(file.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
