package main

import "sync"

// workersAtOnce is how many tasks run in the background at a time.
const workersAtOnce = 64

// workers run tasks in the background, a bounded number at a time.
type workers struct {
	busy chan struct{}
	// all counts the tasks that have begun and not ended, besides what its owner counts there.
	all *sync.WaitGroup
}

func newWorkers(atOnce int, all *sync.WaitGroup) workers {
	return workers{busy: make(chan struct{}, atOnce), all: all}
}

// do has a task done by a worker. When all are busy the caller does it: nothing is dropped, nothing waits in a queue that could grow, and
// whoever makes the work gets slower.
func (w workers) do(task func()) {
	select {
	case w.busy <- struct{}{}:
		w.all.Go(func() {
			defer func() { <-w.busy }()
			task()
		})
	default:
		w.all.Add(1)
		defer w.all.Done()
		task()
	}
}
