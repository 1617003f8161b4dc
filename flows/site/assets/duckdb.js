// The database inside the page. Its worker runs from a blob, so that the page's content policy binds it too.

import { inflate } from "./data.js";

const vendor = new URL("../vendor/", import.meta.url);
const HTTP = 4;

/** Start DuckDB on the published file; only the bytes that a query needs are fetched where the server has ranges. Returns
 * {ask, stop}: `ask(sql)` runs a query, `stop()` ends the database with whatever it is doing. */
export async function startDatabase() {
  await script("arrow.min.js");
  const duckdb = await import(new URL("duckdb-browser.js", vendor));
  const [program, module] = await Promise.all([blobOf("duckdb-worker.js", "text/javascript"), inflated("duckdb.wasm.bin")]);
  const worker = new Worker(URL.createObjectURL(program));
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), worker);
  await database.instantiate(URL.createObjectURL(module));
  await database.open({ filesystem: { reliableHeadRequests: true, allowFullHTTPReads: true, forceFullHTTPReads: false } });
  await database.registerFileURL("gongkai.duckdb", new URL("../downloads/gongkai.duckdb", import.meta.url).href, HTTP, false);
  const connection = await database.connect();
  await connection.query("attach 'gongkai.duckdb' as gongkai (read_only)");
  await connection.query("use gongkai");
  return { ask: (sql) => ask(connection, sql), stop: () => worker.terminate() };
}

/** Arrow's one-file build is no module: it sets a global, which `vendor/arrow.js` hands on. */
function script(name) {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = new URL(name, vendor);
    element.addEventListener("load", resolve);
    element.addEventListener("error", () => reject(new Error(name)));
    document.head.append(element);
  });
}

async function blobOf(name, type) {
  const answer = await fetch(new URL(name, vendor));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  return new Blob([await answer.arrayBuffer()], { type });
}

async function inflated(name) {
  return new Blob([await (await inflate(new URL(name, vendor))).arrayBuffer()], { type: "application/wasm" });
}

/** The most rows that a page takes in: more would fill a phone's memory. */
export const MOST_ROWS = 100_000;

/**
 * Run one query. The database writes every value as text itself: no decimal is rounded on its way to the screen.
 * Returns {columns: [{name, isNumber}], rows: [[text | null]], isCut}.
 */
async function ask(connection, sql) {
  const query = sql.trim().replace(/;\s*$/, "");
  let described;
  try {
    described = await connection.query(`describe (${query}\n)`);
  } catch {
    // No single question that gives rows (explain, pragma, two statements), or a wrong one: then the database says so of
    // the reader's own words.
    return asItIs(await connection.query(sql));
  }
  const columns = described.toArray().map((row) => ({
    name: row.column_name, isNumber: /^(U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|UINTEGER|DOUBLE|FLOAT|DECIMAL)/.test(row.column_type),
  }));
  const answer = await connection.query(`select cast(columns(*) as varchar) from (${query}\n) limit ${MOST_ROWS + 1}`);
  const vectors = columns.map((_, i) => answer.getChildAt(i));
  const n = Math.min(answer.numRows, MOST_ROWS);
  const rows = Array.from({ length: n }, (_, at) => vectors.map((vector, i) => tidy(vector.get(at), columns[i].isNumber)));
  return { columns, rows, isCut: answer.numRows > MOST_ROWS };
}

function asItIs(answer) {
  const columns = answer.schema.fields.map(({ name }) => ({ name, isNumber: false }));
  const rows = answer.toArray().slice(0, MOST_ROWS).map((row) => columns.map(({ name }) => (row[name] === null ? null : String(row[name]))));
  return { columns, rows, isCut: answer.numRows > MOST_ROWS };
}

const tidy = (text, isNumber) => (isNumber && text?.includes(".") && !/e/i.test(text) ? text.replace(/\.?0+$/, "") : text);
