package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Users of a cluster. Only admin belongs to system:masters; what the others may do is for RBAC to say. The parts of the
// control plane are administrators too, because their own permissions are not what is tested here.
var users = map[string]string{
	"admin":   "system:masters",
	"system":  "system:masters",
	"velero":  "system:masters",
	"kymaros": "kymaros",
	"nobody":  "nobody",
}

// writeCredentials makes a certificate authority, a server certificate, the key of service account tokens, a token for each
// user, and a kubeconfig for each user.
func writeCredentials(dir, server string) error {
	caKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	ca := template("test-cluster")
	ca.IsCA = true
	ca.BasicConstraintsValid = true
	ca.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	if err := writeCertificate(dir, "ca", ca, ca, &caKey.PublicKey, caKey); err != nil {
		return err
	}
	serverKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	cert := template("kube-apiserver")
	cert.KeyUsage = x509.KeyUsageDigitalSignature
	cert.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	cert.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	cert.DNSNames = []string{"localhost"}
	if err := writeCertificate(dir, "server", cert, ca, &serverKey.PublicKey, caKey); err != nil {
		return err
	}
	if err := writeKey(dir, "server", serverKey); err != nil {
		return err
	}
	tokenKey, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	if err := writeKey(dir, "service-account", tokenKey); err != nil {
		return err
	}
	return writeUsers(dir, server)
}

func writeUsers(dir, server string) error {
	var tokens strings.Builder
	for user, group := range users {
		token := make([]byte, 16)
		if _, err := rand.Read(token); err != nil {
			return err
		}
		text := hex.EncodeToString(token)
		fmt.Fprintf(&tokens, "%s,%s,%s,%s\n", text, user, user, group)
		config := fmt.Sprintf(`apiVersion: v1
kind: Config
clusters:
- name: test-cluster
  cluster: {server: "%s", certificate-authority: "%s"}
users:
- name: %s
  user: {token: "%s"}
contexts:
- name: test-cluster
  context: {cluster: test-cluster, user: %s}
current-context: test-cluster
`, server, filepath.Join(dir, "ca.crt"), user, text, user)
		if err := os.WriteFile(filepath.Join(dir, user+".kubeconfig"), []byte(config), 0o600); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(dir, "tokens.csv"), []byte(tokens.String()), 0o600)
}

func template(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(7 * 24 * time.Hour),
	}
}

func writeCertificate(dir, name string, cert, parent *x509.Certificate, key crypto.PublicKey, signer crypto.Signer) error {
	der, err := x509.CreateCertificate(rand.Reader, cert, parent, key, signer)
	if err != nil {
		return err
	}
	return writePem(filepath.Join(dir, name+".crt"), "CERTIFICATE", der)
}

func writeKey(dir, name string, key *ecdsa.PrivateKey) error {
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return err
	}
	if err := writePem(filepath.Join(dir, name+".key"), "PRIVATE KEY", private); err != nil {
		return err
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	return writePem(filepath.Join(dir, name+".pub"), "PUBLIC KEY", public)
}

func writePem(path, kind string, der []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}
