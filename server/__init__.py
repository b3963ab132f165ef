"""The SPARQL endpoint and the pages, over the published snapshots of one graph.

    config.py      what a server is told at its start, and which snapshot is in force
    errors.py      the errors that only a server has, and the one JSON shape of all of them
    negotiate.py   Accept header -> the format to answer in
    exchange.py    an HTTP request and its response as plain values    compression.py  bodies in gzip and zstd
    guard.py       query text -> its form, or a refusal, before anything runs
    tokens.py      who may write                      outbound.py    the way out, to allowed hosts only
    allocator.py, confinement.py, worker.py   a process that answers queries and can be killed
    turns.py, processes.py, pool.py           who gets one, and when
    memory.py, choice.py                      the same with the graph in memory, and what is faster there
    update_text.py, writer.py                         updates, made by one such process
    cache.py, budget.py, federation.py, upstream.py   answers remembered, time of clients, SERVICE, another store
    upstream_update.py, upstream_writer.py            updates of another store
    engine.py      all of these together: a query in, bytes or rows out
    service.py, void.py  what the server and its graph are, for machines
    links.py       terms of the graph as readable, linked text
    facts.py       what pages read of the graph       tables.py, articles.py  the same, laid out
    pages.py       the HTML pages                     editor.py      the editor of the query page, fetched at set-up
    protocol.py, sparql.py, graph_store.py            the protocols
    metrics.py, access_log.py  what happened          bodies.py      bodies that come slowly
    sending.py     long answers, taken slowly
    front.py       the plain way to /sparql, before Flask
    app.py         all of it as one Flask application
    run.py         the server that runs it            bench/         what it is measured with

Read from the top: each file uses only those above it. Only the writers write to the graph.
"""
