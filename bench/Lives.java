import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Fills the embedded database of a data directory with tickets of the last 1 000 days: {@code Lives DIRECTORY TICKETS}. Each ticket lives through the lifecycle
 * act by act, and each act writes what the application writes in one transaction: history, clocks, ledger, escalations, comments, and the facts that triggers
 * keep. The rows go to PostgreSQL by COPY in the order of their instants, as they would lie in a database that has grown, and without triggers. The same number
 * of tickets gives the same lives, apart from their ids. README.md says what is left out.
 */
public final class Lives {

    private static final long MILLISECOND = 1_000;
    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final int DAYS = 1_000;

    /** An instant in microseconds that has not come. */
    private static final long NEVER = Long.MIN_VALUE;

    private static final String[] CATEGORIES = {
        "VM", "NETWORK", "STORAGE", "DATABASE", "SECURITY", "ACCESS", "CI_CD", "MONITORING", "APPLICATION", "OTHER"
    };
    private static final String[] NEW_TEAMS = {
        "Machines", "Storage", "Databases", "Security operations", "Accounts", "Pipelines", "Observation", "Applications", "Workplaces", "Data services"
    };
    private static final int REQUESTERS = 2_000;
    private static final String[] SUBJECTS = {
        "Disk full on", "Cannot sign in to", "Slow answers from", "Certificate expires on", "Backup failed on",
        "New account for", "Build hangs on", "Alert from", "No route to", "Upgrade of"
    };
    private static final String[] THINGS = {"web", "db", "mail", "vpn", "ci", "shop", "files", "proxy", "search", "queue"};

    private final SplittableRandom random = new SplittableRandom(19);
    private final Connection database;
    private final Path directory;
    private final long end = micros(Instant.now());
    private final long begin = end - DAYS * DAY;

    private final List<Person> requesters = new ArrayList<>();
    private final List<Team> teams = new ArrayList<>();
    private final Map<String, Terms> terms = new HashMap<>();
    private Person manager;
    private Person admin;
    private String definition;
    private final List<Table> tables = new ArrayList<>();
    private final Map<String, Deque<Life>> recent = new HashMap<>();

    private Table tickets;
    private Table history;
    private Table clocks;
    private Table ledger;
    private Table escalations;
    private Table comments;
    private Table links;
    private Table tags;
    private Table presentFacts;
    private Table formerFacts;

    private Lives(Path directory) throws Exception {
        this.directory = directory;
        this.database = connect();
    }

    public static void main(String[] args) throws Exception {
        new Lives(Path.of(args[0])).fill(Integer.parseInt(args[1]));
    }

    private Connection connect() throws Exception {
        var port = Files.readAllLines(directory.resolve("postgresql/cluster/postmaster.pid")).get(3).strip();
        var properties = new Properties();
        properties.setProperty("user", "ticketflow");
        properties.setProperty("password", Files.readString(directory.resolve("database-password")).strip());
        // Without triggers and foreign keys, which would look at row after row what is right by construction.
        properties.setProperty("options", "-c session_replication_role=replica -c synchronous_commit=off -c maintenance_work_mem=512MB");
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/ticketflow", properties);
    }

    private void fill(int count) throws Exception {
        var started = System.nanoTime();
        addPeople();
        addCalendar();
        readPeopleAndTerms();
        var indexes = dropIndexes();
        openTables();
        var number = Long.parseLong(one("select greatest(max(number), 1000) from tickets"));
        var arrivals = new Arrivals(count);
        for (var i = 0; i < count; i++) {
            var created = arrivals.next(i);
            for (var table : tables) {
                table.write(created);
            }
            new Life(++number, created).live();
        }
        for (var table : tables) {
            table.close();
        }
        run("select setval('ticket_numbers', " + number + ")");
        say(started, "rows written");
        run("""
                insert into ticket_texts (ticket_id, part, number, size, is_one_of_many, document)
                select id, 0, number, length(title) + length(description), false,
                    followed_by(setweight(words_of('TKT-' || number || ' ' || title), 'A'), setweight(words_of(description), 'B'))
                from tickets where deleted_at is null and id not in (select ticket_id from ticket_texts)""");
        run("truncate open_work");
        run("""
                insert into open_work select assignee_id, count(*), sum(work_of(status, priority)) from tickets
                where assignee_id is not null and work_of(status, priority) > 0 group by assignee_id""");
        say(started, "words written");
        for (var index : indexes) {
            run(index);
        }
        say(started, "indexes built");
        // As autovacuum leaves tables that have grown slowly.
        // No trigger has seen them.
        run("insert into uncounted_tickets select ticket_id from ticket_facts where closed_at is not null on conflict do nothing");
        run("vacuum analyze");
        run("checkpoint");
        say(started, "vacuumed and analyzed");
    }

    private static void say(long started, String what) {
        System.out.printf("  %4d s: %s%n", (System.nanoTime() - started) / 1_000_000_000, what);
    }

    private void run(String sql) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private String one(String sql) throws SQLException {
        return all(sql).get(0)[0];
    }

    private List<String[]> all(String sql) throws SQLException {
        try (var statement = database.createStatement(); var rows = statement.executeQuery(sql)) {
            var found = new ArrayList<String[]>();
            while (rows.next()) {
                var row = new String[rows.getMetaData().getColumnCount()];
                for (var i = 0; i < row.length; i++) {
                    row[i] = rows.getString(i + 1);
                }
                found.add(row);
            }
            return found;
        }
    }

    // People and terms

    /** The demo's two teams, ten more, five new people in each of them, and requesters. */
    private void addPeople() throws SQLException {
        var since = "timestamptz '" + Instant.EPOCH.plus(begin, ChronoUnit.MICROS) + "'";
        run("""
                insert into teams (id, handle, name, created_at, version)
                select gen_random_uuid(), lower(replace(name, ' ', '-')), name, %s, 0 from unnest('{%s}'::text[]) as name"""
                .formatted(since, String.join(",", NEW_TEAMS)));
        run("""
                insert into users (id, handle, email, full_name, role, active, email_verified, ever_verified, max_open_tickets, created_at, version)
                select gen_random_uuid(), 'staff' || n, 'staff' || n || '@bench.example', 'Staff ' || n,
                    case n %% 5 when 0 then 'TEAM_LEAD' when 1 then 'SENIOR_ENGINEER' else 'DEVOPS_ENGINEER' end, true, true, true, 1000000, %1$s, 0
                from generate_series(0, 59) as n
                union all
                select gen_random_uuid(), 'requester' || n, 'requester' || n || '@bench.example', 'Requester ' || n, 'END_USER', true, true, true, 10, %1$s, 0
                from generate_series(1, %2$d) as n"""
                .formatted(since, REQUESTERS));
        run("""
                insert into team_members (user_id, team_id)
                select users.id, ordered.id
                from (select id, row_number() over (order by created_at, name) - 1 as place from teams) as ordered
                    join users on users.handle ~ '^staff[0-9]+$' and substr(users.handle, 6)::int / 5 = ordered.place""");
        run("""
                update teams set lead_id = users.id from team_members join users on users.id = team_members.user_id and users.role = 'TEAM_LEAD'
                where team_members.team_id = teams.id and lead_id is null""");
    }

