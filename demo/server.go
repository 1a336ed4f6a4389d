package main

import (
	"encoding/json"
	"expvar"
	"fmt"
	"html/template"
	"net/http"
	"net/http/pprof"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

type options struct {
	version string
	prefix  string
	serve   string
}

// app is the program's HTTP side: the cases and the endpoints.
type app struct {
	version  string
	prefix   string
	families []string
	runners  []*runner
	handler  http.Handler
}

func newApp(o options) (*app, error) {
	a := &app{version: o.version, prefix: strings.TrimRight(o.prefix, "/")}
	if a.prefix != "" && !strings.HasPrefix(a.prefix, "/") {
		return nil, fmt.Errorf("-prefix %q does not begin with a slash", o.prefix)
	}
	for _, s := range specs() {
		a.runners = append(a.runners, newRunner(s))
	}

	// A mux of its own: net/http/pprof and expvar put themselves into the
	// default one, where -serve could not leave them out.
	mux := http.NewServeMux()
	mux.HandleFunc("/{$}", a.serveIndex)
	mux.HandleFunc("/truth", a.serveTruth)
	mux.HandleFunc("/cases", a.serveCases)
	mux.HandleFunc("/cases/{name}", a.serveCase)
	mux.HandleFunc("/cases/{name}/{action}", a.serveAction)
	for family := range strings.SplitSeq(o.serve, ",") {
		switch family = strings.TrimSpace(family); family {
		case "":
			continue
		case "pprof":
			mux.HandleFunc("/debug/pprof/", pprof.Index)
			mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
			mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
			mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
			mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
		case "expvar":
			publishProcess(a.version)
			mux.Handle("/debug/vars", expvar.Handler())
		case "metrics":
			mux.Handle("/metrics", metricsHandler(a.version))
		default:
			return nil, fmt.Errorf("-serve names %q; there are pprof, expvar and metrics", family)
		}
		a.families = append(a.families, family)
	}
	a.handler = http.StripPrefix(a.prefix, mux)
	return a, nil
}

func (a *app) ServeHTTP(w http.ResponseWriter, r *http.Request) { a.handler.ServeHTTP(w, r) }

// close ends and releases every case.
func (a *app) close() {
	for _, r := range a.runners {
		r.stop()
	}
	for _, r := range a.runners {
		if c, ok := r.leakCase.(interface{ close() }); ok {
			c.close()
		}
	}
}

var (
	publishOnce      sync.Once
	publishedVersion atomic.Value
)

// publishProcess publishes once: expvar is global and panics on a second time,
// which tests with several apps would run into.
func publishProcess(version string) {
	publishedVersion.Store(version)
	publishOnce.Do(func() {
		expvar.Publish("process", expvar.Func(func() any {
			return readProcess(publishedVersion.Load().(string))
		}))
	})
}

func metricsHandler(version string) http.Handler {
	registry := prometheus.NewRegistry()
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name:        "demo_build_info",
		Help:        "1; the label tells the version.",
		ConstLabels: prometheus.Labels{"version": version},
	})
	build.Set(1)
	registry.MustRegister(
		build,
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}

func (a *app) serveIndex(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet) {
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	cases := make([]caseTruth, 0, len(a.runners))
	for _, r := range a.runners {
		cases = append(cases, r.truth())
	}
	_ = indexPage.Execute(w, map[string]any{
		"Version": a.version, "Prefix": a.prefix, "Cases": cases,
		"Pprof":   slices.Contains(a.families, "pprof"),
		"Expvar":  slices.Contains(a.families, "expvar"),
		"Metrics": slices.Contains(a.families, "metrics"),
	})
}

var indexPage = template.Must(template.New("index").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><title>demo {{.Version}}</title>
<style>body{font:15px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}td,th{text-align:left;padding:.2rem .8rem .2rem 0;vertical-align:top}</style>
<h1>demo {{.Version}}</h1>
<p>A Go program that leaks on purpose.
<a href="{{.Prefix}}/truth">/truth</a> <a href="{{.Prefix}}/cases">/cases</a>
{{if .Pprof}}<a href="{{.Prefix}}/debug/pprof/">/debug/pprof/</a>{{end}}
{{if .Expvar}}<a href="{{.Prefix}}/debug/vars">/debug/vars</a>{{end}}
{{if .Metrics}}<a href="{{.Prefix}}/metrics">/metrics</a>{{end}}</p>
<table><tr><th>case<th>running<th>per minute<th>steps held<th>a step is
{{range .Cases}}<tr><td>{{.Name}}<td>{{if .Running}}yes{{else}}no{{end}}<td>{{.RatePerMinute}}<td>{{.HeldSteps}}{{if .MaxHeldSteps}} of at most {{.MaxHeldSteps}}{{end}}<td>{{.StepIs}}
{{end}}</table>
<p>POST {{.Prefix}}/cases/NAME/start?rate=R, /stop, /rate?rate=R, /step?n=N, /release</p>
</html>
`))

func writeJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	encoder := json.NewEncoder(w)
	encoder.SetIndent("", "  ")
	_ = encoder.Encode(value)
}

// allow answers 405 to a method that is not one of those named.
func allow(w http.ResponseWriter, r *http.Request, method string) bool {
	if r.Method == method || method == http.MethodGet && r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", method)
	http.Error(w, fmt.Sprintf("%s takes %s, not %s.", r.URL.Path, method, r.Method), http.StatusMethodNotAllowed)
	return false
}
