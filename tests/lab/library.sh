#!/usr/bin/env bash
# A real iSCSI tape library (tgtd: user space, no kernel support) on 127.0.0.1, until this script or tgtd is killed.
#
#   library.sh DIR PORT CONTROL
#
# DIR keeps the cartridges and the log. CONTROL is tgtd's control number; its socket lies in TGT_IPC_SOCKET, whose path
# must be short (108 bytes). Prints "ready pid=N" when the library answers, then waits for tgtd.
#
# LUN 1 and 2 are drives (LTO-5), LUN 3 the changer. Robot 1; ports 10, 11; slots 1000 to 1009 with six data cartridges
# and a cleaner; drive elements 500 to 502. Nothing is behind 502: tgt cuts the last descriptor of every answer short, so
# without it the second drive could not be told by its identifier.
set -euo pipefail

folder=${1:?folder} port=${2:?port} control=${3:?control number}
target=iqn.2026-01.test:vtl
mkdir -p "$folder"
cd "$folder"
folder=$PWD
export TGT_IPC_SOCKET=${TGT_IPC_SOCKET:-$folder/ctl}

administer() { tgtadm -C "$control" --lld iscsi "$@"; }
cartridge() { # cartridge NAME MEGABYTES KIND
    [[ -f $1 ]] || tgtimg --op=new --device-type=tape --barcode="$1" --size="$2" --type="$3" --file="$1" >>images.log
}
changer() { administer --mode logicalunit --op update --tid 1 --lun 3 --params "$1"; }

[[ -f smc ]] || dd if=/dev/zero of=smc bs=1k count=1 status=none
[[ -f notape ]] || tgtimg --op=new --device-type=tape --barcode="" --size=1 --type=clean --file=notape >>images.log
for number in 1 2 3 4 5 6; do cartridge "A0000${number}L5" 64 data; done
cartridge CLN001L1 1 clean

# tgtd ignores SIGTERM, so it must not outlive this script.
setpriv --pdeathsig KILL tgtd -f -C "$control" --iscsi portal=127.0.0.1:"$port" >tgtd.log 2>&1 &
daemon=$!
for _ in $(seq 100); do
    administer --mode system --op show >/dev/null 2>&1 && break
    sleep 0.05
done

administer --op new --mode target --tid 1 -T "$target"
for lun in 1 2; do
    administer --mode logicalunit --op new --tid 1 --lun "$lun" -b "$folder/notape" --device-type=tape
    administer --mode logicalunit --op update --tid 1 --lun "$lun" \
        --params vendor_id=HP,product_id="Ultrium 5-SCSI",product_rev=Z39W,scsi_sn="HU00000$lun",removable=1,online=0
done
administer --mode logicalunit --op new --tid 1 --lun 3 -b "$folder/smc" --device-type=changer
changer vendor_id=STK,product_id=L700,product_rev=0100,scsi_sn=XYZ0001,removable=1
changer media_home="$folder"
changer element_type=1,start_address=1,quantity=1
changer element_type=4,start_address=500,quantity=3
changer element_type=4,address=500,tid=1,lun=1
changer element_type=4,address=501,tid=1,lun=2
changer element_type=3,start_address=10,quantity=2
changer element_type=2,start_address=1000,quantity=10
for number in 1 2 3 4 5 6; do changer "element_type=2,address=$((999 + number)),barcode=A0000${number}L5,sides=1"; done
changer element_type=2,address=1006,barcode=CLN001L1,sides=1
administer --op bind --mode target --tid 1 -I 127.0.0.1

# With its port taken, tgtd stays up silently without a portal: another library would answer in its stead.
if ! grep -q 'iscsi_add_portal.*failed\|unable to\|Address already in use' tgtd.log && kill -0 "$daemon"; then
    echo "ready pid=$daemon"
else
    cat tgtd.log >&2
    kill -9 "$daemon"
    exit 1
fi
wait "$daemon"
