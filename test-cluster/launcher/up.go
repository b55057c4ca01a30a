package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

const readyWithin = 90 * time.Second

// cluster is a cluster that is being started.
type cluster struct {
	dir       string
	bin       string
	manifests string
	processes []process
	ports     struct{ etcd, etcdPeer, api, controllers, scheduler, kwok, s3, veleroMetrics int }
}

func up(dir, bin, manifests string, watchPid int) error {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if processes, _ := load(dir); processes != nil {
		for _, p := range processes {
			if p.running() {
				return fmt.Errorf("%s holds a running cluster; stop it with: test-cluster/down --dir %s", dir, dir)
			}
		}
	}
	c := &cluster{dir: dir, bin: bin, manifests: manifests}
	if err := c.start(watchPid); err != nil {
		_ = stop(c.processes)
		_ = os.Remove(stateFile(dir))
		return fmt.Errorf("%w (logs in %s)", err, filepath.Join(dir, "logs"))
	}
	fmt.Printf("export KUBECONFIG=%s\n", filepath.Join(dir, "admin.kubeconfig"))
	fmt.Printf("export PATH=%s:$PATH\n", bin)
	return nil
}

func (c *cluster) start(watchPid int) error {
	began := time.Now()
	if err := c.prepare(); err != nil {
		return err
	}
	if err := c.startStorage(); err != nil {
		return err
	}
	crds := make(chan result, 1)
	go func() { crds <- c.veleroCrds() }()
	if err := c.await("kube-apiserver", "the API server", func() bool {
		out, err := c.kubectl("", "get", "--raw", "/readyz")
		return err == nil && strings.TrimSpace(out) == "ok"
	}); err != nil {
		return err
	}
	c.say(began, "API server ready")
	if err := c.startControlPlane(); err != nil {
		return err
	}
	made := <-crds
	if made.err != nil {
		return made.err
	}
	if err := c.apply(made.text); err != nil {
		return err
	}
	if err := c.startKwok(); err != nil {
		return err
	}
	if err := c.startVelero(); err != nil {
		return err
	}
	if watchPid != 0 {
		if err := c.launch("watch", nil, os.Args[0], "watch", "--dir", c.dir, "--watch-pid", fmt.Sprint(watchPid)); err != nil {
			return err
		}
	}
	if err := c.await("kwok", "the node", func() bool {
		out, err := c.kubectl("", "get", "nodes", "-o", `jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}{.items[*].spec.taints}`)
		return err == nil && out == "True"
	}); err != nil {
		return err
	}
	if err := c.await("velero", "the backup storage location", func() bool {
		out, err := c.kubectl("", "-n", "velero", "get", "backupstoragelocation", "default", "-o", "jsonpath={.status.phase}")
		return err == nil && out == "Available"
	}); err != nil {
		return err
	}
	c.say(began, "node Ready, backup storage location Available")
	return nil
}

type result struct {
	text string
	err  error
}

func (c *cluster) prepare() error {
	for _, folder := range []string{"logs", "plugins"} {
		if err := os.MkdirAll(filepath.Join(c.dir, folder), 0o700); err != nil {
			return err
		}
	}
	free, err := freePorts(8)
	if err != nil {
		return err
	}
	p := &c.ports
	for i, port := range []*int{&p.etcd, &p.etcdPeer, &p.api, &p.controllers, &p.scheduler, &p.kwok, &p.s3, &p.veleroMetrics} {
		*port = free[i]
	}
	if err := writeCredentials(c.dir, c.server()); err != nil {
		return err
	}
	if err := os.WriteFile(c.file("pod.log"), []byte(time.Now().UTC().Format(time.RFC3339Nano)+" stdout F started\n"), 0o600); err != nil {
		return err
	}
	plugin := filepath.Join(c.dir, "plugins", "velero-plugin-for-aws")
	_ = os.Remove(plugin)
	if err := os.Symlink(c.binary("velero-plugin-for-aws"), plugin); err != nil {
		return err
	}
	properties := fmt.Sprintf("server=%s\nbin=%s\npodLog=%s\ns3=%s\n", c.server(), c.bin, c.file("pod.log"), local(c.ports.s3))
	return os.WriteFile(c.file("cluster.properties"), []byte(properties), 0o600)
}

func (c *cluster) startStorage() error {
	p := c.ports
	if err := c.launch("etcd", nil, c.binary("etcd"),
		"--data-dir", c.file("etcd"), "--unsafe-no-fsync",
		"--listen-client-urls", local(p.etcd), "--advertise-client-urls", local(p.etcd),
		"--listen-peer-urls", local(p.etcdPeer), "--initial-advertise-peer-urls", local(p.etcdPeer),
		"--initial-cluster", "default="+local(p.etcdPeer)); err != nil {
		return err
	}
	if err := c.launch("s3", nil, c.binary("gofakes3"),
		"-host", fmt.Sprintf("127.0.0.1:%d", p.s3), "-backend", "memory", "-initialbucket", "velero"); err != nil {
		return err
	}
	return c.launch("kube-apiserver", nil, c.binary("kube-apiserver"),
		"--etcd-servers", local(p.etcd),
		"--bind-address", "127.0.0.1", "--secure-port", fmt.Sprint(p.api),
		"--tls-cert-file", c.file("server.crt"), "--tls-private-key-file", c.file("server.key"),
		"--token-auth-file", c.file("tokens.csv"), "--authorization-mode", "RBAC",
		"--service-account-issuer", "https://kubernetes.default.svc",
		"--service-account-key-file", c.file("service-account.pub"),
		"--service-account-signing-key-file", c.file("service-account.key"),
		"--service-cluster-ip-range", "10.96.0.0/16",
		"--endpoint-reconciler-type", "none", "--allow-privileged")
}

