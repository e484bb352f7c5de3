#!/usr/bin/env python3
"""Prints what the static binary is made of, as SPDX 2.3 in JSON.

    scripts/release/sbom.py VERSION COMMIT ARCH PREFIX BINARY

Made of scripts/libraries/licences.txt (what is linked in, with licences), sources.txt (the sources with their digests) and
PREFIX/stamps (which of them were taken). SOURCE_DATE_EPOCH is when it was made.
"""

import datetime
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import uuid

HERE = pathlib.Path(__file__).resolve().parent
LIBRARIES = HERE.parent / "libraries"


def rows(path):
    """The fields of each line that is no comment."""
    for line in path.read_text().splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split()


def spdx_expression(licence):
    """licences.txt has no blanks in a field."""
    return licence.replace(",", " AND ").replace("_", " ")


def spdx_id(name):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", name)


def source_of(library, prefix):
    """The path in Debian's archive and the digest of what a library was built from; nothing for the compiler's own."""
    stamp = prefix / "stamps" / f"{library}.source"
    if not stamp.exists():
        return None
    name = stamp.read_text().strip()
    for other, path, digest in rows(LIBRARIES / "sources.txt"):
        if other == library and path.endswith("/" + name):
            return path, digest
    return None


def library_package(row, arch, prefix):
    library, licence, _, name, home = row
    version = subprocess.run(
        [HERE / "version-of.sh", arch, prefix, library], check=True, capture_output=True, text=True
    ).stdout.strip()
    package = {
        "SPDXID": spdx_id(name),
        "name": name,
        "versionInfo": version,
        "downloadLocation": "NOASSERTION",
        "homepage": home,
        "filesAnalyzed": False,
        "licenseConcluded": spdx_expression(licence),
        "licenseDeclared": spdx_expression(licence),
        "copyrightText": "NOASSERTION",
    }
    source = source_of(library, prefix)
    if source is not None:
        path, digest = source
        package["sourceInfo"] = f"built from {path} of Debian's archive"
        package["checksums"] = [{"algorithm": "SHA256", "checksumValue": digest}]
    return package


def binary_package(version, commit, arch, binary):
    return {
        "SPDXID": "SPDXRef-headstart",
        "name": "headstart",
        "versionInfo": version,
        "packageFileName": f"headstart-{version}-linux-{arch}/bin/headstart",
        "downloadLocation": "NOASSERTION",
        "sourceInfo": f"commit {commit}",
        "filesAnalyzed": False,
        "checksums": [{"algorithm": "SHA256", "checksumValue": hashlib.sha256(binary.read_bytes()).hexdigest()}],
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "copyrightText": "NOASSERTION",
        "primaryPackagePurpose": "APPLICATION",
    }


def relationship(one, kind, other):
    return {"spdxElementId": one, "relationshipType": kind, "relatedSpdxElement": other}


def document(version, commit, arch, prefix, binary):
    program = binary_package(version, commit, arch, binary)
    libraries = [library_package(row, arch, prefix) for row in rows(LIBRARIES / "licences.txt")]
    made = datetime.datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), datetime.timezone.utc)
    name = f"headstart-{version}-linux-{arch}"
    # The same binary has the same namespace, another one another.
    namespace = uuid.uuid5(uuid.NAMESPACE_OID, name + program["checksums"][0]["checksumValue"])
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": name,
        "documentNamespace": f"urn:uuid:{namespace}",
        "creationInfo": {"created": made.strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: headstart-release"]},
        "documentDescribes": [program["SPDXID"]],
        "packages": [program, *libraries],
        "relationships": [relationship("SPDXRef-DOCUMENT", "DESCRIBES", program["SPDXID"])]
        + [relationship(program["SPDXID"], "STATIC_LINK", library["SPDXID"]) for library in libraries],
    }


def main():
    if len(sys.argv) != 6:
        sys.exit("usage: scripts/release/sbom.py VERSION COMMIT ARCH PREFIX BINARY")
    version, commit, arch, prefix, binary = sys.argv[1:]
    print(json.dumps(document(version, commit, arch, pathlib.Path(prefix), pathlib.Path(binary)), indent=2))


if __name__ == "__main__":
    main()
