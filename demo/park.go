package main

// park starts n goroutines that wait for ever, in stacks of 8 to 15 frames:
// what a program with that many costs to watch. They are no leak, and no case
// counts them.
func park(n int) {
	forever := make(chan struct{})
	for i := range n {
		go parked(8+i%8, forever)
	}
}

//go:noinline
func parked(frames int, forever <-chan struct{}) {
	if frames > 1 {
		parked(frames-1, forever)
	} else {
		<-forever
	}
}
