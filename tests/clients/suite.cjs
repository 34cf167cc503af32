// Runs a W3C manifest against an endpoint with rdf-test-suite: node suite.cjs MANIFEST FOLDER ENDPOINT
// Prints a JSON list of {uri, name, passed, message}. MANIFEST is an address; FOLDER holds the files below rdf-tests/.
// The suite loads data by an update, which a read-only endpoint refuses: the endpoint must have that data already, and
// the loading is answered here. Nothing but the endpoint is asked, so that no test needs the network.

const { TestSuiteRunner } = require("rdf-test-suite/lib/TestSuiteRunner");

const [manifest, folder, endpoint] = process.argv.slice(2);
const LOADING = "DROP SILENT ALL ;\nINSERT DATA {";
const ask = globalThis.fetch;

globalThis.fetch = async (url, options = {}) => {
  if (new URL(url).origin !== new URL(endpoint).origin) {
    throw new Error(`A test asks for ${url}, which is not the endpoint.`);
  }
  if (typeof options.body === "string" && options.body.startsWith(LOADING)) {
    return new Response(null, { status: 204 });
  }
  return ask(url, options);
};

const config = {
  urlToFileMapping: `https://w3c.github.io/rdf-tests/~${folder}/`,
  timeOutDuration: 20000, // Milliseconds; a test may be the first to wake a worker.
  customEngingeOptions: { protocolEndpoint: endpoint, serviceDescriptionEndpoint: endpoint },
};

new TestSuiteRunner().runManifest(manifest, {}, config).then((results) => {
  const told = results.map(({ test, ok, error }) => ({
    uri: test.uri,
    name: test.name,
    passed: ok,
    message: error ? error.message : "",
  }));
  console.log(JSON.stringify(told));
});