    /** Office hours for the less urgent tickets of three categories. */
    private void addCalendar() throws SQLException {
        run("""
                insert into business_calendars (id, version, name, timezone, weekly, holidays)
                select gen_random_uuid(), 1, 'Office hours', 'Europe/Berlin',
                    jsonb_object_agg(day, '[{"from": "08:00", "to": "18:00"}]'::jsonb), '[]'
                from unnest('{MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY}'::text[]) as day""");
        run("""
                insert into sla_policies (id, version, name, priority, category, response_seconds, resolution_seconds, escalate_after_seconds, calendar_id)
                select gen_random_uuid(), 1, policy.priority || ' in office hours: ' || special, policy.priority, special,
                    policy.response_seconds, policy.resolution_seconds, policy.escalate_after_seconds, calendar.id
                from sla_policies policy, business_calendars calendar, unnest('{ACCESS,APPLICATION,OTHER}'::text[]) as special
                where policy.priority in ('P3', 'P4') and policy.category is null and policy.active and calendar.name = 'Office hours'""");
    }

    private void readPeopleAndTerms() throws SQLException {
        definition = one("select id_ from act_re_procdef where key_ = 'ticket-lifecycle' order by version_ desc limit 1");
        manager = person(all("select id, handle, role from users where handle = 'manager'").get(0));
        admin = person(all("select id, handle, role from users where handle = 'admin'").get(0));
        for (var row : all("select id, handle, role from users where handle ~ '^requester[0-9]+$' order by length(handle), handle")) {
            requesters.add(person(row));
        }
        for (var row : all("select id, name from teams order by created_at, name")) {
            var members = all("""
                    select id, handle, role from users join team_members on user_id = id
                    where team_id = '%s' and handle ~ '^staff' order by length(handle), handle"""
                    .formatted(row[0]))
                    .stream()
                    .map(Lives::person)
                    .toList();
            teams.add(new Team(UUID.fromString(row[0]), row[1], members));
        }
        var office = Hours.office(ZoneId.of("Europe/Berlin"), begin, end);
        for (var row : all("""
                select id, version, name, priority, category, response_seconds, resolution_seconds, escalate_after_seconds, warn_at_percent,
                    calendar_id, (select version from business_calendars where id = calendar_id and active)
                from sla_policies where active""")) {
            terms.put(
                    row[3] + (row[4] == null ? "" : row[4]),
                    new Terms(
                            UUID.fromString(row[0]),
                            Integer.parseInt(row[1]),
                            row[2],
                            Long.parseLong(row[5]) * SECOND,
                            Long.parseLong(row[6]) * SECOND,
                            Long.parseLong(row[7]) * SECOND,
                            Integer.parseInt(row[8]),
                            row[9] == null ? null : UUID.fromString(row[9]),
                            row[10] == null ? 0 : Integer.parseInt(row[10]),
                            row[9] == null ? Hours.ALWAYS : office));
        }
    }

    private static Person person(String[] row) {
        return new Person(UUID.fromString(row[0]), row[1], row[2]);
    }

    private Terms termsFor(String priority, String category) {
        return terms.getOrDefault(priority + category, terms.get(priority));
    }

    private record Person(UUID id, String handle, String role) {

        /** The rung of the escalation path; 0: below it. */
        int level() {
            return switch (role) {
                case "SENIOR_ENGINEER" -> 1;
                case "TEAM_LEAD" -> 2;
                case "MANAGER" -> 3;
                case "ADMIN" -> 4;
                default -> 0;
            };
        }
    }

    private record Team(UUID id, String name, List<Person> members) {

        Person with(String role) {
            return members.stream().filter(person -> person.role().equals(role)).findFirst().orElseThrow();
        }
    }

    private record Terms(
            UUID policy,
            int version,
            String name,
            long response,
            long resolution,
            long escalateAfter,
            int warnAtPercent,
            UUID calendar,
            int calendarVersion,
            Hours hours) {}

    /** Working time, as stretches of it. */
    private static final class Hours {

        static final Hours ALWAYS = new Hours(new long[] {0}, new long[] {Long.MAX_VALUE});

        private final long[] from;
        private final long[] to;
        private final long[] before;

        private Hours(long[] from, long[] to) {
            this.from = from;
            this.to = to;
            this.before = new long[from.length];
            for (var i = 1; i < from.length; i++) {
                before[i] = before[i - 1] + to[i - 1] - from[i - 1];
            }
        }

        static Hours office(ZoneId zone, long begin, long end) {
            var days = LocalDate.ofInstant(Instant.EPOCH.plus(begin - 7 * DAY, ChronoUnit.MICROS), zone)
                    .datesUntil(LocalDate.ofInstant(Instant.EPOCH.plus(end + 400 * DAY, ChronoUnit.MICROS), zone))
                    .filter(day -> day.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
                    .toList();
            return new Hours(at(days, 8, zone), at(days, 18, zone));
        }

        private static long[] at(List<LocalDate> days, int hour, ZoneId zone) {
            return days.stream()
                    .mapToLong(day -> micros(day.atTime(LocalTime.of(hour, 0)).atZone(zone).toInstant()))
                    .toArray();
        }

        private long worked(long at) {
            var found = Arrays.binarySearch(from, at);
            var i = found >= 0 ? found : -found - 2;
            return i < 0 ? 0 : before[i] + Math.min(at, to[i]) - from[i];
        }

        long between(long one, long other) {
            return worked(other) - worked(one);
        }

        long after(long at, long work) {
            var wanted = worked(at) + work;
            var found = Arrays.binarySearch(before, wanted);
            var i = found > 0 ? found - 1 : found == 0 ? 0 : -found - 2;
            return from[i] + wanted - before[i];
        }
    }

    /** When tickets are submitted: in order, most of them on working days and by day. */
    private final class Arrivals {

        private final double[] sums = new double[DAYS * 24];
        private final int count;
        private int hour;
        private long last;

