#!/bin/sh
# Many small zones in one daemon: first signing, rest, restart, questions, a changed zone file.
#
#   bench.sh PROGRAMS ZONES [FOLDER]
#
# PROGRAMS is the folder of keyturn and keyturnd. FOLDER is kept where it is given, and made and removed where it is not.
set -eu

programs=$1
zones=$2
folder=${3:-}
if [ -z "$folder" ]; then
    folder=$(mktemp -d "${TMPDIR:-/tmp}/keyturn-zones.XXXXXX")
    trap 'kill "$daemon" 2>/dev/null || :; wait; rm -rf "$folder"' EXIT INT TERM
fi
daemon=
socket=$folder/control.sock
ticks=$(getconf CLK_TCK)

say() { printf '%-44s %s\n' "$1" "$2"; }
now() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(now)" 'BEGIN { printf "%.2f", b - a }'; }
# CPU seconds of a process, its own and the kernel's for it.
cpu() { sed 's/.*) //' "/proc/$1/stat" | awk -v t="$ticks" '{ printf "%.2f", ($12 + $13) / t }'; }
rss() { awk '/^VmRSS/ { print $2 }' "/proc/$1/status"; }
peak() { awk '/^VmHWM/ { print $2 }' "/proc/$1/status"; }

make_zones() {
    mkdir -p "$folder/zones" "$folder/policies"
    cat > "$folder/policies/default.yaml" <<EOF
version: 1
keys:
  - { role: ksk, algorithm: ecdsap256sha256, lifetime: unlimited }
  - { role: zsk, algorithm: ecdsap256sha256, lifetime: 90d }
EOF
    awk -v n="$zones" -v folder="$folder" 'BEGIN {
        conf = folder "/keyturn.yaml"
        print "version: 1\nstate: state\npolicies: policies\nsocket: control.sock\nlog-level: notice\nzones:" > conf
        for (i = 0; i < n; i++) {
            zone = sprintf("zone%06d.example", i)
            printf "  - name: %s.\n    file: zones/%s.zone\n    output: signed/%s.zone\n", zone, zone, zone > conf
            file = folder "/zones/" zone ".zone"
            printf "$ORIGIN %s.\n$TTL 3600\n@ IN SOA ns1 hostmaster 1 7200 900 1209600 600\n", zone > file
            printf "@ NS ns1\n@ NS ns2\n@ MX 10 mail\nns1 A 192.0.2.1\nns2 A 192.0.2.2\n" > file
            printf "mail A 192.0.2.25\nwww A 192.0.2.80\nwww AAAA 2001:db8::80\nftp CNAME www\n" > file
            close(file)
        }
    }'
}

start() {
    : > "$folder/log"
    begun=$(now)
    "$programs/keyturnd" --config "$folder/keyturn.yaml" 2>> "$folder/log" &
    daemon=$!
    until grep -q 'ready' "$folder/log"; do
        kill -0 "$daemon" 2>/dev/null || { cat "$folder/log" >&2; exit 1; }
        sleep 0.05
    done
    ready=$(since "$begun")
}

stop() {
    kill -TERM "$daemon"
    wait "$daemon" || :
}

# Waits until no zone is at work any more: the daemon has used no time for two seconds.
rest() {
    before=-1
    while after=$(cpu "$daemon"); [ "$after" != "$before" ]; do
        before=$after
        sleep 2
    done
}

# Runs the tool; its time and its largest memory.
ask() {
    asked=$(now)
    "$programs/keyturn" "$@" --socket "$socket" > "$folder/answer" 2> "$folder/complaints" &
    tool=$!
    most=0
    while [ -r "/proc/$tool/status" ]; do
        one=$(awk '/^VmHWM/ { print $2 }' "/proc/$tool/status" 2>/dev/null || :)
        [ -n "$one" ] && [ "$one" -gt "$most" ] && most=$one
        case $(awk '/^State/ { print $2 }' "/proc/$tool/status" 2>/dev/null || :) in Z) break ;; esac
        sleep 0.05
    done
    wait "$tool" || :
    say "keyturn $*" "$(since "$asked") s, $(wc -l < "$folder/answer") lines, tool $most kB, daemon $(rss "$daemon") kB"
}

rate() { openssl speed -seconds 1 -mr ecdsap256 2>/dev/null | awk -F: -v f="$1" '/^\+F4/ { print $f }'; }

make_zones
empty=$folder/empty
mkdir -p "$empty"
printf 'version: 1\nstate: state\nsocket: control.sock\npolicies: ../policies\nlog-level: notice\n' > "$empty/keyturn.yaml"
"$programs/keyturnd" --config "$empty/keyturn.yaml" 2> "$empty/log" &
daemon=$!
until grep -q 'ready' "$empty/log"; do sleep 0.05; done
sleep 1
base=$(rss "$daemon")
stop
say 'zones' "$zones"
say 'memory without zones' "$base kB"

start
say 'READY, zones new' "$ready s"
rest
wall=$(since "$begun")
used=$(cpu "$daemon")
signatures=$(cat "$folder"/signed/zone000000.example.zone | grep -c RRSIG)
say 'first signing' "$wall s, $used s of CPU, peak $(peak "$daemon") kB"
say 'signatures of a zone' "$signatures"
openssl speed -seconds 1 -mr ecdsap256 2>/dev/null | awk -F: -v n="$zones" -v s="$signatures" -v used="$used" '
    /^\+F4/ { sign = $4; verify = $5; if (sign > 1) { sign = 1 / sign; verify = 1 / verify }
        cost = n * (s * (sign + verify) + 2 * sign)
        printf "%-44s %.1f s: %.0f %% of the CPU time\n", "cryptography at the rate of openssl speed", cost, 100 * cost / used }'
resting=$(rss "$daemon")
say 'memory at rest' "$resting kB, $(((resting - base) * 1024 / zones)) octets for each zone"
before=$(cpu "$daemon")
sleep 60
say 'CPU in a minute of rest' "$(awk -v a="$before" -v b="$(cpu "$daemon")" 'BEGIN { printf "%.2f s, %.2f %%", b - a, (b - a) / 0.6 }')"
ask status
ask status --json
ask plan --all
file=$folder/zones/zone000001.example.zone
output=$folder/signed/zone000001.example.zone
old=$(stat -c %i "$output")
changed=$(now)
printf 'new A 192.0.2.99\n' >> "$file"
while [ "$(stat -c %i "$output")" = "$old" ]; do sleep 0.01; done
say 'from a changed zone file to the signed zone' "$(since "$changed") s"
stopping=$(now)
stop
say 'stop' "$(since "$stopping") s"
start
say 'READY, zones at rest' "$ready s"
rest
say 'start until all is looked at' "$(since "$begun") s, $(cpu "$daemon") s of CPU, $(rss "$daemon") kB"
kill -KILL "$daemon"
wait "$daemon" 2>/dev/null || :
start
say 'READY after a kill' "$ready s"
stop
