#!/usr/bin/env bash
# The same machine with Debian's own kernel, every instruction emulated: emulate.sh HOME DISK JOB MEMORY [parameters]
set -euo pipefail
home=$1 disk=$2 job=$3 memory=$4
shift 4
kernel=$(ls "$home"/root/boot/vmlinuz-* | sort -V | tail -n 1)
qemu-img create -q -f qcow2 -b "$home/base.img" -F raw "$disk"
exec qemu-system-x86_64 -accel tcg,thread=multi -cpu max -smp 2 -m "$memory" -display none -serial stdio -monitor none \
    -nic none -drive "file=$disk,if=virtio,format=qcow2,cache=unsafe" \
    -virtfs "local,path=$job,mount_tag=job,security_model=none,id=job" \
    -kernel "$kernel" -initrd "${kernel/vmlinuz/initrd.img}" \
    -append "root=/dev/vda rw console=ttyS0 job=$job $*" </dev/null
