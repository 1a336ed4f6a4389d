#!/bin/sh
# Makes the captures of states/ anew; see README.md. Needs the Go versions named below, which GOTOOLCHAIN downloads.
set -eu
cd "$(dirname "$0")/states"

capture() { # VERSION GODEBUG NAME [FLAG]
  GOTOOLCHAIN=go$1 CGO_ENABLED=0 go build -trimpath -o /tmp/tidemark/states .
  GODEBUG=$2 /tmp/tidemark/states ${4:-} "../$3"
}
# asynctimerchan: go.mod asks for the timers of Go 1.21, with which testing/synctest does not run.
capture 1.21.13 tracebackancestors=0 go1.21.13
capture 1.23.12 tracebackancestors=0 go1.23.12
capture 1.24.9 tracebackancestors=0 go1.24.9
capture 1.26.8 tracebacklabels=1,asynctimerchan=0 go1.26.8
capture 1.27.1 tracebacklabels=1,asynctimerchan=0 go1.27.1
capture 1.27.1 tracebackancestors=5,asynctimerchan=0 go1.27.1.ancestors
capture 1.27.1 tracebacklabels=0,asynctimerchan=0 go1.27.1.leaked -leaked
rm -r /tmp/tidemark
