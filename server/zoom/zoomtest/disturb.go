package zoomtest

import "math/rand/v2"

// disturbance is what keeps events from arriving once and in their order.
type disturbance struct {
	holding bool
	held    []event
	losing  map[string]int // event type -> how many are still to be lost
}

// Hold keeps all further events back until Release or Disturb.
func (s *Simulator) Hold() {
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	s.hooks.holding = true
}

// Held returns the types of the events kept back, in their order.
func (s *Simulator) Held() (names []string) {
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	for _, e := range s.hooks.held {
		names = append(names, e.name)
	}
	return names
}

// Release sends the events kept back; further ones go out at once again. Without an order they go as they came. An order names them by
// their index in Held: one named twice is a duplicate, one left out is lost.
func (s *Simulator) Release(order ...int) {
	s.release(func(held []event) (events []event) {
		if len(order) == 0 {
			return held
		}
		for _, i := range order {
			events = append(events, held[i])
		}
		return events
	})
}

// Disturb sends the events kept back as a bad day of Zoom's: about half of them twice, all in an order that seed decides.
func (s *Simulator) Disturb(seed uint64) {
	dice := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // The same seed must give the same order.
	s.release(func(held []event) (events []event) {
		for _, e := range held {
			events = append(events, e)
			if dice.IntN(2) == 0 {
				events = append(events, e)
			}
		}
		dice.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		return events
	})
}

// Drop makes the next n events of a type never arrive.
func (s *Simulator) Drop(event string, n int) {
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	if s.hooks.losing == nil {
		s.hooks.losing = map[string]int{}
	}
	s.hooks.losing[event] += n
}

// Repeat sends an event again that was delivered before, named by its index in Deliveries.
func (s *Simulator) Repeat(delivery int) bool {
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	if delivery < 0 || delivery >= len(s.hooks.delivered) {
		return false
	}
	s.hooks.enqueue(s.hooks.delivered[delivery])
	return true
}

func (s *Simulator) release(arrange func(held []event) []event) {
	s.hooks.mu.Lock()
	defer s.hooks.mu.Unlock()
	events := arrange(s.hooks.held)
	s.hooks.holding, s.hooks.held = false, nil
	s.hooks.enqueue(events...)
}

// lost tells whether an event is one of those to be lost; the caller holds the lock.
func (d *disturbance) lost(name string) bool {
	if d.losing[name] <= 0 {
		return false
	}
	d.losing[name]--
	return true
}
