// Loads the benchmark's events into DuckDB, ClickHouse or PostgreSQL, and times its segments there.
// SPDX-License-Identifier: Apache-2.0
//
// rivals.mjs ENGINE FOLDER CSV NOW [CHARTS]: prints `version …`, then `NAME MILLISECONDS ANSWER` a line
// for each segment, or for each chart of a file (DuckDB and ClickHouse). What
// was loaded stays in FOLDER for the next run. Each engine has the same rows in both orders that serve
// these questions (by metric, profile and time, and by metric and time; PostgreSQL as indexes), two
// threads, and its own best form of each question: of all orders and forms the fastest counts. Times
// are medians after one run to warm up.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [engine, folder, csv, nowText, charts] = process.argv.slice(2);
const now = Number(nowText);
const require = createRequire(path.join(process.cwd(), 'x.js'));
const day = 86400;
const since = (days) => Math.floor(now / day) * day - days * day; // midnight, UTC

// One row a profile of `metrics`, of those that `having` keeps.
const people = (metrics, where, having) =>
    `SELECT count(*) FROM (SELECT profile FROM events WHERE metric IN (${metrics})${where ? ` AND ${where}` : ''} GROUP BY profile${having ? ` HAVING ${having}` : ''}) AS p`;

// The second order has a table of its own.
const byTime = (sql) => sql.replaceAll(/\bFROM events\b/g, 'FROM events_by_time');

const year = since(365);
const counted = (condition) => (engine === 'clickhouse' ? `countIf(${condition})` : `count(*) FILTER (WHERE ${condition})`);
const summed = (column, condition) => (engine === 'clickhouse' ? `sumIf(${column}, ${condition})` : `sum(${column}) FILTER (WHERE ${condition})`);

// The first 6 after each 1, and the first 2 after that: the least of what follows, twice. Of one instant
// the later step comes first, so that none follows another.
const windowed = `SELECT count(DISTINCT profile) FROM (
    SELECT profile, metric, time, min(CASE WHEN metric = 6 THEN second END) OVER (PARTITION BY profile ORDER BY time, rank ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS done
    FROM (SELECT profile, metric, time, CASE metric WHEN 1 THEN 3 WHEN 6 THEN 2 ELSE 1 END AS rank,
                 min(CASE WHEN metric = 2 THEN time END) OVER (PARTITION BY profile ORDER BY time, CASE metric WHEN 1 THEN 3 WHEN 6 THEN 2 ELSE 1 END ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS second
          FROM events WHERE metric IN (1, 2, 6) AND time >= ${year}) AS a) AS b
    WHERE metric = 1 AND done <= time + ${30 * day}`;
const asof = `SELECT count(DISTINCT profile) FROM (SELECT a.profile, a.time AS began, c.time AS done
    FROM (SELECT profile, time FROM events WHERE metric = 1 AND time >= ${year}) a
    ASOF JOIN (SELECT profile, time FROM events WHERE metric = 6 AND time >= ${year}) b ON a.profile = b.profile AND a.time < b.time
    ASOF JOIN (SELECT profile, time FROM events WHERE metric = 2 AND time >= ${year}) c ON b.profile = c.profile AND b.time < c.time) WHERE done <= began + ${30 * day}`;
const windowFunnel = `SELECT count() FROM (SELECT profile FROM events WHERE metric IN (1, 2, 6) AND time >= ${year}
    GROUP BY profile HAVING windowFunnel(${30 * day}, 'strict_increase')(time, metric = 1, metric = 6, metric = 2) = 3)`;