        Arrivals(int count) {
            this.count = count;
            for (var i = 0; i < sums.length; i++) {
                var at = Instant.EPOCH.plus(begin + i * HOUR, ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
                var share = at.getHour() >= 7 && at.getHour() < 17 ? 1 : at.getHour() >= 5 && at.getHour() < 22 ? 0.35 : 0.12;
                var day = at.getDayOfWeek();
                sums[i] = (i == 0 ? 0 : sums[i - 1]) + share * (day == DayOfWeek.MONDAY ? 1.2 : day.compareTo(DayOfWeek.FRIDAY) > 0 ? 0.25 : 1);
            }
        }

        long next(int i) {
            var sum = (i + random.nextDouble()) / count * sums[sums.length - 1];
            while (sums[hour] < sum) {
                hour++;
            }
            var former = hour == 0 ? 0 : sums[hour - 1];
            last = Math.max(last + MILLISECOND, begin + hour * HOUR + (long) ((sum - former) / (sums[hour] - former) * HOUR));
            return last;
        }
    }

    // One ticket

    private final class Life {

        private final long number;
        private final long created;
        private final UUID id;
        private Person requester;
        private String title;
        private String priority;
        private String category;
        private Team team;
        private Person assignee;
        private String status = "NEW";
        private String stageId;
        private String stageName;
        private int level;
        private int reopens;
        private String code;
        private String solution;
        private UUID mergedInto;
        private String askedFrom;
        private UUID question;
        private long responded = NEVER;
        private long resolved = NEVER;
        private long closed = NEVER;
        private long deleted = NEVER;
        private long updated;
        private long staffActed = NEVER;
        private long historyAt;
        private int version = -1;
        private Terms terms;
        private final Clock response;
        private final Clock resolution;
        private final List<Call> calls = new ArrayList<>();
        private Call open;
        private boolean announced;

        private Facts facts;
        private final List<Facts> former = new ArrayList<>();
        private final List<Long> acts = new ArrayList<>();
        private long workUntil = NEVER;

        private long now;
        private Person actor;
        private String source;

        Life(long number, long created) {
            this.number = number;
            this.created = created;
            this.id = id(created);
            var share = random.nextDouble();
            this.priority = share < 0.03 ? "P1" : share < 0.18 ? "P2" : share < 0.75 ? "P3" : "P4";
            this.category = CATEGORIES[random.nextInt(CATEGORIES.length)];
            this.requester = oneOf(requesters);
            this.title = SUBJECTS[random.nextInt(SUBJECTS.length)] + " " + THINGS[random.nextInt(THINGS.length)] + "-" + random.nextInt(1, 40);
            this.terms = termsFor(priority, category);
            this.response = new Clock("RESPONSE", terms.response());
            this.resolution = new Clock("RESOLUTION", terms.resolution());
            this.historyAt = created - 1;
        }

        void live() {
            var target = random.nextDouble() < 0.012 ? targetOfMerge() : null;
            var mergeAt = target == null ? NEVER : created + random.nextLong(MINUTE, 2 * HOUR);
            var deleteAt = random.nextDouble() < 0.005 ? created + random.nextLong(HOUR, 3 * DAY) : NEVER;
            var forgotten = random.nextDouble() < 0.045;
            var steps = forgotten ? random.nextInt(1, 5) : Integer.MAX_VALUE;
            submit(target);
            var routed = created + random.nextLong(80 * MILLISECOND, 2 * SECOND);
            if (routed < end) {
                route(routed);
            }
            while (!status.equals("CLOSED") && now < end) {
                var next = steps-- > 0 || !waitsForStaff() ? next() : new Act(Long.MAX_VALUE, () -> {});
                if (target != null && mergeAt < next.at() && target.canTake(mergeAt)) {
                    next = new Act(mergeAt, () -> mergeInto(target));
                }
                if (deleteAt != NEVER && deleteAt < next.at()) {
                    next = new Act(deleteAt, this::delete);
                }
                var here = status;
                while (ring(Math.min(next.at(), end)) && status.equals(here)) {}
                if (!status.equals(here)) {
                    continue;
                }
                if (next.at() >= end) {
                    break;
                }
                now = Math.max(next.at(), now + MILLISECOND);
                next.what().run();
            }
            write();
        }

        /** A recent ticket of the same kind whose promise is the earlier one, so that the duplicate changes nothing of it. */
        private Life targetOfMerge() {
            var candidates = recent.getOrDefault(priority + category, new ArrayDeque<>());
            return candidates.stream().filter(each -> each.canTake(created + 3 * HOUR)).findFirst().orElse(null);
        }

        private boolean canTake(long at) {
            return workUntil != NEVER
                    && at < workUntil
                    && deleted == NEVER
                    && mergedInto == null
                    && acts.stream().noneMatch(act -> Math.abs(act - at) < MILLISECOND);
        }

        private boolean waitsForStaff() {
            return !status.equals("PENDING_INFO") && !status.equals("RESOLVED");
        }

        private record Act(long at, Runnable what) {}

        /** What happens next if no timer fires before. */
        private Act next() {
            var share = random.nextDouble();
            return switch (status) {
                case "NEW" -> new Act(later(terms.response(), 0.2, 0.6), this::leaveTriage);
                case "OPEN" -> {
                    var at = later(terms.response(), 0.28, 0.85);
                    yield new Act(at, share < 0.04 ? this::cancel
                            : share < 0.09 ? this::ask
                            : share < 0.11 ? this::escalate
                            : share < 0.13 ? this::reclassify
                            : share < 0.15 ? this::passOn
                            : this::startWork);
                }
                case "IN_PROGRESS" -> {
                    var at = later(terms.resolution(), 0.18, 0.95);
                    yield new Act(at, share < 0.18 ? this::ask
                            : share < 0.205 ? this::escalate
                            : share < 0.225 ? this::giveBack
                            : share < 0.255 ? this::passOn
                            : share < 0.275 ? this::reclassify
                            : share < 0.3 ? this::remark
                            : this::resolve);
                }
                case "REOPENED" -> new Act(later(terms.response(), 0.28, 0.85), this::startWork);
                case "ESCALATED" -> new Act(later(terms.escalateAfter(), 0.4, 0.8), this::acknowledge);
                case "PENDING_INFO" -> share < 0.12
                        ? new Act(stageSince() + 7 * DAY + lateness(), this::giveUp)
                        : new Act(stageSince() + Math.min(logarithmic(6 * HOUR, 1.2), 6 * DAY), this::answer);
                case "RESOLVED" -> share < 0.05 + 0.05 * reopens
                        ? new Act(stageSince() + Math.min(logarithmic(5 * HOUR, 1), 4 * DAY), this::reject)
                        : share < 0.5
                                ? new Act(stageSince() + Math.min(logarithmic(8 * HOUR, 1), 4 * DAY), () -> close(requester, "API"))
                                : new Act(stageSince() + 5 * DAY + lateness(), () -> close(null, "TIMER"));
                default -> throw new IllegalStateException(status);
            };
        }

        private long stageSince() {
            return facts.stageSince;
        }