func (c *cluster) startControlPlane() error {
	p := c.ports
	if err := c.launch("kube-controller-manager", nil, c.binary("kube-controller-manager"),
		"--kubeconfig", c.file("system.kubeconfig"), "--leader-elect=false",
		"--kube-api-qps", "500", "--kube-api-burst", "1000", // many scenarios share it; by default it falls behind
		"--bind-address", "127.0.0.1", "--secure-port", fmt.Sprint(p.controllers),
		"--service-account-private-key-file", c.file("service-account.key"), "--root-ca-file", c.file("ca.crt")); err != nil {
		return err
	}
	return c.launch("kube-scheduler", nil, c.binary("kube-scheduler"),
		"--kubeconfig", c.file("system.kubeconfig"), "--leader-elect=false",
		"--kube-api-qps", "500", "--kube-api-burst", "1000",
		"--bind-address", "127.0.0.1", "--secure-port", fmt.Sprint(p.scheduler))
}

func (c *cluster) startKwok() error {
	p := c.ports
	simulation, err := c.manifest("kwok.yaml")
	if err != nil {
		return err
	}
	if err := os.WriteFile(c.file("kwok.yaml"), []byte(simulation), 0o600); err != nil {
		return err
	}
	return c.launch("kwok", nil, c.binary("kwok"),
		"--kubeconfig", c.file("system.kubeconfig"), "--config", c.file("kwok.yaml"),
		"--enable-crds", "ClusterPortForward",
		"--manage-all-nodes=true", "--node-ip", "127.0.0.1", "--node-port", fmt.Sprint(p.kwok),
		"--server-address", fmt.Sprintf("127.0.0.1:%d", p.kwok),
		"--tls-cert-file", c.file("server.crt"), "--tls-private-key-file", c.file("server.key"))
}

func (c *cluster) veleroCrds() result {
	out, err := exec.Command(c.binary("velero"), "install", "--crds-only", "--dry-run", "-o", "yaml").Output()
	if err != nil {
		return result{err: fmt.Errorf("print Velero's CRDs: %w", err)}
	}
	return result{text: string(out)}
}

func (c *cluster) apply(crds string) error {
	own, err := c.manifest("crds.yaml")
	if err != nil {
		return err
	}
	if _, err := c.kubectl(own+"---\n"+crds, "apply", "--server-side", "-f", "-"); err != nil {
		return err
	}
	if _, err := c.kubectl("", "wait", "--for=condition=Established", "--timeout=60s", "crd", "--all"); err != nil {
		return err
	}
	objects, err := c.manifest("cluster.yaml")
	if err != nil {
		return err
	}
	_, err = c.kubectl(objects, "apply", "--server-side", "-f", "-")
	return err
}

func (c *cluster) startVelero() error {
	// Keys from a Secret are written to a file anew for each use; a plugin that reads it meanwhile may find it empty.
	env := []string{"VELERO_NAMESPACE=velero", "AWS_ACCESS_KEY_ID=test", "AWS_SECRET_ACCESS_KEY=test"}
	return c.launch("velero", env, c.binary("velero"), "server",
		"--kubeconfig", c.file("velero.kubeconfig"), "--plugin-dir", c.file("plugins"), "--namespace", "velero",
		"--metrics-address", fmt.Sprintf("127.0.0.1:%d", c.ports.veleroMetrics),
		"--store-validation-frequency", "5s")
}

func (c *cluster) launch(name string, env []string, command ...string) error {
	p, err := start(c.dir, name, env, command...)
	if err != nil {
		return err
	}
	c.processes = append(c.processes, p)
	return save(c.dir, c.processes)
}

// await asks until the answer is yes, and gives up at once when a part has died.
func (c *cluster) await(part, what string, ready func() bool) error {
	deadline := time.Now().Add(readyWithin)
	for !ready() {
		for _, p := range c.processes {
			if !p.running() {
				return fmt.Errorf("%s has died:\n%s", p.Name, lastLines(c.dir, p.Name))
			}
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("waited %s for %s:\n%s", readyWithin, what, lastLines(c.dir, part))
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil
}

func (c *cluster) kubectl(stdin string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), readyWithin)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.binary("kubectl"), append([]string{"--kubeconfig", c.file("admin.kubeconfig")}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	var out, complaint bytes.Buffer
	cmd.Stdout = &out
	cmd.Stderr = &complaint
	if err := cmd.Run(); err != nil {
		return out.String(), fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, complaint.String())
	}
	return out.String(), nil
}

// manifest reads a manifest and fills in this cluster's places.
func (c *cluster) manifest(name string) (string, error) {
	text, err := os.ReadFile(filepath.Join(c.manifests, name))
	if err != nil {
		return "", err
	}
	return strings.NewReplacer(
		"${S3_URL}", local(c.ports.s3),
		"${POD_LOG}", c.file("pod.log"),
	).Replace(string(text)), nil
}

func (c *cluster) say(began time.Time, what string) {
	fmt.Fprintf(os.Stderr, "test-cluster: %s after %.1f s\n", what, time.Since(began).Seconds())
}

func (c *cluster) server() string            { return fmt.Sprintf("https://127.0.0.1:%d", c.ports.api) }
func (c *cluster) file(name string) string   { return filepath.Join(c.dir, name) }
func (c *cluster) binary(name string) string { return filepath.Join(c.bin, name) }

func local(port int) string { return fmt.Sprintf("http://127.0.0.1:%d", port) }