const questions = {
    ever: [people('1'), `SELECT count(DISTINCT profile) FROM events WHERE metric = 1`],
    three_in_90_days: [people('1', `time >= ${since(90)}`, 'count(*) >= 3')],
    lapsed: [people('1', '', `count(*) >= 2 AND max(time) < ${since(120)}`)],
    sum_and_party: [
        people('1, 6', `time >= ${year}`, `${counted('metric = 1')} >= 2 AND ${counted('metric = 1 AND party_size >= 6')} >= 1 AND ${summed('value', `metric = 6 AND time >= ${since(180)}`)} >= 15000`),
        `SELECT count(*) FROM (SELECT profile FROM events WHERE metric = 1 AND time >= ${year} GROUP BY profile HAVING count(*) >= 2 AND ${counted('party_size >= 6')} >= 1) a
         JOIN (SELECT profile FROM events WHERE metric = 6 AND time >= ${since(180)} GROUP BY profile HAVING sum(value) >= 15000) b ON a.profile = b.profile`,
    ],
    text_in_30_days: [people('2', `time >= ${since(30)} AND server LIKE '%ar%'`), `SELECT count(DISTINCT profile) FROM events WHERE metric = 2 AND time >= ${since(30)} AND server LIKE '%ar%'`],
    funnel: { duckdb: [windowed, asof], clickhouse: [windowFunnel], postgres: [windowed] }[engine],
};

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
async function time(ask, form, runs) {
    const times = [];
    let answer = await ask(form);
    for (let i = 0; i < runs; i++) {
        const start = performance.now();
        answer = await ask(form);
        times.push(performance.now() - start);
        if (i > 0 && times[i] > 5000) break;
    }
    return [median(times), answer];
}
async function answerAll(ask, runs, alsoWith = ['']) {
    for (const [name, forms] of Object.entries(questions)) {
        let best = null;
        for (const form of forms.flatMap((sql) => [sql, byTime(sql)])) {
            for (const settings of alsoWith) {
                const [ms, answer] = await time(ask, form + settings, runs);
                if (best && best[1] !== answer) throw new Error(`${name}: ${best[1]} and ${answer} people`);
                if (!best || ms < best[0]) best = [ms, answer];
            }
        }
        console.log(`${name} ${best[0].toFixed(3)} ${best[1]}`);
    }
}

// The number of a time's bucket: whole days since the first bound, the clock's difference added. It is
// changed at noon of the day on which the clocks are, which leaves every time on its day.
function bucketOf({ bounds, days_a_bucket: days }) {
    const offset = (i) => i * days * day - bounds[i];
    let text = `${offset(0)}`;
    for (let i = 1; i < bounds.length; i++)
        if (offset(i) !== offset(i - 1)) text = `CASE WHEN time >= ${bounds[i] - day / 2} THEN ${offset(i)} ELSE ${text} END`;
    return `((CAST(time AS ${engine === 'duckdb' ? 'BIGINT' : 'Int64'}) + ${text}) ${engine === 'duckdb' ? '//' : 'DIV'} ${days * day})`;
}
function chartForms(chart) {
    const { bounds, column, least_party: least } = chart;
    const where = `metric = 1 AND time >= ${bounds[0]} AND time < ${bounds.at(-1)}${least ? ` AND party_size >= ${least}` : ''}`;
    const sums = 'count(*), count(DISTINCT profile), count(value), sum(value)';
    if (!column) return [`SELECT ${bucketOf(chart)} AS bucket, '', ${sums} FROM events WHERE ${where} GROUP BY bucket`];
    const text = engine === 'duckdb' ? `CAST(${column} AS VARCHAR)` : `toString(${column})`;
    const top = `SELECT ${column} FROM events WHERE ${where} GROUP BY ${column} ORDER BY count(*) DESC, ${text} LIMIT 8`;
    return [`SELECT ${bucketOf(chart)} AS bucket, CASE WHEN ${column} IN (${top}) THEN ${text} ELSE '' END AS part, ${sums} FROM events WHERE ${where} GROUP BY bucket, part`];
}
function checksum(rows) {
    const prime = 1000000007n;
    let sum = 0n;
    for (const [bucket, text, ...figures] of rows) {
        const [events, people, valued, minor] = figures.map((figure) => BigInt(figure ?? 0));
        const ofText = [...text].reduce((all, c) => all + BigInt(c.charCodeAt(0)), 1n);
        sum = (sum + ((events * 3n + people * 5n + valued * 7n + minor * 11n) % prime) * ((BigInt(bucket) + 1n) * ofText % prime)) % prime;
    }
    return Number(sum);
}
// Segments, or the charts of the file.
async function answerWith(rows, alsoWith) {
    if (!charts) return answerAll(async (sql) => Number((await rows(sql))[0][0]), 5, alsoWith);
    for (const name of Object.keys(questions)) delete questions[name];
    for (const chart of JSON.parse(readFileSync(charts, 'utf8'))) questions[chart.name] = chartForms(chart);
    return answerAll(async (sql) => checksum(await rows(sql)), 5, alsoWith);
}

