"""Facts to graph: the RDF record, merged facts, and what is derived from them.

    record, rdf, ontology, namespaces    documents as named graphs on disk
    merge, syndication, model            claims into facts, copies of one story told apart from sources

Imports `data`, never `api`; knows no HTTP.
"""
