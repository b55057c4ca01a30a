module kymaros.io/test-cluster/launcher

go 1.26
