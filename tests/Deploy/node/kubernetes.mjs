// Usage: node kubernetes.mjs FILE. Prints {"faults": [...], "objects": [...]}: what the schemas of Kubernetes and of its Gateway API have against the
// manifests of the file, and the manifests as JSON. A member that no schema knows is a fault, as for "kubectl --validate=strict".
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseAllDocuments } from 'yaml';

const here = new URL('.', import.meta.url).pathname;

function schemaFile({ apiVersion = '', kind = '' }) {
  const title = text => text.charAt(0).toUpperCase() + text.slice(1);
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  const [folder, name] = group === 'gateway.networking.k8s.io'
    ? ['@kubernetes-models/gateway-api', 'IoK8sSigsGatewayApiApis']
    : ['kubernetes-models', `IoK8sApi${title(group.split('.')[0])}`];
  return join(here, '..', 'node_modules', folder, '_schemas', `${name}${title(version)}${kind}.js`);
}

// The schemas are compiled to code that reads every member they know: what it never reads, they do not know.
function watched(value, path, unread) {
  if (value === null || typeof value !== 'object')
    return value;
  const members = Array.isArray(value)
    ? value.map((item, index) => watched(item, `${path}/${index}`, unread))
    : Object.fromEntries(Object.entries(value).map(([name, item]) => [name, watched(item, `${path}/${name}`, unread)]));
  if (Array.isArray(value))
    return members;
  for (const name of Object.keys(value))
    unread.add(`${path}/${name}`);
  return new Proxy(members, {
    get(target, name) {
      unread.delete(`${path}/${String(name)}`);
      return target[name];
    },
  });
}

async function faultsOf(object) {
  const label = `${object.kind} ${object.metadata?.name}`;
  const file = schemaFile(object);
  if (!existsSync(file))
    return [`${label}: no schema for ${object.apiVersion} ${object.kind}`];
  const { validate } = await import(pathToFileURL(file).href);
  const unread = new Set();
  validate(watched(object, '', unread));
  const unknown = [...unread].map(path => `${label}: ${path} is unknown`);
  return [...(validate.errors ?? []).map(fault => `${label}: ${fault.instancePath} ${fault.keyword} ${JSON.stringify(fault.params)}`), ...unknown];
}

const documents = parseAllDocuments(readFileSync(process.argv[2], 'utf8'));
const faults = documents.flatMap(document => document.errors.map(error => error.message));
const objects = documents.map(document => document.toJS()).filter(object => object !== null);
for (const object of objects)
  faults.push(...(await faultsOf(object)));
console.log(JSON.stringify({ faults, objects }));
