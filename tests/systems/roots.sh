# shellcheck shell=bash
# Sourced: bare systems in folders, which debootstrap fills from the mirror that apt uses here. As root.
systems=${GENTOOLS_SYSTEMS:-/var/tmp/gentools-systems}

mirror() {
    sed -n 's/^URIs: *//p' /etc/apt/sources.list.d/debian.sources 2>/dev/null | head -n 1 | grep . ||
        awk '$1 == "deb" { print $2; exit }' /etc/apt/sources.list
}

# make_root SYSTEM FOLDER: bullseye, bookworm or trixie, unless it is there.
make_root() {
    local system=$1 root=$2
    [ -e "$root/etc/debian_version" ] && return
    command -v debootstrap >/dev/null || apt-get install -y -q --no-install-recommends debootstrap
    mkdir -p "$root"
    debootstrap --variant=minbase "$system" "$root" "$(mirror)" >"$root.log" || { tail -n 5 "$root.log" >&2; return 1; }
    cp /etc/apt/apt.conf.d/*prox* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
}

# inside FOLDER COMMAND...: by the shell of that root. Mounts are seen by this command only and end with it. CC and CXX are handed on.
inside() {
    unshare --mount --propagation private sh -c '
        root=$1
        shift
        mount --bind /proc "$root/proc" && mount --rbind /dev "$root/dev" && { [ ! -d "$root/sys" ] || mount --rbind /sys "$root/sys"; } &&
            exec chroot "$root" env -i HOME=/root TERM=dumb LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin \
                ${CXX:+CXX="$CXX"} ${CC:+CC="$CC"} sh -c "$*"' inside "$@" </dev/null
}
