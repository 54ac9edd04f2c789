#!/usr/bin/env bash
# Lets the real programs label volumes, as root: Bacula's director and storage daemon (on 127.0.0.1) and Amanda's amlabel.
#
#   backup_labels.sh DIR    DIR/bacula and DIR/amanda become what they wrote at the start of a volume
#
# Needs Debian's bacula-director bacula-director-sqlite3 bacula-sd bacula-console sqlite3 amanda-server amanda-client
# libencode-locale-perl.
set -euo pipefail

folder=$(mkdir -p "${1:?folder}" && cd "$1" && pwd)
work=$(mktemp --directory)
daemons=()
end() {
    ((${#daemons[@]})) && kill "${daemons[@]}" && wait || true
    rm -rf "$work"
}
trap end EXIT
readonly DIRECTOR=39101 STORAGE=39103
mkdir -p "$work"/{state,run,volumes,amanda/tapes/slot1}

cat >"$work/dir.conf" <<X
Director { Name = d; DirAddress = 127.0.0.1; DIRport = $DIRECTOR; QueryFile = "/etc/bacula/scripts/query.sql";
  WorkingDirectory = "$work/state"; PidDirectory = "$work/run"; Password = "c"; Messages = M }
Job { Name = B; Type = Backup; Level = Full; Client = f; FileSet = F; Storage = S; Pool = Weekly; Messages = M }
FileSet { Name = F; Include { Options { signature = SHA1 } File = $work/run } }
Client { Name = f; Address = 127.0.0.1; FDPort = 9; Catalog = C; Password = "f" }
Storage { Name = S; Address = 127.0.0.1; SDPort = $STORAGE; Password = "s"; Device = S; Media Type = MT }
Catalog { Name = C; dbname = "bacula"; dbuser = ""; dbpassword = "" }
Messages { Name = M; console = all }
Pool { Name = Weekly; Pool Type = Backup }
X
cat >"$work/sd.conf" <<X
Storage { Name = s; SDAddress = 127.0.0.1; SDPort = $STORAGE; WorkingDirectory = "$work/state"; PidDirectory = "$work/run" }
Director { Name = d; Password = "s" }
Device { Name = S; Media Type = MT; Archive Device = $work/volumes; Device Type = File; LabelMedia = yes
  AutomaticMount = yes; RemovableMedia = no; RandomAccess = yes; AlwaysOpen = no }
Messages { Name = M; director = d = all }
X
cat >"$work/bconsole.conf" <<X
Director { Name = d; DIRport = $DIRECTOR; address = 127.0.0.1; Password = "c" }
X

sqlite3 "$work/state/bacula.db" </usr/share/dbconfig-common/data/bacula-director-sqlite3/install/sqlite3
bacula-sd -f -c "$work/sd.conf" & daemons+=($!)
bacula-dir -f -c "$work/dir.conf" & daemons+=($!)
for ((try = 0; try < 30; try++)); do # the director needs a moment until it listens
    printf 'label storage=S volume=RSM-0001 pool=Weekly\nquit\n' |
        timeout 20 bconsole -c "$work/bconsole.conf" >"$work/said" && grep -q 'OK label' "$work/said" && break
    sleep 1
done
cp "$work/volumes/RSM-0001" "$folder/bacula"

cat >"$work/amanda/amanda.conf" <<X
org "lab"
dumpuser "backup"
infofile "$work/amanda/info"
logdir "$work/amanda"
indexdir "$work/amanda/index"
tapelist "$work/amanda/tapelist"
tapecycle 1
tpchanger "chg-disk:$work/amanda/tapes"
tapetype T
define tapetype T {
  length 10 mbytes
}
X
touch "$work/amanda/tapelist"
chmod 755 "$work"
chown -R backup:backup "$work/amanda"
(cd "$work/amanda" && setpriv --reuid=backup --regid=backup --init-groups amlabel . RSM-0002 slot 1)
cp "$work"/amanda/tapes/slot1/00000.* "$folder/amanda"
chmod a+r "$folder"/*
