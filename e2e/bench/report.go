package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/pkg/errors"
)

// bound says on which side of a limit a value has to be.
type bound string

const (
	atMost  bound = "<="
	atLeast bound = ">="
)

// limit is a promise and what came of it.
type limit struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Bound bound   `json:"bound"`
	Limit float64 `json:"limit"`
	Met   bool    `json:"met"`
}

type fact struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// report is what dist/bench.json holds.
type report struct {
	Date       time.Time `json:"date"`
	CPUs       int       `json:"cpus"`
	LoadBefore string    `json:"load_before"`
	LoadAfter  string    `json:"load_after"`
	Seconds    float64   `json:"seconds"`
	Results    []result  `json:"results"`
	Facts      []fact    `json:"facts"`
	Limits     []limit   `json:"limits"`
}

func newReport() *report {
	return &report{Date: time.Now().UTC(), CPUs: runtime.NumCPU(), LoadBefore: load()}
}

func (r *report) add(results ...result) { r.Results = append(r.Results, results...) }

func (r *report) fact(name string, value float64) { r.Facts = append(r.Facts, fact{name, value}) }

func (r *report) limit(name string, value float64, b bound, most float64) {
	met := value <= most
	if b == atLeast {
		met = value >= most
	}
	r.Limits = append(r.Limits, limit{name, value, b, most, met})
}

func (r *report) finish() {
	r.LoadAfter, r.Seconds = load(), time.Since(r.Date).Seconds()
}

// String is the table for people.
func (r *report) String() string {
	var text strings.Builder
	line := func(format string, values ...any) { fmt.Fprintf(&text, format+"\n", values...) }
	line("Mattermost 11.1 and PostgreSQL on this machine; %d CPUs, load %s before and %s after, %.0f s\n", r.CPUs, r.LoadBefore, r.LoadAfter, r.Seconds)
	line("| | n | at a time | a second | p50 ms | p95 | p99 | CPU ms: plugin | mattermost | postgres |")
	line("|---|---|---|---|---|---|---|---|---|---|")
	for _, one := range r.Results {
		line("| %s | %d | %d | %.0f | %.1f | %.1f | %.1f | %.2f | %.2f | %.2f |", one.Name, one.Count, one.Workers, one.Rate, one.P50, one.P95, one.P99,
			one.CPU[kindPlugin]+one.CPU[kindYardstick], one.CPU[kindMattermost], one.CPU[kindPostgres])
	}
	line("\n| | | limit | |\n|---|---|---|---|")
	for _, one := range r.Limits {
		verdict := "met"
		if !one.Met {
			verdict = "NOT met"
		}
		line("| %s | %.4g | %s %.4g | %s |", one.Name, one.Value, one.Bound, one.Limit, verdict)
	}
	for _, one := range r.Facts {
		line("| %s | %.4g | | |", one.Name, one.Value)
	}
	return text.String()
}

func (r *report) write(file string) error {
	raw, err := json.MarshalIndent(r, "", "\t")
	if err != nil {
		return errors.Wrap(err, "encode the report")
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o750); err != nil {
		return errors.Wrap(err, "make the report's folder")
	}
	return errors.Wrap(os.WriteFile(file, raw, 0o600), "write the report")
}
