// Command tree writes the call tree of the benchmark's programs as Go source:
// -levels packages of -width functions each, and the root that enters it. Each
// function calls one of three of the next level, from lines of its own, the
// third through a function that the compiler inlines. So a call path is a stack
// that no other path has, as in a program of many handlers, and the profile has
// as many functions and locations as the paths visit.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"math/rand"
	"os"
	"path/filepath"
)

// Names as a shop's back end has them: their lengths are what a profile's
// string table is made of.
var (
	packages = []string{"server", "middleware", "session", "router", "orders", "cart", "pricing", "catalog",
		"search", "inventory", "warehouse", "shipping", "payments", "ledger", "storage", "replication"}
	types = []string{"Handler", "Worker", "Batch", "Pool", "Session", "Cache", "Stream", "Index"}
	verbs = []string{"Serve", "Process", "Resolve", "Dispatch", "Load", "Flush", "Reserve", "Commit", "Watch", "Retry"}
)

func main() {
	seed := flag.Int64("seed", 1, "of the tree's shape")
	levels := flag.Int("levels", 16, "how deep")
	width := flag.Int("width", 8, "functions at each level")
	out := flag.String("out", ".", "the module's folder")
	flag.Parse()
	if *levels > len(packages) {
		log.Fatalf("at most %d levels", len(packages))
	}
	random := rand.New(rand.NewSource(*seed))
	for level := range *levels {
		name := packages[level]
		write(filepath.Join(*out, "internal", name, name+".go"), layer(random, level, *levels, *width))
	}
	write(filepath.Join(*out, "root.go"), root(*width))
}

func layer(random *rand.Rand, level, levels, width int) []byte {
	var b bytes.Buffer
	isLast := level == levels-1
	fmt.Fprintf(&b, "package %s\n\nimport (\n\t\"github.com/acme/shop/route\"\n", packages[level])
	if !isLast {
		fmt.Fprintf(&b, "\tnext \"github.com/acme/shop/internal/%s\"\n", packages[level+1])
	}
	b.WriteString(")\n\n")
	for _, name := range types {
		fmt.Fprintf(&b, "type %s struct{}\n", name)
	}
	for i := range width {
		call := func() string {
			if isLast {
				return "p.End()"
			}
			j := random.Intn(width)
			return fmt.Sprintf("(*next.%s)(nil).%s(p.Next())", typeOf(j), method(level+1, j))
		}
		fmt.Fprintf(&b, "\n//go:noinline\nfunc (r *%s) %s(p route.Path) {\n\tswitch p.Turn() {\n", typeOf(i), method(level, i))
		fmt.Fprintf(&b, "\tcase 0:\n\t\t%s\n\tcase 1:\n\t\t%s\n\tdefault:\n\t\tr.with%04d(p)\n\t}\n}\n", call(), call(), i)
		fmt.Fprintf(&b, "\nfunc (r *%s) with%04d(p route.Path) {\n\t%s\n}\n", typeOf(i), i, call())
	}
	return b.Bytes()
}

func root(width int) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "package main\n\nimport first \"github.com/acme/shop/internal/%s\"\n\nfunc init() {\n", packages[0])
	for i := range width {
		fmt.Fprintf(&b, "\troots = append(roots, (*first.%s)(nil).%s)\n", typeOf(i), method(0, i))
	}
	b.WriteString("}\n")
	return b.Bytes()
}

func typeOf(i int) string { return types[i%len(types)] }

func method(level, i int) string { return fmt.Sprintf("%s%04d", verbs[(level+i)%len(verbs)], i) }

func write(file string, source []byte) {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(file, source, 0o644); err != nil {
		log.Fatal(err)
	}
}
