# shellcheck shell=bash
# Sourced by ./demo and ./check: what a build needs, and how it gets there on Debian and Ubuntu.
# Says first what is missing and what will be installed; as root by apt-get, else by sudo, else a list and an end.

build_packages=(libarchive-dev libbz2-dev libcli11-dev libhdf5-dev libjpeg-dev liblz4-dev liblzma-dev libopenblas-dev libpng-dev libxsimd-dev
                libxtensor-blas-dev libxtensor-dev libzstd-dev nettle-dev nlohmann-json3-dev zlib1g-dev)
# Optional: oneDNN, the second engine of products.
engine_package=libdnnl-dev
# Read our output by other means, check man pages and completions. Where they are missing those tests are skipped and said to be.
test_packages=(chromium clang-format-19 fish hdf5-tools libmpich-dev libopenmpi-dev mandoc mpich nodejs openmpi-bin python3-h5py python3-onnx zsh)

say() { printf '%s: %s\n' "${0##*/}" "$*"; }

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# Sets `missing` to those of the packages $@ that are not installed.
find_missing() {
    missing=()
    local package
    for package in "$@"; do installed "$package" || missing+=("$package"); done
}

# The way to become root: "", "sudo" or "none".
find_root() {
    if [ "$(id -u)" = 0 ]; then
        root=""
    elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
        root=sudo
    else
        root=none
    fi
}

install_packages() {
    local apt=(apt-get install -y --no-install-recommends "$@")
    say "installing: ${root:+$root }${apt[*]}"
    $root apt-get -q update && $root env DEBIAN_FRONTEND=noninteractive "${apt[@]}"
}

# require [package...]: what every build needs and the packages $@. Ends the script where they are missing and cannot be installed.
require() {
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "not Debian or Ubuntu: expecting a C++20 compiler, CMake, make, pkg-config and what these Debian packages hold: ${build_packages[*]} $*"
        return
    fi
    find_missing "${build_packages[@]}" "$@"
    command -v pkg-config >/dev/null || missing=(pkg-config "${missing[@]}")
    command -v make >/dev/null || command -v ninja >/dev/null || missing=(make "${missing[@]}")
    command -v cmake >/dev/null || missing=(cmake "${missing[@]}")
    command -v c++ >/dev/null || missing=(g++ "${missing[@]}")
    [ ${#missing[@]} = 0 ] && return
    say "missing: ${missing[*]}"
    find_root
    if [ "$root" = none ]; then
        say "not root, and no sudo: let someone who may run"
        say "    apt-get install --no-install-recommends ${missing[*]}"
        exit 1
    fi
    install_packages "${missing[@]}" || { say "the packages could not be installed: ${missing[*]}"; exit 1; }
}

# wish LOSS package...: installs the packages where that can be done, and says what is lost where they stay missing.
wish() {
    local loss=$1
    shift
    command -v dpkg-query >/dev/null && command -v apt-get >/dev/null || return 0
    find_missing "$@"
    [ ${#missing[@]} = 0 ] && return
    say "missing, and not required: ${missing[*]}"
    find_root
    if [ "$root" = none ] || ! install_packages "${missing[@]}"; then
        say "going on without ${missing[*]}: $loss"
    fi
}

# Installs oneDNN where its version is one that can be used, and says why not where it is another.
wish_engine() {
    local version
    command -v dpkg-query >/dev/null && command -v apt-cache >/dev/null || return 0
    installed $engine_package && return
    version=$(apt-cache show $engine_package 2>/dev/null | sed -n 's/^Version: //p' | head -n 1)
    case $version in
        "" | [23].*) wish "products are computed by BLAS alone" $engine_package ;;
        *) say "oneDNN is not installed: this system has version ${version%%-*}, and products can use 2 and 3; they are computed by BLAS alone" ;;
    esac
}

# How many compilers at once: one a processor, and 1.5 GB for each.
count_jobs() {
    local by_memory
    jobs=$(nproc 2>/dev/null || echo 2)
    by_memory=$(awk '/^MemAvailable/ { print int($2 / 1500000) }' /proc/meminfo 2>/dev/null || echo "$jobs")
    [ "${by_memory:-0}" -ge 1 ] || by_memory=1
    [ "$by_memory" -lt "$jobs" ] && jobs=$by_memory
    return 0
}

# Read by CMake when a build folder is new.
if command -v ccache >/dev/null; then
    export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
    export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros}  # else it keeps nothing that is compiled with a precompiled header
fi
if command -v ninja >/dev/null; then
    export CMAKE_GENERATOR=Ninja
fi
count_jobs
