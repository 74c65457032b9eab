'use strict';
// Shows the API with Swagger UI. Where the gateway has a development issuer, one button for each persona authorises.

const json = async path => {
    const response = await fetch(path);
    return response.ok ? response.json() : null;
};

// crypto.randomUUID is there on https and localhost alone; a gateway can be tried from another machine.
const uuid = () => '10000000-1000-4000-8000-100000000000'.replace(/[018]/g, digit =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));

function operations(api) {
    return Object.values(api.paths).flatMap(path => Object.values(path));
}

// Says at each operation who of the personas may call it.
function namePersonas(api, personas) {
    for (const operation of operations(api)) {
        const allowed = Object.keys(personas).filter(name => personas[name].permissions.includes(operation['x-permission']));
        operation.description += `\n\nDevelopment personas: ${allowed.length ? allowed.map(name => `\`${name}\``).join(', ') : 'none'}.`;
    }
}

// Examples are filled in when an operation is tried: what may be left out is better left out.
function leaveOutOptional(api) {
    for (const parameter of [...Object.values(api.components.parameters), ...operations(api).flatMap(operation => operation.parameters)])
        if (!parameter.$ref && !parameter.required)
            delete parameter.example;
}

function show(api) {
    const example = api.components.parameters.RequestId.example;
    return SwaggerUIBundle({
        spec: api,
        dom_id: '#api',
        deepLinking: true,
        validatorUrl: null,
        filter: true,
        docExpansion: 'none',
        defaultModelsExpandDepth: 0,
        displayRequestDuration: true,
        // The example's request id would make the second try of a change a repeat of the first.
        requestInterceptor: request => {
            if (request.headers['X-Request-ID'] === example)
                request.headers['X-Request-ID'] = uuid();
            return request;
        },
    });
}

async function authorise(ui, persona, programme) {
    const response = await fetch('/dev/token', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ persona, programme }),
    });
    const answer = await response.json();
    if (!response.ok)
        throw new Error(answer.detail);
    ui.preauthorizeApiKey('bearer', answer.access_token);
    return new Date(Date.now() + 1000 * answer.expires_in);
}

function offerPersonas(ui, { personas, programmes }) {
    const byId = id => document.getElementById(id);
    const status = byId('persona-status');
    byId('programme').append(...programmes.map(name => new Option(name)));
    const buttons = Object.keys(personas).map(name => {
        const button = Object.assign(document.createElement('button'), { type: 'button', textContent: name });
        button.setAttribute('aria-pressed', 'false');
        button.addEventListener('click', async () => {
            try {
                const programme = byId('programme').value;
                const until = await authorise(ui, name, programme);
                buttons.forEach(other => other.setAttribute('aria-pressed', String(other === button)));
                status.textContent = `Calls are made as ${name} in ${programme}, until ${until.toLocaleTimeString('en-GB')}.`;
            } catch (failure) {
                status.textContent = `No token: ${failure.message}`;
            }
        });
        return button;
    });
    byId('persona-buttons').append(...buttons);
    byId('personas').hidden = false;
}

async function start() {
    const [api, issuer] = await Promise.all([json('/openapi.json'), json('/dev/personas')]);
    if (issuer)
        namePersonas(api, issuer.personas);
    leaveOutOptional(api);
    const ui = show(api);
    if (issuer)
        offerPersonas(ui, issuer);
}

start();
