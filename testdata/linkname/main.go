// Linkname lists the functions of the standard library that stand in another package's folder under their name, as
// //go:linkname lets them: internal/poll.runtime_pollWait is in runtime/netpoll.go. A line has the symbol and its file
// below GOROOT/src. Only functions with a body are of interest: a stack names those.
//
//	go run . GOROOT... > linknames.tsv
//
// Run it with a Go that is as new as the newest of them, for it has to read its grammar.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"log"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
)

func main() {
	found := map[string]bool{}
	for _, goroot := range os.Args[1:] {
		if err := list(os.DirFS(filepath.Join(goroot, "src")), found); err != nil {
			log.Fatal(err)
		}
	}
	var lines []string
	for line := range found {
		lines = append(lines, line)
	}
	sort.Strings(lines)
	fmt.Println(strings.Join(lines, "\n"))
}

func list(src fs.FS, found map[string]bool) error {
	return fs.WalkDir(src, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if file == "cmd" || entry.Name() == "testdata" {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		text, err := fs.ReadFile(src, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, text, parser.ParseComments)
		if err != nil {
			return err
		}
		for _, symbol := range pushed(parsed) {
			if pkg := packageOf(symbol); pkg != path.Dir(file) && !strings.HasSuffix(pkg, "_test") {
				found[symbol+"\t"+file] = true
			}
		}
		return nil
	})
}

// pushed is the symbols that the file gives to functions of its own.
func pushed(file *ast.File) (symbols []string) {
	hasBody := map[string]bool{}
	for _, decl := range file.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Body != nil {
			hasBody[fn.Name.Name] = true
		}
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			words := strings.Fields(comment.Text)
			if len(words) == 3 && words[0] == "//go:linkname" && hasBody[words[1]] {
				symbols = append(symbols, words[2])
			}
		}
	}
	return symbols
}

// packageOf is net/http of net/http.Serve.
func packageOf(symbol string) string {
	slash := strings.LastIndex(symbol, "/")
	name, _, _ := strings.Cut(symbol[slash+1:], ".")
	return symbol[:slash+1] + name
}