        private long later(long target, double median, double spread) {
            return terms.hours().after(now, logarithmic((long) (target * median), spread));
        }

        /** Fires the first timer that is due before the instant. Answers whether there was one. */
        private boolean ring(long until) {
            Act first = null;
            if (status.equals("NEW") || "acceptTicket".equals(stageId)) {
                first = earlier(first, ringing(response));
            }
            first = earlier(first, ringing(resolution));
            if (status.equals("ESCALATED") && open != null && open.acknowledged == NEVER && level < 4) {
                first = earlier(first, new Act(open.acknowledgeBy + lateness(), () -> {
                    begins(now, null, "TIMER");
                    call("ACK_TIMEOUT", level + 1, true, null);
                    ends();
                }));
            }
            if (first == null || Math.max(first.at(), now + MILLISECOND) >= until) {
                return false;
            }
            now = Math.max(first.at(), now + MILLISECOND);
            first.what().run();
            return true;
        }

        private Act earlier(Act one, Act other) {
            return one == null || (other != null && other.at() < one.at()) ? other : one;
        }

        private Act ringing(Clock clock) {
            if (clock.runningSince == NEVER || clock.breached != NEVER) {
                return null;
            }
            return clock.warned == NEVER && clock.warn + 400 * MILLISECOND < clock.due && clock.warn > now - SECOND
                    ? new Act(clock.warn + lateness(), () -> warn(clock))
                    : new Act(clock.due + lateness(), () -> breach(clock));
        }

        private void warn(Clock clock) {
            begins(now, null, "TIMER");
            clock.warned = now;
            clock.log("WARNED", now, null);
            record("SLA_WARNED", "sla", null, clock.kind, null, "INTERNAL");
            ends();
        }

        private void breach(Clock clock) {
            begins(now, null, "TIMER");
            clock.noteIfLate();
            var isHandedOver = clock == response || level > 0;
            call(clock == response ? "RESPONSE_BREACH" : "RESOLUTION_BREACH", 1, isHandedOver, null);
            if (isHandedOver) {
                handOver();
            }
            ends();
        }

        // Acts. Each one is a transaction of the application.

        private void submit(Life target) {
            if (target != null) {
                requester = target.requester;
                title = target.title;
            }
            begins(created, requester, "API");
            updated = created;
            record("CREATED", null, null, null, null, "PUBLIC");
            response.start();
            resolution.start();
            ends();
        }

        private void route(long at) {
            begins(at, null, "TIMER");
            var place = Arrays.asList(CATEGORIES).indexOf(category);
            give(teams.get(random.nextDouble() < 0.8 ? place : random.nextInt(teams.size())));
            if (random.nextDouble() < 0.02) {
                stands("NEW", "triageTicket", "Triage ticket", null);
            } else {
                give(oneOf(team.members()));
                announceIfCritical();
                stands("OPEN", "acceptTicket", "Accept ticket", null);
            }
            ends();
        }

        private void leaveTriage() {
            staff(team.with("TEAM_LEAD"));
            give(oneOf(team.members()));
            stands("OPEN", "acceptTicket", "Accept ticket", null);
            ends();
        }

        private void startWork() {
            staff(assignee == null ? oneOf(team.members()) : assignee);
            respond();
            if (assignee == null) {
                give(actor);
            }
            stands("IN_PROGRESS", "workOnTicket", "Work on ticket", null);
            ends();
        }

        private void giveBack() {
            staff(assignee);
            give((Person) null);
            stands("OPEN", "pickUpTicket", "Pick up ticket", null);
            ends();
        }

        private void passOn() {
            staff(team.with("TEAM_LEAD"));
            if (random.nextDouble() < 0.4) {
                give(oneOf(teams));
            }
            give(oneOf(team.members()));
            ends();
        }

        private void remark() {
            staff(assignee);
            comment("Still looking for the cause.", "INTERNAL");
            ends();
        }

        private void ask() {
            staff(assignee == null ? oneOf(team.members()) : assignee);
            respond();
            var text = "Since when does this happen?";
            var asked = comment(text, "PUBLIC");
            askedFrom = status;
            stands("PENDING_INFO", "provideInformation", "Provide information", text);
            question = asked;
            ends();
        }

        private void answer() {
            person(requester);
            comment("Since yesterday evening.", "PUBLIC");
            if (askedFrom.equals("OPEN")) {
                stands("OPEN", "pickUpTicket", "Pick up ticket", "Since yesterday evening.");
            } else {
                stands("IN_PROGRESS", "workOnTicket", "Work on ticket", "Since yesterday evening.");
            }
            ends();
        }

        private void giveUp() {
            begins(now, null, "TIMER");
            offer("NO_ANSWER", "The question was not answered in time.");
            stands("RESOLVED", "confirmResolution", "Confirm resolution", "The requester did not answer.");
            ends();
        }

        private void resolve() {
            staff(assignee);
            offer(random.nextDouble() < 0.8 ? "FIXED" : random.nextBoolean() ? "WORKAROUND" : "CANNOT_REPRODUCE", "It works again.");
            stands("RESOLVED", "confirmResolution", "Confirm resolution", null);
            ends();
        }

        private void reject() {
            person(requester);
            var text = "It has happened again.";
            comment(text, "PUBLIC");
            if (reopens == 0) {
                stands("REOPENED", "acceptReopenedTicket", "Accept reopened ticket", text);
            } else {
                call("REOPENED_TWICE", 2, true, null);
                stands("ESCALATED", "acknowledgeEscalation", "Acknowledge escalation", text);
            }
            ends();
        }

        private void close(Person by, String door) {
            begins(now, by, door);
            closes(null);
            ends();
        }

        private void cancel() {
            person(requester);
            offer("CANCELLED", null);
            comment("Not needed any more.", "PUBLIC");
            closes("Not needed any more.");
            ends();
        }

        private void escalate() {
            staff(assignee == null ? oneOf(team.members()) : assignee);
            respond();
            call("MANUAL", 1, true, "I need help with this.");
            handOver();
            ends();
        }

        /** The called person takes the ticket; at the upper levels any one of the role. */
        private void acknowledge() {
            var called = open == null || open.target == null ? (level == 4 ? admin : manager) : open.target;
            staff(called);
            respond();
            if (open != null && open.acknowledged == NEVER) {
                open.acknowledged = now;
                open.acknowledgedBy = called;
                record("ACKNOWLEDGED", null, null, null, null, "INTERNAL");
                if (open.handedOver || assignee == null) {
                    give(called);
                }
            }
            stands("IN_PROGRESS", "workOnTicket", "Work on ticket", null);
            ends();
        }

