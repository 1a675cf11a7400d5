package main

import "sync"

// gate counts who is inside: requests, commands, and the tasks that they begin. Closed, it lets nobody in any more, and tells when the last
// has left. A sync.WaitGroup cannot do that: nobody may come to one that is empty while it is waited for. Its zero value is open.
type gate struct {
	mu     sync.Mutex
	inside int
	// empty is closed when the gate is closed and the last one has left; nil while it is open.
	empty chan struct{}
}

// enter lets the caller in, unless the gate is closed. Who is in calls leave at the end.
func (g *gate) enter() (ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.empty != nil {
		return false
	}
	g.inside++
	return true
}

// follow is enter for what somebody inside begins. It is always let in: what was admitted is brought to its end.
func (g *gate) follow() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside++
}

func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.inside--
	g.tell()
}

// background runs a task that somebody inside begins.
func (g *gate) background(task func()) {
	g.follow()
	go func() {
		defer g.leave()
		task()
	}()
}

// close lets nobody in any more. What it returns is closed when the last one has left.
func (g *gate) close() (empty <-chan struct{}) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.empty == nil {
		g.empty = make(chan struct{})
	}
	g.tell()
	return g.empty
}

// tell closes empty, once: who stays longer than they are waited for may still begin something.
func (g *gate) tell() {
	if g.empty == nil || g.inside > 0 {
		return
	}
	select {
	case <-g.empty:
	default:
		close(g.empty)
	}
}
