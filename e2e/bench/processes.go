package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/pkg/errors"
)

// Kinds of processes that work for us.
const (
	kindPlugin     = "plugin"
	kindYardstick  = "yardstick"
	kindMattermost = "mattermost"
	kindPostgres   = "postgres"
)

// tick is the unit of times in /proc on every Linux that Go runs on.
const tick = 10 * time.Millisecond

// process is a descendant of this one.
type process struct {
	pid, parent int
	kind        string
	used        time.Duration
}

// processTimes returns the CPU time that each kind of process has used. It is empty where there is no /proc.
func processTimes() map[string]time.Duration {
	times := map[string]time.Duration{}
	for _, p := range descendants() {
		if p.kind != "" {
			times[p.kind] += p.used
		}
	}
	return times
}

// descendants are the processes that this one has started, and those that they have.
func descendants() map[int]process {
	all := map[int]process{}
	folders, _ := filepath.Glob("/proc/[0-9]*") // The pattern is good.
	for _, folder := range folders {
		if p, ok := readProcess(folder); ok {
			all[p.pid] = p
		}
	}
	ours := map[int]process{}
	for pid, p := range all {
		for up := p; up.pid != 0; up = all[up.parent] {
			if up.parent == os.Getpid() {
				ours[pid] = p
			}
		}
	}
	return ours
}

// readProcess reads stat and cmdline of a folder of /proc; see proc(5).
func readProcess(folder string) (p process, ok bool) {
	stat, err := os.ReadFile(filepath.Join(folder, "stat"))
	if err != nil {
		return p, false
	}
	// The name, in parentheses, may hold anything.
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	if len(fields) < 13 {
		return p, false
	}
	number := func(text string) int {
		n, _ := strconv.Atoi(text) // The kernel writes numbers.
		return n
	}
	p.pid, p.parent = number(filepath.Base(folder)), number(fields[1])
	p.used = time.Duration(number(fields[11])+number(fields[12])) * tick
	command, _ := os.ReadFile(filepath.Join(folder, "cmdline")) // A process that has just ended is of no kind.
	switch line := string(command); {
	case strings.Contains(line, "plugins/zoom/"):
		p.kind = kindPlugin
	case strings.Contains(line, "plugins/yardstick/"):
		p.kind = kindYardstick
	case strings.Contains(line, "bin/mattermost"):
		p.kind = kindMattermost
	case strings.Contains(line, "postgres"):
		p.kind = kindPostgres
	}
	return p, true
}

// pluginMemory returns the RssAnon of the plugin's process, in MB.
func pluginMemory() (float64, error) {
	for pid, p := range descendants() {
		if p.kind != kindPlugin {
			continue
		}
		status, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "status"))
		if err != nil {
			return 0, errors.Wrap(err, "read the plugin's memory")
		}
		for line := range strings.Lines(string(status)) {
			if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "RssAnon:" {
				kb, err := strconv.ParseFloat(fields[1], 64)
				return kb / 1024, errors.Wrap(err, "read the plugin's memory")
			}
		}
	}
	return 0, errors.New("the plugin's process was not found")
}

// load is the machine's load of the last minute.
func load() string {
	average, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(average))[0]
}