        private void reclassify() {
            staff(team.with("TEAM_LEAD"));
            var wasCategory = category;
            var wasPriority = priority;
            if (random.nextBoolean()) {
                category = CATEGORIES[random.nextInt(CATEGORIES.length)];
            } else {
                var place = priority.charAt(1) - '0' + (random.nextDouble() < 0.6 ? -1 : 1);
                priority = "P" + Math.max(1, Math.min(4, place));
            }
            if (!category.equals(wasCategory)) {
                record("FIELD_CHANGED", "category", wasCategory, category, null, "PUBLIC");
            }
            if (!priority.equals(wasPriority)) {
                record("PRIORITY_CHANGED", "priority", wasPriority, priority, null, "PUBLIC");
            }
            if (!category.equals(wasCategory) || !priority.equals(wasPriority)) {
                updated = now;
                workUntil = Math.min(workUntil, now);
                var next = termsFor(priority, category);
                var raised = priority.compareTo(wasPriority) < 0;
                response.retarget(next, next.response(), raised);
                resolution.retarget(next, next.resolution(), raised);
                terms = next;
                if (raised) {
                    announceIfCritical();
                }
            }
            ends();
        }

        private void mergeInto(Life target) {
            staff(assignee == null ? oneOf(team.members()) : assignee);
            mergedInto = target.id;
            record("MERGED", "mergedInto", null, "TKT-" + target.number, null, "PUBLIC");
            record("LINKED", "DUPLICATES", null, "TKT-" + target.number, null, "INTERNAL");
            entry(target.id, now, "MERGED", "mergedFrom", null, "TKT-" + number, null, "INTERNAL", null);
            entry(target.id, now + 1, "LINKED", "DUPLICATED_BY", null, "TKT-" + number, null, "INTERNAL", null);
            links.row(now).id(id(now)).id(id).text("DUPLICATES").id(target.id).id(actor.id()).at(now).end();
            target.acts.add(now);
            closes("Merged into TKT-" + target.number + ".");
            ends();
        }

        private void delete() {
            begins(now, admin, "API");
            closes("The ticket was deleted.");
            record("DELETED", null, null, null, null, "PUBLIC");
            deleted = now;
            ends();
        }

        // Parts of acts

        private void staff(Person by) {
            begins(now, by, "API");
            staffActed = now;
        }

        private void person(Person by) {
            begins(now, by, "API");
        }

        private void begins(long at, Person by, String door) {
            now = at;
            actor = by;
            source = door;
            acts.add(at);
        }

        private void respond() {
            if (responded == NEVER && (status.equals("OPEN") || status.equals("ESCALATED"))) {
                responded = now;
                response.meet();
            }
        }

        private void give(Team next) {
            if (!next.equals(team)) {
                record("ASSIGNED", "team", team == null ? null : team.name(), next.name(), null, "PUBLIC");
                team = next;
                updated = now;
            }
        }

        private void give(Person next) {
            if (next == null ? assignee != null : !next.equals(assignee)) {
                record("ASSIGNED", "assignee", assignee == null ? null : assignee.handle(), next == null ? null : next.handle(), null, "PUBLIC");
                assignee = next;
                updated = now;
            }
        }

        private void offer(String nextCode, String text) {
            record("FIELD_CHANGED", "resolutionCode", code, nextCode, null, "PUBLIC");
            code = nextCode;
            if (text != null) {
                record("FIELD_CHANGED", "resolution", solution, text, null, "PUBLIC");
                solution = text;
            }
        }

        /** The next state begins, and clocks and escalations follow. */
        private void stands(String next, String nextStageId, String nextStageName, String reason) {
            var left = status;
            status = next;
            stageId = nextStageId;
            stageName = nextStageName;
            question = null;
            updated = now;
            if (left.equals(next)) {
                return;
            }
            record("STATUS_CHANGED", "status", left, next, reason, "PUBLIC");
            if (left.equals("RESOLVED")) {
                reopens++;
                resolved = NEVER;
                record("FIELD_CHANGED", "resolutionCode", code, null, null, "PUBLIC");
                record("FIELD_CHANGED", "resolution", solution, null, null, "PUBLIC");
                code = null;
                solution = null;
            }
            if (next.equals("RESOLVED")) {
                resolved = now;
                resolution.meet();
                closeCall();
            } else if (next.equals("PENDING_INFO")) {
                resolution.noteIfLate();
                if (resolution.pause()) {
                    resolution.log("PAUSED", now, null);
                }
            } else {
                resolution.resume();
            }
            if (next.equals("RESOLVED") || next.equals("PENDING_INFO")) {
                workUntil = workUntil == NEVER ? now : workUntil;
            }
        }

        private void closes(String reason) {
            var left = status;
            if (mergedInto != null) {
                changeCode("DUPLICATE");
            } else if (actor != null && actor.equals(admin)) {
                changeCode("CANCELLED");
            }
            status = "CLOSED";
            stageId = null;
            stageName = null;
            question = null;
            closed = now;
            updated = now;
            record("STATUS_CHANGED", "status", left, "CLOSED", reason, "PUBLIC");
            response.stop();
            resolution.stop();
            closeCall();
            workUntil = workUntil == NEVER ? now : workUntil;
        }

        private void changeCode(String next) {
            if (!next.equals(code)) {
                record("FIELD_CHANGED", "resolutionCode", code, next, null, "PUBLIC");
                code = next;
            }
        }

        /** Calls the next level. At the top, the same people are told again, which writes nothing here. */
        private void call(String trigger, int wished, boolean isHandedOver, String reason) {
            var next = Math.min(4, Math.max(Math.max(level, assignee == null ? 0 : assignee.level()) + 1, wished));
            if (level < 4) {
                closeCall();
                open = new Call(trigger, next, reason, isHandedOver);
                calls.add(open);
                recordAsSystem("ESCALATED", "escalationLevel", String.valueOf(level), String.valueOf(next), reason);
                level = next;
                updated = now;
            }
        }

        private void handOver() {
            if (!status.equals("ESCALATED")) {
                stands("ESCALATED", "acknowledgeEscalation", "Acknowledge escalation", null);
            }
        }

        private void closeCall() {
            if (open != null) {
                open.closed = now;
                open = null;
            }
        }

        private void announceIfCritical() {
            if (priority.equals("P1") && !announced) {
                announced = true;
                var next = Math.min(4, Math.max(level, assignee == null ? 0 : assignee.level()) + 1);
                var notice = new Call("CRITICAL_PRIORITY", next, null, false);
                notice.acknowledgeBy = NEVER;
                notice.closed = now;
                calls.add(notice);
                recordAsSystem("ESCALATED", null, null, null, "Critical priority");
            }
        }

