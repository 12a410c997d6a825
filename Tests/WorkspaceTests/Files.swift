import Glibc

func remove(_ path: String) { unlink(path) }
