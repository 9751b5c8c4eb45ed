"""Croissant 1.1: the dataset described for machines, with its record sets and its responsible-AI fields.

Croissant cannot say what is in a list inside a list of records, and its reader breaks on attempts: the mentions of an entity, the evidence
of a relation and the cue of a stance are therefore not among the fields, only in the Parquet files.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from communique.build.card import STATIC
from communique.build.tables import SCHEMAS
from communique.labels import SPLITS

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The standard context of Croissant 1.1."""

PUBLISHED = "2026-11-25"
"""The day of the release that VERSION names."""

_MANIPULATION = "None of the annotations is changed by the build: the two passes and the adjudicated articles are published as they are."

RESPONSIBLE_AI: dict[str, Any] = {
    "rai:dataCollection": (
        "Each article tells a real event from facts in two or more public reports, which it names. A large language model wrote the text; "
        "no article of a publisher is contained."
    ),
    "rai:dataCollectionType": ["Synthetic: written by a large language model from facts in public reports"],
    "rai:dataCollectionRawData": "Addresses of the public reports, in the column `sources`; the reports themselves are not contained.",
    "rai:dataPreprocessingProtocol": ["Sentences and tokens are segmented by fixed rules; every offset counts Unicode code points."],
    "rai:dataManipulationProtocol": _MANIPULATION,
    # The reader looks for the key with its prefix doubled.
    "rai:dataDataManipulationProtocol": _MANIPULATION,
    "rai:dataAnnotationProtocol": [
        "Two runs of a large language model annotated each text from written guidelines without sight of each other.",
        "A third run decided every difference by the guidelines, and then read as a critic what both passes agreed on.",
        "A validator checks signatures, quotations, names left unmarked, registers and splits.",
    ],
    "rai:dataAnnotationPlatform": ["Markdown files in which a mention is a link; see the guidelines of the project"],
    "rai:dataAnnotationAnalysis": [
        "The card and stats.json give the consistency of the two passes by layer and by label; it is not agreement between people."
    ],
    "rai:annotationsPerItem": "2, and an adjudication",
    "rai:annotatorDemographics": ["None: all annotators are large language models of one family"],
    "rai:machineAnnotationTools": ["Large language models that followed written guidelines"],
    "rai:dataBiases": [
        "Events were selected for their stance content; regions and kinds are balanced by hand.",
        "Models of one family wrote and annotated, so that misreadings that they share are not seen by comparing them.",
    ],
    "rai:dataUseCases": [
        "Benchmarks of entity, relation and stance extraction on news-like text; few-shot material; teaching; studies of annotation"
    ],
    "rai:dataLimitations": [
        "Edited English only; model-written text is more regular than a newsroom's; the splits are small.",
        "The articles are no record of events: cite the sources. Counts of stances do not say how states stand in the world.",
    ],
    "rai:dataSocialImpact": (
        "Real people and states are named in their public functions and shown with stances. Do not train systems that profile people."
    ),
    "rai:personalSensitiveInformation": [
        "Names of people in their public functions and what public reports say of their political acts; no other personal data."
    ],
    "rai:dataReleaseMaintenancePlan": (
        "Corrections are pull requests that change one file; each release says what changed; version and content hash stand in every file."
    ),
}

_KINDS = {"string": "sc:Text", "int32": "cr:Int32", "bool": "sc:Boolean"}


def croissant(stamp: Mapping[str, str], files: Mapping[str, tuple[str, int]], *, what: Mapping[str, str]) -> dict[str, Any]:
    """The description as JSON-LD.

    Parameters
    ----------
    stamp
        Data version and content hash.
    files
        SHA-256 and size in bytes of each Parquet file, by its path in the dataset folder.
    what
        What a row is, by configuration.
    """
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": STATIC["pretty_name"],
        "description": (
            "News-style articles on diplomacy and security, annotated with entities, typed relations and directed stance: who stands where "
            "toward whom or what, on what evidence, as reported by whom, explicit neutrality included. Texts and labels were made by AI "
            f"models that followed written guidelines. Content {stamp['hash']}."
        ),
        "conformsTo": ["http://mlcommons.org/croissant/1.1", "http://mlcommons.org/croissant/RAI/1.0"],
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "version": stamp["version"],
        "datePublished": PUBLISHED,
        "inLanguage": STATIC["language"],
        "keywords": STATIC["tags"],
        "creator": {"@type": "sc:Organization", "name": "The communique maintainers"},
        "citeAs": _cite(stamp["version"]),
        "isLiveDataset": False,
        **RESPONSIBLE_AI,
        "distribution": [part for name in SCHEMAS for part in _distribution(name, files)],
        "recordSet": [_splits(), *(_records(name, what[name]) for name in SCHEMAS)],
    }


