"""The SPARQL endpoint and the pages, over one published snapshot of the graph.

    config.py     what a server is told at its start, and which snapshot is in force
    errors.py     the errors that only a server has, and the one JSON shape of all of them
    negotiate.py  Accept header -> the format to answer in
    guard.py      query text -> its form, or a refusal, before anything runs
    confinement.py, worker.py   queries run in processes that can be killed
    engine.py     guard, snapshot and workers together: a query in, bytes or rows out
    service.py    the service description
    links.py      terms of the graph as readable, linked text
    facts.py      what pages read of the graph        tables.py, articles.py  the same, laid out
    pages.py      the HTML pages                      protocol.py, sparql.py  the SPARQL protocol
    app.py        all of it as one Flask application, and the server that runs it

Read from the top: each file uses only those above it. Nothing here writes to the graph.
"""
