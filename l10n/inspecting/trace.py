"""What a file gives away: a trace, its kind, and the names of fields that tell the kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a trace is about; the first two make a file unfit to be handed on."""

    OUTSIDE = "outside"  # fetched from, or sent to, a place outside the file when it is opened
    ACTIVE = "active"  # acts by itself: scripts, macros, embedded programs and files
    PERSON = "person"
    EMAIL = "e-mail"
    HANDLE = "handle"
    PHONE = "telephone"
    PATH = "path"
    HOST = "host"
    PLACE = "place"
    TOOL = "tool"
    TIME = "time"
    ID = "identifier"
    HIDDEN = "hidden"  # there, but not seen by a reader: comments, thumbnails, earlier versions
    BESIDE = "beside"  # another file that must lie beside this one
    LINK = "link"


FATAL = frozenset({Kind.OUTSIDE, Kind.ACTIVE})
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Trace:
    """One thing that a file gives away: *where* in the file it stands, its *text*, and how often it is there."""

    kind: Kind
    where: str
    text: str
    count: int = 1


def trace(kind: Kind, where: str, text: str) -> Trace:
    """Return a trace with its text on one line, printable and of a bearable length."""
    head = " ".join(text[: 2 * _LONGEST].split())
    line = "".join(char if char.isprintable() else "\ufffd" for char in head)
    return Trace(kind, where, line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…")


_FIELDS = {
    Kind.PERSON: "author authors creator contributor lastmodifiedby lastauthor initialcreator printedby manager company"
    " artist owner ownername cameraownername byline credit copyright rights translator reviewer editor user username"
    " userid by committer handle nickname contact reporter captionwriter authorsposition initials publisher"
    " organization organisation approvedby personname displayname xpauthor",
    Kind.TOOL: "generator producer creatortool application appversion software processingsoftware template make model"
    " lensmodel lensmake useragent xmptoolkit xmptk xgenerator tool program encoder converter softwareagent",
    Kind.HOST: "hostcomputer hostname host computer printername printersetup server",
    Kind.TIME: "created modified date createdate modifydate metadatadate creationdate moddate datetime"
    " datetimeoriginal datetimedigitized lastprinted lastmodified printdate when timestamp at updated published"
    " datecreated timecreated totaltime editingduration creationtime time dctermscreated dctermsmodified dctermsdate",
    Kind.ID: "documentid instanceid originaldocumentid identifier serialnumber bodyserialnumber cameraserialnumber"
    " lensserialnumber internalserialnumber imageuniqueid uuid rsidroot docid",
    Kind.PLACE: "location sublocation city country state provincestate latitude longitude geotag geoposition",
    Kind.HIDDEN: "description comment usercomment imagedescription subject keywords caption notes xptitle"
    " xpcomment xpsubject xpkeywords",
}
_KIND_OF_FIELD = {field: kind for kind, fields in _FIELDS.items() for field in fields.split()}
_PREFIXES = re.compile(r"^(?:dc|dcterms|og|article|twitter|xmp|xmpmm|calibre|cp|meta|exif|tiff|iptc)[.:_]", re.I)


def kind_of_field(name: str) -> Kind | None:
    """Return what a metadata field called *name* tells, in whatever spelling: `dc:creator`, `LastModifiedBy`, `by`."""
    bare = re.sub(r"[^a-z0-9]", "", _PREFIXES.sub("", name.rpartition("}")[2]).lower())
    return Kind.PLACE if bare.startswith("gps") else _KIND_OF_FIELD.get(bare)