def _cite(version: str) -> str:
    title = "communique: entities, relations and stance in articles on diplomacy and security"
    return (
        f"@misc{{communique, title = {{{title}}}, author = {{{{The communique maintainers}}}}, year = {{{PUBLISHED[:4]}}}, "
        f"note = {{data {version}}}}}"
    )


def _distribution(configuration: str, files: Mapping[str, tuple[str, int]]) -> list[dict[str, Any]]:
    paths = [f"data/{configuration}/{split}.parquet" for split in SPLITS]
    objects = [
        {
            "@type": "cr:FileObject",
            "@id": path,
            "name": path,
            "contentUrl": path,
            "contentSize": f"{files[path][1]} B",
            "encodingFormat": "application/x-parquet",
            "sha256": files[path][0],
        }
        for path in paths
    ]
    together = {
        "@type": "cr:FileSet",
        "@id": f"{configuration}-files",
        "name": f"{configuration}-files",
        "encodingFormat": "application/x-parquet",
        "includes": f"data/{configuration}/*.parquet",
    }
    return [*objects, together]


def _splits() -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": "splits",
        "name": "splits",
        "description": "The splits; they go by story.",
        "dataType": "cr:Split",
        "key": {"@id": "splits/name"},
        "field": [{"@type": "cr:Field", "@id": "splits/name", "name": "name", "dataType": "sc:Text"}],
        "data": [{"splits/name": split} for split in SPLITS],
    }


def _records(configuration: str, what: str) -> dict[str, Any]:
    split = {
        "@type": "cr:Field",
        "@id": f"{configuration}/split",
        "name": "split",
        "dataType": "sc:Text",
        "references": {"field": {"@id": "splits/name"}},
        "source": {
            "fileSet": {"@id": f"{configuration}-files"},
            "extract": {"fileProperty": "fullpath"},
            # The reader applies it to what it has given already, too.
            "transform": {"regex": rf"(?:.*/)?({'|'.join(SPLITS)})(?:\.parquet)?$"},
        },
    }
    return {
        "@type": "cr:RecordSet",
        "@id": configuration,
        "name": configuration,
        "description": f"A row is {what}.",
        "field": [split, *(_field(configuration, column) for column in SCHEMAS[configuration])],
    }


def _field(configuration: str, column: Any) -> dict[str, Any]:
    head = {"@type": "cr:Field", "@id": f"{configuration}/{column.name}", "name": column.name}
    kind = column.type
    if not pa.types.is_list(kind):
        return {**head, "dataType": _KINDS[str(kind)], "source": _source(configuration, column.name)}
    array = {"isArray": True, "arrayShape": "-1"}
    inner = kind.value_type
    if not pa.types.is_struct(inner):
        return {**head, "dataType": _KINDS[str(inner)], **array, "source": _source(configuration, column.name)}
    parts = []
    for part in (inner.field(number) for number in range(inner.num_fields)):
        path = {"@type": "cr:Field", "@id": f"{configuration}/{column.name}/{part.name}", "name": part.name}
        source = _source(configuration, column.name, part.name)
        if not pa.types.is_list(part.type):
            parts.append({**path, "dataType": _KINDS[str(part.type)], "source": source})
        elif not pa.types.is_struct(part.type.value_type):
            parts.append({**path, "dataType": _KINDS[str(part.type.value_type)], **array, "source": source})
    return {**head, **array, "subField": parts}


def _source(configuration: str, column: str, inside: str | None = None) -> dict[str, Any]:
    source: dict[str, Any] = {"fileSet": {"@id": f"{configuration}-files"}, "extract": {"column": column}}
    return source if inside is None else {**source, "transform": {"jsonPath": inside}}
