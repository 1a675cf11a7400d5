package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mattermost/mattermost-server/v6/model"
	"github.com/mattermost/mattermost-server/v6/plugin/plugintest"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/mock"
	"github.com/stretchr/testify/require"
)

func newTestPlugin(t *testing.T) (*Plugin, *strings.Builder) {
	t.Helper()
	log := &strings.Builder{}
	p := newPlugin()
	p.ctx, p.stop = context.WithCancel(t.Context())
	p.log = slog.New(slog.NewTextHandler(log, nil))
	return p, log
}

func TestDeactivationWaitsForWhatRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _ := newTestPlugin(t)
		release := make(chan struct{})
		var cancelled error
		p.after(func(ctx context.Context) {
			_, bounded := ctx.Deadline()
			assert.True(t, bounded)
			<-release
			cancelled = ctx.Err()
		})
		deactivated := make(chan error, 1)
		go func() { deactivated <- p.OnDeactivate() }()
		synctest.Wait()
		require.Empty(t, deactivated, "it waits")
		close(release)
		require.NoError(t, <-deactivated)
		require.NoError(t, cancelled)
		require.Error(t, p.ctx.Err())
	})
}

func TestAPanicInTheBackgroundIsLogged(t *testing.T) {
	p, log := newTestPlugin(t)
	p.after(func(context.Context) { panic("a defect") })
	require.NoError(t, p.OnDeactivate())
	require.Contains(t, log.String(), "a defect")
}

func TestAPanicInACommandIsAnswered(t *testing.T) {
	p, log := newTestPlugin(t)
	_, appErr := p.ExecuteCommand(nil, nil) // There is no command to execute.
	require.NotNil(t, appErr)
	require.Contains(t, log.String(), "panic")
}

func TestAPanicAtAConfigurationChangeIsAnError(t *testing.T) {
	p, _ := newTestPlugin(t)
	api := &plugintest.API{}
	p.SetAPI(api)
	api.On("GetConfig").Return(&model.Config{})
	api.On("LoadPluginConfiguration", mock.Anything).Run(func(mock.Arguments) { panic("a defect") }).Return(nil)
	api.On("LogError", mock.Anything, mock.Anything, mock.Anything, mock.Anything, mock.Anything).Once()
	require.Error(t, p.OnConfigurationChange())
	api.AssertExpectations(t)
}

func TestWait(t *testing.T) {
	require.NoError(t, wait(t.Context(), time.Nanosecond))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.ErrorIs(t, wait(ctx, time.Hour), context.Canceled)
}

func TestTheStartLimitIsInForceAtOnce(t *testing.T) {
	p, _ := newTestPlugin(t)
	api := &plugintest.API{}
	p.SetAPI(api)
	api.On("GetConfig").Return(&model.Config{})
	for _, level := range []string{"LogWarn", "LogInfo"} {
		for fields := range 10 {
			api.On(level, slices.Repeat([]any{mock.Anything}, fields+1)...).Maybe()
		}
	}
	for _, saved := range []struct{ number, want int }{{5, 5}, {5, 5}, {-5, standardStartLimit}, {0, 0}} {
		api.On("LoadPluginConfiguration", mock.Anything).Run(func(args mock.Arguments) {
			*args.Get(0).(*map[string]any) = map[string]any{"startlimit": float64(saved.number)}
		}).Return(nil).Once()
		require.NoError(t, p.OnConfigurationChange())
		require.Equal(t, saved.want, p.limit.Starts())
		require.Equal(t, saved.number < 0, slices.Contains(problemsOf(p.guide().State()), "no_limit Start limit"), "the panel names it")
	}
}

// get is a request for /plugins/zoom.
func get(p *Plugin) *httptest.ResponseRecorder {
	answer := httptest.NewRecorder()
	p.ServeHTTP(nil, answer, httptest.NewRequest(http.MethodGet, "/", nil))
	return answer
}

// TestDeactivationWaitsForRequests, and for what those begin that were there before it.
func TestDeactivationWaitsForRequests(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _ := newTestPlugin(t)
		answer, release := make(chan struct{}), make(chan struct{})
		var cancelled error
		p.handler = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			<-answer
			p.after(func(ctx context.Context) {
				<-release
				cancelled = ctx.Err()
			})
			w.WriteHeader(http.StatusNoContent)
		})
		early := make(chan *httptest.ResponseRecorder, 1)
		go func() { early <- get(p) }()
		synctest.Wait()
		deactivated := make(chan error, 1)
		go func() { deactivated <- p.OnDeactivate() }()
		synctest.Wait()
		require.Empty(t, deactivated, "it waits for the request")

		late := get(p)
		require.Equal(t, http.StatusServiceUnavailable, late.Code)
		require.Contains(t, late.Body.String(), `"error":"stopping"`)
		response, appErr := p.ExecuteCommand(nil, nil)
		require.Nil(t, response)
		require.Equal(t, http.StatusServiceUnavailable, appErr.StatusCode)

		close(answer)
		require.Equal(t, http.StatusNoContent, (<-early).Code)
		synctest.Wait()
		require.Empty(t, deactivated, "it waits for what the request began")
		close(release)
		require.NoError(t, <-deactivated)
		require.NoError(t, cancelled)
		require.Equal(t, http.StatusServiceUnavailable, get(p).Code)
	})
}

// TestDeactivationDoesNotWaitForEver for a request whose sender may be as slow as they like.
func TestDeactivationDoesNotWaitForEver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, log := newTestPlugin(t)
		stuck := make(chan struct{})
		p.handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			<-stuck
			p.after(func(context.Context) {})
		})
		gone := make(chan struct{})
		go func() {
			get(p)
			close(gone)
		}()
		synctest.Wait()
		began := time.Now()
		require.NoError(t, p.OnDeactivate())
		require.Equal(t, stopPatience, time.Since(began))
		require.Contains(t, log.String(), "some work has not finished")
		require.Error(t, p.ctx.Err())
		close(stuck) // What comes too late harms nothing.
		<-gone
		require.NoError(t, p.OnDeactivate(), "nor does a second stop")
	})
}

// TestRequestsMayComeWhileDeactivating, whoever is first: a sync.WaitGroup would panic.
func TestRequestsMayComeWhileDeactivating(t *testing.T) {
	for range 300 {
		p, _ := newTestPlugin(t)
		var begun, done atomic.Int32
		p.handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
			begun.Add(1)
			p.after(func(context.Context) { runtime.Gosched(); done.Add(1) })
		})
		var senders sync.WaitGroup
		for range 2 {
			senders.Go(func() {
				for range 10 {
					get(p)
				}
			})
		}
		require.NoError(t, p.OnDeactivate())
		require.Equal(t, begun.Load(), done.Load(), "whatever was begun has ended")
		senders.Wait()
	}
}

func TestNoHookPanicsBeforeTheActivation(t *testing.T) {
	require.Equal(t, http.StatusInternalServerError, get(newPlugin()).Code)
	_, appErr := newPlugin().ExecuteCommand(nil, nil)
	require.NotNil(t, appErr)
	require.NoError(t, newPlugin().OnDeactivate())
}
