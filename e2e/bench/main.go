package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/pkg/errors"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "The benchmark failed:", err)
		os.Exit(1) //nolint:gocritic // nothing is left to stop
	}
}

func run(ctx context.Context) error {
	results := newReport()
	b, err := start(ctx, results)
	if b != nil {
		defer b.stop()
	}
	if err != nil {
		return err
	}
	for _, part := range []struct {
		name string
		play func(context.Context) error
	}{
		{"enable", b.enable}, {"click", b.click}, {"foreign", b.foreign}, {"ends", b.ends}, {"growth", b.growth}, {"sizes", b.sizes},
	} {
		if only := os.Getenv("PARTS"); only != "" && !strings.Contains(only, part.name) {
			continue
		}
		fmt.Fprintln(os.Stderr, "measuring:", part.name)
		if err := part.play(ctx); err != nil {
			return errors.Wrap(err, part.name)
		}
	}
	results.finish()
	fmt.Print(results)
	return results.write("dist/bench.json")
}