async function duckdb() {
    const { DuckDBInstance } = require('@duckdb/node-api');
    const file = path.join(folder, 'duckdb');
    const isLoaded = existsSync(file);
    if (!isLoaded) execFileSync('rm', ['-f', `${file}.new`, `${file}.new.wal`]); // of a run that was cut short
    const instance = await DuckDBInstance.create(isLoaded ? file : `${file}.new`, { threads: '2', memory_limit: '8GB' });
    const connection = await instance.connect();
    if (!isLoaded) {
        await connection.run(`CREATE TYPE origin AS ENUM ('Web', 'Phone', 'Walk-in')`);
        await connection.run(`CREATE TABLE events (metric UTINYINT, profile UINTEGER, time UINTEGER, value INTEGER, party_size UTINYINT, origin origin, server VARCHAR)`);
        await connection.run(`SET preserve_insertion_order = true`);
        await connection.run(`INSERT INTO events SELECT * FROM read_csv('${csv}', header = false, columns = {'metric': 'UTINYINT', 'profile': 'UINTEGER', 'time': 'UINTEGER', 'value': 'INTEGER', 'party_size': 'UTINYINT', 'origin': 'VARCHAR', 'server': 'VARCHAR'})`);
        await connection.run('CHECKPOINT');
        connection.closeSync();
        instance.closeSync();
        execFileSync('mv', [`${file}.new`, file]);
        return duckdb();
    }
    const rows = async (sql) => (await connection.runAndReadAll(sql)).getRows();
    await rows('CREATE TABLE IF NOT EXISTS events_by_time AS FROM events ORDER BY metric, time');
    await rows('CHECKPOINT');
    console.log(`version DuckDB ${(await connection.runAndReadAll('SELECT version()')).getRows()[0][0]}`);
    await answerWith(rows);
}

async function clickhouse() {
    const { Session } = require('chdb');
    const session = new Session(path.join(folder, 'clickhouse'));
    session.query('SET max_threads = 2');
    session.query('CREATE DATABASE IF NOT EXISTS bench');
    const load = (table, order, rows, marker) => {
        const loaded = path.join(folder, marker);
        if (existsSync(loaded)) return;
        session.query(`DROP TABLE IF EXISTS bench.${table}`);
        session.query(`CREATE TABLE bench.${table} (metric UInt8, profile UInt32, time UInt32, value Nullable(Int32), party_size Nullable(UInt8), origin LowCardinality(String), server LowCardinality(String))
            ENGINE = MergeTree ORDER BY (${order})`);
        session.query(`INSERT INTO bench.${table} SELECT * FROM ${rows} SETTINGS max_insert_threads = 2, max_memory_usage = 8000000000`);
        session.query(`OPTIMIZE TABLE bench.${table} FINAL`);
        writeFileSync(loaded, '');
    };
    load('events', 'metric, profile, time', `file('${csv}', CSV, 'metric UInt8, profile UInt32, time UInt32, value Nullable(Int32), party_size Nullable(UInt8), origin String, server String')`, 'clickhouse.loaded');
    load('events_by_time', 'metric, time', 'bench.events', 'clickhouse.by_time');
    session.query('USE bench');
    console.log(`version ClickHouse ${session.query('SELECT version()', 'TSV').trim()}`);
    const rows = async (sql) => session.query(sql, 'JSONCompactEachRow').trim().split('\n').map((line) => JSON.parse(line));
    await answerWith(rows, [' SETTINGS max_threads = 2', ' SETTINGS max_threads = 2, optimize_aggregation_in_order = 1']);
}