        private UUID comment(String text, String visibility) {
            var comment = id(now);
            comments.row(now).id(comment).id(id).id(actor.id()).text(text).text(visibility).at(now).end();
            historyAt = Math.max(now, historyAt + 1);
            entry(id, historyAt, "COMMENTED", null, null, null, null, visibility, comment);
            return comment;
        }

        private void record(String action, String field, String from, String to, String reason, String visibility) {
            historyAt = Math.max(now, historyAt + 1);
            entry(id, historyAt, action, field, from, to, reason, visibility, null);
        }

        private void recordAsSystem(String action, String field, String from, String to, String reason) {
            var by = actor;
            var door = source;
            actor = null;
            source = "TIMER";
            record(action, field, from, to, reason, "INTERNAL");
            actor = by;
            source = door;
        }

        private void entry(UUID ticket, long at, String action, String field, String from, String to, String reason, String visibility, UUID subject) {
            history.row(at)
                    .id(id(at)).id(ticket).at(at).id(actor == null ? null : actor.id()).text(action).text(field).text(from).text(to).text(reason)
                    .text(visibility).text(source).id(subject)
                    .end();
        }

        /** The transaction commits: the triggers keep its facts. */
        private void ends() {
            version++;
            var present = new Facts(this);
            if (facts == null) {
                facts = present;
                facts.since = created;
                facts.stageSince = created;
            } else if (present.follow(facts)) {
                facts.until = present.since;
                facts.reopened = facts.resolved != NEVER && present.doneSince == NEVER;
                former.add(facts);
                facts = present;
            }
            now = Math.max(now, historyAt);
        }

        private void write() {
            var next = Math.min(response.isOver() ? Long.MAX_VALUE : response.due, resolution.isOver() ? Long.MAX_VALUE : resolution.due);
            var tag = new String[] {title.substring(title.lastIndexOf(' ') + 1)};
            tickets.row(created)
                    .id(id).int8(number).text(title).text("Reported by " + requester.handle() + ".").text(status).text(stageId).text(stageName)
                    .text(priority).text(category).texts(tag).id(requester.id()).id(assignee == null ? null : assignee.id())
                    .id(team == null ? null : team.id()).int4(level).int4(reopens).text(code).text(solution)
                    .text(id(created).toString()).text(definition)
                    .at(created).at(updated).at(staffActed).at(responded).at(resolved).at(closed).at(historyAt).int8(version).text(askedFrom)
                    .at(deleted).id(mergedInto).at(next == Long.MAX_VALUE ? NEVER : next).bool(response.breached != NEVER)
                    .bool(resolution.breached != NEVER).id(question)
                    .end();
            tags.row(created).text(tag[0]).at(created).int8(number).id(id).end();
            response.write();
            resolution.write();
            for (var call : calls) {
                call.write();
            }
            if (deleted == NEVER) {
                facts.write();
                former.forEach(Facts::writeFormer);
            }
            var kind = recent.computeIfAbsent(priority + category, any -> new ArrayDeque<>());
            kind.addLast(this);
            if (kind.size() > 20) {
                kind.removeFirst();
            }
        }

        /** One promise to the requester: as {@code SlaClock} keeps it. */
        private final class Clock {

            private final String kind;
            private Terms follows = terms;
            private long target;
            private long consumed;
            private final List<long[]> runs = new ArrayList<>();
            private long runningSince = NEVER;
            private long due;
            private long warn;
            private long warned = NEVER;
            private long met = NEVER;
            private long breached = NEVER;
            private long stopped = NEVER;
            private int version = -1;

            Clock(String kind, long target) {
                this.kind = kind;
                this.target = target;
            }

            void start() {
                runningSince = created;
                aim();
                log("STARTED", created, null);
            }

            private void aim() {
                if (runningSince != NEVER && breached == NEVER) {
                    due = whenUsed(target);
                    warn = whenUsed(target * follows.warnAtPercent() / 100);
                }
            }

            private long whenUsed(long micros) {
                var exact = follows.hours().after(runningSince, micros - consumed);
                return (exact + MILLISECOND - 1) / MILLISECOND * MILLISECOND;
            }

            private long used() {
                return runningSince == NEVER ? consumed : consumed + follows.hours().between(runningSince, now);
            }

            boolean isOver() {
                return met != NEVER || stopped != NEVER;
            }

            boolean pause() {
                if (runningSince == NEVER) {
                    return false;
                }
                runs.add(new long[] {runningSince, now});
                consumed = used();
                runningSince = NEVER;
                return true;
            }

            void resume() {
                if (runningSince == NEVER && stopped == NEVER) {
                    met = NEVER;
                    runningSince = now;
                    aim();
                    log("RESUMED", now, null);
                }
            }

            void meet() {
                noteIfLate();
                if (!isOver()) {
                    pause();
                    met = now;
                    log("MET", now, null);
                }
            }

            void stop() {
                noteIfLate();
                if (!isOver()) {
                    pause();
                    stopped = now;
                    log("STOPPED", now, null);
                }
            }

            void noteIfLate() {
                if (breached == NEVER && runningSince != NEVER && !isOver() && now >= due) {
                    breached = due;
                    log("BREACHED", now, null);
                    recordAsSystem("SLA_BREACHED", "sla", null, kind, null);
                }
            }

            void retarget(Terms next, long fresh, boolean raised) {
                noteIfLate();
                if (stopped != NEVER || (met != NEVER && kind.equals("RESPONSE"))) {
                    return;
                }
                var formerLeft = runningSince == NEVER || breached != NEVER ? target - used() : next.hours().between(now, due);
                if (follows.hours() != next.hours()) {
                    consumed = runs.stream().mapToLong(run -> next.hours().between(run[0], run[1])).sum();
                }
                follows = next;
                var used = used();
                target = used + (breached != NEVER ? formerLeft : left(fresh - used, formerLeft, raised, next.response()));
                aim();
                log("RETARGETED", now, next.name() + ", version " + next.version());
            }

            private long left(long fresh, long formerLeft, boolean raised, long fair) {
                var fairest = Math.max(fresh, fair);
                if (formerLeft <= 0) {
                    return fairest;
                }
                return fresh >= formerLeft ? (raised ? formerLeft : fresh) : Math.min(formerLeft, fairest);
            }

            void log(String type, long at, String detail) {
                version++;
                ledger.row(at).id(id(at)).id(id).text(kind).text(type).at(at).text(detail).end();
            }

            void write() {
                clocks.row(created)
                        .id(id).text(kind).id(follows.policy()).int4(follows.version()).int8(target).int8(consumed).at(created).at(runningSince)
                        .at(due).at(warn).at(warned).at(met).at(breached).at(stopped).int8(version).id(follows.calendar())
                        .int4(follows.calendar() == null ? null : follows.calendarVersion())
                        .end();
            }
        }

