package main

import (
	"log"
	"slices"

	"github.com/google/pprof/profile"
)

const shown = 20

// result is what W gives.
type result struct {
	total  int64
	stacks []group
	top    []topStack
	leaves map[string]int64
}

// group is one distinct stack: its sum, and a sample that has it.
type group struct {
	sum    int64
	sample *profile.Sample
	hash   uint32
}

type topStack struct {
	value  int64
	frames []frame
}

type frame struct {
	name string
	line int64
}

// work gunzips, decodes, sums value[0] per distinct stack, and reads off the
// top stacks and the totals per leaf function. A location's hash is made once;
// a stack's identity is two multiplications a location, and verified on a hit.
func work(data []byte) (*result, error) {
	p, err := profile.ParseData(data)
	if err != nil {
		return nil, err
	}
	hashes := hashLocations(p)
	groups := make([]group, 0, 1024)
	slots := make([]int32, 4096)
	r := &result{leaves: map[string]int64{}}
	for _, sample := range p.Sample {
		h := uint32(2166136261)
		for _, location := range sample.Location {
			l := hashes[location.ID]
			h = h*l.power + l.hash
		}
		value := sample.Value[0]
		r.total += value
		at := mix(h) & uint32(len(slots)-1)
		for {
			g := slots[at]
			if g == 0 {
				groups = append(groups, group{value, sample, h})
				slots[at] = int32(len(groups))
				if len(groups)*2 > len(slots) {
					slots = rehash(groups, len(slots)*4)
				}
				break
			}
			if known := &groups[g-1]; known.hash == h && sameStack(known.sample.Location, sample.Location) {
				known.sum += value
				break
			}
			at = (at + 1) & uint32(len(slots)-1)
		}
	}
	r.stacks = groups
	for i := range groups {
		if locations := groups[i].sample.Location; len(locations) > 0 && len(locations[0].Line) > 0 {
			r.leaves[nameOf(locations[0].Line[0])] += groups[i].sum
		}
	}
	r.top = topOf(groups)
	return r, nil
}

type locationHash struct{ hash, power uint32 }

// hashLocations is by id: the hash of the location's frames, and what a stack's
// hash is multiplied by to append that many frames, so that a stack hashes the
// same however its frames are spread over locations.
func hashLocations(p *profile.Profile) []locationHash {
	const prime = 16777619
	names := map[string]uint32{}
	highest := uint64(0)
	for _, location := range p.Location {
		highest = max(highest, location.ID)
	}
	if highest > 1<<28 {
		log.Fatalf("location %d: ids are expected to be dense, as Go makes them", highest)
	}
	hashes := make([]locationHash, highest+1)
	for _, location := range p.Location {
		h := locationHash{0, 1}
		for _, line := range location.Line {
			name := nameOf(line)
			id, ok := names[name]
			if !ok {
				id = uint32(len(names))
				names[name] = id
			}
			h.hash = h.hash*prime + mix(id*2654435761^uint32(line.Line))
			h.power *= prime
		}
		hashes[location.ID] = h
	}
	return hashes
}

func rehash(groups []group, size int) []int32 {
	slots := make([]int32, size)
	for i := range groups {
		at := mix(groups[i].hash) & uint32(size-1)
		for slots[at] != 0 {
			at = (at + 1) & uint32(size-1)
		}
		slots[at] = int32(i + 1)
	}
	return slots
}

// sameStack compares locations while they are the very same, then frame by frame.
func sameStack(a, b []*profile.Location) bool {
	if slices.Equal(a, b) {
		return true
	}
	i, j, k, l := 0, 0, 0, 0
	for {
		for i < len(a) && k == len(a[i].Line) {
			i, k = i+1, 0
		}
		for j < len(b) && l == len(b[j].Line) {
			j, l = j+1, 0
		}
		if i == len(a) || j == len(b) {
			return i == len(a) && j == len(b)
		}
		x, y := a[i].Line[k], b[j].Line[l]
		if x.Line != y.Line || (x.Function != y.Function && nameOf(x) != nameOf(y)) {
			return false
		}
		k, l = k+1, l+1
	}
}

func topOf(groups []group) []topStack {
	best := make([]*group, 0, shown+1)
	for i := range groups {
		g := &groups[i]
		if len(best) == shown && g.sum <= best[shown-1].sum {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, g, func(a, b *group) int {
			if a.sum >= b.sum {
				return -1
			}
			return 1
		})
		best = slices.Insert(best, at, g)
		best = best[:min(len(best), shown)]
	}
	top := make([]topStack, len(best))
	for i, g := range best {
		top[i].value = g.sum
		eachFrame(g.sample, func(f frame) { top[i].frames = append(top[i].frames, f) })
	}
	return top
}

func eachFrame(sample *profile.Sample, visit func(frame)) {
	for _, location := range sample.Location {
		for _, line := range location.Line {
			visit(frame{nameOf(line), line.Line})
		}
	}
}

func nameOf(line profile.Line) string {
	if line.Function == nil {
		return ""
	}
	return line.Function.Name
}

// mix is Murmur3's finaliser.
func mix(h uint32) uint32 {
	h ^= h >> 16
	h *= 0x85ebca6b
	h ^= h >> 13
	h *= 0xc2b2ae35
	return h ^ h>>16
}
