package main

import (
	"context"
	"path/filepath"

	"mattermost-plugin-zoom/build/dev/stack"
)

const database = "mattermost"

// server starts Mattermost with people to play with, or turns to the one that is there.
func (r *runner) server(ctx context.Context) (admin *stack.Admin, err error) {
	if r.config.url != "" {
		return stack.AdminFromToken(ctx, r.config.url, r.config.token)
	}
	dist, err := stack.Dist(ctx, r.config.version, r.out)
	if err != nil {
		return nil, err
	}
	client, err := stack.Workbench(ctx, r.config.version, r.out)
	if err != nil {
		return nil, err
	}
	var dsn string
	err = r.step("PostgreSQL", func() error {
		dsn, err = r.startPostgres(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	var url string
	err = r.step(r.config.version.String(), func() error {
		url, err = r.startMattermost(ctx, dist, client, dsn)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = r.step("Users, team and channels", func() error {
		if admin, err = stack.NewAdmin(ctx, url); err != nil {
			return err
		}
		return populate(ctx, admin)
	})
	return admin, err
}

func (r *runner) startPostgres(ctx context.Context) (dsn string, err error) {
	postgres, err := stack.StartPostgres(ctx, stack.PostgresConfig{
		DataDir:  filepath.Join(r.dataDir, "postgres"),
		Port:     r.config.ports[postgresPort],
		Progress: r.out,
	})
	if err != nil {
		return "", err
	}
	r.runs("PostgreSQL", postgres.Stop)
	return postgres.DSN(database), postgres.EnsureDatabase(ctx, database)
}

func (r *runner) startMattermost(ctx context.Context, dist, client, dsn string) (url string, err error) {
	server, err := stack.StartMattermost(ctx, stack.MattermostConfig{
		Dist:    dist,
		Client:  client,
		Port:    r.config.ports[mattermostPort],
		DSN:     dsn,
		DataDir: filepath.Join(r.dataDir, "mattermost"),
	})
	if err != nil {
		return "", err
	}
	r.runs("Mattermost", server.Stop)
	r.exited, r.logFile = server.Exited(), server.LogFile
	return server.URL, nil
}