        /** One call of a level of the escalation path. */
        private final class Call {

            private final String trigger;
            private final int called;
            private final String reason;
            private final boolean handedOver;
            private final Person from = assignee;
            private final Team ofTeam = team;
            private final Person target;
            private final long raised = now;
            private long acknowledgeBy = terms.hours().after(now, terms.escalateAfter());
            private long acknowledged = NEVER;
            private Person acknowledgedBy;
            private long closed = NEVER;

            Call(String trigger, int called, String reason, boolean handedOver) {
                this.trigger = trigger;
                this.called = called;
                this.reason = reason;
                this.handedOver = handedOver;
                this.target = called == 1 ? team.with("SENIOR_ENGINEER") : called == 2 ? team.with("TEAM_LEAD") : null;
            }

            void write() {
                escalations.row(raised)
                        .id(id(raised)).id(id).int4(called).text(trigger).text(from == null ? null : from.role())
                        .text(called == 1 ? "SENIOR_ENGINEER" : called == 2 ? "TEAM_LEAD" : called == 3 ? "MANAGER" : "ADMIN")
                        .id(target == null ? null : target.id()).id(ofTeam.id()).text(reason).bool(handedOver)
                        .texts(priority.equals("P1") ? new String[] {"IN_APP", "EMAIL", "SMS"} : new String[] {"IN_APP", "EMAIL"})
                        .at(raised).at(acknowledgeBy).id(acknowledgedBy == null ? null : acknowledgedBy.id()).at(acknowledged).at(closed).int8(0)
                        .end();
            }
        }
    }

    /** What the triggers of V40 keep: {@code present_facts} and {@code following_facts}. */
    private final class Facts {

        private final UUID ticket;
        private final long number;
        private final long created;
        private long since;
        private final String status;
        private final String stageId;
        private final String stageName;
        private long stageSince;
        private final String priority;
        private final String category;
        private final UUID team;
        private final UUID assignee;
        private UUID lastAssignee;
        private final boolean merged;
        private final int level;
        private int handOvers;
        private int questions;
        private final int reopens;
        private final long responded;
        private final long resolved;
        private final long closed;
        private long doneSince;
        private long askingSince;
        private long asked;
        private final Promise response;
        private final Promise resolution;
        private final UUID calendar;
        private final Integer calendarVersion;
        private long until;
        private boolean reopened;

        private record Promise(boolean met, boolean stopped, long breached, long warns, long due) {

            static Promise of(Life.Clock clock) {
                var open = clock.runningSince != NEVER && clock.breached == NEVER;
                return new Promise(clock.met != NEVER, clock.stopped != NEVER, clock.breached, open ? clock.warn : NEVER, open ? clock.due : NEVER);
            }
        }

        Facts(Life life) {
            ticket = life.id;
            number = life.number;
            created = life.created;
            since = Math.max(life.updated, life.historyAt);
            status = life.status;
            stageId = life.stageId;
            stageName = life.stageName;
            stageSince = since;
            priority = life.priority;
            category = life.category;
            team = life.team == null ? null : life.team.id();
            assignee = life.assignee == null ? null : life.assignee.id();
            lastAssignee = assignee;
            merged = life.mergedInto != null;
            level = life.level;
            reopens = life.reopens;
            responded = life.responded;
            resolved = life.resolved;
            closed = life.closed;
            doneSince = status.equals("RESOLVED") || status.equals("CLOSED") ? since : NEVER;
            askingSince = status.equals("PENDING_INFO") ? since : NEVER;
            response = Promise.of(life.response);
            resolution = Promise.of(life.resolution);
            calendar = life.resolution.follows.calendar();
            calendarVersion = calendar == null ? null : life.resolution.follows.calendarVersion();
        }

        /** Answers false if nothing of the facts has changed, so that no trigger fires. */
        boolean follow(Facts former) {
            if (isSame(former)) {
                return false;
            }
            if (status.equals(former.status) && same(stageId, former.stageId)) {
                stageSince = former.stageSince;
            }
            lastAssignee = assignee == null ? former.lastAssignee : assignee;
            handOvers = former.handOvers + (lastAssignee != null && former.lastAssignee != null && !lastAssignee.equals(former.lastAssignee) ? 1 : 0);
            questions = former.questions + (askingSince != NEVER && former.askingSince == NEVER ? 1 : 0);
            if (doneSince != NEVER && former.doneSince != NEVER) {
                doneSince = former.doneSince;
            }
            asked = former.asked;
            if (former.askingSince != NEVER) {
                if (askingSince == NEVER) {
                    asked += since - former.askingSince;
                } else {
                    askingSince = former.askingSince;
                }
            }
            return true;
        }

        private boolean isSame(Facts other) {
            return status.equals(other.status)
                    && same(stageId, other.stageId)
                    && priority.equals(other.priority)
                    && category.equals(other.category)
                    && same(team, other.team)
                    && same(assignee, other.assignee)
                    && merged == other.merged
                    && level == other.level
                    && reopens == other.reopens
                    && responded == other.responded
                    && resolved == other.resolved
                    && closed == other.closed
                    && response.equals(other.response)
                    && resolution.equals(other.resolution)
                    && same(calendar, other.calendar);
        }

        void writeFormer() {
            var row = formerFacts.row(until);
            fill(row);
            row.at(until).bool(reopened).end();
        }

        void write() {
            var row = presentFacts.row(created);
            fill(row);
            row.end();
        }

        private void fill(Row row) {
            row.id(ticket).int8(number).at(created).at(since).text(status).text(stageId).text(stageName).at(stageSince).text(priority).text(category)
                    .id(team).id(assignee).id(lastAssignee).bool(merged).int4(level).int4(handOvers).int4(questions).int4(reopens).at(responded)
                    .at(resolved).at(closed).at(doneSince).at(askingSince).int8(asked);
            fill(row, response);
            fill(row, resolution);
            row.id(calendar).int4(calendarVersion);
        }

        private void fill(Row row, Promise promise) {
            row.bool(promise.met()).bool(promise.stopped()).at(promise.breached()).at(promise.warns()).at(promise.due());
        }
    }

