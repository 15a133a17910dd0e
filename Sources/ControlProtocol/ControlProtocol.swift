// The values that the tool and the daemon exchange; the first come with the control socket.
