package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// startList starts what -start names: "healthy,grpc=20,burst".
func (a *app) startList(list string) error {
	type begin struct {
		runner    *runner
		perMinute float64
	}
	var all []begin
	for entry := range strings.SplitSeq(list, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		name, rate, hasRate := strings.Cut(entry, "=")
		r := a.find(name)
		if r == nil {
			return fmt.Errorf("-start names %q; there are %s", name, a.names())
		}
		perMinute := r.defaultPerMinute
		if hasRate {
			var err error
			if perMinute, err = parseRate(rate); err != nil {
				return fmt.Errorf("-start %s: %w", name, err)
			}
		}
		all = append(all, begin{r, perMinute})
	}
	for _, b := range all {
		b.runner.start(b.perMinute, url.Values{})
	}
	return nil
}

func (a *app) find(name string) *runner {
	for _, r := range a.runners {
		if r.name == name {
			return r
		}
	}
	return nil
}

func (a *app) names() string {
	var names []string
	for _, r := range a.runners {
		names = append(names, r.name)
	}
	return strings.Join(names, ", ")
}

func (a *app) serveCases(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet) {
		return
	}
	list := make([]caseTruth, 0, len(a.runners))
	for _, r := range a.runners {
		list = append(list, r.truth())
	}
	writeJSON(w, map[string]any{"cases": list})
}

func (a *app) serveCase(w http.ResponseWriter, r *http.Request) {
	if !allow(w, r, http.MethodGet) {
		return
	}
	if runner := a.findOr404(w, r); runner != nil {
		writeJSON(w, runner.truth())
	}
}

func (a *app) findOr404(w http.ResponseWriter, r *http.Request) *runner {
	runner := a.find(r.PathValue("name"))
	if runner == nil {
		http.Error(w, fmt.Sprintf("There is no case %q; there are %s.", r.PathValue("name"), a.names()), http.StatusNotFound)
	}
	return runner
}

func (a *app) serveAction(w http.ResponseWriter, r *http.Request) {
	runner := a.findOr404(w, r)
	if runner == nil {
		return
	}
	act, known := actions[r.PathValue("action")]
	if !known {
		http.Error(w, fmt.Sprintf("There is no action %q; there are start, stop, rate, step and release.", r.PathValue("action")), http.StatusNotFound)
		return
	}
	if !allow(w, r, http.MethodPost) {
		return
	}
	if err := act(runner, r, r.URL.Query()); err != nil {
		status := http.StatusInternalServerError
		var bad badRequest
		switch {
		case errors.As(err, &bad):
			status = http.StatusBadRequest
		case errors.Is(err, errConflict):
			status = http.StatusConflict
		}
		http.Error(w, fmt.Sprintf("%s %s: %v.", r.PathValue("action"), runner.name, err), status)
		return
	}
	writeJSON(w, runner.truth())
}

// badRequest is an error of the caller's making.
type badRequest struct{ error }

func (b badRequest) Unwrap() error { return b.error }

var actions = map[string]func(*runner, *http.Request, url.Values) error{
	"start": func(r *runner, _ *http.Request, q url.Values) error {
		perMinute := r.defaultPerMinute
		if q.Has("rate") {
			var err error
			if perMinute, err = parseRate(q.Get("rate")); err != nil {
				return badRequest{err}
			}
		}
		if err := checkArgs(r, q); err != nil {
			return err
		}
		r.start(perMinute, q)
		return nil
	},
	"stop": func(r *runner, _ *http.Request, _ url.Values) error {
		r.stop()
		return nil
	},
	"rate": func(r *runner, _ *http.Request, q url.Values) error {
		perMinute, err := parseRate(q.Get("rate"))
		if err != nil {
			return badRequest{err}
		}
		r.setRate(perMinute)
		return nil
	},
	"step": func(r *runner, req *http.Request, q url.Values) error {
		n := 1
		if q.Has("n") {
			var err error
			if n, err = strconv.Atoi(q.Get("n")); err != nil || n < 1 || n > maxSteps {
				return badRequest{fmt.Errorf("n is %q and must be a whole number from 1 to %d", q.Get("n"), maxSteps)}
			}
		}
		if err := checkArgs(r, q); err != nil {
			return err
		}
		return r.stepAndSettle(req.Context(), n, q)
	},
	"release": func(r *runner, req *http.Request, _ url.Values) error {
		return r.releaseAll(req.Context())
	},
}

// maxSteps bounds one request; the cap of a case bounds all of them.
const maxSteps = 10000

func checkArgs(r *runner, q url.Values) error {
	if c, ok := r.leakCase.(argChecker); ok {
		if err := c.checkArgs(q); err != nil {
			return badRequest{err}
		}
	}
	return nil
}

func parseRate(text string) (float64, error) {
	perMinute, err := strconv.ParseFloat(text, 64)
	// The negated comparison also refuses NaN.
	if err != nil || !(perMinute > 0 && perMinute <= maxPerMinute) {
		return 0, fmt.Errorf("rate is %q and must be steps per minute, more than 0 and at most %d", text, maxPerMinute)
	}
	return perMinute, nil
}
