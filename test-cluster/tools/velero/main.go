// The velero command for test clusters. It differs from Velero's own in one thing: the controller manager inside the
// server opens no metrics port. Velero leaves it at the fixed default :8080, and then only one server fits on a machine.
package main

import (
	"fmt"
	"os"

	"github.com/vmware-tanzu/velero/pkg/cmd/velero"
	"sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

func main() {
	server.DefaultBindAddress = "0"
	if err := velero.NewCommand("velero").Execute(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