    private static boolean same(Object one, Object other) {
        return one == null ? other == null : one.equals(other);
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private long logarithmic(long median, double spread) {
        // A normal distribution by the sum of uniform ones.
        var sum = -6.0;
        for (var i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return Math.max(SECOND, (long) (median * Math.exp(spread * sum)));
    }

    private long lateness() {
        return random.nextLong(5 * MILLISECOND, 300 * MILLISECOND);
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /** A UUID of version 7, as the application makes them. */
    private UUID id(long at) {
        return new UUID(at / 1_000 << 16 | 0x7000 | random.nextInt(0x1000), 0x8000_0000_0000_0000L | random.nextLong() >>> 2);
    }

    // Rows

    private void openTables() throws Exception {
        var columnsOfFacts = """
                ticket_id, number, created_at, since_at, status, stage_id, stage_name, stage_since_at, priority, category, team_id, assignee_id,
                last_assignee_id, merged, escalation_level, hand_overs, questions, reopens, first_responded_at, resolved_at, closed_at, done_since_at,
                asking_since_at, asked_micros, response_met, response_stopped, response_breached_at, response_warns_at, response_due_at, resolution_met,
                resolution_stopped, resolution_breached_at, resolution_warns_at, resolution_due_at, calendar_id, calendar_version""";
        tickets = new Table("tickets", """
                id, number, title, description, status, stage_id, stage_name, priority, category, tags, requester_id, assignee_id, team_id,
                escalation_level, reopen_count, resolution_code, resolution, process_instance_id, process_definition_id, created_at, updated_at,
                last_activity_at, first_responded_at, resolved_at, closed_at, history_at, version, asked_from, deleted_at, merged_into_id, next_due_at,
                response_breached, resolution_breached, question_id""");
        history = new Table("ticket_history", "id, ticket_id, at, actor_id, action, field, from_value, to_value, reason, visibility, source, subject_id");
        clocks = new Table("sla_clocks", """
                ticket_id, kind, policy_id, policy_version, target_micros, consumed_micros, started_at, running_since_at, due_at, warn_at, warned_at,
                met_at, breached_at, stopped_at, version, calendar_id, calendar_version""");
        ledger = new Table("sla_clock_events", "id, ticket_id, kind, type, at, detail");
        escalations = new Table("escalations", """
                id, ticket_id, level, trigger, from_role, to_role, target_id, team_id, reason, handed_over, channels, raised_at, acknowledge_by_at,
                acknowledged_by, acknowledged_at, closed_at, version""");
        comments = new Table("comments", "id, ticket_id, author_id, body, visibility, created_at");
        links = new Table("ticket_links", "id, ticket_id, type, other_id, created_by, created_at");
        tags = new Table("ticket_tags", "tag, created_at, number, ticket_id");
        presentFacts = new Table("ticket_facts", columnsOfFacts);
        formerFacts = new Table("former_ticket_facts", columnsOfFacts + ", until_at, reopened");
    }

    /** Drops the indexes that are quicker to build afterwards. Answers how to build them. */
    private List<String> dropIndexes() throws SQLException {
        var indexes = all("""
                select schemaname || '.' || indexname, indexdef from pg_indexes
                where tablename in ('tickets', 'sla_clocks', 'sla_clock_events', 'escalations', 'comments', 'ticket_links', 'ticket_texts', 'ticket_facts')
                    and not exists (select from pg_constraint where conindid = (schemaname || '.' || indexname)::regclass)""");
        for (var index : indexes) {
            run("drop index " + index[0]);
        }
        return indexes.stream().map(index -> index[1]).toList();
    }

    /** A table that is filled by COPY. Rows wait here until no earlier one can come any more. */
    private final class Table {

        private final Connection connection = connect();
        private final CopyIn copy;
        private final int columns;
        private final PriorityQueue<Waiting> waiting = new PriorityQueue<>();
        private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
        private final Row row = new Row(this);
        private long added;

        private record Waiting(long order, long place, byte[] row) implements Comparable<Waiting> {

            @Override
            public int compareTo(Waiting other) {
                return order == other.order ? Long.compare(place, other.place) : Long.compare(order, other.order);
            }
        }

        Table(String name, String columns) throws Exception {
            this.columns = columns.split(",").length;
            tables.add(this);
            copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn("copy %s (%s) from stdin (format binary)".formatted(name, columns));
            buffer.writeBytes("PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1));
            buffer.writeBytes(new byte[8]);
        }

        Row row(long order) {
            return row.begin(order, columns);
        }

        void add(long order, byte[] bytes) {
            waiting.add(new Waiting(order, added++, bytes));
        }

        void write(long before) throws SQLException {
            while (!waiting.isEmpty() && waiting.peek().order() < before) {
                buffer.writeBytes(waiting.poll().row());
                if (buffer.size() > 65_536) {
                    send();
                }
            }
        }

        private void send() throws SQLException {
            copy.writeToCopy(buffer.toByteArray(), 0, buffer.size());
            buffer.reset();
        }

        void close() throws SQLException {
            write(Long.MAX_VALUE);
            buffer.writeBytes(new byte[] {-1, -1});
            send();
            copy.endCopy();
            connection.close();
        }
    }

    /** One row in PostgreSQL's binary format. */
    private static final class Row {

        /** PostgreSQL counts from the year 2000. */
        private static final long POSTGRES_EPOCH = micros(Instant.parse("2000-01-01T00:00:00Z"));

        private static final int TEXT = 25;

        private final Table table;
        private final ByteBuffer bytes = ByteBuffer.allocate(16_384);
        private long order;
        private int columns;

        Row(Table table) {
            this.table = table;
        }

        Row begin(long rowOrder, int count) {
            order = rowOrder;
            columns = count;
            bytes.clear();
            bytes.putShort((short) count);
            return this;
        }

        private Row missing() {
            columns--;
            bytes.putInt(-1);
            return this;
        }

        private ByteBuffer value(int size) {
            columns--;
            return bytes.putInt(size);
        }

        Row id(UUID id) {
            if (id == null) {
                return missing();
            }
            value(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
            return this;
        }

        Row at(long micros) {
            if (micros == NEVER) {
                return missing();
            }
            value(8).putLong(micros - POSTGRES_EPOCH);
            return this;
        }

        Row text(String text) {
            if (text == null) {
                return missing();
            }
            var encoded = text.getBytes(StandardCharsets.UTF_8);
            value(encoded.length).put(encoded);
            return this;
        }

        Row texts(String[] texts) {
            var place = bytes.position();
            value(0).putInt(1).putInt(0).putInt(TEXT).putInt(texts.length).putInt(1);
            for (var text : texts) {
                var encoded = text.getBytes(StandardCharsets.UTF_8);
                bytes.putInt(encoded.length).put(encoded);
            }
            bytes.putInt(place, bytes.position() - place - 4);
            return this;
        }

        Row int4(Integer number) {
            if (number == null) {
                return missing();
            }
            value(4).putInt(number);
            return this;
        }

        Row int8(long number) {
            value(8).putLong(number);
            return this;
        }

        Row bool(boolean yes) {
            value(1).put((byte) (yes ? 1 : 0));
            return this;
        }

        void end() {
            if (columns != 0) {
                throw new IllegalStateException(columns + " columns are missing");
            }
            table.add(order, Arrays.copyOf(bytes.array(), bytes.position()));
        }
    }
}
