//go:build unix && !linux

package stack

import "syscall"

// childAttributes put a server into a group of its own, so that Ctrl-C reaches only us and we stop it in order.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
