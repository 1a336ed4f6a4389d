package main

import (
	"bytes"
	"math/rand"
	"slices"
	"strings"
)

// kept holds every allocation, so that all of it is in use. By type, for a
// value in an interface would be an allocation of its own.
var kept struct {
	rows   []*row
	bytes  [][]byte
	texts  []string
	queues [][]uint64
}

type row struct {
	next  *row
	cells [6]uint64
}

var (
	text = strings.Repeat("tidemark ", 64)
	raw  = []byte(text)
)

// allocations are functions of their own, one object a call; some allocate in the standard library.
var allocations = []func(n int){newRow, readBody, copyPage, copyKey, joinNames, growQueue}

//go:noinline
func newRow(int) { kept.rows = append(kept.rows, new(row)) }

//go:noinline
func readBody(n int) { kept.bytes = append(kept.bytes, make([]byte, n)) }

//go:noinline
func copyPage(n int) { kept.bytes = append(kept.bytes, bytes.Clone(raw[:n])) }

//go:noinline
func copyKey(n int) { kept.texts = append(kept.texts, strings.Clone(text[:n])) }

//go:noinline
func joinNames(n int) { kept.texts = append(kept.texts, strings.Repeat("ab", n/2)) }

//go:noinline
func growQueue(n int) { kept.queues = append(kept.queues, slices.Grow([]uint64(nil), n/8+1)) }

// allocateAll keeps an object at the end of each path, a third of the paths several, so that there is a top.
func allocateAll(random *rand.Rand, paths []path) {
	most := 8 * len(paths)
	kept.rows = make([]*row, 0, most)
	kept.bytes = make([][]byte, 0, most)
	kept.texts = make([]string, 0, most)
	kept.queues = make([][]uint64, 0, most)
	for i, p := range paths {
		allocate := allocations[p.end%len(allocations)]
		n := 16 + random.Intn(496)
		count := 1
		if i%3 == 0 {
			count += random.Intn(8)
		}
		p.walk(func() {
			for range count {
				allocate(n)
			}
		})
	}
}
