package stack

import "syscall"

// childAttributes put a server into a group of its own, so that Ctrl-C reaches only us and we stop it in order, and ask
// the kernel to end it when we die without having done so. The signal is the polite one: Mattermost ends its plugins then.
func childAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}
