#!/bin/sh
# Remakes what can be remade in this folder; see README.md.
#   ./regenerate.sh            the goldens, from the profiles (needs go)
#   ./regenerate.sh --capture  the profiles of blocked/ and closures/ too: downloads the Go versions named below.
#                              Go 1.19 comes from $GO119 (a GOROOT), since toolchains are downloadable from 1.21 on.
set -eu
cd "$(dirname "$0")"

# Built at a path of its own and without cgo: the binary's and libc's paths stand in the profile's mappings.
capture() { # PROGRAM GO VERSION
  (cd "$1" && CGO_ENABLED=0 "$2" build -trimpath -o /tmp/tidemark/"$1" . && /tmp/tidemark/"$1" "go$3.goroutine.d0")
}
if [ "${1:-}" = --capture ]; then
  for program in blocked closures; do
    for version in 1.21.13 1.23.12 1.24.9 1.26.8 1.27.1; do
      GOTOOLCHAIN=go$version capture $program go $version
    done
    if [ -n "${GO119:-}" ]; then
      GOROOT=$GO119 GOTOOLCHAIN=local capture $program "$GO119/bin/go" 1.19.8
    fi
  done
  rm -r /tmp/tidemark
fi

mkdir -p goldens
for profile in captures/*.d0 blocked/*.d0 closures/*.d0; do
  # An empty binary path: nothing of this machine's files gets in.
  PPROF_BINARY_PATH=/nonexistent PPROF_TOOLS=/nonexistent \
    go tool pprof -symbolize=none -raw "$profile" > "goldens/$(basename "$(dirname "$profile")").$(basename "$profile").raw" 2> /dev/null
done
