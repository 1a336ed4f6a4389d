module github.com/tidemark-pprof/tidemark/bench/rival

go 1.24.0

require github.com/google/pprof v0.0.0-20250903194437-c28834ac2320
