package stack

import (
	"fmt"
	"io"
	"time"
)

const progressInterval = 10 * time.Second

// showProgress says what takes long now, every ten seconds that it still does, and at stop how long it took.
func showProgress(out io.Writer, what string) (stop func()) {
	if out == nil {
		return func() {}
	}
	fmt.Fprintf(out, "%s …\n", what)
	started, ended := time.Now(), make(chan struct{})
	go func() {
		ticker := time.NewTicker(progressInterval)
		defer ticker.Stop()
		for {
			select {
			case <-ended:
				return
			case <-ticker.C:
				fmt.Fprintf(out, "  … still at it after %s\n", time.Since(started).Round(time.Second))
			}
		}
	}()
	return func() {
		close(ended)
		fmt.Fprintf(out, "  … ended after %s\n", time.Since(started).Round(time.Second))
	}
}
