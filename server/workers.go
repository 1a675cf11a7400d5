package main

// workersAtOnce is how many tasks run in the background at a time.
const workersAtOnce = 64

// workers run tasks in the background, a bounded number at a time.
type workers struct {
	busy chan struct{}
	// gate counts the tasks that have begun and not ended, besides what its owner counts there.
	gate *gate
}

func newWorkers(atOnce int, gate *gate) workers {
	return workers{busy: make(chan struct{}, atOnce), gate: gate}
}

// do has a task done by a worker. When all are busy the caller does it: nothing is dropped, nothing waits in a queue that could grow, and
// whoever makes the work gets slower.
func (w workers) do(task func()) {
	select {
	case w.busy <- struct{}{}:
		w.gate.background(func() {
			defer func() { <-w.busy }()
			task()
		})
	default:
		w.gate.follow()
		defer w.gate.leave()
		task()
	}
}
