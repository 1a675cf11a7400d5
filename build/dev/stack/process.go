package stack

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/pkg/errors"
)

const (
	stopTimeout  = 20 * time.Second
	logTailBytes = 4096
)

// process is a server we started.
type process struct {
	cmd     *exec.Cmd
	exited  chan struct{}
	stopped sync.Once
}

func startProcess(cmd *exec.Cmd) (*process, error) {
	cmd.SysProcAttr = childAttributes()
	if err := cmd.Start(); err != nil {
		return nil, errors.Wrapf(err, "starting %s", cmd.Path)
	}
	p := &process{cmd: cmd, exited: make(chan struct{})}
	go func() {
		_ = cmd.Wait()
		close(p.exited)
	}()
	return p, nil
}

// stop ends the process, politely first, and with it whatever it left in its group.
func (p *process) stop() {
	p.stopped.Do(p.end)
}

func (p *process) end() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.exited:
	case <-time.After(stopTimeout):
	}
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.exited
}

// kill ends the process alone, at once.
func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.exited
}

// childOf finds the child of a process whose command line holds that text, in /proc.
func childOf(parent int, text string) (pid int, err error) {
	folders, _ := filepath.Glob("/proc/[0-9]*") // The pattern is good.
	for _, folder := range folders {
		stat, err := os.ReadFile(filepath.Join(folder, "stat"))
		if err != nil {
			continue // It has just ended.
		}
		// The name, in parentheses, may hold anything. After it come the state and the parent; see proc(5).
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) < 2 || fields[0] == "Z" || fields[1] != strconv.Itoa(parent) {
			continue
		}
		command, _ := os.ReadFile(filepath.Join(folder, "cmdline"))
		if bytes.Contains(command, []byte(text)) {
			return strconv.Atoi(filepath.Base(folder))
		}
	}
	return 0, errors.New("there is no such process")
}

// failure explains an early end with the last lines of the log.
func failure(name, logFile string) error {
	text, err := tail(logFile)
	if err != nil {
		text = []byte(err.Error())
	}
	return errors.Errorf("%s ended before it was ready; the end of %s:\n%s", name, logFile, text)
}

func tail(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	start := max(0, info.Size()-logTailBytes)
	text := make([]byte, info.Size()-start)
	if _, err = file.ReadAt(text, start); err != nil {
		return nil, err
	}
	if _, rest, cut := bytes.Cut(text, []byte("\n")); cut && start > 0 {
		text = rest
	}
	return text, nil
}

// requireProgram tells how to get a program that is missing.
func requireProgram(name, hint string) (string, error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return "", errors.Errorf("%s is needed and not in PATH: %s", name, hint)
	}
	return path, nil
}
