package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Nothing that a test cluster holds is worth a longer farewell.
const stopWithin = 3 * time.Second

// process is one part of a cluster. A pid can be given to another program after its process has ended; the start time
// tells the two apart, so that only what was started here is ever stopped.
type process struct {
	Name    string   `json:"name"`
	Pid     int      `json:"pid"`
	Started string   `json:"started"`
	Command []string `json:"command"`
	Env     []string `json:"env,omitempty"`
}

func stateFile(dir string) string { return filepath.Join(dir, "processes.json") }

func load(dir string) ([]process, error) {
	text, err := os.ReadFile(stateFile(dir))
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var processes []process
	return processes, json.Unmarshal(text, &processes)
}

func save(dir string, processes []process) error {
	text, err := json.MarshalIndent(processes, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(stateFile(dir), text, 0o600)
}

// start runs a command in a process group of its own, with its output in the cluster's logs.
func start(dir, name string, env []string, command ...string) (process, error) {
	log, err := os.OpenFile(logFile(dir, name), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return process{}, err
	}
	defer log.Close()
	cmd := exec.Command(command[0], command[1:]...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout = log
	cmd.Stderr = log
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return process{}, fmt.Errorf("start %s: %w", name, err)
	}
	pid := cmd.Process.Pid
	go func() { _ = cmd.Wait() }()
	return process{Name: name, Pid: pid, Started: startTime(pid), Command: command, Env: env}, nil
}

func logFile(dir, name string) string { return filepath.Join(dir, "logs", name+".log") }

// startTime is the kernel's time at which a process began; empty when there is none, or only its exit status is left.
func startTime(pid int) string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	// The second field, the command's name, is in brackets and may hold spaces.
	rest := string(text)[strings.LastIndexByte(string(text), ')')+1:]
	fields := strings.Fields(rest)
	if len(fields) < 20 || fields[0] == "Z" {
		return ""
	}
	return fields[19]
}

func alive(pid int) bool { return startTime(pid) != "" }

func (p process) running() bool { return p.Started != "" && startTime(p.Pid) == p.Started }

// stop ends the processes in reverse order of their start, all at once, and waits until they are gone.
func stop(processes []process) error {
	for _, p := range processes {
		if p.running() && p.Pid != os.Getpid() {
			_ = syscall.Kill(-p.Pid, syscall.SIGCONT)
			_ = syscall.Kill(-p.Pid, syscall.SIGTERM)
		}
	}
	deadline := time.Now().Add(stopWithin)
	for _, p := range processes {
		if p.Pid == os.Getpid() {
			continue
		}
		for p.running() && time.Now().Before(deadline) {
			time.Sleep(20 * time.Millisecond)
		}
		if p.running() {
			_ = syscall.Kill(-p.Pid, syscall.SIGKILL)
		}
		for i := 0; p.running(); i++ {
			if i == 250 {
				return fmt.Errorf("%s (process %d) does not end", p.Name, p.Pid)
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	return nil
}

func down(dir string, keep bool) error {
	processes, err := load(dir)
	if err != nil {
		return err
	}
	if processes == nil {
		return fmt.Errorf("%s holds no cluster", dir)
	}
	if err := stop(processes); err != nil {
		return err
	}
	if keep {
		return os.Remove(stateFile(dir))
	}
	return os.RemoveAll(dir)
}

// lastLines is the end of a part's log, to show why it has died.
func lastLines(dir, name string) string {
	log, err := os.Open(logFile(dir, name))
	if err != nil {
		return ""
	}
	defer log.Close()
	const most = 2000
	if info, err := log.Stat(); err == nil && info.Size() > most {
		_, _ = log.Seek(-most, io.SeekEnd)
	}
	text, _ := io.ReadAll(log)
	return string(text)
}
