"""The graph of Comity over HTTP: JSON, SPARQL, linked-data documents and pages."""
