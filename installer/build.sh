# SPDX-License-Identifier: GPL-3.0-or-later
# Sourced by run and check from the repository's root: configure when needed, build, explain a failure.
# shellcheck shell=bash

# build_preset PRESET [TARGET …]
build_preset() {
    local preset=$1 log
    shift
    mkdir -p build
    log=build/$preset.log
    if [ ! -f "build/$preset/build.ninja" ]; then
        if ! cmake --preset "$preset" >"$log" 2>&1; then
            tail -n 30 "$log" >&2
            echo "build: configuring failed (whole output: $log)" >&2
            exit 1
        fi
    fi
    local targets=()
    [ $# -gt 0 ] && targets=(--target "$@")
    echo "build: preset $preset (output: $log)"
    if ! cmake --build --preset "$preset" "${targets[@]}" >"$log" 2>&1; then
        grep -nE 'error|FAILED|undefined' "$log" | head -n 30 >&2 || true
        tail -n 15 "$log" >&2
        echo "build: failed (whole output: $log)" >&2
        exit 1
    fi
}
