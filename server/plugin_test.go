package main

import (
	"context"
	"log/slog"
	"slices"
	"strings"
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
