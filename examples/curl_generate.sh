#!/usr/bin/env bash
# A track from a prompt with nothing but curl and python3:
#
#     bash examples/curl_generate.sh "calm piano at night" song.mp3 60
#
# MGL_URL names the server (http://127.0.0.1:8000 unless set), MGL_API_KEY the key if it wants one.
set -euo pipefail

url=${MGL_URL:-http://127.0.0.1:8000}
prompt=${1:?"usage: curl_generate.sh PROMPT [FILE] [SECONDS]"}
file=${2:-song.mp3}
seconds=${3:-60}

ask() { # the key goes over a pipe, where `ps` doesn't show it; an empty one is not sent
    printf 'X-API-Key: %s\n' "${MGL_API_KEY:-}" |
        curl --silent --show-error --fail-with-body --header @- "$@"
}
field() { # one value of the JSON that comes in; for a refusal, why
    python3 -c 'import json, sys
value = json.load(sys.stdin)
if "detail" in value:
    sys.exit(value["detail"])
for name in sys.argv[1].split("."):
    value = value[name]
print(value)' "$1"
}

body=$(python3 -c 'import json, sys
print(json.dumps({"prompt": sys.argv[1], "duration_seconds": float(sys.argv[2]), "formats": ["mp3"]}))' \
    "$prompt" "$seconds")
job=$(ask --json "$body" "$url/api/v1/generations" | field id)
ask --no-buffer "$url/api/v1/jobs/$job/events" >/dev/null # ends with the job
status=$(ask "$url/api/v1/jobs/$job" | field status)
if [ "$status" != completed ]; then
    echo "The job is $status: $url/api/v1/jobs/$job tells why." >&2
    exit 1
fi
audio=$(ask "$url/api/v1/jobs/$job" | field links.audio)
ask --output "$file" "$url$audio?format=mp3"
echo "$file"
