package main

import (
	"fmt"
	"math/bits"
	"strconv"
)

// pair is two hashes side by side, from nothing but 32-bit arithmetic, so that
// JavaScript computes the same.
type pair struct{ a, b uint32 }

var start = pair{0x811c9dc5, 0x9747b28c}

func (h pair) text(s string) pair {
	for i := 0; i < len(s); i++ {
		h.a = (h.a ^ uint32(s[i])) * 0x01000193
		h.b = (bits.RotateLeft32(h.b, 5) ^ uint32(s[i])) * 0x85ebca6b
	}
	return h
}

func (h pair) number(n int64) pair { return h.text(strconv.FormatInt(n, 10)) }

func (h pair) frame(name pair, line int64) pair {
	return h.fold(name).fold(pair{uint32(line), uint32(line)})
}

func (h pair) fold(x pair) pair {
	return pair{
		(bits.RotateLeft32(h.a, 13) ^ x.a) * 0xcc9e2d51,
		(bits.RotateLeft32(h.b, 17) ^ x.b) * 0x1b873593,
	}
}

// bag is the same in whatever order its members come.
type bag struct{ a, b uint64 }

func (s *bag) add(h pair) {
	s.a += uint64(mix(h.a))
	s.b += uint64(mix(h.b))
}

func (s *bag) hex() string { return fmt.Sprintf("%x-%x", s.a, s.b) }
