# Shared by the scripts of tests/live: versions, folders, small helpers. Sourced, never run.
# shellcheck shell=bash disable=SC2034

kubernetes_version=1.37.2
etcd_version=3.6.16
kwok_version=0.7.0
toxiproxy_version=2.12.0
# The newest whose modules can all be had: from 0.37 on it needs zenhack.net/go/util, which the module proxy refuses (403).
thanos_version=0.36.1

cache_dir=${XDG_CACHE_HOME:-$HOME/.cache}/binnacle/live

die() { # CODE TEXT
  printf '%s: %s\n' "$(basename "$0")" "$2" >&2
  exit "$1"
}

server_dir() { # NAME → folder of its binaries
  local version=${1}_version
  printf '%s/%s-%s\n' "$cache_dir" "$1" "${!version}"
}

main_binary() { # NAME → the program that must be there
  case $1 in kubernetes) echo kube-apiserver ;; *) echo "$1" ;; esac
}

built() { # NAME
  [[ -x $(server_dir "$1")/$(main_binary "$1") ]]
}

# Go ≥ 1.21 fetches the toolchain a module asks for, unless GOTOOLCHAIN=local forbids it.
go_usable() {
  local v
  command -v go >/dev/null || return 1
  v=$(GOTOOLCHAIN=local go env GOVERSION 2>/dev/null) || return 1
  [[ $v =~ ^go([0-9]+)\.([0-9]+) ]] || return 1
  ((BASH_REMATCH[1] > 1 || BASH_REMATCH[2] >= 21))
}

run_live() { # COMMAND ARG…
  local lib
  lib=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
  python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null ||
    die 1 "needs python3 3.9 or newer in PATH (Debian: python3)"
  PYTHONDONTWRITEBYTECODE=1 exec python3 "$lib/live.py" "$@"
}
