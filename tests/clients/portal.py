"""What CKAN makes of the catalogue at an address, as JSON. Run by the Python of `.ckan`."""

import json
import sys

import requests
from ckanext.dcat.processors import RDFParser

answer = requests.get(sys.argv[1], timeout=60)
parser = RDFParser(profiles=["euro_dcat_ap_3"])
parser.parse(answer.text, _format=answer.headers["content-type"].partition(";")[0])
print(json.dumps(list(parser.datasets())))
