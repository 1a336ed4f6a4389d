// Command rival does the benchmark's work W with google/pprof's own package.
//
// It reads a profile once, then answers each line on standard input with one
// line of JSON: `time` does W and says how long it took, `digest` says what
// came out (see ../../measure/digest.ts, which computes the same).
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: rival profile.pb.gz")
	}
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	out := json.NewEncoder(os.Stdout)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var answer any
		switch lines.Text() {
		case "time":
			start := time.Now()
			if _, err := work(data); err != nil {
				log.Fatal(err)
			}
			answer = map[string]float64{"ms": float64(time.Since(start).Nanoseconds()) / 1e6}
		case "digest":
			result, err := work(data)
			if err != nil {
				log.Fatal(err)
			}
			answer = digestOf(result)
		default:
			log.Fatal(fmt.Errorf("unknown order %q", lines.Text()))
		}
		if err := out.Encode(answer); err != nil {
			log.Fatal(err)
		}
	}
}
