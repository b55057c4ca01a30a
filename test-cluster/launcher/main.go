// The launcher of test clusters: starts and stops etcd, kube-apiserver, kube-controller-manager, kube-scheduler, KWOK, an
// S3 server and Velero as plain processes on loopback. It is called by the scripts up and down beside this folder.
package main

import (
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "test-cluster:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("say up, down or watch")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	dir := flags.String("dir", "", "folder of the cluster: its state, kubeconfigs and logs")
	bin := flags.String("bin", "", "folder that holds the binaries")
	manifests := flags.String("manifests", "", "folder that holds the manifests")
	watchPid := flags.Int("watch-pid", 0, "stop the cluster when this process has ended")
	keep := flags.Bool("keep", false, "keep the folder")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if *dir == "" {
		return fmt.Errorf("--dir is missing")
	}
	switch args[0] {
	case "up":
		return up(*dir, *bin, *manifests, *watchPid)
	case "down":
		return down(*dir, *keep)
	case "watch":
		for alive(*watchPid) {
			time.Sleep(time.Second)
		}
		return down(*dir, false)
	default:
		return fmt.Errorf("unknown command %q: say up, down or watch", args[0])
	}
}
