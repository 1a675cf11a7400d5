package stack

import (
	"context"
	"net"
	"strconv"

	"github.com/pkg/errors"
)

const loopback = "127.0.0.1"

// CheckPort returns an error when somebody listens on this port of this machine already.
func CheckPort(ctx context.Context, port int) error {
	_, err := choosePort(ctx, port)
	return err
}

// choosePort returns the port itself if it is free, or any free one for 0.
func choosePort(ctx context.Context, port int) (int, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address(port))
	if err != nil {
		return 0, errors.Wrapf(err, "port %d is not free", port)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port, nil
}

func address(port int) string {
	return net.JoinHostPort(loopback, strconv.Itoa(port))
}
