// Follows an event stream: node ldes.mjs URL [OPTIONS] [ORDER] [MEMBERS]
// OPTIONS is JSON for ldes-client; it ends after MEMBERS members where it is told to poll.
// Prints JSON: a list of members {id, of, time, quads: [[subject, predicate, object, graph]]}.

import { intoConfig, replicateLDES } from "ldes-client";

const [url, options = "{}", order = "none", most = "Infinity"] = process.argv.slice(2);
const client = replicateLDES(intoConfig({ url, ...JSON.parse(options) }), order);
const members = [];
const errors = [];
client.on("error", (error) => errors.push(error));
const reader = client.stream({ highWaterMark: 10 }).getReader();
console.error("following");
while (members.length < Number(most)) {
  const { done, value } = await reader.read();
  if (done) break;
  members.push({
    id: value.id.value,
    of: value.isVersionOf,
    time: value.timestamp.toISOString(),
    quads: value.quads.map((quad) => ["subject", "predicate", "object", "graph"].map((part) => quad[part].value)),
  });
}
if (errors.length) throw errors[0];
process.stdout.write(JSON.stringify(members), () => process.exit(0));
