package main

import (
	"fmt"
	"math/rand/v2"
	"net"
)

// The range lies below the ports that the kernel gives to outgoing connections, so that none of those takes a port between
// its choice and its use.
const (
	lowestPort = 20000
	ports      = 10000
)

// freePorts chooses ports that nobody listens on.
func freePorts(count int) ([]int, error) {
	var listeners []net.Listener
	defer func() {
		for _, listener := range listeners {
			_ = listener.Close()
		}
	}()
	var free []int
	for tries := 0; len(free) < count; tries++ {
		if tries == 50*count {
			return nil, fmt.Errorf("found no %d free ports from %d on", count, lowestPort)
		}
		port := lowestPort + rand.IntN(ports)
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue
		}
		listeners = append(listeners, listener)
		free = append(free, port)
	}
	return free, nil
}
