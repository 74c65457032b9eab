// Usage: node dockerfile.mjs FILE. Prints what the linter of Docker's editor extension has against a Dockerfile, as a JSON list.
import { readFileSync } from 'node:fs';
import utils from 'dockerfile-utils';

const faults = utils.validate(readFileSync(process.argv[2], 'utf8'));
console.log(JSON.stringify(faults.map(fault => `line ${fault.range.start.line + 1}: ${fault.message}`)));
