"""`/docs`: every route on one plain page, without a script and without the network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
  color-scheme: light dark; }}
h2 {{ margin-top: 2.5rem; }}
summary {{ cursor: pointer; padding: .3rem 0; }}
code {{ font-family: ui-monospace, monospace; }}
.method {{ display: inline-block; min-width: 4.5rem; font-weight: 600; }}
dl {{ margin: 0 0 1rem 4.5rem; }}
dd {{ margin: 0 0 .3rem 1rem; }}
</style>
</head>
<body>
<h1>{title} {version}</h1>
<p>{description}</p>
<p>Machines read <a href="openapi.json">openapi.json</a>. Where a key is set, it goes into
the header <code>X-API-Key</code>; a browser that is signed in to the studio needs no more.</p>
{body}
</body>
</html>
"""


@router.get("/docs", response_class=HTMLResponse)
def docs(request: Request) -> HTMLResponse:
    """The page, made from the same description that machines read."""
    document = request.app.openapi()
    told = document["info"]
    return HTMLResponse(
        _PAGE.format(
            title=escape(told["title"]),
            version=escape(told["version"]),
            description=escape(told.get("description", "")),
            body="\n".join(_sections(document)),
        )
    )


def _sections(document: Mapping[str, Any]) -> Iterator[str]:
    operations: dict[str, list[str]] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            tag = (operation.get("tags") or ["other"])[0]
            operations.setdefault(tag, []).append(_operation(path, method, operation))
    told = {tag["name"]: tag["description"] for tag in document.get("tags", [])}
    for tag in sorted(operations, key=lambda name: list(told).index(name) if name in told else 99):
        yield f"<h2>{escape(tag.title())}</h2>\n<p>{escape(told.get(tag, ''))}</p>"
        yield from operations[tag]


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> str:
    rows = [
        f"<dt><code>{escape(one['name'])}</code> ({escape(one['in'])})</dt>"
        f"<dd>{escape(one.get('description', ''))}</dd>"
        for one in operation.get("parameters", [])
    ]
    rows += [
        f"<dt><code>{escape(status)}</code></dt><dd>{escape(answer.get('description', ''))}</dd>"
        for status, answer in operation["responses"].items()
    ]
    return (
        f'<details><summary><span class="method">{method.upper()}</span> '
        f"<code>{escape(path)}</code></summary>"
        f"<p>{escape(operation.get('description', ''))}</p><dl>{''.join(rows)}</dl></details>"
    )
