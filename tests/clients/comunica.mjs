// Asks an endpoint as Comunica does: node comunica.mjs ENDPOINT < QUERY
// Prints JSON: a list of rows {variable: value}, a list of triples [subject, predicate, object], or a truth value.

import { readFileSync } from "node:fs";
import { QueryEngine } from "@comunica/query-sparql";

const query = readFileSync(0, "utf8");
const result = await new QueryEngine().query(query, { sources: [process.argv[2]] });
const answer = await result.execute();

if (result.resultType === "bindings") {
  const rows = await answer.toArray();
  console.log(JSON.stringify(rows.map((row) => Object.fromEntries([...row].map(([name, term]) => [name.value, term.value])))));
} else if (result.resultType === "quads") {
  const quads = await answer.toArray();
  console.log(JSON.stringify(quads.map((quad) => [quad.subject.value, quad.predicate.value, quad.object.value])));
} else {
  console.log(JSON.stringify(answer));
}
