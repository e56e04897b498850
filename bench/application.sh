# What run and ab share. Sourced, never started. The functions' own variables: it, at, jar, jvm_options, postgres, pid, left, part,
# row, since.
here=$(cd "$(dirname "$0")" && pwd)
fail() { echo "$*" >&2; exit 1; }
small="java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Xss256k"

# start DIRECTORY PORT [NAME=VALUE…]: starts the application and waits until it is ready. Its log lies beside its data. A value of JAR,
# JVM_OPTIONS or POSTGRES (settings, separated by ;) is ours; every other one is the application's.
start() {
    it=$1 at=$2
    shift 2
    jar=${JAR:-$here/../target/ticketflow.jar} jvm_options=${JVM_OPTIONS:-} postgres=${POSTGRES:-}
    for setting in "$@"; do
        case $setting in
            JAR=*) jar=${setting#*=} ;;
            JVM_OPTIONS=*) jvm_options=${setting#*=} ;;
            POSTGRES=*) postgres=${setting#*=} ;;
        esac
    done
    [ -f "$jar" ] || fail "There is no $jar: mvn package -DskipTests"
    if [ -f "$it/postgresql/cluster/PG_VERSION" ]; then
        echo "$postgres" | tr ';' '\n' > "$it/postgresql/cluster/postgresql.auto.conf"
    fi
    env ACCESS_TOKEN_EXPIRE_MINUTES=1440 RATE_LIMIT_PER_MINUTE=100000000 LOGIN_RATE_LIMIT_PER_MINUTE=1000000 \
        CONNECTIONS_PER_ADDRESS=100000 REQUESTS_AT_ONCE_PER_ADDRESS=100000 \
        TICKETFLOW_DATA_DIR="$it" SERVER_PORT="$at" "$@" \
        java -Xmx512m $jvm_options -jar "$jar" > "$it.log" 2>&1 &
    echo $! > "$it.pid"
    for i in $(seq 240); do
        curl -sf -o /dev/null "http://127.0.0.1:$at/ready" && return
        kill -0 "$(cat "$it.pid")" 2> /dev/null || break
        sleep 0.5
    done
    tail -5 "$it.log" >&2
    fail "The application on port $at did not become ready."
}

# stop DIRECTORY
stop() {
    pid=$(cat "$1.pid" 2> /dev/null) || return 0
    rm -f "$1.pid"
    kill "$pid" 2> /dev/null || return 0
    for i in $(seq 120); do
        kill -0 "$pid" 2> /dev/null || return 0
        sleep 0.5
    done
    fail "Process $pid does not end."
}

compile() {
    javac -d "$work" "$here/Load.java" "$here/Query.java"
    unzip -p "${JAR:-$here/../target/ticketflow.jar}" 'BOOT-INF/lib/postgresql-4*.jar' > "$work/postgresql.jar"
}

# query DIRECTORY SQL…
query() { $small -cp "$work:$work/postgresql.jar" Query "$@"; }

# As shipped a person gets ten tickets at a time, and most of these would wait in triage.
let_everybody_take_any_number() { query "$1" 'update users set max_open_tickets = 1000000'; }

# routed DIRECTORY: waits until no ticket waits for its routing, five minutes at most.
routed() {
    for i in $(seq 150); do
        [ "$(query "$1" "select count(*) from act_ru_job where type_ = 'message'")" = 0 ] && return
        sleep 2
    done
    fail "Routing does not come to its end."
}

token() {
    curl -sf "http://127.0.0.1:$1/api/v1/auth/login" -H 'Content-Type: application/json' \
        -d '{"email": "'"$2"'@ticketflow.local", "password": "Ticketflow-demo-1"}' | sed 's/.*"accessToken":"\([^"]*\)".*/\1/'
}

# load DIRECTORY PORT OPTION…: the driver, signed in.
load() {
    it=$1 at=$2
    shift 2
    [ -f "$work/$at.requester" ] || { token "$at" user > "$work/$at.requester"; token "$at" manager > "$work/$at.staff"; }
    PORT=$at REQUESTER=$(cat "$work/$at.requester") STAFF=$(cat "$work/$at.staff") $small -cp "$work" Load \
        --target "$here/ticketflow.target" --ids "$it.ids" --java "$(cat "$it.pid")" \
        --postgres "$(head -1 "$it/postgresql/cluster/postmaster.pid")" "$@"
}

# seed DIRECTORY PORT N: tickets, made as people make them, of which 1 in 20 stays open. Their deadlines are a day later, so that none of their timers
# rings while we measure.
seed() {
    let_everybody_take_any_number "$1"
    sleep 2
    left=$3
    while [ "$left" -gt 0 ]; do
        part=$((left < 2000 ? left : 2000))
        load "$1" "$2" --ops create --max $part --seconds 3600 --label seed
        routed "$1"
        load "$1" "$2" --ops withdraw --max $((part * 19 / 20)) --seconds 3600 --label seed
        left=$((left - part))
    done
    query "$1" "update act_ru_job set duedate_ = duedate_ + interval '1 day' where type_ = 'timer'" 'vacuum analyze' checkpoint
}

# measure DIRECTORY PORT ROW OPTION…: one row, beginning when nothing waits for routing; of create also how far routing stayed behind.
measure() {
    it=$1 at=$2 row=$3
    shift 3
    routed "$it"
    since=$(query "$it" 'select clock_timestamp()')
    load "$it" "$at" --ops "$row" --connections "${CONNECTIONS:-8}" --rate "${RATE:-0}" "$@"
    [ "$row" = create ] || return 0
    echo "  $(query "$it" "select count(*) from act_ru_job where type_ = 'message'") wait for routing at the end"
    routed "$it"
    query "$it" "select round(extract(epoch from percentile_cont(0.99) within group (order by lag))::numeric, 2)
        from (select min(d.at) - t.created_at as lag from tickets t join assignment_decisions d on d.ticket_id = t.id
            where t.created_at > '$since' group by t.id) as routed" | tee -a "$it.lag" | sed 's/^/  seconds until routed, p99: /'
}
