// Calls every operation of a running suite with the document's own example, and holds each answer to the document: its status, its media type,
// its body by the schema, the reason of a refusal. Usage: node answers.js http://localhost:7080
const { randomUUID } = require('node:crypto');
const Ajv = require('ajv/dist/2020').default;
const formats = require('ajv-formats');

const base = process.argv[2];
const faults = [];
const statuses = {};
const answered = new Set();
// What answers said last: ids by their member's name, and the etag of a resource by its id.
const known = { ids: {}, etags: {} };

function validator(api) {
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats(ajv);
    ajv.addFormat('int32', true).addFormat('int64', true);
    ajv.addSchema({ $id: 'api', ...api });
    return (schema, value) => {
        const validate = schema.$ref ? ajv.getSchema('api' + schema.$ref) : ajv.compile(schema);
        return validate(value) ? [] : validate.errors.map(error => `${error.instancePath} ${error.message}`);
    };
}

async function authoriser() {
    const { personas } = await (await fetch(`${base}/dev/personas`)).json();
    const tokens = {};
    return async permission => {
        const persona = Object.keys(personas).find(name => personas[name].permissions.includes(permission)) ?? Object.keys(personas)[0];
        tokens[persona] ??= fetch(`${base}/dev/token`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify({ persona, programme: 'anytown' }),
        }).then(answer => answer.json()).then(answer => answer.access_token);
        return tokens[persona];
    };
}

// What this caller made goes before what it found, so that it changes its own.
function learn(value, made) {
    if (Array.isArray(value))
        value.forEach(item => learn(item, false));
    else if (value && typeof value === 'object') {
        const members = Object.entries(value);
        const ids = members.filter(([name, id]) => name.endsWith('Id') && id);
        ids.forEach(([name, id], place) => { if (made && place === 0 || !known.ids[name]) known.ids[name] = id; });
        if (ids.length > 0 && value.etag)
            known.etags[ids[0][1]] = value.etag;
        members.forEach(([, part]) => learn(part, false));
    }
}

const resolve = (api, node) => node.$ref ? node.$ref.slice(2).split('/').reduce((at, step) => at[step], api) : node;

async function request(api, path, method, operation, token) {
    const headers = { Authorization: `Bearer ${await token(operation['x-permission'])}` };
    let etag;
    for (const parameter of operation.parameters.map(one => resolve(api, one))) {
        if (parameter.in === 'path') {
            const value = known.ids[parameter.name] ?? parameter.example;
            etag = known.etags[value];
            path = path.replace(`{${parameter.name}}`, value);
        } else if (parameter.name === 'X-Request-ID')
            headers[parameter.name] = randomUUID();
        else if (parameter.name === 'If-Match')
            headers[parameter.name] = etag ? `W/"${etag}"` : parameter.example;
    }
    const [mediaType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
    if (mediaType)
        headers['Content-Type'] = mediaType;
    const body = content && (typeof content.example === 'string' ? content.example : JSON.stringify(content.example));
    // As the document says of 429, 503 and 504: again, with the same request id.
    for (let attempt = 1; ; attempt++) {
        const answer = await fetch(base + path, { method, headers, body });
        if (attempt === 5 || ![429, 503, 504].includes(answer.status))
            return answer;
    }
}

async function check(api, operation, answer, validate) {
    const fault = text => faults.push(`${operation.operationId} ${answer.status}: ${text}`);
    const [mediaType] = (answer.headers.get('content-type') ?? '').split(';');
    const text = await answer.text();
    const documented = operation.responses[answer.status];
    if (!documented)
        return fault(`is not in the document: ${text}`);
    const response = resolve(api, documented);
    const content = response.content[mediaType];
    if (!content)
        return fault(`${mediaType} is not in the document`);
    Object.keys(response.headers).filter(name => name !== 'Idempotency-Hit' && !answer.headers.has(name)).forEach(name => fault(`has no ${name}`));
    const bodies = mediaType === 'application/x-ndjson' ? text.split('\n').filter(Boolean) : [text];
    for (const body of bodies.map(JSON.parse)) {
        validate(content.schema.contentSchema ?? content.schema, body).forEach(fault);
        if (answer.status < 300) {
            answered.add(operation.operationId);
            learn(body, answer.status === 201);
        } else if (!response['x-reasons'].includes(body.reason))
            fault(`${body.reason} is not among ${response['x-reasons']}`);
    }
}

async function main() {
    const api = await (await fetch(`${base}/openapi.json`)).json();
    const [validate, token] = [validator(api), await authoriser()];
    const operations = Object.entries(api.paths).flatMap(([path, item]) => Object.entries(item).map(([method, operation]) => ({ path, method, operation })));
    // Twice: what the first round made, the second finds.
    for (const { path, method, operation } of [...operations, ...operations]) {
        const answer = await request(api, path, method.toUpperCase(), operation, token);
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        await check(api, operation, answer, validate);
    }
    console.log(JSON.stringify({ operations: operations.length, statuses, answered: [...answered].sort(), faults }, null, 1));
    process.exitCode = faults.length > 0 ? 1 : 0;
}

main();
