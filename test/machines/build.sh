#!/usr/bin/env bash
# Builds what machines of the tests are made of, into a folder, each part once: build.sh FOLDER
#
#   kernel   a user-mode Linux kernel from Debian's linux-source: a kernel of its own that runs as a plain process,
#            with cgroup v2, netem and everything else that kernel.config names; no virtualisation is needed
#   root/    Debian 13 with systemd and Debian's own Docker, unpacked
#   base.img a disk with root, images of ours (images.tar, made by machine.ts) and node_modules on it
#
# Needs root and apt; prints a line for each part that it makes.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=$1
mkdir -p "$home"
exec 9>"$home/.lock"
flock 9

key() { cat "$@" | sha256sum | cut -c1-16; }
# made NAME KEY: true when the part is there and was made of the same
made() { [ "$(cat "$home/$1.key" 2>/dev/null)" = "$2" ]; }
done_with() { echo "$2" >"$home/$1.key"; }
say() { echo "machines: $*" >&2; }
quietly() { "$@" >"$home/build.log" 2>&1 || { tail -n 20 "$home/build.log" >&2; exit 1; }; }

# one mirror for every suite: the one that this host has
mirror=${STAGECRAFT_DEBIAN_MIRROR:-$(grep -rhoE 'https?://[^ ]*/debian/?( |$)' /etc/apt/sources.list /etc/apt/sources.list.d/ 2>/dev/null |
    head -n 1 | tr -d ' ' || true)}
mirror=${mirror:-http://deb.debian.org/debian}
suite=trixie

tools() {
    local missing=()
    for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
    [ ${#missing[@]} = 0 ] && return
    say "installing ${missing[*]}"
    quietly apt-get update
    quietly env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"
}

# packages of a newer suite are only downloaded, with lists of their own
newer() {
    local apt="$home/apt"
    mkdir -p "$apt/lists/partial" "$apt/archives/partial"
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror forky main" >"$apt/sources.list"
    apt-get -o Dir::Etc::sourcelist="$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State="$apt" \
        -o Dir::Cache="$apt" -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root "$@"
}

kernel_key=$(key "$here/kernel.config")
if ! made kernel "$kernel_key"; then
    say "building the kernel (some minutes)"
    tools gcc make flex bison bc xz-utils libc6-dev libelf-dev debian-archive-keyring
    rm -rf "$home/source"
    mkdir -p "$home/source"
    quietly newer update
    version=$(apt-cache -o Dir::Etc::sourcelist="$home/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null \
        -o Dir::State="$home/apt" -o Dir::Cache="$home/apt" depends linux-source |
        sed -n 's/.*Depends: \(linux-source-[0-9.]*\).*/\1/p' | head -n 1)
    (cd "$home/source" && quietly newer download "$version" && dpkg -x ./*.deb . && tar -xf usr/src/linux-source-*.tar.xz)
    (
        cd "$home"/source/linux-source-*/
        make ARCH=um defconfig
        ./scripts/kconfig/merge_config.sh -m .config "$here/kernel.config"
        make ARCH=um olddefconfig
        make ARCH=um -j"$(nproc)" linux
        mv linux "$home/kernel"
    ) >"$home/build.log" 2>&1 || { tail -n 20 "$home/build.log" >&2; exit 1; }
    rm -rf "$home/source"
    done_with kernel "$kernel_key"
fi

root_key=$(key "$here/root.sh" <(echo "$suite"))
if ! made root "$root_key"; then
    say "unpacking Debian 13 with Docker"
    tools mmdebstrap e2fsprogs debian-archive-keyring
    rm -rf "$home/root" "$home/root.new"
    quietly mmdebstrap --variant=minbase --include="$(bash "$here/root.sh" packages)" "$suite" "$home/root.new" "$mirror"
    quietly bash "$here/root.sh" settle "$home/root.new"
    mv "$home/root.new" "$home/root"
    done_with root "$root_key"
fi

disk_key=$(key <(echo "$root_key") "$here/disk.sh" "$home/images.key" "$here/../../package-lock.json")
if ! made base "$disk_key"; then
    say "making the disk"
    rm -f "$home/base.img" "$home"/cow-*
    quietly unshare -mn bash "$here/disk.sh" "$home" "$here/../.."
    done_with base "$disk_key"
fi
