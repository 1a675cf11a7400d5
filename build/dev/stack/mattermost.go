package stack

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/pkg/errors"
)

const (
	startTimeout = 3 * time.Minute
	pingInterval = 100 * time.Millisecond
	pingTimeout  = 5 * time.Second
)

// MattermostConfig says what a Mattermost server runs on.
type MattermostConfig struct {
	// Dist is an unpacked release: the answer of Dist. It is only read.
	Dist string
	// Client is the web client to serve, such as the answer of Workbench. When it is empty it is the one in Dist, if there is one.
	Client string
	// Port on 127.0.0.1; 0 picks a free one.
	Port int
	// DSN of its PostgreSQL database.
	DSN string
	// DataDir holds everything the server writes. It is created when missing.
	DataDir string
	// SiteURL is http://localhost:<port> when empty.
	SiteURL string
	// Env overrides settings, such as MM_SERVICESETTINGS_ENABLEDEVELOPER. What is set here, or by us, cannot be changed by REST.
	Env map[string]string
}

// Mattermost is a running server.
type Mattermost struct {
	// URL is where it listens, with the path of its SiteURL and without a slash at the end.
	URL string
	// LogFile holds its log and that of its plugins: a JSON object a line, from DEBUG on.
	LogFile string

	process *process
	console string
	// config starts it again, at the same port.
	config MattermostConfig
}

// StartMattermost starts a server and returns when it answers.
func StartMattermost(ctx context.Context, config MattermostConfig) (*Mattermost, error) {
	port, err := choosePort(ctx, config.Port)
	if err != nil {
		return nil, err
	}
	dataDir, err := filepath.Abs(config.DataDir)
	if err != nil {
		return nil, errors.Wrap(err, "finding the data folder of Mattermost")
	}
	dist, err := filepath.Abs(config.Dist)
	if err != nil {
		return nil, errors.Wrap(err, "finding the release of Mattermost")
	}
	siteURL, err := url.Parse(config.SiteURL)
	if err != nil {
		return nil, errors.Wrap(err, "reading the SiteURL")
	}
	if err = prepare(dataDir, dist, config.Client); err != nil {
		return nil, err
	}
	logs := filepath.Join(dataDir, "logs")
	server := &Mattermost{
		URL:     fmt.Sprintf("http://localhost:%d%s", port, strings.TrimRight(siteURL.Path, "/")),
		LogFile: filepath.Join(logs, "mattermost.log"),
		console: filepath.Join(logs, "console.log"),
		config:  config,
	}
	server.config.Port = port
	console, err := os.Create(server.console)
	if err != nil {
		return nil, errors.Wrap(err, "creating the log of Mattermost")
	}
	defer console.Close()
	cmd := exec.Command(filepath.Join(dist, "bin", "mattermost"), "server") //nolint:noctx // it outlives the start and is stopped in order
	cmd.Dir = dataDir
	cmd.Env = environment(config, dataDir, port)
	cmd.Stdout, cmd.Stderr = console, console
	if server.process, err = startProcess(cmd); err != nil {
		return nil, err
	}
	if err = server.waitUntilReady(ctx); err != nil {
		server.Stop()
		return nil, err
	}
	return server, nil
}

// Stop shuts the server and its plugins down and waits for their end.
func (m *Mattermost) Stop() {
	m.process.stop()
}

// Kill ends the server at once, as a crash does: its plugins are not told. Stop ends what is left of them.
func (m *Mattermost) Kill() {
	m.process.kill()
}

// Restart starts the server again after Kill, at the same address and with its data.
func (m *Mattermost) Restart(ctx context.Context) error {
	m.Stop()
	again, err := StartMattermost(ctx, m.config)
	if err != nil {
		return err
	}
	m.process = again.process
	return nil
}

// KillPlugin ends the process of a plugin at once.
func (m *Mattermost) KillPlugin(id string) error {
	pid, err := childOf(m.process.cmd.Process.Pid, "/plugins/"+id+"/")
	if err != nil {
		return errors.Wrapf(err, "looking for plugin %s", id)
	}
	return errors.Wrapf(syscall.Kill(pid, syscall.SIGKILL), "killing plugin %s", id)
}

// Exited is closed when the server has ended, stopped or by itself.
func (m *Mattermost) Exited() <-chan struct{} {
	return m.process.exited
}

func (m *Mattermost) waitUntilReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	client := &http.Client{Timeout: pingTimeout}
	err := poll(ctx, pingInterval, func() (bool, error) {
		select {
		case <-m.process.exited:
			return false, failure("Mattermost", m.console)
		default:
		}
		return ping(ctx, client, m.URL), nil
	})
	return errors.Wrap(err, "waiting for Mattermost")
}

func ping(ctx context.Context, client *http.Client, address string) bool {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/api/v4/system/ping", nil)
	if err != nil {
		return false
	}
	response, err := client.Do(request)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	return response.StatusCode == http.StatusOK
}

// prepare makes the folders of a server. Its resources are linked; its client is copied, since the server rewrites it.
func prepare(dataDir, dist, client string) error {
	for _, name := range []string{"config", "data", "logs", "plugins"} {
		if err := os.MkdirAll(filepath.Join(dataDir, name), 0o700); err != nil {
			return errors.Wrap(err, "creating the data folder of Mattermost")
		}
	}
	for _, name := range resources {
		link := filepath.Join(dataDir, name)
		if err := os.RemoveAll(link); err != nil {
			return errors.Wrapf(err, "replacing %s", link)
		}
		if err := os.Symlink(filepath.Join(dist, name), link); err != nil {
			return errors.Wrapf(err, "linking %s", link)
		}
	}
	return copyClient(filepath.Join(dataDir, "client"), dist, client)
}

func copyClient(target, dist, client string) error {
	if err := os.RemoveAll(target); err != nil {
		return errors.Wrap(err, "removing an earlier web client")
	}
	if official := filepath.Join(dist, "client"); client == "" && exists(official) {
		client = official
	}
	if client != "" {
		if err := os.CopyFS(target, os.DirFS(client)); err != nil {
			return errors.Wrap(err, "copying the web client")
		}
	}
	return errors.Wrap(os.MkdirAll(filepath.Join(target, "plugins"), 0o700), "creating the folder of plugins' web apps")
}
