package main

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"mattermost-plugin-zoom/server/health"
)

// TestWorkersAreBounded lets more tasks come than there are workers.
func TestWorkersAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all gate
		w := newWorkers(3, &all)
		release, done := make(chan struct{}), make(chan int, 10)
		for i := range 3 {
			w.do(func() { <-release; done <- i })
		}
		synctest.Wait()
		require.Empty(t, done)
		returned := make(chan struct{})
		go func() {
			w.do(func() { <-release; done <- 3 })
			close(returned)
		}()
		synctest.Wait()
		select {
		case <-returned:
			t.Fatal("the fourth was not done by its caller")
		default:
		}
		w.do(func() { done <- 4 })
		require.Equal(t, 4, <-done, "the caller did it at once")

		close(release)
		<-returned
		synctest.Wait()
		require.Len(t, done, 4, "nothing is dropped")

		held := make(chan struct{})
		w.do(func() { <-held; done <- 5 })
		require.Len(t, done, 4, "a worker is free again")
		close(held)
		<-all.close()
		require.Len(t, done, 5)
	})
}

// TestAfterIsBounded and lets a task that its caller does itself have all that the others have.
func TestAfterIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, log := newTestPlugin(t)
		release := make(chan struct{})
		for range workersAtOnce {
			p.after(func(context.Context) { <-release })
		}
		did := false
		p.after(func(ctx context.Context) {
			_, bounded := ctx.Deadline()
			assert.True(t, bounded)
			did = true
			panic("a defect")
		})
		require.True(t, did)
		require.Contains(t, log.String(), "a defect")
		close(release)
		require.NoError(t, p.OnDeactivate())
	})
}

// stuckStore is a database that does not answer.
type stuckStore struct{ health.Store }

func (stuckStore) Change(ctx context.Context, _ func(*health.Notes)) error {
	<-ctx.Done()
	return ctx.Err()
}

// TestNewsWaitForNobody, though all workers are busy and the database does not answer.
func TestNewsWaitForNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _ := newTestPlugin(t)
		release := make(chan struct{})
		for range workersAtOnce {
			p.after(func(context.Context) { <-release })
		}
		notebook := p.newNotebook()
		notebook.Store = stuckStore{}
		began := time.Now()
		notebook.Started()
		require.Zero(t, time.Since(began))
		close(release)
		require.NoError(t, p.OnDeactivate())
	})
}
