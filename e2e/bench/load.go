package main

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// contestant is something that is measured.
type contestant struct {
	name string
	// workers do it at the same time, count times in a round, after warmup times before the first one.
	workers, count, warmup int
	// pause is how long a worker rests before each, as people do: what the one before it has left to do in the background is done then.
	pause time.Duration
	// before, unless it is nil, makes the same start for each round.
	before func(ctx context.Context) error
	// do plays it for the i-th time, over all rounds.
	do func(ctx context.Context, i int) error
}

// result is how a contestant did: medians of the rounds.
type result struct {
	Name string `json:"name"`
	// Count is how often it was measured in all, Workers at a time.
	Count   int `json:"count"`
	Workers int `json:"workers"`
	// Rate is in a second.
	Rate float64 `json:"rate"`
	P50  float64 `json:"p50_ms"`
	P95  float64 `json:"p95_ms"`
	P99  float64 `json:"p99_ms"`
	// CPU is what each kind of process used for one, in ms.
	CPU map[string]float64 `json:"cpu_ms"`
}

// round is how one of them went: latencies in ms in ascending order.
type round struct {
	latencies []float64
	rate      float64
	cpu       map[string]time.Duration
}

// contest plays rounds in turns and returns the results in the order of contestants.
func contest(ctx context.Context, rounds int, contestants ...contestant) ([]result, error) {
	played := make([][]round, len(contestants))
	done := make([]int, len(contestants))
	for i, c := range contestants {
		if _, err := play(ctx, c, 0, c.warmup); err != nil {
			return nil, err
		}
		done[i] = c.warmup
	}
	for range rounds {
		for i, c := range contestants {
			one, err := play(ctx, c, done[i], c.count)
			if err != nil {
				return nil, err
			}
			done[i] += c.count
			played[i] = append(played[i], one)
		}
	}
	results := make([]result, len(contestants))
	for i, c := range contestants {
		results[i] = summary(c, played[i])
	}
	return results, nil
}

// play does it count times from the first-th on.
func play(ctx context.Context, c contestant, first, count int) (round, error) {
	latencies := make([]float64, count)
	failures := make([]error, c.workers)
	var next atomic.Int64
	var working sync.WaitGroup
	if c.before != nil {
		if err := c.before(ctx); err != nil {
			return round{}, err
		}
	}
	before, began := processTimes(), time.Now()
	for w := range c.workers {
		working.Go(func() {
			for i := int(next.Add(1)) - 1; i < count && failures[w] == nil; i = int(next.Add(1)) - 1 {
				time.Sleep(c.pause)
				at := time.Now()
				failures[w] = c.do(ctx, first+i)
				latencies[i] = milliseconds(time.Since(at))
			}
		})
	}
	working.Wait()
	took, after := time.Since(began), processTimes()
	for _, err := range failures {
		if err != nil {
			return round{}, err
		}
	}
	slices.Sort(latencies)
	for kind := range after {
		after[kind] -= before[kind]
	}
	return round{latencies, float64(count) / took.Seconds(), after}, nil
}

func summary(c contestant, rounds []round) result {
	over := func(value func(round) float64) float64 {
		values := make([]float64, len(rounds))
		for i, r := range rounds {
			values[i] = value(r)
		}
		return median(values)
	}
	s := result{
		Name: c.name, Count: c.count * len(rounds), Workers: c.workers, CPU: map[string]float64{},
		Rate: over(func(r round) float64 { return r.rate }),
		P50:  over(func(r round) float64 { return percentile(r.latencies, 50) }),
		P95:  over(func(r round) float64 { return percentile(r.latencies, 95) }),
		P99:  over(func(r round) float64 { return percentile(r.latencies, 99) }),
	}
	for kind := range rounds[0].cpu {
		s.CPU[kind] = over(func(r round) float64 { return milliseconds(r.cpu[kind]) / float64(c.count) })
	}
	return s
}

// percentile returns the value below which p of 100 are; values ascend.
func percentile(values []float64, p int) float64 {
	return values[min(len(values)*p/100, len(values)-1)]
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	return percentile(values, 50)
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
