// Usage: node cyclonedx.mjs FILE. Prints what CycloneDX's own schema has against the bill of materials, as a JSON list.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';

const library = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library').replace(/dist.*/, '');
const read = name => JSON.parse(readFileSync(`${library}res/schema/${name}.SNAPSHOT.schema.json`, 'utf8'));

const ajv = new Ajv.default({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addFormat('idn-email', true).addFormat('iri-reference', true);
ajv.addSchema(read('spdx'), 'http://cyclonedx.org/schema/spdx.SNAPSHOT.schema.json').addSchema(read('jsf-0.82'), 'http://cyclonedx.org/schema/jsf-0.82.SNAPSHOT.schema.json');
const validate = ajv.compile(read('bom-1.6'));
validate(JSON.parse(readFileSync(process.argv[2], 'utf8')));
console.log(JSON.stringify((validate.errors ?? []).map(fault => `${fault.instancePath} ${fault.message}`)));
