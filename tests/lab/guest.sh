#!/usr/bin/env bash
# Boots Debian's User-Mode Linux kernel (a real kernel with sg, st, ch, iscsi_tcp; the host's userland, read-only), starts
# library.sh inside, logs in over iSCSI and runs COMMAND there, in the present folder, with CHANGER=/dev/sgN set.
# No virtual machine, no disk image, no network; about 9 seconds.
#
#   guest.sh WORKDIR COMMAND...
#
# Exit status and output are COMMAND's. WORKDIR/out is /run/out inside, and writable; all else there is not, but /run.
# Must run as root. Needs (Debian): user-mode-linux kmod tgt open-iscsi lsscsi busybox gcc.
set -euo pipefail

work=$(realpath -m "$1")
shift
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$work/out"

release=$(ls /usr/lib/uml/modules)
if [[ ! -d $work/mod/lib ]]; then
    mkdir -p "$work/mod/lib"
    cp -a /usr/lib/uml/modules "$work/mod/lib/"
    depmod -b "$work/mod" "$release"
fi
printf '%q ' "$@" >"$work/out/command"
rm -f "$work/out/status"

cat >"$work/init.sh" <<INIT
#!/usr/bin/env bash
export PATH=$PATH HOME=/root LC_ALL=C.UTF-8 CI=${CI:-} PYTHONDONTWRITEBYTECODE=1
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t tmpfs tmp /run
ln -sf /proc/self/fd /dev/fd
mkdir -p /dev/shm /run/lock /run/out /run/tmp
mount -t tmpfs shm /dev/shm
export TMPDIR=/run/tmp
mount -t hostfs none /run/out -o $work/out
exec >/run/out/log 2>&1 </dev/null
ip link set lo up
modprobe -d $work/mod -a sg st ch iscsi_tcp
TGT_IPC_SOCKET=/run/ctl bash $here/library.sh /run/library 13260 7 >/run/ready 2>&1 &
for _ in \$(seq 100); do
    grep -q ^ready /run/ready && break
    sleep 0.1
done
# No pings: nobody inside could log in again after one that was late, and on a busy machine one is.
iscsistart -i iqn.2026-01.test:guest -t iqn.2026-01.test:vtl -g 1 -a 127.0.0.1 -p 13260 \\
    -P node.conn[0].timeo.noop_out_interval=0 -P node.conn[0].timeo.noop_out_timeout=0 >/run/login 2>&1 ||
    cat /run/ready /run/login
for _ in \$(seq 100); do
    [[ -e /dev/nst1 ]] && (( \$(ls /sys/class/scsi_generic | wc -l) >= 4 )) && break
    sleep 0.1
done
export CHANGER=\$(lsscsi -g | awk '/mediumx/ { print \$NF }')
cd $PWD
bash /run/out/command
echo \$? >/run/out/status
sync
busybox poweroff -f
INIT
chmod +x "$work/init.sh"

gcc -shared -fPIC -O2 -o "$work/umlshim.so" "$here/umlshim.c" -ldl # see there: without it, no guest on processors with AMX
LD_PRELOAD="$work/umlshim.so" TMPDIR=/dev/shm timeout "${GUEST_TIMEOUT:-240}" linux.uml uml_dir="$work/umid/" mem="${GUEST_MEM:-512M}" \
    rootfstype=hostfs rootflags=/ ro init="$work/init.sh" con=null con0=null,fd:1 con1=null quiet panic=1 \
    </dev/null >"$work/out/console" 2>&1 || true
cat "$work/out/log" 2>/dev/null || cat "$work/out/console"
exit "$(cat "$work/out/status" 2>/dev/null || echo 97)"
