// Package route says which way a call goes through the tree of functions that
// ../tree writes: one turn of three at each level.
package route

// Path is one way through the tree. It is small, so that 500,000 goroutines
// carry it in every frame without trouble.
type Path struct {
	turns uint64
	// End is called below the last level.
	End func()
}

// New makes a path of at most 32 turns, two bits each.
func New(turns uint64, end func()) Path { return Path{turns, end} }

// Turn is 0, 1 or 2.
func (p Path) Turn() uint64 { return p.turns & 3 }

// Next is the path as the next level sees it.
func (p Path) Next() Path { return Path{p.turns >> 2, p.End} }
