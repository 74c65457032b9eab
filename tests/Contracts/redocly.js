// Lints an OpenAPI document with the engine of Redocly's CLI, which has the rules and needs neither the CLI's portal nor its telemetry.
// Usage: node redocly.js DOCUMENT
const { createConfig, formatProblems, getTotals, lint } = require('@redocly/openapi-core');

// The rules that may not warn either: an example that its schema does not take helps nobody.
const rules = {
  'no-invalid-media-type-examples': 'error',
  'no-invalid-schema-examples': 'error',
  'no-invalid-parameter-examples': 'error',
  'operation-4xx-problem-details-rfc7807': 'error',
};

async function main(document) {
  const config = await createConfig({ extends: ['recommended'], rules });
  const problems = await lint({ ref: document, config });
  const totals = getTotals(problems);
  formatProblems(problems, { format: 'codeframe', totals, version: '1' });
  console.log(`${totals.errors} errors, ${totals.warnings} warnings`);
  process.exitCode = totals.errors + totals.warnings > 0 ? 1 : 0;
}

main(process.argv[2]);
