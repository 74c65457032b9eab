{{/* The processes of this release with their settings: a dict of name to what defaults, overlaid with its own values, say. */}}
{{- define "suite.processes" -}}
{{- $processes := dict -}}
{{- range $name, $own := merge (deepCopy .Values.services) (dict "gateway" .Values.gateway) -}}
{{- if $own.enabled -}}
{{- $_ := set $processes $name (mergeOverwrite (deepCopy $.Values.defaults) (deepCopy $own)) -}}
{{- end -}}
{{- end -}}
{{- toYaml $processes -}}
{{- end -}}

{{/* The name of a process in the cluster. Arguments: root, name. */}}
{{- define "suite.name" -}}
{{- with .root.Values.namePrefix }}{{ . }}-{{ end }}{{ .name -}}
{{- end -}}

{{/* What a process is found by, whichever release it is of. Arguments: name. */}}
{{- define "suite.selector" -}}
app.kubernetes.io/part-of: personal-budgets
app.kubernetes.io/component: {{ .name }}
{{- end -}}

{{/* Arguments: root, name. */}}
{{- define "suite.labels" -}}
{{ include "suite.selector" . }}
app.kubernetes.io/name: {{ .name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end -}}

{{/* Arguments: root, name. */}}
{{- define "suite.image" -}}
{{ .root.Values.image.repository }}/{{ .name }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end -}}

{{/* What every pod may not do. 1654 is the user of Microsoft's images. */}}
{{- define "suite.podSecurity" -}}
runAsNonRoot: true
runAsUser: 1654
runAsGroup: 1654
fsGroup: 1654
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "suite.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}