async function postgres() {
    const bin = '/usr/lib/postgresql/15/bin';
    const cluster = path.join(folder, 'postgres');
    const isRoot = process.getuid() === 0; // PostgreSQL runs for anybody but root
    const as = (program, args, input) => {
        const options = { input, maxBuffer: 1 << 24, stdio: ['pipe', 'pipe', 'ignore'], cwd: '/' };
        return isRoot ? execFileSync('runuser', ['-u', 'postgres', '--', program, ...args], options) : execFileSync(program, args, options);
    };
    if (!existsSync(cluster)) {
        mkdirSync(cluster);
        if (isRoot) execFileSync('chown', ['postgres', cluster]);
        as(`${bin}/initdb`, ['-D', cluster, '-A', 'trust', '-U', 'bench', '--no-sync']);
    }
    // Its own socket in its own folder; no port is opened. A socket's path is short, so it is not below FOLDER.
    const sockets = execFileSync('mktemp', ['-d']).toString().trim();
    if (isRoot) execFileSync('chown', ['postgres', sockets]);
    const settings = ['listen_addresses=', `unix_socket_directories=${sockets}`, 'shared_buffers=2GB', 'work_mem=512MB', 'maintenance_work_mem=1GB', 'max_parallel_workers_per_gather=1',
        'max_parallel_maintenance_workers=1', 'max_wal_size=8GB', 'fsync=off', 'synchronous_commit=off', 'wal_level=minimal', 'max_wal_senders=0', 'jit=off', 'random_page_cost=1.1', 'effective_cache_size=6GB'];
    const args = ['-D', cluster, ...settings.flatMap((s) => ['-c', s])];
    const server = isRoot ? spawn('runuser', ['-u', 'postgres', '--', `${bin}/postgres`, ...args], { stdio: 'ignore', cwd: '/' }) : spawn(`${bin}/postgres`, args, { stdio: 'ignore', cwd: '/' });
    const sql = (text) => execFileSync('psql', ['-h', sockets, '-U', 'bench', '-d', 'postgres', '-AtqX', '-v', 'ON_ERROR_STOP=1'], { input: text, maxBuffer: 1 << 24, stdio: ['pipe', 'pipe', 'inherit'] }).toString().trim();
    try {
        for (let tries = 0; ; tries++) {
            try {
                execFileSync('psql', ['-h', sockets, '-U', 'bench', '-d', 'postgres', '-AtqXc', 'SELECT 1'], { stdio: 'ignore' });
                break;
            } catch (error) {
                if (tries > 100) throw error;
                await new Promise((done) => setTimeout(done, 200));
            }
        }
        const loaded = path.join(folder, 'postgres.loaded');
        if (!existsSync(loaded)) {
            sql(`DROP TABLE IF EXISTS events;
                CREATE TABLE events (metric smallint NOT NULL, profile integer NOT NULL, time bigint NOT NULL, value integer, party_size smallint, origin text, server text);
                \\copy events FROM '${csv}' CSV
                CREATE INDEX ON events (metric, profile, time) INCLUDE (value, party_size);
                CREATE INDEX ON events (metric, time) INCLUDE (profile, server);
                VACUUM ANALYZE events;`);
            writeFileSync(loaded, '');
        }
        console.log(`version PostgreSQL ${sql('SHOW server_version')}`);
        // psql's own timing, so that starting psql is not counted.
        for (const [name, forms] of Object.entries(questions)) {
            let best = null;
            for (const form of forms) {
                const lines = sql(`\\timing on\n${`${form};\n`.repeat(3)}`).split('\n');
                const answers = lines.filter((line) => /^\d+$/.test(line)).map(Number);
                const times = lines.filter((line) => line.startsWith('Time:')).map((line) => Number(line.split(' ')[1]));
                const ms = Math.min(...times.slice(1));
                if (new Set(answers).size !== 1 || (best && best[1] !== answers[0])) throw new Error(`${name}: ${answers}`);
                if (!best || ms < best[0]) best = [ms, answers[0]];
            }
            console.log(`${name} ${best[0].toFixed(3)} ${best[1]}`);
        }
    } finally {
        as(`${bin}/pg_ctl`, ['-D', cluster, '-m', 'fast', '-w', 'stop']);
        server.unref();
        execFileSync('rm', ['-rf', sockets]);
    }
}

mkdirSync(folder, { recursive: true });
await { duckdb, clickhouse, postgres }[engine]();
process.exit(0);
