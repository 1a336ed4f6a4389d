package main

// digest is what two results must have in common to be equal. Field for field
// as in ../../measure/digest.ts.
type digest struct {
	Total     int64   `json:"total"`
	Stacks    int     `json:"stacks"`
	StackHash string  `json:"stackHash"`
	Leaves    int     `json:"leaves"`
	LeafHash  string  `json:"leafHash"`
	Top       []int64 `json:"top"`
	TopHolds  bool    `json:"topHolds"`
}

func digestOf(r *result) digest {
	names := map[string]pair{}
	hashed := func(name string) pair {
		h, ok := names[name]
		if !ok {
			h = start.text(name)
			names[name] = h
		}
		return h
	}
	var stacks, leaves bag
	sums := make(map[pair]int64, len(r.stacks))
	for i := range r.stacks {
		h := start
		eachFrame(r.stacks[i].sample, func(f frame) { h = h.frame(hashed(f.name), f.line) })
		sums[h] = r.stacks[i].sum
		stacks.add(h.number(r.stacks[i].sum))
	}
	holding := 0
	for name, value := range r.leaves {
		// Whether a name that holds nothing is in the totals is up to who counts.
		if value != 0 {
			leaves.add(hashed(name).number(value))
			holding++
		}
	}
	d := digest{Total: r.total, Stacks: len(r.stacks), StackHash: stacks.hex(), Leaves: holding,
		LeafHash: leaves.hex(), Top: []int64{}, TopHolds: true}
	for _, top := range r.top {
		h := start
		for _, f := range top.frames {
			h = h.frame(hashed(f.name), f.line)
		}
		d.Top = append(d.Top, top.value)
		d.TopHolds = d.TopHolds && sums[h] == top.value
	}
	return d
}
