#!/bin/sh
# What keyturn does, in a minute: demo.sh FOLDER-WITH-THE-PROGRAMS. Everything it makes is in ./demo; no root needed.
set -eu

programs=$1
keyturn=$programs/keyturn
folder=demo
daemon=

say() { printf '\n\033[1m%s\033[0m\n' "$1"; }
if [ ! -t 1 ] || [ -n "${NO_COLOR:-}" ]; then say() { printf '\n%s\n' "$1"; }; fi

# Shows a command, and runs it.
show() {
    printf '$ %s\n' "$(echo "$*" | sed "s|$programs/||g")"
    "$@"
}

clean_up() {
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
    [ -z "$daemon" ] || wait "$daemon" || true
    daemon=
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The same for the tool and our daemon; `quiet` does not show it.
quiet() { "$keyturn" "$@" --socket "$folder/control.sock"; }
ask() { show "$keyturn" "$@" --socket "$folder/control.sock"; }

# Waits until a command succeeds; gives up after 40 seconds, or when the daemon has ended.
wait_until() {
    for _ in $(seq 200); do
        ! "$@" >/dev/null 2>&1 || return 0
        kill -0 "$daemon" 2>/dev/null || break
        sleep 0.2
    done
    echo "demo: waited in vain for: $*; the end of $folder/log:" >&2
    tail -5 "$folder/log" >&2
    exit 1
}
says() { quiet status example. | grep -q "$1"; }
needs_person() {
    quiet status --check && return 1
    [ $? = 4 ]
}

# The tag of the key with a role and a goal.
tag_of() {
    quiet keys list example. --json | tr -d '",' |
        awk -v role="$1" -v goal="$2" '$1 == "tag:" { tag = $2 } $1 == "role:" { found = $2 }
            $1 == "goal:" && found == role && $2 == goal { print tag }'
}

rm -rf "$folder"
mkdir -p "$folder/policies"

say '1. Are the policies and zones that come with keyturn in order?'
show "$keyturn" check --policy Policies/*.yaml
for zone in business:bakery.example. tld:example. root:. difficult:difficult.example. disputed:disputed.example.; do
    show "$keyturn" check --zone "Zones/${zone%%:*}.zone" --origin "${zone#*:}"
done

say '2. Sign each zone with keys that are made now, and verify the result from the DS on, as a validator would.'
while read -r zone origin policy; do
    echo
    show "$keyturn" sign "Zones/$zone.zone" --origin "$origin" --policy "Policies/$policy.yaml" \
        --keys "$folder/keys/$zone" --generate-keys --output "$folder/$zone.signed" --dsset "$folder"
    show "$keyturn" verify "$folder/$zone.signed" --ds "$folder/dsset-$origin"
done <<END
business bakery.example. default
tld example. tld
root . root
difficult difficult.example. csk
disputed disputed.example. default
END

say '3. What would happen to a new zone under the default policy in the next 120 days?'
show "$keyturn" plan --policy Policies/default.yaml --zone Zones/business.zone --for 120d

say '4. Now a daemon, with a policy whose days are seconds, and a zone whose TTLs are 4 seconds.'
cat >"$folder/policies/fast.yaml" <<END
version: 1
description: For the demonstration only, days are seconds
ttl: { dnskey: 4s, ds: 4s }
signatures: { validity: 1h, refresh: 20m, jitter: 5m, inception-offset: 1m }
propagation: { zone: 1s, parent: 1s }
safety: { publish: 1s, retire: 1s }
keys:
  - { role: ksk, algorithm: ecdsap256sha256 }
  - { role: zsk, algorithm: ecdsap256sha256, standby: 1 }
END
cat >"$folder/example.zone" <<END
\$TTL 4
@    SOA ns1 hostmaster 1 60 30 600 4
@    NS  ns1
ns1  A   192.0.2.1
www  A   192.0.2.80
END
cat >"$folder/keyturn.yaml" <<END
version: 1
state: state
policies: policies
socket: control.sock
zones:
  - { name: example., file: example.zone, policy: fast, output: example.signed }
END
echo "$folder/keyturn.yaml:"
sed 's/^/    /' "$folder/keyturn.yaml"
"$programs/keyturnd" --config "$folder/keyturn.yaml" >"$folder/log" 2>&1 &
daemon=$!
echo "\$ keyturnd --config $folder/keyturn.yaml >$folder/log 2>&1 &"
wait_until says 'is signed'
ask status example.

say '5. Six seconds later every cache can know the keys, and not before: now the parent needs the DS.'
wait_until needs_person
ask ds example.
ksk=$(tag_of ksk active)
standby=$(tag_of zsk standby)

say "6. A standby ZSK has just been published. May it sign at once? Some caches do not know it: refused, status 3."
status=0
ask advance example. "$standby" sign || status=$?
echo "(exit status $status)"
[ "$status" = 3 ]

say '7. We have seen the DS at every server of the parent, and say so. The wait for caches begins.'
ask ds-seen example. "$ksk"

say '8. Seven seconds later the same step is safe: the standby key signs, the old ZSK stops.'
sleep 7
ask advance example. "$standby" sign
wait_until says 'is secure'
ask status example. -v
show "$keyturn" verify "$folder/example.signed"

say '9. The old key stays until no cache holds a signature by it. What has happened, from the journal:'
wait_until sh -c "grep -q 'ZSK .* leaves' '$folder/log'"
ask history example.

say '10. The daemon stops on SIGTERM, and would go on from its state.'
kill "$daemon"
wait "$daemon"
daemon=
# Without the level that the log has for the journal.
sed -n '$s/^<[0-7]>//p' "$folder/log"
say "That was all. Signed zones, keys, state and log are in ./$folder."
