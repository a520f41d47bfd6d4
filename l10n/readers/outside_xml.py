"""XML that comes from outside: parsed without document types, entities or anything loaded from elsewhere."""

from __future__ import annotations

import codecs
from typing import Any, TypeAlias

from ..errors import ArticleError

Node: TypeAlias = Any
"""An element of xml.etree."""

_MAX_BYTES = 64_000_000
_MAX_DEPTH = 200
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def parse_xml(data: bytes, *, path: str) -> Node:
    """Return the root of *data*. ArticleError for what is damaged, too large, too deep or has a document type."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if len(data) > _MAX_BYTES:
        raise ArticleError(f"the XML is larger than {_MAX_BYTES:,} bytes", path=path, remedy="split the file")
    try:
        root = fromstring(data if data.startswith(_MARKS) else data.lstrip(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise ArticleError(
            "the XML declares a document type or entities, which no feed or export needs and which can do harm",
            path=path,
            remedy="take the <!DOCTYPE …> out if you trust the file, or export it again",
        ) from error
    except ParseError as error:
        line = error.position[0] if error.position else 0
        reason = str(error).partition(":")[0]
        raise ArticleError(
            f"this is not well-formed XML ({reason})", path=path, line=line, remedy="download or export the file again"
        ) from error
    except (ValueError, LookupError, RecursionError) as error:
        raise ArticleError(
            "the XML is in an encoding that cannot be read", path=path, remedy="save it as UTF-8"
        ) from error
    _refuse_depth(root, path)
    return root


def _refuse_depth(root: Node, path: str) -> None:
    level, depth = [root], 0
    while level:
        depth += 1
        level = [child for node in level for child in node]
        if depth > _MAX_DEPTH:
            raise ArticleError("the XML is nested too deep", path=path, remedy="check that this is the right file")


def name_of(node: Node) -> tuple[str, str]:
    """Return the namespace and the local name of *node*; ("", "") for comments."""
    if not isinstance(node.tag, str):
        return "", ""
    space, _, local = node.tag.rpartition("}")
    return space.lstrip("{"), local


def text_of(node: Node | None) -> str:
    """Return all text in *node*, "" for None."""
    return "".join(node.itertext()).strip() if node is not None else ""
