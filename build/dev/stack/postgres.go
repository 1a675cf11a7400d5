package stack

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"

	"github.com/pkg/errors"
)

// PostgresConfig says where a PostgreSQL server lives.
type PostgresConfig struct {
	// DataDir is created when missing. Empty means a temporary one, which Stop removes. The server runs as user postgres
	// when we are root, and then every folder above DataDir must let others pass; t.TempDir does not.
	DataDir string
	// Port on 127.0.0.1; 0 picks a free one.
	Port int
	// Throwaway trades the safety of the data for speed.
	Throwaway bool
	// Progress, if set, is told when something takes long.
	Progress io.Writer
}

// Postgres is a running PostgreSQL server.
type Postgres struct {
	port    int
	tempDir string // to remove at the end, if any
	process *process
	answers <-chan string

	mu    sync.Mutex // one command at a time
	stdin io.Writer
}

// StartPostgres installs PostgreSQL into the cache on first use, starts it and returns when it answers.
func StartPostgres(ctx context.Context, config PostgresConfig) (*Postgres, error) {
	node, err := requireProgram("node", "PostgreSQL comes from npm; install Node.js 20 or newer")
	if err != nil {
		return nil, err
	}
	program, err := installPostgres(ctx, config.Progress)
	if err != nil {
		return nil, err
	}
	port, err := choosePort(ctx, config.Port)
	if err != nil {
		return nil, err
	}
	dataDir, tempDir, err := postgresDir(config.DataDir)
	if err != nil {
		return nil, err
	}
	logFile := filepath.Join(dataDir, "postgres.log")
	p, err := launchPostgres(node, program, logFile, map[string]any{
		"directory": dataDir, "port": port, "throwaway": config.Throwaway,
	})
	if err != nil {
		return nil, err
	}
	p.port, p.tempDir = port, tempDir
	if _, err = p.next(ctx); err != nil {
		if errors.Is(err, errPostgresEnded) {
			err = failure("PostgreSQL", logFile)
		}
		p.Stop()
		return nil, err
	}
	return p, nil
}

func postgresDir(configured string) (dir, tempDir string, err error) {
	if configured == "" {
		if tempDir, err = os.MkdirTemp("", "postgres-"); err != nil {
			return "", "", errors.Wrap(err, "creating a temporary folder for PostgreSQL")
		}
		return tempDir, tempDir, errors.Wrap(os.Chmod(tempDir, 0o755), "opening the folder of PostgreSQL to its user")
	}
	if dir, err = filepath.Abs(configured); err != nil {
		return "", "", errors.Wrap(err, "finding the data folder of PostgreSQL")
	}
	return dir, "", errors.Wrap(os.MkdirAll(dir, 0o755), "creating the data folder of PostgreSQL")
}

func launchPostgres(node, program, logFile string, options map[string]any) (*Postgres, error) {
	argument, err := json.Marshal(options)
	if err != nil {
		return nil, errors.Wrap(err, "encoding the options of PostgreSQL")
	}
	log, err := os.Create(logFile)
	if err != nil {
		return nil, errors.Wrap(err, "creating the log of PostgreSQL")
	}
	defer log.Close()
	cmd := exec.Command(node, program, string(argument)) //nolint:noctx // it outlives the start and is stopped in order
	cmd.Stderr = log
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, errors.Wrap(err, "connecting to PostgreSQL's input")
	}
	stdout, childStdout, err := os.Pipe()
	if err != nil {
		return nil, errors.Wrap(err, "connecting to PostgreSQL's output")
	}
	defer childStdout.Close()
	cmd.Stdout = childStdout
	process, err := startProcess(cmd)
	if err != nil {
		_ = stdout.Close()
		return nil, err
	}
	return &Postgres{process: process, answers: lines(stdout), stdin: stdin}, nil
}

func lines(r io.ReadCloser) <-chan string {
	out := make(chan string)
	go func() {
		defer close(out)
		defer r.Close()
		for scanner := bufio.NewScanner(r); scanner.Scan(); {
			out <- scanner.Text()
		}
	}()
	return out
}

var errPostgresEnded = errors.New("PostgreSQL has ended")

func (p *Postgres) next(ctx context.Context) (string, error) {
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case answer, open := <-p.answers:
		if !open {
			return "", errPostgresEnded
		}
		return answer, nil
	}
}

// EnsureDatabase creates the database if it is missing.
func (p *Postgres) EnsureDatabase(ctx context.Context, name string) error {
	if strings.ContainsAny(name, "\r\n") {
		return errors.Errorf("%q is no name for a database", name)
	}
	return errors.Wrapf(p.order(ctx, "create "+name), "creating database %s", name)
}

// Halt stops the server, and Resume starts it again with its data and at its port.
func (p *Postgres) Halt(ctx context.Context) error {
	return errors.Wrap(p.order(ctx, "stop"), "halting PostgreSQL")
}

// Resume ends a Halt.
func (p *Postgres) Resume(ctx context.Context) error {
	return errors.Wrap(p.order(ctx, "start"), "resuming PostgreSQL")
}

// order gives a command and waits until it is done.
func (p *Postgres) order(ctx context.Context, command string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, err := fmt.Fprintln(p.stdin, command); err != nil {
		return err
	}
	for {
		line, err := p.next(ctx)
		if err != nil {
			return err
		}
		// Others are answers that an earlier caller did not wait for.
		if answer, ours := strings.CutPrefix(line, command+": "); ours && answer != "done" {
			return errors.New(answer)
		} else if ours {
			return nil
		}
	}
}

// DSN is the address of one database for lib/pq and pgx.
func (p *Postgres) DSN(database string) string {
	return fmt.Sprintf("postgres://mattermost:mattermost@%s/%s?sslmode=disable", address(p.port), database)
}

// Stop shuts the server down and waits for its end.
func (p *Postgres) Stop() {
	p.process.stop()
	_ = os.RemoveAll(p.tempDir)
}
