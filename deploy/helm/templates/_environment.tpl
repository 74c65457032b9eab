{{/* One variable from a secret. Arguments: variable, secret, key. */}}
{{- define "suite.secret" -}}
- name: {{ .variable }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .key }}
{{- end -}}

{{/* Where a service listens for gRPC. Arguments: root, service. */}}
{{- define "suite.address" -}}
- name: services__{{ .service }}__grpc__0
  value: {{ get .root.Values.addresses .service | default (printf "http://%s:8080" (include "suite.name" (dict "root" .root "name" .service))) | quote }}
{{- end -}}

{{/*
The variables of a process. Arguments: root, name, own (its values), secret (the one of its connection strings; not of the gateway).
What it calls, and what it keeps secret, is said here once for its pods and for its migration.
*/}}
{{- define "suite.environment" -}}
{{- $root := .root -}}
{{- $isService := ne .name "gateway" -}}
- name: Identity__Issuer
  value: {{ $root.Values.identity.issuer | quote }}
- name: Identity__JwksUri
  value: {{ $root.Values.identity.jwksUri | quote }}
{{- range $index, $programme := $root.Values.programmes }}
- name: Programmes__{{ $index }}__Name
  value: {{ $programme.name | quote }}
- name: Programmes__{{ $index }}__IntegratedCareBoard
  value: {{ $programme.integratedCareBoard | quote }}
- name: Programmes__{{ $index }}__Council
  value: {{ $programme.council | quote }}
{{- end }}
{{- if $isService }}
{{ include "suite.secret" (dict "variable" (printf "ConnectionStrings__%s-db" .name) "secret" .secret "key" "database") }}
{{ include "suite.secret" (dict "variable" "ConnectionStrings__broker" "secret" .secret "key" "broker") }}
{{ include "suite.secret" (dict "variable" "Paging__Key" "secret" .own.existingSecret "key" "paging-key") }}
{{- end }}
{{- if has .name (list "allocation" "plans" "payments") }}
- name: Identity__TokenEndpoint
  value: {{ $root.Values.identity.tokenEndpoint | quote }}
{{ include "suite.secret" (dict "variable" "Identity__ClientSecret" "secret" .own.existingSecret "key" "client-secret") }}
{{- end }}
{{- if eq .name "allocation" }}
{{ include "suite.address" (dict "root" $root "service" "assessment") }}
{{- else if eq .name "plans" }}
{{ include "suite.address" (dict "root" $root "service" "allocation") }}
{{- else if eq .name "payments" }}
{{ include "suite.address" (dict "root" $root "service" "assessment") }}
- name: BankFiles__Folder
  value: /var/lib/personal-budgets/bank-files
{{ include "suite.secret" (dict "variable" "BankDetails__Key" "secret" .own.existingSecret "key" "bank-details-key") }}
{{- $secret := .own.existingSecret }}
{{- range $index := until (int .own.previousBankDetailsKeys) }}
{{ include "suite.secret" (dict "variable" (printf "BankDetails__PreviousKeys__%d" $index) "secret" $secret "key" (printf "bank-details-previous-key-%d" $index)) }}
{{- end }}
{{- else if eq .name "gateway" }}
{{- range $service := list "assessment" "allocation" "plans" "payments" }}
{{ include "suite.address" (dict "root" $root "service" $service) }}
{{- end }}
{{- end }}
{{- with $root.Values.telemetry.endpoint }}
- name: OTEL_SERVICE_NAME
  value: {{ $.name }}
- name: OTEL_EXPORTER_OTLP_ENDPOINT
  value: {{ . | quote }}
- name: OTEL_EXPORTER_OTLP_PROTOCOL
  value: {{ $root.Values.telemetry.protocol }}
{{- with $root.Values.telemetry.existingSecret }}
{{ include "suite.secret" (dict "variable" "OTEL_EXPORTER_OTLP_HEADERS" "secret" . "key" "headers") }}
{{- end }}
{{- end }}
{{- range $variable, $value := merge (deepCopy .own.settings) $root.Values.settings }}
- name: {{ $variable }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}
